"""One record added or changed: the same reading, rules and doors as a file's row, refused with statuses and fields."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from commissioning.core.concurrency import StaleEdit
from commissioning.core.intake.cells import Cell, ReadRow
from commissioning.core.problems import FieldError
from commissioning.core.spreadsheets import Kind
from commissioning.exchange.api.base import json_answer
from commissioning.exchange.api.idempotency import once
from commissioning.exchange.api.listing import record_of
from commissioning.exchange.api.questions import refuse_parameters
from commissioning.exchange.api.refusals import Refusal, wrong
from commissioning.exchange.api.tables import ApiTable, act_of, address_of, table_of
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import (
    Act,
    Key,
    RegisterColumn,
    RegisterResource,
    column_name,
)
from commissioning.exchange.registers.fields import KeyColumn
from commissioning.exchange.selectors.planned import Planned
from commissioning.exchange.selectors.standing import Standing, standing
from commissioning.exchange.services.one import write_one
from commissioning.exchange.services.planning import Planner
from commissioning.exchange.services.writing import CLASHES, refusals
from programmes.models import Programme
from programmes.views.base import read_day

Body = Callable[[], Mapping[str, Any]]
NUMBERS: Final = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.POUNDS, Kind.PERCENT})
LONGEST_REASON: Final = 500
MEMBERS: Final = ("reason", "effective_on", "fields")
NO_MATCH: Final = "Send the ETag of the row you read as If-Match, so that nobody's change is lost unseen."
MOVED: Final = "This row has changed since you read it. Read it again, and decide anew."
TOO_LARGE: Final = "A value is too large or too long to be kept."
SENT: Final = "It was sent, and stands in the register once somebody else has approved it."
EXISTS: Final = "There is such a record already: change it instead."


def add_record(
    request: HttpRequest, resource: RegisterResource, programme: Programme | None, body: Body
) -> HttpResponse:
    """201 with the new row, or what was answered before to the same idempotency key."""
    refuse_parameters(request.GET)
    act = _act(request, resource, programme)
    given = body()

    def produce() -> HttpResponse:
        written, cells = _read_body(given, resource, act, adding=True)
        with transaction.atomic():
            before = standing(resource, written)
            planned = _planned(before, cells)
            if planned.record is not None:
                raise Refusal(409, "exists", EXISTS, errors=[_error(resource.key[0], EXISTS, "exists")])
            return _answered(request, resource, written, _put(planned, resource, written), status=201)

    return once(request, act.by, timezone.now(), produce)


def change_record(
    request: HttpRequest,
    resource: RegisterResource,
    programme: Programme | None,
    address: str,
    body: Body,
) -> HttpResponse:
    """200 with the row as it now is. Only the fields given change; If-Match must name the row as it was read."""
    refuse_parameters(request.GET)
    act = _act(request, resource, programme)
    with transaction.atomic():
        before = standing(resource, act)
        key = _key_at(before, address)
        _check_match(request, before.check(key))
        written, cells = _read_body(body(), resource, act, adding=False)
        named = dict(zip(resource.key, key, strict=True))
        planned = _planned(before, {**named, **cells})
        if planned.verdict == Verdict.SAME:
            return _answered(request, resource, written, key, status=200)
        return _answered(request, resource, written, _put(planned, resource, written), status=200)


def _act(request: HttpRequest, resource: RegisterResource, programme: Programme | None) -> Act:
    today: date = request.today  # type: ignore[attr-defined]
    act = act_of(request, programme, today)
    if not resource.may(act):
        raise PermissionDenied("Your role does not allow this.")
    return act


def _check_match(request: HttpRequest, now: str) -> None:
    given = [each.strip() for each in request.headers.get("If-Match", "").split(",") if each.strip()]
    if not given or given == ["*"]:
        raise Refusal(428, "if-match", NO_MATCH, errors=[FieldError("If-Match", NO_MATCH, "required")])
    if f'"{now}"' not in given:
        raise Refusal(412, "changed", MOVED, headers={"ETag": f'"{now}"'})


def _key_at(before: Standing, address: str) -> Key:
    found = [key for key in before.rows if address_of(key) == address]
    if len(found) != 1:
        raise Http404("No such row.")
    return found[0]


# --- what is sent ---------------------------------------------------------------------------------------------------


def _read_body(
    body: Mapping[str, Any], resource: RegisterResource, act: Act, *, adding: bool
) -> tuple[Act, dict[str, Cell]]:
    """(the act with its reason and day, heading → cell). Raises Refusal 400 that names everything wrong at once."""
    errors = [
        FieldError(name[:80], f"A body holds {', '.join(MEMBERS)} and nothing else.", "unknown_member")
        for name in body
        if name not in MEMBERS
    ]
    reason, day = _reason(body, errors), _effective_on(body, act, errors)
    columns = {column.name: column for column in resource.columns(resource.table(act))}
    given = body.get("fields")
    cells: dict[str, Cell] = {}
    if not isinstance(given, dict) or not given:
        errors.append(FieldError("fields", "Give the columns to write, by name.", "required"))
        given = {}
    for name, value in given.items():
        problem = _unwritable(columns.get(name), value, resource, adding=adding)
        if problem is not None:
            errors.append(FieldError(f"fields.{name[:80]}", *problem))
        else:
            cells[columns[name].heading] = _cell(columns[name], value)
    if errors:
        raise wrong(errors, code="bad-body")
    return replace(act, reason=reason, effective_on=day), cells


def _reason(body: Mapping[str, Any], errors: list[FieldError]) -> str:
    reason = body.get("reason")
    if not isinstance(reason, str) or not reason.strip() or len(reason) > LONGEST_REASON:
        message = f"Say why, in 1 to {LONGEST_REASON} characters: it is kept with the change."
        errors.append(FieldError("reason", message, "required"))
        return ""
    return reason.strip()


def _effective_on(body: Mapping[str, Any], act: Act, errors: list[FieldError]) -> date:
    if body.get("effective_on") is None:
        return act.effective_on
    given = body["effective_on"]
    day, problem = read_day(given) if isinstance(given, str) else (None, "")
    if day is None:
        message = problem or "effective_on is a day such as 2018-12-13."
        errors.append(FieldError("effective_on", message, "unreadable"))
        return act.effective_on
    return day


def _unwritable(
    column: RegisterColumn | None, value: Any, resource: RegisterResource, *, adding: bool
) -> tuple[str, str] | None:
    """(message, code) of why a field is not taken; None where it is."""
    if column is None:
        return "There is no such column here.", "unknown_field"
    names_itself = adding and resource.adds_by_key and isinstance(column.field, KeyColumn)
    if not column.writable and not names_itself:
        why = "given by the register" if isinstance(column.field, KeyColumn) else "worked out"
        return f"“{column.heading}” is {why} and cannot be written.", "not_writable"
    if isinstance(value, dict | list):
        return (
            "Give one value: text, a number, true, false or null. Several stand in one text, with ; between.",
            "wrong_type",
        )
    return None


def _cell(column: RegisterColumn, value: Any) -> Cell:
    """As a cell of a file would be: a decimal may come as a string, as answers give it."""
    if column.kind in NUMBERS and isinstance(value, str):
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        return number if number.is_finite() else value
    found: Cell = value
    return found


# --- what is written ------------------------------------------------------------------------------------------------


def _planned(before: Standing, cells: Mapping[str, Cell]) -> Planned:
    """Raises Refusal 422 where a value cannot be read or something needed is missing."""
    places = dict(enumerate(cells))
    kinds = {column.heading: column.kind for column in before.table.columns}
    percent = {(1, place) for place, heading in places.items() if kinds.get(heading) == Kind.PERCENT}
    planner = Planner(before, places, {}, percent)
    try:
        planned = planner.plan([ReadRow(1, tuple(cells.values()))]).rows[0]
    except ArithmeticError:
        raise Refusal(422, "refused", TOO_LARGE) from None
    if planned.problems:
        raise _refused(planned)
    return planned


def _put(planned: Planned, resource: RegisterResource, act: Act) -> Key:
    """Through the door. Raises Refusal 412, 409 or 422, PermissionDenied."""
    try:
        return write_one(planned, resource, act)
    except StaleEdit:
        raise Refusal(412, "changed", MOVED) from None
    except (ArithmeticError, DataError):
        raise Refusal(422, "refused", TOO_LARGE) from None
    except (ProtectedError, IntegrityError):
        raise Refusal(409, "clashes", CLASHES) from None
    except ValidationError as refusal:
        errors = [_error(heading, message) for heading, message in refusals(refusal, resource)]
        raise wrong(errors, code="refused", status=422) from None


def _error(heading: str, message: str, code: str = "refused") -> FieldError:
    return FieldError(f"fields.{column_name(heading)}" if heading else "", message, code)


def _refused(planned: Planned) -> Refusal:
    errors = [_error(problem.heading, problem.message) for problem in planned.problems]
    return wrong(errors, code="refused", status=422)


def _answered(
    request: HttpRequest, resource: RegisterResource, act: Act, key: Key, *, status: int
) -> HttpResponse:
    """The row as the register now has it for this person."""
    table: ApiTable = table_of(resource.register, act)
    address = address_of(key)
    row = next((row for row in table.sheet.rows if key and table.address_of(row) == address), None)
    if row is None:
        return json_answer({"detail": SENT}, {}, status=202)
    base = request.build_absolute_uri(request.path)
    if status == 200:
        base = base.removesuffix(f"{address}/")
    headers = {"ETag": f'"{table.check_of(row)}"'}
    if status == 201:
        headers["Location"] = f"{base}{address}/"
    return json_answer(record_of(table, row, base), headers, status=status)
