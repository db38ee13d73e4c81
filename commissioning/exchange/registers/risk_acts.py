"""What a row of risks asks beyond words: assessments, escalation and state, each by its door, which keeps the act."""

from collections.abc import Mapping
from typing import Any

from commissioning.exchange.registers.base import Act
from commissioning.exchange.registers.lookups import named, refused, told_at
from governance.models import Body, Risk, RiskAssessment
from governance.models.risks import RiskLevel, RiskState
from governance.rules.risk_states import Act as RiskDeed
from governance.rules.risk_states import state_after
from governance.services.risk_acts import Done, act_on, standing_of
from governance.services.risks import Judgement, assess
from programmes.rules import name_key
from programmes.rules_milestones import day_words

PREFIXES = {RiskLevel.INHERENT: "inherent_", RiskLevel.TARGET: "target_", RiskLevel.CURRENT: ""}
DEEDS = {
    RiskState.MITIGATING: RiskDeed.MITIGATE,
    RiskState.ACCEPTED: RiskDeed.ACCEPT,
    RiskState.CLOSED: RiskDeed.CLOSE,
    RiskState.ASSESSED: RiskDeed.REOPEN,
    RiskState.IDENTIFIED: RiskDeed.REOPEN,
}
BY_ASSESSING = "A risk becomes assessed by being assessed: write its likelihood and its impact."
NOT_BACK = "A risk on record does not go back to that state. Close it, or leave the state as it is."
STAYS = "An assessment stays on record. Write the number that holds now."
BOTH = "Write both, likelihood and impact: a score is their product."


def assess_levels(risk: Risk, values: Mapping[str, Any], act: Act) -> None:
    """A new assessment for each level of which a number or the day differs; the reason is its rationale."""
    for level, prefix in PREFIXES.items():
        names = [f"{prefix}{each}" for each in ("likelihood", "impact", "assessed_on")]
        if any(name in values for name in names):
            _assess(
                risk,
                level,
                prefix,
                {name.removeprefix(prefix): values.get(name) for name in names if name in values},
                act,
            )


def _assess(risk: Risk, level: RiskLevel, prefix: str, said: Mapping[str, Any], act: Act) -> None:
    last = (
        RiskAssessment.objects.filter(risk=risk, level=level, on__lte=act.on)
        .order_by("on", "made_at", "pk")
        .last()
    )
    numbers: dict[str, Any] = {}
    for name in ("likelihood", "impact"):
        numbers[name] = said[name] if name in said else getattr(last, name, None)
        if numbers[name] is None:
            raise refused(f"{prefix}{name}", STAYS if last and name in said else BOTH)
    on = said.get("assessed_on") or act.on
    if last is not None and on < last.on:
        raise refused(
            f"{prefix}assessed_on" if "assessed_on" in said else f"{prefix}likelihood",
            f"A later assessment, of {day_words(last.on)}, is on record. Enter that day or a later one.",
        )
    judged = Judgement(level=level, **numbers, on=on, rationale=act.reason)
    at = {name: f"{prefix}{name}" for name in ("likelihood", "impact")}
    with told_at({**at, "day": f"{prefix}assessed_on"}):
        assess(risk, judged, by=act.by, grants=act.grants, on=act.on)


def escalate(risk: Risk, word: str, act: Act) -> None:
    """The body that is told, by its name or reference; an empty cell returns the risk from whom it was escalated to."""
    if not word:
        _do(risk, RiskDeed.RETURN, act, "escalated_to")
        return
    bodies = {
        name_key(name): body
        for body in Body.objects.filter(programme=risk.programme_id)
        for name in (body.reference, body.name)
    }
    body = named(word, bodies, field="escalated_to", noun="board", cure="Write a board’s name or reference.")
    _do(risk, RiskDeed.ESCALATE, act, "escalated_to", body=body)


def move_to(risk: Risk, state: str, act: Act) -> None:
    """By the act that leads to the state; nothing where an assessment or another act has led there already."""
    present = Risk.objects.get(pk=risk.pk).state
    if state == present:
        return
    deed = DEEDS[RiskState(state)]
    if deed is RiskDeed.REOPEN:
        if present not in (RiskState.CLOSED, RiskState.ACCEPTED):
            raise refused("state", BY_ASSESSING if state == RiskState.ASSESSED else NOT_BACK)
        standing = standing_of(risk)
        if state_after(deed, standing) != state:
            raise refused("state", NOT_BACK if standing.assessed else BY_ASSESSING)
    _do(risk, deed, act, "state")


def _do(risk: Risk, deed: RiskDeed, act: Act, field: str, body: Body | None = None) -> None:
    done = Done(on=act.effective_on, reason=act.reason, body=body)
    with told_at({"act": field, "day": field}):
        act_on(risk, deed, done, by=act.by, grants=act.grants, on=act.on)
