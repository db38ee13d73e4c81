"""What the checks read of plans and papers: intentions, projects, promises, counts, cross-references, approvals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commissioning.core.fuzzydate import FuzzyDate

from .findings import Sourced
from .reports import Missed


@dataclass(frozen=True)
class DatedRow:
    """A milestone, an engagement or a measurement: something dated, with its phase where it has one."""

    reference: str
    text: str
    date: FuzzyDate
    phase_number: int | None = None
    fact_id: int | None = None


@dataclass(frozen=True)
class IntentionRow:
    """A commissioning intention with the leads printed for it and its dated deadlines."""

    reference: str
    number: int
    title: str
    leads: tuple[str, ...] = ()
    deadlines: tuple[DatedRow, ...] = ()
    fact_id: int | None = None


@dataclass(frozen=True)
class SummaryRow:
    """A project on one page: `people` are those printed as its senior owner or its lead."""

    reference: str
    name: str
    intention_reference: str
    period: FuzzyDate
    people: tuple[str, ...] = ()
    milestones: tuple[DatedRow, ...] = ()
    fact_id: int | None = None


@dataclass(frozen=True)
class ActionRow:
    """What a board agreed should be done, the answers it has had, and the promised periods without a report."""

    reference: str
    text: str
    body: str
    agreed: FuzzyDate
    weakened: bool = False
    missed: Missed | None = None
    reports: tuple[DatedRow, ...] = ()
    fact_id: int | None = None


@dataclass(frozen=True)
class StatedNumber:
    """A number that a paper states of things, such as “three new posts”; `subject` is what they belong to."""

    reference: str
    text: str
    stated: int
    counts: str
    subject: str = ""
    fact_id: int | None = None


@dataclass(frozen=True)
class Listed:
    """The things of one kind that are recorded: what a stated number is compared with."""

    counts: str
    subject: str
    noun: str
    of: str
    members: tuple[str, ...] = ()
    fact_ids: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class CrossReferenceRow:
    """A place that sends its reader on. `part` is the title found there, None where the document has no such part."""

    reference: str
    locator: str
    target: str
    described_as: str
    found_is_described: bool | None
    part: str | None = None
    fact_id: int | None = None
    part_fact_id: int | None = None


@dataclass(frozen=True)
class ApprovalRow:
    reference: str
    document_reference: str
    slot: str
    role: str = ""
    fact_id: int | None = None


@dataclass(frozen=True)
class PaperRow:
    """A document with its date, which may have been worked out by its reader."""

    reference: str
    title: str
    dated: FuzzyDate
    fact_id: int | None = None


@dataclass(frozen=True)
class YearRow:
    """A date printed without its year; `kind` is the kind of record in words, `slug` the same in a key."""

    reference: str
    kind: str
    slug: str
    text: str
    date: FuzzyDate
    fact_id: int | None = None


@dataclass(frozen=True)
class PlanEvidence:
    """All of it; empty for a programme that has none."""

    intentions: tuple[IntentionRow, ...] = ()
    summaries: tuple[SummaryRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    stated_numbers: tuple[StatedNumber, ...] = ()
    listed: tuple[Listed, ...] = ()
    cross_references: tuple[CrossReferenceRow, ...] = ()
    approvals: tuple[ApprovalRow, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    without_year: tuple[YearRow, ...] = ()

    @property
    def fact_ids(self) -> Iterable[int | None]:
        plain: tuple[Sourced, ...] = (
            *self.intentions,
            *self.summaries,
            *self.actions,
            *self.stated_numbers,
            *self.cross_references,
            *self.approvals,
            *self.papers,
            *self.without_year,
        )
        yield from (row.fact_id for row in plain)
        yield from (row.fact_id for each in self.intentions for row in each.deadlines)
        yield from (row.fact_id for each in self.summaries for row in each.milestones)
        yield from (row.fact_id for each in self.actions for row in each.reports)
        yield from (fact_id for each in self.listed for fact_id in each.fact_ids)
        yield from (row.part_fact_id for row in self.cross_references)
