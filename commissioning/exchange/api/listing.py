"""One question to a table, answered: the rows that fit, in order, a page of them, as JSON or as a file."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header, urlencode
from rest_framework.response import Response

from commissioning.core.spreadsheets import Kind, Row
from commissioning.exchange.api.paging import Order, page_of, question_mark
from commissioning.exchange.api.questions import LIMIT, Question, read_question
from commissioning.exchange.api.tables import ADDRESS, ROW_CHECK, ApiTable


def answer(request: HttpRequest, table: ApiTable, head: dict[str, Any], *, as_file: bool) -> HttpResponse:
    """`head` says in JSON what the rows are of. A file without a limit holds every row that fits.

    Raises Refusal 400 for a question that cannot be read.
    """
    question = read_question(request.GET, table.by_name)
    limit = question.limit or (None if as_file else LIMIT)
    page = page_of(
        fitting(table, question),
        Order(table.columns, question.order, table.key),
        limit=limit,
        cursor=question.cursor,
        question=_mark(request),
    )
    following, before = _link(request, page.next), _link(request, page.previous)
    if as_file:
        name = "-".join(
            filter(None, [head.get("programme"), table.name.replace("_", "-"), head.get("as_at")])
        )
        response = Response(table.only(page.rows, question.fields))
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{name}.csv"
        )
    else:
        base = request.build_absolute_uri(request.path)
        rows = [record_of(table, row, base, question.fields) for row in page.rows]
        links_in = {"next": following or None, "previous": before or None}
        response = Response({**head, "count": page.count, **links_in, "results": rows})
    links = [f'<{url}>; rel="{rel}"' for rel, url in (("next", following), ("prev", before)) if url]
    if links:
        response["Link"] = ", ".join(links)
    finished: HttpResponse = response
    return finished


def fitting(table: ApiTable, question: Question) -> list[Row]:
    """The rows that pass every filter and hold every word searched for."""
    texts = [place for place, column in enumerate(table.columns) if column.kind == Kind.TEXT]
    return [
        row
        for row in table.sheet.rows
        if all(each.fits(table.value(row, each.name)) for each in question.filters)
        and _holds(row, texts, question.search)
    ]


def record_of(table: ApiTable, row: Row, base: str, fields: Sequence[str] = ()) -> dict[str, Any]:
    """One row as JSON has it: its columns by name, its own address where it has one (`base` is the table's), and of a
    register the fingerprint that a change is held against.
    """
    if fields:
        return {name: table.value(row, name) for name in fields}
    found: dict[str, Any] = {column.name: table.value(row, column.name) for column in table.columns}
    if table.resource is not None:
        found[ROW_CHECK] = table.check_of(row)
    if table.key:
        found[ADDRESS] = f"{base}{table.address_of(row)}/"
    return found


def _holds(row: Row, texts: Sequence[int], words: Sequence[str]) -> bool:
    if not words:
        return True
    said = "\n".join(str(row[place]) for place in texts if row[place] is not None).casefold()
    return all(word in said for word in words)


def _mark(request: HttpRequest) -> str:
    """What a cursor is bound to: the address and everything asked there but how much of it, and in what form."""
    asked = sorted(
        (name, values)
        for name, values in request.GET.lists()
        if name not in {"cursor", "limit", "fields", "format"}
    )
    return question_mark(request.path, asked)


def _link(request: HttpRequest, cursor: str) -> str:
    if not cursor:
        return ""
    asked = {name: values for name, values in request.GET.lists() if name != "cursor"}
    return request.build_absolute_uri(f"{request.path}?{urlencode({**asked, 'cursor': cursor}, doseq=True)}")
