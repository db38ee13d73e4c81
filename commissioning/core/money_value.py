"""Money as a paper states it: an amount with a qualifier and a basis, or a reason why there is no amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from django.db.models import TextChoices

from commissioning.core.money_format import format_exactly, step_of_last_digit

PENNY: Final = Decimal("0.01")
LARGEST_AMOUNT: Final = Decimal("99999999999999.99")
FINANCIAL_YEAR_LABEL: Final = re.compile(r"\d{4}/\d{2}")


class Qualifier(TextChoices):
    """How firmly an amount is stated, or why there is none."""

    EXACT = "exact", "exact"
    APPROX = "approx", "approximate"
    OVER = "over", "over"
    UNDER = "under", "under"
    RANGE = "range", "range"
    NIL = "nil", "nil"
    TBC = "tbc", "TBC"
    AWAITED = "awaited", "awaited"
    BLANK = "blank", "blank"
    NOT_STATED = "not_stated", "not stated"
    UNREADABLE = "unreadable", "unreadable"


UNKNOWN_QUALIFIERS: Final = frozenset(
    {
        Qualifier.TBC,
        Qualifier.AWAITED,
        Qualifier.BLANK,
        Qualifier.NOT_STATED,
        Qualifier.UNREADABLE,
    }
)


class Basis(TextChoices):
    """What an amount covers. Amounts of different basis are never added silently."""

    TOTAL_CONTRACT_VALUE = "total_contract_value", "total contract value"
    PER_ANNUM = "per_annum", "per annum"
    BUDGET_YEAR = "budget_year", "budget for a year"
    ONE_OFF = "one_off", "one-off"
    PER_CHILD = "per_child", "per child"
    PER_CHILD_PER_ANNUM = "per_child_per_annum", "per child per annum"
    PER_CONTACT = "per_contact", "per contact"
    PER_100_PATIENTS = "per_100_patients", "per 100 patients"
    PROJECTION = "projection", "projection"
    UNSTATED = "unstated", "basis not stated"


class Extension(TextChoices):
    """Whether a contract value includes its optional extension."""

    BASE = "base", "base term only"
    WITH_EXTENSION = "with_extension", "with extension"
    UNSTATED = "unstated", "extension not stated"


class NetGross(TextChoices):
    """Whether income has been taken off."""

    NET = "net", "net"
    GROSS = "gross", "gross"
    UNSTATED = "unstated", "net or gross not stated"


PRINTED_SUFFIX: Final = {
    Basis.PER_ANNUM: " p.a.",
    Basis.ONE_OFF: " one-off",
    Basis.PER_CHILD: " per child",
    Basis.PER_CHILD_PER_ANNUM: " per child per annum",
    Basis.PER_CONTACT: " per contact",
    Basis.PER_100_PATIENTS: " per 100 patients",
}
PRINTED_PREFIX: Final = {
    Qualifier.APPROX: "~",
    Qualifier.OVER: "over ",
    Qualifier.UNDER: "under ",
}
PRINTED_WORD: Final = {
    Qualifier.NIL: "nil",
    Qualifier.TBC: "TBC",
    Qualifier.AWAITED: "awaited",
    Qualifier.BLANK: "",
    Qualifier.NOT_STATED: "not stated",
    Qualifier.UNREADABLE: "unreadable",
}


@dataclass(frozen=True)
class Money:
    """One stated amount in pounds (or `currency`), kept with its text as printed.

    `amount` is None exactly when the qualifier says the amount is unknown; nil is a stated zero; `upper` is
    the top of a range and belongs to nothing else. Raises ValueError when those rules are broken, so that an
    unknown can never be mistaken for £0 further on.
    """

    text: str
    amount: Decimal | None
    qualifier: Qualifier
    basis: Basis = Basis.UNSTATED
    year: str = ""
    upper: Decimal | None = None
    currency: str = "GBP"
    recurrence: str = ""
    extension: Extension = Extension.UNSTATED
    net_gross: NetGross = NetGross.UNSTATED
    note: str = ""

    def __post_init__(self) -> None:
        # Rows and seeds hold plain strings; the enums make two equal values compare and print alike.
        object.__setattr__(self, "qualifier", Qualifier(self.qualifier))
        object.__setattr__(self, "basis", Basis(self.basis))
        object.__setattr__(self, "extension", Extension(self.extension))
        object.__setattr__(self, "net_gross", NetGross(self.net_gross))
        object.__setattr__(self, "amount", _in_pence(self.amount, "amount"))
        object.__setattr__(self, "upper", _in_pence(self.upper, "upper"))
        self._check_amount()
        self._check_upper()
        if self.year and not FINANCIAL_YEAR_LABEL.fullmatch(self.year):
            raise ValueError(f"A year is written like 2020/21, not {self.year!r}.")

    def _check_amount(self) -> None:
        if (self.amount is None) != (self.qualifier in UNKNOWN_QUALIFIERS):
            state = "has no amount" if self.amount is None else "has an amount"
            raise ValueError(f"Money that is {self.qualifier.label!r} cannot be one that {state}.")
        if self.qualifier == Qualifier.NIL and self.amount != 0:
            raise ValueError("Nil is a stated zero: its amount must be 0.")

    def _check_upper(self) -> None:
        if (self.upper is not None) != (self.qualifier == Qualifier.RANGE):
            raise ValueError("A range needs an upper amount, and only a range has one.")
        if self.upper is not None and self.amount is not None and self.upper < self.amount:
            raise ValueError("The upper amount of a range cannot be below its lower amount.")

    @property
    def is_known(self) -> bool:
        """True when there is an amount, nil included."""
        return self.amount is not None

    @property
    def printed(self) -> str:
        """The text as printed; where there is none, a form that `parse_money` reads back without loss."""
        if self.text:
            return self.text
        if self.amount is None or self.qualifier == Qualifier.NIL:
            return PRINTED_WORD[self.qualifier]
        body = PRINTED_PREFIX.get(self.qualifier, "") + format_exactly(self.amount, self.currency)
        if self.upper is not None:
            body += " to " + format_exactly(self.upper, self.currency)
        return body + PRINTED_SUFFIX.get(self.basis, "")

    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The lowest and highest amount the printed figure can stand for; None is an open or unknown end.

        Half the last printed digit either side (a product choice): "~£13m" is 12.5m to 13.5m and "£0.87m" is
        0.865m to 0.875m, because both are printed rounded. A figure printed in full, to the pound or the
        penny, is exact, whatever word stands before it. "Over" has no top and "under" no bottom. Unknown
        money is (None, None).
        """
        if self.amount is None:
            return None, None
        if self.qualifier == Qualifier.OVER:
            return self.amount, None
        if self.qualifier == Qualifier.UNDER:
            return None, self.amount
        if self.qualifier == Qualifier.RANGE:
            return self.amount, self.upper
        half = self._half_of_last_digit(self.amount)
        return self.amount - half, self.amount + half

    def _half_of_last_digit(self, amount: Decimal) -> Decimal:
        step = step_of_last_digit(self.printed, amount)
        return step / 2 if step > 1 else Decimal(0)


def _in_pence(value: Decimal | int | None, name: str) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, float) or not isinstance(value, (Decimal, int)) or isinstance(value, bool):
        raise TypeError(f"Money {name} must be a Decimal, so that pence are not lost.")
    amount = Decimal(value)
    if not amount.is_finite() or abs(amount) > LARGEST_AMOUNT:
        raise ValueError(f"Money {name} is out of range.")
    pence = amount.quantize(PENNY, rounding=ROUND_HALF_EVEN)
    if pence != amount:
        raise ValueError(f"Money {name} must be a whole number of pence.")
    # A negative zero would print as "−£0".
    return pence or Decimal("0.00")
