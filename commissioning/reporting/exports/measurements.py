"""Every figure of every KPI as one flat table: one row for each KPI, period and place, service or group."""

from collections.abc import Collection
from typing import Final

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Streamed, Value
from commissioning.reporting.exports.kpi_words import figure_words
from commissioning.reporting.exports.kpis import IN_WORDS, MARKER_MEANING, NAME, REFERENCE, bracketed, plain
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from outcomes.selectors.hidden_figures import flat_of
from outcomes.selectors.series_flat import FlatValue, figures_of, flat_values
from outcomes.selectors.series_types import unit_of
from programmes.models import Programme

MEASUREMENTS: Final = (
    SheetColumn("Reference", "The figure's stable reference.", width=20),
    REFERENCE,
    NAME,
    SheetColumn("Period", "The period it is of.", width=18),
    SheetColumn("Period from", "Its first day.", Kind.DATE),
    SheetColumn("Period to", "Its last day.", Kind.DATE),
    SheetColumn("Broken down by", "Empty for the whole. Never add the whole to its parts.", width=22),
    SheetColumn("Of", "The place, service or group; empty for the whole.", width=24),
    SheetColumn("Value", "To six decimals, in the unit.", Kind.NUMBER),
    SheetColumn("Value marker", MARKER_MEANING, width=16),
    SheetColumn("Unit", "The unit of the value.", width=14),
    SheetColumn("Numerator", "Of a value with parts.", Kind.NUMBER),
    SheetColumn("Denominator", "Of a value with parts.", Kind.NUMBER),
    IN_WORDS,
    SheetColumn("Qualifier", "exact, approx, over or under; empty without a value.", width=12),
    SheetColumn("As printed", "The words of the paper, if a paper prints it.", width=24),
    SheetColumn("Provisional", "yes while the figure is not final.", Kind.YES_NO),
    SheetColumn("Current", "no for a figure that was corrected since; use only those with yes.", Kind.YES_NO),
    SheetColumn("Corrects", "The reference of the figure that it takes the place of.", width=20),
    SheetColumn("Data source", "Where the figure comes from.", width=28),
    SheetColumn("Comment", "What its sender says of it.", width=36),
    ILLUSTRATIVE,
)


def measurements_table(material: Material) -> SheetTable:
    """Every figure. Small numbers, and what would give them away, are all marked [suppressed] alike."""
    return SheetTable(
        "measurements",
        "Measurements",
        "One row is one figure of one KPI for one period, of the whole or of one place, service or group.",
        MEASUREMENTS,
        Streamed(
            lambda: (_row(row) for row in flat_values(material.programme)),
            figures_of(material.programme).count,
        ),
    )


def measurements_of(programme: Programme, ids: Collection[int]) -> SheetTable:
    """The rows of these figures alone, as the whole table has them."""
    rows = tuple(_row(row) for row in flat_of(programme, ids))
    return SheetTable("measurements", "Measurements", "", MEASUREMENTS, rows)


def _row(row: FlatValue) -> tuple[Value, ...]:
    value = row.value
    known = value.value is not None
    return (
        value.reference,
        row.kpi.reference,
        row.kpi.name,
        value.period.printed or None,
        value.period.start,
        value.period.end,
        row.breakdown or None,
        row.member or None,
        value.rounded,
        bracketed(value.why_none),
        unit_of(row.kpi) or None,
        plain(value.numerator),
        plain(value.denominator),
        figure_words(value, row.kpi),
        str(value.qualifier) if known else None,
        value.text or None,
        not value.is_final,
        row.is_current,
        row.corrects or None,
        value.source or None,
        None if value.suppressed else value.comment or None,
        value.illustrative,
    )
