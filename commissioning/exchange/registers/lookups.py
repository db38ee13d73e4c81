"""Records that a cell names: found by reference, code or name among those that the person may choose, never beyond."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TypeVar

from django.core.exceptions import ValidationError

from commissioning.exchange.registers.base import Act
from commissioning.exchange.registers.service_columns import CODE, NAME, LeadSaid
from procurement.models import ProcurementPhase
from programmes.models import CommissionerCode, Organisation, OrganisationAlias, Programme
from programmes.rules import name_key

Record = TypeVar("Record")
DECISION_LENGTH = 300


def programme_of(act: Act) -> Programme:
    if act.programme is None:
        raise ValueError("This register belongs to a programme.")
    return act.programme


def refused(field: str, message: str) -> ValidationError:
    return ValidationError({field: message})


@contextmanager
def told_at(names: Mapping[str, str]) -> Iterator[None]:
    """What a door refuses under its own names, told at the columns that they come from here."""
    try:
        yield
    except ValidationError as refusal:
        by_door = getattr(refusal, "message_dict", None)
        if by_door is None:
            raise
        told: dict[str, list[str]] = {}
        for door, messages in by_door.items():
            told.setdefault(names.get(door, door), []).extend(messages)
        raise ValidationError(told) from refusal


def named(word: str, known: Mapping[str, Record], *, field: str, noun: str, cure: str) -> Record:
    """The record that a word names. `known` is keyed by `name_key`; what is near is offered and never taken."""
    found = known.get(name_key(word))
    if found is not None:
        return found
    near = get_close_matches(name_key(word), list(known), n=1, cutoff=0.8)
    meant = f" Did you mean “{_spelt(known[near[0]], near[0])}”?" if near else ""
    raise refused(field, f"“{word}” is no {noun} that can be named here.{meant} {cure}")


def _spelt(record: object, key: str) -> str:
    name = str(getattr(record, "name", ""))
    return name if name_key(name) == key else key


def organisations_by_name(organisations: Iterable[Organisation]) -> dict[str, Organisation]:
    """By name, other name and reference; a name that two of them have stands for neither."""
    rows = {each.pk: each for each in organisations}
    aliases = OrganisationAlias.objects.filter(organisation__in=rows).values_list("name", "organisation_id")
    found: dict[str, Organisation] = {}
    doubtful = set()
    for alias, pk in aliases:
        key = name_key(alias)
        if key in found and found[key].pk != pk:
            doubtful.add(key)
        found[key] = rows[pk]
    for key in doubtful:
        del found[key]
    for each in rows.values():
        found[name_key(each.reference)] = each
        found[name_key(each.name)] = each
    return found


def organisations_by_code(
    programme: Programme, organisations: Iterable[Organisation]
) -> dict[str, Organisation]:
    """By the codes that the programme's papers print, variants too."""
    rows = {each.pk: each for each in organisations}
    codes = CommissionerCode.objects.filter(programme=programme, organisation__in=rows)
    return {name_key(code): rows[pk] for code, pk in codes.values_list("code", "organisation_id")}


def organisation_named(
    programme: Programme, offered: Iterable[Organisation], *, field: str, word: str, is_code: bool
) -> Organisation:
    """An organisation of those offered, by its code or by its name."""
    rows = tuple(offered)
    if is_code:
        codes = organisations_by_code(programme, rows)
        return named(word, codes, field=field, noun="code", cure="Write a code that the papers print.")
    known = organisations_by_name(rows)
    cure = "Write the name as the list of organisations has it."
    return named(word, known, field=field, noun="organisation", cure=cure)


def lead_named(
    said: LeadSaid,
    programme: Programme,
    offered: tuple[Organisation, ...],
    *,
    at: Sequence[str] = (NAME, CODE),
) -> Organisation | None:
    """The organisation that the name, the code or both say, None where neither does; refused where they say two."""
    words = dict(zip(at, (said.name, said.code), strict=True))
    found = {
        field: organisation_named(programme, offered, field=field, word=word, is_code=field == at[1])
        for field, word in words.items()
        if word
    }
    if len({each.pk for each in found.values()}) > 1:
        named, coded = (found[field] for field in at)
        raise refused(
            at[1],
            f"The code is that of {coded.name}, the name that of {named.name}. Write one, and empty the other.",
        )
    return next(iter(found.values()), None)


def phase_numbered(programme: Programme, number: int, *, field: str) -> ProcurementPhase:
    """The programme's phase of a number."""
    phases = {each.number: each for each in ProcurementPhase.objects.filter(programme=programme)}
    if number in phases:
        return phases[number]
    known = ", ".join(str(each) for each in sorted(phases)) or "none yet"
    raise refused(field, f"This programme has no phase {number}. Its phases: {known}.")


def decision_words(stated: str, reason: str) -> str:
    """Who decided, as the file says; where it does not, the reason of the import, as far as the record holds it."""
    words = " ".join((stated or reason).split())
    return words if len(words) <= DECISION_LENGTH else f"{words[: DECISION_LENGTH - 1]}…"
