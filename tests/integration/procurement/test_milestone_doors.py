"""The doors of milestones: what each refuses, beside what passes, and the history that it leaves."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.selectors.milestones import milestones
from programmes.models import Milestone, MilestoneChange
from programmes.services.milestones import (
    add_dependency,
    add_milestone,
    change_milestone,
    reforecast,
    remove_dependency,
    set_owner,
    set_state,
)
from tests.factories import (
    CommissioningIntentionFactory,
    MilestoneFactory,
    ProgrammeFactory,
    ProjectSummaryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2013, 9, 30)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def person():
    return UserFactory(job_title="Programme manager")


@pytest.fixture
def milestone(programme):
    summary = ProjectSummaryFactory(programme=programme, period="April 2013 to March 2014")
    return MilestoneFactory(programme=programme, summary=summary, date="September 2013")


@pytest.fixture
def how(person):
    """What every change of a milestone at version 1 needs besides itself."""
    return {"effective_on": TODAY, "today": TODAY, "reason": "Agreed on 12 September", "by": person}


def changed(milestone, **given):
    return change_milestone(milestone, expected_version=milestone.version, **given)


def row_on(milestone, day):
    rows = milestones(milestone.programme, on=day)
    return next(row for row in rows if row.record_id == milestone.pk)


def refusal(call):
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.message_dict


# --- adding -----------------------------------------------------------------------------------------------------


def added(programme, person, **given):
    values = {
        "text": "Access to Resources team in place",
        "when": parse_fuzzy_date("Autumn 2013"),
        "reason": "Agreed",
    }
    return add_milestone(programme, by=person, **{**values, **given})


def test_a_milestone_of_a_project_takes_the_projects_reference(programme, person):
    summary = ProjectSummaryFactory(programme=programme)
    first, second = (added(programme, person, summary=summary) for _ in range(2))
    assert (first.reference, second.reference) == (f"{summary.reference}-M-1", f"{summary.reference}-M-2")
    assert (first.date.printed, first.state, first.position) == ("Autumn 2013", "planned", 1)


def test_one_without_a_date_starts_as_undated(programme, person):
    intention = CommissioningIntentionFactory(programme=programme)
    made = added(programme, person, when=parse_fuzzy_date("TBC"), intention=intention)
    assert (made.state, made.date.status) == ("undated", "tbc")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "  "}, "text"),
        ({"kind": "wish"}, "kind"),
        ({"owner_role": "jo@example.org"}, "owner_role"),
        ({"reason": " "}, "reason"),
    ],
)
def test_adding_refuses_by_field(programme, person, given, field):
    assert field in refusal(lambda: added(programme, person, **given))
    assert not Milestone.objects.exists()


def test_a_parent_of_another_programme_or_two_parents_are_refused(programme, person):
    elsewhere = ProjectSummaryFactory()
    assert "parent" in refusal(lambda: added(programme, person, summary=elsewhere))
    both = {
        "summary": ProjectSummaryFactory(programme=programme),
        "intention": CommissioningIntentionFactory(programme=programme),
    }
    assert "not both" in refusal(lambda: added(programme, person, **both))["parent"][0]


# --- changing ---------------------------------------------------------------------------------------------------


def test_a_re_forecast_keeps_the_date_before_and_says_why(milestone, how):
    reforecast(milestone, parse_fuzzy_date("by January 2014"), expected_version=1, **how)

    milestone.refresh_from_db()
    assert milestone.date.printed == "by January 2014"
    (change,) = MilestoneChange.objects.filter(milestone=milestone)
    assert (change.date_before.printed, change.date_after.printed) == ("September 2013", "by January 2014")
    assert (change.reason, change.made_by, change.effective_on) == (
        "Agreed on 12 September",
        how["by"],
        TODAY,
    )


def test_the_forecast_on_a_day_is_that_of_the_latest_change_by_then(milestone, how):
    for when, day in (("January 2014", date(2013, 9, 10)), ("December 2013", date(2013, 9, 20))):
        reforecast(
            milestone,
            parse_fuzzy_date(when),
            expected_version=milestone.version,
            **{**how, "effective_on": day},
        )
        milestone.refresh_from_db()

    then = {day: row_on(milestone, date(2013, 9, day)) for day in (9, 10, 19, 20)}
    assert [row.when.printed for row in then.values()] == [
        "September 2013",
        "January 2014",
        "January 2014",
        "December 2013",
    ]
    assert [(row.reforecasts, row.slips) for row in then.values()] == [(0, 0), (1, 1), (1, 1), (2, 1)]
    assert then[20].original.printed == "September 2013"


def test_the_state_on_a_day(milestone, how):
    set_state(milestone, "in_progress", expected_version=1, **{**how, "effective_on": date(2013, 9, 1)})
    set_state(Milestone.objects.get(), "done", expected_version=2, **how)

    assert [row_on(milestone, date(2013, *day)).state for day in ((8, 31), (9, 1), (9, 29), (9, 30))] == [
        "planned",
        "in_progress",
        "in_progress",
        "done",
    ]
    assert row_on(milestone, date(2014, 1, 1)).is_overdue(date(2014, 1, 1)) is False
    assert row_on(milestone, date(2013, 9, 29)).is_overdue(date(2013, 10, 1)) is True


def test_an_owner_is_a_role(milestone, how):
    assert "owner_role" in refusal(
        lambda: set_owner(milestone, "someone@example.org", expected_version=1, **how)
    )
    assert not MilestoneChange.objects.exists()
    set_owner(milestone, "Commissioning Manager", expected_version=1, **how)
    (change,) = MilestoneChange.objects.all()
    assert (change.owner_before, change.owner_after) == ("", "Commissioning Manager")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"state": "done", "effective_on": date(2013, 10, 1)}, "effective_on"),
        ({"state": "done", "effective_on": None}, "effective_on"),
        ({"state": "done", "reason": " "}, "reason"),
        ({"state": "nearly"}, "state"),
        ({"state": "undated"}, "state"),
        ({}, "act"),
        ({"state": "planned"}, "act"),
        ({"when": parse_fuzzy_date("September 2013")}, "act"),
    ],
)
def test_changing_refuses_by_field_and_writes_nothing(milestone, how, given, field):
    assert field in refusal(lambda: changed(milestone, **{**how, **given}))
    assert not MilestoneChange.objects.exists()
    changed(milestone, **{**how, "state": "done"})  # the twin that passes
    assert MilestoneChange.objects.get().state_after == "done"


def test_a_change_from_before_the_latest_of_its_kind_is_refused(milestone, how):
    changed(milestone, state="in_progress", **how)
    milestone.refresh_from_db()
    earlier = {**how, "effective_on": date(2013, 9, 1)}
    assert "effective_on" in refusal(lambda: changed(milestone, state="done", **earlier))
    changed(milestone, when=parse_fuzzy_date("October 2013"), **earlier)  # another kind has its own order


def test_who_was_overtaken_is_told(milestone, how):
    set_state(milestone, "in_progress", expected_version=1, **how)
    with pytest.raises(StaleEdit):
        set_owner(milestone, "Commissioning Manager", expected_version=1, **how)
    set_owner(milestone, "Commissioning Manager", expected_version=2, **how)


def test_what_was_undated_is_planned_once_it_has_a_date(programme, how):
    milestone = MilestoneFactory(programme=programme, date="TBC", state="undated")
    reforecast(milestone, parse_fuzzy_date("Spring 2014"), expected_version=1, **how)
    milestone.refresh_from_db()
    assert (milestone.state, row_on(milestone, TODAY).slips) == ("planned", 0)


def test_history_is_written_once(milestone, how):
    set_state(milestone, "done", expected_version=1, **how)
    with pytest.raises(DatabaseError), transaction.atomic():
        MilestoneChange.objects.update(reason="Rewritten")
    with pytest.raises(DatabaseError), transaction.atomic():
        MilestoneChange.objects.all().delete()


# --- order ------------------------------------------------------------------------------------------------------


def waits(milestone, needed, how):
    milestone.refresh_from_db()
    given = {name: value for name, value in how.items() if name != "effective_on"}
    return add_dependency(milestone, needed, expected_version=milestone.version, **given)


def test_a_circle_itself_and_another_programme_are_refused(programme, milestone, how):
    second, third = MilestoneFactory.create_batch(2, programme=programme)
    waits(second, milestone, how)
    waits(third, second, how)

    assert "circle" in refusal(lambda: waits(milestone, third, how))["needs"][0]
    assert "itself" in refusal(lambda: waits(milestone, milestone, how))["needs"][0]
    assert "this programme" in refusal(lambda: waits(milestone, MilestoneFactory(), how))["needs"][0]
    assert set(third.needs.values_list("needs", flat=True)) == {second.pk}


def test_a_dependency_is_taken_away_again(programme, milestone, how):
    needed = MilestoneFactory(programme=programme)
    waits(milestone, needed, how)
    given = {name: value for name, value in how.items() if name != "effective_on"}
    milestone.refresh_from_db()
    remove_dependency(milestone, needed, expected_version=milestone.version, **given)
    assert not milestone.needs.exists()
    milestone.refresh_from_db()
    assert "act" in refusal(
        lambda: remove_dependency(milestone, needed, expected_version=milestone.version, **given)
    )
