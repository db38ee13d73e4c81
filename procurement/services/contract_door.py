"""What every change of a contract does: check the permission, lock, write, keep the act, raise the version.

Who may: those whose role lets them edit contracts; a commissioner, for contracts that their own organisation
commissions (as lead or co-commissioner). Acts on a contract whose award is not public yet are recorded by those alone
who may know its provider and its values.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.access import Permission, permissions_of
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from procurement.models import Contract, Notice
from procurement.models.contracts import ContractChangeKind
from procurement.models.terms import ContractChange, ContractEnd
from procurement.rules_acts import ActKind
from procurement.rules_contracts import (
    UNREASONED,
    act_problem,
    deed_problems,
    order_problem,
    same_day_problem,
)
from procurement.selectors.contract_acts import acts_of, recorded
from procurement.selectors.contract_types import COMMISSIONING
from procurement.selectors.contracts import Terms, terms_of
from procurement.selectors.sealed import Sight
from programmes.access import Grants
from programmes.references import lock_programme, next_reference
from programmes.services.scope_door import refuse

NOT_YOURS = (
    "You may read this contract. It is changed by programme managers, and by commissioners of the organisations that "
    "commission it."
)
SEALED = (
    "The award of this contract is not public yet. Until it is, its acts are recorded by those of the procurement "
    "team who know its provider and its value."
)


@dataclass(frozen=True)
class Deed:
    """Who decided an act and when, and the first day on which it counts; `signed_on` where it is signed already."""

    decided_on: date
    decided_by: str
    effective_on: date
    signed_on: date | None = None
    notice: Notice | None = None

    @property
    def counts_from(self) -> date:
        return self.effective_on


def may_change(grants: Grants, programme_id: int, commissioning_ids: frozenset[int]) -> bool:
    """Whether these grants may change a contract that these organisations commission.

    A role that may change any service's scope, such as a programme manager's, reaches every contract of the programme;
    any other role with the permission only the contracts of the organisation for which it is held.
    """
    if not grants.may(Permission.EDIT_CONTRACTS, programme_id):
        return False
    if grants.everything:
        return True
    held = [
        grant
        for grant in grants.by_programme.get(programme_id, ())
        if Permission.EDIT_CONTRACTS in permissions_of(grant.role)
    ]
    return any(
        Permission.CHANGE_SCOPE in permissions_of(grant.role) or grant.organisation_id in commissioning_ids
        for grant in held
    )


def may_change_contract(contract: Contract, grants: Grants, on: date) -> bool:
    """As `may_change`, by the parties of the day. At most one query."""
    if not grants.may(Permission.EDIT_CONTRACTS, contract.programme_id):
        return False
    parties = contract.parties.on(on).filter(role__in=COMMISSIONING)
    return may_change(
        grants, contract.programme_id, frozenset(parties.values_list("organisation_id", flat=True))
    )


def may_act(contract: Contract, sight: Sight) -> bool:
    """Whether acts on the contract may be recorded by somebody with this sight."""
    seen = sight.of_contract(contract)
    return seen.provider and seen.value


def require_unsealed(contract: Contract, *, by: User, grants: Grants, on: date) -> None:
    """PermissionDenied for who edits contracts and may not know this one's provider and value yet.

    Asked before anything is looked up, so that no refusal tells by its words who the provider is.
    """
    sight = Sight.for_person(by, grants, contract.programme, on)
    if not may_act(contract, sight) and may_change_contract(contract, grants, on):
        raise PermissionDenied(SEALED)


@contextmanager
def opened_contract(
    contract: Contract, *, version: int, by: User, grants: Grants, reason: str, on: date
) -> Iterator[Contract]:
    """The contract, locked for one change; saved on leaving, which raises its version.

    Raises PermissionDenied, ValidationError for a missing reason, and StaleEdit where it has moved on.
    """
    if not may_change_contract(contract, grants, on):
        raise PermissionDenied(NOT_YOURS)
    refuse({"reason": "" if reason.strip() else UNREASONED})
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(contract.programme_id)
        row = lock_for_edit(Contract, contract.pk, version)
        yield row
        row.save()


class Acting:
    """One act on a locked contract: its terms as they stand, and the record that it leaves."""

    def __init__(self, contract: Contract, kind: ActKind, deed: Deed, counts_from: date) -> None:
        self.contract = contract
        self.kind = kind
        self.deed = deed
        self.counts_from = counts_from
        self.terms: Terms = terms_of([contract.pk])[contract.pk]
        self.end: FuzzyDate = self.terms.end_on(counts_from)
        self.acts = recorded(self.terms.acts)

    def problems(self, today: date) -> dict[str, str]:
        """What is wrong with any act, whatever it changes."""
        deed = self.deed
        found = deed_problems(
            decided_on=deed.decided_on,
            decided_by=deed.decided_by,
            effective_on=deed.effective_on,
            signed_on=deed.signed_on,
            today=today,
        )
        found.setdefault("effective_on", "")
        found["effective_on"] = (
            found["effective_on"]
            or act_problem(
                self.kind,
                self.acts,
                counts_from=self.counts_from,
                starts=self.contract.starts,
                ends=self.end,
                agreed_from=deed.effective_on,
            )
            or order_problem(self.acts, self.counts_from)
        )
        return found

    def record(
        self, *, before: dict[str, Any], after: dict[str, Any], by: User, reason: str, **more: Any
    ) -> ContractChange:
        """The act, kept for good with what changed in words."""
        number = sum(act.kind == self.kind for act in self.terms.acts) + 1
        change = ContractChange(
            reference=next_reference(ContractChange, "CCH", self.contract.programme),
            programme=self.contract.programme,
            contract=self.contract,
            kind=ContractChangeKind(self.kind.value),
            number=number,
            decided_on=self.deed.decided_on,
            decided_by=self.deed.decided_by.strip(),
            effective_on=self.deed.effective_on,
            signed_on=self.deed.signed_on,
            notice=self.deed.notice,
            reason=reason.strip(),
            before=before,
            after=after,
            made_by=by,
            illustrative=self.contract.illustrative,
            **more,
        )
        change.full_clean(exclude=["before", "after"])
        change.save()
        return change

    def end_problem(self) -> str:
        """Why the end cannot change on this day: it changed on it, or later, already."""
        row = self.end_row
        return same_day_problem(row.starts_on if row else None, self.counts_from, "the end")

    def move_end(self, ends: FuzzyDate, change: ContractChange) -> None:
        """Close the end that is known and open the new one, from the day the act counts."""
        row = self.end_row
        if row is not None:
            held = ContractEnd.objects.select_for_update().get(pk=row.pk)
            held.ends_on = self.counts_from
            held.save()
        opened = ContractEnd(contract=self.contract, starts_on=self.counts_from, change=change)
        opened.ends = ends
        opened.save()

    @property
    def end_row(self) -> Any:
        """The end that is known without an end in time; None where none is recorded."""
        known = [row for row in self.terms.ends if not row.is_printed_extension and row.ends_on is None]
        return known[-1] if known else None


@contextmanager
def acting_on(
    contract: Contract,
    kind: ActKind,
    deed: Deed,
    *,
    version: int,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
    counts_from: date | None = None,
) -> Iterator[Acting]:
    """The contract, locked for one act. Raises as `opened_contract`, and PermissionDenied while its award is sealed."""
    require_unsealed(contract, by=by, grants=grants, on=on)
    with opened_contract(contract, version=version, by=by, grants=grants, reason=reason, on=on) as row:
        yield Acting(row, kind, deed, counts_from or deed.effective_on)


def find_act(contract: Contract, reference: str) -> Any:
    """An act of the contract by its reference, with its signing; None where it has none such."""
    found = acts_of([contract.pk]).get(contract.pk, ())
    return next((act for act in found if act.reference == reference), None)
