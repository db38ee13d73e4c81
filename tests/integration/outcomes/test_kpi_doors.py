"""The doors of a KPI: each refusal beside a twin that passes, and what is kept of every change."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from outcomes.models import KPI, ChartDecision, ExceptionReport, KPIChange, KPIComment, KPISummary, Target
from outcomes.selectors.series import series_of
from outcomes.services.charts import ghost, rebase, withdraw_decision
from outcomes.services.kpis import (
    change_definition,
    correct_target,
    set_target,
    target_words,
    withdraw_target,
)
from outcomes.services.narrative import comment, report_exception
from tests.factories import HighImpactAreaFactory, ProgrammeFactory
from tests.factories.people import person_with
from tests.integration.outcomes.kpi_series import measure, month, numbers
from tests.integration.outcomes.returning import ON, by, cast

pytestmark = pytest.mark.django_db

WHY = "Agreed by the data group"
EXAMPLE_1 = numbers("71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84")


@pytest.fixture
def world():
    found = cast(
        measure="number", unit="points", decimals=1, polarity="higher", suppress_below=None, ceiling=None
    )
    measure(found.kpi, EXAMPLE_1)
    return found


def change(world, person=None, *, reason=WHY, version=None, on=ON, **values):
    kpi = KPI.objects.get(pk=world.kpi.pk)
    return change_definition(
        kpi, values, version=version or kpi.version, **by(person or world.manager), reason=reason, on=on
    )


def target(world, value=None, *, person=None, reason=WHY, on=ON, **given):
    given.setdefault("words", "")
    return set_target(world.kpi, value=value, **by(person or world.manager), reason=reason, on=on, **given)


def rows(world):
    return [(row.kind, row.field, row.before, row.after) for row in world.kpi.changes.order_by("pk")]


def fields(refusal):
    return sorted(refusal.value.message_dict)


def summary(world):
    return KPISummary.objects.get(kpi=world.kpi)


# --- definition -----------------------------------------------------------------------------------------------------


def test_each_thing_changed_is_kept_with_its_values_the_person_and_the_reason(world):
    made = change(world, unit="visits", polarity="lower", spc_screening=True, baseline_until=month(14))
    assert rows(world) == [
        ("chart", "Leave out extreme moving ranges", "no", "yes"),
        ("chart", "Baseline until", "", "1 June 2024"),
        ("definition", "Unit", "points", "visits"),
        ("definition", "Polarity", "Higher is better", "Lower is better"),
    ]
    assert {(row.reason, row.made_by_id) for row in made} == {(WHY, world.manager.pk)}
    assert len({row.reference for row in made}) == 4


def test_the_summary_is_fresh_in_the_same_act(world):
    assert change(world, polarity="lower")
    assert (summary(world).stale, summary(world).variation) == (False, "concern_high")


def test_nothing_is_written_where_nothing_differs(world):
    version = KPI.objects.get(pk=world.kpi.pk).version
    assert change(world, unit="points ", polarity="higher", reason="") == ()
    assert KPI.objects.get(pk=world.kpi.pk).version == version


@pytest.mark.parametrize("name", ["manager", "administrator"])
def test_managers_and_administrators_may_change_a_kpi(world, name):
    assert change(world, getattr(world, name), unit="visits")


@pytest.mark.parametrize("name", ["commissioner", "stranger", "analyst", "board"])
def test_nobody_else_may_not_even_the_owner(world, name):
    with pytest.raises(PermissionDenied):
        change(world, getattr(world, name), unit="visits")
    assert rows(world) == []


def test_a_manager_of_another_programme_may_not(world):
    elsewhere = person_with(Role.PROGRAMME_MANAGER, programme=ProgrammeFactory())
    for refused in (
        lambda: change(world, elsewhere, unit="visits"),
        lambda: target(world, 60, person=elsewhere),
        lambda: rebase(world.kpi, on_period_start=month(3), reason=WHY, **by(elsewhere)),
        lambda: comment(world.kpi, text="Why?", **by(elsewhere)),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_kpi_reported_on_changes_only_with_a_reason(world):
    with pytest.raises(ValidationError) as refused:
        change(world, unit="visits", reason="  ")
    assert fields(refused) == ["reason"]
    assert KPI.objects.get(pk=world.kpi.pk).unit == "points"
    KPI.objects.filter(pk=world.kpi.pk).update(state="proposed")
    assert change(world, unit="visits", reason="")


def test_whoever_saw_another_version_is_told(world):
    seen = KPI.objects.get(pk=world.kpi.pk).version
    change(world, unit="visits", version=seen)
    with pytest.raises(StaleEdit):
        change(world, unit="contacts", version=seen)
    assert KPI.objects.get(pk=world.kpi.pk).unit == "visits"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"measure": "rate"}, "per"),
        ({"spc_minimum_points": 3}, "spc_minimum_points"),
        ({"decimals": 9}, "decimals"),
        ({"frequency": "not_stated"}, "frequency"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_field_and_nothing_is_written(world, values, field):
    with pytest.raises(ValidationError) as refused:
        change(world, unit="visits", **values)
    assert fields(refused) == [field]
    assert KPI.objects.get(pk=world.kpi.pk).unit == "points"
    assert rows(world) == []


def test_only_fields_of_a_definition_are_changed_here(world):
    with pytest.raises(KeyError, match="reference"):
        change(world, reference="OTHER-1")


def test_the_metric_of_another_programme_is_refused(world):
    with pytest.raises(ValidationError) as refused:
        change(world, high_impact_area=HighImpactAreaFactory())
    assert fields(refused) == ["high_impact_area"]
    own = HighImpactAreaFactory(programme=world.programme, name="Early years")
    change(world, high_impact_area=own)
    assert rows(world) == [("definition", "High impact area", "", "Early years")]


def test_a_kpi_that_begins_to_report_gets_its_first_period(world):
    KPI.objects.filter(pk=world.kpi.pk).update(state="baselined", reported_from=None)
    change(world, state="reporting")
    assert rows(world) == [
        ("state", "State", "Baselined", "Reporting"),
        ("state", "Reported from", "", "1 August 2025"),
    ]


def test_a_retired_kpi_has_its_day_and_loses_it_when_it_comes_back(world):
    change(world, state="retired")
    assert KPI.objects.get(pk=world.kpi.pk).retired_on == ON
    change(world, state="reporting")
    assert KPI.objects.get(pk=world.kpi.pk).retired_on is None


def test_what_has_been_changed_stays_as_it_was_written(world):
    (row,) = change(world, unit="visits")
    for attempt in (lambda: KPIChange.objects.update(reason="other"), row.delete):
        with pytest.raises(Error), transaction.atomic():
            attempt()


# --- targets --------------------------------------------------------------------------------------------------------


def test_a_first_target_holds_from_the_first_point_on(world):
    made = target(world, Decimal(65), origin="national")
    assert (made.starts_on, made.ends_on, made.origin) == (None, None, "national")
    assert made.reference.endswith("-TGT-1")
    assert rows(world) == [("target", "Target", "", "65 points")]
    assert (summary(world).target_value, summary(world).assurance) == (65, "hit_or_miss")


def test_a_changed_target_ends_the_one_before_which_stays(world):
    old = target(world, Decimal(65))
    new = target(world, Decimal("67.5"), starts_on=date(2024, 4, 1), reason="Board, March 2024")
    old.refresh_from_db()
    assert (old.ends_on, old.withdrawn, new.ends_on) == (date(2024, 3, 31), False, None)
    assert rows(world)[-1] == ("target", "Target", "65 points", "67.5 points, from 1 April 2024")
    points = series_of([world.kpi])[world.kpi.pk].analysis.points
    assert [point.target for point in points[10:14]] == [65, 65, Decimal("67.5"), Decimal("67.5")]


def test_a_later_target_without_a_day_holds_from_today(world):
    target(world, Decimal(65))
    assert target(world, Decimal(70)).starts_on == ON


def test_a_target_of_the_same_day_replaces(world):
    wrong = target(world, Decimal(650), starts_on=month(12))
    target(world, Decimal(65), starts_on=month(12))
    wrong.refresh_from_db()
    assert wrong.withdrawn
    assert summary(world).target_value == 65


def test_a_target_agreed_for_later_stays(world):
    later = target(world, Decimal(80), starts_on=date(2026, 4, 1))
    now = target(world, Decimal(70), starts_on=date(2025, 4, 1))
    later.refresh_from_db()
    assert (now.ends_on, later.withdrawn) == (date(2026, 3, 31), False)
    with pytest.raises(ValidationError) as refused:
        target(world, Decimal(75), starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30))
    assert fields(refused) == ["ends_on"]


def test_a_target_in_words_is_kept_in_words_and_by_when(world):
    made = target(world, None, words="halve the gap", date=parse_fuzzy_date("March 2027"))
    assert (str(made), made.date.end) == ("halve the gap", date(2027, 3, 31))
    assert (summary(world).target_value, summary(world).target_text) == (None, "halve the gap")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"value": None}, "value"),
        ({"value": 65, "reason": ""}, "reason"),
        ({"value": 65, "starts_on": ON, "ends_on": date(2025, 1, 1)}, "ends_on"),
    ],
)
def test_a_target_that_cannot_be_is_refused_at_its_field(world, given, field):
    with pytest.raises(ValidationError) as refused:
        target(world, **given)
    assert fields(refused) == [field]
    assert not Target.objects.exists()


@pytest.mark.parametrize("name", ["commissioner", "analyst", "board"])
def test_only_managers_set_targets(world, name):
    with pytest.raises(PermissionDenied):
        target(world, Decimal(65), person=getattr(world, name))
    assert target(world, Decimal(65), person=world.manager)


def test_a_target_still_to_come_is_withdrawn_and_the_one_before_goes_on(world):
    old = target(world, Decimal(65))
    coming = target(world, Decimal(80), starts_on=date(2026, 4, 1))
    withdraw_target(coming, **by(world.manager), reason=WHY, on=ON)
    old.refresh_from_db()
    assert (old.ends_on, Target.objects.get(pk=coming.pk).withdrawn) == (None, True)
    assert rows(world)[-1] == ("target", "Target", "80 points, from 1 April 2026", "withdrawn")
    with pytest.raises(ValidationError, match="in force already"):
        withdraw_target(old, **by(world.manager), reason=WHY, on=ON)
    with pytest.raises(ValidationError, match="withdrawn already"):
        withdraw_target(coming, **by(world.manager), reason=WHY, on=ON)


def test_a_slip_in_a_target_is_put_right_with_a_reason(world):
    made = target(world, Decimal(56))
    given = {"version": made.version, **by(world.manager)}
    with pytest.raises(ValidationError) as refused:
        correct_target(made, {"value": Decimal(65)}, **given, reason="")
    assert fields(refused) == ["reason"]
    correct_target(made, {"value": Decimal(65), "origin": "national"}, **given, reason="Digits swapped")
    assert rows(world)[1:] == [
        ("target", "Target: value", "56", "65"),
        ("target", "Target: origin", "", "national"),
    ]
    assert summary(world).target_value == 65
    with pytest.raises(StaleEdit):
        correct_target(made, {"value": Decimal(66)}, **given, reason=WHY)
    with pytest.raises(KeyError):
        correct_target(made, {"kpi": None}, **given, reason=WHY)


def test_a_target_put_right_may_not_run_into_another(world):
    first = target(world, Decimal(65))
    target(world, Decimal(70), starts_on=date(2024, 4, 1))
    first.refresh_from_db()
    given = {"version": first.version, **by(world.manager), "reason": WHY}
    with pytest.raises(ValidationError) as refused:
        correct_target(first, {"ends_on": date(2024, 4, 1)}, **given)
    assert fields(refused) == ["starts_on"]
    assert correct_target(first, {"ends_on": date(2024, 2, 29)}, **given)
    assert target_words(world.kpi, Target.objects.get(pk=first.pk)) == "65 points, to 29 February 2024"


# --- charts ---------------------------------------------------------------------------------------------------------


def test_limits_are_set_anew_by_decision_and_taken_back(world):
    made = rebase(world.kpi, on_period_start=month(12), reason="new service", **by(world.manager))
    assert (made.kind, made.on, made.made_by, summary(world).segments) == (
        "rebase",
        month(12),
        world.manager,
        2,
    )
    assert rows(world) == [("chart", "Limits worked out anew", "", "from April 2024")]
    withdraw_decision(made, reason="It began later", **by(world.manager))
    kept = ChartDecision.objects.get(pk=made.pk)
    assert (kept.withdrawn_by, kept.withdrawn_reason) == (world.manager, "It began later")
    assert (summary(world).segments, summary(world).stale) == (1, False)
    assert rows(world)[-1] == ("chart", "Limits worked out anew", "April 2024", "withdrawn")
    assert rebase(world.kpi, on_period_start=month(12), reason="after all", **by(world.manager))


def test_a_point_is_left_out_by_decision(world):
    ghost(world.kpi, on_period_start=month(15), reason="flood", **by(world.manager))
    assert (summary(world).variation, summary(world).mean) == ("common_cause", Decimal("72.4"))
    assert rows(world) == [("chart", "Point left out of the limits", "", "July 2024")]


@pytest.mark.parametrize(
    ("door", "day", "reason", "field"),
    [
        (rebase, month(12), "", "reason"),
        (rebase, date(2024, 4, 2), WHY, "on"),
        (rebase, month(16), WHY, "on"),
        (rebase, month(0), WHY, "on"),
        (ghost, month(3), " ", "reason"),
        (ghost, month(20), WHY, "on"),
        (ghost, month(17), WHY, "on"),
    ],
)
def test_a_decision_names_a_point_and_a_reason(world, door, day, reason, field):
    measure(world.kpi, ["not_reported", 72], start=17)
    if door is rebase:
        world.kpi.measurements.filter(period_start__gt=month(15)).delete()
    with pytest.raises(ValidationError) as refused:
        door(world.kpi, on_period_start=day, reason=reason, **by(world.manager))
    assert fields(refused) == [field]
    assert not ChartDecision.objects.exists()


@pytest.mark.parametrize("door", [rebase, ghost])
def test_what_is_decided_already_is_not_decided_twice(world, door):
    made = door(world.kpi, on_period_start=month(12), reason=WHY, **by(world.manager))
    with pytest.raises(ValidationError, match="already"):
        door(world.kpi, on_period_start=month(12), reason=WHY, **by(world.manager))
    withdraw_decision(made, reason=WHY, **by(world.manager))
    with pytest.raises(ValidationError, match="already"):
        withdraw_decision(made, reason=WHY, **by(world.manager))


@pytest.mark.parametrize("name", ["commissioner", "stranger", "analyst", "board"])
def test_only_managers_decide_about_charts(world, name):
    person = getattr(world, name)
    made = ghost(world.kpi, on_period_start=month(12), reason=WHY, **by(world.manager))
    for attempt in (
        lambda: rebase(world.kpi, on_period_start=month(12), reason=WHY, **by(person)),
        lambda: ghost(world.kpi, on_period_start=month(13), reason=WHY, **by(person)),
        lambda: withdraw_decision(made, reason=WHY, **by(person)),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert ChartDecision.objects.filter(withdrawn_at=None).count() == 1


# --- what is said ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["manager", "commissioner", "stranger", "analyst"])
def test_those_who_work_in_the_programme_may_comment(world, name):
    made = comment(world.kpi, text=" Winter closures ", **by(getattr(world, name)))
    assert (made.text, made.made_by) == ("Winter closures", getattr(world, name))


def test_a_board_member_reads_and_does_not_comment(world):
    with pytest.raises(PermissionDenied):
        comment(world.kpi, text="Why?", **by(world.board))
    assert not KPIComment.objects.exists()


def test_an_empty_comment_is_refused(world):
    with pytest.raises(ValidationError) as refused:
        comment(world.kpi, text="  ", **by(world.manager))
    assert fields(refused) == ["text"]


REPORT = {
    "cause": "two posts are vacant",
    "action": "recruit to both",
    "action_owner": "Head of service",
    "due": parse_fuzzy_date("September 2025"),
}


def test_what_is_said_in_exception_speaks_of_the_latest_figure_and_the_next_report_follows(world):
    made = report_exception(world.kpi, **REPORT, **by(world.commissioner))
    assert (made.period_text, made.period_end, made.due.end) == (
        "July 2024",
        date(2024, 7, 31),
        date(2025, 9, 30),
    )
    report_exception(world.kpi, **REPORT | {"cause": "one post is vacant"}, **by(world.commissioner))
    assert ExceptionReport.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"cause": ""}, "cause"),
        ({"action": " "}, "action"),
        ({"action_owner": ""}, "action_owner"),
        ({"action_owner": "Dr Smith"}, "action_owner"),
        ({"due": parse_fuzzy_date("TBC")}, "due"),
    ],
)
def test_an_exception_says_why_what_who_and_by_when(world, given, field):
    with pytest.raises(ValidationError) as refused:
        report_exception(world.kpi, **REPORT | given, **by(world.manager))
    assert fields(refused) == [field]


def test_a_board_member_does_not_report_exceptions(world):
    with pytest.raises(PermissionDenied):
        report_exception(world.kpi, **REPORT, **by(world.board))
