"""What may be done to a contract, and from when it counts: the rules of its acts, without a database.

An act is dated and is added to those before it. What it changes (an end, a value, a party) is a row that holds from a
day on; the row before it is closed on that day. So the register is right as at any day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.money import Basis, Money, NetGross
from procurement.rules_acts import Act, ActKind

UNREASONED = "Say why, for those who read the register later."
UNDECIDED_BY = "Name the body or role that decided, such as Joint commissioning board."
AWARDS = frozenset({ActKind.AWARD_INTENDED, ActKind.AWARDED})
ONCE = frozenset({ActKind.AWARD_INTENDED, ActKind.AWARDED, ActKind.TERMINATION})
NEEDS_SIGNING = frozenset(
    {ActKind.VARIATION, ActKind.EXTENSION, ActKind.NOVATION, ActKind.TERMINATION},
)
NAMES = {
    ActKind.AWARD_INTENDED: "An intention to award",
    ActKind.AWARDED: "The award",
    ActKind.SIGNED: "The signing",
    ActKind.VARIATION: "A variation",
    ActKind.EXTENSION: "An extension",
    ActKind.NOVATION: "A novation",
    ActKind.TERMINATION: "The termination",
}


@dataclass(frozen=True)
class Recorded:
    """An act on record, as far as the rules need it; `order` is its place in the record.

    `signs` is the variation that this act signs, where it does nothing else. `signed_on` of a variation is the day it
    was signed, by itself or by a further act; None while it is only proposed.
    """

    kind: str
    order: int
    effective_on: date
    signed_on: date | None = None
    signs: str = ""

    @property
    def is_proposed(self) -> bool:
        """A variation that nobody has signed changes nothing."""
        return self.kind == ActKind.VARIATION and self.signed_on is None

    @property
    def counts_from(self) -> date | None:
        """The first day on which the register shows what the act changed; None for what is only proposed.

        A variation signed after the day it was agreed from counts from its signing: until then nothing had changed.
        """
        if self.kind != ActKind.VARIATION:
            return self.effective_on
        return None if self.signed_on is None else max(self.effective_on, self.signed_on)


def acts_for_state(acts: Iterable[Recorded], *, awards_seen: bool = True) -> tuple[Act, ...]:
    """The acts as the rule of a contract's state takes them: no proposals, nor acts that only sign one.

    Without `awards_seen` an award that is not public leaves no trace in the state.
    """
    return tuple(
        Act(act.kind, act.counts_from, act.order)
        for act in acts
        if act.counts_from is not None and not act.signs and (awards_seen or act.kind not in AWARDS)
    )


def latest_day(acts: Iterable[Recorded]) -> date | None:
    """The day from which the newest act counts."""
    return max((act.counts_from for act in acts if act.counts_from is not None), default=None)


def deed_problems(
    *,
    decided_on: date | None,
    decided_by: str,
    effective_on: date | None,
    signed_on: date | None,
    today: date,
) -> dict[str, str]:
    """What is wrong with who decided and when, by field; "" where nothing is. A decision has been taken already."""
    problems = {"decided_by": "" if decided_by.strip() else UNDECIDED_BY}
    if decided_on is None:
        problems["decided_on"] = "Enter the day of the decision."
    elif decided_on > today:
        problems["decided_on"] = (
            f"{words(decided_on)} has not come yet. Enter the day on which it was decided."
        )
    if effective_on is None:
        problems["effective_on"] = "Enter the first day on which it counts."
    if signed_on is not None and signed_on > today:
        problems["signed_on"] = (
            f"{words(signed_on)} has not come yet. Leave it empty until it is signed: it is then a proposal."
        )
    return problems


def order_problem(acts: Sequence[Recorded], counts_from: date) -> str:
    """Acts count in the order in which they are recorded: none from before the newest, which it would rewrite."""
    newest = latest_day(acts)
    if newest is None or counts_from >= newest:
        return ""
    return (
        f"The newest act counts from {words(newest)}; this one cannot count from {words(counts_from)}, before it. "
        f"Enter {words(newest)} or later."
    )


def act_problem(
    kind: ActKind,
    acts: Sequence[Recorded],
    *,
    counts_from: date,
    starts: FuzzyDate,
    ends: FuzzyDate,
    agreed_from: date | None = None,
) -> str:
    """Why this kind of act cannot be done to the contract, with the cure, or "".

    `agreed_from` is the day a variation was agreed from, where it counts only later.

    Award, signing and termination happen once. What changes a contract needs one that was signed, or that began before
    the register; it counts neither before the first day nor after the last.
    """
    kinds = {act.kind for act in acts if not act.signs}
    if kind in ONCE and kind in kinds:
        return f"{NAMES[kind]} is recorded already. Record what changed since as an act of its own."
    if ActKind.TERMINATION in kinds:
        return "The contract was terminated. Nothing can be done to it after that."
    if kind in NEEDS_SIGNING:
        return _change_problem(kind, kinds, counts_from, starts, ends, agreed_from or counts_from)
    return _award_problem(kind, kinds)


def _award_problem(kind: ActKind, kinds: set[str]) -> str:
    """Intention, award, signing: each once and in this order."""
    signed = ActKind.SIGNED in kinds
    problems = {
        ActKind.AWARD_INTENDED: "The contract is awarded already: an intention would come too late."
        if signed or ActKind.AWARDED in kinds
        else "",
        ActKind.AWARDED: "The contract is signed already: the award would come too late." if signed else "",
        ActKind.SIGNED: "The signing is recorded already."
        if signed
        else ""
        if ActKind.AWARDED in kinds
        else "The contract is not awarded yet. Record the award first.",
    }
    return problems.get(kind, "")


def _change_problem(
    kind: ActKind,
    kinds: set[str],
    counts_from: date,
    starts: FuzzyDate,
    ends: FuzzyDate,
    agreed_from: date,
) -> str:
    name = NAMES[kind]
    first = starts.start or starts.end
    if ActKind.SIGNED not in kinds and (kinds & AWARDS or first is None):
        return "The contract is not signed yet. Record its signing first."
    if first is not None and agreed_from < first and kind != ActKind.TERMINATION:
        return (
            f"The contract starts on {words(first)}. {name} cannot count from before that: enter a later day."
        )
    if ends.end is not None and counts_from > ends.end:
        return (
            f"The contract ended on {words(ends.end)}. {name} must count from that day at the latest; after it, "
            "a new contract is needed."
        )
    return ""


def option_problem(asked: int, option_months: int | None, taken: bool) -> str:
    """Why an option cannot be taken for so many months, or ""."""
    if taken:
        return "This option has been taken or has lapsed already."
    if option_months is None:
        return "No option is left to extend this contract. A longer term needs a variation or a new contract."
    if not 1 <= asked <= option_months:
        return f"The next option is of {option_months} months. Enter a number from 1 to {option_months}."
    return ""


def value_problem(money: Money) -> str:
    """A value says what it is an amount of; an annual budget its year too."""
    if not money.is_known:
        return "Enter the amount. A value that is not known changes nothing."
    if money.basis == Basis.UNSTATED:
        return "Choose the basis: what the amount is an amount of, such as total contract value."
    if money.basis == Basis.BUDGET_YEAR and not money.year:
        return "Enter the financial year of the budget, such as 2027/28."
    return ""


Kind = tuple[str, str, str, str]


def kind_of(money: Money) -> Kind:
    """What makes two amounts versions of one value: the same basis, year, extension, and net or gross."""
    return money.basis.value, money.year, money.extension.value, money.net_gross.value


def kind_words(money: Money) -> str:
    """ "total contract value, base term only, net"; what is not stated is left out, except the basis."""
    parts = [str(money.basis.label), money.year]
    parts.append("" if money.extension.value == "unstated" else str(money.extension.label))
    parts.append("" if money.net_gross == NetGross.UNSTATED else str(money.net_gross.label))
    return ", ".join(part for part in parts if part)


def same_day_problem(opened_on: date | None, counts_from: date, what: str) -> str:
    """One row for one day: a second act on the same day would leave the first row without a day to hold on."""
    if opened_on is None or opened_on < counts_from:
        return ""
    return f"Another act changed {what} from {words(opened_on)}. Enter a later day, so that both stand in the record."


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def exact(day: date) -> FuzzyDate:
    """A day as the stated date that records keep."""
    return FuzzyDate(words(day), day, day, Precision.DAY, DateStatus.STATED)
