"""How publishing a notice ends the secrecy of an award: which contracts it opens, and when the phase opens too."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from commissioning.core.models import User
from procurement.models import Bid, Contract, DecisionRecord, Lot, Notice, ProcurementPhase
from procurement.rules_sealed import Standing, standing_of
from procurement.selectors.sealed import NOT_AVAILABLE, declarations_of
from programmes.tables import day_words

CONFLICTED = f"{NOT_AVAILABLE}: you have declared a conflict of interest. Somebody else publishes this award."


def require_no_conflict(phase: ProcurementPhase, *, by: User) -> None:
    """PermissionDenied for whoever declared a conflict: publishing would open to them what their conflict closed."""
    if standing_of(declarations_of(by, phase), on_team=False) == Standing.CONFLICTED:
        raise PermissionDenied(CONFLICTED)


def undecided_problem(phase: ProcurementPhase, day: date) -> str:
    """Why no award may be made public on the day: what is evaluated here has not been decided by then; "" where it has.

    Publishing ends the secrecy of bids and scores, so it waits for a final decision record. A phase that was evaluated
    elsewhere has neither bids nor a record here, and nothing that publishing could give away.
    """
    record = DecisionRecord.objects.filter(phase=phase).first()
    if record is None and not Bid.objects.filter(phase=phase).exists():
        return ""
    if record is None or record.final_on is None:
        return "The decision record is not final. Make it final first: publishing opens what is sealed."
    if day < record.final_on:
        return f"The decision record became final on {day_words(record.final_on)}. Enter that day or a later one."
    return ""


def open_award(phase: ProcurementPhase, notice: Notice, day: date) -> None:
    """The contracts that the notice is about are public from the day, and the phase once nothing of it is sealed."""
    contracts: Any = Contract.objects.filter(phase=phase)
    for contract in contracts.filter(pk=notice.contract_id) if notice.contract_id else contracts:
        if contract.public_from is None or day < contract.public_from:
            contract.public_from = day
            contract.save()
    if _is_sealed_elsewhere(phase, notice.contract):
        return
    if phase.award_public_from is None or day < phase.award_public_from:
        phase.award_public_from = day
        phase.save()


def _is_sealed_elsewhere(phase: ProcurementPhase, contract: Contract | None) -> bool:
    """Whether a notice of one contract leaves other contracts or lots of the phase undecided or unpublished."""
    if contract is None:
        return False
    if Contract.objects.filter(phase=phase, public_from__isnull=True).exists():
        return True
    open_lots = Lot.objects.filter(phase=phase, contracts__public_from__isnull=False)
    waiting = Lot.objects.filter(phase=phase).exclude(pk__in=open_lots)
    return bool(contract.lots.exists() and waiting.exists())
