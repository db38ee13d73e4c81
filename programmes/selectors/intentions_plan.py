"""What a person may write of an intention or a project summary: as recorded, as shown in a form, as sent back.

A plan is a plain value. Its `texts` are what the boxes of the form show, by the form's names of the fields, so that
what two people wrote can be set side by side.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models import (
    CommissioningIntention,
    IntentionLine,
    Organisation,
    Programme,
    ProjectSummary,
    SummaryLine,
)
from programmes.models.intentions import (
    IntentionLineKind,
    IntentionState,
    PlannedElsewhere,
    SummaryLineKind,
)
from programmes.rules import name_key, tidy

BAR = " | "
SUMMARY_LABELS: Mapping[str, str] = {
    "name": "Name",
    SummaryLineKind.SRO: "Senior responsible owner",
    SummaryLineKind.LEAD: "Lead",
    "lead_vacant": "Lead is a vacancy",
    "period": "Start and end",
    "aim": "Aim",
    "history": "Done before",
    SummaryLineKind.OBJECTIVE: "Objectives",
    SummaryLineKind.SCOPE: "Scope",
    SummaryLineKind.BENEFIT_USERS: "Benefits for service users",
    SummaryLineKind.BENEFIT_STAFF: "Benefits for staff",
    SummaryLineKind.BENEFIT_ORGANISATION: "Benefits for the organisation",
    SummaryLineKind.BENEFIT_GENERAL: "Benefits, audience not stated",
    SummaryLineKind.METRIC: "Metrics",
    SummaryLineKind.LINKED_PROJECT: "Linked projects",
    "note": "Note",
}
INTENTION_LABELS: Mapping[str, str] = {
    "number": "Number",
    "title": "Title",
    IntentionLineKind.LEAD: "Leads",
    "group": "Group",
    "progress": "Progress",
    "state": "State",
    "maturity": "Maturity",
    "is_top_priority": "Top priority",
    IntentionLineKind.PRIORITY: "Priorities",
    "planned_elsewhere": "Planned elsewhere",
    "section_75": "Section 75 agreement",
    "parts": "Intentions under this number",
}


@dataclass(frozen=True)
class PlanLine:
    """One line of a list; only metrics have a target."""

    text: str
    target: str = ""

    @property
    def shown(self) -> str:
        """The line as it stands in a box, one to a line: “Timescales for adoption | 90% in 12 months”."""
        text = tidy(self.text)
        return f"{text}{BAR}{tidy(self.target)}" if self.target else text


Lists = Mapping[str, tuple[PlanLine, ...]]


def shown_lines(lines: Iterable[PlanLine]) -> str:
    return "\n".join(line.shown for line in lines)


@dataclass(frozen=True)
class SummaryPlan:
    """Everything that the one-page form holds of a project; `lists` has the lines of each SummaryLineKind."""

    name: str
    period: FuzzyDate
    lead_vacant: bool = False
    aim: str = ""
    history: str = ""
    note: str = ""
    lists: Lists = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        own = {
            "name": self.name,
            "period": self.period.printed,
            "lead_vacant": yes_no(self.lead_vacant),
            "aim": self.aim,
            "history": self.history,
            "note": self.note,
        }
        lists = {kind.value: shown_lines(self.lists.get(kind, ())) for kind in SummaryLineKind}
        return {name: {**own, **lists}[name] for name in SUMMARY_LABELS}


@dataclass(frozen=True)
class IntentionPlan:
    """Everything that the form of an intention holds."""

    number: int
    title: str
    group: Organisation | None = None
    progress: str = ""
    state: str = IntentionState.NOT_STATED
    maturity: str = ""
    is_top_priority: bool = False
    planned_elsewhere: str = PlannedElsewhere.NO
    section_75: str = ""
    parts: int = 1
    lists: Lists = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        lists = {kind.value: shown_lines(self.lists.get(kind, ())) for kind in IntentionLineKind}
        own = {
            "number": str(self.number),
            "title": self.title,
            "group": self.group.name if self.group else "",
            "progress": self.progress,
            "state": str(IntentionState(self.state).label),
            "maturity": self.maturity,
            "is_top_priority": yes_no(self.is_top_priority),
            "planned_elsewhere": str(PlannedElsewhere(self.planned_elsewhere).label),
            "section_75": self.section_75,
            "parts": str(self.parts),
        }
        return {name: {**own, **lists}[name] for name in INTENTION_LABELS}


def yes_no(ticked: bool) -> str:
    return "Yes" if ticked else "No"


# --- as recorded ------------------------------------------------------------------------------------------------


def summary_plan(row: ProjectSummary, lines: Sequence[SummaryLine]) -> SummaryPlan:
    """A project as recorded. `lines` are its own, in their order; no query."""
    return SummaryPlan(
        name=row.name,
        period=row.period,
        lead_vacant=row.lead_vacant,
        aim=row.aim,
        history=row.history,
        note=row.note,
        lists=_lists((line.kind, PlanLine(line.text, line.target)) for line in lines),
    )


def intention_plan(row: CommissioningIntention, lines: Sequence[IntentionLine]) -> IntentionPlan:
    """An intention as recorded. `lines` are its own, in their order; its group is a query unless it was fetched."""
    return IntentionPlan(
        number=row.number,
        title=row.title,
        group=row.group,
        progress=row.progress,
        state=row.state,
        maturity=row.maturity,
        is_top_priority=row.is_top_priority,
        planned_elsewhere=row.planned_elsewhere,
        section_75=row.section_75,
        parts=row.parts,
        lists=_lists((line.kind, PlanLine(line.text)) for line in lines),
    )


def _lists(rows: Iterable[tuple[str, PlanLine]]) -> dict[str, tuple[PlanLine, ...]]:
    found: dict[str, tuple[PlanLine, ...]] = {}
    for kind, line in rows:
        found[kind] = (*found.get(kind, ()), line)
    return found


def stamp_of(
    record: ProjectSummary | CommissioningIntention, lines: Iterable[SummaryLine | IntentionLine]
) -> str:
    """Tells one state of a record and all its lines from every other; a line edited under Data entry changes it."""
    versions = sorted((line.pk, line.version) for line in lines)
    return hashlib.sha256(repr((record.version, versions)).encode()).hexdigest()[:20]


# --- organisations ----------------------------------------------------------------------------------------------


def organisations_to_name(programme: Programme) -> tuple[Organisation, ...]:
    """The organisations that may be named in a plan: the programme's partners, and those its intentions name."""
    named = Q(partnerships__programme=programme) | Q(intentions__programme=programme)
    led = IntentionLine.objects.filter(intention__programme=programme, organisation__isnull=False)
    rows = Organisation.objects.filter(named | Q(pk__in=led.values("organisation")))
    return tuple(rows.distinct().order_by("name").prefetch_related("aliases"))


def organisation_named(text: str, offered: Iterable[Organisation]) -> Organisation | None:
    """The organisation that a lead names by its name or another name of it; None keeps the words alone."""
    wanted = name_key(text)
    for organisation in offered:
        names = (organisation.name, *(alias.name for alias in organisation.aliases.all()))
        if wanted in {name_key(name) for name in names}:
            return organisation
    return None


def next_number(programme: Programme) -> int:
    """The first number after the highest that the programme's intentions have."""
    last = CommissioningIntention.objects.filter(programme=programme).order_by("-number").first()
    return last.number + 1 if last else 1
