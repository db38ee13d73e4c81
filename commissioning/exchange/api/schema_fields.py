"""Columns as the description's schemas have them: serializers made from what a table says of itself."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commissioning.core.spreadsheets import Kind
from commissioning.exchange.api.tables import ADDRESS, ROW_CHECK, ApiTable
from commissioning.exchange.registers.base import RegisterColumn, RegisterResource
from commissioning.exchange.registers.fields import KeyColumn

DECIMAL: Final = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
READ: Final[dict[Kind, dict[str, Any]]] = {
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: DECIMAL,
    Kind.POUNDS: DECIMAL,
    Kind.PERCENT: DECIMAL,
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.YES_NO: {"type": "boolean"},
}
ANY_CELL: Final[list[str]] = ["string", "number", "boolean", "null"]


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def row_serializer(table: ApiTable) -> type[Any]:
    """A row as it is read. No column is promised: `fields` may leave it out; an empty cell is null."""
    fields: dict[str, Any] = {column.name: _read_field(column) for column in table.columns}
    if table.resource is not None:
        fields[ROW_CHECK] = _plain(
            {"type": "string", "description": "Fingerprint of what may be written: the ETag."}
        )
    if table.key:
        fields[ADDRESS] = _plain(
            {"type": "string", "format": "uri", "description": "Where this row is read alone."}
        )
    return type(f"{camel(table.name)}Row", (serializers.Serializer,), fields)


def page_serializer(table: ApiTable, row: type[Any], *, of_programme: bool, dated: bool = True) -> type[Any]:
    """A page of rows."""
    fields: dict[str, Any] = {"programme": serializers.CharField()} if of_programme else {}
    fields["table"] = serializers.CharField()
    if dated:
        fields["as_at"] = serializers.DateField(help_text="The day on which the rows stand.")
    return type(
        f"{camel(table.name)}Page",
        (serializers.Serializer,),
        {
            **fields,
            "count": serializers.IntegerField(help_text="How many rows fit, on all pages together."),
            "next": serializers.CharField(allow_null=True, help_text="The next page; null on the last."),
            "previous": serializers.CharField(
                allow_null=True, help_text="The page before; null on the first."
            ),
            "results": row(many=True),
        },
    )


def write_serializer(table: ApiTable, resource: RegisterResource, *, adding: bool) -> type[Any]:
    """What a new row, or a change, is sent as."""
    fields = {
        column.name: _written_field(column)
        for column in table.columns
        if column.writable or (adding and resource.adds_by_key and isinstance(column.field, KeyColumn))
    }
    what = "New" if adding else "Change"
    inner = type(f"{camel(table.name)}{what}Fields", (serializers.Serializer,), fields)
    return type(
        f"{camel(table.name)}{what}",
        (serializers.Serializer,),
        {
            "reason": serializers.CharField(
                max_length=500, help_text="Why: kept with the change in the record's history."
            ),
            "effective_on": serializers.DateField(
                required=False,
                allow_null=True,
                help_text="From when it counts, for registers that ask; today without it.",
            ),
            "fields": inner(help_text="The columns to write, by name. Others stay as they are."),
        },
    )


def extras_of(column: RegisterColumn) -> dict[str, Any]:
    """What a schema cannot say in its own words."""
    found: dict[str, Any] = {
        "title": column.heading,
        "x-kind": str(column.kind),
        "x-writable": column.writable,
    }
    if column.required:
        found["x-required-for-new"] = True
    if column.choices:
        found["x-choices"] = [{"code": code, "label": label} for code, label in column.choices]
    return found


def _read_field(column: RegisterColumn) -> Any:
    shape = READ[column.kind]
    return _plain(
        {**shape, "type": [shape["type"], "null"], "description": column.meaning, **extras_of(column)}
    )


def _written_field(column: RegisterColumn) -> Any:
    return _plain({"type": ANY_CELL, "title": column.heading, "description": column.meaning})


def _plain(schema: dict[str, Any]) -> Any:
    """A field that is described by this very schema."""
    field = type("Field", (serializers.Field,), {})
    return extend_schema_field(schema)(field)(required=False)
