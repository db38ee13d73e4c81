"""The API for people: its tables and columns, from the very description that programs are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.components import Link
from commissioning.core.spreadsheets import Kind
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.exchange.api.description import description
from commissioning.exchange.api.filters import operators_of
from commissioning.exchange.api.schema_fields import camel
from commissioning.exchange.api.words import ABOUT, CODES, REFUSALS
from programmes.models import Programme
from programmes.views.base import grants_of
from programmes.views.page import account_links, role_words

PREFIX: Final = "/api/v1/"
IN_PROGRAMME: Final = f"{PREFIX}programmes/{{key}}/"


@dataclass(frozen=True)
class Described:
    """One table as the description has it."""

    name: str
    title: str
    about: str
    path: str
    operations: Mapping[str, Any]

    @property
    def columns(self) -> Mapping[str, Any]:
        schemas = description()["components"]["schemas"]
        found: Mapping[str, Any] = schemas[f"{camel(self.name)}Row"]["properties"]
        return found

    @property
    def may_add(self) -> bool:
        return "post" in self.operations

    @property
    def may_change(self) -> bool:
        return "patch" in description()["paths"].get(f"{self.path}{{row}}/", {})

    @property
    def is_written(self) -> bool:
        return any(column.get("x-writable") for column in self.columns.values())


def tables() -> dict[str, Described]:
    """Every table by its name, in the order of the description."""
    found = {}
    for path, operations in description()["paths"].items():
        get = operations.get("get", {})
        if str(get.get("operationId", "")).startswith("list_") and path != f"{PREFIX}programmes/":
            name = get["operationId"].removeprefix("list_")
            found[name] = Described(name, get["summary"], get["description"], path, operations)
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the API is, how it is asked, and its tables."""
    rows = [
        Row(
            [
                Cell(
                    each.title,
                    href=reverse("api_docs_table", args=[each.name]),
                    note=each.path.removeprefix(PREFIX),
                ),
                Cell(each.about),
                Cell("Read and written" if each.is_written else "Read"),
            ]
        )
        for each in tables().values()
    ]
    columns = [Column("Table"), Column("One row"), Column("May be")]
    context = {
        **_frame(request, "The API"),
        "about": ABOUT,
        "tables": Table("Tables", columns, rows, client_sort=False),
        "host": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "exchange/api_docs.html", context)


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """What is refused, under which status, and what to do about it."""
    statuses = [Row([Cell(str(status)), Cell(words)]) for status, words in REFUSALS.items()]
    codes = [Row([Cell(code), Cell(words)], id=code) for code, words in CODES.items()]
    context = {
        **_frame(request, "Errors of the API", inside=True),
        "statuses": Table("Statuses", [Column("Status"), Column("What it says")], statuses),
        "codes": Table("Types", [Column("Type"), Column("What it says")], codes),
    }
    return render(request, "exchange/api_errors.html", context)


@require_safe
def table(request: HttpRequest, table: str) -> HttpResponse:
    """One table: its columns, what they mean and hold, which may be written, and how it is asked for."""
    described = tables().get(table)
    if described is None:
        raise Http404("No such table.")
    first = Programme.objects.visible_to(grants_of(request)).values_list("key", flat=True).first()
    path = described.path.replace("{key}", first or "your-programme")
    columns = [Column("Name"), Column("Meaning"), Column("Holds"), Column("May be written")]
    rows = [Row(_cells(name, each)) for name, each in described.columns.items()]
    context = {
        **_frame(request, described.title, inside=True),
        "described": described,
        "columns": Table("Columns", columns, rows),
        "address": request.build_absolute_uri(path),
        "path": described.path,
        "may_add": described.may_add,
        "may_change": described.may_change,
        "choices": _choices(described),
    }
    return render(request, "exchange/api_table.html", context)


def _cells(name: str, column: Mapping[str, Any]) -> list[Cell]:
    kind = str(column.get("x-kind", "text"))
    asked = ", ".join(f"__{each}" for each in operators_of(Kind(kind))) if "x-kind" in column else ""
    written = (
        "Needed for a new row"
        if column.get("x-required-for-new")
        else "Yes"
        if column.get("x-writable")
        else "No"
    )
    return [
        Cell(name, note=str(column.get("title", ""))),
        Cell(str(column.get("description", ""))),
        Cell(kind, note=f"Filters: {asked}" if asked else "Not filtered by"),
        Cell(written),
    ]


def _choices(described: Described) -> list[Table]:
    found = []
    for name, column in described.columns.items():
        if column.get("x-choices"):
            rows = [Row([Cell(each["code"]), Cell(each["label"])]) for each in column["x-choices"]]
            caption = f"What {name} may be written as"
            found.append(Table(caption, [Column("Code"), Column("Label")], rows, caption_size="s"))
    return found


def _frame(request: HttpRequest, heading: str, *, inside: bool = False) -> dict[str, Any]:
    trail = [Link("Home", reverse("home"))]
    if inside:
        trail.append(Link("The API", reverse("api_docs")))
    return {
        "account_role": role_words(request, grants_of(request).roles()),
        "account_links": account_links(request),
        "breadcrumbs": trail,
        "heading": heading,
    }
