"""How integrated the commissioning of each group of services is: its model, four parts, lead, money and intention."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models import CommissioningModel, Programme, ServiceGroup, ServiceGroupService
from programmes.models.commissioning_models import Arrangement
from programmes.selectors.sources import Place, places_of

# The four parts by which a model is described, in the order of the commissioning cycle (domain rule).
PARTS = (
    ("needs_and_priorities", "Needs and priorities"),
    ("design_and_contracting", "Design and contracting"),
    ("money", "Money"),
    ("performance", "Performance"),
)


@dataclass(frozen=True)
class Part:
    """One of the four parts; `usual` is what the group's model says of it, empty where the two agree."""

    name: str
    label: str
    arrangement: str
    is_stated: bool
    usual: str = ""


@dataclass(frozen=True)
class ModelRow:
    """A model as the programme's papers define it; `groups` counts the groups commissioned under it."""

    model_id: int
    reference: str
    name: str
    level: int
    definition: tuple[str, ...]
    separate: tuple[str, ...]
    parts: tuple[Part, ...]
    groups: int
    fact_id: int | None
    places: tuple[Place, ...]


@dataclass(frozen=True)
class CoveredService:
    service_id: int
    reference: str
    name: str


@dataclass(frozen=True)
class GroupRow:
    """A group of services under one model. `lacks_pooling`: called integrated without a pooled fund or section 75.

    `under_others` names, for each service that has a component in a group of another model, those groups.
    """

    group_id: int
    reference: str
    name: str
    code: str
    model_id: int
    model: str
    level: int
    parts: tuple[Part, ...]
    lead_as_printed: str
    leads: tuple[str, ...]
    rationale: str
    pooling: str
    pooling_as_printed: str
    lacks_pooling: bool
    until: FuzzyDate
    intended_model: str
    intended: FuzzyDate
    note: str
    services: tuple[CoveredService, ...]
    under_others: Mapping[str, tuple[str, ...]]
    fact_id: int | None
    places: tuple[Place, ...]
    illustrative: bool


def models_of(programme: Programme) -> tuple[ModelRow, ...]:
    """The models that the programme's papers define, least integrated first; three queries."""
    found = list(CommissioningModel.objects.filter(programme=programme))
    places = places_of([model.fact_id for model in found])
    counts: defaultdict[int, int] = defaultdict(int)
    for model_id in ServiceGroup.objects.filter(programme=programme).values_list(
        "commissioning_model", flat=True
    ):
        counts[model_id] += 1
    return tuple(
        ModelRow(
            model_id=model.pk,
            reference=model.reference,
            name=model.name,
            level=model.level,
            definition=tuple(model.definition.splitlines()),
            separate=tuple(model.separate.splitlines()),
            parts=parts_of(model),
            groups=counts[model.pk],
            fact_id=model.fact_id,
            places=places.get(model.fact_id or 0, ()),
        )
        for model in found
    )


def service_groups(programme: Programme) -> tuple[GroupRow, ...]:
    """Every group of services, by model and reference, with what is odd about it; four queries."""
    groups = list(
        ServiceGroup.objects.filter(programme=programme)
        .select_related("commissioning_model", "intended_model")
        .prefetch_related("leads", "services")
    )
    places = places_of([group.fact_id for group in groups])
    holders = _holders(groups)
    return tuple(_group(group, holders, places.get(group.fact_id or 0, ())) for group in groups)


def models_by_service(programme: Programme) -> dict[int, tuple[tuple[str, int], ...]]:
    """The models under which each service, or components of it, are commissioned: (name, level) by service id.

    One query. More than one model for a service is a thing to flag (domain rule, check 13).
    """
    found: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
    rows = ServiceGroupService.objects.filter(group__programme=programme)
    fields = ("service_id", "group__commissioning_model__level", "group__commissioning_model__name")
    for service_id, level, name in rows.values_list(*fields):
        found[service_id].add((level, name))
    return {key: tuple((name, level) for level, name in sorted(models)) for key, models in found.items()}


def under_two_models(groups: Sequence[GroupRow]) -> tuple[tuple[CoveredService, tuple[GroupRow, ...]], ...]:
    """Services with components under more than one model, each with the groups that cover it."""
    by_service: defaultdict[CoveredService, list[GroupRow]] = defaultdict(list)
    for group in groups:
        for service in group.services:
            by_service[service].append(group)
    return tuple(
        (service, tuple(found))
        for service, found in by_service.items()
        if len({group.model_id for group in found}) > 1
    )


def parts_of(record: CommissioningModel | ServiceGroup) -> tuple[Part, ...]:
    """The four parts of a model, or those of a group beside what its model says."""
    model = record.commissioning_model if isinstance(record, ServiceGroup) else record
    parts = []
    for name, label in PARTS:
        own, usual = getattr(record, name), getattr(model, name)
        differs = own != usual and usual != Arrangement.NOT_STATED
        parts.append(
            Part(
                name,
                label,
                str(Arrangement(own).label),
                own != Arrangement.NOT_STATED,
                str(Arrangement(usual).label) if differs else "",
            )
        )
    return tuple(parts)


def _holders(groups: Sequence[ServiceGroup]) -> dict[int, list[ServiceGroup]]:
    holders: defaultdict[int, list[ServiceGroup]] = defaultdict(list)
    for group in groups:
        for service in group.services.all():
            holders[service.pk].append(group)
    return holders


def _group(
    group: ServiceGroup, holders: Mapping[int, list[ServiceGroup]], places: tuple[Place, ...]
) -> GroupRow:
    services = sorted(group.services.all(), key=lambda service: service.reference)
    others = {
        service.name: tuple(
            f"{other.name} ({other.commissioning_model.name})"
            for other in holders[service.pk]
            if other.commissioning_model_id != group.commissioning_model_id
        )
        for service in services
    }
    return GroupRow(
        group_id=group.pk,
        reference=group.reference,
        name=group.name,
        code=group.group_code,
        model_id=group.commissioning_model_id,
        model=group.commissioning_model.name,
        level=group.commissioning_model.level,
        parts=parts_of(group),
        lead_as_printed=group.lead_as_printed,
        leads=tuple(lead.name for lead in group.leads.all()),
        rationale=group.rationale,
        pooling=group.get_pooling_display(),
        pooling_as_printed=group.pooling_as_printed,
        lacks_pooling=group.lacks_pooling,
        until=group.until,
        intended_model=group.intended_model.name if group.intended_model else "",
        intended=group.intended,
        note=group.note,
        services=tuple(CoveredService(s.pk, s.reference, s.name) for s in services),
        under_others={name: found for name, found in others.items() if found},
        fact_id=group.fact_id,
        places=places,
        illustrative=group.illustrative,
    )
