"""Who commissions what, from and to files: a new row is a new term; a term on record is never rewritten."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from commissioning.core.access import Permission
from commissioning.core.intake import values as reading
from commissioning.core.intake.values import is_blank
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.fields import (
    ChoiceColumn,
    DayColumn,
    KeyColumn,
    TextColumn,
    YesNoColumn,
)
from commissioning.exchange.registers.lookups import (
    decision_words,
    lead_named,
    named,
    programme_of,
    refused,
    told_at,
)
from commissioning.exchange.registers.naming import folded, organisations_in
from commissioning.exchange.registers.service_columns import LeadSaid
from programmes.models import CommissioningResponsibility, Organisation, Service
from programmes.models.responsibilities import ResponsibilityRole
from programmes.rules import name_key
from programmes.selectors.handover import receivers, seen_leads
from programmes.selectors.successions import known_to
from programmes.services.handover import hand_over_lead
from programmes.services.parts import add_part
from programmes.services.scope_door import as_stated
from programmes.services.scope_rights import refuse_another_lead, require_own_scope

if TYPE_CHECKING:
    from commissioning.exchange.selectors.planned import Planned
    from commissioning.exchange.selectors.standing import Row, Standing

LEAD = ResponsibilityRole.LEAD_COMMISSIONER
OPEN_END = (
    "A lead ends when another organisation takes it over. Leave this empty, and add a row for who follows."
)
OF_THE_LAW = "Whether a lead is a statutory duty is kept with the papers. Leave this empty."
NAMES_IT = frozenset({"Service reference", "Service", "Role", "Organisation", "Code", "Starts"})
WHOSE = "Name the organisation, or write the code that the papers print for it."
WHAT_OF = "Write the service’s reference or its name."


class ResponsibilityResource(RegisterResource):
    """Terms as papers print them, their acts and their standing are worked out; what is read makes new terms only."""

    register = "responsibilities"
    title = "Responsibilities"
    one = "responsibility"
    model = CommissioningResponsibility
    permissions = (Permission.CHANGE_SCOPE, Permission.CHANGE_OWN_SCOPE)
    label = "Service"
    may_change = False
    doors = {"starts_on": "starts", "ends_on": "ends", "effective": "starts"}

    reference = KeyColumn("Reference", aliases=("Ref", "ID"))
    service_reference = TextColumn("Service reference", aliases=("Service ID",))
    service = TextColumn("Service", aliases=("Service name",))
    role = ChoiceColumn("Role", ResponsibilityRole.choices, aliases=("Part", "Responsibility"))
    organisation = TextColumn("Organisation", aliases=("Commissioner", "Lead commissioner", "Lead", "Who"))
    code = TextColumn("Code", aliases=("Organisation code", "Lead code"))
    statutory = YesNoColumn("Statutory", aliases=("Statutory duty",))
    starts = DayColumn("Starts", aliases=("Start", "Start date", "From", "Effective from"))
    ends = DayColumn("Ends", aliases=("End", "End date", "Until"))
    decided_by = TextColumn("Decided by", aliases=("Decision", "Decided"))

    def records(self, act: Act) -> Mapping[Key, CommissioningResponsibility]:
        """Every term, with the words by which cells may name its service and its organisation; four queries."""
        programme = programme_of(act)
        rows = CommissioningResponsibility.objects.filter(programme=programme)
        terms = list(rows.select_related("service", "organisation"))
        organisations = {term.organisation_id: term.organisation for term in terms}.values()
        names = {each.record.pk: each.words for each in organisations_in(programme, organisations, "").known}
        found: dict[Key, Any] = {}
        for term in terms:
            found[(term.reference,)] = term
            found[(term.reference,)].organisation_words = names[term.organisation_id]
        return found

    def meant(self, planned: "Planned", standing: "Standing") -> Key | None:
        """A row without a reference is the term with its service, part, organisation and first day.

        Where it names no first day, it is the one that holds today. Nothing is taken from a term by empty cells.
        """
        if planned.key:
            return None
        said = {heading: cell for heading, cell in planned.cells.items() if not is_blank(cell)}
        try:
            starts = reading.read_day(said.get("Starts"))
            role = reading.read_choice(said.get("Role"), ResponsibilityRole.choices) or LEAD
        except reading.Unread:
            return None
        found = [
            key
            for key, term in standing.records.items()
            if key in standing.rows and _is_of(said, role, term) and _begins(standing.rows[key], starts)
        ]
        if len(found) != 1:
            return None
        planned.cells = {heading: cell for heading, cell in said.items() if heading not in NAMES_IT}
        return found[0]

    def add(self, values: Mapping[str, Any], act: Act) -> CommissioningResponsibility:
        service = _service(values, act)
        role = values.get("role") or LEAD
        return _hand_over(service, values, act) if role == LEAD else _add_part(service, role, values, act)


def _is_of(said: Mapping[str, Any], role: str, term: Any) -> bool:
    """Whether cells name the term's service, part and organisation, by whatever words."""
    services = {folded(term.service.reference), folded(term.service.name)}
    known = {"Service reference": services, "Service": services}
    known |= dict.fromkeys(("Organisation", "Code"), term.organisation_words)
    return (
        term.role == role
        and any(heading in said for heading in ("Service reference", "Service"))
        and any(heading in said for heading in ("Organisation", "Code"))
        and all(folded(said[heading]) in words for heading, words in known.items() if heading in said)
    )


def _begins(row: "Row", starts: date | None) -> bool:
    return row["Starts"] == starts if starts is not None else bool(row["Holds on the day"])


def _service(values: Mapping[str, Any], act: Act) -> Service:
    """The service that its reference, its name or both say; refused where they say two."""
    rows = list(Service.objects.filter(programme=programme_of(act)).select_related("programme"))
    known = {
        "service_reference": {name_key(row.reference): row for row in rows},
        "service": {name_key(row.name): row for row in rows},
    }
    found = {
        field: named(values[field], by_word, field=field, noun="service", cure=WHAT_OF)
        for field, by_word in known.items()
        if values.get(field)
    }
    if not found:
        raise refused("service_reference", WHAT_OF)
    if len({row.pk for row in found.values()}) > 1:
        other = found["service_reference"]
        raise refused("service", f"{other.reference} is “{other.name}”. Write one of them.")
    return next(iter(found.values()))


def _organisation(values: Mapping[str, Any], act: Act, offered: tuple[Organisation, ...]) -> Organisation:
    said = LeadSaid(values.get("organisation", ""), values.get("code", ""))
    found = lead_named(said, programme_of(act), offered, at=("organisation", "code"))
    if found is None:
        raise refused("organisation", WHOSE)
    return found


def _hand_over(service: Service, values: Mapping[str, Any], act: Act) -> CommissioningResponsibility:
    """The lead passes on the first day of the row, or from when the import counts."""
    require_own_scope(service, grants=act.grants, on=act.on)
    if "ends" in values:
        raise refused("ends", OPEN_END)
    if "statutory" in values:
        raise refused("statutory", OF_THE_LAW)
    to = _organisation(values, act, receivers(programme_of(act), act.grants))
    effective = as_stated(values.get("starts") or act.effective_on)
    with told_at({"to": "organisation", "decision": "decided_by"}):
        refuse_another_lead(service, effective, grants=act.grants)
        handover = hand_over_lead(
            service,
            to=to,
            effective=effective,
            reason=act.reason,
            decision=decision_words(values.get("decided_by", ""), act.reason),
            by=act.by,
            expected=seen_leads(service),
        )
    opened: CommissioningResponsibility = handover.opened.get()
    return opened


def _add_part(
    service: Service, role: str, values: Mapping[str, Any], act: Act
) -> CommissioningResponsibility:
    programme = programme_of(act)
    offered = {each.pk: each for each in (*known_to(programme), *receivers(programme, act.grants))}
    return add_part(
        service,
        _organisation(values, act, tuple(offered.values())),
        role,
        starts_on=values.get("starts") or act.effective_on,
        ends_on=values.get("ends"),
        statutory=values.get("statutory"),
        reason=act.reason,
        by=act.by,
        grants=act.grants,
        today=act.on,
    )
