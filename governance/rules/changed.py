"""What has changed since figures were frozen: each figure then beside the same figure now.

A frozen report is never altered; a reader is told instead how many of its figures have since changed, and which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final


@dataclass(frozen=True)
class Figure:
    """A figure as a report prints it. `key` names it for good; `address` leads to its record.

    `value` is the exact value behind the print, where there is one: a number, or text such as an ISO date. It may have
    been stored as text and read back.
    """

    key: str
    label: str
    printed: str
    address: str = ""
    value: object = None


class DifferenceKind:
    """How a figure differs, by code."""

    CHANGED: Final = "changed"
    GONE: Final = "gone"
    NEW: Final = "new"


@dataclass(frozen=True)
class Difference:
    """One figure that is no longer what it was. `then` is empty for a new one and `now` for one that is gone."""

    key: str
    label: str
    then: str
    now: str
    address: str
    kind: str

    @property
    def words(self) -> str:
        """ "Known total: £12.47m then, £13.34m now"; one that changed within its rounding says so."""
        if self.kind == DifferenceKind.GONE:
            return f"{self.label}: {self.then} then, no longer reported"
        if self.kind == DifferenceKind.NEW:
            return f"{self.label}: not reported then, {self.now} now"
        if self.then == self.now:
            return f"{self.label}: {self.now} then and now, changed by less than is printed"
        return f"{self.label}: {self.then} then, {self.now} now"


def differences(then: Sequence[Figure], now: Sequence[Figure]) -> tuple[Difference, ...]:
    """Every figure that changed or is gone, in the order of then, and then every new one, in the order of now.

    A figure has changed when its print differs, or its value where both are known; another label or address is no
    change. The address is that of now while there is one. Raises ValueError when one key names two figures.
    """
    before, after = _by_key(then), _by_key(now)
    return (*_changed_or_gone(before, after), *_new(before, after))


def changed_words(count: int) -> str:
    """ "No figure has since changed", "1 figure has since changed", "3 figures have since changed"."""
    if not count:
        return "No figure has since changed"
    return f"{count:,} {'figure has' if count == 1 else 'figures have'} since changed"


def _changed_or_gone(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> Iterator[Difference]:
    for key, old in before.items():
        new = after.get(key)
        if new is None:
            yield Difference(key, old.label, old.printed, "", old.address, DifferenceKind.GONE)
        elif not _alike(old, new):
            yield Difference(
                key, new.label, old.printed, new.printed, new.address or old.address, DifferenceKind.CHANGED
            )


def _new(before: Mapping[str, Figure], after: Mapping[str, Figure]) -> Iterator[Difference]:
    for key, new in after.items():
        if key not in before:
            yield Difference(key, new.label, "", new.printed, new.address, DifferenceKind.NEW)


def _by_key(figures: Sequence[Figure]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for figure in figures:
        if figure.key in found:
            raise ValueError(f"Two figures have the key “{figure.key}”. Give each its own.")
        found[figure.key] = figure
    return found


def _alike(old: Figure, new: Figure) -> bool:
    if old.printed != new.printed:
        return False
    return old.value is None or new.value is None or _plain(old.value) == _plain(new.value)


def _plain(value: object) -> object:
    """The value whatever it was stored as: 12.50, "12.5" and Decimal("12.5") are one number."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)
