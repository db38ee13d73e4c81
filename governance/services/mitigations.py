"""The doors of mitigations: record one for one risk or several, and change it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from governance.models import Mitigation, Risk, RiskMitigation
from governance.models.risks import MitigationState
from governance.services.risk_door import may
from governance.services.risks import NOT_SAID
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import lock_programme, next_reference
from programmes.rules_milestones import owner_problem, reason_problem
from programmes.services.scope_door import refuse


@dataclass(frozen=True)
class MitigationWords:
    """What is done, for which risks, by whom and by when."""

    text: str
    risks: Sequence[Risk]
    owner_role: str = ""
    due: FuzzyDate = NOT_SAID
    state: str = ""


def add_mitigation(
    programme: Programme, words: MitigationWords, *, by: User, grants: Grants, reason: str
) -> Mitigation:
    """Record what is done about one risk, or about several together.

    Raises PermissionDenied (EDIT_RISKS) and ValidationError by field (text, risks, owner_role, state, reason).
    """
    may(grants, Permission.EDIT_RISKS, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        refuse({**_problems(programme, words), "reason": reason_problem(reason)})
        row = Mitigation(
            reference=next_reference(Mitigation, "MIT", programme),
            programme=programme,
            illustrative=any(risk.illustrative for risk in words.risks),
        )
        _write(row, words)
        for risk in words.risks:
            RiskMitigation.objects.create(risk=risk, mitigation=row)
        return row


def change_mitigation(
    mitigation: Mitigation,
    words: MitigationWords,
    *,
    version: int,
    by: User,
    grants: Grants,
    reason: str,
) -> tuple[str, ...]:
    """Change a mitigation and which risks it serves; the labels of what changed, none where nothing differs.

    Raises PermissionDenied, ValidationError by field as `add_mitigation`, and StaleEdit.
    """
    may(grants, Permission.EDIT_RISKS, mitigation.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(mitigation.programme_id)
        row = lock_for_edit(Mitigation, mitigation.pk, version)
        refuse({**_problems(row.programme, words), "reason": reason_problem(reason)})
        changed = _changed(row, words)
        if changed:
            row.illustrative = row.illustrative or any(risk.illustrative for risk in words.risks)
            _write(row, words)
            _serve(row, words.risks)
        return changed


LABELS = {"text": "Mitigation", "owner_role": "Owner", "due": "Due", "state": "State"}


def _changed(row: Mitigation, words: MitigationWords) -> tuple[str, ...]:
    found = [
        label
        for name, label in LABELS.items()
        if getattr(row, name) != (getattr(words, name).strip() if name != "due" else words.due)
    ]
    if _served(row) != {risk.pk for risk in words.risks}:
        found.append("Risks")
    return tuple(found)


def _served(row: Mitigation) -> set[int]:
    return set(RiskMitigation.objects.filter(mitigation=row).values_list("risk_id", flat=True))


def _serve(row: Mitigation, risks: Sequence[Risk]) -> None:
    """Tie the mitigation to exactly these risks, one row at a time, so that each tie has its own history."""
    wanted, held = {risk.pk for risk in risks}, _served(row)
    for tie in RiskMitigation.objects.filter(mitigation=row).exclude(risk__in=wanted):
        tie.delete()
    for risk in risks:
        if risk.pk not in held:
            RiskMitigation.objects.create(risk=risk, mitigation=row)


def _write(row: Mitigation, words: MitigationWords) -> None:
    row.text, row.owner_role = words.text.strip(), words.owner_role.strip()
    row.due, row.state = words.due, words.state
    row.full_clean()
    row.save()


def _problems(programme: Programme, words: MitigationWords) -> dict[str, str]:
    elsewhere = any(risk.programme_id != programme.pk for risk in words.risks)
    return {
        "text": "" if words.text.strip() else "Say what is done, or is to be done.",
        "risks": "Choose risks of this programme."
        if elsewhere
        else ""
        if words.risks
        else "Choose at least one risk that it is for.",
        "owner_role": owner_problem(words.owner_role),
        "state": "" if words.state in MitigationState.values else "Choose a state from the list.",
    }
