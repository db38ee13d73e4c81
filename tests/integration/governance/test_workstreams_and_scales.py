"""Work streams: their status over time, what their record lacks; scales of status and tolerances, through doors."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import StatusScale, Workstream
from governance.selectors.status_scales import scale_rows
from governance.selectors.tolerances import tolerances
from governance.selectors.workstreams import score_words, workstream_rows
from governance.services.scales import PointPlan, add_scale, change_scale, set_tolerance
from governance.services.workstreams import give_status
from programmes.access import grants_for
from tests.factories import MilestoneFactory, ProcurementPhaseFactory, ProgrammeFactory
from tests.factories.papers import BoardActionFactory, RiskFactory
from tests.factories.people import person_with
from tests.factories.registers import RiskAssessmentFactory, WorkstreamFactory, WorkstreamStatusFactory

pytestmark = pytest.mark.django_db
REASON = "Agreed by the board in March."


@pytest.fixture
def programme(db):
    return ProgrammeFactory()


@pytest.fixture
def manager(programme):
    return person_with(Role.PROGRAMME_MANAGER, programme=programme)


def may(user):
    return {"by": user, "grants": grants_for(user, timezone.localdate())}


@pytest.fixture
def scale(programme, manager):
    """Completed comes third of five: what follows is part of the work."""
    made = add_scale(programme, "Delivery", **may(manager))
    points = [
        *(PointPlan(row.label, _means(row), row.pk) for row in made.points.all()),
        PointPlan("Embedded", "complete"),
        PointPlan("Handed over", "complete"),
    ]
    return changed(made, points, manager)


def _means(row):
    return "complete" if row.is_complete else ""


def changed(scale, points, by, **more):
    given = {"name": scale.name, "is_default": scale.is_default, "reason": REASON, **may(by), **more}
    return change_scale(scale, points=points, **given)


def plans(scale, but=()):
    return [PointPlan(row.label, _means(row), row.pk) for row in scale.points.all() if row.label not in but]


# --- scales -----------------------------------------------------------------------------------------------------


def test_completed_need_not_be_the_last_point_of_a_scale(programme, scale):
    (row,) = scale_rows(programme)
    assert [point.label for point in row.points] == [
        "Not started",
        "Under way",
        "Completed",
        "Embedded",
        "Handed over",
    ]
    assert [point.label for point in row.after_complete] == ["Embedded", "Handed over"]
    assert row.is_default


def test_a_point_that_a_status_was_given_with_is_not_removed_and_another_is(scale, manager, programme):
    stream = WorkstreamFactory(programme=programme, scale=scale)
    WorkstreamStatusFactory(workstream=stream, programme=programme, point=scale.points.get(label="Embedded"))
    with pytest.raises(ValidationError) as refusal:
        changed(scale, plans(scale, but={"Embedded"}), manager)
    assert (
        "“Embedded” can not be removed: 1 status on record say it" in refusal.value.message_dict["points"][0]
    )
    changed(scale, plans(scale, but={"Handed over"}), manager)
    assert not scale.points.filter(label="Handed over").exists()


def test_points_change_places_and_names_and_stay_the_same_points(scale, manager):
    first, second, *rest = plans(scale)
    swapped = [second, PointPlan("Not begun", first.means, first.pk), *rest]
    changed(scale, swapped, manager)
    labels = list(scale.points.order_by("position").values_list("label", "pk"))
    assert labels[:2] == [("Under way", second.pk), ("Not begun", first.pk)]


def test_a_scale_without_an_end_or_without_work_is_refused(scale, manager):
    with pytest.raises(ValidationError, match="No status is complete"):
        changed(scale, [PointPlan("One"), PointPlan("Two")], manager)
    with pytest.raises(ValidationError, match="2 statuses have the name “one”"):
        changed(scale, [PointPlan("One"), PointPlan("one", "complete")], manager)


def test_who_may_not_set_scales_sets_none_and_two_windows_are_told_apart(programme, scale, manager):
    commissioner = person_with(Role.COMMISSIONER, programme=programme)
    with pytest.raises(PermissionDenied):
        add_scale(programme, "Another", **may(commissioner))
    stale = StatusScale.objects.get(pk=scale.pk)
    changed(scale, plans(scale), manager)
    with pytest.raises(StaleEdit):
        changed(stale, plans(scale), manager)


# --- status over time -------------------------------------------------------------------------------------------


def give(stream, label, since, by, on=date(2026, 11, 3)):
    stream.refresh_from_db()
    point = stream.scale.points.get(label=label)
    return give_status(stream, point, since=parse_fuzzy_date(since), text="What was done", on=on, **may(by))


def test_a_work_stream_goes_on_after_it_is_completed_and_its_stays_are_told(programme, scale, manager):
    stream = WorkstreamFactory(programme=programme, scale=scale)
    give(stream, "Under way", "1 March 2026", manager)
    give(stream, "Completed", "1 June 2026", manager)
    give(stream, "Embedded", "1 October 2026", manager)
    (row,) = workstream_rows(programme, date(2026, 11, 1))
    # 1 March to 1 June is 3 months, to 1 October 4 months, to 1 November 1 month.
    assert [status.stay.words for status in row.statuses] == [
        "Under way for 3 months",
        "Completed for 4 months",
        "Embedded for 1 month so far",
    ]
    assert row.is_complete
    (then,) = workstream_rows(programme, date(2026, 4, 1))
    assert [status.label for status in then.statuses] == ["Under way"]


def test_a_status_is_not_given_for_days_to_come_nor_before_the_one_that_it_follows(programme, scale, manager):
    stream = WorkstreamFactory(programme=programme, scale=scale)
    give(stream, "Under way", "1 March 2026", manager)
    with pytest.raises(ValidationError, match="still to come"):
        give(stream, "Completed", "December 2026", manager)
    with pytest.raises(ValidationError, match="holds since 1 March 2026"):
        give(stream, "Completed", "1 February 2026", manager)
    reader = person_with(Role.BOARD_MEMBER, programme=programme)
    with pytest.raises(PermissionDenied):
        give(stream, "Completed", "1 April 2026", reader)
    assert stream.statuses.count() == 1


def test_a_status_of_another_scale_is_refused(programme, scale, manager):
    stream = WorkstreamFactory(programme=programme, scale=scale)
    other = add_scale(programme, "Another", **may(manager))
    with pytest.raises(ValidationError, match="of this work stream’s scale"):
        give_status(
            stream,
            other.points.first(),
            since=parse_fuzzy_date("1 March 2026"),
            text="Done",
            on=date(2026, 11, 3),
            **may(manager),
        )


# --- what is missing --------------------------------------------------------------------------------------------


def test_each_gap_of_a_record_is_named_and_nothing_is_a_bare_percentage(programme, scale):
    phase = ProcurementPhaseFactory(programme=programme, number=1)
    stream = WorkstreamFactory(
        programme=programme, scale=scale, lead_role="Head of children’s services", phase=phase
    )
    RiskFactory(programme=programme, phase=phase, reference="T-RISK-7", review_due=date(2018, 1, 1))
    BoardActionFactory(programme=programme, owner_role="Head of children’s services", reference="T-ACT-4")
    on = timezone.localdate()
    (row,) = workstream_rows(programme, on)
    # Expected: lead (there), status, milestone ahead, risks assessed, review of the risk, answer to the action.
    assert score_words(row.score) == "1 of 6 there, none stale"
    assert [gap.label for gap in row.score.gaps] == [
        "Status",
        "A dated milestone ahead in phase 1",
        "Risks of phase 1, each assessed",
        "Review of risk T-RISK-7, due 1 January 2018",
        "Answer to T-ACT-4",
    ]
    assert stream.reference == row.reference


def test_a_record_in_order_has_no_gap_and_a_late_status_is_stale(programme, scale, manager):
    stream = WorkstreamFactory(programme=programme, scale=scale, lead_role="Programme manager")
    give(stream, "Under way", "1 March 2026", manager, on=timezone.localdate())
    today = timezone.localdate()
    (row,) = workstream_rows(programme, today)
    assert (score_words(row.score), row.score.gaps) == ("2 of 2 there, none stale", ())
    Workstream.objects.filter(pk=stream.pk).update(report_every_days=10)
    (row,) = workstream_rows(programme, date.fromordinal(today.toordinal() + 11))
    assert score_words(row.score) == "2 of 2 there, 1 stale"
    assert row.score.gaps[0].words == "Status: updated 11 days ago, due every 10 days"


def test_what_is_expected_of_a_phase_is_met_by_its_milestone_and_its_assessed_risk(programme, scale):
    phase = ProcurementPhaseFactory(programme=programme, number=2)
    WorkstreamFactory(programme=programme, scale=scale, lead_role="", phase=phase)
    risk = RiskFactory(programme=programme, phase=phase)
    RiskAssessmentFactory(risk=risk, programme=programme, on=date(2018, 1, 1))
    (row,) = workstream_rows(programme, date(2026, 11, 1))
    assert "Risks of phase 2, each assessed" not in {gap.label for gap in row.score.gaps}
    assert "Lead" in {gap.label for gap in row.score.gaps}
    MilestoneFactory(programme=programme, text="of no phase", date="1 December 2026")
    (row,) = workstream_rows(programme, date(2026, 11, 1))
    assert "A dated milestone ahead in phase 2" in {gap.label for gap in row.score.gaps}


# --- tolerances -------------------------------------------------------------------------------------------------


def test_a_tolerance_is_this_products_until_the_programme_sets_its_own(programme, manager):
    before = {view.dimension: view for view in tolerances(programme)}
    assert not any(view.is_own for view in before.values())
    set_tolerance(
        programme,
        "time",
        amber_from=Decimal(2),
        red_from=Decimal(6),
        words="Within two months",
        reason=REASON,
        **may(manager),
    )
    after = {view.dimension: view for view in tolerances(programme)}
    assert after["time"].printed.startswith("Amber from 2 months, red from 6 months")
    assert (after["time"].is_own, after["cost"].is_own) == (True, False)


@pytest.mark.parametrize(
    ("amber", "red", "field"), [(0, 3, "amber_from"), (4, 3, "red_from"), (None, 3, "amber_from")]
)
def test_tolerances_out_of_order_are_refused(programme, manager, amber, red, field):
    with pytest.raises(ValidationError) as refusal:
        set_tolerance(
            programme,
            "time",
            amber_from=None if amber is None else Decimal(amber),
            red_from=Decimal(red),
            words="",
            reason=REASON,
            **may(manager),
        )
    assert field in refusal.value.message_dict
    with pytest.raises(ValidationError):
        set_tolerance(
            programme,
            "overall",
            amber_from=Decimal(1),
            red_from=Decimal(2),
            words="",
            reason=REASON,
            **may(manager),
        )
