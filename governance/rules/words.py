"""Plain words for sums and lists, so that every check says like things alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from commissioning.core.money import Money, format_exactly
from procurement.selectors.lines import LineRow

MOST_TERMS = 8
FIRST_FIGURE = re.compile(r"\.?\d")
UNIT_AFTER_FIGURE = re.compile(r"\d\s*(?:k|m|mn|bn|thousand|million|billion)\b", re.IGNORECASE)


def counted(number: int, noun: str, many: str = "") -> str:
    """ "1 line", "3 lines"."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def joined(words: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    items = list(words)
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def quoted(words: Iterable[str]) -> str:
    return joined(f"“{word}”" for word in words)


def in_pounds(money: Money) -> str:
    """The amount as printed, with the £ that the paper left out: "~20.5m" is "~£20.5m", "0.87" is "£0.87m"."""
    printed = money.printed
    if "£" in printed or money.amount is None or money.currency != "GBP":
        return printed
    if (
        not UNIT_AFTER_FIGURE.search(printed)
        and printed.replace(",", "").strip(" ~") != f"{money.amount:.0f}"
    ):
        return format_exactly(money.amount)
    return FIRST_FIGURE.sub(lambda found: f"£{found[0]}", printed, count=1)


def sum_of(lines: Sequence[LineRow], known: Decimal | None) -> str:
    """ "£19.5m + £1.45m = £20.95m"; many lines are counted instead; unknown ones are counted after the sum."""
    amounts = [line.money for line in lines if line.money.is_known]
    unknown = len(lines) - len(amounts)
    if known is None:
        return f"no amount known for {counted(len(lines), 'line')}"
    if len(amounts) > MOST_TERMS:
        terms = f"{counted(len(amounts), 'known line')} = "
    else:
        terms = f"{' + '.join(in_pounds(money) for money in amounts)} = " if len(amounts) > 1 else ""
    tail = f", with {counted(unknown, 'line')} of {len(lines)} not known" if unknown else ""
    return f"{terms}{format_exactly(known)}{tail}"


def printed_amounts(lines: Sequence[LineRow]) -> str:
    """The lines' amounts exactly as printed: "19.5m + 1.45m"."""
    if len(lines) > MOST_TERMS:
        return f"{counted(len(lines), 'budget line')}"
    return " + ".join(line.money.printed or str(line.money.qualifier.label) for line in lines)
