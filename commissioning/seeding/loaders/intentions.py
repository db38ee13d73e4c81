"""Commissioning intentions, the projects that carry them out on one page each, and their milestones and deadlines."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from django.db import models

from commissioning.seeding.load import Draft, Load, Source, sources_of, with_values
from commissioning.seeding.records import Record
from programmes.models import (
    CommissioningIntention,
    IntentionLine,
    Milestone,
    Organisation,
    ProjectSummary,
    SummaryLine,
)
from programmes.models.delivery import MilestoneKind, MilestoneState
from programmes.models.intentions import IntentionLineKind, PlannedElsewhere, SummaryLineKind

from .documents import lines
from .organisations import named, organisation

Line = TypeVar("Line", bound=models.Model)
Parent = TypeVar("Parent", bound=models.Model)

# list of the summary, and the list of its benefits, with the kind of line that each entry is
SUMMARY_LINES = {
    "sro": SummaryLineKind.SRO,
    "lead": SummaryLineKind.LEAD,
    "objectives": SummaryLineKind.OBJECTIVE,
    "scope": SummaryLineKind.SCOPE,
    "metrics": SummaryLineKind.METRIC,
}
BENEFITS = {
    "service_users": SummaryLineKind.BENEFIT_USERS,
    "staff": SummaryLineKind.BENEFIT_STAFF,
    "organisation": SummaryLineKind.BENEFIT_ORGANISATION,
    "general": SummaryLineKind.BENEFIT_GENERAL,
}


def load_intentions(load: Load) -> None:
    intentions, summaries = (
        load.seed.records("commissioning_intentions"),
        load.seed.records("project_summaries"),
    )
    drafts = [Draft(r.id, partial(_intention, load, r), _sources(load, r)) for r in intentions]
    _make_lines(IntentionLine, load.save(CommissioningIntention, drafts), intentions, partial(_lines, load))
    drafts = [Draft(r.id, partial(_summary, load, r), sources_of(r)) for r in summaries]
    _make_lines(SummaryLine, load.save(ProjectSummary, drafts), summaries, _summary_lines)
    load.save(Milestone, [draft for record in intentions for draft in _deadlines(load, record)])
    load.save(Milestone, [draft for record in summaries for draft in _milestones(load, record)])
    load.save(Milestone, [draft for record in summaries for draft in _linked(load, record)])
    load.save(Milestone, _timeline(load))


def _make_lines(
    model: type[Line],
    made: Mapping[str, Parent],
    records: list[Record],
    rows: Callable[[Record, Parent], Iterator[Line]],
) -> None:
    model._default_manager.bulk_create(
        row for record in records if record.id in made for row in rows(record, made[record.id])
    )


def _sources(load: Load, record: Record) -> list[Source]:
    """The intention's own place, and the one that calls it the top priority."""
    found, programme = sources_of(record), load.seed.part("programme")
    if programme.words("top_priority") == record.id:
        found.append(Source(programme.text("top_priority_source"), "is_top_priority"))
    return found


def _intention(load: Load, record: Record) -> CommissioningIntention:
    row = CommissioningIntention(
        programme=load.programme,
        number=record.number("number"),
        title=record.text("title"),
        progress=record.words("progress"),
        maturity=record.words("maturity"),
        is_top_priority=load.seed.part("programme").words("top_priority") == record.id,
        planned_elsewhere=_elsewhere(record),
        section_75=load.reading.part("section_75").words(record.id),
        parts=record.number("parts") if "parts" in record else 1,
    )
    if "group" in record:
        row.group = organisation(load, record.text("group"), record, "group")
    return row


def _elsewhere(record: Record) -> PlannedElsewhere:
    if record.data.get("more_detailed_plan_elsewhere"):
        return PlannedElsewhere.DETAILED_PLAN
    return PlannedElsewhere.SEPARATE_REPORT if record.data.get("separate_report") else PlannedElsewhere.NO


def _lines(load: Load, record: Record, intention: CommissioningIntention) -> Iterator[IntentionLine]:
    for position, printed in enumerate(record.strings("leads"), 1):
        reference = named(load, printed)
        found = load.those_left(Organisation, [reference] if reference else [], record=record, field="leads")
        yield IntentionLine(
            intention=intention,
            kind=IntentionLineKind.LEAD,
            text=printed,
            organisation=found[0] if found else None,
            position=position,
        )
    for position, printed in enumerate(record.strings("priorities"), 1):
        yield IntentionLine(
            intention=intention, kind=IntentionLineKind.PRIORITY, text=printed, position=position
        )


def _summary(load: Load, record: Record) -> ProjectSummary:
    return with_values(
        ProjectSummary,
        programme=load.programme,
        intention=load.find(
            CommissioningIntention, record.text("intention"), record=record, field="intention"
        ),
        name=record.text("name"),
        period=record.date("start_end"),
        lead_vacant=record.flag("lead_tbc"),
        aim=record.words("aim"),
        history=record.part("history").words("text"),
        note=_note(record),
    )


def _note(record: Record) -> str:
    staff = record.words("benefits_staff_note")
    return "\n".join(
        filter(None, (record.words("milestones_note"), f"Benefits to staff: {staff}" if staff else ""))
    )


def _summary_lines(record: Record, summary: ProjectSummary) -> Iterator[SummaryLine]:
    benefits, linked = record.part("benefits"), record.part("linked_project")
    texts = [(kind, record.strings(field)) for field, kind in SUMMARY_LINES.items()]
    texts += [(kind, benefits.strings(field)) for field, kind in BENEFITS.items()]
    if "name" in linked:
        told = ": ".join(filter(None, (linked.text("name"), linked.words("expected_effect"))))
        texts.append((SummaryLineKind.LINKED_PROJECT, [told]))
    for kind, entries in texts:
        for position, text in enumerate(entries, 1):
            yield SummaryLine(summary=summary, kind=kind, text=text, position=position)


def _deadlines(load: Load, record: Record) -> Iterator[Draft]:
    for place, deadline in enumerate(record.records("deadlines"), 1):

        def make(deadline: Record = deadline, place: int = place) -> Milestone:
            row = _milestone(load, MilestoneKind.DEADLINE, deadline, deadline.text("label"), place)
            row.intention = load.find(CommissioningIntention, record.id, record=record, field="id")
            return row

        yield Draft(f"{record.id}-D-{place}", make, sources_of(record))


def _milestones(load: Load, record: Record) -> Iterator[Draft]:
    for place, milestone in enumerate(record.records("milestones"), 1):
        reference = f"{record.id}-M-{place}"

        def make(milestone: Record = milestone, place: int = place, reference: str = reference) -> Milestone:
            row = _milestone(load, MilestoneKind.MILESTONE, milestone, milestone.text("text"), place)
            row.summary = load.find(ProjectSummary, record.id, record=record, field="id")
            row.state = _state(load, reference, milestone)
            return row

        yield Draft(reference, make, sources_of(record))


def _state(load: Load, reference: str, record: Record) -> str:
    """As the paper words it: blocked, said to have happened (by the reading), recurring; otherwise planned."""
    told = load.reading.part("milestone_states").words(reference)
    if told:
        return told
    if record.words("note") == MilestoneState.BLOCKED:
        return MilestoneState.BLOCKED
    return MilestoneState.RECURRING if record.date("date").recurrence else MilestoneState.PLANNED


def _linked(load: Load, record: Record) -> Iterator[Draft]:
    """The dates of a project that the summary only leans on: when it is to be built, when to open."""
    linked = record.part("linked_project")
    for place, field in enumerate((name for name in ("build", "open") if name in linked), 1):

        def make(field: str = field, place: int = place) -> Milestone:
            dated = Record({"date": linked.data[field]}, linked.name)
            row = _milestone(
                load, MilestoneKind.LINKED_PROJECT, dated, f"{linked.text('name')}: {field}", place
            )
            row.summary = load.find(ProjectSummary, record.id, record=record, field="id")
            return row

        yield Draft(f"{record.id}-LINK-{place}", make, sources_of(record))


def _timeline(load: Load) -> Iterator[Draft]:
    for place, record in enumerate(load.seed.records("indicative_timeline"), 1):
        make = partial(_milestone, load, MilestoneKind.TIMELINE, record, record.text("text"), place)
        yield Draft(record.id, make, sources_of(record))


def _milestone(load: Load, kind: MilestoneKind, record: Record, text: str, position: int) -> Milestone:
    return with_values(
        Milestone,
        programme=load.programme,
        kind=kind,
        text=text,
        date=record.date("date"),
        note=lines(record, "note"),
        position=position,
    )
