"""The four rules of Making Data Count on whole numbers, and the one label and colour that a point gets from them.

Rules that fired are bits, in the order in which a label is chosen: beyond a limit, trend, two of three, shift; of each
pair the first bit is high. Sources: NHS England, Making Data Count; NHSRplotthedots 0.2.2 for the profile `ptd`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from outcomes.spc_inputs import Options
from outcomes.spc_limits import Lines, Stretch

RULES = (
    "beyond_high",
    "beyond_low",
    "trend_up",
    "trend_down",
    "two_of_three_high",
    "two_of_three_low",
    "shift_high",
    "shift_low",
)
BEYOND, TREND, TWO_OF_THREE, SHIFT = 1, 4, 16, 64
HIGH, LOW = 0b01010101, 0b10101010
COMMON_CAUSE = "common_cause"


@dataclass(frozen=True, slots=True)
class Found:
    """Of each counted point: its side of the mean (None without one), whether it is beyond or close to a limit (None
    without limits), and the bits of the rules that fired.
    """

    sides: list[int | None]
    outside: list[bool | None]
    close: list[bool | None]
    bits: list[int]


@dataclass(frozen=True, slots=True)
class Judgement:
    rules: frozenset[str]
    special_cause_type: str
    point_type: str
    mixed: bool


def where_points_lie(scaled: Sequence[int], stretches: Sequence[Stretch], lines: Sequence[Lines]) -> Found:
    """Each counted point against its segment's mean and limits; no rule yet but “beyond a limit”."""
    found = Found([], [], [], [])
    for stretch, its in zip(stretches, lines, strict=True):
        n, total = its.n, its.total
        limit, warning, k = 266 * its.moved * n, 532 * its.moved * n, 100 * its.k
        for y in scaled[stretch.low : stretch.high]:
            from_mean = n * y - total
            side = (from_mean > 0) - (from_mean < 0)
            found.sides.append(side if n else None)
            if not its.are_limits:
                found.outside.append(None)
                found.close.append(None)
                found.bits.append(0)
                continue
            beyond = k * abs(from_mean) > limit
            found.outside.append(beyond)
            found.close.append(not beyond and 3 * k * abs(from_mean) > warning)
            found.bits.append(0 if not beyond else _bit(BEYOND, side))
    return found


def _bit(rule: int, side: int | None) -> int:
    return rule if side == 1 else rule << 1


def fire(found: Found, scaled: Sequence[int], stretches: Sequence[Stretch], options: Options) -> None:
    """Adds the bits of shift, two of three and trend to what was found.

    Shift and two of three stay inside a segment and, in `nhse`, start afresh after a baseline; a trend crosses both in
    `nhse` and stays inside the segment in `ptd`.
    """
    for stretch in stretches:
        breaks = {stretch.low, stretch.high}
        if stretch.has_baseline and not options.is_ptd:
            breaks.add(stretch.low + stretch.baseline_n)
        for low, high in pairwise(sorted(breaks)):
            _shift(found, low, high, options.shift)
            _two_of_three(found, low, high, count_beyond=options.count_beyond)
        if options.is_ptd:
            _trend(found, scaled, stretch.low, stretch.high, options.trend)
    if not options.is_ptd:
        _trend(found, scaled, 0, len(scaled), options.trend)


def _shift(found: Found, low: int, high: int, length: int) -> None:
    """At least `length` points in a row strictly on one side of the mean; one on the mean ends the run."""
    for start, end, side in _runs(found.sides, low, high):
        if end - start >= length:
            _mark(found, start, end, _bit(SHIFT, side))


def _trend(found: Found, scaled: Sequence[int], low: int, high: int, length: int) -> None:
    """At least `length` points, each strictly above (or below) the one before, endpoints included.

    Two points make one step, so that a turning point ends one run and begins the next.
    """
    steps: list[int | None] = [
        (scaled[at + 1] > scaled[at]) - (scaled[at + 1] < scaled[at]) for at in range(low, high - 1)
    ]
    for start, end, direction in _runs(steps, 0, len(steps)):
        if end - start >= length - 1:
            _mark(found, low + start, low + end + 1, _bit(TREND, direction))


def _runs(sides: Sequence[int | None], low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """Stretches of equal sides that are not 0 or None: from, to before, side."""
    start = low
    for at in range(low + 1, high + 1):
        if at == high or sides[at] != sides[start]:
            if side := sides[start]:
                yield start, at, side
            start = at


def _mark(found: Found, start: int, end: int, bit: int) -> None:
    for at in range(start, end):
        found.bits[at] |= bit


def _two_of_three(found: Found, low: int, high: int, *, count_beyond: bool) -> None:
    """Three in a row strictly on one side of the mean, two of them or all beyond the warning line: those are flagged.

    A point beyond the limit is not one of them, unless `count_beyond` (a change announced for NHSRplotthedots, issue
    194). There is no window before three points, nor after the last.
    """
    sides = found.sides
    for at in range(low, high - 2):
        if sides[at] and sides[at] == sides[at + 1] == sides[at + 2]:
            outer = [
                one for one in range(at, at + 3) if found.close[one] or (count_beyond and found.outside[one])
            ]
            if len(outer) >= 2:
                for one in outer:
                    found.bits[one] |= _bit(TWO_OF_THREE, sides[at])


def judge_all(
    found: Found, scaled: Sequence[int], stretches: Sequence[Stretch], options: Options
) -> tuple[Judgement, ...]:
    """Fires the rules, and gives each counted point its label and colour."""
    fire(found, scaled, stretches, options)
    if not options.is_ptd:
        return tuple(judge(bits, options) for bits in found.bits)
    return tuple(
        judge(found.bits[at], options, rises=trend_rises(found, scaled, at, stretch))
        for stretch in stretches
        for at in range(stretch.low, stretch.high)
    )


def judge(bits: int, options: Options, *, rises: bool = False) -> Judgement:
    """Label and colour of a point whose rules these are. `rises` is the way a trend looks in `ptd` (`trend_rises`).

    `nhse` settles the direction first, by `conflict` where both fired (`neither`: high), and labels with the first rule
    of that direction. `ptd` labels with the first rule, which decides the direction.
    """
    if options.is_ptd:
        first = bits & -bits
        if first & (TREND | TREND << 1):
            first = TREND if rises else TREND << 1
        return _judgement(bits, first, options.improvement)
    prefers_high = options.improvement == "neither" or (options.improvement == "up") == (
        options.conflict == "improvement"
    )
    high, low = bits & HIGH, bits & LOW
    of_direction = high if high and (prefers_high or not low) else low
    return _judgement(bits, of_direction & -of_direction, options.improvement)


@lru_cache(maxsize=2048)
def _judgement(bits: int, label: int, improvement: str) -> Judgement:
    if not bits:
        return Judgement(frozenset(), COMMON_CAUSE, COMMON_CAUSE, mixed=False)
    is_high = bool(label & HIGH)
    if improvement == "neither":
        kind = "neutral_high" if is_high else "neutral_low"
    else:
        kind = "improvement" if is_high == (improvement == "up") else "concern"
    rules = frozenset(name for place, name in enumerate(RULES) if bits >> place & 1)
    return Judgement(rules, RULES[label.bit_length() - 1], kind, bool(bits & HIGH and bits & LOW))


def trend_rises(found: Found, scaled: Sequence[int], at: int, stretch: Stretch) -> bool:
    """The way `ptd` names a trend: from a point to the next if that is in a trend too, else from the one before.

    So the last point of a rise counts as falling where another rise follows from lower down; `nhse` does not do so.
    """
    after = at + 1
    if after < stretch.high and found.bits[after] & (TREND | TREND << 1):
        return scaled[after] > scaled[at]
    return at > stretch.low and scaled[at] > scaled[at - 1]


def variation_of(judgement: Judgement) -> str:
    """The icon of the latest point: its type, and whether high or low, which neutral types name already."""
    if judgement.point_type in {"improvement", "concern"}:
        is_high = judgement.special_cause_type.endswith(("_high", "_up"))
        return f"{judgement.point_type}_{'high' if is_high else 'low'}"
    return judgement.point_type
