"""Money and stated dates as groups of typed columns: the number or day beside the words as printed."""

from collections.abc import Sequence

from commissioning.core.fuzzydate import DateStatus, FuzzyDate
from commissioning.core.money import Money, Qualifier

from .table import Kind, SheetColumn, Value

UNDATED = {DateStatus.TBC, DateStatus.AWAITED, DateStatus.ONGOING, DateStatus.BLANK}


def money_columns(heading: str, about: str) -> tuple[SheetColumn, ...]:
    """Seven columns for one stated amount, filled by `money_values`."""
    return (
        SheetColumn(
            heading, f"{about} In pounds; empty where it is not known, never 0 for that.", Kind.POUNDS
        ),
        SheetColumn(f"{heading} as printed", f"{about} The words of the paper.", width=16),
        SheetColumn(
            f"{heading} marker", "Why there is no amount, such as [tbc]; empty where there is one.", width=14
        ),
        SheetColumn(f"{heading} upper end", "The top of a range; empty for anything else.", Kind.POUNDS),
        SheetColumn(
            f"{heading} qualifier", "How firmly it is stated: exact, approximate, over, under, range, nil …"
        ),
        SheetColumn(f"{heading} basis", "What the amount is an amount of, such as per annum.", width=20),
        SheetColumn(f"{heading} year", "The financial year of a budget, such as 2020/21.", width=10),
    )


def money_values(money: Money) -> tuple[Value, ...]:
    return (
        money.amount,
        money.printed or None,
        marker(money) or None,
        money.upper,
        str(money.qualifier.label),
        str(money.basis.label),
        money.year or None,
    )


def marker(money: Money) -> str:
    """ "[tbc]", "[awaited]", "[not stated]" …: what stands beside an empty amount; "" for a known one."""
    return "" if money.is_known else kind_marker(money.qualifier)


def kind_marker(kind: Qualifier) -> str:
    return f"[{str(kind.label).lower()}]"


def date_columns(heading: str, about: str) -> tuple[SheetColumn, ...]:
    """Four columns for one stated date, filled by `date_values`. Both days are inclusive."""
    return (
        SheetColumn(f"{heading} as printed", f"{about} The words of the paper.", width=18),
        SheetColumn(
            f"{heading} from", "The first day the words can mean; empty where none is stated.", Kind.DATE
        ),
        SheetColumn(f"{heading} to", "The last day the words can mean: the deadline.", Kind.DATE),
        SheetColumn(
            f"{heading} status",
            "stated; inferred; year inferred, where only the year was supplied; or why there is no date: [tbc] …",
            width=15,
        ),
    )


def date_values(when: FuzzyDate) -> tuple[Value, ...]:
    return when.printed or None, when.start, when.end, _status(when)


def _status(when: FuzzyDate) -> str:
    if when.status in UNDATED:
        return f"[{str(when.status.label).lower()}]"
    return "year inferred" if when.year_inferred else str(when.status.label)


def joined(words: Sequence[str]) -> str | None:
    """Several words in one cell, parted by semicolons (names hold commas); None for none."""
    return "; ".join(word for word in words if word) or None
