"""Gathers what the checks read of who commissions what; a fixed number of queries for the kinds a programme has."""

from collections.abc import Collection, Iterable

from django.db.models import Model, Q

from governance.models import Body, BodyAlias, GovernanceLink, Risk
from governance.models.risks import MitigationState, RiskState
from governance.rules.evidence_commissioning import (
    CommissioningEvidence,
    ConsiderationRow,
    GroupRow,
    JoiningRow,
    LeadClaim,
    LinkRow,
    ListItem,
    OtherNames,
    PrintedList,
    RiskRow,
)
from governance.rules.findings import ServiceName
from governance.selectors.evidence_areas import area_names
from outcomes.models import CareModelArea
from procurement.models import Funding
from procurement.selectors.funding import funding
from programmes.models import (
    CommissioningResponsibility,
    FutureConsideration,
    OrganisationAlias,
    Post,
    Programme,
    ProgrammePartner,
    ScopeList,
    ScopeListItem,
    ServiceGroup,
)
from programmes.models.responsibilities import ResponsibilityRole, Standing
from programmes.rules_leads import never_began
from programmes.selectors.posts import posts


def commissioning_evidence(programme: Programme, has: Collection[type[Model]]) -> CommissioningEvidence:
    """`has` is what `present` says the programme has: a kind that it lacks is not asked for."""
    return CommissioningEvidence(
        claims=_claims(programme) if CommissioningResponsibility in has else (),
        groups=_groups(programme) if ServiceGroup in has else (),
        lists=_lists(programme) if ScopeList in has else (),
        considerations=_considerations(programme) if FutureConsideration in has else (),
        links=_links(programme) if GovernanceLink in has else (),
        named=(
            *(_bodies(programme) if BodyAlias in has else ()),
            *(area_names(programme) if CareModelArea in has else ()),
            *_organisations(programme),
        ),
        joining=_joining(programme),
        risks=_risks(programme) if Risk in has else (),
        posts=posts(programme) if Post in has else (),
        funding=funding(programme) if Funding in has else (),
    )


def _claims(programme: Programme) -> tuple[LeadClaim, ...]:
    rows = CommissioningResponsibility.objects.filter(
        programme=programme, role=ResponsibilityRole.LEAD_COMMISSIONER
    ).select_related("service", "organisation", "closed_by")
    return tuple(
        LeadClaim(
            reference=row.reference,
            service=ServiceName(row.service.reference, row.service.name),
            organisation_id=row.organisation_id,
            organisation=row.organisation.name,
            standing=str(Standing(row.standing).label),
            governing=row.governing,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            fact_id=row.fact_id,
        )
        for row in rows.order_by("service__name", "-governing", "starts_on", "reference")
        if not never_began(row.starts_on, row.closed_by.effective if row.closed_by else None)
    )


def _groups(programme: Programme) -> tuple[GroupRow, ...]:
    rows = ServiceGroup.objects.filter(programme=programme).select_related("commissioning_model")
    return tuple(
        GroupRow(
            reference=row.reference,
            name=row.name,
            model=row.commissioning_model.name,
            level=row.commissioning_model.level,
            lacks_pooling=row.lacks_pooling,
            services=_names(row.services.all()),
            fact_id=row.fact_id,
        )
        for row in rows.prefetch_related("services")
    )


def _names(services: Iterable[object]) -> tuple[ServiceName, ...]:
    return tuple(ServiceName(each.reference, each.name) for each in services)  # type: ignore[attr-defined]


def _lists(programme: Programme) -> tuple[PrintedList, ...]:
    rows = ScopeListItem.objects.filter(programme=programme).select_related("scope_list")
    found: dict[str, PrintedList] = {}
    for row in rows.order_by("scope_list__position", "scope_list", "position", "reference").prefetch_related(
        "services"
    ):
        own = found.get(row.scope_list.reference)
        item = ListItem(row.name, _names(row.services.all()), row.fact_id)
        items = (*own.items, item) if own else (item,)
        found[row.scope_list.reference] = PrintedList(row.scope_list.reference, row.scope_list.name, items)
    return tuple(found.values())


def _considerations(programme: Programme) -> tuple[ConsiderationRow, ...]:
    rows = FutureConsideration.objects.filter(programme=programme).prefetch_related("services")
    return tuple(
        ConsiderationRow(row.reference, row.text, row.date, _names(row.services.all()), row.fact_id)
        for row in rows
    )


def _links(programme: Programme) -> tuple[LinkRow, ...]:
    rows = GovernanceLink.objects.filter(programme=programme).select_related("source", "target")
    return tuple(
        LinkRow(
            row.source.reference,
            row.source.name,
            row.kind,
            row.get_kind_display(),
            row.target.name,
            row.fact_id,
            row.is_proposed,
        )
        for row in rows
    )


def _bodies(programme: Programme) -> tuple[OtherNames, ...]:
    rows = Body.objects.filter(programme=programme, aliases__isnull=False).distinct()
    return tuple(
        OtherNames(
            row.reference,
            row.name,
            "body",
            row.fact_id,
            tuple((alias.name, alias.fact_id) for alias in row.aliases.all()),
        )
        for row in rows.prefetch_related("aliases")
    )


def _organisations(programme: Programme) -> tuple[OtherNames, ...]:
    """Those that this programme's papers name, with their other names, which hang on no source of their own."""
    rows = OrganisationAlias.objects.filter(organisation__fact__programme=programme)
    found: dict[str, OtherNames] = {}
    for reference, name, fact_id, other in rows.order_by("organisation", "pk").values_list(
        "organisation__reference", "organisation__name", "organisation__fact_id", "name"
    ):
        others = found[reference].others if reference in found else ()
        found[reference] = OtherNames(reference, name, "organisation", fact_id, (*others, (other, None)))
    return tuple(found.values())


def _joining(programme: Programme) -> tuple[JoiningRow, ...]:
    """Partners that come in on a day; those of the start have none. A group's services are led by the group."""
    rows = ProgrammePartner.objects.filter(programme=programme, starts_on__isnull=False)
    return tuple(
        JoiningRow(
            reference=row.reference,
            organisation_id=row.organisation_id,
            organisation=row.organisation.name,
            part=row.role_as_printed or row.get_role_display(),
            starts_on=row.starts_on,
            fact_id=row.fact_id,
        )
        for row in rows.select_related("organisation")
    )


def _risks(programme: Programme) -> tuple[RiskRow, ...]:
    """Open ones only: a risk that is closed needs no owner any more."""
    rows = Risk.objects.filter(~Q(state=RiskState.CLOSED), programme=programme)
    return tuple(
        RiskRow(
            row.reference,
            row.title,
            row.owner_role,
            "; ".join(each.text for each in row.mitigations.all() if each.state != MitigationState.DROPPED),
            row.fact_id,
        )
        for row in rows.prefetch_related("mitigations")
    )
