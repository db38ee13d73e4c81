"""What the page that hands a lead over starts from: the terms as they stand, and what others did meanwhile."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from programmes.access import Grants
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    Organisation,
    OrganisationSuccession,
    Programme,
    ResponsibilityChange,
    Service,
)
from programmes.models.responsibilities import ResponsibilityRole
from programmes.selectors.edits import FieldEdit
from programmes.selectors.leads import leads_to_name

LEAD = ResponsibilityRole.LEAD_COMMISSIONER


@dataclass(frozen=True)
class LeadStamp:
    """The governing terms that a form's maker had seen, each with its version, and the newest act on record."""

    terms: tuple[tuple[int, int], ...] = ()
    act: int = 0

    def __str__(self) -> str:
        pairs = "-".join(f"{pk}.{version}" for pk, version in self.terms)
        return f"{self.act}/{pairs}"

    @classmethod
    def read(cls, text: str) -> "LeadStamp":
        """The stamp of a hidden field. One that is missing or not ours stands for having seen nothing."""
        act, _, pairs = text.partition("/")
        numbers = [pair.split(".") for pair in pairs.split("-")] if pairs else []
        flat = [act, *(number for pair in numbers for number in pair)]
        if any(len(pair) != 2 for pair in numbers) or not all(n.isdecimal() and len(n) < 19 for n in flat):
            return cls(act=-1)
        return cls(tuple((int(pk), int(version)) for pk, version in numbers), int(act))


def stamp_of(terms: Iterable[CommissioningResponsibility], service: Service) -> LeadStamp:
    """The stamp of governing terms just read; one query for the newest act that touched the service."""
    return LeadStamp(tuple(sorted((term.pk, term.version) for term in terms)), _newest_act(service))


def seen_leads(service: Service) -> LeadStamp:
    """What a form made now has seen; two queries."""
    rows = CommissioningResponsibility.objects.filter(service=service, role=LEAD, governing=True)
    return stamp_of(rows, service)


def seen_leads_of(programme: Programme) -> Mapping[int, LeadStamp]:
    """What a form made now would have seen of every service of a programme, by its id; three queries."""
    terms: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = CommissioningResponsibility.objects.filter(programme=programme, role=LEAD, governing=True)
    for service_id, pk, version in rows.values_list("service_id", "pk", "version"):
        terms[service_id].append((pk, version))
    newest: defaultdict[int, int] = defaultdict(int)
    touched = CommissioningResponsibility.objects.filter(programme=programme)
    for service_id, *acts in touched.values_list("service_id", "opened_by_id", "closed_by_id"):
        newest[service_id] = max(newest[service_id], *(act or 0 for act in acts))
    services = Service.objects.filter(programme=programme).values_list("pk", flat=True)
    return {pk: LeadStamp(tuple(sorted(terms[pk])), newest[pk]) for pk in services}


def acts_on(service: Service) -> Iterable[ResponsibilityChange]:
    """The acts that opened or closed a term of the service, oldest first."""
    touched = Q(opened__service=service) | Q(closed__service=service)
    rows = ResponsibilityChange.objects.filter(touched, programme=service.programme_id)
    return rows.select_related("made_by").order_by("pk").distinct()


def lead_edits(service: Service, seen: LeadStamp) -> tuple[FieldEdit, ...]:
    """Who handed the service's lead over since the stamp, from whom to whom and why; two queries and one per act."""
    edits = []
    for act in acts_on(service):
        if act.pk > seen.act:
            before, after = (_leader(rows, service) for rows in (act.closed, act.opened))
            who = str(act.made_by or "someone unnamed")
            edits.append(FieldEdit("to", "Lead commissioner", before, after, who, act.made_at, act.reason))
    return tuple(edits)


def _leader(terms: Any, service: Service) -> str:
    term = terms.filter(service=service, role=LEAD).select_related("organisation").first()
    return term.organisation.name if term else "nobody"


def _newest_act(service: Service) -> int:
    touched = Q(opened__service=service) | Q(closed__service=service)
    acts = ResponsibilityChange.objects.filter(touched, programme=service.programme_id)
    return acts.order_by("-pk").values_list("pk", flat=True).first() or 0


def receivers(programme: Programme, grants: Grants) -> tuple[Organisation, ...]:
    """The organisations that a lead of the programme may be handed to, by name; three queries.

    The programme's commissioners, and whoever its papers or people give a part in a service. A commissioner too may
    choose any of them: they may give away what is theirs, and what they may not take is settled by whose it is.
    """
    held = CommissioningResponsibility.objects.filter(programme=programme).values("organisation")
    coded = CommissionerCode.objects.filter(programme=programme).values("organisation")
    named = {organisation.pk for organisation in leads_to_name(programme, grants)}
    found = Organisation.objects.filter(Q(pk__in=held) | Q(pk__in=coded) | Q(pk__in=named))
    return tuple(found.order_by("name"))


def succeeded(organisation: Organisation) -> OrganisationSuccession | None:
    """The first succession by which the organisation passed to others; None where none is recorded."""
    rows = OrganisationSuccession.objects.filter(predecessor=organisation)
    return rows.order_by("took_effect_on").first()
