"""Rules in words, in the order in which they name a point (beyond, trend, two of three, shift)."""

from collections.abc import Sequence
from typing import Final

from outcomes.spc_types import PointResult

COUNTED: Final = {6: "six", 7: "seven", 8: "eight"}
ORDER: Final = (
    "beyond_high",
    "beyond_low",
    "trend_up",
    "trend_down",
    "two_of_three_high",
    "two_of_three_low",
    "shift_high",
    "shift_low",
)
HIGH: Final = "high"
LOW: Final = "low"


def rule_label(rule: str, shift: int = 7, trend: int = 7) -> str:
    """A rule as it reads inside a sentence: “shift of seven above the mean”. Raises KeyError for an unknown rule."""
    run, climb = COUNTED.get(shift, str(shift)), COUNTED.get(trend, str(trend))
    return {
        "beyond_high": "above the upper limit",
        "beyond_low": "below the lower limit",
        "trend_up": f"trend of {climb} rising",
        "trend_down": f"trend of {climb} falling",
        "two_of_three_high": "two of three near the upper limit",
        "two_of_three_low": "two of three near the lower limit",
        "shift_high": f"shift of {run} above the mean",
        "shift_low": f"shift of {run} below the mean",
    }[rule]


def direction_of(rule: str) -> str:
    """Whether a rule speaks of high or of low values: a rise counts as high."""
    return HIGH if rule.endswith(("high", "up")) else LOW


def rules_in_order(point: PointResult) -> list[str]:
    """The rules that fired at a point: the one that names it first, then the rest in the order of rules."""
    return sorted(point.rules, key=lambda rule: (rule != point.special_cause_type, ORDER.index(rule)))


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
