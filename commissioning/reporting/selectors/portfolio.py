"""Programmes side by side: value, phase, next date, what is late, unknown and contradicted, newest paper."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from commissioning.core.money import Money, MoneyTotal, totals_by_basis
from governance.models import Discrepancy
from governance.models.discrepancies import Handling
from procurement.models import BudgetLine, BudgetLineChange, Funding, ProcurementPhase
from procurement.rules import kept_money
from procurement.selectors.milestones import MilestoneRow, next_milestone
from procurement.selectors.milestones_many import milestones_of_many
from programmes.access import Grants
from programmes.models import Programme
from programmes.models.services import COUNTED_STATES, ScopeState
from programmes.selectors.paper_days import PaperDay, latest_papers
from programmes.selectors.scope import states_on


@dataclass(frozen=True)
class PortfolioRow:
    """One programme on a day.

    `moneys` are its budget lines' as they stood, `fundings` the sums that its papers say it is funded by.
    `discrepancies` counts those that readers of its papers recorded and that are open: what checks compute is worked
    out on the programme's own pages. `latest_paper` is the newest dated one, whatever the day.
    """

    programme: Programme
    roles: tuple[str, ...]
    moneys: tuple[Money, ...]
    fundings: tuple[Money, ...]
    phases: int
    services: int
    services_tbc: int
    services_named: int
    milestones: tuple[MilestoneRow, ...]
    on: date
    discrepancies: int
    latest_paper: PaperDay | None

    @property
    def totals(self) -> tuple[MoneyTotal, ...]:
        """One for each basis and year; amounts on several bases are never added."""
        return totals_by_basis(list(self.moneys))

    @property
    def unknown(self) -> int:
        return sum(not money.is_known for money in self.moneys)

    @property
    def fundings_unknown(self) -> int:
        return sum(not money.is_known for money in self.fundings)

    @property
    def next(self) -> MilestoneRow | None:
        return next_milestone(self.milestones, self.on)

    @property
    def late(self) -> int:
        return sum(row.is_overdue(self.on) for row in self.milestones)

    @property
    def undated(self) -> int:
        return sum(not row.when.is_dated for row in self.milestones)


def portfolio(grants: Grants, on: date) -> tuple[PortfolioRow, ...]:
    """Every visible programme by place, in fifteen queries for any number of them."""
    programmes = list(Programme.objects.visible_to(grants))
    ids = [programme.pk for programme in programmes]
    scopes = states_on(ids, on)
    moneys = moneys_on(ids, on)
    fundings = _fundings(ids)
    phases = Counter(
        ProcurementPhase.objects.filter(programme__in=ids).values_list("programme_id", flat=True)
    )
    milestones = milestones_of_many(programmes, on)
    discrepancies = _open_recorded(ids)
    papers = latest_papers(ids)
    return tuple(
        PortfolioRow(
            programme=each,
            roles=grants.roles(each.pk),
            moneys=tuple(moneys[each.pk]),
            fundings=tuple(fundings[each.pk]),
            phases=phases[each.pk],
            services=sum(scopes[each.pk][state] for state in COUNTED_STATES),
            services_tbc=scopes[each.pk][ScopeState.IN_SCOPE_TBC],
            services_named=scopes[each.pk].total() - scopes[each.pk][ScopeState.REMOVED],
            milestones=milestones[each.pk],
            on=on,
            discrepancies=discrepancies[each.pk],
            latest_paper=papers.get(each.pk),
        )
        for each in programmes
    )


def moneys_on(programmes: Sequence[int], on: date) -> Mapping[int, list[Money]]:
    """The amounts of each programme's budget lines as they stood on the day; two queries for any number of them."""
    changes = BudgetLineChange.objects.filter(line__programme__in=programmes, settled_on__gt=on)
    stood: dict[int, Any] = {}
    for line_id, before in changes.order_by("settled_on", "made_at", "pk").values_list("line_id", "before"):
        stood.setdefault(line_id, before)
    found: defaultdict[int, list[Money]] = defaultdict(list)
    for line in BudgetLine.objects.filter(programme__in=programmes):
        found[line.programme_id].append(kept_money(stood[line.pk]) if line.pk in stood else line.money)
    return found


def _fundings(programmes: Iterable[int]) -> Mapping[int, list[Money]]:
    found: defaultdict[int, list[Money]] = defaultdict(list)
    for funding in Funding.objects.filter(programme__in=programmes):
        found[funding.programme_id].append(funding.money)
    return found


def _open_recorded(programmes: Iterable[int]) -> Counter[int]:
    rows = Discrepancy.objects.filter(programme__in=programmes, is_recorded=True, handling=Handling.OPEN)
    counts = rows.order_by().values_list("programme_id").annotate(rows=Count("pk"))
    return Counter(dict(counts))
