"""Every service of a programme against time: what covers it, what follows and when, and when buying must start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate, months_between
from procurement.models import ProcurementPhase
from procurement.rules_runway import Plan, Where, where
from procurement.rules_what_if import WhatIf
from procurement.selectors.contract_types import ContractRow
from procurement.selectors.contracts import contract_rows
from procurement.selectors.runway_plans import Planner
from procurement.selectors.runway_read import (
    Progress,
    papers_of,
    phase_of_service,
    phases_of,
    progress_of,
)
from procurement.selectors.runway_rows import Paper, RowMaker, rows_without_service, services_of, subject_of
from procurement.selectors.runway_types import AS_RECORDED, PhaseRunway, Runway, RunwayRow
from procurement.selectors.sealed import Sight
from procurement.selectors.tables_of_law import Law, tables_of_law
from programmes.models import Programme
from programmes.selectors.scope import ScopeRow, scope_on

__all__ = ["PhaseRunway", "Runway", "RunwayRow", "runway"]


@dataclass(frozen=True)
class Known:
    """Everything that a runway is worked out from, read once, so that it can be worked out as recorded and as supposed.

    `runway` reads it; `under` asks no more of the database than the tables of the law, which are kept.
    """

    on: date
    law: Law
    records: Sequence[ProcurementPhase]
    progress: Mapping[int, Progress]
    held: Sequence[ContractRow]
    papers: Sequence[Paper]
    counted: Sequence[ScopeRow]
    belongs: Mapping[int, int]

    def under(self, what_if: WhatIf) -> Runway:
        """The runway if what is supposed held. Nothing is written."""
        planner = Planner(self.law, what_if)
        phases = {
            record.pk: _phase(record, self.progress[record.pk], planner, self.on) for record in self.records
        }
        maker = RowMaker(self.held, self.papers, planner, self.on)
        rows = [
            maker.row(
                subject_of(row),
                phases.get(self.belongs.get(row.scope_id, 0)),
                [each for each in self.held if row.service_id in services_of(each)],
            )
            for row in self.counted
        ]
        services = frozenset(row.service_id for row in self.counted)
        rows += rows_without_service(maker, rows, list(phases.values()), services)
        ordered = sorted(rows, key=lambda row: (*row.where.sort_key, row.phase_number or 0))
        return Runway(self.on, tuple(ordered), tuple(phases.values()), what_if)


def known_of(
    programme: Programme, on: date, sight: Sight, *, scope: Sequence[ScopeRow] | None = None
) -> Known:
    """Read it all: a fixed number of queries for any number of services, phases and contracts.

    `scope` saves reading what the caller has read.
    """
    records = phases_of(programme)
    held = contract_rows(programme, on, sight)
    rows = scope_on(programme, on) if scope is None else scope
    return Known(
        on=on,
        law=tables_of_law(on),
        records=records,
        progress=progress_of(records, on),
        held=held,
        papers=_papers(programme, held),
        counted=[row for row in rows if row.is_counted],
        belongs=phase_of_service(programme, on),
    )


def runway(
    programme: Programme,
    on: date,
    sight: Sight,
    what_if: WhatIf | None = None,
    *,
    scope: Sequence[ScopeRow] | None = None,
) -> Runway:
    """Every service in scope on the day, those to be confirmed included, the most urgent first.

    Late rows stand first, then those of which something needed is not known, then the rest by the days left; of a tie,
    in the order of the papers.
    """
    return known_of(programme, on, sight, scope=scope).under(what_if or AS_RECORDED)


def _papers(programme: Programme, held: Sequence[ContractRow]) -> list[Paper]:
    return [
        Paper(
            record,
            replaced_by,
            frozenset(each.reference for each in held if each.continues == record.reference),
        )
        for record, replaced_by in papers_of(programme)
    ]


def _phase(record: ProcurementPhase, progress: Progress, planner: Planner, on: date) -> PhaseRunway:
    supposed = planner.what_if.go_lives.get(record.number)
    go_live = supposed or progress.go_live or record.go_live
    forecast = "its go-live stage" if progress.go_live else "its go-live as stated"
    plan = planner.for_phase(record, go_live, "a supposed go-live" if supposed else forecast)
    ended = record.ended_on is not None and record.ended_on <= on
    return PhaseRunway(
        phase_id=record.pk,
        number=record.number,
        name=record.name,
        reference=record.reference,
        illustrative=record.illustrative,
        start=record.procurement_start,
        stated=record.go_live,
        go_live=go_live,
        is_moved=supposed is not None,
        plan=plan,
        lead_time=(
            months_between(record.procurement_start, go_live)
            if record.procurement_start.is_dated and go_live.is_dated
            else None
        ),
        is_over=ended or progress.is_live,
        where=_where(record, plan, progress, on, ended=ended),
        unknowns=_unknowns(record, go_live),
    )


def _where(record: ProcurementPhase, plan: Plan, progress: Progress, on: date, *, ended: bool) -> Where:
    if ended:
        how = str(record.get_ended_as_display()).lower()
        return where(None, on, lacking=f"Phase {record.number} was {how}; nothing else is planned.")
    begun = "it is live" if progress.is_live else progress.begun
    printed = record.procurement_start.printed if record.procurement_start.is_dated else ""
    return where(plan, on, begun=begun, printed=printed)


def _unknowns(record: ProcurementPhase, go_live: FuzzyDate) -> tuple[str, ...]:
    found = []
    if not record.procurement_start.is_dated:
        found.append(f"Phase {record.number}: when procurement starts is not stated.")
    if not go_live.is_dated:
        found.append(f"Phase {record.number}: go-live is not stated.")
    return tuple(found)
