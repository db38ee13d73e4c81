"""Milestones, from and to files: added with what they belong to, re-forecast, moved on and given to another owner."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models

from commissioning.core.access import Permission
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import KeptChoice
from commissioning.exchange.registers.fields import DateColumns, KeyColumn, TextColumn
from commissioning.exchange.registers.fixed_columns import FixedChoice, FixedInteger, FixedText
from commissioning.exchange.registers.lookups import phase_numbered, programme_of, refused, told_at
from commissioning.exchange.registers.naming import folded
from procurement.models import ExistingContracts, PhaseMilestone, ProcurementPhase
from procurement.selectors.milestones import OWN_DATES
from procurement.services.milestones import add_phase_milestone
from procurement.services.phase_door import NO_DATE, may
from programmes.models import (
    CommissioningIntention,
    Milestone,
    ProgrammeTargetDate,
    ProjectSummary,
)
from programmes.models.delivery import MilestoneKind, MilestoneState
from programmes.services.milestones import add_milestone, change_milestone

if TYPE_CHECKING:
    from commissioning.exchange.selectors.planned import Planned
    from commissioning.exchange.selectors.standing import Standing

WHOLE = "programme"  # what an export writes for a milestone of the programme itself
SUFFIXES = {"procurement_start": "start", "go_live": "go-live", "completion": "completion"}
KEPT_ELSEWHERE = {
    ProcurementPhase: "This date is kept with its phase. Change it on the phase’s page.",
    ProgrammeTargetDate: "This date is kept with the programme, as its paper prints it. It does not change here.",
    ExistingContracts: "This is when contracts in force end. It is kept with them and does not change here.",
}
STAYS = (
    "A milestone keeps its words, its kind and what it belongs to. Add another one where those are others."
)


class MilestoneResource(RegisterResource):
    """Dates that are kept with a phase, the programme or contracts stand among the rows, and are not changed here."""

    register = "milestones"
    title = "Milestones"
    one = "milestone"
    model = Milestone
    permissions = (Permission.EDIT_PLAN,)
    natural_key = ("What", "Belongs to reference")
    label = "What"
    doors = {"parent": "belongs_to", "owner_role": "owner", "date": "when"}

    reference = KeyColumn("Reference", aliases=("Ref", "ID", "No", "Number"))
    kind = FixedChoice("Kind", MilestoneKind.choices, fixed=STAYS, aliases=("Type",))
    text = FixedText(
        "What",
        fixed=STAYS,
        required=True,
        aliases=("Milestone", "Description", "Task", "Action", "Deliverable", "Title"),
    )
    when = DateColumns(
        "Date", aliases=("Date", "Due date", "Due", "Deadline", "Target date", "Forecast", "When", "By when")
    )
    state = KeptChoice("State", MilestoneState.choices, aliases=("Status", "Progress"))
    owner = TextColumn("Owner", aliases=("Lead", "Responsible", "Who", "Owner role"))
    belongs_to = FixedText(
        "Belongs to reference", fixed=STAYS, aliases=("Parent reference", "Project reference", "Parent")
    )
    phase = FixedInteger("Phase", fixed=STAYS, aliases=("Phase number",))

    def records(self, act: Act) -> Mapping[Key, models.Model]:
        """The milestones with what means their parent, and whatever keeps the other dates of the list; five queries."""
        programme = programme_of(act)
        found: dict[Key, Any] = {}
        for model in (ProgrammeTargetDate, ExistingContracts):
            found.update({(row.reference,): row for row in model.objects.filter(programme=programme)})
        for phase in ProcurementPhase.objects.filter(programme=programme):
            found.update({(f"{phase.reference}-{SUFFIXES[each]}",): phase for each in OWN_DATES})
        links = PhaseMilestone.objects.filter(phase__programme=programme).select_related("phase")
        phases = {link.milestone_id: link.phase for link in links}
        rows = Milestone.objects.filter(programme=programme).select_related("summary", "intention")
        for milestone in rows:
            found[(milestone.reference,)] = milestone
            found[(milestone.reference,)].parent_words = _parent_words(milestone, phases.get(milestone.pk))
        return found

    def before(self, record: Any, name: str) -> Any:
        if not isinstance(record, Milestone):
            return None
        standing: Any = {
            "when": record.date,
            "state": record.state,
            "text": {folded(record.text)},
            "belongs_to": getattr(record, "parent_words", ()),
        }
        return standing.get(name)

    def meant(self, planned: "Planned", standing: "Standing") -> Key | None:
        """A milestone without a reference is that with its words and parent, however the file names the parent."""
        text = folded(planned.cells.get("What"))
        if not text or planned.key:
            return None
        number, code = (planned.cells.get(each) for each in ("Phase", "Belongs to reference"))
        parent = folded(code) or (f"phase-{number}" if number else WHOLE)
        found = [
            key
            for key, record in standing.records.items()
            if parent in getattr(record, "parent_words", ()) and folded(standing.rows[key]["What"]) == text
        ]
        return found[0] if len(found) == 1 else None

    def add(self, values: Mapping[str, Any], act: Act) -> Milestone:
        programme = programme_of(act)
        may(act.grants, Permission.EDIT_PLAN, programme.pk)
        given: dict[str, Any] = {
            "text": values["text"],
            "when": values.get("when", NO_DATE),
            "kind": values.get("kind", MilestoneKind.MILESTONE),
            "owner_role": values.get("owner", ""),
            "illustrative": programme.illustrative,
            "reason": act.reason,
            "by": act.by,
        }
        usual = MilestoneState.PLANNED if given["when"].is_dated else MilestoneState.UNDATED
        parent = self._parent(values, act)
        if isinstance(parent, ProcurementPhase):
            made = add_phase_milestone(parent, **given)
        else:
            given["summary"] = parent if isinstance(parent, ProjectSummary) else None
            given["intention"] = parent if isinstance(parent, CommissioningIntention) else None
            made = add_milestone(programme, **given)
        if values.get("state") in (None, usual):
            return made
        return self._changed(made, {"state": values["state"]}, act)

    def change(self, record: Any, values: Mapping[str, Any], act: Act) -> Milestone:
        may(act.grants, Permission.EDIT_PLAN, act.programme_id or 0)
        if not isinstance(record, Milestone):
            raise refused(next(iter(values)), KEPT_ELSEWHERE[type(record)])
        return self._changed(record, values, act)

    @staticmethod
    def _changed(record: Milestone, values: Mapping[str, Any], act: Act) -> Milestone:
        """State, forecast and owner in one act, from the day from which the import counts."""
        with told_at({"act": next(iter(values))}):
            return change_milestone(
                record,
                state=values.get("state"),
                when=values.get("when"),
                owner_role=values.get("owner"),
                effective_on=act.effective_on,
                today=act.on,
                reason=act.reason,
                by=act.by,
                expected_version=record.version,
            )

    def _parent(
        self, values: Mapping[str, Any], act: Act
    ) -> ProcurementPhase | ProjectSummary | CommissioningIntention | None:
        """What it belongs to: a phase by its number or reference, a project or an intention by its reference."""
        programme = programme_of(act)
        code, number = values.get("belongs_to", ""), values.get("phase")
        if number is not None and code in ("", f"phase-{number}"):
            return phase_numbered(programme, number, field="phase")
        if not code or code.casefold() == WHOLE:
            return None
        found = _by_code(programme.pk, code)
        if found is None:
            raise refused(
                "belongs_to",
                f"No project, intention or phase of this programme has the reference “{code}”. "
                "Leave the cell empty for a milestone of the programme itself.",
            )
        if number is not None and getattr(found, "number", None) != number:
            raise refused("phase", f"“{code}” is not phase {number}. Write one of them.")
        return found


def _parent_words(milestone: Milestone, phase: ProcurementPhase | None) -> frozenset[str]:
    """What cells may call what it belongs to."""
    parent = milestone.summary or milestone.intention
    if parent is not None:
        return frozenset({folded(parent.reference)})
    return frozenset({f"phase-{phase.number}", folded(phase.reference)} if phase else {WHOLE})


def _by_code(
    programme_id: int, code: str
) -> ProcurementPhase | ProjectSummary | CommissioningIntention | None:
    phases = ProcurementPhase.objects.filter(programme=programme_id)
    for phase in phases:
        if code.casefold() in {f"phase-{phase.number}", phase.reference.casefold()}:
            return phase
    for model in (ProjectSummary, CommissioningIntention):
        found: Any = model.objects.filter(programme=programme_id, reference=code).first()
        if found is not None:
            return found  # type: ignore[no-any-return]
    return None
