"""Reads a fixture's records, so that whatever is wrong with one is told by its record and field."""

import json
from collections.abc import Callable, Mapping
from datetime import date as day
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import Money
from commissioning.core.seed_values import fuzzy_date_from_seed, money_from_seed

Value = TypeVar("Value")


class FixtureError(Exception):
    """The fixture cannot be loaded as it stands. Says which record, which field and what is wrong."""

    def __init__(self, record: str, field: str, problem: str) -> None:
        super().__init__(f"{record}, {field}: {problem}" if field else f"{record}: {problem}")
        self.record, self.field, self.problem = record, field, problem


class Record:
    """One record of a fixture. `name` tells people which: its id, or its section and place in the list."""

    def __init__(self, data: Any, name: str) -> None:
        if not isinstance(data, dict):
            raise FixtureError(name, "", f"is {_kind(data)} where a record was expected")
        self.data: dict[str, Any] = data
        self.name = str(data.get("id") or name)

    def __contains__(self, field: str) -> bool:
        return self.data.get(field) is not None

    def error(self, field: str, problem: str) -> FixtureError:
        return FixtureError(self.name, field, problem)

    @property
    def id(self) -> str:
        return self.text("id")

    def text(self, field: str) -> str:
        """The words of a field that has to have some."""
        words = self.words(field)
        if not words:
            raise self.error(field, "is missing")
        return words

    def words(self, field: str) -> str:
        """The words of a field; empty where the document does not say (null or left out)."""
        value = self.data.get(field)
        if value is not None and not isinstance(value, str):
            raise self.error(field, f"is {_kind(value)} where text was expected")
        return value or ""

    def flag(self, field: str) -> bool:
        value = self.data.get(field)
        if not isinstance(value, bool):
            raise self.error(field, "must be true or false")
        return value

    def number(self, field: str) -> int:
        value = self.data.get(field)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(field, f"is {_kind(value)} where a whole number was expected")
        return value

    def decimal(self, field: str) -> Decimal:
        value = self.data.get(field)
        if isinstance(value, (int, float, str)) and not isinstance(value, bool):
            try:
                return Decimal(str(value))
            except InvalidOperation:
                pass
        raise self.error(field, f"is {_kind(value)} where a number was expected")

    def strings(self, field: str) -> list[str]:
        values = self._list(field)
        if not all(isinstance(value, str) for value in values):
            raise self.error(field, "must hold only text")
        return values

    def record(self, field: str) -> "Record":
        if field not in self:
            raise self.error(field, "is missing")
        return Record(self.data[field], f"{self.name} {field}")

    def part(self, field: str) -> "Record":
        """A section that not every fixture has: an empty record where it is left out."""
        return Record(self.data[field] if field in self else {}, f"{self.name} {field}")

    def records(self, field: str) -> list["Record"]:
        """The records of a list; those without an id are named by their place in it."""
        return [
            Record(data, f"{self.name} {field} {place}") for place, data in enumerate(self._list(field), 1)
        ]

    def money(self, field: str) -> Money:
        return self._value(field, money_from_seed)

    def date(self, field: str) -> FuzzyDate:
        return self._value(field, fuzzy_date_from_seed)

    def first_day(self, field: str) -> day:
        """The first day that a date can mean, for what starts then. Raises FixtureError where it has none."""
        start = self.date(field).start
        if start is None:
            raise self.error(field, "has no first day")
        return start

    def day_after(self, field: str) -> day:
        """The day after the last that a date can mean: half-open periods end on it. Raises FixtureError as well."""
        end = self.date(field).end
        if end is None:
            raise self.error(field, "has no last day")
        return end + timedelta(days=1)

    def _value(self, field: str, read: Callable[[Mapping[str, Any]], Value]) -> Value:
        data = self.record(field).data
        try:
            return read(data)
        except (ValueError, TypeError, KeyError) as error:
            missing = f"has no {error}" if isinstance(error, KeyError) else str(error)
            raise self.error(field, missing) from error

    def _list(self, field: str) -> list[Any]:
        value = self.data.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(field, f"is {_kind(value)} where a list was expected")
        return value


def read_fixture(path: Path) -> Record:
    """The fixture as one record. Raises FixtureError for a file that is missing or is not JSON."""
    try:
        return Record(json.loads(path.read_text(encoding="utf-8")), path.name)
    except FileNotFoundError as error:
        raise FixtureError(path.name, "", "there is no such file") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise FixtureError(path.name, "", f"is not valid JSON ({error})") from error


def _kind(value: Any) -> str:
    names = {dict: "a record", list: "a list", str: "text", bool: "true or false", type(None): "missing"}
    return names.get(type(value), "a number")
