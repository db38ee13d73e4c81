"""A decision at a gateway and its change of a KPI's target, by the doors that anybody's go through."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import ClassVar

from commissioning.core.access import Permission
from commissioning.core.concurrency import StaleEdit
from governance.services.effect_kinds import Doing, EffectPlan, Line, exact_day, there
from outcomes.models import KPI, Target
from outcomes.models.targets import KPIChangeKind
from outcomes.selectors.kpi_stamp import newest_change
from outcomes.services.kpis import set_target, target_words
from outcomes.services.summaries import lock_kpis
from procurement.models import GatewayDecision, ProcurementStage
from procurement.services.gateways import Decided, decide
from programmes.access import Grants

LONGEST_ORIGIN = 200


class GatewayPlan(EffectPlan):
    """{"phase", "stage", "passed"}: a gateway of a phase, by number and code, and whether it is passed.

    It is decided by the body, on the day and for the reasons of the decision; a gateway with something missing is
    refused as everywhere, and not passed over here.
    """

    made: ClassVar = "gateway_decision"
    door: ClassVar = "whoever may record what was decided at a gateway"

    def read(self) -> None:
        number = self.text("phase")
        rows = ProcurementStage.objects.filter(programme=self.programme, kind__is_gateway=True)
        found = rows.filter(kind__code=self.text("stage")).select_related("kind", "phase", "programme")
        self.stage = found.filter(phase__number=int(number)).first() if number.isdecimal() else None

    @property
    def passed(self) -> bool:
        return bool(self.plan.get("passed"))

    def problems(self) -> dict[str, str]:
        return {"stage": self.known("stage", self.stage, "Choose the gateway.")}

    def words(self) -> str:
        stage = there(self.stage)
        verb = "Passes" if self.passed else "Does not pass"
        return f"{verb} the gateway “{stage.kind.name}” of phase {stage.phase.number}"

    def lines(self) -> tuple[Line, ...]:
        stage = there(self.stage)
        actual = stage.actual
        now = f"passed, {actual.printed}" if actual.is_dated else "not passed"
        then = "passed" if self.passed else "not passed, as decided"
        return (
            Line(stage.kind.name, now, f"{then} by {self.decision.body}, {self.decision.decided.printed}"),
        )

    def stamp(self) -> str:
        return str(there(self.stage).version)

    def allows(self, grants: Grants) -> bool:
        return grants.may(Permission.DECIDE_GATEWAYS, self.programme.pk)

    def carry_out(self, doing: Doing) -> GatewayDecision:
        decided = Decided(
            passed=self.passed,
            decided_by=self.decision.body.name,
            decided_on=exact_day(self.decision),
            reason=self.reason,
        )
        return decide(
            there(self.stage),
            decided,
            by=doing.by,
            grants=doing.grants,
            on=self.on,
            version=int(doing.stamp) if doing.stamp.isdecimal() else 0,
            illustrative=self.decision.illustrative,
        )


class TargetPlan(EffectPlan):
    """{"kpi", "value" or "words" or both, "starts_on", "ends_on"}: the target of a KPI from a day on."""

    made: ClassVar = "target"
    door: ClassVar = "whoever may set the targets of KPIs"

    def read(self) -> None:
        rows = KPI.objects.filter(programme=self.programme)
        self.kpi = rows.filter(reference=self.text("kpi")).first()
        try:
            self.value = Decimal(self.text("value")) if self.text("value") else None
        except InvalidOperation:
            self.value = None

    def problems(self) -> dict[str, str]:
        starts, ends = self.day("starts_on"), self.day("ends_on")
        unread = bool(self.text("value")) and (self.value is None or not self.value.is_finite())
        return {
            "kpi": self.known("kpi", self.kpi, "Choose the KPI."),
            "value": f"“{self.text('value')}” is not a number."
            if unread
            else ""
            if self.value is not None or self.text("words")
            else "Give the target in numbers or in words.",
            "starts_on": "" if starts else "Enter the first day on which it holds, such as 1 April 2019.",
            "ends_on": "The last day lies before the first. Correct one of the two."
            if starts and ends and ends < starts
            else "",
        }

    def _target(self) -> Target:
        return Target(
            kpi=self.kpi,
            value=self.value,
            words=self.text("words"),
            starts_on=self.day("starts_on"),
            ends_on=self.day("ends_on"),
        )

    @property
    def _then(self) -> str:
        return target_words(there(self.kpi), self._target())

    def words(self) -> str:
        return f"Sets the target of “{there(self.kpi).name}”: {self._then}"

    def lines(self) -> tuple[Line, ...]:
        kpi = there(self.kpi)
        kept = Target.objects.filter(kpi=kpi, withdrawn=False).order_by("starts_on", "pk")
        now = "; ".join(target_words(kpi, each) for each in kept)
        return (Line("Target", now or "no target", self._then),)

    def stamp(self) -> str:
        return str(newest_change(there(self.kpi), KPIChangeKind.TARGET))

    def allows(self, grants: Grants) -> bool:
        return grants.may(Permission.EDIT_KPIS, self.programme.pk)

    def carry_out(self, doing: Doing) -> Target:
        kpi = there(self.kpi)
        lock_kpis([kpi.pk])
        if self.stamp() != doing.stamp:
            raise StaleEdit(kpi)
        decision = self.decision
        return set_target(
            kpi,
            value=self.value,
            words=self.text("words"),
            starts_on=self.day("starts_on"),
            ends_on=self.day("ends_on"),
            origin=f"{decision.body}, {decision.decided.printed} ({decision.reference})"[-LONGEST_ORIGIN:],
            by=doing.by,
            grants=doing.grants,
            reason=self.reason,
            on=self.on,
        )
