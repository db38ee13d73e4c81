"""Stored summaries: equal to the analysis, made stale by every way of writing, and never believed while they are."""

import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from outcomes.models import KPI, ChartDecision, KPISummary, Measurement, Target
from outcomes.selectors.series import series_of
from outcomes.selectors.summaries import board_rows, stale_ids
from outcomes.services.summaries import refresh
from tests.factories.kpis import ChartDecisionFactory, OutcomeDomainFactory, OutcomeMeasureFactory
from tests.factories.outcomes import (
    KPIFactory,
    MeasurementFactory,
    OutcomeFactory,
    OutcomesFrameworkFactory,
    TargetFactory,
)
from tests.factories.programmes import ProgrammeFactory
from tests.integration.outcomes.kpi_series import kpi_with, measure, month, numbers, row

pytestmark = pytest.mark.django_db

ON = date(2026, 4, 1)
EXAMPLE_1 = numbers("71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84")


def only_row(kpi):
    (found,) = board_rows(kpi.programme, ON)
    return found


def stored(kpi):
    return KPISummary.objects.get(kpi=kpi)


@pytest.fixture
def kpi():
    made = kpi_with(EXAMPLE_1, unit="points", decimals=1)
    TargetFactory(kpi=made, programme=made.programme, value=65, words="")
    refresh([made.pk])
    return made


# --- what is stored -----------------------------------------------------------------------------------------


def test_stored_lines_are_those_of_the_analysis_to_six_decimals(kpi):
    summary, latest = stored(kpi), series_of([kpi])[kpi.pk].analysis.latest
    assert not summary.stale
    # 73.125 ± 2.66 × 49/15, worked out by hand
    half = Fraction(266, 100) * Fraction(49, 15)
    assert latest.upper_limit == Fraction("73.125") + half
    assert summary.mean == Decimal("73.125000")
    assert (summary.lower_limit, summary.upper_limit) == (Decimal("64.435667"), Decimal("81.814333"))
    assert (summary.variation, summary.assurance) == ("improvement_high", "hit_or_miss")
    assert (summary.rules, summary.mixed, summary.few_points, summary.segments) == (
        ["beyond_high"],
        False,
        False,
        1,
    )
    assert (summary.points, summary.latest_value, summary.latest_period) == (16, Decimal(84), "July 2024")
    assert (summary.latest_start, summary.latest_end) == (date(2024, 7, 1), date(2024, 7, 31))
    assert summary.target_value == 65


def test_a_row_tells_what_is_stored(kpi):
    found = only_row(kpi)
    assert (found.latest_value, found.latest_period, found.target_value) == (84, "July 2024", 65)
    assert found.limits == (Decimal("64.435667"), Decimal("81.814333"))
    assert (found.variation, found.assurance, found.rules) == (
        "improvement_high",
        "hit_or_miss",
        ("beyond_high",),
    )
    assert (found.points, found.points_needed, found.unit, found.improvement) == (16, 15, "points", "up")
    assert found.data_age_days(date(2024, 8, 10)) == 10
    assert found.data_age_days(date(2024, 7, 15)) == 0
    assert found.spark == tuple(EXAMPLE_1)
    assert found.spark_points[0] == (date(2023, 4, 1), 71)
    assert found.spark_points[-1] == (date(2024, 7, 1), 84)


def test_a_later_period_without_a_figure_is_named_and_why(kpi):
    measure(kpi, ["not_applicable"], start=16)
    found = only_row(kpi)
    assert (found.newest_period, found.newest_missing, found.latest_period) == (
        "August 2024",
        "not_applicable",
        "July 2024",
    )
    measure(kpi, [71], start=17)
    assert (only_row(kpi).newest_period, only_row(kpi).latest_period) == ("", "September 2024")


def test_a_hidden_figure_is_stored_nowhere():
    made = kpi_with([(50, 100), (60, 100), (3, 100)], measure="percentage", suppress_below=5)
    refresh([made.pk])
    summary = stored(made)
    assert (summary.latest_value, summary.latest_numerator) == (50 + 10, 60)
    assert (summary.newest_period, summary.newest_missing) == ("June 2023", "suppressed")
    assert summary.spark == [50, 60, None]


def test_a_printed_figure_without_a_date_is_the_latest_there_is():
    made = KPIFactory(suppress_below=None)
    MeasurementFactory(
        kpi=made, programme=made.programme, value=55, text="currently about 55%", qualifier="approx"
    )
    TargetFactory(kpi=made, programme=made.programme)
    found = only_row(made)
    assert (found.latest_text, found.latest_value, found.latest_qualifier) == (
        "currently about 55%",
        55,
        "approx",
    )
    assert (found.latest_start, found.points, found.spark, found.data_age_days(ON)) == (None, 0, (), None)
    assert (found.target_value, found.target_text) == (None, "better than the year before")


def test_only_the_last_two_years_of_months_are_kept_for_the_small_line():
    made = kpi_with(range(1, 31))
    found = only_row(made)
    assert len(found.spark) == 24
    assert (found.spark[0], found.spark_from) == (7, "October 2023")


# --- staleness ----------------------------------------------------------------------------------------------


def _save(kpi):
    last = Measurement.objects.filter(kpi=kpi).latest("period_start")
    last.value = 72
    last.save()


def _bulk(kpi):
    Measurement.objects.filter(kpi=kpi, period_start=month(15)).update(value=72)


def _sql(kpi):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outcomes_measurement SET value = 72 WHERE kpi_id = %s AND period_start = %s",
            [kpi.pk, month(15)],
        )


@pytest.mark.parametrize("write", [_save, _bulk, _sql], ids=["save", "bulk", "sql"])
def test_another_value_makes_stale_on_every_path_and_the_board_still_tells_the_truth(kpi, write):
    write(kpi)
    assert stored(kpi).stale
    assert stored(kpi).variation == "improvement_high"
    found = only_row(kpi)
    assert (found.latest_value, found.variation) == (72, "common_cause")
    assert stored(kpi).stale, "reading never writes"
    refresh([kpi.pk])
    assert (stored(kpi).stale, stored(kpi).latest_value) == (False, 72)
    assert only_row(kpi) == found


def test_a_figure_added_or_deleted_makes_stale(kpi):
    row(kpi, 16, 60).save()
    assert stored(kpi).stale
    assert only_row(kpi).latest_value == 60
    refresh([kpi.pk])
    Measurement.objects.filter(kpi=kpi, period_start=month(16)).delete()
    assert stored(kpi).stale
    assert only_row(kpi).latest_value == 84


def _target(kpi):
    Target.objects.filter(kpi=kpi).update(value=Decimal(82))


def _decision(kpi):
    ChartDecisionFactory(kpi=kpi, programme=kpi.programme, kind="ghost", on=month(15))


def _definition(kpi):
    KPI.objects.filter(pk=kpi.pk).update(polarity="lower")


@pytest.mark.parametrize(
    ("write", "icons"),
    [
        (_target, ("improvement_high", "fail")),
        (_decision, ("common_cause", "pass")),
        (_definition, ("concern_high", "hit_or_miss")),
    ],
    ids=["target", "decision", "definition"],
)
def test_target_decision_and_definition_make_stale_too(kpi, write, icons):
    write(kpi)
    assert stored(kpi).stale
    assert (only_row(kpi).variation, only_row(kpi).assurance) == icons


def test_another_kpi_s_summary_stays_fresh(kpi):
    other = kpi_with(EXAMPLE_1, programme=kpi.programme)
    refresh([other.pk])
    _bulk(kpi)
    assert stale_ids() == [kpi.pk]
    assert not stored(other).stale


def test_a_withdrawn_decision_counts_no_more(kpi):
    _decision(kpi)
    ChartDecision.objects.update(withdrawn_at="2026-01-01T00:00Z")
    assert only_row(kpi).variation == "improvement_high"


# --- what stands beside the figures -------------------------------------------------------------------------


def test_outcomes_are_those_of_the_framework_in_force():
    programme = ProgrammeFactory()
    made = KPIFactory(programme=programme)
    old = OutcomesFrameworkFactory(programme=programme, state="superseded")
    agreed = OutcomesFrameworkFactory(programme=programme, state="agreed", edition=2, replaces=old)
    draft = OutcomesFrameworkFactory(programme=programme, state="draft", edition=3, replaces=agreed)
    for framework, is_proxy in ((old, False), (agreed, True), (draft, False)):
        domain = OutcomeDomainFactory(
            framework=framework, programme=programme, name=f"Domain {framework.edition}"
        )
        outcome = OutcomeFactory(
            framework=framework, programme=programme, domain=domain, text=f"Text {framework.edition}"
        )
        OutcomeMeasureFactory(outcome=outcome, kpi=made, is_proxy=is_proxy)
    found = only_row(made)
    assert [(one.text, one.edition) for one in found.outcomes] == [("Text 2", 2)]
    assert (found.domain, found.is_proxy) == ("Domain 2", True)


def test_direct_beside_proxy_is_not_a_proxy():
    made = KPIFactory()
    framework = OutcomesFrameworkFactory(programme=made.programme)
    for is_proxy in (True, False):
        outcome = OutcomeFactory(framework=framework, programme=made.programme)
        OutcomeMeasureFactory(outcome=outcome, kpi=made, is_proxy=is_proxy)
    assert not only_row(made).is_proxy
    assert len(only_row(made).outcomes) == 2
    assert only_row(made).domain == ""


def test_a_kpi_is_retired_from_its_day_on():
    made = KPIFactory(retired_on=ON)
    assert only_row(made).is_retired
    assert not board_rows(made.programme, date(2026, 3, 31))[0].is_retired


# --- cost ---------------------------------------------------------------------------------------------------


def test_three_hundred_kpis_of_sixty_months_are_one_query_while_fresh(django_assert_num_queries):
    programme = ProgrammeFactory()
    kpis = [KPIFactory(programme=programme, frequency="month", suppress_below=None) for _ in range(300)]
    Measurement.objects.bulk_create(
        [row(kpi, place, 50 + (place * 7 + at) % 11) for at, kpi in enumerate(kpis) for place in range(60)]
    )
    with django_assert_num_queries(4):
        worked_out = board_rows(programme, ON)
    assert refresh(kpi.pk for kpi in kpis) == 300
    with django_assert_num_queries(1):
        rows = board_rows(programme, ON)
    assert len(rows) == 300
    assert rows == worked_out
    Measurement.objects.filter(kpi=kpis[7], period_start=month(59)).update(value=1)
    with django_assert_num_queries(4):
        changed = next(row for row in board_rows(programme, ON) if row.kpi_id == kpis[7].pk)
    assert changed.latest_value == 1


def test_several_programmes_are_one_query(django_assert_num_queries):
    made = [kpi_with([50]), kpi_with([51])]
    refresh([kpi.pk for kpi in made])
    with django_assert_num_queries(1):
        rows = board_rows([kpi.programme for kpi in made], ON)
    assert {row.programme_key for row in rows} == {kpi.programme.key for kpi in made}


# --- the command --------------------------------------------------------------------------------------------


def run(*arguments):
    out = io.StringIO()
    call_command("refresh_kpis", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_command_works_out_what_is_stale(kpi):
    assert run() == "0 KPIs worked out, 0 of them stale before."
    _bulk(kpi)
    assert run() == "1 KPI worked out, 1 of them stale before."
    assert not stored(kpi).stale


def test_the_command_works_out_all_when_told(kpi):
    kpi_with([50])
    assert run("--all") == "2 KPIs worked out, 1 of them stale before."
    assert run("--all", "--programme", kpi.programme.key) == "1 KPI worked out, 0 of them stale before."


def test_the_command_names_the_programmes_there_are(kpi):
    with pytest.raises(CommandError, match=f"give one of .*{kpi.programme.key}"):
        run("--programme", "nowhere")
