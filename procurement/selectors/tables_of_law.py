"""The dated tables of procurement law as they stand on a day, each read once and only if it is asked for."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final

from procurement.models import (
    CalendarDay,
    CpvRange,
    GatewayRequirement,
    NoticeKind,
    ProcurementProcess,
    RegimeRule,
    StageKind,
    Threshold,
)
from procurement.models.regimes import HolidayCalendar, Regime
from procurement.rules_days import Calendar
from procurement.rules_regime import RegimeTable, ThresholdRow
from programmes.models.organisations import OrganisationKind

# Who buys under the Provider Selection Regime (SI 2023/1348, regulation 2, "relevant authority").
PSR_BUYERS: Final = frozenset(
    {
        OrganisationKind.LOCAL_AUTHORITY,
        OrganisationKind.DIRECTORATE,
        OrganisationKind.NHS_COMMISSIONER,
        OrganisationKind.NHS_COMMISSIONER_GROUP,
    }
)
NEVER: Final = date.max


class Law:
    """The tables in force on the day. Eight queries if everything is asked for, none for what is not."""

    def __init__(self, on: date) -> None:
        self.on = on

    # --- regimes and their days ---

    @cached_property
    def _every_rule(self) -> list[RegimeRule]:
        return list(RegimeRule.objects.order_by("regime", "starts_on"))

    @cached_property
    def rules(self) -> dict[str, RegimeRule]:
        """How each regime counts days and plans back, on the day."""
        return {rule.regime: rule for rule in self._every_rule if rule.in_force(self.on)}

    @cached_property
    def _days(self) -> list[CalendarDay]:
        return list(CalendarDay.objects.all())

    def calendar(self, regime: str) -> Calendar:
        """The working days of a regime: England's bank holidays where its table says nothing else."""
        rule = self.rules.get(regime)
        key = str(rule.calendar if rule else HolidayCalendar.ENGLAND)
        return self.calendars[key]

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        return {
            key: Calendar(
                key,
                extra_closed=frozenset(d.day for d in self._days if d.calendar == key and d.is_closed),
                extra_open=frozenset(d.day for d in self._days if d.calendar == key and not d.is_closed),
            )
            for key in HolidayCalendar.values
        }

    @cached_property
    def regime_table(self) -> RegimeTable:
        """The dates, code lists, thresholds and kinds of buyer that decide between the regimes."""
        cpv = [row for row in CpvRange.objects.all() if row.in_force(self.on)]
        return RegimeTable(
            psr_from=self._begins(Regime.PSR) or NEVER,
            psr_buyers=frozenset(str(kind) for kind in PSR_BUYERS),
            psr_cpv=_codes(cpv, CpvRange.Listed.PSR),
            act_from=self._begins(Regime.PA2023) or NEVER,
            light_touch_cpv=_codes(cpv, CpvRange.Listed.LIGHT_TOUCH),
            thresholds=tuple(
                ThresholdRow(row.category, "", row.amount, row.starts_on, row.ends_on)
                for row in Threshold.objects.all()
            ),
            pcr_from=self._begins(Regime.PCR2015),
        )

    def _begins(self, regime: str) -> date | None:
        """The first day of the regime: whatever the day asked about, since older procurements keep older rules."""
        starts = [rule.starts_on for rule in self._every_rule if rule.regime == regime and rule.starts_on]
        return min(starts, default=None)

    @cached_property
    def processes(self) -> tuple[ProcurementProcess, ...]:
        return tuple(ProcurementProcess.objects.on(self.on))

    # --- stages, gateways and notices ---

    @cached_property
    def stage_kinds(self) -> tuple[StageKind, ...]:
        return tuple(StageKind.objects.on(self.on).order_by("position"))

    def stages_for(self, regime: str) -> tuple[StageKind, ...]:
        """The stages of a regime in their order; while none is chosen, those that every regime has."""
        return tuple(kind for kind in self.stage_kinds if for_regime(kind.regimes, regime))

    @cached_property
    def requirements(self) -> tuple[GatewayRequirement, ...]:
        return tuple(GatewayRequirement.objects.on(self.on).order_by("stage", "position", "reference"))

    def requirements_for(self, stage_kind_id: int, regime: str) -> tuple[GatewayRequirement, ...]:
        """What a regime asks for at a gateway, in order; while none is chosen, what every regime asks for."""
        return tuple(
            each
            for each in self.requirements
            if each.stage_id == stage_kind_id and for_regime(each.regimes, regime)
        )

    @cached_property
    def notice_kinds(self) -> tuple[NoticeKind, ...]:
        kinds = NoticeKind.objects.on(self.on).select_related("stage")
        return tuple(kinds.order_by("regime", "position", "code"))

    def notices_for(self, regime: str) -> tuple[NoticeKind, ...]:
        return tuple(kind for kind in self.notice_kinds if kind.regime == regime)


def tables_of_law(on: date) -> Law:
    """The law as it stands on the day."""
    return Law(on)


def for_regime(regimes: Sequence[str], regime: str) -> bool:
    """Whether a row with those regimes (none is every one) is for the regime."""
    return not regimes or regime in regimes


def _codes(rows: Iterable[Any], listed: str) -> tuple[str, ...]:
    return tuple(row.begins_with for row in rows if row.listed == listed)
