"""Public questions on several papers at once, answered with all four loaded side by side, and on the pages."""

from datetime import date

import pytest

from governance.selectors.discrepancies import discrepancies
from outcomes.models.areas import AreaStatementKind
from outcomes.selectors.areas import area_profile, areas
from outcomes.selectors.framework import framework_of
from procurement.selectors.funding import funding
from programmes.models import Programme
from programmes.selectors.commissioning_models import service_groups
from programmes.selectors.responsibilities import claims, lead_on
from tests.acceptance import test_derby, test_essex, test_hampshire, test_nottinghamshire
from tests.acceptance.pages import reader, says
from tests.acceptance.questions import BY_ID, answer, asked_by

DAYS = {
    "hampshire": date(2018, 12, 13),
    "nottinghamshire": date(2013, 6, 10),
    "derby": date(2013, 9, 1),
    "essex": date(2022, 1, 31),
}


@pytest.fixture(scope="module")
def programmes(all_four):
    return {programme.key: programme for programme in Programme.objects.all()}


def page_of(key):
    return reader(key, DAYS[key].isoformat())


def test_q42_who_measures_breastfeeding_at_6_to_8_weeks(programmes):
    """Pages: outcomes (Hampshire), area (Sussex), and search."""
    expected = answer("Q-42")
    (kpi,) = [row for row in framework_of(programmes["hampshire"]).kpis if "reastfeeding" in row.name]
    assert kpi.value == expected["hampshire"]
    measured = {
        row.key: [
            said
            for said in area_profile(programmes["essex"], row.key).said(AreaStatementKind.MEASURE)
            if "breastfed at 6 to 8 weeks" in said.text
        ]
        for row in areas(programmes["essex"])
    }
    assert [key for key, found in measured.items() if found] == ["SUSSEX"]
    (said,) = measured["SUSSEX"]
    assert (said.targets, said.number) == ((), expected["SUSSEX"])
    assert says(page_of("essex")("area", "SUSSEX"), "infants breastfed at 6 to 8 weeks (%)")


@pytest.mark.parametrize(
    ("question", "in_hampshire", "in_nottinghamshire", "group"),
    [
        ("Q-43", "HAM-SVC-13", "NOT-T1-07", "NOT-SG-10"),
        ("Q-44", "HAM-SVC-02", "NOT-T1-05", "NOT-SG-16"),
    ],
)
def test_q43_q44_who_leads_now_and_who_is_proposed(
    programmes, question, in_hampshire, in_nottinghamshire, group
):
    """Pages: who commissions what (commissioners) of each, and Nottinghamshire's service."""
    expected = answer(question)
    hampshire, nottinghamshire = programmes["hampshire"], programmes["nottinghamshire"]
    assert lead_on(hampshire, in_hampshire, DAYS["hampshire"]).short == expected["hampshire"]
    now = lead_on(nottinghamshire, in_nottinghamshire, DAYS["nottinghamshire"])
    assert now.printed == expected["nottinghamshire_current"]
    (proposed,) = [
        row
        for row in claims(nottinghamshire)
        if row.service_reference == in_nottinghamshire and row.is_proposed and row.is_lead
    ]
    words, _, pooled = expected["nottinghamshire_proposed"].partition(" (")
    assert proposed.printed == words
    (row,) = [row for row in service_groups(nottinghamshire) if row.reference == group]
    assert row.model == "Integrated"
    assert not row.lacks_pooling
    assert "Section 75" in row.pooling_as_printed or not pooled
    assert says(page_of("nottinghamshire")("service", in_nottinghamshire), words)


def test_q45_inconsistencies_recorded_in_each_paper(programmes):
    """Page: discrepancies of each programme."""
    found = {
        key: sum(view.origin in {"recorded", "both"} for view in discrepancies(programme, DAYS[key]))
        for key, programme in programmes.items()
    }
    found["essex_review"] = found.pop("essex")
    assert found == answer("Q-45")


def test_q46_money_that_papers_speak_of_without_an_amount(programmes):
    """Pages: hub (Nottinghamshire) and project summary (Derby)."""
    unknown = {
        (key, row.reference): row
        for key, programme in programmes.items()
        for row in funding(programme)
        if row.money.amount is None
    }
    assert len(answer("Q-46")["items"]) == 2
    assert set(unknown) == {
        ("nottinghamshire", "NOT-FUND"),
        ("derby", "DER-FUND-1"),
        ("derby", "DER-FUND-2"),  # the local tariff, which the answer in words adds
    }
    assert len(unknown["nottinghamshire", "NOT-FUND"].contributions) == 6
    assert unknown["derby", "DER-FUND-1"].money.text == "agreed (amount not stated)"
    assert unknown["derby", "DER-FUND-2"].money.qualifier == "awaited"
    assert says(page_of("derby")("project_summary", "DER-PRJ-3"), "agreed (amount not stated)")


def test_every_public_question_has_a_test():
    """All 46, in the five files; a question added to questions.json must be added to one of them."""
    modules = (test_hampshire, test_nottinghamshire, test_derby, test_essex)
    asked = asked_by(globals()).union(*(asked_by(vars(module)) for module in modules))
    assert asked == set(BY_ID) == {f"Q-{number:02}" for number in range(1, 47)}
