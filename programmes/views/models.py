"""How integrated the commissioning of each group of services is, by its four parts."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.models import Programme
from programmes.selectors.commissioning_models import (
    PARTS,
    GroupRow,
    ModelRow,
    Part,
    models_of,
    service_groups,
    under_two_models,
)
from programmes.tables import source_cell
from programmes.views.base import grants_of, programme_or_404
from programmes.views.page import programme_frame

INVALID = 422
NOT_POOLED = "Integrated, no pooled fund or section 75"


def may_change_groups(request: HttpRequest, programme: Programme) -> bool:
    """Those who edit plans, and those who change scope."""
    grants = grants_of(request)
    return any(grants.may(each, programme.pk) for each in (Permission.EDIT_PLAN, Permission.CHANGE_SCOPE))


@require_safe
def commissioning_models(request: HttpRequest, key: str) -> HttpResponse:
    """The models as the papers define them, and every group of services under each."""
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "commissioning_models")
    to = Addresses(programme.key, frame["keep_day"])
    models, groups = models_of(programme), service_groups(programme)
    may = may_change_groups(request, programme)
    context = {
        **frame,
        "lede": _lede(models, groups),
        "overview": _overview(models, to) if models else None,
        "models": [_shown(model, groups, to, may=may) for model in models],
        "flags": _flags(groups, to),
        "downloads": whole_downloads(frame, to, service_groups="Every group of services") if groups else (),
        "empty": None
        if models
        else Empty(
            "No commissioning model yet", "No paper of this programme defines how services are commissioned."
        ),
        "illustrative": any(group.illustrative for group in groups),
    }
    return render(request, "programmes/commissioning_models.html", context)


def _lede(models: Sequence[ModelRow], groups: Sequence[GroupRow]) -> str:
    """ "17 groups of services: 5 co-ordinated, 4 joint, 8 integrated." """
    each = ", ".join(f"{model.groups} {model.name.lower()}" for model in models)
    count = f"{len(groups)} group{'' if len(groups) == 1 else 's'} of services"
    return f"{count}{': ' if each else ''}{each}."


def _overview(models: Sequence[ModelRow], to: Addresses) -> Table:
    columns = (
        Column("Model"),
        Column("Groups", numeric=True),
        *(Column(label) for _, label in PARTS),
        Column("Printed in"),
    )
    rows = tuple(
        Row(
            (
                Cell(model.name, f"#{model.reference.lower()}", f"level {model.level} of 3"),
                Cell(str(model.groups)),
                *(part_cell(part) for part in model.parts),
                source_cell(model.places, model.fact_id, to),
            )
        )
        for model in models
    )
    return Table("The models by their four parts", columns, rows)


def part_cell(part: Part) -> Cell:
    return Cell(part.arrangement, unknown=not part.is_stated)


def parts_cell(parts: Sequence[Part]) -> Cell:
    """A group's four parts in words; what it does otherwise than its model comes first."""
    words = "; ".join(f"{part.label.lower()}: {part.arrangement.lower()}" for part in parts)
    other = [
        f"{part.label.lower()}, where the model has {part.usual.lower()}" for part in parts if part.usual
    ]
    return Cell(f"Otherwise than its model: {'; '.join(other)}" if other else "As its model", note=words)


def _shown(model: ModelRow, groups: Sequence[GroupRow], to: Addresses, *, may: bool) -> dict[str, Any]:
    own = [group for group in groups if group.model_id == model.model_id]
    columns = (
        Column("Group of services"),
        Column("Lead as printed"),
        Column("Four parts"),
        Column("Pooling"),
        Column("Rationale"),
        Column("Intended"),
        Column("Services covered"),
        Column("Printed in"),
    )
    table = Table(
        f"{model.name}: {len(own)} group{'' if len(own) == 1 else 's'}",
        columns,
        tuple(_group_row(group, to, may=may) for group in own),
        caption_hidden=True,
        compact=True,
        empty="No group of services is commissioned under this model.",
    )
    return {"view": model, "id": model.reference.lower(), "count": len(own), "table": table}


def _group_row(group: GroupRow, to: Addresses, *, may: bool) -> Row:
    change = (
        (Link("Change or see its history", to.of("service_group_change", group.reference), group.name),)
        if may
        else ()
    )
    tags = (Tag(NOT_POOLED, Tone.WARN),) if group.lacks_pooling else ()
    code = f"{group.code}, {group.reference}" if group.code else group.reference
    return Row(
        (
            Cell(group.name, note=code, tags=tags, links=change),
            _lead_cell(group),
            parts_cell(group.parts),
            Cell(
                group.pooling,
                note=f"printed “{group.pooling_as_printed}”" if group.pooling_as_printed else "",
            ),
            Cell(group.rationale, note=group.note) if group.rationale else Cell("none stated", unknown=True),
            intended_cell(group),
            _services_cell(group, to),
            source_cell(group.places, group.fact_id, to),
        ),
        id=group.reference.lower(),
    )


def _lead_cell(group: GroupRow) -> Cell:
    if not group.lead_as_printed:
        return Cell("none stated", unknown=True)
    means = ", ".join(group.leads)
    return Cell(
        group.lead_as_printed, note=f"means {means}" if means and means != group.lead_as_printed else ""
    )


def intended_cell(group: GroupRow) -> Cell:
    """The model that is intended and by when; the end of the present arrangement where the paper prints one."""
    until = f"as now {group.until.printed}" if group.until.printed else ""
    if not group.intended_model:
        return Cell(until) if until else Cell("none stated", unknown=True)
    when = group.intended.printed or "no date stated"
    return Cell(f"{group.intended_model}, {when}", note=until)


def _services_cell(group: GroupRow, to: Addresses) -> Cell:
    if not group.services:
        return Cell("none of the register", unknown=True)
    links = tuple(Link(service.name, to.of("service", service.reference)) for service in group.services)
    other = "; ".join(f"{name} is also in {', '.join(found)}" for name, found in group.under_others.items())
    return Cell(links=links, note=other)


def _flags(groups: Sequence[GroupRow], to: Addresses) -> dict[str, Any]:
    """What is odd: integrated without pooling, and services with components under two models."""
    lacking = [group for group in groups if group.lacks_pooling]
    two = under_two_models(groups)
    rows = tuple(
        Row(
            (
                Cell(service.name, to.of("service", service.reference)),
                Cell("; ".join(f"{group.name}: {group.model}" for group in found)),
            )
        )
        for service, found in two
    )
    columns = (Column("Service"), Column("Components and their models"))
    return {
        "lacking": [Link(group.name, f"#{group.reference.lower()}") for group in lacking],
        "integrated": any(group.level == 3 for group in groups),
        "two": Table(
            "Services with components under two models",
            columns,
            rows,
            caption_hidden=True,
            empty="no service has components under two models.",
        ),
        "two_count": len(two),
    }
