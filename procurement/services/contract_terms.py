"""The acts that change what a contract is worth and how long it runs: variation, its signing, extension, lapse."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from commissioning.core.fields import TEXT_LENGTH
from commissioning.core.fuzzydate import FuzzyDate, FuzzyDateError, Precision, parse_fuzzy_date
from commissioning.core.models import User
from commissioning.core.money import Basis, Extension, Money, NetGross, Qualifier
from procurement.models import Contract
from procurement.models.terms import ContractChange, ContractValue, ExtensionOption
from procurement.rules_acts import ActKind
from procurement.rules_contracts import (
    UNREASONED,
    exact,
    kind_of,
    kind_words,
    option_problem,
    same_day_problem,
    value_problem,
    words,
)
from procurement.rules_terms import add_months
from procurement.selectors.contract_acts import SIGNS, ActRow
from procurement.services.contract_door import Acting, Deed, acting_on, find_act, opened_contract
from programmes.access import Grants
from programmes.services.scope_door import refuse

NOTHING = "Enter a new value, a new end, or both: a variation changes something."
NOT_PROPOSED = (
    "Only a variation that is proposed is signed. This one is signed already, or is none of this contract’s."
)


def vary(
    contract: Contract,
    deed: Deed,
    *,
    values: Sequence[Money] = (),
    ends: FuzzyDate | None = None,
    what: str = "",
    version: int,
    **who: Any,
) -> ContractChange:
    """Record a variation: new versions of values, a new end, or both; `what` says other changes in words.

    Without a day of signing it is a proposal and changes nothing. Signed, it counts from the day agreed, or from its
    signing where that is later. Each value replaces the one of the same basis, year, extension and net or gross.
    Refuses a value without a basis, and an end before it counts. Raises as `acting_on`.
    """
    counts_from = max(deed.effective_on, deed.signed_on) if deed.signed_on else deed.effective_on
    with acting_on(contract, ActKind.VARIATION, deed, version=version, counts_from=counts_from, **who) as act:
        problems = act.problems(who["on"])
        if not (values or ends or what.strip()):
            problems["values"] = NOTHING
        problems |= _changes_problems(act, values, ends, signed=deed.signed_on is not None)
        refuse(problems)
        before, after = _in_words(act, values, ends)
        if what.strip():
            after["other"] = what.strip()
        change = act.record(before=before, after=after, by=who["by"], reason=who["reason"])
        if deed.signed_on is not None:
            _write(act, values, ends, change)
        return change


def sign_variation(
    contract: Contract, variation: str, *, signed_on: date, decided_by: str, version: int, **who: Any
) -> ContractChange:
    """Sign a proposed variation (by its reference): only now does it change the contract.

    It counts from the day agreed, or from this signing where that is later. Raises as `acting_on`, and ValidationError
    where an act that counts later was recorded meanwhile.
    """
    proposal: ActRow | None = find_act(contract, variation)
    refuse({"variation": NOT_PROPOSED if proposal is None or not proposal.is_proposed else ""})
    assert proposal is not None  # noqa: S101 (refused above)
    deed = Deed(signed_on, decided_by, signed_on, signed_on)
    counts_from = max(proposal.effective_on, signed_on)
    with acting_on(contract, ActKind.VARIATION, deed, version=version, counts_from=counts_from, **who) as act:
        values, ends = proposed_changes(proposal)
        problems = act.problems(who["on"]) | _changes_problems(act, values, ends, signed=True)
        refuse(problems)
        act.kind = ActKind.SIGNED
        after = {SIGNS: proposal.reference, "number": proposal.number, **dict(proposal.after)}
        change = act.record(before=dict(proposal.before), after=after, by=who["by"], reason=who["reason"])
        _write(act, values, ends, change)
        return change


def extend(contract: Contract, deed: Deed, *, months: int, version: int, **who: Any) -> ContractChange:
    """Take the contract's next live option: its end moves by so many months, at most those of the option.

    The months are added to the day after the end, less a day. Refused without an option left, after the end, and for
    more months than the option has. Raises as `acting_on`.
    """
    with acting_on(contract, ActKind.EXTENSION, deed, version=version, **who) as act:
        problems = act.problems(who["on"])
        option = _next_option(act.contract)
        problems["months"] = option_problem(months, option.months if option else None, taken=False)
        moved = _moved(act.end, months) if not problems["months"] else None
        if not problems["months"] and moved is None:
            problems["months"] = "The end of this contract is not known, so it cannot be extended by months."
        problems["effective_on"] = problems["effective_on"] or act.end_problem()
        refuse(problems)
        assert option is not None and moved is not None  # noqa: S101, PT018 (refused above)
        change = act.record(
            before={"ends": act.end.printed},
            after={"ends": moved.printed, "option": option.sequence, "months": months},
            by=who["by"],
            reason=who["reason"],
        )
        option.change = change
        option.save()
        act.move_end(moved, change)
        return change


def let_lapse(
    contract: Contract,
    *,
    sequence: int,
    lapsed_on: date,
    version: int,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
) -> ExtensionOption:
    """Record that an option can no longer be taken, from a day on and why. Raises as `opened_contract`."""
    with opened_contract(contract, version=version, by=by, grants=grants, reason=reason, on=on) as row:
        option = ExtensionOption.objects.select_for_update().filter(contract=row, sequence=sequence).first()
        done = option is not None and (option.change_id is not None or option.lapsed_on is not None)
        refuse(
            {
                "sequence": "Choose an option of this contract."
                if option is None
                else option_problem(1, option.months, taken=done),
                "lapsed_on": f"{words(lapsed_on)} has not come yet: it may still be taken."
                if lapsed_on > on
                else "",
                "reason": "" if reason.strip() else UNREASONED,
            }
        )
        assert option is not None  # noqa: S101 (refused above)
        option.lapsed_on = lapsed_on
        option.lapsed_because = reason.strip()[:300]
        option.save()
        return option


def _moved(end: FuzzyDate, months: int) -> FuzzyDate | None:
    """The end so many months later; an exact one is agreed by the act, and so is stated."""
    moved = add_months(end, months)
    return exact(moved.end) if moved and moved.end and moved.precision == Precision.DAY else moved


def _next_option(contract: Contract) -> ExtensionOption | None:
    live = ExtensionOption.objects.select_for_update().filter(
        contract=contract, change__isnull=True, lapsed_on__isnull=True
    )
    option: ExtensionOption | None = live.order_by("sequence").first()
    return option


def _changes_problems(
    act: Acting, values: Sequence[Money], ends: FuzzyDate | None, *, signed: bool
) -> dict[str, str]:
    found = {"values": next((problem for money in values if (problem := value_problem(money))), "")}
    kinds = [kind_of(money) for money in values]
    if len(set(kinds)) < len(kinds):
        found["values"] = found["values"] or "Two of the values have the same basis: enter each one once."
    if ends is not None:
        last = ends.end
        if last is None:
            found["ends"] = "Enter the new end as a date, such as 31 March 2029."
        elif last < act.counts_from:
            found["ends"] = (
                f"The new end is before {words(act.counts_from)}, when the variation counts. Enter a later day, or "
                "record a termination."
            )
        elif signed:
            found["ends"] = act.end_problem()
    if signed:
        for money in values:
            held = _held(act, money)
            problem = same_day_problem(
                held.starts_on if held else None, act.counts_from, f"the {kind_words(money)}"
            )
            found["values"] = found["values"] or problem
    return {field: problem for field, problem in found.items() if problem}


def _held(act: Acting, money: Money) -> Any:
    """The value that this one follows: of the same kind, without an end in time."""
    rows = [row for row in act.terms.values if kind_of(row.money) == kind_of(money) and row.ends_on is None]
    return rows[-1] if rows else None


def _write(act: Acting, values: Sequence[Money], ends: FuzzyDate | None, change: ContractChange) -> None:
    for money in values:
        held = _held(act, money)
        if held is not None:
            row = ContractValue.objects.select_for_update().get(pk=held.pk)
            row.ends_on = act.counts_from
            row.save()
        opened = ContractValue(contract=act.contract, starts_on=act.counts_from, change=change)
        opened.money = money
        opened.save()
    if ends is not None:
        act.move_end(ends, change)


# --- what a variation changes, kept in its act --------------------------------------------------------------------


def _in_words(
    act: Acting, values: Sequence[Money], ends: FuzzyDate | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after for the act. After holds everything that signing a proposal later needs."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if values:
        held = [(money, _held(act, money)) for money in values]
        before["values"] = [
            {"kind": kind_words(money), "printed": row.money.printed if row else "none"}
            for money, row in held
        ]
        after["values"] = [_money_as_kept(money) for money in values]
    if ends is not None:
        before["ends"] = act.end.printed or "not known"
        after["ends"] = ends.printed
    return before, after


def _money_as_kept(money: Money) -> dict[str, str]:
    return {
        "kind": kind_words(money),
        "printed": money.printed,
        "text": money.text,
        "amount": str(money.amount) if money.amount is not None else "",
        "upper": str(money.upper) if money.upper is not None else "",
        "qualifier": money.qualifier.value,
        "basis": money.basis.value,
        "year": money.year,
        "extension": money.extension.value,
        "net_gross": money.net_gross.value,
    }


def _money_from(kept: Mapping[str, str]) -> Money:
    return Money(
        text=kept["text"],
        amount=Decimal(kept["amount"]) if kept["amount"] else None,
        upper=Decimal(kept["upper"]) if kept["upper"] else None,
        qualifier=Qualifier(kept["qualifier"]),
        basis=Basis(kept["basis"]),
        year=kept["year"],
        extension=Extension(kept["extension"]),
        net_gross=NetGross(kept["net_gross"]),
    )


def proposed_changes(proposal: ActRow) -> tuple[tuple[Money, ...], FuzzyDate | None]:
    """The values and the end that a proposed variation would bring, from its own record."""
    values = tuple(_money_from(kept) for kept in proposal.after.get("values", ()))
    printed = str(proposal.after.get("ends", ""))[:TEXT_LENGTH]
    try:
        return values, parse_fuzzy_date(printed) if printed else None
    except FuzzyDateError:
        return values, None
