"""The addresses that are read: the index, programmes, tables and one row of a table."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from rest_framework.response import Response

from commissioning.core.access import Permission
from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable
from commissioning.exchange.api.base import ApiView, TableAnswers, day_of, json_answer
from commissioning.exchange.api.description import description_bytes
from commissioning.exchange.api.listing import answer, record_of
from commissioning.exchange.api.questions import read_fields, refuse_parameters
from commissioning.exchange.api.tables import (
    PROGRAMME_TABLES,
    SHARED,
    ApiTable,
    act_of,
    plain_table,
    register_of,
    table_of,
)
from commissioning.exchange.api.writing import add_record, change_record
from commissioning.exchange.registers import CLASSES
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, require, user_of

PROGRAMME_COLUMNS: Final = (
    SheetColumn("Key", "The programme's short name, as in the address of its pages."),
    SheetColumn("Place", "The place it is for."),
    SheetColumn("Name", "Its name."),
    SheetColumn("Kind", "What sort of programme it is."),
    SheetColumn("State", "How far it has come."),
    SheetColumn("Illustrative", "yes where no paper prints it.", Kind.YES_NO),
)


class Index(ApiView):
    """Where everything is, and who the API takes the caller for."""

    def get(self, request: Any) -> Response:
        refuse_parameters(self.http.GET)
        return Response(
            {
                "signed_in_as": user_of(self.http).email,
                "token": _token(request.auth),
                "programmes": _url(self.http, "api_programmes"),
                **{name: _url(self.http, "api_shared", name) for name in SHARED},
                "openapi": _url(self.http, "api_openapi"),
                "documentation": _url(self.http, "api_docs"),
            }
        )


class OpenAPI(ApiView):
    """The description of the API that is checked in with the product, and tested against it."""

    def get(self, request: Any) -> HttpResponse:  # noqa: ARG002  # the same as self.http
        refuse_parameters(self.http.GET)
        return HttpResponse(description_bytes(), content_type="application/json")


class Programmes(TableAnswers):
    """The programmes that the caller may see."""

    def get(self, request: Any) -> HttpResponse:  # noqa: ARG002  # the same as self.http
        rows = [
            (
                each.key,
                each.place,
                each.name,
                each.get_kind_display(),
                each.get_state_display(),
                each.illustrative,
            )
            for each in Programme.objects.visible_to(grants_of(self.http))
        ]
        about = "One row is one programme that you may see."
        sheet = SheetTable("programmes", "Programmes", about, PROGRAMME_COLUMNS, rows)
        return answer(
            self.http, plain_table(sheet, ["key"]), {"table": "programmes"}, as_file=self.wants_file
        )


class OneProgramme(ApiView):
    """A programme, and the tables it has."""

    def get(self, request: Any, key: str) -> Response:  # noqa: ARG002
        programme = programme_or_404(self.http, key)
        refuse_parameters(self.http.GET)
        grants = grants_of(self.http)
        return Response(
            {
                "key": programme.key,
                "place": programme.place,
                "name": programme.name,
                "kind": programme.get_kind_display(),
                "state": programme.get_state_display(),
                "illustrative": programme.illustrative,
                "roles": list(grants.roles(programme.pk)),
                "may_take_tables": grants.may(Permission.EXPORT, programme.pk),
                "tables": [
                    {
                        "name": name,
                        "url": _url(self.http, "api_table", programme.key, name),
                        "writable": name in CLASSES,
                    }
                    for name in PROGRAMME_TABLES
                ],
            }
        )


class Table(TableAnswers):
    """Every row of a table that fits, a page at a time; a new row, where the table is a register."""

    def get(self, request: Any, key: str, table: str) -> HttpResponse:  # noqa: ARG002
        programme = _exportable(self.http, key)
        on = day_of(self.http)
        found = table_of(table, act_of(self.http, programme, on))
        head = {"programme": programme.key, "table": found.name, "as_at": on.isoformat()}
        return answer(self.http, found, head, as_file=self.wants_file)

    def post(self, request: Any, key: str, table: str) -> HttpResponse:
        programme = _exportable(self.http, key)
        resource = _register(table, programme)
        if resource is None or not resource.may_add:
            raise self.not_allowed("GET", "HEAD")
        return add_record(self.http, resource, programme, lambda: request.data)


class Record(ApiView):
    """One row of a table by its reference, and changing it, where the table is a register."""

    def get(self, request: Any, key: str, table: str, row: str) -> HttpResponse:  # noqa: ARG002
        programme = _exportable(self.http, key)
        on = day_of(self.http)
        return _one(self.http, table_of(table, act_of(self.http, programme, on)), row)

    def patch(self, request: Any, key: str, table: str, row: str) -> HttpResponse:
        programme = _exportable(self.http, key)
        resource = _register(table, programme)
        if resource is None or not resource.may_change:
            raise self.not_allowed("GET", "HEAD")
        return change_record(self.http, resource, programme, row, lambda: request.data)


class SharedTable(TableAnswers):
    """A register that programmes share: read by whoever may take tables away in any programme."""

    def get(self, request: Any, table: str) -> HttpResponse:  # noqa: ARG002
        _shared(self.http, table)
        on = day_of(self.http)
        found = table_of(table, act_of(self.http, None, on))
        return answer(
            self.http, found, {"table": found.name, "as_at": on.isoformat()}, as_file=self.wants_file
        )

    def post(self, request: Any, table: str) -> HttpResponse:
        _shared(self.http, table)
        resource = register_of(table)
        if resource is None or not resource.may_add:
            raise self.not_allowed("GET", "HEAD")
        return add_record(self.http, resource, None, lambda: request.data)


class SharedRecord(ApiView):
    """One row of a shared register."""

    def get(self, request: Any, table: str, row: str) -> HttpResponse:  # noqa: ARG002
        _shared(self.http, table)
        return _one(self.http, table_of(table, act_of(self.http, None, day_of(self.http))), row)

    def patch(self, request: Any, table: str, row: str) -> HttpResponse:
        _shared(self.http, table)
        resource = register_of(table)
        if resource is None or not resource.may_change:
            raise self.not_allowed("GET", "HEAD")
        return change_record(self.http, resource, None, row, lambda: request.data)


def _one(request: HttpRequest, table: ApiTable, address: str) -> HttpResponse:
    row = table.row_at(address)
    fields = read_fields(request.GET, table.by_name)
    base = request.build_absolute_uri(request.path).removesuffix(f"{address}/")
    headers = {"ETag": f'"{table.check_of(row)}"'} if table.resource is not None else {}
    return json_answer(record_of(table, row, base, fields), headers)


def _exportable(request: HttpRequest, key: str) -> Programme:
    """A table is taken away by reading it here, so whoever may not export may not, whatever the format."""
    programme = programme_or_404(request, key)
    require(request, Permission.EXPORT, programme)
    return programme


def _register(name: str, programme: Programme | None) -> Any:
    """The register behind a table of a programme, None for one that is only read. Raises Http404 for no table."""
    resource = register_of(name)
    if resource is not None and resource.of_programme is (programme is not None):
        return resource
    if name not in PROGRAMME_TABLES or resource is not None:
        raise Http404("No such table.")
    return None


def _shared(request: HttpRequest, name: str) -> None:
    """Raises Http404 for whoever has no programme to know the register from; PermissionDenied as for a table."""
    grants = grants_of(request)
    if name not in SHARED or not grants.may(Permission.VIEW):
        raise Http404("No such table.")
    if not grants.may(Permission.EXPORT):
        raise PermissionDenied("Your roles do not allow this.")


def _token(token: Any) -> dict[str, Any] | None:
    if token is None:
        return None
    return {"name": token.name, "scopes": list(token.scopes), "expires_on": token.expires_on}


def _url(request: HttpRequest, name: str, *args: str) -> str:
    return request.build_absolute_uri(reverse(name, args=args))
