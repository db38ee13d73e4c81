"""The page of a KPI, as its readers meet it: findings, figures, what is hidden, what is not known, what was decided."""

import html
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from outcomes.models import KPI, Target
from outcomes.selectors.kpi_history import history_of
from outcomes.selectors.series import series_of
from outcomes.year_to_date import year_to_date
from tests.factories.kpis import (
    BreakdownFactory,
    BreakdownMemberFactory,
    ChartDecisionFactory,
    ContractFactory,
    ContractKPIFactory,
    ExceptionReportFactory,
    KPIChangeFactory,
    KPICommentFactory,
    KPIServiceFactory,
    OutcomeDomainFactory,
    OutcomeMeasureFactory,
)
from tests.factories.outcomes import KPIFactory, OutcomeFactory, OutcomesFrameworkFactory
from tests.factories.people import person_with
from tests.factories.programmes import OrganisationFactory, ProgrammeFactory
from tests.factories.services import ServiceFactory
from tests.integration.outcomes.kpi_series import kpi_with, measure, month, numbers, row

TAG = re.compile(r"<[^>]+>")
UP = numbers(
    "71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84"
)  # worked example 1: limits 64.4357 and 81.8143
ON = "?on=2024-08-10"


def text_of(response) -> str:
    return " ".join(html.unescape(TAG.sub(" ", response.content.decode())).split())


def reader(programme, role=Role.BOARD_MEMBER, **more) -> Client:
    client = Client()
    client.force_login(person_with(role, programme=programme, **more))
    return client


def page(kpi: KPI, client: Client | None = None, query: str = ON) -> str:
    response = (client or reader(kpi.programme)).get(
        reverse("kpi", args=[kpi.programme.key, kpi.reference]) + query
    )
    assert response.status_code == 200
    return text_of(response)


def section(words: str, start: str, end: str) -> str:
    return words[words.index(start) : words.index(end, words.index(start))]


@pytest.fixture
def example(db) -> KPI:
    """Worked example 1, with its target of 65."""
    kpi = kpi_with(UP, name="Seen in time", decimals=1, unit="points", measure="number")
    target(kpi, 65)
    return kpi


def target(kpi: KPI, value=None, **given) -> Target:
    many = Target.objects.count()
    row = Target(kpi=kpi, programme=kpi.programme, reference=f"T-TGT-{many}", value=value)
    if "date" in given:
        row.date = parse_fuzzy_date(given.pop("date"))
    for name, what in given.items():
        setattr(row, name, what)
    row.save()
    return row


# --- finding and figures ------------------------------------------------------------------------------------------


def test_the_finding_comes_first_in_words_with_both_icons(example):
    words = page(example)
    finding = "Latest 84.0 points (July 2024), improving, high: above the upper limit; hit or miss against 65 points."
    assert finding in words
    assert words.index("Special cause of improving nature") < words.index(finding)
    assert "Will not consistently pass or fail (hit or miss)" in words
    assert words.index(finding) < words.index("Figures and target")


def test_mean_and_limits_are_those_of_the_worked_example(example):
    assert "mean 73.1 points, limits 64.4 points to 81.8 points" in page(example)


def test_a_percentage_is_shown_with_its_parts_and_the_year_by_their_sums(db):
    # April to July 2023: 1 of 2, 1 of 2, 1 of 2 and 1,201 of 1,685: together 1,204 of 1,691, which is 71.2 %.
    # The mean of the four percentages would be 55.3 %.
    kpi = kpi_with([(1, 2), (1, 2), (1, 2), (1201, 1685)], measure="percentage", decimals=1)
    words = page(kpi, query="?on=2023-09-01")
    assert "71.3 % (1,201/1,685) July 2023" in words
    assert "Financial year to date 71.2 % (1,204/1,691), all 4 months April 2023 to July 2023" in words
    assert "55.3" not in section(words, "Financial year to date", "Target no target")


def test_a_month_nobody_reported_is_counted_as_unknown_in_the_year_and_named(db):
    kpi = kpi_with([(1, 2), None, (3, 4), "not_reported"], measure="percentage", decimals=1)
    words = page(kpi, query="?on=2023-09-01")
    assert "66.7 % (4/6), 2 of 3 months" in words
    assert "Newest period not reported July 2023" in words


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"measure": "number"}, "people may be counted again the next month"),
        ({"measure": "percentage", "series": "cumulative"}, "each holds the months before it"),
        ({"measure": "percentage", "series": "rolling"}, "each holds the months before it"),
    ],
)
def test_there_is_no_year_to_date_where_a_sum_means_nothing(db, given, why):
    values = [40, 41] if given["measure"] == "number" else [(1, 2), (1, 2)]
    kpi = kpi_with(values, **given)
    assert year_to_date(series_of([kpi])[kpi.pk]) is None, why
    assert "Financial year to date" not in page(kpi)


def test_nought_is_a_figure(db):
    words = page(kpi_with([(3, 10), (0, 10)], measure="percentage", decimals=0))
    assert "Latest 0 % (0/10)" in words


def test_a_provisional_figure_is_marked_and_a_final_one_is_not(db):
    provisional, final = kpi_with([]), kpi_with([5])
    measure(provisional, [5], is_final=False)
    assert "Provisional" in section(page(provisional), "Figures and target", "Age of the data")
    assert "Provisional" not in section(page(final), "Figures and target", "Age of the data")


def test_the_age_of_the_data_is_that_of_the_day_asked_about(example):
    assert "Age of the data 10 days as at 10 August 2024; the latest period ended on 31 July 2024" in page(
        example
    )
    assert "Age of the data 1 day as at 1 August 2024" in page(example, query="?on=2024-08-01")
    assert "The latest period ends on 31 July 2024 as at 20 July 2024" in page(
        example, query="?on=2024-07-20"
    )


def test_on_an_earlier_day_it_says_that_figures_are_not_wound_back(example):
    assert "Figures, chart and judgements are those that stand now: they are not wound back." in page(example)


def test_nothing_compares_two_points(example):
    words = page(example).lower()
    for banned in (
        "up from",
        "down from",
        "since last month",
        "previous period",
        "change from last",
        "▲",
        "▼",
    ):
        assert banned not in words


# --- warnings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "said"), [("rolling", "a rolling average"), ("cumulative", "a cumulative series")]
)
def test_a_series_that_trends_by_itself_is_warned_of_before_its_chart(db, series, said):
    words = page(kpi_with(UP, series=series))
    assert words.index(f"Read with care This is {said}") < words.index("Latest 84")


def test_separate_periods_carry_no_such_warning(example):
    assert "Read with care" not in page(example)


def test_too_few_points_draw_a_run_and_no_icon(db):
    words = page(kpi_with(UP[:11]))
    assert "11 of 15 points: too few to judge change" in words
    assert "No icon: 11 of 15 points" in words
    assert "Mean and limits" not in words


# --- targets ------------------------------------------------------------------------------------------------------


def test_each_target_stands_with_its_days_and_origin_and_the_day_says_which_is_in_force(example):
    first = Target.objects.get(kpi=example)
    first.ends_on = date(2024, 3, 31)
    first.save()
    target(example, 70, starts_on=date(2024, 4, 1), origin="National standard", date="March 2026")
    now = section(page(example), "Target 70 points", "Mean and limits")
    assert "From 1 April 2024, no end set. Origin: National standard. To be reached by: March 2026." in now
    then = section(page(example, query="?on=2024-03-31"), "Target 65 points", "Mean and limits")
    assert "From the first point to 31 March 2024. Origin not stated" in then
    assert "The latest figure is judged against 70 points" in then


def test_without_a_target_the_page_says_so_and_shows_no_assurance(db):
    words = page(kpi_with(UP))
    assert "Target no target stated" in words
    assert "No icon: no target" in words
    assert "No target is stated, so nothing is judged against one." in words


def test_a_target_in_words_is_shown_in_its_words(db):
    kpi = kpi_with(UP)
    target(kpi, words="a 16% rise in take-up")
    assert "Target a 16% rise in take-up" in page(kpi)


# --- small numbers ------------------------------------------------------------------------------------------------


@pytest.fixture
def broken_down(db) -> KPI:
    """Whole 40 of 100; North 3, East 17, South 20: with the whole shown, hiding North alone would give it away."""
    kpi = kpi_with([(40, 100)], measure="percentage", suppress_below=5, decimals=0)
    breakdown = BreakdownFactory(programme=kpi.programme, name="District", kind="place", covers_all=True)
    for place, (name, value) in enumerate([("North", (3, 20)), ("East", (17, 30)), ("South", (20, 50))]):
        member = BreakdownMemberFactory(breakdown=breakdown, name=name, position=place)
        measure(kpi, [value], member=member)
    return kpi


def test_what_would_give_a_small_number_away_is_hidden_with_it_and_reads_alike(broken_down):
    words = section(page(broken_down), "By district", "What it measures, and for whom")
    assert (
        "North Latest suppressed East Latest suppressed South Latest 40 % 20 of 50 Whole Latest 40 %" in words
    )
    for leak in ("15 %", "3 of 20", "57 %", "17 of 30", "small number", " 0 %"):
        assert leak not in words


def test_nothing_is_hidden_where_no_number_is_small(db):
    kpi = kpi_with([(40, 100)], measure="percentage", suppress_below=5, decimals=0)
    breakdown = BreakdownFactory(programme=kpi.programme, name="District", covers_all=True)
    for name, value in (("North", (10, 50)), ("South", (30, 50))):
        measure(kpi, [value], member=BreakdownMemberFactory(breakdown=breakdown, name=name))
    words = section(page(kpi), "By district", "What it measures, and for whom")
    assert "North Latest 20 % 10 of 50" in words
    assert "South Latest 60 % 30 of 50" in words
    assert "suppressed" not in words


def test_a_year_broken_down_stands_beside_the_whole_of_that_year_and_not_of_its_april(db):
    kpi = kpi_with([(40, 100)], measure="percentage", suppress_below=5, decimals=0)
    member = BreakdownMemberFactory(breakdown=BreakdownFactory(programme=kpi.programme, name="District"))
    for of, parts in ((None, (600, 1000)), (member, (700, 1000))):
        year = row(kpi, 0, parts, member=of)
        year.period = parse_fuzzy_date("2023/24")
        year.save()
    words = section(page(kpi), "By district", "What it measures, and for whom")
    assert "Whole Latest 60 % 600 of 1,000" in words
    assert "40 %" not in words


def test_a_small_whole_is_hidden_wherever_the_page_would_print_it(db):
    kpi = kpi_with([(40, 100), (3, 100)], measure="percentage", suppress_below=5, decimals=1)
    words = page(kpi)
    assert "3.0 %" not in words
    assert "(3/100)" not in words
    assert "Newest period suppressed May 2023" in words


# --- what it measures, definition, decisions, history --------------------------------------------------------------


def measured(kpi: KPI, *, is_proxy: bool, domain: str = "A healthy start") -> None:
    framework = OutcomesFrameworkFactory(programme=kpi.programme, state="agreed")
    within = OutcomeDomainFactory(programme=kpi.programme, framework=framework, name=domain)
    outcome = OutcomeFactory(
        programme=kpi.programme, framework=framework, domain=within, text="Infants are fed well"
    )
    OutcomeMeasureFactory(outcome=outcome, kpi=kpi, is_proxy=is_proxy)


def test_a_proxy_is_called_one_and_a_direct_measure_is_not(db):
    direct, proxy = kpi_with(UP), kpi_with(UP)
    measured(direct, is_proxy=False)
    measured(proxy, is_proxy=True)
    assert "Measures: Infants are fed well." in page(direct)
    assert "Proxy" not in page(direct)
    assert "Stands in, as a proxy, for: Infants are fed well." in page(proxy)
    assert "Proxy Infants are fed well" in page(proxy)


def test_services_and_contracts_that_adopt_it_are_named(db):
    kpi = kpi_with(UP)
    programme = kpi.programme
    KPIServiceFactory(kpi=kpi, service=ServiceFactory(programme=programme, name="Health visiting"))
    contract = ContractFactory(
        programme=programme, name="Public health nursing", lead_provider=OrganisationFactory(name="The Trust")
    )
    assert "No contract has adopted it" in page(kpi)
    ContractKPIFactory(kpi=kpi, contract=contract)
    words = page(kpi)
    assert "Service Health visiting" in words
    assert "Public health nursing" in words
    assert "The Trust" in words


def test_the_definition_says_not_stated_for_what_is_blank(db):
    kpi = kpi_with(UP, numerator="Children seen", denominator="")
    words = section(page(kpi), "Definition Definition", "Where it is printed")
    assert "Numerator Children seen" in words
    assert "Denominator not stated" in words


def test_a_withdrawn_decision_stays_with_both_reasons(example):
    person = person_with(Role.PROGRAMME_MANAGER, programme=example.programme)
    ChartDecisionFactory(
        programme=example.programme, kpi=example, on=month(9), reason="A new count", made_by=person
    )
    ChartDecisionFactory(
        programme=example.programme,
        kpi=example,
        kind="ghost",
        on=month(4),
        reason="The clinic was closed",
        made_by=person,
        withdrawn_by=person,
        withdrawn_at=datetime(2024, 8, 1, 12, tzinfo=UTC),
        withdrawn_reason="It was open for half of it",
    )
    words = page(example)
    assert "Limits set anew from January 2024 Why A new count" in words
    assert "Left out of the limits: August 2023 Withdrawn" in words
    assert "on 1 August 2024: It was open for half of it" in words
    assert "The clinic was closed" in words


def test_changes_made_at_once_are_told_as_one_thing_with_their_reason(example):
    person = person_with(Role.PROGRAMME_MANAGER, programme=example.programme)
    for field in ("Numerator", "Denominator"):
        KPIChangeFactory(
            programme=example.programme, kpi=example, field=field, before="a", after="b", made_by=person
        )
    (event,) = history_of(example)
    assert event.sentence == "2 things changed: Numerator, Denominator."
    assert event.details == (
        "Numerator changed from “a” to “b”.",
        "Denominator changed from “a” to “b”.",
    )
    assert "Why: agreed by the data group" in page(example)


def test_comments_and_the_latest_exception_report_are_read_by_everyone(example):
    KPICommentFactory(programme=example.programme, kpi=example, text="Winter closures")
    ExceptionReportFactory(programme=example.programme, kpi=example, cause="an old cause")
    ExceptionReportFactory(
        programme=example.programme, kpi=example, cause="two posts are vacant", due="30 June 2024"
    )
    words = page(example)
    assert "Winter closures" in words
    assert "Cause two posts are vacant" in words
    assert "By when 30 June 2024" in words
    assert "an old cause" not in words


def test_previous_and_next_stay_in_the_domain(db):
    first = kpi_with(UP, reference="T-KPI-A", name="First")
    programme = first.programme
    framework = OutcomesFrameworkFactory(programme=programme, state="agreed")
    start, school = (
        OutcomeDomainFactory(programme=programme, framework=framework, name=name)
        for name in ("Start", "School")
    )
    others = [KPIFactory(programme=programme, reference=f"T-KPI-{letter}", name=letter) for letter in "BCD"]
    for kpi, domain in zip([first, *others], [start, school, start, start], strict=True):
        outcome = OutcomeFactory(programme=programme, framework=framework, domain=domain)
        OutcomeMeasureFactory(outcome=outcome, kpi=kpi)
    words = page(others[1])
    assert "Previous KPI: ← First" in words
    assert "Next KPI: D →" in words
    assert "Previous KPI" not in page(first)


def test_an_illustrative_kpi_says_so_and_a_printed_one_does_not(db):
    assert "no paper prints this KPI" in page(kpi_with(UP, illustrative=True))
    assert "llustrative" not in page(kpi_with(UP))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("proposed", "It is a proposal: no paper gives a figure and nobody is asked for one."),
        ("reporting", "The first figure makes a line; limits and icons need 15 points."),
        ("retired", "It was retired before a figure was recorded."),
    ],
)
def test_without_a_figure_it_says_what_is_needed(db, state, said):
    words = page(kpi_with([], state=state))
    assert "No figure recorded yet" in words
    assert said in words
    assert "Latest no figure yet" in words


# --- who may what --------------------------------------------------------------------------------------------------

CHANGES = ("Change the definition", "Set a target", "Set limits anew or leave a point out")


def test_links_to_change_are_shown_to_those_who_may(example):
    manager = page(example, reader(example.programme, Role.PROGRAMME_MANAGER))
    assert all(words in manager for words in CHANGES)
    for role in (Role.BOARD_MEMBER, Role.ANALYST, Role.FINANCE_LEAD, Role.COMMISSIONER):
        seen = page(example, reader(example.programme, role))
        assert not any(words in seen for words in CHANGES), role
    assert "Add this comment" in page(example, reader(example.programme, Role.ANALYST))
    assert "Add this comment" not in page(example, reader(example.programme, Role.BOARD_MEMBER))


def test_nobody_outside_the_programme_knows_of_it(example):
    stranger = reader(ProgrammeFactory(), Role.PROGRAMME_MANAGER)
    where = reverse("kpi", args=[example.programme.key, example.reference])
    assert stranger.get(where).status_code == 404
    assert reader(example.programme).get(where).status_code == 200


def test_a_kpi_of_another_programme_is_not_found_under_this_one(example):
    other = kpi_with(UP)
    client = reader(example.programme)
    assert client.get(reverse("kpi", args=[example.programme.key, other.reference])).status_code == 404


# --- as the paper prints it ------------------------------------------------------------------------------------------


def test_breastfeeding_is_one_point_as_printed_without_icon_or_target(hampshire):
    """Hampshire's report of December 2018, para 3.8: “currently about 55%”, and no target anywhere."""
    kpi = KPI.objects.get(reference="HAM-KPI-2")
    words = page(kpi, query="?on=2018-12-13")
    assert "The paper prints “currently about 55%”" in words
    assert "Latest about 55 % (13 December 2018). 1 of 15 points: too few to judge change" in words
    assert "Latest 55 %" not in words
    assert "55.0 %" not in words  # one figure has no mean beside itself
    assert "No icon: 1 of 15 points" in words
    assert "No icon: no target" in words
    assert "Target no target stated" in words
    assert "Age of the data The latest period ends on 13 December 2018" in words
    assert "Denominator not stated" in words
    assert "para 3.8" in section(words, "Where it is printed", "Comments")


def test_a_fact_leads_from_its_source_to_the_page_of_the_kpi(hampshire):
    kpi = KPI.objects.get(reference="HAM-KPI-2")
    client = reader(kpi.programme)
    shown = client.get(reverse("fact_sources", args=["hampshire", kpi.fact_id])).content.decode()
    assert reverse("kpi", args=["hampshire", "HAM-KPI-2"]) in shown
    found = client.get(reverse("search") + "?q=breastfeeding").content.decode()
    assert reverse("kpi", args=["hampshire", "HAM-KPI-2"]) in found
