"""Money promised for a programme as a whole: by whom, for how long, and what is not known of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from commissioning.core.fuzzydate import FuzzyDate, MonthSpan, months_between, months_covered
from commissioning.core.money import Money, MoneyTotal, totals_by_basis
from procurement.models import Contribution, Funding
from procurement.models.funding import FundingNature
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class ContributionRow:
    """What one funder gives. `funder` is as printed where the paper names no organisation."""

    funder: str
    organisation_id: int | None
    money: Money

    @property
    def is_named(self) -> bool:
        return self.organisation_id is not None


@dataclass(frozen=True)
class FundingRow:
    """One funding with its funders; the amount may be unknown, and is then never £0."""

    reference: str
    name: str
    nature: str
    nature_label: str
    nature_as_printed: str
    period: FuzzyDate
    money: Money
    contributions: tuple[ContributionRow, ...]
    summary_reference: str
    summary_name: str
    note: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def months(self) -> int | None:
        """Whole months funded; None where the period is not dated."""
        return months_covered(self.period)

    @property
    def named(self) -> tuple[ContributionRow, ...]:
        return tuple(row for row in self.contributions if row.is_named)

    @property
    def totals(self) -> tuple[MoneyTotal, ...]:
        """What the funders are known to give, by basis: “not known (6 of 6 not stated)” where none is."""
        return totals_by_basis([row.money for row in self.contributions])

    def months_before(self, operation: FuzzyDate) -> MonthSpan | None:
        """Months funded before the operation starts; None where either is undated or the funding does not start first.

        Months run between month starts: April to September 2013 is five (hub report, paras 29 and 39).
        """
        if not (self.period.start and operation.start) or self.period.start >= operation.start:
            return None
        started = FuzzyDate(
            self.period.text, self.period.start, self.period.start, self.period.precision, self.period.status
        )
        return months_between(started, operation)


def funding(programme: Programme) -> tuple[FundingRow, ...]:
    """Every funding of the programme and of its projects, with its funders in their order; three queries."""
    rows = list(Funding.objects.filter(programme=programme).select_related("summary"))
    given: dict[int, list[ContributionRow]] = {row.pk: [] for row in rows}
    found = Contribution.objects.filter(funding__programme=programme).order_by("funding", "position", "pk")
    for part in found.select_related("funder"):
        words = str(part.funder) if part.funder_id else part.funder_as_printed
        given.setdefault(part.funding_id, []).append(ContributionRow(words, part.funder_id, part.money))
    places = places_of([row.fact_id for row in rows])
    return tuple(_row(row, given[row.pk], places.get(row.fact_id or 0, ())) for row in rows)


def funders_named(rows: Iterable[FundingRow]) -> tuple[str, ...]:
    """The funders whom a paper names, each once."""
    return tuple(dict.fromkeys(part.funder for row in rows for part in row.named))


def _row(row: Funding, given: list[ContributionRow], places: tuple[Place, ...]) -> FundingRow:
    return FundingRow(
        reference=row.reference,
        name=row.name,
        nature=row.nature,
        nature_label=str(FundingNature(row.nature).label),
        nature_as_printed=row.nature_as_printed,
        period=row.period,
        money=row.money,
        contributions=tuple(given),
        summary_reference=row.summary.reference if row.summary else "",
        summary_name=row.summary.name if row.summary else "",
        note=row.note,
        places=tuple(place for place in places if not place.field),
        fact_id=row.fact_id,
        illustrative=row.illustrative,
    )
