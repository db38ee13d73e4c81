"""The door of what is done with a risk as a whole: escalated and returned, reviewed, accepted, closed, reopened."""

from dataclasses import dataclass
from datetime import date

from commissioning.core.models import User
from governance.models import Body, Risk, RiskAct, RiskAssessment, RiskMitigation
from governance.models.risks import MitigationState, RiskActKind, RiskLevel
from governance.rules.risk_states import Act, Standing, act_problem, state_after
from governance.services.risk_door import keep_state, latest_on, risk_locked
from programmes.access import Grants
from programmes.references import next_reference
from programmes.rules_milestones import effective_problem, reason_problem
from programmes.services.scope_door import refuse

KINDS = {
    Act.ESCALATE: RiskActKind.ESCALATED,
    Act.RETURN: RiskActKind.RETURNED,
    Act.REVIEW: RiskActKind.REVIEWED,
}
TOGETHER = {
    RiskActKind.ESCALATED: (RiskActKind.ESCALATED, RiskActKind.RETURNED),
    RiskActKind.RETURNED: (RiskActKind.ESCALATED, RiskActKind.RETURNED),
}


@dataclass(frozen=True)
class Done:
    """What was done on a day and why; `body` is told of an escalation, `review_due` is the review after this one."""

    on: date
    reason: str
    body: Body | None = None
    review_due: date | None = None


def standing_of(risk: Risk) -> Standing:
    """What decides which acts the risk is open to, as recorded now; two queries."""
    return Standing(
        state=risk.state,
        escalated=risk.escalated_to_id is not None,
        assessed=RiskAssessment.objects.filter(risk=risk, level=RiskLevel.CURRENT).exists(),
        mitigated=RiskMitigation.objects.filter(risk=risk)
        .exclude(mitigation__state=MitigationState.DROPPED)
        .exists(),
    )


def act_on(
    risk: Risk, act: Act, done: Done, *, by: User, grants: Grants, on: date, version: int | None = None
) -> RiskAct:
    """Do something with a risk and keep that it was done, when and why.

    A review sets when the next is due, or that none is; every other act leaves that as it is. Raises PermissionDenied
    (EDIT_RISKS), ValidationError by field (day, body, review_due, reason) or for an act that its state does not let
    through, and StaleEdit.
    """
    with risk_locked(risk, by=by, grants=grants, reason=done.reason, version=version) as row:
        standing = standing_of(row)
        kind = KINDS.get(act, RiskActKind.STATE)
        refuse(
            {
                "act": act_problem(act, standing),
                "day": effective_problem(done.on, on, latest_on(row, *TOGETHER.get(kind, (kind,)))),
                "body": _body_problem(row, done.body) if act is Act.ESCALATE else "",
                "review_due": _review_problem(done) if act is Act.REVIEW else "",
                "reason": reason_problem(done.reason),
            }
        )
        if kind == RiskActKind.STATE:
            return keep_state(row, state_after(act, standing), on=done.on, reason=done.reason, by=by)
        kept = _kept(row, kind, done, by)
        if act is Act.REVIEW:
            row.review_due = done.review_due
        else:
            row.escalated_to = done.body if act is Act.ESCALATE else None
        row.save()
        return kept


def _kept(risk: Risk, kind: RiskActKind, done: Done, by: User) -> RiskAct:
    bodies = {RiskActKind.ESCALATED: done.body, RiskActKind.RETURNED: risk.escalated_to}
    act = RiskAct(
        reference=next_reference(RiskAct, "RACT", risk.programme),
        programme_id=risk.programme_id,
        risk=risk,
        kind=kind,
        body=bodies.get(kind),
        on=done.on,
        reason=done.reason.strip(),
        made_by=by,
        illustrative=risk.illustrative,
    )
    act.full_clean()
    act.save()
    return act


def _body_problem(risk: Risk, body: Body | None) -> str:
    if body is None:
        return "Choose the body that is told."
    if body.programme_id != risk.programme_id:
        return "Choose a body of this programme."
    return f"It is escalated to {body.name} already." if body.pk == risk.escalated_to_id else ""


def _review_problem(done: Done) -> str:
    if done.review_due is not None and done.review_due <= done.on:
        return "The next review comes after this one. Enter a later day, or leave it empty."
    return ""
