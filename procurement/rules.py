"""Rules of phases and budget lines, as pure functions: no database, no clock.

A function whose name ends in `_problem` gives a sentence that says what is wrong and what to do, or "" when nothing is.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from commissioning.core.money import Basis, Money, Qualifier, readings

SETTLED_TO = ("confirmed", "indicative")
TO_BE_CONFIRMED = "tbc"
NOT_NEGATIVE = "Enter an amount of £0 or more. Only a line marked as income or a saving may be below."
AMOUNT_NOT_TBC = "A line with an amount is not to be confirmed: choose another status."
CONFIRMED_NEEDS_AMOUNT = "A confirmed line needs its amount."


def move_problem(
    present: int | None, wanted: int | None, later: int | None = None, later_from: date | None = None
) -> str:
    """A service moves to a phase other than the one that procures it, and not behind a move already recorded."""
    if wanted is None:
        return "Choose the phase that is to procure the service."
    if wanted == present:
        return f"The service is in phase {present} already. Choose another phase."
    if later is not None and later_from is not None:
        when = f"{later_from.day} {later_from:%B %Y}"
        return f"The service joins phase {later} on {when}. Enter an effective date from that day on."
    return ""


def staying_line_problem(label: str, service_id: int, pays_for: Mapping[int, str]) -> str:
    """Why a budget line cannot move with a service; an amount for several services is never split between them."""
    if service_id not in pays_for:
        return f"“{label}” does not pay for this service. Untick it."
    others = [name for pk, name in pays_for.items() if pk != service_id]
    if others:
        return (
            f"“{label}” also pays for {' and '.join(others)}, so it stays where it is: a shared amount is never "
            "split. Untick it."
        )
    return ""


def settling_amount_problem(typed: Money, line: Money, *, may_be_negative: bool) -> str:
    """What is wrong with an amount for a line that is to be confirmed; `typed` is read without the line's basis.

    The line keeps its basis and year, so an amount that names others is refused rather than quietly re-labelled.
    """
    if typed.amount is None:
        return _no_amount_problem(typed)
    if typed.basis not in (Basis.UNSTATED, line.basis):
        return (
            f"This line is on the basis “{line.basis.label}”, and “{typed.text}” says “{typed.basis.label}”. "
            "Enter the amount on the line’s own basis."
        )
    if typed.year and typed.year != line.year:
        year = line.year or "no year"
        return (
            f"This line is for {year}, and “{typed.text}” is for {typed.year}. Enter the line’s own amount."
        )
    if typed.amount < 0 and not may_be_negative:
        return NOT_NEGATIVE
    return ""


def _no_amount_problem(typed: Money) -> str:
    if typed.qualifier == Qualifier.BLANK:
        return "Enter the amount, such as £870,000 or £0.87m."
    if typed.qualifier != Qualifier.UNREADABLE:
        return f"“{typed.text}” is not an amount: the line stays to be confirmed until there is one."
    offered = [
        reading.note.partition("read as ")[2].removesuffix(" (inferred)") for reading in readings(typed.text)
    ]
    if offered:
        return f"“{typed.text}” could mean {' or '.join(filter(None, offered))}. Enter the one you mean."
    return f"“{typed.text}” cannot be read as one amount. Write it like £870,000 or £0.87m."


def settled_status_problem(status: str) -> str:
    return "" if status in SETTLED_TO else "Say whether the amount is confirmed or indicative."


def line_amount_problem(money: Money, *, may_be_negative: bool) -> str:
    """What is wrong with what a line says of its amount, as it is entered or put right; unknown is no fault."""
    if money.qualifier == Qualifier.UNREADABLE:
        return _no_amount_problem(money)
    if money.amount is not None and money.amount < 0 and not may_be_negative:
        return NOT_NEGATIVE
    return ""


def line_status_problem(status: str, money: Money) -> str:
    """A line to be confirmed has no amount; a confirmed one has."""
    if not status:
        return "Say how sure the amount is: to be confirmed, indicative, confirmed, forecast or outturn."
    if status == TO_BE_CONFIRMED and money.is_known:
        return AMOUNT_NOT_TBC
    return CONFIRMED_NEEDS_AMOUNT if status == "confirmed" and not money.is_known else ""


def line_values(money: Money, status: str) -> dict[str, str | None]:
    """A line's money and status as a settlement keeps them: by column as stored, amounts as exact decimals in words."""
    kept = {f"money_{field.name}": getattr(money, field.name) for field in fields(Money)}
    return {name: None if value is None else str(value) for name, value in kept.items()} | {"status": status}


def kept_money(values: Mapping[str, Any]) -> Money:
    """The money that `line_values` kept."""
    parts = {field.name: values[f"money_{field.name}"] for field in fields(Money)}
    for name in ("amount", "upper"):
        parts[name] = None if parts[name] is None else Decimal(parts[name])
    return Money(**parts)
