"""What can be looked up when a gateway asks for it: one answer for each check and phase, in a fixed number of queries.

Of sealed records only their existence is told (that an estimate is made, that everybody has declared), never a figure,
a name or a number of people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from commissioning.core.money import UNKNOWN_QUALIFIERS
from outcomes.models import KPIService
from procurement.models import (
    BudgetLine,
    ConflictDeclaration,
    Contract,
    DecisionRecord,
    Estimate,
    GatewayRequirement,
    MarketEngagement,
    Notice,
    PhaseLead,
    PhaseScope,
    ProcurementPhase,
    TeamMember,
)
from procurement.models.budget import BudgetLineStatus
from procurement.models.regimes import Check
from procurement.selectors.standstills import standstills_of
from procurement.selectors.tables_of_law import Law
from programmes.models import Programme
from programmes.models.services import COUNTED_STATES, ScopeState
from programmes.tables import day_words


@dataclass(frozen=True)
class Found:
    """Whether a check is met, and in words what was found."""

    met: bool
    words: str


@dataclass(frozen=True)
class PhaseFacts:
    """What was found for one phase: by check, and by the code of a notice."""

    checks: Mapping[str, Found] = field(default_factory=dict)
    notices: Mapping[str, Found] = field(default_factory=dict)

    def of(self, requirement: GatewayRequirement) -> Found | None:
        """What was found for the requirement; None where only attached evidence can meet it."""
        if requirement.check_kind == Check.EVIDENCE:
            return None
        if requirement.check_kind == Check.NOTICE:
            none_yet = Found(met=False, words=f"No notice {requirement.notice_code} is recorded.")
            return self.notices.get(requirement.notice_code, none_yet)
        return self.checks[requirement.check_kind]


def gateway_facts(
    programme: Programme, phases: Iterable[ProcurementPhase], on: date, law: Law, *, live_on: Collection[int]
) -> dict[int, PhaseFacts]:
    """The facts of each phase on the day, by its id; `live_on` are the phases whose go-live stage has a date.

    Eleven queries besides the law's, for any number of phases and records.
    """
    records = _Records(programme, on)
    return {phase.pk: records.of(phase, law, has_go_live=phase.pk in live_on) for phase in phases}


class _Records:
    """Everything that the checks read, once for a programme."""

    def __init__(self, programme: Programme, on: date) -> None:
        self.on = on
        own = {"phase__programme": programme}
        self.leads = set(PhaseLead.objects.filter(**own).values_list("phase_id", flat=True))
        scopes = PhaseScope.objects.on(on).filter(scope__state__in=COUNTED_STATES, **own)
        self.services = _by_phase(scopes.values_list("phase_id", "scope__state", "scope__service_id"))
        self.lines = _by_phase(
            BudgetLine.objects.filter(**own).values_list("phase_id", "status", "money_qualifier")
        )
        self.measured = set(
            KPIService.objects.filter(service__programme=programme).values_list("service_id", flat=True)
        )
        self.asked = set(MarketEngagement.objects.filter(**own).values_list("phase_id", flat=True))
        on_team = TeamMember.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), **own)
        self.team = _by_phase(on_team.values_list("phase_id", "user_id"))
        self.declared = set(ConflictDeclaration.objects.filter(**own).values_list("phase_id", "user_id"))
        final = DecisionRecord.objects.filter(final_on__lte=on, **own)
        self.decided = dict(final.values_list("phase_id", "final_on"))
        self.notices: defaultdict[int, list[Notice]] = defaultdict(list)
        for notice in Notice.objects.filter(**own).select_related("kind"):
            self.notices[notice.phase_id].append(notice)
        signed = Contract.objects.filter(signed_on__lte=on, **own)
        self.signed = dict(signed.order_by("-signed_on").values_list("phase_id", "signed_on"))
        known = Estimate.objects.filter(made_on__lte=on, **own).exclude(
            money_qualifier__in=UNKNOWN_QUALIFIERS
        )
        self.estimated = set(known.values_list("phase_id", flat=True))

    def of(self, phase: ProcurementPhase, law: Law, *, has_go_live: bool) -> PhaseFacts:
        live = has_go_live or phase.go_live.is_dated
        checks = {
            Check.REGIME: _found(phase.regime, f"{phase.get_regime_display()}.", "No regime is chosen."),
            Check.PROCESS: _found(phase.process_id, f"{phase.process}.", "No process is chosen."),
            Check.ESTIMATE: _found(
                phase.pk in self.estimated,
                "An estimate is recorded.",
                "No estimate with an amount is recorded.",
            ),
            Check.LEAD: _found(
                phase.pk in self.leads, "A lead organisation is named.", "No lead organisation is named."
            ),
            Check.SCOPE: self._scope(phase.pk),
            Check.BUDGET: self._budget(phase.pk),
            Check.SPECIFICATION: self._specification(phase.pk),
            Check.ENGAGEMENT: self._engagement(phase),
            Check.CONFLICTS: self._conflicts(phase.pk),
            Check.DECISION_RECORD: _found(
                phase.pk in self.decided, "The decision record is final.", "No decision record is final."
            ),
            Check.STANDSTILL: self._standstill(phase, law),
            Check.CONTRACT: _found(
                phase.pk in self.signed, "A contract is signed.", "No contract of this phase is signed."
            ),
            Check.GO_LIVE: _found(live, "A go-live date is set.", "No go-live date is set."),
        }
        return PhaseFacts({str(check): found for check, found in checks.items()}, self._published(phase.pk))

    def _scope(self, phase: int) -> Found:
        rows = self.services[phase]
        open_ones = sum(state == ScopeState.IN_SCOPE_TBC for state, _ in rows)
        if not rows:
            return Found(met=False, words="No service is in the phase.")
        said = f"{open_ones} of {_plural(len(rows), 'service')} to be confirmed."
        return Found(not open_ones, said if open_ones else f"{_plural(len(rows), 'service')}, all confirmed.")

    def _budget(self, phase: int) -> Found:
        rows = self.lines[phase]
        unknown = sum(status == BudgetLineStatus.TBC or kind in UNKNOWN_QUALIFIERS for status, kind in rows)
        if not rows:
            return Found(met=False, words="No budget line is recorded for the phase.")
        lines = _plural(len(rows), "budget line")
        return Found(
            not unknown, f"{unknown} of {lines} to be confirmed." if unknown else f"{lines}, all known."
        )

    def _specification(self, phase: int) -> Found:
        rows = self.services[phase]
        without = sum(service not in self.measured for _, service in rows)
        if not rows:
            return Found(met=False, words="No service is in the phase.")
        services = _plural(len(rows), "service")
        return Found(
            not without,
            f"{without} of {services} without a KPI." if without else f"{services}, each with a KPI.",
        )

    def _engagement(self, phase: ProcurementPhase) -> Found:
        if phase.pk in self.asked:
            return Found(met=True, words="Market engagement is recorded.")
        why = phase.no_engagement_because.strip()
        return _found(
            why, f"No engagement: {why}", "No market engagement is recorded, and no reason for going without."
        )

    def _conflicts(self, phase: int) -> Found:
        team = self.team[phase]
        if not team:
            return Found(met=False, words="Nobody is on the procurement team.")
        everybody = all((phase, user) in self.declared for (user,) in team)
        return Found(
            everybody,
            "Everybody on the team has declared." if everybody else "Not everybody on the team has declared.",
        )

    def _published(self, phase: int) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for notice in self.notices[phase]:
            code, day = notice.kind.code, notice.published_on
            if day is not None and day <= self.on:
                found[code] = Found(met=True, words=f"{code} was published on {day_words(day)}.")
            elif notice.not_needed_because:
                found.setdefault(
                    code, Found(met=True, words=f"{code} is not needed: {notice.not_needed_because}")
                )
            else:
                found.setdefault(code, Found(met=False, words=f"{code} is planned and not published."))
        return found

    def _standstill(self, phase: ProcurementPhase, law: Law) -> Found:
        starting = [notice for notice in self.notices[phase.pk] if notice.kind.starts_standstill]
        every = standstills_of(starting, law.calendar, light_touch=phase.light_touch, on=self.on)
        open_ones = [each for each in every if each.sign_from is None or self.on < each.sign_from]
        if open_ones:
            return Found(met=False, words=open_ones[-1].words)
        if every:
            return Found(met=True, words=every[-1].words)
        waived = [notice.not_needed_because for notice in starting if notice.not_needed_because]
        return _found(waived, f"Not needed: {''.join(waived[:1])}", "No notice that starts it is published.")


def _by_phase(rows: Iterable[tuple[Any, ...]]) -> defaultdict[int, list[tuple[Any, ...]]]:
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for phase, *rest in rows:
        found[phase].append(tuple(rest))
    return found


def _found(value: object, yes: str, no: str) -> Found:
    return Found(bool(value), yes if value else no)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
