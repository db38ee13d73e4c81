"""A decision's change of scope and its handover of a lead, by the doors that anybody's go through."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from governance.services.effect_kinds import Doing, EffectPlan, Line, source_words, there
from procurement.models import ProcurementPhase
from procurement.selectors.scope_change import ScopeRecord, Stamp, flag_words, phase_words, scope_record
from procurement.services.scope import ScopeCommand, change_scope
from programmes.access import Grants
from programmes.models import Organisation, ResponsibilityChange, ScopeChange, Service
from programmes.models.services import ScopeState
from programmes.rules import Act, Inclusion
from programmes.selectors.handover import LeadStamp, seen_leads
from programmes.selectors.responsibilities import governing_lead, history_of
from programmes.selectors.scope import NO_LEAD, leads_on
from programmes.services.handover import hand_over_lead
from programmes.services.scope_door import as_stated

LONGEST_DECISION = 300
NO_SERVICE = "Choose the service."


def may_change(service: Service, grants: Grants, on: date) -> bool:
    """Whether the person may change the scope of the service, or hand over its lead, on the day."""
    lead = leads_on(service.programme, on).get(service.pk, NO_LEAD)
    return grants.may_change_scope(service.programme_id, lead.organisation_id)


class ScopePlan(EffectPlan):
    """{"act", "service", "effective"} and what the act takes: name, phase, inclusion, commissioner, the TBC flags."""

    made: ClassVar = "scope_change"
    door: ClassVar = "whoever may change the scope of the service"

    def read(self) -> None:
        self.of: Service | None = self.service()
        self.act = Act(self.text("act")) if self.text("act") in {each.value for each in Act} else None
        number = self.text("phase")
        phases = ProcurementPhase.objects.filter(programme=self.programme)
        self.phase = phases.filter(number=int(number)).first() if number.isdecimal() else None
        self.commissioner: Organisation | None = self.organisation("commissioner")
        given = self.text("inclusion")
        self.inclusion = Inclusion(given) if given in {each.value for each in Inclusion} else None

    def problems(self) -> dict[str, str]:
        act = self.act
        settles = self.inclusion is not None or self.commissioner is not None
        return {
            "service": self.known("service", self.of, NO_SERVICE),
            "act": "" if act else "Choose what changes.",
            "effective": self.effective_problem(),
            "name": "Enter the new name." if act == Act.RENAME and not self.text("name") else "",
            "phase": self._phase_problem(),
            "inclusion": "Say what is settled: its inclusion, its commissioner, or both."
            if act == Act.SETTLE and not settles
            else "",
            "commissioner": self.known("commissioner", self.commissioner, "")
            if self.text("commissioner")
            else "",
        }

    def _phase_problem(self) -> str:
        if self.act == Act.MOVE or self.text("phase"):
            return self.known("phase", self.phase, "Choose the phase to which it moves.")
        return ""

    def words(self) -> str:
        number = self.phase.number if self.phase else ""
        into = f" and puts it into phase {self.phase.number}" if self.phase else ""
        said = {
            Act.RENAME: f"Renames “{there(self.of).name}” to “{self.text('name')}”",
            Act.MOVE: f"Moves “{there(self.of).name}” to phase {number}",
            Act.SETTLE: f"Settles what is to be confirmed of “{there(self.of).name}”",
            Act.REMOVE: f"Takes “{there(self.of).name}” out of the scope",
            Act.BRING_IN: f"Brings “{there(self.of).name}” into the scope{into}",
        }[there(self.act)]
        return said + self.from_words()

    def lines(self) -> tuple[Line, ...]:
        record = scope_record(there(self.of))
        phase_now = phase_words(record.phase.number if record.phase else None)
        phase_then = phase_words(self.phase.number if self.phase else None)
        state = record.scope.get_state_display()
        return {
            Act.RENAME: (Line("Name", record.service.name, self.text("name")),),
            Act.MOVE: (Line("Phase", phase_now, phase_then),),
            Act.SETTLE: self._settled(record),
            Act.REMOVE: (
                Line("State", state, str(ScopeState.REMOVED.label)),
                *((Line("Phase", phase_now, phase_words(None)),) if record.phase else ()),
            ),
            Act.BRING_IN: (
                Line("State", state, self._state_in()),
                *((Line("Phase", phase_now, phase_then),) if self.phase else ()),
            ),
        }[there(self.act)]

    def _state_in(self) -> str:
        tbc = self.plan.get("inclusion_tbc") or self.plan.get("commissioner_tbc")
        return str((ScopeState.IN_SCOPE_TBC if tbc else ScopeState.IN_SCOPE).label)

    def _settled(self, record: ScopeRecord) -> tuple[Line, ...]:
        lead = record.lead.name if record.lead else "none"
        lines = []
        if self.inclusion is not None:
            lines.append(Line("Inclusion", flag_words(record.scope.inclusion_tbc), str(self.inclusion)))
        if self.commissioner is not None:
            now = f"{flag_words(record.scope.commissioner_tbc)}, {lead}"
            lines.append(Line("Commissioner", now, f"confirmed, {self.commissioner}"))
        return tuple(lines)

    def stamp(self) -> str:
        return str(scope_record(there(self.of)).stamp)

    def allows(self, grants: Grants) -> bool:
        return self.of is not None and may_change(self.of, grants, self.on)

    def carry_out(self, doing: Doing) -> ScopeChange:
        command = ScopeCommand(
            act=there(self.act),
            effective=as_stated(there(self.day("effective"))),
            reason=self.reason,
            name=self.text("name"),
            phase=self.phase,
            inclusion=self.inclusion,
            commissioner=self.commissioner,
            inclusion_tbc=bool(self.plan.get("inclusion_tbc")),
            commissioner_tbc=bool(self.plan.get("commissioner_tbc")),
        )
        return change_scope(there(self.of), command, by=doing.by, expected=Stamp.read(doing.stamp).versions)


class LeadPlan(EffectPlan):
    """{"service", "to", "effective"}: the organisation that leads from the day on."""

    made: ClassVar = "lead_change"
    door: ClassVar = "whoever may hand over the lead of the service"

    def read(self) -> None:
        self.of: Service | None = self.service()
        self.to: Organisation | None = self.organisation("to")

    def problems(self) -> dict[str, str]:
        return {
            "service": self.known("service", self.of, NO_SERVICE),
            "to": self.known("to", self.to, "Choose the organisation that is to lead."),
            "effective": self.effective_problem(),
        }

    def words(self) -> str:
        return f"Hands the lead of “{there(self.of).name}” over to {self.to}{self.from_words()}"

    def lines(self) -> tuple[Line, ...]:
        lead = governing_lead(history_of(there(self.of)), self.on)
        now = lead.organisation if lead else "nobody"
        return (Line("Lead commissioner", now, f"{self.to}{self.from_words()}"),)

    def stamp(self) -> str:
        return str(seen_leads(there(self.of)))

    def allows(self, grants: Grants) -> bool:
        return self.of is not None and may_change(self.of, grants, self.on)

    def carry_out(self, doing: Doing) -> ResponsibilityChange:
        return hand_over_lead(
            there(self.of),
            to=there(self.to),
            effective=there(self.day("effective")),
            reason=self.reason,
            decision=source_words(self.decision)[:LONGEST_DECISION],
            by=doing.by,
            expected=LeadStamp.read(doing.stamp),
        )
