"""What to warn readers of, in sentences. Pure.

How often pure noise is flagged was found by simulation of 36 points with runs of seven: about 2 charts in 100 mark the
latest point when periods are independent, 22 with a three-month rolling average, 63 with a twelve-month one.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from outcomes.printed import periods
from outcomes.spc_types import Analysis
from outcomes.words import provisional_words, too_few, too_few_words


class Warned(NamedTuple):
    """`prominent` warnings stand above the chart; the others beneath it."""

    text: str
    prominent: bool = False


ROLLING: Final = (
    "This is a rolling average, so each value shares most of its data with the one before, and the rules flag chance "
    "as change far more often. With no real change at all, a chart of 36 single months marks its latest point in about "
    "2 of 100 cases; a three-month rolling average in 22, a twelve-month one in 63. Judge change on single periods."
)
CUMULATIVE: Final = (
    "This is a cumulative series: each value contains those before it, so it trends by the way it is counted, and the "
    "rules flag that as change. Judge change on single periods."
)
MIXED: Final = "Mixed signal: rules of both directions hold at the latest point."
SERIES: Final[Mapping[str, str]] = {"rolling": ROLLING, "cumulative": CUMULATIVE}


def warnings_in_words(
    analysis: Analysis, *, series: str = "", frequency: str = "month", needed: int = 15
) -> tuple[Warned, ...]:
    """Sentences for everything that limits the judgement, the prominent first.

    `series` is how the values are made: “rolling” or “cumulative” is warned of prominently, anything else is not.
    """
    found = [Warned(SERIES[series], prominent=True)] if series in SERIES else []
    sentences = (_sentence(warning, analysis, frequency, needed) for warning in analysis.warnings)
    found.extend(Warned(text) for text in sentences if text)
    return tuple(dict.fromkeys(found))


def _sentence(warning: str, analysis: Analysis, frequency: str, needed: int) -> str:
    name, _, segment = warning.partition(":")
    if name == "too_few_points":
        return f"{too_few_words(analysis, needed)}: too few for limits and icons."
    if name == "few_points":
        return "" if too_few(analysis) else _few_points(analysis, segment)
    if name == "missing_values":
        missing = sum(point.value is None for point in analysis.points)
        has = "has" if missing == 1 else "have"
        return (
            f"{periods(missing, frequency)} {has} no value; the line breaks there and runs carry on across."
        )
    return {
        "mixed_signal_latest": MIXED,
        "baseline_signal": "A rule holds inside the baseline, so the baseline may not have been stable.",
        "baseline_cut": "The baseline asked for reaches past its stretch and was cut at its end.",
        "target_overlap": "Two targets are in force on the same day; the first one listed is used.",
        "rebase_ignored": "Limits were to be set anew from a day after the last period; that waits for a figure.",
        "baseline_ignored": "The baseline set cannot be followed, so every point of the stretch sets the limits.",
        "settings_ignored": "The chart settings contradict each other, so the standard ones are used in their place.",
        "other_periods": "Figures of another length of period stand in the history and are not on the chart.",
    }.get(name, "")


def _few_points(analysis: Analysis, segment: str) -> str:
    """Provisional limits of the latest stretch as its caption says, of an earlier one by its dates."""
    stretch = next((item for item in analysis.segments if str(item.index) == segment), None)
    if stretch is None or stretch is analysis.segments[-1]:
        return provisional_words(analysis)
    span = f"{stretch.start.day} {stretch.start:%B %Y} to {stretch.end.day} {stretch.end:%B %Y}"
    return f"Limits from {span} are provisional: they rest on {stretch.baseline_n} points."
