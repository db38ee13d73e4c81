"""Services and their scope, from and to files: each change by the door of its act, dated and reasoned."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

from commissioning.core.access import Permission
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import KeptInteger
from commissioning.exchange.registers.fields import KeyColumn, TextColumn
from commissioning.exchange.registers.fixed_columns import FixedDates
from commissioning.exchange.registers.lookups import (
    lead_named,
    phase_numbered,
    programme_of,
    refused,
    told_at,
)
from commissioning.exchange.registers.naming import organisations_in
from commissioning.exchange.registers.service_changes import ScopeActs
from commissioning.exchange.registers.service_columns import (
    COMMISSIONER,
    FLAGS,
    INCLUSION,
    NAME,
    PHASE,
    SAYS_WHAT,
    STATE,
    LeadColumns,
    LeadSaid,
    ScopeColumns,
    ScopeSaid,
)
from procurement.services.scope import add_service_to_phase
from programmes.models import Organisation, Programme, Service
from programmes.models.services import COUNTED_STATES, ScopeState
from programmes.selectors.handover import seen_leads_of
from programmes.selectors.leads import lead_organisations, leads_to_name, may_add_services

ADDED_ONCE = (
    "The day on which a service was added is on record with that act, and does not change afterwards."
)
NOT_YET = "A new service is added to the scope: write “In scope” or “In scope – TBC”."
YES_OR_NO = "Write yes or no: a new service says what of it is to be confirmed."
NO_LEAD = "Name the lead commissioner, or write yes in “Commissioner TBC”."
ONLY_OWN = "Name your own organisation: only a programme manager adds a service whose commissioner is to be confirmed."
NOT_YOURS = "Only a programme manager, or a commissioner for their own organisation, adds a service."


class ServiceResource(RegisterResource):
    """Phase names, budgets and other names are worked out; “Added” is read for new services only."""

    register = "services"
    title = "Services"
    one = "service"
    model = Service
    permissions = (Permission.CHANGE_SCOPE, Permission.CHANGE_OWN_SCOPE)
    natural_key = ("Service",)
    label = "Service"
    query = "state=any"
    doors = {"to": NAME, "act": STATE, "inclusion_tbc": INCLUSION, "commissioner_tbc": COMMISSIONER}

    reference = KeyColumn("Reference", aliases=("Ref", "ID", "Service reference", "Service ID"))
    name = TextColumn("Service", required=True, aliases=("Service name", "Name", "Title"))
    lead = LeadColumns(NAME, aliases=("Lead", "Commissioner", "Led by", "Owner"))
    scope = ScopeColumns(STATE, ScopeState.choices, aliases=("Status", "Scope", "Scope state"))
    phase = KeptInteger(PHASE, aliases=("Phase number", "Procurement phase"))
    added = FixedDates("Added", fixed=ADDED_ONCE, aliases=("Added", "Date added", "Added on"))

    def records(self, act: Act) -> Mapping[Key, Service]:
        """Each service with its scope, and with what stands of its lead; eight queries for any number."""
        programme = programme_of(act)
        stamps, leads = seen_leads_of(programme), _words_of_leads(programme, act)
        found: dict[Key, Any] = {}
        rows = Service.objects.filter(programme=programme, scope__isnull=False)
        for service in rows.select_related("scope", "programme"):
            found[(service.reference,)] = service
            found[(service.reference,)].seen_leads = stamps[service.pk]  # for the door of its lead
            found[(service.reference,)].lead_words = leads.get(service.pk, frozenset())
        return found

    def before(self, record: Any, name: str) -> Any:
        standing = {"added": record.scope.added, "lead": record.lead_words}
        return standing.get(name)

    def add(self, values: Mapping[str, Any], act: Act) -> Service:
        programme = programme_of(act)
        if not may_add_services(programme, act.grants):
            raise PermissionDenied(NOT_YOURS)
        flags = _flags_of_new(values.get("scope") or ScopeSaid())
        number = values.get("phase")
        with told_at({"effective": "added" if "added" in values else "effective"}):
            return add_service_to_phase(
                programme,
                name=values["name"],
                lead=_lead_of_new(values.get("lead") or LeadSaid(), act, open_lead=flags["commissioner_tbc"]),
                phase=phase_numbered(programme, number, field=PHASE) if number is not None else None,
                effective=values.get("added", act.effective_on),
                reason=act.reason,
                by=act.by,
                illustrative=programme.illustrative,
                inclusion_tbc=flags["inclusion_tbc"],
                commissioner_tbc=flags["commissioner_tbc"],
            )

    def change(self, record: Service, values: Mapping[str, Any], act: Act) -> Service:
        return ScopeActs(record, values, act).carry_out()


def _words_of_leads(programme: Programme, act: Act) -> Mapping[int, frozenset[str]]:
    """By the service's id, every word that means the organisation that leads it on the day."""
    leads = lead_organisations([programme.pk], act.on)
    rows = Organisation.objects.filter(pk__in=set(leads.values()))
    words = {each.record.pk: each.words for each in organisations_in(programme, rows, "").known}
    return {service_id: words[pk] for service_id, pk in leads.items()}


def _lead_of_new(said: LeadSaid, act: Act, *, open_lead: bool) -> Organisation | None:
    """A commissioner names their own organisation; only a programme manager leaves the lead open."""
    programme = programme_of(act)
    lead = lead_named(said, programme, leads_to_name(programme, act.grants))
    if lead is None and not act.grants.may(Permission.CHANGE_SCOPE, programme.pk):
        raise refused(NAME, ONLY_OWN)
    if lead is None and not open_lead:
        raise refused(NAME, NO_LEAD)
    return lead


def _flags_of_new(said: ScopeSaid) -> dict[str, bool]:
    """What of a new service is to be confirmed, by its flags, which its state needs."""
    for heading, flag in FLAGS.items():
        if flag in said.flags and said.flags[flag] is None:
            raise refused(heading, YES_OR_NO)
    if said.state is not None and said.state not in COUNTED_STATES:
        raise refused(STATE, NOT_YET)
    if said.state == ScopeState.IN_SCOPE_TBC and not said.opened:
        raise refused(STATE, SAYS_WHAT)
    return {flag: flag in said.opened for flag in FLAGS.values()}
