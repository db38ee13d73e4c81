"""The plain sentence that goes with each comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissioning.core.money import Money, MoneyTotal, Qualifier, format_pounds
from commissioning.core.money_total import describe_kinds


@dataclass(frozen=True)
class Working:
    """What a comparison was worked out from."""

    stated: Sequence[Money]
    lines: MoneyTotal
    across_bases: bool
    low: Decimal | None = None
    high: Decimal | None = None
    difference: Decimal | None = None
    headroom: Decimal | None = None
    shortfall: Decimal | None = None
    may_be_negative: bool = False
    bases: tuple[str, ...] = ()


def reason_for(verdict: str, working: Working) -> str:
    """One or two sentences saying why, for people who did not do the sum; amounts as `format_pounds` prints
    them.
    """
    sentence = _SENTENCES[verdict](working)
    if working.across_bases and len(working.bases) < 2:
        return f"{sentence} The amounts are not all stated for one basis and year."
    return sentence


def _nothing_to_compare(working: Working) -> str:
    unknown = [value for value in working.stated if not value.is_known]
    if not working.stated:
        return "There is no stated value to compare with."
    if unknown:
        which = "The stated value" if len(working.stated) == 1 else "Part of the stated value"
        return f"{which} is {unknown[0].qualifier.label}."
    if len(working.bases) > 1:
        return f"The lines are on {len(working.bases)} bases ({'; '.join(working.bases)}), which do not make one sum."
    return "There are no lines to compare with the stated value."


def _reconciles(working: Working) -> str:
    if working.headroom is not None:
        return f"{_lines(working)}: {format_pounds(working.headroom)} inside the stated limit, {_stated(working)}."
    return f"{_lines(working)}, in keeping with the stated {_stated(working)}{_between(working)}."


def _met(working: Working) -> str:
    sentence = (
        f"{_lines(working)}: {format_pounds(working.headroom)} above the stated floor, {_stated(working)}"
    )
    return (
        f"{sentence}, whatever {_unknown(working)} may add."
        if working.lines.unknown_count
        else f"{sentence}."
    )


def _differs(working: Working) -> str:
    return f"{_lines(working)}: {_distance(working)} the stated {_stated(working)}{_between(working)}."


def _cannot_reconcile(working: Working) -> str:
    return (
        f"{_lines(working)}: already {_distance(working)} the stated {_stated(working)}, "
        f"and {_unknown(working)} can only add to it."
    )


def _cannot_be_judged(working: Working) -> str:
    if working.lines.known is None:
        return f"No line has an amount yet ({_unknown(working)}), against the stated {_stated(working)}."
    if working.may_be_negative:
        tail = "which may add to the sum or take from it"
    elif working.shortfall:
        tail = f"which would have to make up {format_pounds(working.shortfall)}"
    else:
        tail = "which can only add to the sum"
    return f"{_lines(working)}, against the stated {_stated(working)}; still to come: {_unknown(working)}, {tail}."


_SENTENCES = {
    "nothing_to_compare": _nothing_to_compare,
    "reconciles": _reconciles,
    "met": _met,
    "differs": _differs,
    "cannot_reconcile": _cannot_reconcile,
    "cannot_be_judged": _cannot_be_judged,
}


def _lines(working: Working) -> str:
    count = working.lines.known_count
    known = " known" if working.lines.unknown_count else ""
    # Without the counts and bases that `MoneyTotal.printed` adds: the sentence has its own.
    amount = working.lines.amount_printed
    return (
        f"The {count}{known} lines come to {amount}"
        if count != 1
        else f"The one{known} line comes to {amount}"
    )


def _unknown(working: Working) -> str:
    count, kinds = working.lines.unknown_count, working.lines.unknown_kinds
    lines = "1 line" if count == 1 else f"{count} lines"
    if len(kinds) == 1:
        (kind,) = kinds
        return f"{lines} {kind.label}"
    return f"{lines} not known ({describe_kinds(kinds)})"


def _stated(working: Working) -> str:
    return " plus ".join(value.printed for value in working.stated)


def _between(working: Working) -> str:
    rounded = any(value.qualifier != Qualifier.RANGE for value in working.stated)
    if working.low is None or working.high is None or working.low == working.high or not rounded:
        return ""
    return f" (anything from {_fine(working.low)} to {_fine(working.high)})"


def _distance(working: Working) -> str:
    difference = working.difference
    if not difference:
        return "not within"
    return f"{format_pounds(abs(difference))} {'more' if difference > 0 else 'less'} than"


def _fine(amount: Decimal) -> str:
    """A rounding bound, which two decimals of a million may not show."""
    return format_pounds(amount) if amount % 10_000 == 0 else f"£{amount:,.0f}"
