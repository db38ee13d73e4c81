"""What the paper says of the programme as a whole: one statement to a row, each with its own source."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db import models

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.seeding.load import Draft, Load, sources_of, with_values
from commissioning.seeding.records import Record
from programmes.models import (
    Challenge,
    Engagement,
    Feedback,
    Milestone,
    ProgrammeStatement,
    ProgrammeTargetDate,
)
from programmes.models.delivery import MilestoneKind
from programmes.models.programmes import StatementKind

# section of the fixture, the field with the words, and what kind of statement it is
LISTS = (
    ("benefits_sought", "text", StatementKind.BENEFIT),
    ("approaches", "name", StatementKind.APPROACH),
    ("features", "text", StatementKind.FEATURE),
    ("operational_challenges", "text", StatementKind.OPERATIONAL_CHALLENGE),
    ("initiatives", "name", StatementKind.INITIATIVE),
)


def load_statements(load: Load) -> None:
    load.save(ProgrammeTargetDate, _target_dates(load))
    load.save(
        ProgrammeStatement, [*_statements(load), *_drivers(load), *_single_statements(load), *_notes(load)]
    )


def load_delivery(load: Load) -> None:
    """Engagement, feedback, challenges, and what is to be done next."""
    load.save(Engagement, _each(load, "engagement", _engagement))
    load.save(Feedback, _each(load, "feedback_received", _feedback, "response"))
    load.save(Challenge, _each(load, "challenges", _challenge))
    load.save(Milestone, _each(load, "planned_actions", partial(_milestone, MilestoneKind.PLANNED_ACTION)))
    load.save(Milestone, _each(load, "next_steps", partial(_milestone, MilestoneKind.NEXT_STEP)))


def driver_reference(load: Load, place: int) -> str:
    """Drivers have no id in the fixture: they are named by their place in the list."""
    return f"{load.reading.text('prefix')}-DRV-{place}"


def stated_date(record: Record, field: str) -> FuzzyDate:
    """The date of a field, or "blank" where the record has none."""
    return record.date(field) if field in record else ProgrammeStatement().date


def _each(
    load: Load, section: str, make: Callable[[Load, Record], models.Model], *fields: str
) -> Iterator[Draft]:
    for record in load.seed.records(section):
        yield Draft(record.id, partial(make, load, record), sources_of(record, *fields))


def _target_dates(load: Load) -> Iterator[Draft]:
    for record in load.seed.part("programme").records("target_dates"):
        make = partial(
            with_values,
            ProgrammeTargetDate,
            programme=load.programme,
            label=record.text("label"),
            date=record.date("date"),
        )
        yield Draft(record.id, make, sources_of(record))


def _statement(
    load: Load, kind: StatementKind, text: str, position: int = 0, date: FuzzyDate | None = None
) -> ProgrammeStatement:
    row = ProgrammeStatement(programme=load.programme, kind=kind, text=text, position=position)
    if date is not None:
        row.date = date
    return row


def _statements(load: Load) -> Iterator[Draft]:
    for section, field, kind in LISTS:
        for position, record in enumerate(load.seed.records(section), 1):
            yield Draft(
                record.id, partial(_statement, load, kind, record.text(field), position), sources_of(record)
            )


def _drivers(load: Load) -> Iterator[Draft]:
    for position, record in enumerate(load.seed.part("programme").records("drivers"), 1):
        make = partial(
            _statement, load, StatementKind.DRIVER, record.text("text"), position, stated_date(record, "date")
        )
        yield Draft(driver_reference(load, position), make, sources_of(record))


def _single_statements(load: Load) -> Iterable[Draft]:
    prefix, governance = load.reading.text("prefix"), load.seed.part("governance")
    if "precedent" in governance:
        make = partial(_statement, load, StatementKind.PRECEDENT, governance.text("precedent"), 1)
        yield Draft(f"{prefix}-PRE-1", make, sources_of(governance))
    if "budget_year" in load.seed:
        year = load.seed.record("budget_year")
        make = partial(_statement, load, StatementKind.BUDGET_YEAR, year.text("label"), 1, year.date("date"))
        yield Draft(f"{prefix}-BY-1", make, sources_of(year))


def _notes(load: Load) -> Iterator[Draft]:
    """The extractor's remarks on how the paper was read, each for the section that it speaks of."""
    for position, note in enumerate(load.reading.records("notes"), 1):
        section = note.text("section")
        words = (
            load.seed.record(section).text(note.text("field")) if "field" in note else load.seed.text(section)
        )
        make = partial(_statement, load, StatementKind.READING_NOTE, words, position)
        yield Draft(note.id, make, sources_of(note))


def _engagement(load: Load, record: Record) -> Engagement:
    row = with_values(
        Engagement,
        programme=load.programme,
        kind=record.text("type"),
        audience=record.words("audience"),
        date=stated_date(record, "date"),
    )
    if "responses" in record:
        responses = record.record("responses")
        row.responses_text = responses.text("text")
        row.responses = responses.number("value")
        row.responses_qualifier = responses.text("qualifier")
    return row


def _feedback(load: Load, record: Record) -> Feedback:
    """What was said, and where the reading names it the engagement at which it was, whose date is then its own."""
    row = Feedback(
        programme=load.programme,
        text=record.text("text"),
        sentiment=record.words("sentiment"),
        response=record.words("response"),
    )
    asked = load.reading.words("feedback_given_at")
    if asked:
        row.engagement = load.find(Engagement, asked, record=record, field="source")
        row.said = row.engagement.date
    return row


def _challenge(load: Load, record: Record) -> Challenge:
    return Challenge(
        programme=load.programme,
        title=record.words("title") or record.text("text"),
        text=record.text("text"),
        mitigation=record.words("mitigation"),
    )


def _milestone(kind: MilestoneKind, load: Load, record: Record) -> Milestone:
    return with_values(
        Milestone,
        programme=load.programme,
        kind=kind,
        text=record.text("text"),
        date=stated_date(record, "date"),
    )
