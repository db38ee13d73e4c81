"""The description of the API in OpenAPI 3.1, made from the views, the tables and their columns."""

from collections.abc import Iterator
from typing import Any, Final

from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from commissioning.core.spreadsheets import SheetTable
from commissioning.exchange.api import addresses, views  # noqa: F401  # addresses names a kind of part
from commissioning.exchange.api.catalogue import catalogue
from commissioning.exchange.api.formats import FORMATS
from commissioning.exchange.api.questions import LIMIT, MOST
from commissioning.exchange.api.schema_fields import (
    READ,
    page_serializer,
    row_serializer,
    write_serializer,
)
from commissioning.exchange.api.schema_shared import share
from commissioning.exchange.api.tables import ApiTable, plain_table
from commissioning.exchange.api.words import ABOUT, REFUSALS
from commissioning.exchange.registers.base import RegisterResource

READING: Final = (400, 401, 403, 404, 405, 406, 429, 500, 503)
WRITING: Final = (400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429, 500, 503)
CHANGING: Final = (*WRITING, 412, 428)


class FieldErrorSerializer(serializers.Serializer):  # type: ignore[misc]  # the framework ships no types
    field = serializers.CharField(
        allow_blank=True, help_text="The parameter, header or field; empty for all of it."
    )
    message = serializers.CharField(help_text="What is wrong, and what to do.")
    code = serializers.CharField(help_text="The same for programs.")


class ProblemSerializer(serializers.Serializer):  # type: ignore[misc]  # the framework ships no types
    """application/problem+json, RFC 9457."""

    type = serializers.CharField(help_text="What sort of problem: an address of these pages.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    request_id = serializers.CharField(allow_blank=True, help_text="Quote it when you ask for help.")
    errors = FieldErrorSerializer(many=True, required=False)


def build() -> dict[str, Any]:
    """The whole description. Asks the database for the columns of tables, and leaves nothing there."""
    of_programme, shared = catalogue()
    patterns = [
        path("api/v1/", _plain_view(views.Index, "index", "Where everything is, and who asks")),
        path("api/v1/openapi.json", _plain_view(views.OpenAPI, "openapi", "This description")),
        path("api/v1/programmes/", _programmes()),
        path(
            "api/v1/programmes/<slug:key>/",
            _plain_view(views.OneProgramme, "programme", "One programme, and its tables"),
        ),
    ]
    for table in of_programme:
        patterns += _of_table(
            table, "api/v1/programmes/<slug:key>/", views.Table, views.Record, of_programme=True
        )
    for table in shared:
        patterns += _of_table(table, "api/v1/", views.SharedTable, views.SharedRecord, of_programme=False)
    found: dict[str, Any] = _generate(patterns)
    found["info"]["description"] = ABOUT
    found["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token from Account, API tokens."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "session",
            "description": "A signed-in browser.",
        },
    }
    found["security"] = [{"token": []}, {"session": []}]
    return share(found)


def _generate(patterns: list[Any]) -> dict[str, Any]:
    generator: Any = SchemaGenerator
    found: dict[str, Any] = generator(patterns=patterns).get_schema(request=None, public=True)
    return found


def _of_table(table: ApiTable, base: str, many: Any, one: Any, *, of_programme: bool) -> Iterator[Any]:
    row = row_serializer(table)
    page = page_serializer(table, row, of_programme=of_programme)
    methods = {"get": _list(table, page)}
    if table.resource is not None and table.resource.may_add:
        methods["post"] = _add(table, table.resource, row)
    yield path(f"{base}{table.name}/", _view(many, methods))
    if table.key:
        methods = {"get": _read(table, row)}
        if table.resource is not None and table.resource.may_change:
            methods["patch"] = _change(table, table.resource, row)
        yield path(f"{base}{table.name}/<rowkey:row>/", _view(one, methods))


def _view(base: Any, methods: dict[str, Any]) -> Any:
    """The view as it is at this one address: only what can be done there, each thing described."""
    described = {name: extend_schema(**more)(_handler(getattr(base, name))) for name, more in methods.items()}
    names = ["head", *described]
    view: Any = type(base.__name__, (base,), {**described, "http_method_names": names})
    return view.as_view()


def _handler(function: Any) -> Any:
    def handler(self: Any, request: Any, **kwargs: Any) -> Any:
        return function(self, request, **kwargs)

    handler.__doc__ = function.__doc__
    return handler


def _plain_view(view: Any, name: str, summary: str) -> Any:
    responses = {200: OpenApiResponse(OpenApiTypes.OBJECT, summary), **_refusals(READING)}
    return _view(
        view, {"get": {"operation_id": name, "summary": summary, "tags": ["start"], "responses": responses}}
    )


def _programmes() -> Any:
    sheet = SheetTable("programmes", "Programmes", "One row is one programme.", views.PROGRAMME_COLUMNS, ())
    table = plain_table(sheet, ["key"])
    page = page_serializer(table, row_serializer(table), of_programme=False, dated=False)
    described = _list(table, page, dated=False)
    return _view(views.Programmes, {"get": {**described, "tags": ["start"]}})


def _list(table: ApiTable, page: type[Any], *, dated: bool = True) -> dict[str, Any]:
    ok = OpenApiResponse(page, table.sheet.about)
    file = OpenApiResponse(
        OpenApiTypes.STR, "The same as a file, with the headings of the product's exports."
    )
    return {
        "operation_id": f"list_{table.name}",
        "summary": table.sheet.title,
        "description": table.sheet.about,
        "tags": [table.name],
        "parameters": [*_asking(dated=dated), *_filters(table)],
        "responses": {(200, "application/json"): ok, (200, "text/csv"): file, **_refusals(READING)},
    }


def _read(table: ApiTable, row: type[Any]) -> dict[str, Any]:
    return {
        "operation_id": f"read_{table.name}",
        "summary": f"{table.sheet.title}: one row",
        "tags": [table.name],
        "parameters": [_ROW, _AS_AT, _FIELDS],
        "responses": {200: OpenApiResponse(row, table.sheet.about), **_refusals(READING)},
    }


def _add(table: ApiTable, resource: RegisterResource, row: type[Any]) -> dict[str, Any]:
    return {
        "operation_id": f"add_{table.name}",
        "summary": f"{table.sheet.title}: a new row",
        "tags": [table.name],
        "parameters": [_KEY],
        "request": {"application/json": write_serializer(table, resource, adding=True)},
        "responses": {201: OpenApiResponse(row, "The new row."), **_refusals(WRITING)},
    }


def _change(table: ApiTable, resource: RegisterResource, row: type[Any]) -> dict[str, Any]:
    return {
        "operation_id": f"change_{table.name}",
        "summary": f"{table.sheet.title}: change one row",
        "tags": [table.name],
        "parameters": [_ROW, _MATCH],
        "request": {"application/json": write_serializer(table, resource, adding=False)},
        "responses": {200: OpenApiResponse(row, "The row as it now is."), **_refusals(CHANGING)},
    }


def _refusals(statuses: tuple[int, ...]) -> dict[Any, Any]:
    return {
        (status, "application/problem+json"): OpenApiResponse(ProblemSerializer, REFUSALS[status])
        for status in statuses
    }


def _query(name: str, schema: dict[str, Any], description: str) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=description)


_ROW = OpenApiParameter(
    "row",
    {"type": "string"},
    OpenApiParameter.PATH,
    required=True,
    description="The row's key, as in its url.",
)
_AS_AT = _query(
    "as_at", {"type": "string", "format": "date"}, "The day on which the rows stand; today without it."
)
_FIELDS = _query("fields", {"type": "string"}, "Only these columns, by name, with commas between.")
_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{1,80}$"},
    OpenApiParameter.HEADER,
    description="Asking again does nothing twice: the same key and request get the same answer for 24 hours.",
)
_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description="The ETag of the row as it was read. Without one: 428.",
)


def _asking(*, dated: bool) -> list[OpenApiParameter]:
    return [
        *([_AS_AT] if dated else []),
        _FIELDS,
        _query(
            "order",
            {"type": "string"},
            "Columns to order by, with commas between; a - in front for descending.",
        ),
        _query(
            "search",
            {"type": "string", "maxLength": 200},
            "Words that must all stand somewhere in a row's text.",
        ),
        _query(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MOST},
            f"Rows on a page; {LIMIT} without it.",
        ),
        _query(
            "cursor", {"type": "string"}, "Where a page begins: follow next and previous as they are given."
        ),
        _query(
            "format",
            {"type": "string", "enum": list(FORMATS)},
            "JSON unless asked otherwise here or by Accept.",
        ),
    ]


def _filters(table: ApiTable) -> list[OpenApiParameter]:
    """Each column as a filter for its very value; what else can stand behind its name is said once, for all."""
    return [
        OpenApiParameter(column.name, READ[column.kind], OpenApiParameter.QUERY) for column in table.columns
    ]
