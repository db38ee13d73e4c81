"""What board tables, the matrix and exports say of a KPI's row, in words; nothing is looked up."""

from collections.abc import Sequence
from datetime import date

from outcomes.models.kpis import Polarity, SeriesKind
from outcomes.models.measurements import MeasureQualifier, Missing
from outcomes.printed import figure, number
from outcomes.selectors.board_rows import BoardRow
from outcomes.selectors.series_types import ABOUT
from outcomes.words import Wording

NO_TARGET = "no target stated"
NO_FIGURE = "no figure yet"
CARE = {
    SeriesKind.ROLLING: "rolling average: read with care",
    SeriesKind.CUMULATIVE: "cumulative: read with care",
}
DIRECTIONS = {Polarity.HIGHER: "higher is better", Polarity.LOWER: "lower is better"}


def wording_of_row(row: BoardRow) -> Wording:
    return Wording(
        row.improvement, row.unit, row.decimals, row.frequency, row.shift, row.trend, row.points_needed
    )


def latest_words(row: BoardRow) -> str:
    """The latest value with its unit and qualifier; empty without one."""
    if row.latest_value is None:
        return ""
    about = (
        ABOUT.get(MeasureQualifier(row.latest_qualifier), "")
        if row.latest_qualifier in MeasureQualifier.values
        else ""
    )
    return f"{about} {figure(row.latest_value, row.unit, row.decimals)}".strip()


def parts_of(row: BoardRow) -> str:
    """ "55 of 100"; empty for a figure without parts."""
    if row.latest_numerator is None or row.latest_denominator is None:
        return ""
    return " of ".join(
        number(part, max(-int(part.normalize().as_tuple().exponent), 0))
        for part in (row.latest_numerator, row.latest_denominator)
    )


def reason_words(row: BoardRow) -> str:
    """Why the newest period has no figure: “not reported”; “no figure” where nothing says why."""
    if row.newest_missing in Missing.values:
        return str(Missing(row.newest_missing).label).lower()
    return "no figure"


def newest_words(row: BoardRow) -> str:
    """ "May 2026: not reported"; empty where the newest period has its figure."""
    if not row.newest_period and not row.newest_missing:
        return ""
    return f"{row.newest_period or 'Newest period'}: {reason_words(row)}"


def latest_notes(row: BoardRow) -> str:
    """Period, parts, what is provisional or printed otherwise, and why a newer period has no figure."""
    own = [
        row.latest_period,
        parts_of(row),
        f"printed “{row.latest_text}”" if row.latest_text else "",
        "" if row.latest_is_final or row.latest_value is None else "provisional figure",
    ]
    return ". ".join(part for part in (", ".join(filter(None, own)), newest_words(row)) if part)


def target_words(row: BoardRow) -> str:
    if row.target_value is not None:
        return wording_of_row(row).target(row.target_value)
    return row.target_text or NO_TARGET


def direction_words(row: BoardRow) -> str:
    """ "higher is better"; empty where neither is, or nobody states it."""
    return DIRECTIONS.get(Polarity(row.polarity), "")


def target_notes(row: BoardRow) -> str:
    said = row.target_text if row.target_value is not None else ""
    return ", ".join(filter(None, (said, direction_words(row))))


def why_no_variation(row: BoardRow) -> str:
    """Why there is no icon of change: “11 of 15 points”, “no figure yet”; empty where there is one."""
    if row.variation:
        return ""
    if not row.points:
        return NO_FIGURE if row.latest_value is None else "not dated, so not judged"
    if row.points < row.points_needed:
        return f"{row.points} of {row.points_needed} points"
    return "not judged"


def why_no_assurance(row: BoardRow) -> str:
    """Why there is no icon for the target, so that “no target” is never taken for “not judged yet”."""
    if row.assurance:
        return ""
    if row.target_value is None:
        return "target in words only" if row.target_text else NO_TARGET
    if row.improvement == "neither" and row.variation:
        return "no direction stated to be better"
    return why_no_variation(row) or "no limits yet"


def variation_notes(row: BoardRow) -> str:
    return ", ".join(
        filter(None, ("mixed signal" if row.mixed else "", CARE.get(SeriesKind(row.series), "")))
    )


def mean_words(row: BoardRow) -> str:
    return "" if row.mean is None else wording_of_row(row).line_figure(row.mean)


def limits_words(row: BoardRow) -> str:
    """ "71.2 % to 79.8 %, provisional"; empty without limits."""
    if row.limits is None:
        return ""
    says = wording_of_row(row)
    low, high = (says.line_figure(limit) for limit in row.limits)
    return f"{low} to {high}{', provisional limits' if row.few_points else ''}"


def age_words(row: BoardRow, on: date) -> str:
    days = row.data_age_days(on)
    if days is None:
        return ""
    return f"{days:,} {'day' if days == 1 else 'days'}"


def count_words(rows: Sequence[BoardRow], every: Sequence[BoardRow]) -> str:
    """ "41 of 48 KPIs"; "48 KPIs" where none is left out; how many are made up where others are not."""
    noun = "KPI" if len(every) == 1 else "KPIs"
    made_up = sum(row.illustrative for row in rows)
    said = f", {made_up:,} of them made up" if 0 < made_up < len(rows) else ""
    of = "" if len(rows) == len(every) else f" of {len(every):,}"
    return f"{len(rows):,}{of} {noun}{said}"
