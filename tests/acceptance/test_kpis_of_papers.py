"""What the papers print of outcomes and indicators, as the pages show it: no figure, target or aim is added."""

import pytest

from outcomes.selectors.framework import framework_of
from programmes.models import Programme
from tests.acceptance.pages import reader, says

DAYS = {
    "hampshire": "2018-12-13",
    "derby": "2013-09-01",
    "essex": "2022-01-31",
    "nottinghamshire": "2013-06-10",
}


@pytest.fixture(scope="module")
def page(all_five):
    def words(key, name, *args, query=""):
        return reader(key, DAYS[key])(name, *args, query=query)

    return words


def framework(key):
    return framework_of(Programme.objects.get(key=key))


def test_breastfeeding_is_about_55_percent_and_has_no_target(page):
    """Hampshire, para 3.8."""
    (kpi,) = [row for row in framework("hampshire").kpis if row.reference == "HAM-KPI-2"]
    assert (kpi.value, kpi.qualifier, kpi.target) == (55, "approx", None)
    assert says(page("hampshire", "outcomes"), "about 55", "no target stated")
    assert says(page("hampshire", "kpis"), "about 55 %", "no target stated", "1 of 15 points")
    assert says(page("hampshire", "kpi", "HAM-KPI-2"), "currently about 55%", "no target stated")


def test_school_readiness_has_only_a_proxy_and_two_outcomes_have_nothing(page):
    """Hampshire, paras 3.9 and 3.10: no single measure of school readiness; Appendix A is not in the text."""
    view = framework("hampshire")
    assert [outcome.text for outcome in view.outcomes_by_proxy_only] == ["improved school readiness"]
    assert len(view.outcomes_without_kpi) == 3
    assert [domain.name for domain in view.domains] == [""]
    assert says(page("hampshire", "outcomes"), "Good level of development before school")


def test_derby_names_17_metrics_and_not_one_has_a_target(page):
    """Derby, Appendix 3; the four outcomes of its strategy in para 4.3."""
    kpis = framework("derby").kpis
    assert len(kpis) == 17
    assert {kpi.target for kpi in kpis} == {None}
    assert {kpi.value for kpi in kpis} == {None}
    text = page("derby", "outcomes")
    assert says(text, "17 KPIs are named, none with a target", "FNP coverage")
    assert text.count("no target stated") == 17
    board = page("derby", "kpis")
    assert says(board, "17 KPIs", "17 without an icon")
    assert board.count("no figure yet") >= 17


def test_what_greater_manchester_finds_hard_to_measure_has_no_plan(page):
    """University of Essex review, section 5.4.7."""
    assert says(
        page("essex", "measurability"),
        "Transitions, and how well they work",
        "Avoidable admissions for asthma",
    )


def test_nottinghamshire_prints_no_indicator(page):
    view = framework("nottinghamshire")
    assert (view.framework, view.kpis, view.outcomes) == (None, (), ())
    assert says(page("nottinghamshire", "outcomes"), "No outcomes framework is recorded")


def test_made_up_kpis_are_of_no_programme_of_a_paper(all_five):
    for key in DAYS:
        assert not any(kpi.illustrative for kpi in framework(key).kpis)
    assert all(kpi.illustrative for kpi in framework("illustration").kpis)
