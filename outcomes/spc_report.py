"""An analysis as data for JSON, and as text to read at a terminal. Pure.

In JSON a calculated line is the nearest number, with the exact fraction as text beside it under “exact”. Whatever is
unknown or not judged is null, never 0 and never left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from outcomes.spc_types import Analysis, PointResult, Segment
from outcomes.words import Wording, finding, judgement
from outcomes.words_warnings import warnings_in_words

POINT_LINES = ("mean", "lower_limit", "upper_limit", "lower_warning", "upper_warning")
SEGMENT_LINES = ("mean", "average_moving_range", "lower_limit", "upper_limit")
PLACES = 6  # as many as a comparison with another tool needs


def as_data(analysis: Analysis, options: dict[str, Any]) -> dict[str, Any]:
    """Everything the analysis says, ready for JSON, with the options that it was made with."""
    return {
        "profile": analysis.profile,
        "options": options,
        "variation": analysis.variation,
        "assurance": analysis.assurance,
        "target": plain(analysis.target),
        "latest": None if analysis.latest is None else _point(analysis.latest),
        "warnings": list(analysis.warnings),
        "segments": [_segment(segment) for segment in analysis.segments],
        "points": [_point(point) for point in analysis.points],
    }


def plain(value: Decimal | Fraction | int | None) -> float | int | None:
    """The nearest number that JSON can hold; None stays None. Whole numbers stay whole, as they were given."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value() and value.as_tuple().exponent == 0:
        return int(value)
    return float(value)


def _exact(row: object, names: Iterable[str]) -> dict[str, str | None]:
    lines = {name: getattr(row, name) for name in names}
    return {name: None if line is None else str(line) for name, line in lines.items()}


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "index": segment.index,
        "start": segment.start.isoformat(),
        "end": segment.end.isoformat(),
        "n": segment.n,
        "baseline_n": segment.baseline_n,
        "few_points": segment.few_points,
        **{name: plain(getattr(segment, name)) for name in SEGMENT_LINES},
        "exact": _exact(segment, SEGMENT_LINES),
    }


def _point(point: PointResult) -> dict[str, Any]:
    return {
        "date": point.date.isoformat(),
        "value": plain(point.value),
        "ghost": point.ghost,
        "annotation": point.annotation,
        "segment": point.segment,
        "target": plain(point.target),
        **{name: plain(getattr(point, name)) for name in POINT_LINES},
        "relative_to_mean": point.relative_to_mean,
        "outside_limits": point.outside_limits,
        "close_to_limits": point.close_to_limits,
        "rules": sorted(point.rules),
        "special_cause_type": point.special_cause_type,
        "point_type": point.point_type,
        "mixed": point.mixed,
        "exact": _exact(point, ("value", "target", *POINT_LINES)),
    }


def as_text(analysis: Analysis, says: Wording) -> str:
    """The finding, segments, warnings and a table of points, to read at a terminal; lines to six decimals."""
    return "\n".join(
        [
            finding(
                analysis,
                improvement=says.improvement,
                unit=says.unit,
                decimals=says.decimals,
                frequency=says.frequency,
                shift=says.shift,
                trend=says.trend,
                needed=says.needed,
            ),
            _icons(analysis),
            *_segments(analysis.segments),
            *(f"Note: {one.text}" for one in warnings_in_words(analysis, frequency="", needed=says.needed)),
            *(["", *_table(_rows(analysis, says))] if analysis.points else []),
        ]
    )


def _icons(analysis: Analysis) -> str:
    variation, assurance = analysis.variation or "no icon", analysis.assurance or "no icon"
    return f"Variation: {variation}. Assurance: {assurance}. Profile: {analysis.profile}."


def _segments(segments: Sequence[Segment]) -> Iterator[str]:
    for segment in segments:
        limits = (
            "no limits"
            if segment.lower_limit is None
            else f"limits {_line(segment.lower_limit)} to {_line(segment.upper_limit)}"
        )
        yield (
            f"Segment {segment.index}, {segment.start} to {segment.end}: {segment.n} counted, "
            f"{segment.baseline_n} set the lines; mean {_line(segment.mean)}, "
            f"average moving range {_line(segment.average_moving_range)}, {limits}."
        )


def _rows(analysis: Analysis, says: Wording) -> list[list[str]]:
    headings = ["date", "value", "mean", "lower limit", "upper limit", "target", "judgement"]
    return [headings] + [
        [
            point.date.isoformat(),
            "-" if point.value is None else str(point.value),
            _line(point.mean),
            _line(point.lower_limit),
            _line(point.upper_limit),
            "-" if point.target is None else str(point.target),
            judgement(point, says) + (f" ({point.annotation})" if point.annotation else ""),
        ]
        for point in analysis.points
    ]


def _line(value: Fraction | None) -> str:
    """Plain digits, to be pasted into another tool; exact for any size, which a Decimal's precision would bound."""
    if value is None:
        return "-"
    scaled = round(value * 10**PLACES)
    whole, part = divmod(abs(scaled), 10**PLACES)
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{PLACES}}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as their widest cell, numbers to the right; the last column runs on."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *middle, last in rows:
        cells = [cell.rjust(width) for cell, width in zip(middle, widths[1:-1], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells, last])
