"""Commissioning models, the groups of services under each, the printed lists of scope, and what may come later."""

from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, sources_of
from commissioning.seeding.records import Record
from programmes.models import (
    CommissioningModel,
    FutureConsideration,
    FutureConsiderationService,
    Organisation,
    ScopeList,
    ScopeListItem,
    ScopeListItemService,
    ServiceGroup,
    ServiceGroupLead,
    ServiceGroupService,
)
from programmes.models.commissioning_models import Pooling

from .commissioning import REGISTER, named_organisations, services_of, tied_services
from .documents import lines

PARTS = ("needs_and_priorities", "design_and_contracting", "money", "performance")


def load_groups(load: Load) -> None:
    models = load.seed.records("commissioning_models")
    load.save(CommissioningModel, [Draft(r.id, partial(_model, load, r), sources_of(r)) for r in models])
    _load_service_groups(load)
    _load_scope_lists(load)
    _load_considerations(load)


def _parts(load: Load, model: str) -> dict[str, str]:
    """The four parts by which a model is described: how each is done between the commissioners (domain rule)."""
    described = load.reading.record("commissioning_models").record(model)
    return {part: described.text(part) for part in PARTS}


def _model(load: Load, record: Record) -> CommissioningModel:
    return CommissioningModel(
        programme=load.programme,
        name=record.text("name"),
        level=record.number("integration_level"),
        definition=lines(record, "definition"),
        separate=lines(record, "separate"),
        **_parts(load, record.id),
    )


def _load_service_groups(load: Load) -> None:
    records = load.seed.records("service_groups")
    made = load.save(ServiceGroup, [Draft(r.id, partial(_group, load, r), sources_of(r)) for r in records])
    new = [record for record in records if record.id in made]
    ServiceGroupService.objects.bulk_create(
        ServiceGroupService(group=made[record.id], service=service)
        for record in new
        for service in services_of(load, record, tied_services(load, record.id))
    )
    ServiceGroupLead.objects.bulk_create(
        ServiceGroupLead(group=made[record.id], organisation=lead)
        for record in new
        for lead in load.those_left(
            Organisation,
            named_organisations(load, record, "lead_commissioner"),
            record=record,
            field="lead_commissioner",
        )
    )


def _group(load: Load, record: Record) -> ServiceGroup:
    row = ServiceGroup(
        programme=load.programme,
        name=record.text("name"),
        commissioning_model=load.find(CommissioningModel, record.text("model"), record=record, field="model"),
        group_code=record.words("group"),
        lead_as_printed=record.text("lead_commissioner"),
        rationale=record.words("rationale"),
        pooling=Pooling.INTENDED if "pooling" in record else Pooling.NOT_STATED,
        pooling_as_printed=record.words("pooling"),
        note="\n".join(filter(None, (record.words("lead_note"), record.words("printed_note")))),
        **_parts(load, record.text("model")),
    )
    if "until" in record:
        row.until = record.date("until")
    return row


def _load_scope_lists(load: Load) -> None:
    lists = load.reading.records("scope_lists")
    drafts = [Draft(r.id, partial(_list, load, r, place), sources_of(r)) for place, r in enumerate(lists, 1)]
    load.save(ScopeList, drafts)
    made = load.save(ScopeListItem, [draft for each in lists for draft in _items(load, each)])
    ScopeListItemService.objects.bulk_create(
        ScopeListItemService(item=item, service=service)
        for reference, item in made.items()
        for service in services_of(load, load.reading, _means(load, reference))
    )


def _means(load: Load, reference: str) -> list[str]:
    """What an entry means; one made from a record of the register or from a group means what that record does."""
    record = reference.removesuffix("-LIST")
    if any(record == listed.id for listed in load.seed.records(REGISTER)):
        return [record]
    return tied_services(load, record)


def _list(load: Load, record: Record, position: int) -> ScopeList:
    return ScopeList(
        programme=load.programme, name=record.text("name"), says=record.words("says"), position=position
    )


def _items(load: Load, scope_list: Record) -> Iterator[Draft]:
    """The entries of a list: the records of a section of the fixture, or those that the reading words."""
    section = scope_list.words("section")
    records = load.seed.records(section) if section else scope_list.records("items")
    field = scope_list.words("field") or "name"
    for position, record in enumerate(records, 1):
        reference = record.id if scope_list.words("items_are") == "records" else f"{record.id}-LIST"
        make = partial(_item, load, scope_list, record, record.text(field), position)
        yield Draft(reference, make, sources_of(record) or sources_of(scope_list))


def _item(load: Load, scope_list: Record, record: Record, name: str, position: int) -> ScopeListItem:
    return ScopeListItem(
        programme=load.programme,
        scope_list=load.find(ScopeList, scope_list.id, record=scope_list, field="id"),
        name=name,
        includes=lines(record, "includes"),
        position=position,
    )


def _load_considerations(load: Load) -> None:
    records = load.seed.records("future_considerations")
    made = load.save(
        FutureConsideration, [Draft(r.id, partial(_consideration, load, r), sources_of(r)) for r in records]
    )
    FutureConsiderationService.objects.bulk_create(
        FutureConsiderationService(consideration=made[record.id], service=service)
        for record in records
        if record.id in made
        for service in services_of(load, record, tied_services(load, record.id))
    )


def _consideration(load: Load, record: Record) -> FutureConsideration:
    row = FutureConsideration(
        programme=load.programme, text=record.text("text"), condition=record.words("condition")
    )
    if "date" in record:
        row.date = record.date("date")
    return row
