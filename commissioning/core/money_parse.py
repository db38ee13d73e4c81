"""Reading money from text: never a guess, never an exception, and never £0 for something unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeVar

from commissioning.core import money_words as words
from commissioning.core.money_format import FIGURE, MILLION, MINUS, UNIT_MULTIPLIERS
from commissioning.core.money_value import LARGEST_AMOUNT, PENNY, Basis, Money, NetGross, Qualifier

Found = TypeVar("Found")
GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
PLAIN: Final = re.compile(r"\d+(?:\.\d+)?|\.\d+")
DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
SMALLEST_BARE_POUNDS: Final = 1000
LONGEST_READ: Final = 500


@dataclass
class _Reading:
    """What has been understood so far; `rest` is the text still to be read."""

    rest: str
    qualifier: Qualifier = Qualifier.EXACT
    basis: Basis = Basis.UNSTATED
    year: str = ""
    net_gross: NetGross = NetGross.UNSTATED
    note: str = ""
    negative: bool = False


def parse_money(text: str, *, basis: Basis | None = None, year: str = "") -> Money:
    """Read an amount in pounds as a paper or a person writes it, keeping `text` verbatim.

    `basis` and `year` given here (from a column heading, say) win over words in the text. Text that could
    mean more than one amount ("0.87", "£10,657m"), or that holds more than an amount, comes back as
    unreadable: see `readings`.
    """
    seen = _understand(text)
    qualifier, amount, upper = _amount_of(seen)
    return Money(
        text=text,
        amount=amount,
        upper=upper,
        qualifier=qualifier,
        basis=seen.basis if basis is None else basis,
        year=year or seen.year,
        net_gross=seen.net_gross,
        note=seen.note,
    )


def readings(text: str, *, basis: Basis | None = None, year: str = "") -> tuple[Money, ...]:
    """The amounts `text` may stand for, for a person to choose from; each keeps `text` and is noted as inferred.

    Readable text has its one reading. "£10,657m" has £10.657m, £10,657 and £10,657m; "0.87" has £0.87 and
    £0.87m. Text with no figure, or with several, has none.
    """
    parsed = parse_money(text, basis=basis, year=year)
    if parsed.is_known:
        return (parsed,)
    seen = _understand(text)
    return tuple(
        replace(
            parsed,
            amount=amount,
            qualifier=seen.qualifier,
            note="; ".join(filter(None, [seen.note, f"read as {label} (inferred)"])),
        )
        for label, amount in _offers(text, parsed.qualifier, seen.negative)
    )


def reading_labels(text: str) -> tuple[str, ...]:
    """The readings of unreadable text in short, like "£0.87" and "£0.87m", in the order of `readings`."""
    seen = _understand(text)
    return tuple(label for label, _ in _offers(text, parse_money(text).qualifier, seen.negative))


def _offers(text: str, qualifier: Qualifier, negative: bool) -> list[tuple[str, Decimal]]:
    figure = _the_figure(text)
    if qualifier != Qualifier.UNREADABLE or figure is None:
        return []
    offered: dict[Decimal, str] = {}
    for value, unit in _candidates(*figure):
        amount = value * UNIT_MULTIPLIERS.get(unit, Decimal(1)) * (-1 if negative else 1)
        if _is_storable(amount):
            offered.setdefault(amount, f"{MINUS if negative else ''}£{value:,}{unit}")
    return [(label, amount) for amount, label in offered.items()]


def _the_figure(text: str) -> tuple[str, str] | None:
    """The number and unit of the one figure in `text` that looks like money; None where there is not just
    one.
    """
    plain = _plain(text)
    if len(plain) > LONGEST_READ:
        return None
    figures = list(FIGURE.finditer(plain))
    marked = [found for found in figures if found["unit"] or plain[: found.start()].endswith(("£", "£ "))]
    found = (marked or figures)[0] if len(marked or figures) == 1 else None
    return None if found is None else (found["number"], found["unit"] or "")


def _candidates(number: str, unit: str) -> list[tuple[Decimal, str]]:
    value = Decimal(number.replace(",", ""))
    found = [(value, unit or "m")]
    if "," in number or not unit:
        found.insert(0, (value, ""))
    if number.count(",") == 1 and "." not in number:
        found.insert(0, (Decimal(number.replace(",", ".")), unit))
    return found


def _plain(text: str) -> str:
    return " ".join(text.translate(DASHES).lower().split())


def _understand(text: str) -> _Reading:
    """Take the known words off both ends until only the figures, or words we do not know, are left."""
    seen = _Reading(rest=_plain(text))
    if len(seen.rest) > LONGEST_READ:
        return seen
    _take_remark(seen)
    before = None
    while before != seen.rest:
        before = seen.rest
        seen.rest = words.IN_BRACKETS.sub(r"\1 \2", seen.rest)
        _take_year(seen)
        _take_sign(seen)
        seen.basis = _take_last(seen, words.BASES, seen.basis)
        seen.net_gross = _take_last(seen, words.NET_GROSS, seen.net_gross)
        seen.qualifier = _take_last(seen, words.AFTER, seen.qualifier)
        seen.qualifier = _take_first(seen, words.BEFORE, seen.qualifier)
    return seen


def _take_remark(seen: _Reading) -> None:
    found = words.REMARK.search(seen.rest)
    if found:
        seen.rest, seen.note = seen.rest[: found.start()].rstrip(" ,;"), found[1]


def _take_year(seen: _Reading) -> None:
    found = words.YEAR.search(seen.rest)
    if found and found.start() > 0 and (int(found[1]) + 1) % 100 == int(found[2]):
        seen.rest, seen.year = seen.rest[: found.start()].rstrip(), f"20{found[1]}/{found[2]}"


def _take_sign(seen: _Reading) -> None:
    inside = re.fullmatch(r"\(([^()]*\d[^()]*)\)", seen.rest)
    if inside and not seen.negative:
        seen.rest, seen.negative = inside[1].strip(), True
    elif seen.rest.startswith("(") and seen.rest.endswith(")"):
        seen.rest = seen.rest[1:-1].strip()
    elif seen.rest.startswith("minus "):
        seen.rest = f"-{seen.rest.removeprefix('minus ')}"


def _take_last(seen: _Reading, choices: tuple[tuple[Found, re.Pattern[str]], ...], otherwise: Found) -> Found:
    for meaning, pattern in choices:
        found = pattern.search(seen.rest)
        if found and found.start() > 0:
            seen.rest = seen.rest[: found.start()].rstrip(" ,")
            return meaning
    return otherwise


def _take_first(
    seen: _Reading, choices: tuple[tuple[Found, re.Pattern[str]], ...], otherwise: Found
) -> Found:
    for meaning, pattern in choices:
        found = pattern.match(seen.rest)
        if found and found.end() < len(seen.rest):
            seen.rest = seen.rest[found.end() :].lstrip()
            return meaning
    return otherwise


def _amount_of(seen: _Reading) -> tuple[Qualifier, Decimal | None, Decimal | None]:
    if seen.rest in words.BLANKS:
        return Qualifier.BLANK, None, None
    for absent, pattern in words.ABSENT:
        if pattern.fullmatch(seen.rest):
            return absent, None, None
    if words.NIL.fullmatch(seen.rest) and seen.qualifier == Qualifier.EXACT:
        return Qualifier.NIL, Decimal(0), None
    one = words.ONE_AMOUNT.fullmatch(seen.rest)
    if one:
        amount = _figure(one, "1", negative=seen.negative)
        return (Qualifier.UNREADABLE, None, None) if amount is None else (seen.qualifier, amount, None)
    return _range_of(seen)


def _range_of(seen: _Reading) -> tuple[Qualifier, Decimal | None, Decimal | None]:
    two = words.TWO_AMOUNTS.fullmatch(seen.rest)
    # "Over £1m to £2m" states neither a floor nor a range that can be relied on.
    if two and not seen.negative and seen.qualifier in (Qualifier.EXACT, Qualifier.APPROX):
        low = _figure(two, "1", unit=two["unit2"], pound=bool(two["pound2"]))
        high = _figure(two, "2", pound=bool(two["pound1"]))
        if low is not None and high is not None and low <= high:
            return Qualifier.RANGE, low, high
    return Qualifier.UNREADABLE, None, None


def _figure(
    found: re.Match[str], index: str, *, unit: str | None = None, pound: bool = False, negative: bool = False
) -> Decimal | None:
    """The amount of one matched figure in pounds, or None where it could be read in more than one way."""
    number, unit = found[f"number{index}"], found[f"unit{index}"] or unit
    if not (GROUPED.fullmatch(number) or PLAIN.fullmatch(number)):
        return None
    value, decimals = Decimal(number.replace(",", "")), len(number.partition(".")[2])
    if unit is None and not _is_whole_pounds_or_pence(value, decimals, pound or bool(found[f"pound{index}"])):
        return None
    # "£10,657m": a comma for a point, or a stray m? Nobody prints thousands of millions on purpose.
    if unit is not None and UNIT_MULTIPLIERS[unit] >= MILLION and value >= SMALLEST_BARE_POUNDS:
        return None
    signs = (found[f"minus{index}"], found[f"inner{index}"], negative or None)
    size = value * UNIT_MULTIPLIERS[unit] if unit else value
    amount = -size if any(signs) else size
    return amount if _is_storable(amount) and sum(map(bool, signs)) < 2 else None


def _is_whole_pounds_or_pence(value: Decimal, decimals: int, pound: bool) -> bool:
    """ "£216", "£19.20" and "870,000" are plainly pounds; "20", "0.87" and "£20.5" may be millions."""
    return decimals in (0, 2) and (pound or value >= SMALLEST_BARE_POUNDS)


def _is_storable(amount: Decimal) -> bool:
    return abs(amount) <= LARGEST_AMOUNT and amount == amount.quantize(PENNY)
