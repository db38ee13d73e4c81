"""What cells call records: services, organisations, KPIs, lines, by reference, by name and by what else they go by."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from commissioning.core.intake.unread import either, quoted
from outcomes.models import KPI
from programmes.models import CommissionerCode, OrganisationAlias, Programme, Service, ServiceAlias

Words = frozenset[str]
MOST_OFFERED = 4


def folded(words: object) -> str:
    """Words as they are compared: case and spaces aside."""
    return " ".join(str(words or "").casefold().split())


@dataclass(frozen=True)
class Known:
    """One record with every word that means it; `label` is what people are told of it."""

    record: Any
    label: str
    words: Words


@dataclass(frozen=True)
class Named:
    """What cells call one or several records: the column that says it, and what the one beside it says, if it does."""

    heading: str
    words: tuple[str, ...]
    beside: str = ""
    words_beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """The records of one kind that a row may name. `what` says what they are: “a service of this programme”."""

    what: str
    known: Sequence[Known]

    @cached_property
    def by_word(self) -> dict[str, list[Known]]:
        found: dict[str, list[Known]] = {}
        for each in self.known:
            for word in each.words:
                found.setdefault(word, []).append(each)
        return found

    def one(self, word: str, at: str) -> Any:
        """The record that the word means. Raises ValidationError at the column for none, and for several."""
        found = self.by_word.get(folded(word), [])
        if len(found) == 1:
            return found[0].record
        if not found:
            raise ValidationError({at: f"{quoted(word)} is not {self.what}. {self._cure(word)}"})
        several = either([each.label for each in found[:MOST_OFFERED]])
        raise ValidationError(
            {at: f"{quoted(word)} could be {several}. Write the reference of the one you mean."}
        )

    def all(self, words: Iterable[str], at: str) -> tuple[Any, ...]:
        """The records that the words mean, each once. Raises ValidationError at the column, for all of them at once."""
        found: dict[Any, Any] = {}
        problems: list[str] = []
        for word in words:
            try:
                record = self.one(word, at)
            except ValidationError as refused:
                problems += refused.messages
            else:
                found[record.pk] = record
        if problems:
            raise ValidationError({at: problems})
        return tuple(found.values())

    def meant(self, named: Named) -> tuple[Any, ...]:
        """The records that the cells of a row mean. Raises ValidationError where two columns do not agree."""
        found = self.all(named.words, named.heading)
        if named.words_beside and not say_the_same(named.words_beside, words_for(self, found)):
            message = (
                f"This and “{named.beside}” do not mean the same. Write the one you mean and empty the other."
            )
            raise ValidationError({named.heading: message})
        return found

    def meant_one(self, named: Named) -> Any:
        """The one record that the cells of a row mean."""
        (found,) = self.meant(named)
        return found

    def _cure(self, word: str) -> str:
        begins = folded(word)[:4]
        near = [each.label for each in self.known if any(w.startswith(begins) for w in each.words)]
        if begins and near:
            return f"Did you mean {either(near[:MOST_OFFERED])}?"
        return "Write its reference or its name as the register has it."


class Naming:
    """For a resource, which lives for one run: each list of names is read once, however many rows name from it."""

    def _known(self, what: str, programme: Programme, read: Callable[[Programme], Names]) -> Names:
        held: dict[tuple[str, int], Names] = self.__dict__.setdefault("_names", {})
        if (what, programme.pk) not in held:
            held[what, programme.pk] = read(programme)
        return held[what, programme.pk]


def services_of(programme: Programme) -> Names:
    rows = Service.objects.filter(programme=programme).order_by("reference")
    also = _words_by(ServiceAlias.objects.filter(service__programme=programme), "service_id", "name")
    return Names("a service of this programme", [_of(row, also.get(row.pk, ())) for row in rows])


def kpis_of(programme: Programme) -> Names:
    rows = KPI.objects.filter(programme=programme).order_by("reference")
    return Names("a KPI of this programme", [_of(row) for row in rows])


def organisations_in(programme: Programme, rows: Iterable[Any], what: str) -> Names:
    """These organisations, by their other names and their codes in the programme too."""
    rows = list(rows)
    also = _words_by(OrganisationAlias.objects.filter(organisation__in=rows), "organisation_id", "name")
    codes = _words_by(CommissionerCode.objects.filter(programme=programme), "organisation_id", "code")
    return Names(what, [_of(row, (*also.get(row.pk, ()), *codes.get(row.pk, ()))) for row in rows])


def names_of(rows: Iterable[Any], what: str, name: str = "name") -> Names:
    """Any records with a reference and a name."""
    return Names(what, [_of(row, name=name) for row in rows])


def _of(row: Any, also: Collection[str] = (), *, name: str = "name") -> Known:
    own = str(getattr(row, name))
    words = frozenset(filter(None, map(folded, (row.reference, own, *also))))
    return Known(row, f"{own} ({row.reference})", words)


def _words_by(rows: Any, key: str, word: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pk, text in rows.values_list(key, word):
        found.setdefault(pk, []).append(text)
    return found


def words_for(names: Names, records: Iterable[Any]) -> tuple[Words, ...]:
    """The words of each of these records, for comparing cells with what stands."""
    own = {each.record.pk: each.words for each in names.known}
    return tuple(own.get(record.pk, frozenset({folded(record)})) for record in records)


def say_the_same(words: Sequence[str], standing: Sequence[Words]) -> bool:
    """Whether these words mean exactly the records that stand, in whatever order and by whichever name."""
    given = {folded(word) for word in words} - {""}
    return all(any(word in each for each in standing) for word in given) and all(
        each & given for each in standing
    )
