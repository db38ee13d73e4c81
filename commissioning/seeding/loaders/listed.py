"""What the reading lists by where it stands in the fixture: statements, target dates and the parts partners play."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from commissioning.seeding.load import Draft, Load, Source, sources_of, with_values
from commissioning.seeding.records import Record
from programmes.models import ProgrammePartner, ProgrammeStatement, ProgrammeTargetDate

from .organisations import organisation


def load_listed(load: Load) -> None:
    load.save(ProgrammeStatement, _statements(load))
    load.save(ProgrammeTargetDate, _target_dates(load))
    load.save(ProgrammePartner, _partners(load))


def value_at(load: Load, path: str) -> tuple[Record, str, Any]:
    """The record that holds a dotted path of the fixture, the path's last field, and the value there.

    Raises FixtureError for a path that leads nowhere.
    """
    value: Any = load.seed.data
    holder, last = load.seed, ""
    for step in path.split("."):
        if isinstance(value, dict):
            holder = Record(value, f"{load.fixture} {path}")
        last = step
        found = value.get(step) if isinstance(value, dict) else _item(value, step)
        if found is None:
            raise load.reading.error(path, "is nowhere in the fixture")
        value = found
    return holder, last, value


def words_at(load: Load, entry: Record, field: str) -> str:
    """The words of a field of the reading, or those at the fixture's place that the reading names (`source_at`)."""
    if f"{field}_at" in entry:
        return str(value_at(load, entry.text(f"{field}_at"))[2])
    return entry.words(field)


def source_at(load: Load, entry: Record, *, field: str = "") -> list[Source]:
    words = words_at(load, entry, "source")
    return [Source(words, field)] if words else []


def _item(value: Any, step: str) -> Any:
    wanted = isinstance(value, list) and step.isdigit() and int(step) < len(value)
    return value[int(step)] if wanted else None


def _rows(load: Load, entry: Record) -> Iterator[Record]:
    """The records at the entry's path; a bare text is a record with that text."""
    value = value_at(load, entry.text("at"))[2]
    for place, each in enumerate(value if isinstance(value, list) else [value], 1):
        data = each if isinstance(each, dict) else {"text": str(each)}
        reference = data.get("id") or (f"{entry.id}-{place}" if isinstance(value, list) else entry.id)
        yield Record({**data, "id": reference}, reference)


def _statements(load: Load) -> Iterator[Draft]:
    """Each with its own source, or the one that the reading names for them all; numbered on within a kind."""
    position: Counter[str] = Counter()
    for entry in load.reading.records("statements"):
        for record in _rows(load, entry):
            kind = entry.text("kind")
            position[kind] += 1
            make = partial(_statement, load, kind, entry, record, position[kind])
            yield Draft(record.id, make, sources_of(record) or source_at(load, entry))


def _statement(load: Load, kind: str, entry: Record, record: Record, position: int) -> ProgrammeStatement:
    text = _worded(entry.words("words") or "{text}", record)
    row = ProgrammeStatement(programme=load.programme, kind=kind, text=text, position=position)
    if "date" in record:
        row.date = record.date("date")
    return row


def _worded(pattern: str, record: Record) -> str:
    """The pattern with the record's words in it; “: ” before a field that is empty goes with it."""
    words = pattern.format_map({name: record.words(name) for name in _fields(pattern)})
    return words.removesuffix(": ")


def _fields(pattern: str) -> list[str]:
    return [piece.partition("}")[0] for piece in pattern.split("{")[1:]]


def _target_dates(load: Load) -> Iterator[Draft]:
    for entry in load.reading.records("target_dates"):
        holder, field, _ = value_at(load, entry.text("at"))
        make = partial(
            with_values,
            ProgrammeTargetDate,
            programme=load.programme,
            label=entry.text("label"),
            date=holder.date(field),
        )
        yield Draft(entry.id, make, source_at(load, entry))


def _partners(load: Load) -> Iterator[Draft]:
    place: Counter[str] = Counter()
    for entry in load.reading.records("partners"):
        reference = entry.text("organisation")
        place[reference] += 1
        yield Draft(
            f"{reference}-ROLE-{place[reference]}", partial(_partner, load, entry), source_at(load, entry)
        )


def _partner(load: Load, entry: Record) -> ProgrammePartner:
    """`from_at` is where the fixture says from when: the first day of it."""
    row = ProgrammePartner(
        programme=load.programme,
        organisation=organisation(load, entry.text("organisation"), entry, "organisation"),
        role=entry.text("role"),
        role_as_printed=words_at(load, entry, "printed"),
    )
    if "from_at" in entry:
        holder, field, _ = value_at(load, entry.text("from_at"))
        row.starts_on = holder.first_day(field)
    return row
