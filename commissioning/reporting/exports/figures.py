"""Figures of areas, with what they rest on and whether they recompute, and populations, as tables."""

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    money_columns,
    money_values,
)
from commissioning.reporting.exports.areas import AREA
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from outcomes.selectors.figures import FigureView, figures_of
from outcomes.selectors.populations import PopulationRow, population_rows

IMPACT_COLUMNS = (
    SheetColumn("Reference", "The figure's stable reference.", width=18),
    *AREA,
    SheetColumn("Kind", "Impact, Impact in a comparison of several sites, or Context.", width=20),
    SheetColumn("Figure", "The review's words.", width=60),
    SheetColumn("Domain", "What it is about, as the review sorts it.", width=24),
    SheetColumn(
        "Measure", "One word for what is measured: the same for figures to set side by side.", width=24
    ),
    SheetColumn("Site", "Where it was measured, if not in the whole area.", width=24),
    SheetColumn("Value", "The number, in the unit beside it; empty where none is stated.", Kind.NUMBER),
    SheetColumn("Unit", "The number's unit.", width=18),
    SheetColumn("As printed", "The number in the review's words.", width=18),
    *money_columns("Amount", "For a figure in pounds."),
    SheetColumn("Value marker", "[no number] where the review makes a statement without one.", width=14),
    SheetColumn("Direction", "Reduction, Increase or Improvement.", width=14),
    SheetColumn("Basis", "Observed, Assumed, Projected, Said in an interview or not stated.", width=20),
    SheetColumn("Basis as printed", "The review's own words.", width=30),
    SheetColumn("Period", "The time it is for.", width=18),
    SheetColumn("Comparator", "What it is set beside.", width=24),
    SheetColumn("Comparator gap", "The value minus the comparator, in the figure's unit.", Kind.NUMBER),
    SheetColumn("Target", "What was to be reached.", width=24),
    SheetColumn("Target gap", "The value minus the target, in the figure's unit.", Kind.NUMBER),
    SheetColumn(
        "Recomputes", "Whether it follows from others within rounding; empty where it is derived from none."
    ),
    SheetColumn("Arithmetic", "Worked out afresh from the figures it follows from.", width=40),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def impact_figures_table(material: Material) -> SheetTable:
    """Every figure, or those that the address leaves, in the order of the page."""
    rows = material.figures.rows if material.figures else figures_of(material.programme)
    return SheetTable(
        "impact_figures",
        "Impact figures",
        "One row is one figure of one area, with what it rests on. Only figures of one measure and basis compare.",
        IMPACT_COLUMNS,
        tuple(_figure(row) for row in rows),
    )


def _figure(row: FigureView) -> tuple[Value, ...]:
    again = row.recomputing
    money = money_values(row.money) if row.money.is_known or row.money.text else (None,) * 7
    return (
        row.reference,
        row.area_key,
        row.area,
        row.kind_label,
        row.text,
        row.domain or None,
        row.measure or None,
        row.site or None,
        row.value,
        row.unit or None,
        row.printed or None,
        *money,
        None if row.is_quantified else "[no number]",
        row.direction or None,
        row.basis_label,
        row.basis_as_printed or None,
        row.period or None,
        row.comparator or None,
        row.comparator_gap,
        row.target or None,
        row.target_gap,
        str(again.result.verdict.label) if again else None,
        again.arithmetic if again else None,
        row.note or None,
        locators(row.places),
        row.illustrative,
    )


POPULATION_COLUMNS = (
    SheetColumn("Reference", "The figure's stable reference.", width=16),
    *AREA,
    SheetColumn("Place", "The place counted, as printed.", width=34),
    SheetColumn("Ages", "Whom it counts.", width=14),
    SheetColumn("People", "How many; the lower end of a range.", Kind.NUMBER),
    SheetColumn("Upper end", "The top of a range; empty for anything else.", Kind.NUMBER),
    SheetColumn("As printed", "In the review's words.", width=18),
    SheetColumn("Basis", "Such as a mid-year estimate and its year.", width=34),
    SheetColumn(
        "In the table", "yes for the review's own table. Its rows with an area may be added up.", Kind.YES_NO
    ),
    PRINTED_IN,
)


def populations_table(material: Material) -> SheetTable:
    return SheetTable(
        "populations",
        "Populations",
        "One row is one population that the review prints; a comparator has no area. Add up the table's areas only.",
        POPULATION_COLUMNS,
        tuple(_population(row) for row in population_rows(material.programme)),
    )


def _population(row: PopulationRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.area_key or None,
        row.area or None,
        row.place,
        row.ages or None,
        row.value,
        row.upper,
        row.printed or None,
        row.basis or None,
        row.in_table,
        locators(row.places),
    )
