"""What papers carry besides their asks: implications by area as printed, and approvals by role with empty slots."""

from collections import defaultdict
from dataclasses import dataclass

from commissioning.core.fuzzydate import FuzzyDate
from governance.models import Implication, PaperApproval
from programmes.models import Challenge, Document, Milestone, Programme, ProgrammeStatement
from programmes.models.delivery import MilestoneKind
from programmes.models.programmes import StatementKind
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class ImplicationRow:
    """`printed` is the area as the paper words it, beside our own list of areas."""

    reference: str
    area: str
    printed: str
    text: str
    when: FuzzyDate
    places: tuple[Place, ...]
    fact_id: int | None


@dataclass(frozen=True)
class ApprovalRow:
    """A slot of the table of approvals; no role at all where nobody is named in it."""

    reference: str
    slot: str
    roles: tuple[str, ...]
    note: str
    places: tuple[Place, ...]
    fact_id: int | None


@dataclass(frozen=True)
class PaperView:
    """One paper with its implications and approvals."""

    reference: str
    title: str
    dated: FuzzyDate
    implications: tuple[ImplicationRow, ...]
    approvals: tuple[ApprovalRow, ...]
    illustrative: bool

    @property
    def empty_slots(self) -> tuple[ApprovalRow, ...]:
        return tuple(row for row in self.approvals if not row.roles)


@dataclass(frozen=True)
class Besides:
    """How many principles, challenges and next steps the papers hold; each stands on a page of its own."""

    principles: int
    challenges: int
    next_steps: int


def papers(programme: Programme) -> tuple[PaperView, ...]:
    """The papers that hold an implication or an approval, in their order; four queries for any number."""
    implications = list(Implication.objects.filter(programme=programme))
    approvals = list(PaperApproval.objects.filter(programme=programme))
    places = places_of([row.fact_id for row in [*implications, *approvals]])
    means: defaultdict[int, list[ImplicationRow]] = defaultdict(list)
    slots: defaultdict[int, list[ApprovalRow]] = defaultdict(list)
    for row in implications:
        means[row.document_id].append(_implication(row, places.get(row.fact_id or 0, ())))
    for slot in approvals:
        slots[slot.document_id].append(_approval(slot, places.get(slot.fact_id or 0, ())))
    found = Document.objects.filter(programme=programme, pk__in=[*means, *slots])
    return tuple(
        PaperView(
            reference=paper.reference,
            title=paper.title,
            dated=paper.dated,
            implications=tuple(means[paper.pk]),
            approvals=tuple(slots[paper.pk]),
            illustrative=paper.illustrative,
        )
        for paper in found
    )


def besides(programme: Programme) -> Besides:
    """Counts of what the papers say besides; three queries."""
    principles = ProgrammeStatement.objects.filter(programme=programme, kind=StatementKind.PRINCIPLE)
    next_steps = Milestone.objects.filter(programme=programme, kind=MilestoneKind.NEXT_STEP)
    return Besides(
        principles=principles.count(),
        challenges=Challenge.objects.filter(programme=programme).count(),
        next_steps=next_steps.count(),
    )


def _implication(row: Implication, places: tuple[Place, ...]) -> ImplicationRow:
    label = str(row.get_area_display())
    return ImplicationRow(
        reference=row.reference,
        area=label,
        printed=row.area_as_printed,
        text=row.text,
        when=row.date,
        places=places,
        fact_id=row.fact_id,
    )


def _approval(row: PaperApproval, places: tuple[Place, ...]) -> ApprovalRow:
    roles = tuple(line.strip() for line in row.role.splitlines() if line.strip())
    return ApprovalRow(row.reference, row.slot, roles, row.note, places, row.fact_id)
