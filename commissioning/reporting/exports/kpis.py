"""The board of KPIs as a table to take away: the view of the page, with typed cells."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Value
from commissioning.reporting.exports.kpi_words import with_parts
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from outcomes import words_board as say
from outcomes.board import is_late, tie_of
from outcomes.selectors.board_rows import BoardRow
from outcomes.words import assurance_words, variation_words

REFERENCE: Final = SheetColumn("KPI", "The KPI's stable reference.", width=18)
NAME: Final = SheetColumn("Name", "The KPI's name.", width=40)
MARKER_MEANING: Final = (
    "Why the value is empty, such as [not reported] or [suppressed]; empty beside a value."
)
IN_WORDS: Final = SheetColumn(
    "In words", "The value with its parts, as “15% (15/100)”, or why there is none.", width=26
)

BOARD: Final = (
    REFERENCE,
    NAME,
    SheetColumn("Domain", "The domain of its outcomes, in the framework in force.", width=24),
    SheetColumn("Outcomes", "References of the outcomes that it measures.", width=24),
    SheetColumn("Measures", "direct, proxy (stands in where nothing measures directly), or none.", width=10),
    SheetColumn("State", "Proposed, baselined, reporting or retired.", width=14),
    SheetColumn("Unit", "The unit of value, target, mean and limits.", width=14),
    SheetColumn("Better", "Which direction is better, as far as anyone states it.", width=18),
    SheetColumn("Latest period", "The period that value and icons speak of.", width=18),
    SheetColumn("Latest period ends", "Its last day.", Kind.DATE),
    SheetColumn("Value", "The latest value, to six decimals, in the unit.", Kind.NUMBER),
    SheetColumn("Value marker", MARKER_MEANING, width=16),
    SheetColumn("Value qualifier", "exact, approx, over or under, as the paper words it.", width=14),
    SheetColumn("Numerator", "Of a value with parts.", Kind.NUMBER),
    SheetColumn("Denominator", "Of a value with parts.", Kind.NUMBER),
    IN_WORDS,
    SheetColumn("Provisional", "yes while the figure is not final.", Kind.YES_NO),
    SheetColumn("Newer period", "A later period that has no figure, if there is one.", width=18),
    SheetColumn("Newer period marker", "Why it has none.", width=18),
    SheetColumn("Target", "The target in force at the latest period, in the unit.", Kind.NUMBER),
    SheetColumn(
        "Target in words", "A target that is no number; “no target stated” where there is none.", width=30
    ),
    SheetColumn("Points", "Figures that count for the chart.", Kind.INTEGER),
    SheetColumn("Points needed", "How many limits and icons need.", Kind.INTEGER),
    SheetColumn("Mean", "At the latest period.", Kind.NUMBER),
    SheetColumn("Lower limit", "Mean less 2.66 times the average moving range.", Kind.NUMBER),
    SheetColumn("Upper limit", "Mean and 2.66 times the average moving range.", Kind.NUMBER),
    SheetColumn("Limits provisional", "yes where fewer than twelve points set them.", Kind.YES_NO),
    SheetColumn("Change", "The icon of change in words, or why there is none.", width=30),
    SheetColumn("Change code", "The same as a code, such as concern_high; empty without an icon.", width=18),
    SheetColumn("Against target", "The icon for the target in words, or why there is none.", width=30),
    SheetColumn("Against target code", "pass, hit_or_miss or fail; empty without an icon.", width=16),
    SheetColumn("Rules", "The rules that the latest point meets.", width=30),
    SheetColumn("Mixed signal", "yes where rules of both directions hold at it.", Kind.YES_NO),
    SheetColumn("Owner", "The organisation that owns the KPI.", width=28),
    SheetColumn("Owner's role", "A role title.", width=24),
    SheetColumn(
        "Data age in days", "From the end of the latest period to the day of the file.", Kind.INTEGER
    ),
    SheetColumn("Late", "yes where the newest figure that was due is missing.", Kind.YES_NO),
    ILLUSTRATIVE,
)


def kpis_table(material: Material) -> SheetTable:
    """The board's view: the KPIs that the address leaves, in its order; without a filter all but retired ones."""
    listing = material.kpis
    return SheetTable(
        "kpis",
        "KPIs",
        "One row is one KPI with its latest figure. Values of different units never add up.",
        BOARD,
        tuple(_board(row, listing.on) for row in listing.rows),
    )


def across_sheet(rows: Sequence[BoardRow], on: date) -> SheetTable:
    """The same across programmes, each row with its programme and the day."""
    columns = (
        *BOARD,
        SheetColumn("Programme", "The programme's short name, as in the address of its pages.", width=14),
        SheetColumn("Position at", "The day to which data age is counted.", Kind.DATE),
    )
    body = tuple((*_board(row, on), row.programme_key, on) for row in rows)
    return SheetTable("all_kpis", "KPIs", "One row is one KPI with its latest figure.", columns, body)


def bracketed(words: str) -> str | None:
    """A marker beside an empty cell: “[not reported]”."""
    return f"[{words}]" if words else None


def _board(row: BoardRow, on: date) -> tuple[Value, ...]:
    return (
        row.reference,
        row.name,
        row.domain or None,
        "; ".join(outcome.reference for outcome in row.outcomes) or None,
        str(tie_of(row)),
        "Retired" if row.is_retired else row.state_label,
        row.unit or None,
        say.direction_words(row) or None,
        *_latest(row),
        row.target_value,
        row.target_text or (say.NO_TARGET if row.target_value is None else None),
        row.points,
        row.points_needed,
        row.mean,
        row.lower_limit,
        row.upper_limit,
        row.few_points if row.limits else None,
        say.why_no_variation(row) or variation_words(row.variation).full,
        row.variation or None,
        say.why_no_assurance(row) or assurance_words(row.assurance).full,
        row.assurance or None,
        "; ".join(row.rules) or None,
        row.mixed,
        row.owner or None,
        row.owner_role or None,
        row.data_age_days(on),
        is_late(row, on),
        row.illustrative,
    )


def plain(count: Decimal | None) -> Decimal | None:
    """Without the noughts that a column of four decimals adds: 9 and 9.5, not 9.0000."""
    if count is None:
        return None
    return count.quantize(Decimal(1)) if count == count.to_integral_value() else count.normalize()


def _latest(row: BoardRow) -> tuple[Value, ...]:
    known = row.latest_value is not None
    return (
        row.latest_period or None,
        row.latest_end,
        row.latest_value,
        None if known else bracketed(say.reason_words(row)),
        row.latest_qualifier if known and row.latest_qualifier else None,
        plain(row.latest_numerator),
        plain(row.latest_denominator),
        with_parts(
            say.latest_words(row) or say.reason_words(row), row.latest_numerator, row.latest_denominator
        ),
        not row.latest_is_final if known else None,
        row.newest_period or None,
        bracketed(say.reason_words(row)) if row.newest_period else None,
    )
