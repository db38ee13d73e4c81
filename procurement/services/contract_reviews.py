"""Record a review of a contract, and that an action of it was done.

The performance of each KPI in focus is frozen as it stood when the review was recorded, in the words and figures of the
KPI board: what that suppresses is suppressed here too, and later corrections do not change the record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from outcomes.models import KPI
from outcomes.selectors.board_rows import BoardRow
from outcomes.selectors.summaries import rows_of
from outcomes.words_board import latest_notes, latest_words, reason_words, target_words
from procurement.models import Contract
from procurement.models.terms import ContractReview, ReviewAction, ReviewedKPI
from procurement.rules_contracts import words
from procurement.services.contract_door import NOT_YOURS, may_change_contract
from programmes.access import Grants
from programmes.references import lock_programme, next_reference
from programmes.services.scope_door import refuse

UNFOUND = "Write what the review found."


@dataclass(frozen=True)
class Asked:
    """An action that a review asks for: of which role, by when."""

    text: str
    owner: str
    due: FuzzyDate


def record_review(
    contract: Contract,
    *,
    held_on: date,
    found: str,
    present: str = "",
    next_on: date | None = None,
    kpis: Sequence[tuple[KPI, str]] = (),
    actions: Sequence[Asked] = (),
    by: User,
    grants: Grants,
    reason: str = "",
    on: date,
) -> ContractReview:
    """Record a review meeting: the KPIs in focus, each with what was said, and the actions asked for.

    Only KPIs that the contract has adopted. Raises PermissionDenied, and ValidationError by field.
    """
    if not may_change_contract(contract, grants, on):
        raise PermissionDenied(NOT_YOURS)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"Review of {words(held_on)}"):
        lock_programme(contract.programme_id)
        refuse(_problems(contract, held_on, found, next_on, [kpi for kpi, _ in kpis], actions, on))
        review = ContractReview(
            reference=next_reference(ContractReview, "CRV", contract.programme),
            programme=contract.programme,
            contract=contract,
            held_on=held_on,
            present=present.strip(),
            found=found.strip(),
            next_on=next_on,
            made_by=by,
            illustrative=contract.illustrative,
        )
        review.full_clean()
        review.save()
        standing = standings([kpi for kpi, _ in kpis], on)
        for kpi, said in kpis:
            ReviewedKPI.objects.create(review=review, kpi=kpi, standing=standing[kpi.pk], said=said.strip())
        for asked in actions:
            action = ReviewAction(review=review, text=asked.text.strip(), owner=asked.owner.strip())
            action.due = asked.due
            action.full_clean()
            action.save()
        return review


def _problems(
    contract: Contract,
    held_on: date,
    found: str,
    next_on: date | None,
    kpis: Sequence[KPI],
    actions: Sequence[Asked],
    on: date,
) -> dict[str, str]:
    adopted = set(contract.kpis.values_list("pk", flat=True))
    strangers = [kpi.name for kpi in kpis if kpi.pk not in adopted]
    half = [
        place for place, one in enumerate(actions, start=1) if not (one.text.strip() and one.owner.strip())
    ]
    return {
        "held_on": f"{words(held_on)} has not come yet. A review is recorded once it was held."
        if held_on > on
        else "",
        "found": "" if found.strip() else UNFOUND,
        "next_on": "The next review must come after this one." if next_on and next_on <= held_on else "",
        "kpis": f"The contract has not adopted “{strangers[0]}”. Adopt it first." if strangers else "",
        "actions": f"Action {half[0]}: write what is to be done and the role that owns it." if half else "",
    }


def standings(kpis: Sequence[KPI], on: date) -> dict[int, dict[str, Any]]:
    """Each KPI's latest standing in the words of the KPI board; queries as `board_rows`."""
    rows = rows_of(KPI.objects.filter(pk__in=[kpi.pk for kpi in kpis]), on)
    return {row.kpi_id: frozen(row, on) for row in rows}


def frozen(row: BoardRow, on: date) -> dict[str, Any]:
    """What is kept of a KPI at a review: words as shown, so that no suppressed figure enters the record."""
    return {
        "as_at": on.isoformat(),
        "name": row.name,
        "latest": latest_words(row) or reason_words(row),
        "period": row.latest_period,
        "notes": latest_notes(row),
        "target": target_words(row),
        "variation": row.variation,
        "assurance": row.assurance,
        "points": row.points,
    }


def finish_action(
    action: ReviewAction,
    *,
    done_on: date,
    outcome: str,
    version: int,
    by: User,
    grants: Grants,
    reason: str = "",
    on: date,
) -> ReviewAction:
    """Record that an action of a review was done, on which day and with what outcome.

    Raises PermissionDenied, StaleEdit, and ValidationError by field.
    """
    if not may_change_contract(action.review.contract, grants, on):
        raise PermissionDenied(NOT_YOURS)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or outcome.strip()):
        row = lock_for_edit(ReviewAction, action.pk, version)
        refuse(
            {
                "done_on": "This action is done already."
                if row.done_on
                else f"{words(done_on)} has not come yet."
                if done_on > on
                else f"The review was on {words(row.review.held_on)}: the action was done on or after that day."
                if done_on < row.review.held_on
                else "",
                "outcome": "" if outcome.strip() else "Write what came of it.",
            }
        )
        row.done_on, row.outcome = done_on, outcome.strip()
        row.full_clean()
        row.save()
        return row
