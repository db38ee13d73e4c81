"""Milestones from a sheet: added with what they belong to, re-forecast, moved on, given to another owner."""

from datetime import date
from types import SimpleNamespace

import pytest

from commissioning.core.access import Role
from commissioning.exchange.models import Verdict
from procurement.models import PhaseMilestone
from programmes.models import Milestone, MilestoneChange
from tests.factories import (
    CommissioningIntentionFactory,
    MilestoneFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ProgrammeTargetDateFactory,
    ProjectSummaryFactory,
)
from tests.factories.people import person_with
from tests.integration.exchange.registers.by_hand import (
    ON,
    WHY,
    act_of,
    added,
    changed,
    planned,
    refusal,
    row_of,
    with_cells,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]


@pytest.fixture
def world() -> SimpleNamespace:
    programme = ProgrammeFactory()
    phase = ProcurementPhaseFactory(programme=programme, number=1, go_live="1 April 2020")
    project = ProjectSummaryFactory(programme=programme)
    intention = CommissioningIntentionFactory(programme=programme)
    milestone = MilestoneFactory(
        programme=programme,
        summary=project,
        text="issue the specification",
        date="September 2019",
        owner_role="Lead",
    )
    target = ProgrammeTargetDateFactory(programme=programme, date="April 2021")
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return SimpleNamespace(
        programme=programme,
        phase=phase,
        project=project,
        intention=intention,
        milestone=milestone,
        target=target,
        act=act_of(manager, programme),
    )


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"Date_as_printed": "October 2019", "Date_from": None, "Date_to": None}, "reforecast"),
        ({"State": "In progress"}, "state"),
        ({"State": "in_progress"}, "state"),
        ({"Owner": "Commissioning Manager"}, "owner"),
        ({"Owner": None}, "owner"),
    ],
)
def test_each_column_changes_and_keeps_what_stood_before(
    world: SimpleNamespace, cells: dict[str, str | None], kind: str
) -> None:
    changed(
        "milestones", world.act, row_of("milestones", world.act, Reference=world.milestone.reference), **cells
    )
    change = MilestoneChange.objects.get()
    assert (change.kind, change.effective_on, change.reason, change.made_by) == (kind, ON, WHY, world.act.by)


def test_days_alone_are_a_forecast_too(world: SimpleNamespace) -> None:
    row = row_of("milestones", world.act, Reference=world.milestone.reference)
    day = date(2019, 10, 14)
    changed("milestones", world.act, row, Date_as_printed=None, Date_from=day, Date_to=day)
    world.milestone.refresh_from_db()
    assert (world.milestone.date.start, world.milestone.date.printed) == (day, "14 October 2019")
    assert row_of("milestones", world.act, Reference=world.milestone.reference)[
        "First forecast as printed"
    ] == ("September 2019")


def test_state_date_and_owner_change_in_one_row(world: SimpleNamespace) -> None:
    row = row_of("milestones", world.act, Reference=world.milestone.reference)
    found = changed(
        "milestones", world.act, row, State="In progress", Date_as_printed="TBC", Date_from=None, Date_to=None,
        Date_status="[tbc]", Owner="Programme manager",
    )  # fmt: skip
    assert set(MilestoneChange.objects.values_list("kind", flat=True)) == {"reforecast", "state", "owner"}
    assert ["Owner", "Lead", "Programme manager"] in found.changes


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"What": "Something else"}, "What", "Add another one"),
        ({"Kind": "Deadline"}, "Kind", "Add another one"),
        ({"Phase": 1}, "Phase", "Add another one"),
        ({"Belongs_to_reference": "programme"}, "Belongs to reference", "Add another one"),
        ({"Owner": "Mrs Smith"}, "Owner", "looks like a person’s name"),
        ({"State": "Undated"}, "State", ""),
        ({"State": "Nearly"}, "State", "is not one of the choices"),
        ({"Date_from": date(2019, 10, 2)}, "Date from", "Put the earlier date first"),
    ],
)
def test_what_stays_or_is_wrong_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, object], heading: str, part: str
) -> None:
    row = row_of("milestones", world.act, Reference=world.milestone.reference)
    found = refusal("milestones", world.act, row, **cells)
    assert found[0] == heading
    assert part in found[1]


def test_a_change_does_not_count_from_a_day_to_come(world: SimpleNamespace) -> None:
    later = act_of(world.act.by, world.programme, effective_on=date(2019, 7, 1))
    row = row_of("milestones", later, Reference=world.milestone.reference)
    heading, message = refusal("milestones", later, row, State="In progress")
    assert (heading, "is still to come" in message) == ("", True)


def test_dates_kept_elsewhere_stand_among_the_rows_and_are_refused_in_their_own_words(
    world: SimpleNamespace,
) -> None:
    live = row_of("milestones", world.act, Reference=f"{world.phase.reference}-go-live")
    assert planned("milestones", world.act, [live]).rows[0].verdict == Verdict.SAME
    heading, message = refusal(
        "milestones", world.act, live, Date_as_printed="May 2020", Date_from=None, Date_to=None
    )
    assert (heading, "on the phase’s page" in message) == ("Date as printed", True)
    target = row_of("milestones", world.act, Reference=world.target.reference)
    assert "kept with the programme" in refusal("milestones", world.act, target, State="Done")[1]


# --- new ones ---------------------------------------------------------------------------------------------------


def test_a_new_row_belongs_to_what_it_names(world: SimpleNamespace) -> None:
    rows = {
        "To the programme": {},
        "To a project": {"Belongs to reference": world.project.reference},
        "To an intention": {"Belongs to reference": world.intention.reference},
        "To a phase by number": {"Phase": 1},
        "To a phase by code": {"Belongs to reference": "phase-1"},
        "To a phase by reference": {"Belongs to reference": world.phase.reference.lower()},
    }
    for text, cells in rows.items():
        blank = {"Kind": None, "State": "", "Owner": None, "Phase": None, "Belongs to reference": None}
        added("milestones", world.act, {**blank, "What": text, "Date as printed": "by April 2020", **cells})
    made = {each.text: each for each in Milestone.objects.filter(text__startswith="To ")}
    assert made["To a project"].summary == world.project
    assert made["To an intention"].intention == world.intention
    assert made["To the programme"].summary is made["To the programme"].intention is None
    phased = {link.milestone.text for link in PhaseMilestone.objects.filter(phase=world.phase)}
    assert phased == {"To a phase by number", "To a phase by code", "To a phase by reference"}


def test_a_new_row_without_a_date_is_undated_and_one_with_a_state_gets_it(world: SimpleNamespace) -> None:
    added("milestones", world.act, {"What": "Agree the scope"})
    assert row_of("milestones", world.act, What="Agree the scope")["State"] == "Undated"
    added(
        "milestones",
        world.act,
        {"What": "Publish the notice", "Date as printed": "May 2019", "State": "Done"},
    )
    assert row_of("milestones", world.act, What="Publish the notice")["State"] == "Done"
    assert MilestoneChange.objects.get().reason == WHY


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"What": None, "Kind": "Milestone"}, "What", "A new milestone needs this."),
        ({"What": "New", "Phase": 9}, "Phase", "no phase 9"),
        (
            {"What": "New", "Belongs to reference": "T-PRJ-9"},
            "Belongs to reference",
            "has the reference “T-PRJ-9”",
        ),
        ({"What": "New", "Owner": "Dr Jones"}, "Owner", "looks like a person’s name"),
    ],
)
def test_a_new_row_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, object], heading: str, part: str
) -> None:
    found = refusal("milestones", world.act, cells)
    assert found[0] == heading
    assert part in found[1]


def test_a_phase_and_another_parent_are_refused_together(world: SimpleNamespace) -> None:
    row = {"What": "New", "Phase": 1, "Belongs to reference": world.project.reference}
    assert refusal("milestones", world.act, row)[0] == "Phase"


# --- whose ------------------------------------------------------------------------------------------------------


def test_another_programmes_milestone_and_project_are_unknown_here(world: SimpleNamespace) -> None:
    other = ProjectSummaryFactory(programme=ProgrammeFactory())
    foreign = MilestoneFactory(programme=other.programme, summary=other)
    assert (
        refusal("milestones", world.act, {"Reference": foreign.reference, "State": "Done"})[0] == "Reference"
    )
    heading, message = refusal(
        "milestones", world.act, {"What": "New", "Belongs to reference": other.reference}
    )
    assert (heading, message.startswith("No project")) == ("Belongs to reference", True)


def test_only_who_keeps_plans_changes_or_adds(world: SimpleNamespace) -> None:
    row = with_cells(
        row_of("milestones", world.act, Reference=world.milestone.reference), State="In progress"
    )
    new = {"What": "New"}
    for role, verdicts in (
        (Role.FINANCE_LEAD, [Verdict.REFUSED, Verdict.REFUSED]),
        (Role.COMMISSIONER, [Verdict.CHANGED, Verdict.NEW]),
    ):
        act = act_of(person_with(role, programme=world.programme), world.programme)
        plan = written("milestones", act, [row, new])
        assert [each.verdict for each in plan.rows] == verdicts
