"""The programme's money from its budget lines: totals by commissioner, phase, year and basis, each with its own rows.

Every group carries the filter (`where`) that the page of budget lines needs to show exactly the lines behind it. A
line counts once in every grouping: one with several funders under “several funders”, never split between them.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from commissioning.core.money import Basis, Money, MoneyTotal, Qualifier, total
from commissioning.core.money_total import basis_words
from procurement.selectors.lines import LineRow
from procurement.selectors.stated import Reading
from programmes.selectors.scope import ScopeRow

NONE, ONE, SEVERAL, YES, NO = "none", "one", "several", "yes", "no"
UNDECIDED = (Basis.UNSTATED, "", "GBP")
Where = Mapping[str, str]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class LineFilter:
    """Which budget lines; an empty value leaves that side open. The names are those of the page's address.

    `phase`, `year`: a value or “none”. `commissioner`: a funder's code, alone or with others; `funders`: one, several
    or none. `amount`: known or unknown. `shared`: yes for a line of several services. `service`: its reference.
    `services`: ids, where the lines of a set of services are asked for (those added since a day).
    """

    phase: str = ""
    commissioner: str = ""
    funders: str = ""
    status: str = ""
    amount: str = ""
    service: str = ""
    shared: str = ""
    basis: str = ""
    year: str = ""
    currency: str = ""
    services: frozenset[int] | None = None


def select_lines(lines: Iterable[LineRow], chosen: LineFilter) -> tuple[LineRow, ...]:
    """The lines that fit every side of the filter, in their order."""
    return tuple(line for line in lines if _fits(line, chosen))


def _fits(line: LineRow, chosen: LineFilter) -> bool:
    basis, year, currency = basis_key(line.money)
    facts = (
        (chosen.phase, {str(line.phase_number) if line.phase_number is not None else NONE}),
        (chosen.commissioner, set(line.funder_codes)),
        (chosen.funders, {_count(line.funders)}),
        (chosen.status, {line.status}),
        (chosen.amount, {"unknown" if line.is_unknown else "known"}),
        (chosen.service, {service.reference for service in line.services}),
        (chosen.shared, {YES if line.is_shared else NO}),
        (chosen.basis, {str(basis)}),
        (chosen.year, {year or NONE}),
        (chosen.currency, {currency}),
    )
    of_services = chosen.services is None or any(
        service.service_id in chosen.services for service in line.services
    )
    return of_services and all(not asked or asked in found for asked, found in facts)


def _count(funders: Sequence[object]) -> str:
    return NONE if not funders else ONE if len(funders) == 1 else SEVERAL


@dataclass(frozen=True)
class BasisTotal:
    """One total of amounts that may be added; `where` tells its lines from those on other bases of the same group."""

    total: MoneyTotal
    where: Where = field(default_factory=dict)


@dataclass(frozen=True)
class LineGroup:
    """Lines that share a commissioner, phase, year or basis, with one total for each basis among them."""

    key: str
    label: str
    where: Where
    lines: tuple[LineRow, ...]
    totals: tuple[BasisTotal, ...]


def basis_key(money: Money) -> tuple[Basis, str, str]:
    """Basis, year and currency by which amounts are kept apart.

    An unknown or nil amount without a stated basis cannot be told apart and has no year of its own.
    """
    has_say = money.is_known and money.qualifier != Qualifier.NIL
    if not has_say and money.basis == Basis.UNSTATED:
        return UNDECIDED
    return money.basis, money.year, money.currency


@dataclass(frozen=True)
class BasisLines:
    """Lines whose amounts are on one basis and year, so that they make one sum."""

    basis: Basis
    year: str
    currency: str
    lines: tuple[LineRow, ...]

    @property
    def label(self) -> str:
        """ "budget for 2020/21", "total contract value"."""
        return basis_words(self.basis, self.year)

    @property
    def total(self) -> MoneyTotal:
        return total(line.money for line in self.lines)


def lines_by_basis(lines: Sequence[LineRow]) -> tuple[BasisLines, ...]:
    """The lines of each basis and year, in order of first appearance; none for no lines.

    What cannot be told apart (unknown or nil, with no basis stated) joins the only other group where there is one.
    """
    groups = _group(lines, lambda line: basis_key(line.money))
    if len(groups) == 2 and _undecided(groups):
        (key,) = (key for key in groups if key != UNDECIDED)
        return (BasisLines(*key, tuple(lines)),)
    return tuple(BasisLines(*key, tuple(own)) for key, own in groups.items())


def basis_totals(lines: Sequence[LineRow], *, combine: bool = False) -> tuple[BasisTotal, ...]:
    """One total for each basis and year among the lines, as `totals_by_basis` groups them; none for no lines.

    `combine` is somebody's choice to add across bases and years; the total then says so. Currencies never mix.
    """
    groups = lines_by_basis(lines)
    if len(groups) == 1:
        return (BasisTotal(groups[0].total),)
    if combine:
        by_currency = _group(lines, lambda line: basis_key(line.money)[2])
        several = len(by_currency) > 1
        return tuple(
            BasisTotal(
                total((line.money for line in own), combine=True), {"currency": currency} if several else {}
            )
            for currency, own in by_currency.items()
        )
    return tuple(BasisTotal(own.total, _where_basis(own, groups)) for own in groups)


def _undecided(groups: Mapping[tuple[Basis, str, str], Sequence[LineRow]]) -> bool:
    """Whether one group holds nothing but amounts that have no say in the basis."""
    own = groups.get(UNDECIDED, ())
    return bool(own) and all(not line.money.is_known or line.money.qualifier == Qualifier.NIL for line in own)


def _where_basis(own: BasisLines, groups: Iterable[BasisLines]) -> Where:
    where = {"basis": str(own.basis), "year": own.year or NONE}
    return where if len({other.currency for other in groups}) == 1 else {**where, "currency": own.currency}


def totals_by(lines: Sequence[LineRow], by: str, *, combine: bool = False) -> tuple[LineGroup, ...]:
    """The lines grouped by "commissioner", "phase", "year" or "basis", each line in exactly one group.

    In order of first appearance, except that phases come by number; "several funders", "no phase" and the like come
    last. Raises KeyError for any other grouping.
    """
    key_of, label_of, where_of = _GROUPINGS[by]
    groups = _group(lines, key_of)
    ordered = sorted(
        groups, key=lambda key: (_is_leftover(key), int(key) if by == "phase" and key.isdigit() else 0)
    )
    return tuple(
        LineGroup(
            key,
            label_of(key, groups[key]),
            where_of(key),
            tuple(groups[key]),
            basis_totals(groups[key], combine=combine),
        )
        for key in ordered
    )


def _is_leftover(key: str) -> int:
    return [SEVERAL, NONE].index(key) + 1 if key in {SEVERAL, NONE} else 0


def _group(lines: Iterable[LineRow], key_of: Callable[[LineRow], Key]) -> dict[Key, list[LineRow]]:
    groups: dict[Key, list[LineRow]] = {}
    for line in lines:
        groups.setdefault(key_of(line), []).append(line)
    return groups


def funder_key(line: LineRow) -> str:
    """The printed code of a line's one funder, else “several” or “none”: a line is never split between funders."""
    return line.funders[0].code if len(line.funders) == 1 else _count(line.funders)


def funder_name(line: LineRow) -> str:
    """The name that goes with `funder_key`."""
    key = funder_key(line)
    if key in {SEVERAL, NONE}:
        return {SEVERAL: "Several funders, shares not stated", NONE: "Funder not stated"}[key]
    return line.funders[0].name


def _commissioner_label(key: str, lines: Sequence[LineRow]) -> str:
    name = funder_name(lines[0])
    if key in {SEVERAL, NONE}:
        return name
    return f"{key} – {name}" if key != name else name


def _phase_label(key: str, _lines: Sequence[LineRow]) -> str:
    return "No phase" if key == NONE else f"Phase {key}"


def _year_label(key: str, _lines: Sequence[LineRow]) -> str:
    return "Year not stated" if key == NONE else key


def _basis_label(key: str, _lines: Sequence[LineRow]) -> str:
    label = str(Basis(key).label)
    return "Basis not stated" if key == Basis.UNSTATED else label[:1].upper() + label[1:]


def _where_commissioner(key: str) -> Where:
    return {"funders": key} if key in {SEVERAL, NONE} else {"commissioner": key, "funders": ONE}


_GROUPINGS: Mapping[
    str, tuple[Callable[[LineRow], str], Callable[[str, Sequence[LineRow]], str], Callable[[str], Where]]
] = {
    "commissioner": (funder_key, _commissioner_label, _where_commissioner),
    "phase": (
        lambda line: NONE if line.phase_number is None else str(line.phase_number),
        _phase_label,
        lambda key: {"phase": key},
    ),
    "year": (lambda line: basis_key(line.money)[1] or NONE, _year_label, lambda key: {"year": key}),
    "basis": (lambda line: str(basis_key(line.money)[0]), _basis_label, lambda key: {"basis": key}),
}


def reading_where(reading: Reading) -> Where:
    """The filter that shows exactly the lines of one reading of a stated value."""
    where: dict[str, str] = {}
    if reading.phase_number is not None:
        where["phase"] = str(reading.phase_number)
    if reading.commissioner_id is not None:
        funders = {f.organisation_id: f.code for line in reading.lines for f in line.funders}
        where["commissioner"] = funders.get(reading.commissioner_id) or reading.commissioner_code or NONE
    if reading.service_id is not None:
        services = {s.service_id: s.reference for line in reading.lines for s in line.services}
        where["service"] = services.get(reading.service_id, NONE)
    return where


@dataclass(frozen=True)
class AddedSince:
    """Services in scope that were added on or after a day, and the lines that pay for any of them.

    A line shared by several of them counts once. `share` is the percentage of the programme's known amount that
    these lines make, to two decimals; None where either is unknown or the amounts are on several bases.
    """

    since: date
    services: tuple[ScopeRow, ...]
    lines: tuple[LineRow, ...]
    totals: tuple[BasisTotal, ...]
    programme: tuple[BasisTotal, ...]
    share: Decimal | None

    @property
    def unknown_lines(self) -> int:
        return sum(line.is_unknown for line in self.lines)


def added_since(
    scope: Iterable[ScopeRow],
    lines: Sequence[LineRow],
    since: date,
    *,
    days: Mapping[int, Sequence[date]],
    combine: bool = False,
) -> AddedSince:
    """What was added from `since` on. `days` are the days on which each service was added, by its scope's id."""
    services = tuple(
        row for row in scope if row.is_counted and any(day >= since for day in days.get(row.scope_id, ()))
    )
    own = select_lines(lines, LineFilter(services=frozenset(row.service_id for row in services)))
    totals, programme = basis_totals(own, combine=combine), basis_totals(lines, combine=combine)
    return AddedSince(since, services, own, totals, programme, share_of(totals, programme))


def share_of(part: Sequence[BasisTotal], whole: Sequence[BasisTotal]) -> Decimal | None:
    """The percentage of a whole's known amount that a part's known amount makes, to two decimals.

    None where either is unknown or stands on several bases.
    """
    if len(part) != 1 or len(whole) != 1 or part[0].total.known is None or not whole[0].total.known:
        return None
    percentage = part[0].total.known / whole[0].total.known * 100
    return percentage.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
