"""Adding money: what is known, how many lines are not, and on what basis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissioning.core.money_format import format_pounds
from commissioning.core.money_value import Basis, Money, Qualifier


class MixedBasesError(ValueError):
    """Amounts of different basis or year were about to be added without anyone choosing to."""


class MixedCurrenciesError(ValueError):
    """Amounts in different currencies cannot be added or compared at all."""


@dataclass(frozen=True)
class MoneyTotal:
    """A sum of the known amounts among `line_count` lines, in pounds.

    `known` is None when no line has an amount: an unknown total is never £0. `upper` is the sum of the upper
    ends where a line is a range. `bases` and `years` are those of the lines with an amount.
    """

    known: Decimal | None
    approximate: bool
    floor: bool
    ceiling: bool
    upper: Decimal | None
    unknown_count: int
    unknown_kinds: Mapping[Qualifier, int]
    line_count: int
    bases: tuple[Basis, ...]
    years: tuple[str, ...]

    @property
    def known_count(self) -> int:
        return self.line_count - self.unknown_count

    @property
    def is_combined(self) -> bool:
        """True when different bases or years were added on request; `printed` then says so."""
        return len(self.bases) > 1 or len(self.years) > 1

    @property
    def printed(self) -> str:
        """ "£12.47m, 2 of 8 lines TBC"; all unknown "not known (3 of 3 TBC)"; empty "no lines"."""
        if not self.line_count:
            return "no lines"
        if self.known is None:
            return f"not known ({self._unknown_lines('')})"
        parts = [self.amount_printed]
        if self.unknown_count:
            parts.append(self._unknown_lines(" lines"))
        if self.is_combined:
            parts.append("across bases" if len(self.bases) > 1 else "across years")
        return ", ".join(parts)

    @property
    def amount_printed(self) -> str:
        """The sum alone, with "over", "under" or "about" where a line is: "not known" when there is none."""
        words = []
        if self.floor != self.ceiling:
            words.append("over" if self.floor else "under")
        if self.approximate or (self.floor and self.ceiling):
            words.append("about")
        words.append(format_pounds(self.known))
        if self.upper is not None:
            words.append(f"to {format_pounds(self.upper)}")
        return " ".join(words)

    def _unknown_lines(self, lines: str) -> str:
        count = f"{self.unknown_count} of {self.line_count}{lines}"
        if len(self.unknown_kinds) == 1:
            (kind,) = self.unknown_kinds
            return f"{count} {kind.label}"
        return f"{count}{' not known' if lines else ''}: {describe_kinds(self.unknown_kinds)}"


def describe_kinds(kinds: Mapping[Qualifier, int]) -> str:
    """ "2 TBC and 1 awaited", in the order the qualifiers are declared."""
    named = [f"{kinds[kind]} {kind.label}" for kind in Qualifier if kinds.get(kind)]
    return " and ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))


def basis_words(basis: Basis, year: str) -> str:
    """ "budget for 2020/21", "total contract value", "per annum, 2020/21", "basis not stated"."""
    if basis == Basis.BUDGET_YEAR and year:
        return f"budget for {year}"
    return f"{Basis(basis).label}{f', {year}' if year else ''}"


def total(moneys: Iterable[Money], *, combine: bool = False) -> MoneyTotal:
    """Add the known amounts and count the unknown ones by kind.

    Raises MixedBasesError when the known amounts differ in basis or year, unless `combine` records that
    somebody chose to add them; MixedCurrenciesError when they differ in currency. Nil adds nothing and so has
    no say in the basis.
    """
    lines = tuple(moneys)
    known = [line for line in lines if line.amount is not None]
    check_currency(known)
    bases, years = _bases_and_years(known)
    if not combine and (len(bases) > 1 or len(years) > 1):
        kinds = ", ".join([*(basis.label for basis in bases), *(year or "year not stated" for year in years)])
        raise MixedBasesError(
            f"These amounts are not on one basis ({kinds}). Choose to combine them, or split."
        )
    unknown = Counter(line.qualifier for line in lines if line.amount is None)
    qualifiers = {line.qualifier for line in known}
    return MoneyTotal(
        known=_sum(known) if known else None,
        approximate=Qualifier.APPROX in qualifiers,
        floor=Qualifier.OVER in qualifiers,
        ceiling=Qualifier.UNDER in qualifiers,
        upper=_sum(known, upper=True) if Qualifier.RANGE in qualifiers else None,
        unknown_count=unknown.total(),
        unknown_kinds=dict(unknown),
        line_count=len(lines),
        bases=bases,
        years=years,
    )


def totals_by_basis(moneys: Iterable[Money]) -> tuple[MoneyTotal, ...]:
    """One total for each basis and year, in order of first appearance; no lines gives no totals.

    Lines that could not be told apart by basis (unknown, or nil, with no basis stated) join the only group
    there is, or stand in a group of their own where there are several.
    """
    groups: dict[tuple[Basis, str, str], list[Money]] = {}
    undecided: list[Money] = []
    for line in moneys:
        if _has_say(line) or line.basis != Basis.UNSTATED:
            groups.setdefault((line.basis, line.year, line.currency), []).append(line)
        else:
            undecided.append(line)
    if undecided and len(groups) == 1:
        next(iter(groups.values())).extend(undecided)
    elif undecided:
        groups.setdefault((Basis.UNSTATED, "", "GBP"), []).extend(undecided)
    return tuple(total(group) for group in groups.values())


def check_currency(moneys: Iterable[Money]) -> None:
    """Raise MixedCurrenciesError unless all amounts are in one currency."""
    currencies = sorted({money.currency for money in moneys})
    if len(currencies) > 1:
        raise MixedCurrenciesError(f"Amounts in {' and '.join(currencies)} cannot be added or compared.")


def _has_say(line: Money) -> bool:
    return line.is_known and line.qualifier != Qualifier.NIL


def _bases_and_years(known: Sequence[Money]) -> tuple[tuple[Basis, ...], tuple[str, ...]]:
    deciding = [line for line in known if _has_say(line)] or known
    bases = {line.basis for line in deciding}
    return tuple(basis for basis in Basis if basis in bases), tuple(sorted({line.year for line in deciding}))


def _sum(known: Iterable[Money], *, upper: bool = False) -> Decimal:
    ends = (line.upper if upper and line.upper is not None else line.amount for line in known)
    return sum((end for end in ends if end is not None), Decimal(0))
