"""Comparators and targets of the areas of a review, as tables."""

from decimal import Decimal

from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import link_cell
from outcomes.models.figures import FigureBasis
from outcomes.selectors.area_aims import AreaAims, OfArea
from outcomes.selectors.figures import FigureView
from outcomes.tables_figures import value_cell
from programmes.addresses import Addresses
from programmes.tables import source_cell

AREA, PRINTED = Column("Area"), Column("Printed in")


def area_aims_tables(aims: AreaAims, to: Addresses) -> list[Table]:
    """Only the tables that hold something."""
    tables = (_beside(aims, to), _targets(aims, to), _measures(aims, to))
    return [table for table in tables if table.rows]


def _beside(aims: AreaAims, to: Addresses) -> Table:
    """Each figure beside its comparator, and beside its target, with the difference between the two."""
    rows = []
    for figure in aims.figures:
        pairs = (
            (figure.comparator, figure.comparator_gap, ""),
            (figure.target, figure.target_gap, "target "),
        )
        rows += [_pair(figure, f"{kind}{words}", gap, to) for words, gap, kind in pairs if words]
    columns = (
        Column("Figure"),
        AREA,
        Column("Value", numeric=True),
        Column("Set beside"),
        Column("Difference", numeric=True),
        Column("Rests on"),
        PRINTED,
    )
    return Table("Figures beside a comparator or a target", columns, tuple(rows))


def _pair(figure: FigureView, beside: str, gap: Decimal | None, to: Addresses) -> Row:
    return Row(
        (
            Cell(figure.text[:1].upper() + figure.text[1:], note=figure.period),
            link_cell(figure.area, to.of("area", figure.area_key)),
            value_cell(figure),
            Cell(beside[:1].upper() + beside[1:]),
            difference_cell(gap, figure.unit),
            Cell(figure.basis_label, unknown=figure.basis == FigureBasis.NOT_STATED),
            source_cell(figure.places, figure.fact_id, to),
        )
    )


def difference_cell(gap: Decimal | None, unit: str) -> Cell:
    """The value less what it is set beside: “−3.5 points”, “+8.5 per 10,000”. Neither sign is good or bad by itself."""
    if gap is None:
        return Cell("no number to compare", unknown=True)
    sign = "+" if gap > 0 else "−" if gap < 0 else ""
    return Cell(f"{sign}{abs(gap).normalize():,f} {'points' if unit == 'percent' else unit}".strip())


def _targets(aims: AreaAims, to: Addresses) -> Table:
    rows = [_said(row, Cell("; ".join(row.said.targets)), to) for row in aims.targets]
    columns = (Column("What is to be reached"), AREA, Column("Target and date"), PRINTED)
    return Table("Targets that areas state", columns, tuple(rows))


def _measures(aims: AreaAims, to: Addresses) -> Table:
    nothing = Cell("no baseline or target stated", unknown=True)
    rows = [_said(row, nothing, to) for row in aims.measures]
    columns = (Column("Measure"), AREA, Column("Baseline and target"), PRINTED)
    return Table("Measures without a baseline or a target", columns, tuple(rows))


def _said(row: OfArea, against: Cell, to: Addresses) -> Row:
    said = row.said
    return Row(
        (
            Cell(said.text[:1].upper() + said.text[1:], note=said.label),
            link_cell(row.area, to.of("area", row.area_key)),
            against,
            source_cell(said.places, said.fact_id, to),
        )
    )


def sums_words(aims: AreaAims) -> list[str]:
    """ "HWE: 10,615 children per year and 464 young people per year, By 2023-24: 11,079 in all"."""
    return [f"{area}: {found.printed}" for area, found in aims.sums]
