"""Plans back from a go-live under the regime that was chosen, or under the one that would apply if none was."""

from dataclasses import replace
from datetime import date
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate
from procurement.models import ProcurementPhase, RegimeRule
from procurement.models.regimes import Regime
from procurement.rules_backplan import BackPlan, BackPlanError
from procurement.rules_runway import Plan, planned, starts_by
from procurement.rules_signing import WITHOUT
from procurement.rules_what_if import WhatIf
from procurement.selectors.tables_of_law import NEVER, Law

# Where the tables of the law are not loaded: Procurement Act 2023 (Commencement No. 3) Regulations 2024; SI 2023/1348.
ACT_FROM: Final = date(2025, 2, 24)
PSR_FROM: Final = date(2024, 1, 1)


def lengths_of(rule: RegimeRule) -> BackPlan:
    """Raises BackPlanError for a length beyond its bounds."""
    return BackPlan(
        rule.mobilisation_months, rule.evaluation_weeks, rule.tender_weeks, rule.preparation_weeks
    )


USUAL: Final = lengths_of(RegimeRule())  # where a regime has no row of its own in the tables of the law


class Planner:
    """Plans by the tables of the law, with the lengths that are supposed in the stead of the usual ones."""

    def __init__(self, law: Law, what_if: WhatIf) -> None:
        self.law = law
        self.what_if = what_if

    def for_phase(self, record: ProcurementPhase, go_live: FuzzyDate, basis: str) -> Plan:
        """The plan of a phase. Without a chosen regime one is assumed, which the plan says."""
        if record.regime:
            process = record.process.code if record.process else ""
            without = "this direct award needs none" if process in WITHOUT else ""
            return self._planned(go_live, record.regime, basis, no_standstill=without)
        regime = self._assumed(go_live, record.procurement_start, health_care=record.is_health_care is True)
        return self._planned(go_live, regime, basis, assumed="no regime is chosen yet")

    def after(self, go_live: FuzzyDate, basis: str) -> Plan:
        """The plan of a procurement that nobody has recorded yet, for a go-live that is needed."""
        regime = self._assumed(go_live, None, health_care=False)
        return self._planned(go_live, regime, basis, assumed="no procurement is recorded")

    def lengths(self, regime: str) -> BackPlan:
        """How long the parts take under a regime: its own usual lengths, or those supposed. Raises BackPlanError."""
        rule = self.law.rules.get(regime)
        if rule is None:
            return self.what_if.plan(USUAL)
        return self.what_if.plan(lengths_of(rule))

    def _planned(
        self, go_live: FuzzyDate, regime: str, basis: str, *, assumed: str = "", no_standstill: str = ""
    ) -> Plan:
        named = (regime, str(Regime(regime).label))
        try:
            lengths = self.lengths(regime)
        except BackPlanError as error:
            return Plan(go_live, *named, USUAL, basis, assumed, problem=str(error))
        plan = planned(
            go_live, named, lengths, self.law.calendar(regime), basis=basis, no_standstill=no_standstill
        )
        return replace(plan, assumed=assumed)

    def _assumed(self, go_live: FuzzyDate, start: FuzzyDate | None, *, health_care: bool) -> str:
        """By when it begins: as stated, else as it must at the latest under the Act.

        What begins before the Act stays under the 2015 regulations, except health care from 1 January 2024.
        """
        begins = (start.start or start.end) if start is not None else None
        if begins is None:
            begins = self._must_begin(go_live)
        table = self.law.regime_table
        act_from = ACT_FROM if table.act_from == NEVER else table.act_from
        psr_from = PSR_FROM if table.psr_from == NEVER else table.psr_from
        if health_care and begins is not None and begins >= psr_from:
            return str(Regime.PSR)
        return str(Regime.PCR2015 if begins is not None and begins < act_from else Regime.PA2023)

    def _must_begin(self, go_live: FuzzyDate) -> date | None:
        try:
            lengths = self.lengths(Regime.PA2023)
        except BackPlanError:
            lengths = USUAL
        return starts_by(go_live, Regime.PA2023, lengths, self.law.calendar(Regime.PA2023))
