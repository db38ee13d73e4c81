"""Gathers what the checks read of plans and papers; a fixed number of queries for the kinds a programme has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Model

from governance.models import BoardAction, PaperApproval, StatedCount
from governance.rules.evidence_plans import (
    ActionRow,
    ApprovalRow,
    CrossReferenceRow,
    DatedRow,
    IntentionRow,
    PaperRow,
    PlanEvidence,
    StatedNumber,
    SummaryRow,
    YearRow,
)
from governance.selectors.actions import actions
from governance.selectors.evidence_counts import listed
from programmes.models import (
    CommissioningIntention,
    CrossReference,
    Document,
    DocumentPart,
    Milestone,
    Programme,
    ProgrammeStatement,
    ProjectSummary,
)
from programmes.models.delivery import MilestoneKind
from programmes.models.intentions import IntentionLineKind, SummaryLineKind

PEOPLE = frozenset({SummaryLineKind.SRO, SummaryLineKind.LEAD})


def plan_evidence(
    programme: Programme,
    has: Collection[type[Model]],
    milestones: Sequence[Milestone],
    documents: Sequence[Document],
    on: date,
) -> PlanEvidence:
    """`has` is what `present` says the programme has; its milestones and documents are read once for all checks."""
    intentions = _intentions(programme, milestones) if CommissioningIntention in has else ()
    summaries = _summaries(programme, milestones) if ProjectSummary in has else ()
    numbers = _numbers(programme) if StatedCount in has else ()
    actions = _actions(programme, on) if BoardAction in has else ()
    return PlanEvidence(
        intentions=intentions,
        summaries=summaries,
        actions=actions,
        stated_numbers=numbers,
        listed=listed(programme, numbers, intentions, summaries),
        cross_references=_cross_references(programme) if CrossReference in has else (),
        approvals=_approvals(programme) if PaperApproval in has else (),
        papers=tuple(PaperRow(row.reference, row.title, row.dated, row.fact_id) for row in documents),
        without_year=(*_milestone_years(milestones), *_report_years(actions), *_statement_years(programme)),
    )


def _dated(row: Milestone) -> DatedRow:
    return DatedRow(row.reference, row.text, row.date, None, row.fact_id)


def _intentions(programme: Programme, milestones: Sequence[Milestone]) -> tuple[IntentionRow, ...]:
    own: defaultdict[int, list[DatedRow]] = defaultdict(list)
    for row in milestones:
        if row.intention_id and row.kind == MilestoneKind.DEADLINE:
            own[row.intention_id].append(_dated(row))
    rows = CommissioningIntention.objects.filter(programme=programme).prefetch_related("lines")
    return tuple(
        IntentionRow(
            reference=row.reference,
            number=row.number,
            title=row.title,
            leads=tuple(line.text for line in row.lines.all() if line.kind == IntentionLineKind.LEAD),
            deadlines=tuple(own[row.pk]),
            fact_id=row.fact_id,
        )
        for row in rows
    )


def _summaries(programme: Programme, milestones: Sequence[Milestone]) -> tuple[SummaryRow, ...]:
    own: defaultdict[int, list[DatedRow]] = defaultdict(list)
    for row in milestones:
        if row.summary_id and row.kind != MilestoneKind.LINKED_PROJECT:
            own[row.summary_id].append(_dated(row))
    rows = ProjectSummary.objects.filter(programme=programme).select_related("intention")
    return tuple(
        SummaryRow(
            reference=row.reference,
            name=row.name,
            intention_reference=row.intention.reference,
            period=row.period,
            people=tuple(line.text for line in row.lines.all() if line.kind in PEOPLE),
            milestones=tuple(own[row.pk]),
            fact_id=row.fact_id,
        )
        for row in rows.prefetch_related("lines")
    )


def _actions(programme: Programme, on: date) -> tuple[ActionRow, ...]:
    """As the page of actions shows them on the day, with what had been answered by then."""
    return tuple(
        ActionRow(
            reference=view.reference,
            text=view.text,
            body=view.body,
            agreed=view.agreed,
            weakened=view.weakened,
            missed=view.missed,
            reports=tuple(
                DatedRow(row.reference, row.text, row.reported, None, row.fact_id) for row in view.responses
            ),
            fact_id=view.fact_id,
        )
        for view in actions(programme, on)
    )


def _numbers(programme: Programme) -> tuple[StatedNumber, ...]:
    return tuple(
        StatedNumber(row.reference, row.text, row.stated, row.counts, row.subject, row.fact_id)
        for row in StatedCount.objects.filter(programme=programme)
    )


def _cross_references(programme: Programme) -> tuple[CrossReferenceRow, ...]:
    """A target is found where the same document has a part of that name."""
    parts = {
        (part.document_id, part.locator.casefold()): part
        for part in DocumentPart.objects.filter(programme=programme)
    }
    rows = []
    for row in CrossReference.objects.filter(programme=programme):
        part = parts.get((row.document_id, row.target.casefold()))
        rows.append(
            CrossReferenceRow(
                reference=row.reference,
                locator=row.locator,
                target=row.target,
                described_as=row.described_as,
                found_is_described=row.found_is_described,
                part=part.title if part else None,
                fact_id=row.fact_id,
                part_fact_id=part.fact_id if part else None,
            )
        )
    return tuple(rows)


def _approvals(programme: Programme) -> tuple[ApprovalRow, ...]:
    rows = PaperApproval.objects.filter(programme=programme).select_related("document")
    return tuple(
        ApprovalRow(row.reference, row.document.reference, row.slot, row.role, row.fact_id) for row in rows
    )


def _milestone_years(milestones: Iterable[Milestone]) -> Iterable[YearRow]:
    for row in milestones:
        if row.date.year_inferred:
            kind = MilestoneKind(row.kind)
            yield YearRow(row.reference, str(kind.label), kind.value, row.text, row.date, row.fact_id)


def _report_years(actions: Iterable[ActionRow]) -> Iterable[YearRow]:
    for action in actions:
        for row in action.reports:
            if row.date.year_inferred:
                yield YearRow(
                    row.reference, "Answers to a board's actions", "answer", row.text, row.date, row.fact_id
                )


def _statement_years(programme: Programme) -> Iterable[YearRow]:
    for row in ProgrammeStatement.objects.filter(programme=programme, date_year_inferred=True):
        yield YearRow(row.reference, row.get_kind_display(), row.kind, row.text, row.date, row.fact_id)
