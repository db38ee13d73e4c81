"""The acts that make a contract, hand it on and end it: award intended, awarded, signed, novated, terminated."""

from datetime import date
from typing import Any

from commissioning.core.models import User
from commissioning.core.periods import day_after
from procurement.models import Contract, ContractParty
from procurement.models.contracts import PartyRole
from procurement.models.regimes import Regime
from procurement.models.terms import ContractChange
from procurement.rules_acts import ActKind
from procurement.rules_contracts import day_before, exact, same_day_problem
from procurement.selectors.contract_types import PartyRow
from procurement.services.contract_door import Acting, Deed, acting_on
from programmes.access import Grants
from programmes.models import Organisation
from programmes.services.scope_door import refuse

NO_PROVIDER = "Choose the provider to whom it is awarded."


def intend_award(
    contract: Contract, deed: Deed, *, provider: Organisation | None, version: int, **who: Any
) -> ContractChange:
    """Record that an award is intended, and to whom. Sealed until the award is published. Raises as `acting_on`."""
    return _award(contract, ActKind.AWARD_INTENDED, deed, provider, version=version, **who)


def award(
    contract: Contract, deed: Deed, *, provider: Organisation | None = None, version: int, **who: Any
) -> ContractChange:
    """Record the award: to the provider already intended, or to the one given. Raises as `acting_on`."""
    return _award(contract, ActKind.AWARDED, deed, provider, version=version, **who)


def _award(
    contract: Contract, kind: ActKind, deed: Deed, provider: Organisation | None, *, version: int, **who: Any
) -> ContractChange:
    with acting_on(contract, kind, deed, version=version, **who) as act:
        held = _lead_provider(act)
        refuse(
            {
                **act.problems(who["on"]),
                "provider": NO_PROVIDER if provider is None and held is None else "",
            }
        )
        named = provider.name if provider else held.organisation if held else ""
        before = {"provider": held.organisation} if held and held.organisation != named else {}
        change = act.record(before=before, after={"provider": named}, by=who["by"], reason=who["reason"])
        if provider is not None and (held is None or held.organisation_id != provider.pk):
            _replace(act, held, provider, PartyRole.LEAD_PROVIDER, change)
        return change


def sign(contract: Contract, deed: Deed, *, version: int, **who: Any) -> ContractChange:
    """Record the signing. Refused until standstill is over (Public Contracts Regulations 2015 regulation 87,
    Procurement Act 2023 section 51, SI 2023/1348 regulation 12), and without an award.

    A contract that no published notice will open, having no phase or being exempt, becomes public on that day.
    """
    from procurement.services.standstill import signing_problem

    with acting_on(contract, ActKind.SIGNED, deed, version=version, **who) as act:
        problems = act.problems(who["on"])
        row = act.contract
        if deed.effective_on > who["on"]:
            problems["effective_on"] = (
                "A signing is recorded once it has happened. Enter the day it was signed."
            )
        if not problems["effective_on"] and row.phase is not None:
            problems["effective_on"] = signing_problem(row.phase, deed.effective_on)
        refuse(problems)
        row.signed_on = deed.effective_on
        if row.public_from is None:
            row.public_from = _public_day(row, deed.effective_on)
        return act.record(
            before={},
            after={"signed_on": deed.effective_on.isoformat()},
            by=who["by"],
            reason=who["reason"],
        )


def _public_day(contract: Contract, signed_on: date) -> date | None:
    phase = contract.phase
    if phase is None or phase.regime in ("", Regime.EXEMPT):
        return signed_on
    day: date | None = phase.award_public_from
    return day


def novate(
    contract: Contract,
    deed: Deed,
    *,
    party: PartyRow | ContractParty | None,
    successor: Organisation | None,
    version: int,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
) -> ContractChange:
    """Let a successor take a party's place from a day on: the one's part ends, the other's begins.

    Refuses a party that is not in force on the day, and a successor that already has the part. Raises as `acting_on`.
    """
    who: dict[str, Any] = {"by": by, "grants": grants, "reason": reason, "on": on}
    with acting_on(contract, ActKind.NOVATION, deed, version=version, **who) as act:
        problems = act.problems(on)
        held = next((row for row in act.terms.parties if party is not None and row.pk == party.pk), None)
        problems |= _novation_problems(act, held, successor)
        refuse(problems)
        assert held is not None and successor is not None  # noqa: S101, PT018 (refused above)
        change = act.record(
            before={held.role: held.organisation},
            after={held.role: successor.name},
            by=by,
            reason=reason,
            successor=successor,
        )
        _replace(act, held, successor, PartyRole(held.role), change)
        return change


def _novation_problems(act: Acting, held: PartyRow | None, successor: Organisation | None) -> dict[str, str]:
    if held is None or not held.in_force(act.counts_from):
        return {"party": "Choose a party to the contract that has its part on that day."}
    if successor is None:
        return {"successor": "Choose the organisation that takes its place."}
    same = [
        row
        for row in act.terms.parties
        if row.role == held.role
        and row.organisation_id == successor.pk
        and (row.ends_on is None or row.ends_on > act.counts_from)
    ]
    if same:
        return {
            "successor": f"{successor.name} has this part already. Choose another organisation: a novation "
            "changes who it is."
        }
    part = f"the {held.role_label.lower()}"
    problem = same_day_problem(held.starts_on, act.counts_from, part)
    later = f"Its part ends already from {held.ends_on}." if held.ends_on else ""
    return {"effective_on": problem or later}


def terminate(contract: Contract, deed: Deed, *, version: int, **who: Any) -> ContractChange:
    """End the contract early: `effective_on` is the first day that it no longer covers.

    Its end is the day before, known from the day on which it was decided (or from the newest act, where that counts
    later). Raises as `acting_on`; expiry needs no act.
    """
    with acting_on(contract, ActKind.TERMINATION, deed, version=version, **who) as act:
        problems = act.problems(who["on"])
        known_from = max([deed.decided_on, *(d for a in act.acts if (d := a.counts_from))])
        last_day = day_before(deed.effective_on)
        act.counts_from = known_from
        if not problems["effective_on"]:
            row = act.end_row
            act.counts_from = known_from if row is None else _after(known_from, row.starts_on)
        refuse(problems)
        change = act.record(
            before={"ends": act.end.printed},
            after={"ends": exact(last_day).printed},
            by=who["by"],
            reason=who["reason"],
        )
        act.move_end(exact(last_day), change)
        return change


def _after(day: date, opened_on: date | None) -> date:
    """The first day on which a row that opened on `opened_on` can be closed."""
    return day if opened_on is None or day > opened_on else day_after(opened_on)


def _lead_provider(act: Acting) -> PartyRow | None:
    rows = [
        row
        for row in act.terms.parties
        if row.role == PartyRole.LEAD_PROVIDER and row.in_force(act.counts_from)
    ]
    return rows[-1] if rows else None


def _replace(
    act: Acting, held: PartyRow | None, organisation: Organisation, role: PartyRole, change: ContractChange
) -> None:
    """Close one party's part and open the other's on the day."""
    if held is not None:
        refuse({"effective_on": same_day_problem(held.starts_on, act.counts_from, "the provider")})
        row = ContractParty.objects.select_for_update().get(pk=held.pk)
        row.ends_on = act.counts_from
        row.save()
    ContractParty.objects.create(
        contract=act.contract, organisation=organisation, role=role, starts_on=act.counts_from, change=change
    )
