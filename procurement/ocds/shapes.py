"""Bringing a release from elsewhere into the shapes of the schema: read what can be read, say what was changed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from procurement.ocds.cautions import Notes
from procurement.ocds.dates import read_moment
from procurement.ocds.nodes import Place, resolved, types_of
from procurement.ocds.schemas import Json

# A day alone in one of these fields stands for its last second.
ENDS: Final = frozenset({"endDate", "maxExtentDate", "dueDate"})
NUMBERS: Final = frozenset({"number", "integer"})
PLAIN_NUMBER: Final = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?")
LONGEST_NUMBER: Final = 30


class _Dropped:
    """Stands for a value that was left out."""


DROPPED: Final = _Dropped()


def conformed(release: Json, root: Json, place: Place, notes: Notes) -> Json:
    """A copy of a release in which every known field has the kind of value the schema gives it; never raises.

    One object where a list belongs becomes a list; a number written as text becomes a number; a date gets its zone;
    what cannot be read is left out. Each is noted at its place. Fields the schema does not have stay as they are.
    """
    return _object(release, root, root, place, notes)


def _object(value: Json, schema: Json, root: Json, place: Place, notes: Notes) -> Json:
    fields = schema.get("properties", {})
    kept: Json = {}
    for name, inner in value.items():
        known, _ = resolved(fields.get(name), root)
        here = (*place, name)
        item = _unknown(inner) if known is None else _value(inner, known, root, here, notes)
        if name == "id" and not _is_id(item):
            if inner is not None:
                notes.add(here, "wrong_shape", "is no id; it was left out")
            continue
        if not isinstance(item, _Dropped):
            kept[name] = item
    return kept


def _value(value: Any, schema: Json, root: Json, place: Place, notes: Notes) -> Any:
    if value is None:
        return None
    types = types_of(schema)
    if "array" in types:
        return _list(value, schema, root, place, notes)
    if "object" in types or "properties" in schema:
        return _inner_object(value, schema, root, place, notes)
    if isinstance(value, dict | list):
        return _dropped(value, "a single value", place, notes) if types else _unknown(value)
    return _single(value, schema, types, place, notes)


def _single(value: Any, schema: Json, types: frozenset[str], place: Place, notes: Notes) -> Any:
    if NUMBERS & types and "string" not in types:
        return _number(value, place, notes)
    if schema.get("format") == "date-time":
        return _date(value, place, notes)
    if schema.get("format") == "uri":
        _check_address(value, place, notes)
    return value


def _list(value: Any, schema: Json, root: Json, place: Place, notes: Notes) -> Any:
    if not isinstance(value, list):
        notes.add(place, "wrong_shape", "is one value where a list belongs; it was read as a list of one")
        value = [value]
    items, _ = resolved(schema.get("items"), root)
    if items is None:
        return [_unknown(item) for item in value]
    kept = [_item(item, items, root, (*place, position), notes) for position, item in enumerate(value)]
    return [item for item in kept if not isinstance(item, _Dropped)]


def _item(value: Any, schema: Json, root: Json, place: Place, notes: Notes) -> Any:
    """An entry of a list. Null deletes a field and means nothing in a list."""
    if value is None:
        return _dropped("null", "an entry", place, notes)
    return _value(value, schema, root, place, notes)


def _inner_object(value: Any, schema: Json, root: Json, place: Place, notes: Notes) -> Any:
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        notes.add(place, "wrong_shape", "is a list of one where an object belongs; its entry was read")
        value = value[0]
    if not isinstance(value, dict):
        return _dropped(value, "an object", place, notes)
    return _object(value, schema, root, place, notes)


def _number(value: Any, place: Place, notes: Notes) -> Any:
    if isinstance(value, bool):
        return _dropped(value, "a number", place, notes)
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_NUMBER or not PLAIN_NUMBER.fullmatch(value.strip()):
        return _dropped(value, "a number", place, notes)
    number = Decimal(value.strip().replace(",", ""))
    notes.add(place, "number_as_text", f"is the text “{value}”; it was read as a number")
    return int(number) if number == number.to_integral_value() else float(number)


def _date(value: Any, place: Place, notes: Notes) -> Any:
    read = read_moment(value, ends=place[-1] in ENDS)
    if read.at is None:
        notes.add(place, "unreadable_date", f"“{_short(value)}” {read.error}; it was left out")
        return DROPPED
    if read.assumed == "zone":
        notes.add(place, "zoneless_date", f"“{value}” has no zone; taken as the time in England, {read.iso}")
    elif read.assumed == "day":
        notes.add(place, "day_alone", f"“{value}” is a day without a time; taken as {read.iso}")
    return read.iso if read.assumed else value.strip()


def _check_address(value: Any, place: Place, notes: Notes) -> None:
    if not is_web_address(value):
        notes.add(
            place, "bad_url", f"“{_short(value)}” is no full web address; it was kept and is not linked"
        )


def is_web_address(value: object) -> bool:
    """True for http or https with a host and no spaces: what may be linked from a page."""
    if not isinstance(value, str) or any(character.isspace() for character in value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        return False


def _dropped(value: Any, wanted: str, place: Place, notes: Notes) -> _Dropped:
    notes.add(place, "wrong_shape", f"“{_short(value)}” is not {wanted}; it was left out")
    return DROPPED


def _unknown(value: Any) -> Any:
    """A value the schema does not describe, as it is, save for ids that no merging could compare."""
    if isinstance(value, list):
        return [_unknown(item) for item in value]
    if isinstance(value, dict):
        return {name: _unknown(inner) for name, inner in value.items() if name != "id" or _is_id(inner)}
    return value


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:60] + "…"
