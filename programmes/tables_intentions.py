"""Intentions and project summaries as tables: the list, how complete each plan is, milestones, metrics."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.http import QueryDict

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell, link_cell, money_cell
from programmes.addresses import Addresses
from programmes.models.delivery import MilestoneState
from programmes.models.intentions import IntentionState
from programmes.rules_intentions import Standing
from programmes.selectors.intentions import IntentionRow
from programmes.selectors.intentions_completeness import (
    PARTS,
    Completeness,
    CompletenessCell,
    CompletenessRow,
    counted,
)
from programmes.selectors.intentions_dates import PlanDate
from programmes.selectors.intentions_summary import Line, ProjectFunding, SummaryView

INTENTION_COLUMNS = (
    Column("Intention", key="number"),
    Column("Leads", key="leads"),
    Column("Group", key="group"),
    Column("How far it has got", key="state"),
    Column("Deadlines", key="deadline"),
    Column("Project summaries", key="summaries"),
)
TONES = {Standing.YES: Tone.GOOD, Standing.PARTLY: Tone.WARN, Standing.NO: Tone.ALERT}
NO_TARGET = "no target stated"
VACANCY = Tag("Vacancy", Tone.WARN)


def intentions_table(rows: Sequence[IntentionRow], params: QueryDict, to: Addresses, empty: str) -> Table:
    """The list of intentions: what is not stated says so, and what is planned elsewhere says where."""
    return Table(
        "Intentions",
        sorted_columns(INTENTION_COLUMNS, params, "number"),
        tuple(Row(_intention_cells(row, to)) for row in rows),
        caption_hidden=True,
        empty=empty,
    )


def _intention_cells(row: IntentionRow, to: Addresses) -> tuple[Cell, ...]:
    tags = (Tag("Top priority", Tone.INFO),) if row.is_top_priority else ()
    title = Cell(
        f"{row.number}. {row.title}",
        href=to.of("intention", row.reference),
        note=f"{row.parts} intentions under one number" if row.parts > 1 else "",
        tags=tags,
    )
    return (
        title,
        leads_cell(row),
        Cell(row.group) if row.group else Cell("none named", unknown=True),
        progress_cell(row),
        deadlines_cell(row.deadlines, to),
        summaries_cell(row, to),
    )


def leads_cell(row: IntentionRow) -> Cell:
    """Leads as printed with their organisation; those of its projects where it names none itself."""
    tags = (VACANCY,) if row.has_vacancy else ()
    if row.leads:
        named = [
            lead.text if lead.organisation in ("", lead.text) else f"{lead.text} ({lead.organisation})"
            for lead in row.leads
        ]
        return Cell("; ".join(named), tags=tags)
    if row.has_no_lead:
        return Cell("no lead stated", unknown=True, tags=tags)
    return Cell("only for its projects", note="See its project summaries", tags=tags)


def progress_cell(row: IntentionRow) -> Cell:
    """How far it has got in the paper’s words, with its state and maturity where the paper gives them."""
    tags = tuple(
        Tag(sentence(words), Tone.NEUTRAL)
        for words in (row.state_label if row.state != IntentionState.NOT_STATED else "", row.maturity)
        if words
    )
    section_75 = sentence(row.section_75)
    if section_75 and not section_75.casefold().startswith("section 75"):
        section_75 = f"Section 75: {section_75}"
    note = "" if row.section_75.casefold() in row.progress.casefold() else section_75
    if not row.progress and not tags:
        return Cell("not stated", unknown=True, note=note)
    return Cell(sentence(row.progress), note=note, tags=tags)


def deadlines_cell(dates: Sequence[PlanDate], to: Addresses) -> Cell:
    """Each deadline with its date as printed, leading to it."""
    if not dates:
        return Cell("none stated", unknown=True)
    overdue = sum(each.overdue for each in dates)
    tags = (Tag(f"{overdue} passed, outcome not recorded", Tone.WARN),) if overdue else ()
    links = [Link(f"{each.when.printed}: {each.text}", to.of("milestone", each.reference)) for each in dates]
    return Cell(links=links, tags=tags)


def summaries_cell(row: IntentionRow, to: Addresses) -> Cell:
    if row.summaries:
        return Cell(
            counted(len(row.summaries), "summary:", "summaries:"),
            links=[Link(each.name, to.of("project_summary", each.reference)) for each in row.summaries],
        )
    return Cell("none", unknown=True, note=row.planned_elsewhere_label if row.is_planned_elsewhere else "")


# --- how complete -----------------------------------------------------------------------------------------------


def completeness_table(grid: Completeness, to: Addresses) -> Table:
    """Intention × part of a plan. Each cell says yes, partly or no, and counts; the last row counts the intentions."""
    columns = (Column("Intention"), *(Column(part) for part in PARTS))
    rows = [
        Row(
            (
                link_cell(f"{row.number}. {row.title}", to.of("intention", row.reference)),
                *(completeness_cell(cell) for cell in row.cells),
            )
        )
        for row in grid.rows
    ]
    foot = Row((Cell("All of them"), *(_counts(grid, part) for part in range(len(PARTS))))) if rows else None
    return Table(
        "How complete each plan is",
        columns,
        rows,
        caption_hidden=True,
        empty="No intention is recorded, so there is no plan to complete.",
        foot=foot,
    )


def parts_table(row: CompletenessRow) -> Table:
    """The same of one intention, a part to a row."""
    return Table(
        "How complete its plan is",
        (Column("Part of the plan"), Column("There?"), Column("What there is")),
        tuple(
            Row((Cell(part), replace(completeness_cell(cell), note=""), Cell(sentence(cell.words))))
            for part, cell in zip(PARTS, row.cells, strict=True)
        ),
        caption_hidden=True,
    )


def completeness_cell(cell: CompletenessCell) -> Cell:
    flags = tuple(Tag(flag, Tone.WARN) for flag in cell.flags)
    return Cell(tags=(Tag(cell.standing, TONES[cell.standing]), *flags), note=cell.words)


def _counts(grid: Completeness, part: int) -> Cell:
    counts = grid.counts(part)
    return Cell(", ".join(f"{standing.value.lower()} {counts[standing]}" for standing in Standing))


# --- dates ------------------------------------------------------------------------------------------------------


def dates_table(
    rows: Sequence[PlanDate], to: Addresses, *, caption: str, empty: str, compact: bool = False
) -> Table:
    """Milestones or deadlines with dates as printed, what is odd about each in words, and the way to its own page."""
    return Table(
        caption,
        (Column("What"), Column("When"), Column("State")),
        tuple(Row((_what(row, to), _when(row), Cell(tags=(state_tag(row),)))) for row in rows),
        caption_hidden=True,
        compact=compact,
        empty=empty,
    )


def _what(row: PlanDate, to: Addresses) -> Cell:
    owner = f"Owner: {row.owner_role}" if row.owner_role else ""
    note = "" if row.note.casefold() == row.state_label.casefold() else row.note
    said = ". ".join(part for part in (owner, note) if part)
    return Cell(sentence(row.text), href=to.of("milestone", row.reference), note=said)


def _when(row: PlanDate) -> Cell:
    """The date as printed and, where it lies outside its project’s own dates, a warning: never a refusal."""
    cell = date_cell(row.when)
    return replace(cell, tags=(Tag(sentence(row.outside_words), Tone.WARN),)) if row.outside_words else cell


def state_tag(row: PlanDate) -> Tag:
    """A past date without a recorded outcome is said to be just that: nobody has told the system that it was late."""
    if row.overdue:
        return Tag("Date passed, outcome not recorded", Tone.WARN)
    if row.is_finished:
        return Tag(row.state_label, Tone.GOOD)
    if not row.is_dated and row.state == MilestoneState.PLANNED:
        return Tag("Undated", Tone.UNKNOWN)
    urgent = row.state in (MilestoneState.MISSED, MilestoneState.BLOCKED)
    return Tag(row.state_label, Tone.ALERT if urgent else Tone.INFO)


def milestone_links(rows: Iterable[PlanDate], programme_key: str) -> list[Link]:
    """The milestones that a project has, for its form: each is changed on its own page, with its own history."""
    to = Addresses(programme_key)
    return [
        Link(
            f"{sentence(row.text)} – {row.when.printed or row.when.status.label}",
            to.of("milestone", row.reference),
        )
        for row in rows
    ]


# --- one project ------------------------------------------------------------------------------------------------


def metrics_table(metrics: Sequence[Line]) -> Table:
    return Table(
        "Metrics",
        (Column("Metric"), Column("Target")),
        tuple(
            Row(
                (
                    Cell(line.text),
                    Cell(line.target) if line.target else Cell(NO_TARGET, unknown=True),
                )
            )
            for line in metrics
        ),
        caption_hidden=True,
        compact=True,
        empty="None stated.",
    )


def funding_table(rows: Sequence[ProjectFunding]) -> Table:
    return Table(
        "Its funding",
        (Column("Funding"), Column("Amount")),
        tuple(Row((Cell(row.name, note=row.nature), money_cell(row.money, note=row.note))) for row in rows),
        caption_size="s",
        compact=True,
        empty="No funding is named.",
    )


def projects_table(rows: Sequence[SummaryView], to: Addresses) -> Table:
    """The projects that carry out one intention."""
    return Table(
        "Project summaries",
        (
            Column("Project"),
            Column("SRO"),
            Column("Lead"),
            Column("Start and end"),
            Column("Metrics"),
            Column("Milestones"),
        ),
        tuple(
            Row(
                (
                    link_cell(row.name, to.of("project_summary", row.reference)),
                    roles_cell(row.sros),
                    lead_cell(row),
                    date_cell(row.period),
                    Cell(f"{sum(bool(m.target) for m in row.metrics)} of {len(row.metrics)} with a target"),
                    Cell(f"{sum(m.is_dated for m in row.milestones)} of {len(row.milestones)} dated"),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        empty="No project summary is recorded.",
    )


def roles_cell(roles: Sequence[str]) -> Cell:
    return Cell(sentence("; ".join(roles))) if roles else Cell("not stated", unknown=True)


def lead_cell(row: SummaryView) -> Cell:
    """The lead’s role, or *Vacancy*; a lead who is also senior responsible owner is flagged."""
    tags: list[Tag] = [VACANCY] if row.has_vacancy else []
    if row.sro_is_lead:
        tags.append(Tag("SRO = lead", Tone.WARN))
    if not row.leads:
        return Cell(tags=tags) if tags else Cell("not stated", unknown=True)
    return Cell(sentence("; ".join(row.leads)), tags=tags)


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
