"""Where a benefit stands on a day: worked out from its baseline, target and last value, and never guessed.

The states claim no trend: two values are two values. “On the way” says only that the last value lies between the
baseline and the target. A benefit is behind once the day of its target has passed without a value that reaches it,
whether the value fell short or nobody gave one. Words alone are for a person to judge.
(Domain rule on benefits: a profile has owner, baseline, target, measurement and audience.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate

PERCENT: Final = Decimal(100)


class BenefitState(StrEnum):
    """The value is what an address carries; `label` is what a reader sees."""

    REALISED = "realised"
    ON_THE_WAY = "on_the_way"
    BEHIND = "behind"
    TOO_EARLY = "too_early"
    NO_BASELINE = "no_baseline"
    NO_TARGET = "no_target"
    WORDS_ONLY = "words_only"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Final[dict[BenefitState, str]] = {
    BenefitState.REALISED: "Realised",
    BenefitState.ON_THE_WAY: "On the way",
    BenefitState.BEHIND: "Behind",
    BenefitState.TOO_EARLY: "Too early to say",
    BenefitState.NO_BASELINE: "No baseline",
    BenefitState.NO_TARGET: "No target",
    BenefitState.WORDS_ONLY: "Cannot be worked out",
}
MEASURED: Final = frozenset(
    {BenefitState.REALISED, BenefitState.ON_THE_WAY, BenefitState.BEHIND, BenefitState.TOO_EARLY}
)


@dataclass(frozen=True)
class Sought:
    """What a benefit is to be: numbers of one unit where there are any; `…_said` where it is stated at all.

    `direction` is “up”, “down” or "" as stated; where the target differs from the baseline, the two say it themselves.
    """

    direction: str
    baseline: Decimal | None
    baseline_said: bool
    target: Decimal | None
    target_said: bool
    target_by: FuzzyDate


@dataclass(frozen=True)
class Reached:
    """The last known value, and whether anything was reported at all, numbers or words."""

    value: Decimal | None
    reported: bool


@dataclass(frozen=True)
class Standing:
    """A state with its reason in a sentence. `share` is the distance covered in per cent, None where it has none.

    The share is arithmetic on two values, baseline to target; it may be below 0 or above 100 and is never rounded up.
    """

    state: BenefitState
    reason: str
    share: Decimal | None = None


def standing(sought: Sought, reached: Reached, on: date) -> Standing:
    """The state of a benefit on a day. What is missing comes first: without a baseline nothing can be a benefit."""
    if not sought.baseline_said:
        return Standing(BenefitState.NO_BASELINE, _without_baseline(sought, reached))
    if not sought.target_said:
        return Standing(BenefitState.NO_TARGET, "Nobody has said what would be enough.")
    if sought.baseline is None or sought.target is None:
        return Standing(BenefitState.WORDS_ONLY, _only_words(sought))
    side = direction_of(sought)
    if not side:
        return Standing(BenefitState.WORDS_ONLY, _no_side(sought))
    return _judged(sought, sought.baseline, sought.target, side, reached, on)


def direction_of(sought: Sought) -> str:
    """ "up" or "down": from baseline to target, else as stated; "" where unsaid or where the two contradict."""
    if sought.baseline is None or sought.target is None:
        return ""
    if sought.target == sought.baseline:
        return sought.direction
    own = "up" if sought.target > sought.baseline else "down"
    return own if sought.direction in {"", own} else ""


def is_at(value: Decimal, target: Decimal, side: str) -> bool:
    """Whether a value is as good as the target or better."""
    return value >= target if side == "up" else value <= target


def share_of_way(baseline: Decimal, target: Decimal, value: Decimal) -> Decimal | None:
    """How much of the distance from baseline to target lies behind the value, in per cent; None without distance."""
    if baseline == target:
        return None
    return (value - baseline) / (target - baseline) * PERCENT


def other_unit(unit: str, measured_in: str) -> str:
    """Why nothing can be worked out from a KPI that counts in another unit than the benefit; "" where it can."""
    if not unit.strip() or unit.strip().casefold() == measured_in.strip().casefold():
        return ""
    return f"The benefit is counted in “{unit.strip()}” and its KPI in “{measured_in.strip() or 'no unit'}”."


def other_direction(direction: str, better: str) -> str:
    """Why nothing can be worked out from a KPI of which the other way is better; "" where it can."""
    if not direction or not better or direction == better:
        return ""
    words = {"up": "more", "down": "less"}
    return f"The benefit says that {words[direction]} is better, and its KPI that {words[better]} is."


def disagreement(unit: str, direction: str, measured_in: str, better: str) -> str:
    """What keeps a benefit from being laid against its KPI: another unit or another direction; "" for nothing."""
    return other_unit(unit, measured_in) or other_direction(direction, better)


def _judged(
    sought: Sought, baseline: Decimal, target: Decimal, side: str, reached: Reached, on: date
) -> Standing:
    """Its numbers are known: what the last value says, and whether the day of the target has passed."""
    late = sought.target_by.is_overdue(on)
    when = f" by {_when(sought.target_by)}" if sought.target_by.is_dated else ""
    if reached.value is None:
        return _without_value(reached, late, when)
    share = share_of_way(baseline, target, reached.value)
    if is_at(reached.value, target, side):
        return Standing(BenefitState.REALISED, "The last value is at the target or better.", share)
    if late:
        return Standing(BenefitState.BEHIND, f"The target was to be reached{when}, and was not.", share)
    if not is_at(reached.value, baseline, side):
        return Standing(BenefitState.BEHIND, "The last value is worse than the baseline.", share)
    if reached.value == baseline:
        return Standing(BenefitState.TOO_EARLY, "The last value is the baseline’s own.", share)
    return Standing(BenefitState.ON_THE_WAY, "The last value lies between baseline and target.", share)


def _without_value(reached: Reached, late: bool, when: str) -> Standing:
    said = "What was reported has no number" if reached.reported else "No value is recorded"
    if late:
        return Standing(BenefitState.BEHIND, f"{said}, and the target was to be reached{when}.")
    return Standing(BenefitState.TOO_EARLY, f"{said} yet.")


def _when(by: FuzzyDate) -> str:
    """ "March 2020" of “by March 2020”, so that the sentence does not say “by by”."""
    said = by.printed.strip()
    return said[3:].strip() if said.lower().startswith("by ") else said


def _without_baseline(sought: Sought, reached: Reached) -> str:
    """Even a value at the target shows no benefit where nobody knows what there was before."""
    if reached.value is not None:
        return "A value is known, but not what there was before: no change can be shown."
    return "Nobody has said what there was before." + (
        "" if sought.target_said else " Nor what would be enough."
    )


def _only_words(sought: Sought) -> str:
    missing = [
        name for name, value in (("baseline", sought.baseline), ("target", sought.target)) if value is None
    ]
    verb = "is" if len(missing) == 1 else "are"
    return f"The {' and the '.join(missing)} {verb} in words only: a person has to judge."


def _no_side(sought: Sought) -> str:
    if sought.direction:
        return (
            "The target lies on the worse side of the baseline: one of the two, or the direction, is wrong."
        )
    return "Baseline and target are the same, and nobody has said whether more or less is better."
