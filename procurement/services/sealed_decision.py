"""The doors of the decision record, and of the log of who read what is sealed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.history import history_model
from commissioning.core.models import User
from procurement.models import DecisionRecord, ProcurementPhase, SealedReading
from procurement.models.regimes import Regime
from procurement.rules_sealed import Moment, Seat
from procurement.services.sealed_door import (
    add_record,
    evaluation_act,
    require_moment,
    require_seat,
    save_record,
)
from programmes.access import Grants
from programmes.services.scope_door import refuse

DRAFTS = frozenset({Seat.LEAD, Seat.DECISION_MAKER})
DECIDES = frozenset({Seat.DECISION_MAKER})
EVALUATION = frozenset({Moment.EVALUATION})
FINAL = "The decision record is final. It changes no more."
LONGEST: Final = 120
# SI 2023/1348 regulation 5.
KEY_CRITERIA: Final = {
    "quality_innovation": "Quality and innovation",
    "value": "Value",
    "integration": "Integration, collaboration and service sustainability",
    "access": "Improving access, reducing health inequalities and facilitating choice",
    "social_value": "Social value",
}
FIELDS: Final = frozenset(
    {
        "provider",
        "provider_address",
        "process_reasons",
        "decision_makers",
        "weighing",
        "other_criteria",
        "conflicts",
    }
)


def draft_record(
    phase: ProcurementPhase, values: dict[str, Any], *, reason: str = "", by: User, grants: Grants, on: date
) -> DecisionRecord:
    """Write the decision record of the phase, or write it anew, until it is final.

    Raises PermissionDenied for anybody but the lead and the decision maker; ValidationError before opening, once it is
    final, for an unknown key criterion, and by field.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on, reason=reason) as sight:
        require_seat(sight, DRAFTS)
        record = _open_record(phase)
        require_moment(sight, EVALUATION, "the record is written after opening and before the decision.")
        unknown = set(values.get("weighing", {})) - KEY_CRITERIA.keys()
        refuse({"weighing": "Weigh the key criteria of the regime." if unknown else ""})
        given = {name: value for name, value in values.items() if name in FIELDS}
        return (
            add_record(DecisionRecord, phase, "DR", **given) if record is None else save_record(record, given)
        )


def finalise_record(phase: ProcurementPhase, *, by: User, grants: Grants, on: date) -> DecisionRecord:
    """Make the record final on `on`: from then on nothing of the evaluation changes.

    Raises PermissionDenied for anybody but the decision maker; ValidationError where there is no record, where it is
    final already, where the same person wrote it last, and where it lacks what SI 2023/1348 regulation 24 asks.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        require_seat(sight, DECIDES)
        record = _open_record(phase)
        if record is None:
            raise ValidationError("There is no decision record yet.")
        require_moment(sight, EVALUATION, "the record is made final after opening.")
        problem = _unfinished(phase, record)
        if _last_writer(record) == by.pk:
            problem = "Whoever wrote the record last does not make it final: a second person does."
        if problem:
            raise ValidationError(problem)
        return save_record(record, {"final_on": on})


def log_readings(counts: Mapping[int, int], *, by: User, what: str) -> None:
    """Keep that somebody read so many sealed values of each phase, by its id: a transaction of its own, once a page.

    The one write that reading makes: figures are read without writing, sealed figures are not read unseen.
    """
    rows = [
        SealedReading(phase_id=phase_id, user=by, what=what[:LONGEST], count=count)
        for phase_id, count in sorted(counts.items())
        if count
    ]
    if rows:
        with transaction.atomic():
            SealedReading.objects.bulk_create(rows)


def _open_record(phase: ProcurementPhase) -> DecisionRecord | None:
    record = DecisionRecord.objects.select_for_update(of=("self",)).filter(phase=phase).first()
    if record is not None and record.final_on is not None:
        raise ValidationError(FINAL)
    return record


def _unfinished(phase: ProcurementPhase, record: DecisionRecord) -> str:
    """What a final record still lacks. The key criteria are asked for under the Provider Selection Regime alone."""
    lacking = [
        words
        for words, value in (
            ("the process and why", record.process_reasons),
            ("who decided", record.decision_makers),
            ("conflicts and how they were handled, or that there were none", record.conflicts),
        )
        if not value.strip()
    ]
    if phase.regime == Regime.PSR:
        if not record.provider_address.strip():
            lacking.append("the provider’s registered address")
        lacking += [
            label for code, label in KEY_CRITERIA.items() if not str(record.weighing.get(code, "")).strip()
        ]
    return f"The record still lacks: {'; '.join(lacking)}." if lacking else ""


def _last_writer(record: DecisionRecord) -> int | None:
    """Who wrote the record last, as its history has it."""
    events = history_model(DecisionRecord)._default_manager.filter(pgh_obj_id=record.pk)
    last: Any = events.order_by("pgh_id").last()
    return (last.pgh_context or {}).get("user") if last is not None else None
