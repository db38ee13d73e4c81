"""Risks, from and to files: their words, their assessments at each level, whom they are escalated to, their state."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from commissioning.core.access import Permission
from commissioning.core.intake.cells import Cell
from commissioning.core.intake.groups import SAME
from commissioning.core.intake.values import is_blank
from commissioning.core.spreadsheets import Value
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import KeptChoice, KeptDay, KeptInteger
from commissioning.exchange.registers.fields import DateColumns, DayColumn, KeyColumn, TextColumn
from commissioning.exchange.registers.fixed_columns import SpeltChoice, SpeltText
from commissioning.exchange.registers.lookups import programme_of, refused
from commissioning.exchange.registers.naming import folded
from commissioning.exchange.registers.risk_acts import assess_levels, escalate, move_to
from governance.models import Body, Risk
from governance.models.risks import RiskResponse, RiskState
from governance.services.risks import NOT_SAID, RiskWords, add_risk, change_risk
from procurement.models import ProcurementPhase
from programmes.rules_milestones import day_words

WORDS = ("title", "text", "cause", "event", "effect", "phase", "raised", "owner", "response", "review_due")


class StateColumn(KeptChoice):
    """A risk with a score is not “Identified” any more: that is what a row said before its score was written."""

    @property
    def headings(self) -> tuple[str, ...]:
        return self.heading, "Likelihood", "Impact"

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),
        before: Any = None,
    ) -> Any:
        if is_blank(given.get(self.heading)):
            return SAME
        value = super().read(given, exported, percent=percent, before=before)
        scored = all(not is_blank(given.get(each)) for each in self.headings[1:])
        return SAME if scored and value == RiskState.IDENTIFIED else value


class RiskResource(RegisterResource):
    """Scores, bands and mitigations are worked out; mitigations have a table of their own."""

    register = "risks"
    title = "Risks"
    one = "risk"
    model = Risk
    permissions = (Permission.EDIT_RISKS,)
    natural_key = ("Risk",)
    label = "Risk"
    doors = {"title": "title_", "owner_role": "owner", "body": "escalated_to"}

    reference = KeyColumn("Reference", aliases=("Ref", "ID", "Risk ID", "Risk reference", "No"))
    title_ = TextColumn("Risk", required=True, aliases=("Title", "Risk title", "Risk name", "Name"))
    text = TextColumn("What", aliases=("Description", "Risk description", "Details"))
    cause = TextColumn("Cause", aliases=("Risk cause", "Caused by"))
    event = TextColumn("Event", aliases=("Risk event",))
    effect = TextColumn("Effect", aliases=("Consequence", "Consequences", "Impact description"))
    phase = SpeltText("Phase", aliases=("Procurement phase",))
    raised = DateColumns("Raised", aliases=("Raised", "Date raised", "Raised on", "Date identified"))
    state = StateColumn("State", RiskState.choices, aliases=("Status",))  # before what it looks at besides
    likelihood = KeptInteger("Likelihood", aliases=("Probability", "Current likelihood", "L"))
    impact = KeptInteger("Impact", aliases=("Severity", "Current impact", "I"))
    assessed_on = KeptDay("Assessed on", aliases=("Date assessed", "Last assessed", "Last reviewed"))
    inherent_likelihood = KeptInteger("Inherent likelihood", aliases=("Gross likelihood",))
    inherent_impact = KeptInteger("Inherent impact", aliases=("Gross impact",))
    inherent_assessed_on = KeptDay("Inherent assessed on")
    target_likelihood = KeptInteger("Target likelihood", aliases=("Residual likelihood",))
    target_impact = KeptInteger("Target impact", aliases=("Residual impact",))
    target_assessed_on = KeptDay("Target assessed on")
    owner = TextColumn("Owner", aliases=("Risk owner", "Lead", "Owner role"))
    response = SpeltChoice("Response", RiskResponse.choices, aliases=("Strategy", "Treatment"))
    review_due = DayColumn("Review due", aliases=("Review date", "Next review", "Review by"))
    escalated_to = SpeltText("Escalated to", aliases=("Escalation",))

    def records(self, act: Act) -> Mapping[Key, Risk]:
        rows = Risk.objects.filter(programme=programme_of(act)).select_related("phase", "escalated_to")
        return {(row.reference,): row for row in rows}

    def before(self, record: Any, name: str) -> Any:
        standing = {
            "raised": record.raised,
            "state": record.state,
            "response": record.response,
            "phase": _words_of(record.phase),
            "escalated_to": _words_of(record.escalated_to),
        }
        return standing.get(name)

    def add(self, values: Mapping[str, Any], act: Act) -> Risk:
        words = self._words(RiskWords(title=""), values, act)
        programme = programme_of(act)
        risk = add_risk(programme, words, by=act.by, grants=act.grants, reason=act.reason)
        self._beyond_words(risk, values, act)
        return risk

    def change(self, record: Risk, values: Mapping[str, Any], act: Act) -> Risk:
        """A closed risk that is opened again is opened first; what ends it comes last."""
        if set(values) & {"title_", *WORDS}:
            present = RiskWords(**{each.name: getattr(record, each.name) for each in fields(RiskWords)})
            change_risk(
                record,
                self._words(present, values, act),
                version=record.version,
                by=act.by,
                grants=act.grants,
                reason=act.reason,
            )
        self._beyond_words(record, values, act)
        return record

    @staticmethod
    def _beyond_words(risk: Risk, values: Mapping[str, Any], act: Act) -> None:
        opens = values.get("state") in (RiskState.ASSESSED, RiskState.IDENTIFIED)
        risk.refresh_from_db()
        if "state" in values and opens and risk.state in (RiskState.CLOSED, RiskState.ACCEPTED):
            move_to(risk, values["state"], act)
        assess_levels(risk, values, act)
        if "escalated_to" in values:
            escalate(risk, values["escalated_to"], act)
        if "state" in values:
            move_to(risk, values["state"], act)

    @staticmethod
    def _words(present: RiskWords, values: Mapping[str, Any], act: Act) -> RiskWords:
        """The words as they stand with what the file says anew."""
        names = {"title_": "title", "owner": "owner_role"}
        said = {names.get(name, name): value for name, value in values.items() if name in ("title_", *WORDS)}
        if "phase" in said:
            said["phase"] = _phase(said["phase"], act)
        if said.get("response", "") is None:
            said["response"] = ""
        raised = said.get("raised", NOT_SAID)
        first = raised.start or raised.end
        if first is not None and first > act.on:
            raise refused(
                "raised", f"{day_words(first)} is still to come. Enter {day_words(act.on)} or an earlier day."
            )
        return RiskWords(**{**{each.name: getattr(present, each.name) for each in fields(present)}, **said})


def _words_of(record: ProcurementPhase | Body | None) -> frozenset[str]:
    """What cells may call a phase or a body: “2”, “Phase 2”, “Phase 2: School nursing”, a name or a reference."""
    if record is None:
        return frozenset()
    words = {record.name, record.reference, str(record)}
    if isinstance(record, ProcurementPhase):
        words |= {str(record.number), f"Phase {record.number}"}
    return frozenset(map(folded, words))


def _phase(word: str, act: Act) -> ProcurementPhase | None:
    """The phase that a cell means; None for empty."""
    if not word:
        return None
    phases = list(ProcurementPhase.objects.filter(programme=programme_of(act)))
    for phase in phases:
        if folded(word) in _words_of(phase):
            return phase
    known = "; ".join(str(each) for each in phases) or "none yet"
    raise refused("phase", f"“{word}” is no phase of this programme. Its phases: {known}.")
