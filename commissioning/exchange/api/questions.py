"""What a request asks of a table: which rows, in which order, which columns. Whatever is not understood is refused."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from commissioning.core.problems import FieldError
from commissioning.exchange.api.filters import Filter, UnreadFilter, operators_of, read_filter
from commissioning.exchange.api.refusals import wrong
from commissioning.exchange.registers.base import RegisterColumn

Columns = Mapping[str, RegisterColumn]
RESERVED: Final = ("as_at", "cursor", "fields", "format", "limit", "order", "search")
LIMIT, MOST = 100, 1000
MOST_ORDERS: Final = 5
LONGEST_SEARCH: Final = 200


@dataclass(frozen=True)
class OrderBy:
    name: str
    descending: bool = False


@dataclass(frozen=True)
class Question:
    """`order` is what was asked for; the table's own order breaks ties. No `fields` means every column."""

    filters: tuple[Filter, ...] = ()
    order: tuple[OrderBy, ...] = ()
    search: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    limit: int | None = None
    cursor: str = ""


def read_question(params: QueryDict, columns: Columns) -> Question:
    """Raises Refusal 400 that names every parameter that cannot be read, all at once."""
    errors: list[FieldError] = []
    filters = _filters(params, columns, errors)
    question = Question(
        filters=filters,
        order=_order(_one(params, "order", errors), columns, errors),
        search=_search(_one(params, "search", errors), errors),
        fields=_fields(_one(params, "fields", errors), columns, errors),
        limit=_limit(_one(params, "limit", errors), errors),
        cursor=_one(params, "cursor", errors) or "",
    )
    _one(params, "as_at", errors)
    if errors:
        raise wrong(errors)
    return question


def read_fields(params: QueryDict, columns: Columns) -> tuple[str, ...]:
    """The columns asked for of one record. Raises Refusal 400 for them and for any parameter a record does not take."""
    errors = [
        FieldError(
            name,
            f"“{name}” is not taken here: one record takes as_at, fields and format.",
            "unknown_parameter",
        )
        for name in params
        if name not in {"as_at", "fields", "format"}
    ]
    fields = _fields(_one(params, "fields", errors), columns, errors)
    _one(params, "as_at", errors)
    if errors:
        raise wrong(errors)
    return fields


def refuse_parameters(params: QueryDict, known: Sequence[str] = ("format",)) -> None:
    """Raises Refusal 400 for any parameter at an address that takes none."""
    errors = [
        FieldError(name, f"“{name}” is not taken here.", "unknown_parameter")
        for name in params
        if name not in known
    ]
    if errors:
        raise wrong(errors)


def _one(params: QueryDict, name: str, errors: list[FieldError]) -> str | None:
    given = params.getlist(name)
    if len(given) > 1:
        errors.append(FieldError(name, f"“{name}” is given more than once.", "given_twice"))
    return given[0] if given else None


def _filters(params: QueryDict, columns: Columns, errors: list[FieldError]) -> tuple[Filter, ...]:
    return tuple(_read_filters(params, columns, errors))


def _read_filters(params: QueryDict, columns: Columns, errors: list[FieldError]) -> Iterator[Filter]:
    for given, values in params.lists():
        if given in RESERVED:
            continue
        name, _, operator = given.partition("__")
        column = columns.get(name)
        if column is None:
            message = f"There is no column or parameter “{given[:80]}” here."
            errors.append(FieldError(given[:80], message, "unknown_parameter"))
        elif operator and operator not in operators_of(column.kind):
            known = ", ".join(f"__{each}" for each in operators_of(column.kind))
            message = f"“{name}” holds {column.kind}: it can be asked for as {name} or with {known}."
            errors.append(FieldError(given[:80], message, "unknown_operator"))
        elif len(values) > 1 and operator != "in":
            errors.append(FieldError(given, f"“{given}” is given more than once.", "given_twice"))
        else:
            try:
                yield read_filter(column, operator, _listed(values) if operator == "in" else values)
            except UnreadFilter as unread:
                errors.append(FieldError(given, str(unread), "unreadable"))


def _listed(values: Sequence[str]) -> list[str]:
    """Values parted by commas; one that holds a comma stands in double quotes."""
    return [each.strip() for value in values for line in csv.reader([value]) for each in line]


def _order(given: str | None, columns: Columns, errors: list[FieldError]) -> tuple[OrderBy, ...]:
    if given is None:
        return ()
    asked = [
        OrderBy(each.strip().removeprefix("-"), each.strip().startswith("-")) for each in given.split(",")
    ]
    _check_names("order", [each.name for each in asked], columns, errors)
    if len(asked) > MOST_ORDERS:
        errors.append(FieldError("order", f"Order by {MOST_ORDERS} columns at the most.", "too_many"))
    return tuple(asked)


def _fields(given: str | None, columns: Columns, errors: list[FieldError]) -> tuple[str, ...]:
    if given is None:
        return ()
    asked = [each.strip() for each in given.split(",")]
    _check_names("fields", asked, columns, errors)
    return tuple(asked)


def _check_names(parameter: str, names: Sequence[str], columns: Columns, errors: list[FieldError]) -> None:
    for name in dict.fromkeys(names):
        if name not in columns:
            message = f"There is no column “{name[:80]}” here."
            errors.append(FieldError(parameter, message, "unknown_column"))
        elif names.count(name) > 1:
            errors.append(FieldError(parameter, f"“{name}” is named more than once.", "given_twice"))


def _search(given: str | None, errors: list[FieldError]) -> tuple[str, ...]:
    if given is not None and len(given) > LONGEST_SEARCH:
        message = f"Search for {LONGEST_SEARCH} characters at the most."
        errors.append(FieldError("search", message, "too_long"))
    return tuple((given or "").casefold().split())


def _limit(given: str | None, errors: list[FieldError]) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(MOST)) and 1 <= int(given) <= MOST):
        errors.append(FieldError("limit", f"limit is a whole number from 1 to {MOST}.", "unreadable"))
        return None
    return int(given)
