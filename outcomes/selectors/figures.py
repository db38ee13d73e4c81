"""Figures of a review with what they rest on, whether they recompute, and populations side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissioning.core.money import Money, format_pounds
from outcomes.models import CareModelArea, FigureDerivation, ImpactFigure
from outcomes.models.figures import FigureBasis, FigureKind, FigureQualifier
from outcomes.rules import PERCENT, Operand, Recomputation, of_money, of_number, recompute
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

SIGNS = {"difference": "−", "sum": "+", "quotient": "÷", "percent_of": "% of"}
BASIS_ORDER = {basis.value: place for place, basis in enumerate(FigureBasis)}
QUALIFIER_WORDS = {
    FigureQualifier.APPROX: "about ",
    FigureQualifier.OVER: "over ",
    FigureQualifier.NEARLY: "nearly ",
    FigureQualifier.AT_LEAST: "at least ",
    FigureQualifier.AVERAGE: "on average ",
}


@dataclass(frozen=True)
class FigureFilter:
    """What a reader asks for; empty sides narrow nothing."""

    area: str = ""
    basis: str = ""
    domain: str = ""
    kind: str = ""
    recomputes: str = ""


@dataclass(frozen=True)
class Recomputing:
    """A stated figure beside the arithmetic on those that it follows from.

    `arithmetic` has the printed values ("£320K − £153K = £167,000"); `may_be` what their rounding allows.
    """

    result: Recomputation
    arithmetic: str
    may_be: str
    stated: str


@dataclass(frozen=True)
class FigureView:
    """`value` is None where the review states no number, and `printed` is then empty; money is in `money`."""

    figure_id: int
    reference: str
    area_key: str
    area: str
    area_number: int
    kind: str
    kind_label: str
    text: str
    domain: str
    measure: str
    site: str
    value: Decimal | None
    unit: str
    money: Money
    printed: str
    direction: str
    basis: str
    basis_label: str
    basis_as_printed: str
    period: str
    comparator: str
    comparator_gap: Decimal | None
    target: str
    target_gap: Decimal | None
    note: str
    recomputing: Recomputing | None
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def is_quantified(self) -> bool:
        return self.value is not None or self.money.is_known


def impacts(programme: Programme, chosen: FigureFilter | None = None) -> tuple[FigureView, ...]:
    """Impact figures sorted by what they rest on: observed, assumed, projected, interview, not stated.

    Figures of context are left out unless the filter asks for that kind.
    """
    return sorted_by_basis(figures_of(programme), chosen or FigureFilter())


def sorted_by_basis(rows: Sequence[FigureView], chosen: FigureFilter) -> tuple[FigureView, ...]:
    fitting = [row for row in rows if _fits(row, chosen)]
    return tuple(sorted(fitting, key=lambda row: (BASIS_ORDER[row.basis], row.area_number)))


def _fits(row: FigureView, chosen: FigureFilter) -> bool:
    if row.kind != chosen.kind if chosen.kind else row.kind == FigureKind.CONTEXT:
        return False
    sides = ((chosen.area, row.area_key), (chosen.basis, row.basis), (chosen.domain, row.domain))
    if any(wanted and wanted != has for wanted, has in sides):
        return False
    verdict = row.recomputing.result.verdict if row.recomputing else ""
    return not chosen.recomputes or chosen.recomputes == verdict


def figures_of(
    programme: Programme, *, areas: Sequence[CareModelArea] | None = None
) -> tuple[FigureView, ...]:
    """Every figure of the programme, or of some areas, each with its arithmetic where it follows from others."""
    rows = ImpactFigure.objects.filter(programme=programme).select_related("area")
    if areas is not None:
        rows = rows.filter(area__in=areas)
    found = list(rows.order_by("area__number", "kind", "position", "reference"))
    places = places_of([row.fact_id for row in found])
    arithmetic = _derivations([row.pk for row in found])
    return tuple(_view(row, places.get(row.fact_id or 0, ()), arithmetic.get(row.pk)) for row in found)


def recompute_figure(derivation: FigureDerivation) -> Recomputing:
    """A stated figure worked out again from the two that it follows from, within what their printing allows."""
    figures = (derivation.result, derivation.first, derivation.second)
    result, first, second = (operand_of(figure) for figure in figures)
    found = recompute(derivation.kind, result, first, second)
    words = [_bare(figure) for figure in figures]
    sign = SIGNS[derivation.kind]
    if found.computed is None:
        return Recomputing(found, "one of the figures has no value", "", words[0])
    computed = _computed(found.computed, derivation.result)
    arithmetic = f"{words[1]} {sign} {words[2]} = {computed}"
    return Recomputing(found, arithmetic, _may_be(found, derivation.result), words[0])


def operand_of(figure: ImpactFigure) -> Operand:
    money: Money = figure.money
    if money.is_known:
        return of_money(money)
    return of_number(figure.value, unit=figure.unit, qualifier=figure.qualifier, upper=figure.upper)


def _derivations(figure_ids: Sequence[int]) -> dict[int, Recomputing]:
    rows = FigureDerivation.objects.filter(result__in=figure_ids).select_related("result", "first", "second")
    return {row.result_id: recompute_figure(row) for row in rows}


def _computed(value: Decimal, like: ImpactFigure) -> str:
    if like.money.is_known:
        return pounds(value)
    return _number(value.quantize(Decimal("0.01")))


def pounds(value: Decimal) -> str:
    """Pounds to the penny where there are pence: £167,000, £19.14."""
    return f"£{value:,.0f}" if value == value.to_integral_value() else f"£{value:,.2f}"


def _may_be(found: Recomputation, like: ImpactFigure) -> str:
    """ "£166,000 to £168,000", where rounding leaves any room."""
    if found.low == found.high:
        return ""
    low, high = ("no limit" if end is None else _computed(end, like) for end in (found.low, found.high))
    return f"{low} to {high}"


def _bare(figure: ImpactFigure) -> str:
    money: Money = figure.money
    if money.is_known:
        return money.printed
    return value_words(figure.value, figure.upper, "", figure.qualifier)


def value_words(value: Decimal | None, upper: Decimal | None, unit: str, qualifier: str) -> str:
    """ "39%", "about 30,000 to 40,000 children", "up to 20%"; "" where no value is stated, never 0."""
    if value is None:
        return ""
    number = _number(value)
    if upper is not None:
        number = f"up to {_number(upper)}" if value == 0 else f"{number} to {_number(upper)}"
    before = QUALIFIER_WORDS.get(FigureQualifier(qualifier), "")
    if unit == PERCENT:
        return f"{before}{number}%"
    return f"{before}{number} {unit}".strip()


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _view(row: ImpactFigure, places: tuple[Place, ...], recomputing: Recomputing | None) -> FigureView:
    money: Money = row.money
    printed = money.printed if money.is_known else value_words(row.value, row.upper, row.unit, row.qualifier)
    if row.from_value is not None:
        printed = f"{printed}, from {_number(row.from_value)}"
    return FigureView(
        figure_id=row.pk,
        reference=row.reference,
        area_key=row.area.key,
        area=row.area.short_name,
        area_number=row.area.number,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        text=row.text,
        domain=row.domain,
        measure=row.measure,
        site=row.site,
        value=row.value,
        unit=row.unit,
        money=money,
        printed=_in_pounds(money, printed),
        direction=row.get_direction_display() if row.direction else "",
        basis=row.basis,
        basis_label=row.get_basis_display(),
        basis_as_printed=row.basis_as_printed,
        period=row.period,
        comparator=_comparator(row),
        comparator_gap=_gap(row.value, row.comparator_value),
        target=_target(row),
        target_gap=_gap(row.value, row.target_value),
        note=row.note,
        recomputing=recomputing,
        places=places,
        fact_id=row.fact_id,
        illustrative=row.illustrative,
    )


def _in_pounds(money: Money, printed: str) -> str:
    """Amounts that were kept without their words are shown as people write them."""
    return format_pounds(money.amount) if money.is_known and not money.text else printed


def _comparator(row: ImpactFigure) -> str:
    if row.comparator_value is None:
        return ""
    words = value_words(row.comparator_value, None, row.unit, FigureQualifier.EXACT)
    return f"{row.comparator_label}: {words}"


def _target(row: ImpactFigure) -> str:
    if row.target_value is None:
        return ""
    words = value_words(row.target_value, None, row.unit, FigureQualifier.EXACT)
    return ", ".join(filter(None, [words, row.target_origin, row.target_period]))


def _gap(value: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Points above (or, negative, below) the comparator or the target."""
    return None if value is None or other is None else value - other
