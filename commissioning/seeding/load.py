"""One load of one fixture: what is new is written with its sources, what was loaded before is left alone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from commissioning.core.audit import acting_as_command
from programmes.models import Document, Extraction, Fact, Programme, SourceReference

from .models import LoadedRecord
from .places import Place, split_places
from .records import FixtureError, Record

LOCK = 7_201_812_131  # any number that nothing else in the product locks by
Model = TypeVar("Model", bound=models.Model)


class RecordGoneError(Exception):
    """A record that a new one needs was loaded once and has been deleted since, by a person."""


@dataclass(frozen=True)
class Source:
    """A source as the fixture words it, for the whole record or for one field of it.

    `labels` are the words printed, by place or by the document's part that holds it; `says` those of every place.
    """

    text: str
    field: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    says: str = ""

    def label_at(self, place: Place) -> str:
        for start, label in self.labels:
            if place.locator == start or place.locator.startswith(f"{start} ("):
                return label
        return self.says or place.gloss


@dataclass
class Draft:
    """A record to be made unless it was loaded before; `make` runs only then, and may raise RecordGoneError."""

    reference: str
    make: Callable[[], models.Model]
    sources: Sequence[Source] = ()


@dataclass
class Load:
    """The state of one load. `seed` holds the facts, `reading` how their words are tied to records."""

    seed: Record
    reading: Record
    fixture: str
    programme: Programme | None = None
    document: Document | None = None
    extractions: dict[str, Extraction] = field(default_factory=dict)
    created: int = 0
    kept: int = 0
    left_out: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _loaded: dict[str, str] = field(default_factory=dict)
    _found: dict[tuple[type[models.Model], str], models.Model] = field(default_factory=dict)
    _sourced: list[tuple[str, Fact, Source]] = field(default_factory=list)
    _entries: list[LoadedRecord] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._loaded = dict(LoadedRecord.objects.values_list("reference", "found_as"))

    def is_new(self, reference: str) -> bool:
        return reference not in self._loaded

    def enter(self, reference: str, found_as: str = "") -> None:
        """Remember that the reference has been loaded."""
        self._loaded[reference] = found_as
        self._entries.append(LoadedRecord(reference=reference, fixture=self.fixture, found_as=found_as))

    def forget(self, references: Collection[str]) -> None:
        """Take references off the list of what was loaded, where another kind of record takes their place."""
        LoadedRecord.objects.filter(reference__in=references).delete()
        for reference in references:
            del self._loaded[reference]

    def save(self, model: type[Model], drafts: Iterable[Draft]) -> dict[str, Model]:
        """Write the drafts that are new, with their sources; returns those written, by reference.

        A reference that a person has used meanwhile is theirs: it is remembered as loaded and not touched.
        """
        drafts = list(drafts)
        self._refuse_doubles(drafts)
        new = [draft for draft in drafts if self.is_new(draft.reference)]
        self.kept += len(drafts) - len(new)
        new = self._without_those_of_people(model, new)
        made = dict(self._make(model, new))
        sourced = {
            draft.reference: draft.sources for draft in new if draft.reference in made and draft.sources
        }
        self._give_facts(model, made, sourced)
        try:
            model._default_manager.bulk_create(made.values())
        except IntegrityError as error:
            raise FixtureError(", ".join(made), "", str(error).strip()) from error
        for reference, record in made.items():
            self._found[model, reference] = record
            self.enter(reference)
        self.created += len(made)
        return made

    def find(self, model: type[Model], reference: str, *, record: Record, field: str) -> Model:
        """The record of that reference.

        Raises RecordGoneError when it was loaded and a person deleted it, FixtureError when there never was one.
        """
        if (model, reference) not in self._found:
            known_as = self._loaded.get(reference) or reference
            row = model._default_manager.filter(reference=known_as).first()
            if row is None and reference in self._loaded:
                raise RecordGoneError(f"{reference} was deleted")
            if row is None:
                raise record.error(field, f"there is no {model._meta.verbose_name} {reference}")
            self._found[model, reference] = row
        return self._found[model, reference]  # type: ignore[return-value]

    def those_left(
        self, model: type[Model], references: Iterable[str], *, record: Record, field: str
    ) -> list[Model]:
        """As `find` for each, leaving out those that a person has deleted."""
        found = []
        for reference in references:
            try:
                found.append(self.find(model, reference, record=record, field=field))
            except RecordGoneError as gone:
                self.left_out.append(f"{record.name}: {gone}, so it is not tied to it")
        return found

    def finish(self) -> None:
        """Write the source references and the list of what was loaded."""
        SourceReference.objects.bulk_create(self._source_references())
        LoadedRecord.objects.bulk_create(self._entries)
        self._sourced, self._entries = [], []

    def _source_references(self) -> Iterator[SourceReference]:
        """One for each place of each source, each place once for a field."""
        done: set[tuple[int, str, str]] = set()
        for reference, fact, source in self._sourced:
            for place in self._places(reference, source):
                key = (fact.pk, source.field, place.locator)
                if key in done:
                    continue
                done.add(key)
                row = SourceReference(
                    fact=fact,
                    field=source.field,
                    document=self.document,
                    extraction=self._extraction(reference, place),
                    locator=place.locator,
                    label=source.label_at(place),
                )
                _check(reference, row)
                yield row

    def _refuse_doubles(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            if draft.reference in self._seen:
                raise FixtureError(draft.reference, "id", "is used twice")
            self._seen.add(draft.reference)

    def _without_those_of_people(self, model: type[models.Model], drafts: list[Draft]) -> list[Draft]:
        references = [draft.reference for draft in drafts]
        theirs = set(
            model._default_manager.filter(reference__in=references).values_list("reference", flat=True)
            if references
            else ()
        )
        for reference in theirs:
            self.enter(reference)
            self.left_out.append(
                f"{reference}: a record with this reference was there before, and is left as it is"
            )
        return [draft for draft in drafts if draft.reference not in theirs]

    def _make(self, model: type[Model], drafts: list[Draft]) -> Iterator[tuple[str, Model]]:
        for draft in drafts:
            try:
                record = draft.make()
            except RecordGoneError as gone:
                self.left_out.append(f"{draft.reference}: {gone}, so it is left out")
                continue
            if not isinstance(record, model):
                raise TypeError(f"{draft.reference} is a {type(record).__name__}, not a {model.__name__}.")
            record.reference = draft.reference  # type: ignore[attr-defined]
            _check(draft.reference, record)
            yield draft.reference, record

    def _give_facts(
        self,
        model: type[models.Model],
        made: Mapping[str, models.Model],
        sourced: dict[str, Sequence[Source]],
    ) -> None:
        facts = [Fact(programme=self.programme, kind=model._meta.label_lower) for _ in sourced]
        Fact.objects.bulk_create(facts)
        for (reference, sources), fact in zip(sourced.items(), facts, strict=True):
            made[reference].fact = fact  # type: ignore[attr-defined]
            self._sourced += [(reference, fact, source) for source in sources]

    def _places(self, reference: str, source: Source) -> list[Place]:
        try:
            return split_places(source.text)
        except ValueError as error:
            raise FixtureError(
                reference, f"{source.field}_source" if source.field else "source", str(error)
            ) from error

    def _extraction(self, reference: str, place: Place) -> Extraction | None:
        if not place.mark:
            return None
        for name, extraction in self.extractions.items():
            if name.startswith(place.mark):
                return extraction
        raise FixtureError(
            reference, "source", f"names extraction {place.mark}, which the document does not have"
        )


def with_values(model: type[Model], /, **values: Any) -> Model:
    """A row of a model that has money or stated dates; the type checker does not know those as its attributes."""
    return model(**values)


def sources_of(record: Record, *fields: str, labels: Sequence[tuple[str, str]] = ()) -> list[Source]:
    """The record's own source, and those of the single fields named (`go_live_source` supports `go_live`)."""
    found = [Source(record.text("source"), labels=tuple(labels))] if "source" in record else []
    found += [Source(record.text(f"{name}_source"), name) for name in fields if f"{name}_source" in record]
    return found


@contextmanager
def one_at_a_time(command: str, reason: str) -> Iterator[None]:
    """All or nothing, with nobody else loading meanwhile, and every row written carrying the command and the reason."""
    with transaction.atomic(), acting_as_command(command, reason=reason):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def _check(reference: str, record: models.Model) -> None:
    """Refuse what the columns cannot hold, before the database does so without naming the field."""
    skipped = {
        column.name
        for column in record._meta.fields
        if column.is_relation
        or (column.null and getattr(record, column.attname) is None)
        or (isinstance(column, models.JSONField) and not getattr(record, column.attname))
    }
    try:
        record.clean_fields(exclude={*skipped, "id"})
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise FixtureError(reference, field, " ".join(messages)) from error
