"""The doors of a risk: record one, change its words, and assess it. A score is added, never replaced."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.models import User
from governance.models import Risk, RiskAssessment
from governance.models.risks import RiskActKind, RiskLevel, RiskResponse, RiskState
from governance.rules.risk_states import CLOSED_FIRST
from governance.rules.scoring import LEVELS
from governance.services.risk_door import keep_state, latest_on, may, risk_locked
from procurement.models import ProcurementPhase
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import next_reference
from programmes.rules_milestones import day_words, owner_problem, reason_problem
from programmes.services.scope_door import refuse

NOT_SAID = FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)
NO_RISK = "Say in a few words what the risk is, such as “Provider withdraws”."
NO_EVENT = "Say what might happen. Cause and effect alone are no risk."
NO_PHASE = "Choose a phase of this programme."
NO_LEVEL = "Choose a number from 1 to 5."
NO_RATIONALE = "Say why, so that the next reviewer can tell what has changed."


@dataclass(frozen=True)
class RiskWords:
    """What is said of a risk, scores and state aside: a cause that may bring about an event, and its effect."""

    title: str
    cause: str = ""
    event: str = ""
    effect: str = ""
    text: str = ""
    phase: ProcurementPhase | None = None
    raised: FuzzyDate = NOT_SAID
    owner_role: str = ""
    response: str = ""
    response_note: str = ""
    review_due: date | None = None


@dataclass(frozen=True)
class Judgement:
    """Likelihood and impact of a risk at one level, each 1 to 5, as judged on a day, and why."""

    level: str
    likelihood: int
    impact: int
    on: date
    rationale: str


def add_risk(
    programme: Programme,
    words: RiskWords,
    *,
    by: User,
    grants: Grants,
    reason: str,
    illustrative: bool = False,
) -> Risk:
    """Record a risk, not assessed as yet.

    Raises PermissionDenied (EDIT_RISKS) and ValidationError by field (title, event, phase, owner_role, …, reason).
    """
    may(grants, Permission.EDIT_RISKS, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        hangs_on = [each for each in (programme, words.phase) if each is not None]
        made_up = illustrative or any(each.illustrative for each in hangs_on)
        risk = Risk(programme=programme, illustrative=made_up)
        refuse({**_problems(risk, words), "reason": reason_problem(reason)})
        risk.reference = next_reference(Risk, "RISK", programme)
        _write(risk, words)
        risk.full_clean()
        risk.save()
        return risk


def change_risk(
    risk: Risk, words: RiskWords, *, version: int, by: User, grants: Grants, reason: str
) -> tuple[str, ...]:
    """Change what is said of a risk; the labels of what changed, none where nothing differs and nothing is saved.

    Raises PermissionDenied, ValidationError by field as `add_risk`, and StaleEdit.
    """
    with risk_locked(risk, by=by, grants=grants, reason=reason, version=version) as row:
        refuse({**_problems(row, words), "reason": reason_problem(reason)})
        changed = tuple(LABELS[each.name] for each in fields(words) if _differs(row, words, each.name))
        if changed:
            row.illustrative = row.illustrative or bool(words.phase and words.phase.illustrative)
            _write(row, words)
            row.full_clean()
            row.save()
        return changed


def assess(risk: Risk, judged: Judgement, *, by: User, grants: Grants, on: date) -> RiskAssessment:
    """Add an assessment; those before it stay. The first current one takes the risk from identified to assessed.

    The latest of each level counts, by its day, so that one entered late does not undo a later one. Raises
    PermissionDenied (EDIT_RISKS) and ValidationError by field (level, likelihood, impact, day, rationale); refuses a
    closed risk.
    """
    with risk_locked(risk, by=by, grants=grants, reason=judged.rationale) as row:
        refuse(_judgement_problems(row, judged, on))
        assessment = RiskAssessment(
            reference=next_reference(RiskAssessment, "RA", row.programme),
            programme_id=row.programme_id,
            risk=row,
            level=judged.level,
            likelihood=judged.likelihood,
            impact=judged.impact,
            on=judged.on,
            rationale=judged.rationale.strip(),
            made_by=by,
            illustrative=row.illustrative,
        )
        assessment.full_clean()
        assessment.save()
        if judged.level == RiskLevel.CURRENT and row.state == RiskState.IDENTIFIED:
            day = max(judged.on, latest_on(row, RiskActKind.STATE) or judged.on)
            keep_state(row, RiskState.ASSESSED, on=day, reason=judged.rationale, by=by)
        return assessment


LABELS = {
    "title": "Title",
    "cause": "Cause",
    "event": "Event",
    "effect": "Effect",
    "text": "Words",
    "phase": "Phase",
    "raised": "Raised",
    "owner_role": "Owner",
    "response": "Response",
    "response_note": "About the response",
    "review_due": "Review due",
}


def _problems(risk: Risk, words: RiskWords) -> dict[str, str]:
    """A risk has a title and an event; one that a paper printed in its own words may do without the event."""
    phase = words.phase
    return {
        "title": "" if words.title.strip() else NO_RISK,
        "event": "" if words.event.strip() or risk.fact_id else NO_EVENT,
        "phase": NO_PHASE if phase is not None and phase.programme_id != risk.programme_id else "",
        "owner_role": owner_problem(words.owner_role),
        "response": ""
        if words.response in ("", *RiskResponse.values)
        else "Choose a response from the list.",
    }


def _differs(risk: Risk, words: RiskWords, name: str) -> bool:
    return bool(getattr(risk, name) != _tidy(getattr(words, name)))


def _write(risk: Risk, words: RiskWords) -> None:
    for each in fields(words):
        setattr(risk, each.name, _tidy(getattr(words, each.name)))


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _judgement_problems(risk: Risk, judged: Judgement, today: date) -> dict[str, str]:
    raised = risk.raised.start
    day = ""
    if judged.on > today:
        day = f"{day_words(judged.on)} is still to come. Enter {day_words(today)} or an earlier day."
    elif raised is not None and judged.on < raised:
        day = f"The risk was raised {risk.raised.printed}. Enter {day_words(raised)} or a later day."
    return {
        "act": CLOSED_FIRST if risk.state == RiskState.CLOSED else "",
        "level": "" if judged.level in RiskLevel.values else "Choose what the score is of.",
        "likelihood": "" if judged.likelihood in LEVELS else NO_LEVEL,
        "impact": "" if judged.impact in LEVELS else NO_LEVEL,
        "day": day,
        "rationale": "" if judged.rationale.strip() else NO_RATIONALE,
    }
