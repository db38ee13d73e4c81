"""Beneath “take this away”: where the same table comes in again, and where this view of it is kept under a name."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse

from commissioning.core.components import Download, Link
from commissioning.exchange.registers import CLASSES, resource_class
from commissioning.exchange.selectors.table_words import table_words
from commissioning.exchange.services.exports import NOT_KEPT
from programmes.models import Programme
from programmes.views.base import grants_of

register = template.Library()
TABLE = "table_xlsx"  # each table is taken away as this and as CSV: one of the two is enough to know it


@register.simple_tag
def table_steps(
    downloads: Iterable[Download], request: HttpRequest | None, programme: Programme | None
) -> list[Link]:
    """Links for the tables among the downloads of a programme's page; asks the database nothing."""
    found = _tables(downloads) if request is not None and programme is not None else {}
    if request is None or programme is None or not found:
        return []
    alone = len(found) == 1
    links = [
        _import_link(programme, name, alone=alone) for name in found if _may_import(request, programme, name)
    ]
    return [*links, *([_save_link(programme, *next(iter(found.items())))] if alone else [])]


def _tables(downloads: Iterable[Download]) -> Mapping[str, str]:
    """Each table with the filters and the order of its view, without what a saved export does not keep."""
    found = {}
    for download in downloads:
        address = urlsplit(download.href)
        try:
            match = resolve(address.path)
        except Resolver404:
            continue
        if match.url_name == TABLE:
            asked = QueryDict(address.query, mutable=True)
            for name in NOT_KEPT:
                asked.pop(name, None)
            found[str(match.kwargs["name"])] = asked.urlencode()
    return found


def _may_import(request: HttpRequest, programme: Programme, name: str) -> bool:
    """As the page of the import decides, from what the request knows already."""
    if name not in CLASSES:
        return False
    resource = resource_class(name)
    of: Any = programme.pk if resource.of_programme else None
    return any(grants_of(request).may(each, of) for each in resource.permissions)


def _import_link(programme: Programme, name: str, *, alone: bool) -> Link:
    title = resource_class(name).title
    href = reverse("import_add", args=[programme.key, name])
    return Link("Import into this register", href, title) if alone else Link(f"Import: {title}", href)


def _save_link(programme: Programme, name: str, query: str) -> Link:
    asked = urlencode({"table": name, **({"query": query} if query else {})})
    return Link(
        "Save this export", f"{reverse('saved_export_add', args=[programme.key])}?{asked}", table_words(name)
    )
