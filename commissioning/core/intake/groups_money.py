"""One amount in its seven columns: what a person meant by the cells that changed.

Words as printed go before the number beside them, and may not contradict it. An amount that was emptied is asked
about: it is TBC, awaited or not stated, and never nought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from commissioning.core.money import UNKNOWN_QUALIFIERS, Basis, Money, Qualifier, parse_money
from commissioning.core.money_edit import keep_unsaid, words_in_full
from commissioning.core.money_format import format_in_full
from commissioning.core.spreadsheets import Value, money_columns

from .cells import Cell
from .groups_base import SAME, Row, Same
from .money_claims import (
    AMOUNT,
    BASIS,
    MARKER,
    PARTS,
    QUALIFIER,
    UPPER,
    WORDS,
    YEAR,
    basis_of,
    check_size,
    firmness_of,
    is_number,
    number_of,
    stated_by,
    year_of,
)
from .unread import words_of
from .values_money import BLANK, UNKNOWNS

# A number alone keeps these from the row it stands in: "over", "about" and "under" hold for the new number too.
CARRIED: Final = frozenset({Qualifier.EXACT, Qualifier.APPROX, Qualifier.OVER, Qualifier.UNDER})


class MoneyGroup:
    """The columns that `money_columns(heading, …)` makes."""

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.headings: tuple[str, ...] = tuple(column.heading for column in money_columns(heading, ""))
        self._parts = dict(zip(PARTS, self.headings, strict=True))

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        before: Money | None = None,
        *,
        current: bool = True,
    ) -> Money | Same:
        """The amount that the cells given stand for, by heading; SAME where they say what it is now.

        `exported` is what the export has for the record now, None for a new row; `before` is the record's amount, which
        is put together from `exported` where it is not given. Not `current`: the record may have changed since the file
        was taken, or nobody knows; then cells that contradict each other are refused, whichever of them is news.
        Raises Unread, with the heading of the cell to put right.
        """
        row = Row.of(self._parts, given, exported, current=current)
        if exported is None:
            return _settled(row, None)
        if not row.fresh:
            return SAME
        standing = before if before is not None else self.rebuilt(exported)
        found = _settled(row, standing)
        return SAME if found == standing else found

    def rebuilt(self, exported: Mapping[str, Value]) -> Money:
        """The amount as far as its columns hold it: without its note, its currency and what else has no column."""
        words = {part: exported.get(heading) for part, heading in self._parts.items()}
        qualifier = firmness_of(words[QUALIFIER]) or Qualifier.BLANK
        amount, upper = words[AMOUNT], words[UPPER]
        return Money(
            text=words_of(words[WORDS]),
            amount=Decimal(amount) if isinstance(amount, Decimal | int) else None,
            qualifier=qualifier,
            basis=basis_of(words[BASIS]),
            year=words_of(words[YEAR]),
            upper=Decimal(upper) if isinstance(upper, Decimal | int) else None,
        )


def _settled(row: Row, before: Money | None) -> Money:
    firm = _firmness(row)
    money = _core(row, before, firm)
    money = replace(money, basis=_basis(row, money, before), year=_year(row, money, before))
    return _with_words(row, money, before)


# --- the amount -------------------------------------------------------------------------------------------------------


def _core(row: Row, before: Money | None, firm: Qualifier | None) -> Money:
    """The amount, its upper end and its qualifier, by the strongest of the cells that are news."""
    amount = row.news(AMOUNT)
    worded = None if is_number(amount) else amount
    words = row.news(WORDS)
    if words is not None or worded is not None:
        return _of_words(row, before, firm, words, worded)
    number = number_of(row, AMOUNT)
    if number is not None:
        return _of_number(row, before, firm, number)
    standing = before if before is not None else BLANK
    if row.emptied(AMOUNT):
        return _emptied(row, standing, firm)
    return _of_the_rest(row, standing, firm)


def _of_words(row: Row, before: Money | None, firm: Qualifier | None, words: Cell, worded: Cell) -> Money:
    """What words say, "as printed" or typed where the number goes; the number beside them has to agree."""
    part = AMOUNT if words is None else WORDS
    number = number_of(row, AMOUNT) if is_number(row.news(AMOUNT)) else None
    found = stated_by(row, part, number, number_of(row, UPPER), firm)
    if words is not None and worded is not None:
        other = stated_by(row, AMOUNT, None, None, firm)
        alike = other.is_known or other.qualifier == found.qualifier
        if (other.amount, other.upper) != (found.amount, found.upper) or not alike:
            raise row.contradicts(AMOUNT, found.printed, other.printed)
    found = found if before is None else keep_unsaid(found, before)
    if number is not None and found.amount != number:
        raise row.contradicts(AMOUNT, found.printed, format_in_full(number))
    upper = number_of(row, UPPER)
    if upper is not None and found.upper != upper:
        raise row.contradicts(UPPER, found.printed, format_in_full(upper))
    return _as_firm_as(row, found, firm)


def _as_firm_as(row: Row, found: Money, firm: Qualifier | None) -> Money:
    """The words with the qualifier beside them, which may say what they leave open and no more."""
    if firm is None or firm == found.qualifier:
        return found
    left_open = (
        (found.qualifier == Qualifier.EXACT and firm in CARRIED)
        or ({found.qualifier, firm} == {Qualifier.EXACT, Qualifier.NIL} and not found.amount)
        or (found.qualifier in (Qualifier.BLANK, Qualifier.UNREADABLE) and firm in UNKNOWN_QUALIFIERS)
    )
    if not left_open:
        part = QUALIFIER if row.news(QUALIFIER) is not None else MARKER
        raise row.contradicts(part, found.printed, str(firm.label))
    return replace(found, qualifier=firm)


def _of_number(row: Row, before: Money | None, firm: Qualifier | None, number: Decimal) -> Money:
    """A number and no words: that amount, as firm as its row says, else exact."""
    if firm is not None and firm in UNKNOWN_QUALIFIERS:
        part = MARKER if row.news(MARKER) is not None else QUALIFIER
        raise row.contradicts(part, format_in_full(number), str(firm.label))
    check_size(row, number, before, _basis(row, BLANK, before))
    upper = _upper_beside(row, before)
    if firm is None:
        firm = _carried(row, before, number, upper)
    if firm == Qualifier.NIL and number:
        raise row.contradicts(QUALIFIER, format_in_full(number), "nil")
    base = before if before is not None else BLANK
    return _made(row, base, number, firm, upper)


def _carried(row: Row, before: Money | None, number: Decimal, upper: Decimal | None) -> Qualifier:
    """How firm a number is of which only the number was changed."""
    if upper is not None:
        return Qualifier.RANGE
    if not number:
        return Qualifier.NIL
    carried = before is not None and row.stands(QUALIFIER) and before.qualifier in CARRIED
    return before.qualifier if before is not None and carried else Qualifier.EXACT


def _upper_beside(row: Row, before: Money | None) -> Decimal | None:
    """The upper end that the row states: a new one, or the one that stands there still."""
    if UPPER in row.fresh:
        return number_of(row, UPPER)
    return before.upper if before is not None and row.stands(UPPER) else None


def _emptied(row: Row, standing: Money, firm: Qualifier | None) -> Money:
    """No amount any more, and the reason why, which somebody has to state."""
    upper = _upper_beside(row, standing)
    if upper is not None and firm is not None:
        raise row.contradicts(UPPER, str(firm.label), format_in_full(upper))
    if firm is not None and firm in UNKNOWN_QUALIFIERS:
        return _made(row, standing, None, firm, None)
    if firm == Qualifier.NIL:
        return _made(row, standing, Decimal(0), firm, None)
    raise row.refuse(
        AMOUNT,
        f"The amount {standing.printed} was emptied, which does not say why it is not known.",
        "Write TBC, awaited or not stated in its place, or nil where there is none.",
        (*UNKNOWNS, "nil"),
    )


def _of_the_rest(row: Row, standing: Money, firm: Qualifier | None) -> Money:
    """No news of the amount itself: its upper end, its marker or its qualifier may have changed."""
    if not standing.is_known:
        return _still_unknown(row, standing, firm)
    if firm is not None and firm in UNKNOWN_QUALIFIERS:
        part = MARKER if row.news(MARKER) is not None else QUALIFIER
        raise row.contradicts(part, standing.printed, str(firm.label))
    if not {UPPER, QUALIFIER} & row.fresh:
        return standing
    upper = _upper_beside(row, standing) if row.stands(UPPER) or UPPER in row.fresh else standing.upper
    if firm is None:
        if row.emptied(QUALIFIER) or (row.emptied(UPPER) and standing.upper is not None):
            raise row.refuse(
                QUALIFIER,
                f"{standing.printed} is stated no longer as “{standing.qualifier.label}”, and nothing says how.",
                "Write exact, approximate, over or under.",
                ("exact", "approximate", "over", "under"),
            )
        firm = Qualifier.RANGE if upper is not None else standing.qualifier
    return _made(row, standing, standing.amount, firm, upper)


def _still_unknown(row: Row, standing: Money, firm: Qualifier | None) -> Money:
    if firm is not None and firm in UNKNOWN_QUALIFIERS:
        return replace(standing, qualifier=firm)
    if firm == Qualifier.NIL:
        return _made(row, standing, Decimal(0), firm, None)
    if firm is not None or number_of(row, UPPER) is not None:
        raise row.refuse(AMOUNT, "The amount itself is missing.", "Write the number in its own column.")
    if row.emptied(MARKER) or row.emptied(QUALIFIER):
        raise row.refuse(
            MARKER,
            "The reason why there is no amount was emptied.",
            "Write TBC, awaited or not stated, or the amount.",
            UNKNOWNS,
        )
    return standing


def _made(row: Row, base: Money, amount: Decimal | None, firm: Qualifier, upper: Decimal | None) -> Money:
    if (upper is not None) != (firm == Qualifier.RANGE):
        wrong = "has no upper end" if upper is None else "has an upper end"
        raise row.refuse(
            QUALIFIER if upper is None else UPPER,
            f"An amount stated as “{firm.label}” {wrong} here.",
            "Write both ends and range as the qualifier, or neither.",
        )
    if amount is not None and upper is not None and upper < amount:
        low, high = format_in_full(amount), format_in_full(upper)
        raise row.refuse(UPPER, f"The upper end {high} is below {low}.", "Put the lower amount first.")
    if firm == Qualifier.NIL and amount:
        raise row.contradicts(QUALIFIER, format_in_full(amount), "nil")
    note = base.note if (amount, upper) == (base.amount, base.upper) else ""
    return replace(base, text="", amount=amount, qualifier=firm, upper=upper, note=note)


# --- what stands beside it ----------------------------------------------------------------------------------------


def _firmness(row: Row) -> Qualifier | None:
    """The qualifier that the marker or the qualifier's column newly states; the two may not contradict each other."""
    marked, firm = row.news(MARKER), row.news(QUALIFIER)
    marker = firmness_of(marked, row.headings[MARKER], unknown=True)
    stated = firmness_of(firm, row.headings[QUALIFIER])
    if marker is not None and stated is not None and marker != stated:
        raise row.contradicts(MARKER, str(stated.label), str(marker.label))
    return marker if stated is None else stated


def _basis(row: Row, money: Money, before: Money | None) -> Basis:
    """The basis of its column where that is news; else what the words say; else what stands in the row."""
    if BASIS in row.fresh:
        told = basis_of(row.news(BASIS), row.headings[BASIS])
        says_more = before is None and told == Basis.UNSTATED
        return money.basis if says_more else told
    if money.basis == Basis.UNSTATED and before is not None and row.stands(BASIS):
        return before.basis
    return money.basis


def _year(row: Row, money: Money, before: Money | None) -> str:
    if YEAR in row.fresh:
        return year_of(row)
    return before.year if not money.year and before is not None and row.stands(YEAR) else money.year


def _with_words(row: Row, money: Money, before: Money | None) -> Money:
    """The words that were typed; else those that stand, where they say nothing else; else new ones in full."""
    typed = row.news(WORDS) is not None or (row.news(AMOUNT) is not None and not is_number(row.news(AMOUNT)))
    if typed:
        return money
    if before is not None and not row.emptied(WORDS) and _still_says(before, money):
        return replace(money, text=before.text)
    return replace(money, text=words_in_full(money))


def _still_says(before: Money, money: Money) -> bool:
    """Whether the words of before may stand beside the amount as it now is."""
    if (before.amount, before.upper) != (money.amount, money.upper):
        return False
    said = parse_money(before.text)
    firm = (
        money.qualifier in (before.qualifier, said.qualifier)
        or (said.qualifier == Qualifier.EXACT and money.qualifier in CARRIED)
        or (said.qualifier == Qualifier.UNREADABLE and not money.is_known)
    )
    basis = money.basis == before.basis or said.basis in (Basis.UNSTATED, money.basis)
    year = money.year == before.year or said.year in ("", money.year)
    return not before.text or (firm and basis and year)
