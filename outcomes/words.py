"""Every word that is said of an analysis: icons, rules, kinds of points, findings. Pure: nothing is looked up.

Icon wording is that of NHS England's “Making Data Count”. A finding speaks of the whole series: no sentence here
compares one period with the one before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from outcomes.printed import figure, number, period_label, periods, unit_words
from outcomes.spc_types import Analysis, PointResult
from outcomes.words_rules import direction_of, listed, rule_label, rules_in_order

__all__ = [
    "ASSURANCE",
    "MARKS",
    "NO_ASSURANCE",
    "NO_VARIATION",
    "VARIATION",
    "IconWords",
    "Wording",
    "assurance_words",
    "figure",
    "finding",
    "judgement",
    "mixed_words",
    "number",
    "period_label",
    "point_words",
    "provisional_words",
    "rule_label",
    "too_few",
    "too_few_words",
    "unit_words",
    "variation_words",
]

SMALL: Final = 100  # below this a calculated line of a whole-number series is printed with one decimal


class IconWords(NamedTuple):
    """`short` stands beside an icon, `full` explains it; `letter` is drawn in it, empty where dots or arrows are."""

    short: str
    full: str
    letter: str = ""


VARIATION: Final = {
    "common_cause": IconWords("Common cause", "Common cause, no significant change"),
    "improvement_high": IconWords(
        "Improving, high",
        "Special cause of improving nature or lower pressure due to (H)igher values",
        "H",
    ),
    "improvement_low": IconWords(
        "Improving, low", "Special cause of improving nature or lower pressure due to (L)ower values", "L"
    ),
    "concern_high": IconWords(
        "Concerning, high",
        "Special cause of concerning nature or higher pressure due to (H)igher values",
        "H",
    ),
    "concern_low": IconWords(
        "Concerning, low", "Special cause of concerning nature or higher pressure due to (L)ower values", "L"
    ),
    "neutral_high": IconWords(
        "Special cause, high", "Special cause, (H)igher values, neither improvement nor concern"
    ),
    "neutral_low": IconWords(
        "Special cause, low", "Special cause, (L)ower values, neither improvement nor concern"
    ),
}
ASSURANCE: Final = {
    "pass": IconWords("Consistently passes", "Will consistently (P)ass the target if nothing changes", "P"),
    "hit_or_miss": IconWords("Hit or miss", "Will not consistently pass or fail (hit or miss)", "?"),
    "fail": IconWords("Consistently fails", "Will consistently (F)ail the target if nothing changes", "F"),
}
NO_VARIATION: Final = IconWords("No icon", "No icon: not enough points to judge change")
NO_ASSURANCE: Final = IconWords("No icon", "No icon: no target, not enough points, or not applicable")


class MarkWords(NamedTuple):
    """What a point is called on its own and in a legend, and the shape that carries it without colour."""

    word: str
    shape: str


MARKS: Final = {
    "common_cause": MarkWords("common cause", "circle"),
    "improvement": MarkWords("improving", "square"),
    "concern": MarkWords("concerning", "diamond"),
    "neutral_high": MarkWords("special cause, high", "triangle"),
    "neutral_low": MarkWords("special cause, low", "triangle_down"),
}


@dataclass(frozen=True)
class Wording:
    """How an indicator's values and rules are put into words. `shift`, `trend` and `needed` are its chart settings.

    `abouts` are the words of figures that are no exact ones, by the date of their point: “about”, “over”, “under”.
    """

    improvement: str
    unit: str
    decimals: int = 0
    frequency: str = "month"
    shift: int = 7
    trend: int = 7
    needed: int = 15
    abouts: Mapping[date, str] = field(default_factory=dict, hash=False)

    def point(self, point: PointResult) -> str:
        """A point's value as its source qualifies it: “about 55 %”."""
        return f"{self.abouts.get(point.date, '')} {self.figure(point.value)}".strip()

    def figure(self, value: object) -> str:
        return figure(value, self.unit, self.decimals)  # type: ignore[arg-type]

    def target(self, value: Decimal | int) -> str:
        """A target as stated, neither rounded nor filled up with noughts: 99.5 % is never printed as 100 %."""
        return figure(value, self.unit, max(-int(Decimal(value).normalize().as_tuple().exponent), 0))

    def line_figure(self, value: object) -> str:
        """A calculated line: a small whole-number series shows one decimal, or mean and limits would look rounded."""
        small = self.decimals == 0 and unit_words(self.unit) != "£" and abs(value) < SMALL  # type: ignore[arg-type]
        return figure(value, self.unit, 1 if small else self.decimals)  # type: ignore[arg-type]

    def period(self, point: PointResult) -> str:
        return period_label(point.date, self.frequency)


def variation_words(code: str | None) -> IconWords:
    """Words of a variation icon. Raises KeyError for a code that is none."""
    return NO_VARIATION if code is None else VARIATION[code]


def assurance_words(code: str | None) -> IconWords:
    """Words of an assurance icon. Raises KeyError for a code that is none."""
    return NO_ASSURANCE if code is None else ASSURANCE[code]


def too_few(analysis: Analysis) -> bool:
    """Whether the series is short of the points that limits and icons need."""
    return "too_few_points" in analysis.warnings


def counted(points: Iterable[PointResult]) -> list[PointResult]:
    """The points that count: with a value, and no ghost."""
    return [point for point in points if point.value is not None and not point.ghost]


def too_few_words(analysis: Analysis, needed: int = 15) -> str:
    """ "11 of 15 points", as a run chart is captioned."""
    return f"{len(counted(analysis.points))} of {needed} points"


def provisional_words(analysis: Analysis) -> str:
    """Why the limits of the latest stretch are provisional; empty where they are not."""
    if too_few(analysis) or not analysis.segments or not analysis.segments[-1].few_points:
        return ""
    last = analysis.segments[-1]
    if last.lower_limit is None:
        return "Provisional: too few points since the limits were last set anew to draw limits."
    return f"Provisional limits: they rest on {last.baseline_n} point{'' if last.baseline_n == 1 else 's'}."


def finding(
    analysis: Analysis,
    *,
    improvement: str,
    unit: str,
    decimals: int = 0,
    frequency: str = "month",
    shift: int = 7,
    trend: int = 7,
    needed: int = 15,
    abouts: Mapping[date, str] | None = None,
) -> str:
    """What the chart says, in one or two plain sentences: latest value, change, target, and what limits the judgement.

    “Latest 82.1 % (March 2026), improving, high: shift of seven above the mean; hit or miss against 85 %.”
    `improvement` is up, down or neither; `needed` is the number of points that limits need (Making Data Count: 15).
    `abouts` as in `Wording`.
    """
    says = Wording(improvement, unit, decimals, frequency, shift, trend, needed, abouts or {})
    latest = analysis.latest
    if latest is None:
        return _nothing(analysis, says)
    opening = f"Latest {says.point(latest)} ({says.period(latest)}{_since(analysis, latest, says)})"
    if too_few(analysis):
        return (
            f"{opening}. {too_few_words(analysis, needed)}: too few to judge change"
            f"{_unjudged_target(analysis, says)}."
        )
    sentences = [f"{opening}, {_change(analysis, latest, says)}; {_target(analysis, says)}."]
    if latest.mixed:
        sentences.append(mixed_words(latest, says))
    if provisional := provisional_words(analysis):
        sentences.append(provisional)
    return " ".join(sentences)


def _nothing(analysis: Analysis, says: Wording) -> str:
    if not analysis.points:
        return "No value recorded yet."
    values = [point for point in analysis.points if point.value is not None]
    listed_periods = periods(len(analysis.points), says.frequency)
    if values:
        return f"Every value of {listed_periods} is left out of the calculation, so nothing is judged."
    return f"No value in {listed_periods}."


def _since(analysis: Analysis, latest: PointResult, says: Wording) -> str:
    """What stands after the latest value that counts: periods without a value, or left out."""
    later = [point for point in analysis.points if point.date > latest.date]
    missing = [says.period(point) for point in later if point.value is None]
    ghosts = [says.period(point) for point in later if point.value is not None]
    parts = []
    if missing:
        parts.append(f"no value for {_some(missing, says)}")
    if ghosts:
        parts.append(f"{_some(ghosts, says)} left out")
    return f"; {'; '.join(parts)}" if parts else ""


def _some(labels: Sequence[str], says: Wording) -> str:
    return listed(labels) if len(labels) <= 2 else f"the {periods(len(labels), says.frequency)} since"


def _change(analysis: Analysis, latest: PointResult, says: Wording) -> str:
    if analysis.variation in {None, "common_cause"}:
        return "common cause, no significant change" if analysis.variation else "change not judged"
    words = VARIATION[str(analysis.variation)].short
    words = words[0].lower() + words[1:]
    if str(analysis.variation).startswith("neutral"):
        words += ", neither improvement nor concern"
    side = direction_of(str(latest.special_cause_type))
    same = [rule for rule in rules_in_order(latest) if direction_of(rule) == side]
    return f"{words}: {listed([rule_label(rule, says.shift, says.trend) for rule in same])}"


def _target(analysis: Analysis, says: Wording) -> str:
    if analysis.target is None:
        elsewhere = any(point.target is not None for point in analysis.points)
        return "no target in force" if elsewhere else "no target stated"
    target = says.target(analysis.target)
    if analysis.assurance is None:
        why = (
            "since neither direction is stated to be an improvement"
            if says.improvement == "neither"
            else "without limits"
        )
        return f"target of {target} not judged, {why}"
    return {
        "pass": f"will consistently pass {target} if nothing changes",
        "hit_or_miss": f"hit or miss against {target}",
        "fail": f"will consistently fail {target} if nothing changes",
    }[analysis.assurance]


def _unjudged_target(analysis: Analysis, says: Wording) -> str:
    if analysis.target is None:
        return "; no target stated"
    return f" or the target of {says.target(analysis.target)}"


def mixed_words(point: PointResult, says: Wording) -> str:
    """The sentence for a point where rules of both directions fired; empty for any other."""
    if not point.mixed:
        return ""
    side = direction_of(str(point.special_cause_type))
    other = [
        rule_label(rule, says.shift, says.trend)
        for rule in rules_in_order(point)
        if direction_of(rule) != side
    ]
    return f"Mixed signal: also {listed(other)}, which points the other way." if other else "Mixed signal."


def judgement(point: PointResult, says: Wording) -> str:
    """What is made of one point, for its row in the data table: kind, every rule, mixed signal, left out, no value."""
    if point.value is None:
        return "no value"
    if point.ghost:
        return "left out of the calculation"
    if point.point_type is None:
        return "not judged"
    kind = MARKS[point.point_type].word
    if point.point_type in {"improvement", "concern"}:
        kind += f", {direction_of(str(point.special_cause_type))}"
    rules = [rule_label(rule, says.shift, says.trend) for rule in rules_in_order(point)]
    words = f"{kind}: {listed(rules)}" if rules else kind
    return f"{words}; mixed signal" if point.mixed else words


def point_words(point: PointResult, says: Wording) -> str:
    """A point's tooltip: period, value, judgement with every rule, its target and its note."""
    words = f"{says.period(point)}: {says.point(point)}"
    told = judgement(point, says)
    if point.value is not None:
        words += f", {told}"
    if point.target is not None:
        words += f". Target {says.target(point.target)}"
    return f"{words}. {point.annotation}" if point.annotation else f"{words}."
