"""What a review says of itself: questions, method, interviews, what the areas have in common, counts that it states."""

from collections.abc import Iterator
from functools import partial

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.seeding.load import Draft, Load, Source, sources_of, with_values
from commissioning.seeding.records import Record
from programmes.models import Engagement, KnownGap, ProgrammeStatement
from programmes.models.programmes import StatementKind


def load_review(load: Load) -> None:
    load.save(ProgrammeStatement, [*_about(load), *_method(load), *_common(load)])
    load.save(Engagement, _interviews(load))
    load.save(KnownGap, _missing(load))


def _statement(load: Load, kind: StatementKind, text: str, position: int) -> ProgrammeStatement:
    return ProgrammeStatement(programme=load.programme, kind=kind, text=text, position=position)


def _drafts(load: Load, stem: str, kind: StatementKind, texts: list[str], source: str) -> Iterator[Draft]:
    for place, text in enumerate(texts, 1):
        yield Draft(f"{stem}-{place}", partial(_statement, load, kind, text, place), [Source(source)])


def _about(load: Load) -> Iterator[Draft]:
    """The plan that the review serves and the questions it was asked."""
    prefix, about = load.reading.text("prefix"), load.seed.record("programme_context")
    paper, source = load.seed.record("document"), about.text("source")
    plan = [f"To inform the {about.text('plan')}"]
    yield from _drafts(load, f"{prefix}-PUR", StatementKind.PURPOSE, plan, source)
    yield from _drafts(load, f"{prefix}-QUE", StatementKind.QUESTION, about.strings("questions"), source)
    others = [
        f"Commissioned by {' and '.join(paper.strings('commissioned_by'))}",
        f"Carried out with {paper.text('partner')}",
        f"Written by {paper.text('authors_role')}",
    ]
    yield from _drafts(load, f"{prefix}-FACT", StatementKind.OTHER_FACT, others, paper.text("source"))


def _method(load: Load) -> Iterator[Draft]:
    prefix, method = load.reading.text("prefix"), load.seed.record("methodology")
    types = method.record("shortlist_by_type")
    texts = [
        f"Desk research found {method.number('desk_models')} models",
        f"{method.number('shortlist')} of them were shortlisted",
        *(f"Shortlisted as {kind}: {types.number(kind)}" for kind in types.data),
        f"People of {method.number('interview_areas')} areas were interviewed",
        f"Populations are {method.text('population_basis')}",
    ]
    yield from _drafts(load, f"{prefix}-MET", StatementKind.METHOD, texts, method.text("source"))


def _common(load: Load) -> Iterator[Draft]:
    """Principles and enablers that the areas have in common."""
    prefix = load.reading.text("prefix")
    for place, record in enumerate(load.seed.records("common_principles"), 1):
        make = partial(_statement, load, StatementKind.PRINCIPLE, record.text("text"), place)
        yield Draft(record.id, make, sources_of(record))
    yield from _drafts(
        load,
        f"{prefix}-ENA",
        StatementKind.ENABLER,
        load.seed.strings("common_enablers"),
        load.seed.text("common_enablers_source"),
    )


def _interviews(load: Load) -> Iterator[Draft]:
    """Interviews and webinars as engagement, so that their period is a date like any other of the paper."""
    prefix, method = load.reading.text("prefix"), load.seed.record("methodology")
    for place, (field, kind, one) in enumerate(
        (("interviewees", "Interviews", "interviewee"), ("webinars", "Webinars", "webinar")), 1
    ):
        counts = method.record(field)
        total = sum(counts.number(key) for key in counts.data)
        words = f"{total} {one}{'' if total == 1 else 's'}"
        when = method.date("interview_period") if field == "interviewees" else None
        make = partial(_engagement, load, kind, f"{_names(load, counts)}", words, total, when)
        yield Draft(f"{prefix}-ENG-{place}", make, sources_of(method))


def _names(load: Load, counts: Record) -> str:
    areas = load.seed.record("areas")
    return ", ".join(f"{areas.record(key).text('short')} ({counts.number(key)})" for key in counts.data)


def _engagement(
    load: Load, kind: str, audience: str, words: str, total: int, when: FuzzyDate | None
) -> Engagement:
    return with_values(
        Engagement,
        programme=load.programme,
        kind=kind,
        audience=audience,
        responses_text=words,
        responses=total,
        responses_qualifier="exact",
        date=when or Engagement().date,
    )


def _missing(load: Load) -> Iterator[Draft]:
    """What the review holds and no extraction does: "diagrams (hub maps, …) are images"."""
    prefix, paper = load.reading.text("prefix"), load.seed.record("document")
    for place, text in enumerate(paper.strings("missing"), 1):
        make = partial(KnownGap, programme=load.programme, document=load.document, what=text)
        yield Draft(f"{prefix}-GAP-{place}", make, sources_of(paper))
