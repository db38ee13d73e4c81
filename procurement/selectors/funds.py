"""Funds that several bodies pool, align or merely keep in view: who gives what, for what, and who carries variance."""

from collections import defaultdict
from dataclasses import dataclass

from commissioning.core.comparison import Comparison, compare
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import Money, MoneyTotal, totals_by_basis
from procurement.models import FundContribution, FundLine, FundScheme, PooledFund
from procurement.models.pools import FundArrangement, VarianceCarrier
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class Contribution:
    contributor_id: int
    contributor: str
    money: Money


@dataclass(frozen=True)
class Scheme:
    name: str
    money: Money


@dataclass(frozen=True)
class FundView:
    """A fund as pages read it. `comparison` sets what is given against what the schemes take; None without either."""

    pk: int
    reference: str
    name: str
    arrangement: str
    arrangement_label: str
    host: str
    agreement: str
    period: FuzzyDate
    carried_by: str
    carried_note: str
    contributions: tuple[Contribution, ...]
    schemes: tuple[Scheme, ...]
    lines: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def given(self) -> tuple[MoneyTotal, ...]:
        """One total of the contributions for each basis."""
        return totals_by_basis([row.money for row in self.contributions])

    @property
    def taken(self) -> tuple[MoneyTotal, ...]:
        return totals_by_basis([row.money for row in self.schemes])

    @property
    def comparison(self) -> Comparison | None:
        if not self.contributions or not self.schemes:
            return None
        return compare([row.money for row in self.contributions], [row.money for row in self.schemes])

    @property
    def doubts(self) -> tuple[str, ...]:
        """What the record leaves open that an agreement would settle (NHS Act 2006 section 75)."""
        pooled = self.arrangement == FundArrangement.POOLED
        return tuple(
            words
            for words, is_so in (
                ("It is called pooled, and no agreement is recorded.", pooled and not self.agreement),
                ("No host is recorded.", pooled and not self.host),
                ("Nobody has recorded who carries an over- or underspend.", pooled and not self._carried),
                ("No contribution is recorded.", not self.contributions),
            )
            if is_so
        )

    @property
    def _carried(self) -> bool:
        return self.carried_by != VarianceCarrier.NOT_STATED.label or bool(self.carried_note)


def funds(programme: Programme) -> tuple[FundView, ...]:
    """Every fund of the programme by name, in six queries."""
    given: defaultdict[int, list[Contribution]] = defaultdict(list)
    rows = FundContribution.objects.filter(fund__programme=programme).select_related("contributor")
    for row in rows:
        given[row.fund_id].append(Contribution(row.contributor_id, row.contributor.name, row.money))
    schemes: defaultdict[int, list[Scheme]] = defaultdict(list)
    for scheme in FundScheme.objects.filter(fund__programme=programme):
        schemes[scheme.fund_id].append(Scheme(scheme.name, scheme.money))
    lines: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    ties = FundLine.objects.filter(fund__programme=programme).order_by("line__position", "pk")
    for fund_id, reference, label in ties.values_list("fund_id", "line__reference", "line__label"):
        lines[fund_id].append((reference, label))
    found = list(PooledFund.objects.filter(programme=programme).select_related("host"))
    places = places_of([fund.fact_id for fund in found])
    return tuple(_view(fund, given[fund.pk], schemes[fund.pk], lines[fund.pk], places) for fund in found)


def _view(
    fund: PooledFund,
    given: list[Contribution],
    schemes: list[Scheme],
    lines: list[tuple[str, str]],
    places: dict[int, tuple[Place, ...]],
) -> FundView:
    return FundView(
        pk=fund.pk,
        reference=fund.reference,
        name=fund.name,
        arrangement=fund.arrangement,
        arrangement_label=str(fund.get_arrangement_display()),
        host=fund.host.name if fund.host else "",
        agreement=fund.agreement,
        period=fund.period,
        carried_by=str(fund.get_variance_carried_by_display()),
        carried_note=fund.variance_note,
        contributions=tuple(given),
        schemes=tuple(schemes),
        lines=tuple(lines),
        places=places.get(fund.fact_id or 0, ()),
        fact_id=fund.fact_id,
        illustrative=fund.illustrative,
    )
