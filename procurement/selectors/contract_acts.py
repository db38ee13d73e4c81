"""The acts recorded against contracts, with what a further act says of a variation: that it was signed, and when."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from procurement.models import ContractChange
from procurement.models.contracts import ContractChangeKind
from procurement.rules_contracts import Recorded

SIGNS = "signs"  # in `after` of an act that only signs a variation: the reference of that variation


@dataclass(frozen=True)
class ActRow:
    """One act. `signed_on` of a variation counts a signing by a further act, whose reference is `signed_by`."""

    pk: int
    reference: str
    contract_id: int
    kind: str
    label: str
    number: int
    decided_on: date
    decided_by: str
    effective_on: date
    signed_on: date | None
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
    successor: str
    notice: str
    made_by: str
    illustrative: bool
    signs: str = ""
    signed_by: str = ""

    @property
    def recorded(self) -> Recorded:
        return Recorded(self.kind, self.pk, self.effective_on, self.signed_on, self.signs)

    @property
    def is_proposed(self) -> bool:
        return self.recorded.is_proposed

    @property
    def counts_from(self) -> date | None:
        return self.recorded.counts_from

    @property
    def is_award(self) -> bool:
        return self.kind in (ContractChangeKind.AWARD_INTENDED, ContractChangeKind.AWARDED)

    @property
    def title(self) -> str:
        """ "Variation 2 signed", "Extended", "Signed"."""
        if self.kind == ContractChangeKind.VARIATION:
            return f"Variation {self.number}"
        return "Variation signed" if self.signs else self.label


def acts_of(contract_ids: Collection[int]) -> dict[int, tuple[ActRow, ...]]:
    """Every act of each contract in the order of the record; one query. A contract without any is left out."""
    rows = (
        ContractChange.objects.filter(contract__in=contract_ids)
        .select_related("successor", "notice__kind", "made_by")
        .order_by("contract_id", "pk")
    )
    found: defaultdict[int, list[ActRow]] = defaultdict(list)
    for row in rows:
        found[row.contract_id].append(_row(row))
    return {contract_id: _signed(acts) for contract_id, acts in found.items()}


def _row(row: ContractChange) -> ActRow:
    return ActRow(
        pk=row.pk,
        reference=row.reference,
        contract_id=row.contract_id,
        kind=row.kind,
        label=str(row.get_kind_display()),
        number=row.number,
        decided_on=row.decided_on,
        decided_by=row.decided_by,
        effective_on=row.effective_on,
        signed_on=row.signed_on,
        reason=row.reason,
        before=row.before,
        after=row.after,
        successor=row.successor.name if row.successor else "",
        notice=str(row.notice.kind) if row.notice else "",
        made_by=str(row.made_by) if row.made_by else "",
        illustrative=row.illustrative,
        signs=str(row.after.get(SIGNS, "")) if row.kind == ContractChangeKind.SIGNED else "",
    )


def _signed(acts: Sequence[ActRow]) -> tuple[ActRow, ...]:
    """Each variation with the signing that a further act records."""
    by_variation = {act.signs: act for act in acts if act.signs}

    def complete(act: ActRow) -> ActRow:
        signing = by_variation.get(act.reference)
        if signing is None or act.signed_on is not None:
            return act
        return replace(act, signed_on=signing.effective_on, signed_by=signing.reference)

    return tuple(complete(act) for act in acts)


def recorded(acts: Iterable[ActRow]) -> tuple[Recorded, ...]:
    return tuple(act.recorded for act in acts)
