"""What a row of services asks of the doors of scope: which acts, in which order, each of the record as then read."""

from collections.abc import Mapping
from typing import Any

from commissioning.exchange.registers.base import Act
from commissioning.exchange.registers.lookups import (
    decision_words,
    lead_named,
    phase_numbered,
    refused,
    told_at,
)
from commissioning.exchange.registers.service_columns import (
    COMMISSIONER,
    FLAGS,
    INCLUSION,
    NAME,
    PHASE,
    SAYS_WHAT,
    STATE,
    LeadSaid,
    ScopeSaid,
)
from procurement.services.scope import bring_into_scope, move_service, remove_service, settle_tbc
from programmes.models import Organisation, Service
from programmes.models.services import COUNTED_STATES, ScopeState
from programmes.rules import Inclusion
from programmes.selectors.edits import Versions
from programmes.selectors.handover import LeadStamp, receivers, seen_leads
from programmes.selectors.leads import leads_to_name
from programmes.services.handover import hand_over_lead
from programmes.services.scope import rename_service
from programmes.services.scope_door import as_stated, refuse
from programmes.services.scope_rights import governing_on, refuse_another_lead, require_own_scope

NO_DOOR = (
    "A service’s state changes by bringing it into the scope, removing it, or settling what is to be confirmed: write "
    "“In scope”, “In scope – TBC” or “Removed from scope”."
)
NOT_OPENED = "What is settled is not made to be confirmed again. Remove the service and bring it in anew."
NO_LEAD = "Nobody leads the service on that day. Name the lead commissioner that is settled on."


class ScopeActs:
    """One row's acts on one service: into scope, renamed, moved, settled or handed over, and out of scope last."""

    def __init__(self, service: Service, values: Mapping[str, Any], act: Act) -> None:
        self.service = service
        self.values = values
        self.act = act
        self.said: ScopeSaid = values.get("scope") or ScopeSaid()
        self.lead: LeadSaid = values.get("lead") or LeadSaid()
        self.seen: LeadStamp = getattr(service, "seen_leads", None) or seen_leads(service)
        wanted, present = self.said.new_state, service.scope.state
        self.comes_in = wanted in COUNTED_STATES and present not in COUNTED_STATES
        self.goes = wanted == ScopeState.REMOVED
        self.inclusion = self._inclusion()
        self.settles_commissioner = self._settled("commissioner_tbc")

    def carry_out(self) -> Service:
        require_own_scope(self.service, grants=self.act.grants, on=self.act.on)
        refuse(self._what_no_door_does())
        settles = self.inclusion is not None or self.settles_commissioner
        steps = (
            (self.comes_in, self._bring_in),
            ("name" in self.values, self._rename),
            (self.values.get("phase") is not None and not self.comes_in, self._move),
            (settles, self._settle),
            (bool(self.lead) and not self.settles_commissioner, self._hand_over),
            (self.goes and self.inclusion != Inclusion.REFUSED, self._remove),
        )
        for step in [step for asked, step in steps if asked]:
            step()
            self.service = Service.objects.select_related("scope", "programme").get(pk=self.service.pk)
        return self.service

    # --- which acts -------------------------------------------------------------------------------------------------

    def _inclusion(self) -> Inclusion | None:
        """Removed because its inclusion, which was to be confirmed, is not: settled, rather than taken out."""
        if self.goes and self.said.settles("inclusion_tbc"):
            return Inclusion.REFUSED
        return Inclusion.CONFIRMED if self._settled("inclusion_tbc") else None

    def _settled(self, flag: str) -> bool:
        """A flag set to no, or one that is open where the state is said to be “In scope” now."""
        if self.comes_in:
            return False
        is_open = getattr(self.service.scope, flag) is not False
        return self.said.settles(flag) or (self.said.new_state == ScopeState.IN_SCOPE and is_open)

    def _what_no_door_does(self) -> dict[str, str]:
        opened = {
            heading: NOT_OPENED
            for heading, flag in FLAGS.items()
            if flag in self.said.fresh and not self.comes_in and self.said.flags[flag] is not False
        }
        return {**opened, STATE: self._state_problem()}

    def _state_problem(self) -> str:
        wanted = self.said.new_state
        if wanted is None or wanted in (ScopeState.IN_SCOPE, ScopeState.REMOVED):
            return ""
        if wanted != ScopeState.IN_SCOPE_TBC:
            return NO_DOOR
        if not self.comes_in:
            return NOT_OPENED
        return "" if self.said.opened else SAYS_WHAT

    # --- the acts ---------------------------------------------------------------------------------------------------

    @property
    def _common(self) -> dict[str, Any]:
        act, expected = self.act, Versions(self.service.version, self.service.scope.version)
        return {"effective": act.effective_on, "reason": act.reason, "by": act.by, "expected": expected}

    def _bring_in(self) -> None:
        number = self.values.get("phase")
        phase = phase_numbered(self.service.programme, number, field=PHASE) if number is not None else None
        with told_at({"act": STATE, "phase": PHASE}):
            bring_into_scope(
                self.service,
                phase=phase,
                inclusion_tbc="inclusion_tbc" in self.said.opened,
                commissioner_tbc="commissioner_tbc" in self.said.opened,
                **self._common,
            )

    def _rename(self) -> None:
        with told_at({"act": "name"}):
            rename_service(self.service, name=self.values["name"], **self._common)

    def _move(self) -> None:
        phase = phase_numbered(self.service.programme, self.values["phase"], field=PHASE)
        with told_at({"act": PHASE, "phase": PHASE}):
            move_service(self.service, phase=phase, **self._common)

    def _settle(self) -> None:
        commissioner = self._commissioner() if self.settles_commissioner else None
        fresh = next((heading for heading, flag in FLAGS.items() if flag in self.said.fresh), STATE)
        with told_at({"act": fresh, "inclusion": INCLUSION, "commissioner": COMMISSIONER}):
            settle_tbc(self.service, inclusion=self.inclusion, commissioner=commissioner, **self._common)

    def _commissioner(self) -> Organisation:
        """Whom the commissioner is settled on: who is named, else who leads on that day."""
        programme = self.service.programme
        named = lead_named(self.lead, programme, leads_to_name(programme, self.act.grants))
        if named is not None:
            return named
        term = governing_on(self.service, self.act.effective_on)
        if term is None:
            raise refused(NAME, NO_LEAD)
        return term.organisation

    def _hand_over(self) -> None:
        act, programme = self.act, self.service.programme
        effective = as_stated(act.effective_on)
        refuse_another_lead(self.service, effective, grants=act.grants)
        to = lead_named(self.lead, programme, receivers(programme, act.grants))
        if to is None:
            return
        with told_at({"to": NAME}):
            hand_over_lead(
                self.service,
                to=to,
                effective=effective,
                reason=act.reason,
                decision=decision_words("", act.reason),
                by=act.by,
                expected=self.seen,
            )

    def _remove(self) -> None:
        with told_at({"act": STATE}):
            remove_service(self.service, **self._common)
