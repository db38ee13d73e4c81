"""What comes in and goes out: strict JSON in; JSON or CSV out. Money and other decimals are strings, never floats."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from commissioning.core.problems import FieldError
from commissioning.core.spreadsheets import SheetTable, csv_bytes
from commissioning.exchange.api.refusals import Refusal, wrong

FORMATS: Final = ("json", "csv")
DEEPEST = 8


class Negotiation(DefaultContentNegotiation):  # type: ignore[misc]  # the framework ships no types
    """`?format=` wins over Accept; one that is not known is refused and not taken for an address that is not there."""

    def select_renderer(
        self, request: Any, renderers: Sequence[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        asked = request._request.GET.getlist("format")
        names = [renderer.format for renderer in renderers]
        if asked and (len(asked) > 1 or asked[0] not in names):
            message = f"format is one of {', '.join(names)} at this address."
            raise wrong([FieldError("format", message, "unknown_format")])
        try:
            found: tuple[Any, str] = super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable as none:
            types = " or ".join(renderer.media_type for renderer in renderers)
            raise Refusal(406, "not-acceptable", f"Ask for {types} here.") from none
        return found

    def filter_renderers(self, renderers: Sequence[Any], format: str) -> list[Any]:  # noqa: A002  # the framework's name
        return [renderer for renderer in renderers if renderer.format == format]


class JSONAnswer(BaseRenderer):  # type: ignore[misc]  # the framework ships no types
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str = "", renderer_context: Any = None) -> bytes:  # noqa: ARG002
        return b"" if data is None else json_bytes(data)


class CSVAnswer(BaseRenderer):  # type: ignore[misc]  # the framework ships no types
    """Tables alone: a view gives the SheetTable of its rows."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: SheetTable,
        accepted_media_type: str = "",  # noqa: ARG002
        renderer_context: Any = None,  # noqa: ARG002
    ) -> bytes:
        return csv_bytes(data)


def json_bytes(data: Any) -> bytes:
    """The one way that values become JSON: decimals as strings, days as 2018-12-13, nothing as null and never as 0."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)  # words of choices may be lazy


class StrictJSON(BaseParser):  # type: ignore[misc]  # the framework ships no types
    """One JSON object. Numbers keep their digits; a name given twice, NaN and what no text may hold are refused."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:  # noqa: ARG002
        http = (parser_context or {})["request"]._request
        try:
            length = int(http.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > settings.API_MOST_BYTES:
            raise RequestDataTooBig
        return read_object(http.body)


def read_object(body: bytes) -> dict[str, Any]:
    """The object that a body holds. Raises Refusal 400 for anything else."""
    try:
        found = json.loads(
            body.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_once,
        )
        _check_text(found, DEEPEST)
    except (ValueError, RecursionError) as error:
        known = str(error) if isinstance(error, NotThis) else "The body is not JSON in UTF-8."
        raise Refusal(400, "not-json", known, errors=[FieldError("", known, "not_json")]) from error
    if not isinstance(found, dict):
        words = "The body is to be one JSON object."
        raise Refusal(400, "not-json", words, errors=[FieldError("", words, "not_an_object")])
    return found


class NotThis(ValueError):  # noqa: N818  # an answer, not a fault
    """JSON, but not as it is taken here; the message is our own."""


def _no_constant(name: str) -> Any:
    raise NotThis(f"{name} is not a number that can be kept.")


def _once(pairs: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotThis("A name is given twice in one object.")
    return found


def _check_text(value: Any, deep: int) -> None:
    """No text that the database cannot hold: the character 0 and halves of characters."""
    if deep < 0:
        raise NotThis("The body is nested too deeply.")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise NotThis("A text holds a character that cannot be kept.")
    elif isinstance(value, dict):
        for name, each in value.items():
            _check_text(name, deep - 1)
            _check_text(each, deep - 1)
    elif isinstance(value, list):
        for each in value:
            _check_text(each, deep - 1)
