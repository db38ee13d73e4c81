"""Commissioning intentions, the one-page summaries of their projects, and milestones, as tables."""

from collections.abc import Iterator

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from procurement.selectors.milestones import MilestoneRow
from programmes.models.intentions import SummaryLineKind
from programmes.selectors.intentions import IntentionRow, completeness, summaries
from programmes.selectors.intentions_completeness import CompletenessRow
from programmes.selectors.intentions_dates import outside_words
from programmes.selectors.intentions_summary import SummaryView

INTENTION_COLUMNS = (
    SheetColumn("Reference", "The intention's stable reference.", width=12),
    SheetColumn("Number", "As the paper numbers it.", Kind.INTEGER),
    SheetColumn("Intention", "Its words.", width=48),
    SheetColumn("Leads", "As printed.", width=34),
    SheetColumn("Group", "The group that works on it.", width=30),
    SheetColumn("State", "Not started, In development, Plan agreed, Delivering and so on.", width=16),
    SheetColumn("Maturity", "As printed, such as “most developed”.", width=16),
    SheetColumn("Progress", "What the paper says of it.", width=60),
    SheetColumn("Top priority", "yes where the paper calls it one.", Kind.YES_NO),
    SheetColumn("Planned elsewhere", "Whether a plan stands elsewhere.", width=30),
    SheetColumn("Section 75 agreement", "What the paper says of one, if anything.", width=30),
    SheetColumn("Intentions under the number", "How many stand under this number.", Kind.INTEGER),
    SheetColumn("Priorities", "As printed.", width=40),
    SheetColumn("Deadlines", "As they stood on the day.", width=40),
    SheetColumn("Projects", "References of its project summaries; empty where there is none.", width=24),
    *(
        SheetColumn(f"Plan: {part}", f"How complete the plan is in its {part}, in words.", width=26)
        for part in ("summary", "SRO", "lead", "metrics", "milestones")
    ),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def intentions_table(material: Material) -> SheetTable:
    rows, every = material.intentions.rows, material.intentions.every
    plans = {row.reference: row for row in completeness(material.programme, material.on, rows=every).rows}
    return SheetTable(
        "intentions",
        "Intentions",
        "One row is one commissioning intention, with how complete its plan is.",
        INTENTION_COLUMNS,
        tuple(_intention(row, plans[row.reference]) for row in rows),
    )


def _intention(row: IntentionRow, plan: CompletenessRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.number,
        row.title,
        joined([lead.text for lead in row.leads]),
        row.group or None,
        row.state_label,
        row.maturity or None,
        row.progress or None,
        row.is_top_priority,
        row.planned_elsewhere_label,
        row.section_75 or None,
        row.parts,
        joined(row.priorities),
        joined([f"{each.text} ({each.when.printed or 'no date'})" for each in row.deadlines]),
        joined([summary.reference for summary in row.summaries]),
        *(cell.words for cell in (plan.summary, plan.sro, plan.lead, plan.metrics, plan.milestones)),
        locators(row.places),
        row.illustrative,
    )


# --- project summaries ------------------------------------------------------------------------------------------

SUMMARY_COLUMNS = (
    SheetColumn("Reference", "The project summary's stable reference.", width=14),
    SheetColumn("Project", "Its name.", width=34),
    SheetColumn("Intention", "The number of the intention that it carries out.", Kind.INTEGER),
    SheetColumn("Intention reference", "That intention's stable reference.", width=14),
    *date_columns("Runs", "From start to end."),
    SheetColumn(
        "Lead is a vacancy", "yes where a post is named with nobody in it, or nobody at all.", Kind.YES_NO
    ),
    SheetColumn("Part", "Which part of the page the line stands in.", width=28),
    SheetColumn("Line", "Its words. Owners are roles, never names.", width=60),
    SheetColumn("Target", "Of a metric.", width=24),
    SheetColumn("Target marker", "[no target stated] beside a metric without one.", width=18),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def project_summaries_table(material: Material) -> SheetTable:
    return SheetTable(
        "project_summaries",
        "Project summaries",
        "One row is one line of one project's page: an owner, an objective, a benefit, a metric …",
        SUMMARY_COLUMNS,
        tuple(line for row in summaries(material.programme, material.on) for line in _summary(row)),
    )


def _summary(row: SummaryView) -> Iterator[tuple[Value, ...]]:
    for part, text, target in _lines(row):
        is_metric = part == SummaryLineKind.METRIC.label
        yield (
            row.reference,
            row.name,
            row.intention_number,
            row.intention_reference,
            *date_values(row.period),
            row.has_vacancy,
            part,
            text or None,
            target or None,
            "[no target stated]" if is_metric and not target else None,
            locators(row.places),
            row.illustrative,
        )


def _lines(row: SummaryView) -> list[tuple[str, str, str]]:
    """(part, words, target) of every line, the aim first; one empty line for a summary that says nothing yet."""
    texts = (("Aim", row.aim), ("Done before", row.history), ("Note", row.note))
    lines = [(part, text, "") for part, text in texts if text]
    for kind in SummaryLineKind:
        lines += [(str(kind.label), line.text, line.target) for line in row.lines.get(kind, ())]
    return lines or [("Nothing yet", "", "")]


# --- milestones -------------------------------------------------------------------------------------------------

MILESTONE_COLUMNS = (
    SheetColumn(
        "Reference",
        "Its stable reference; for a date that is kept with a phase, the phase's with a suffix.",
        width=20,
    ),
    SheetColumn("Kind", "Milestone, Next step, Deadline, Go-live and so on.", width=20),
    SheetColumn("What", "What is to be done or reached.", width=60),
    *date_columns("Date", "As forecast on the day."),
    *date_columns("First forecast", "The date before any re-forecast."),
    SheetColumn("Re-forecasts", "How often the date has been changed.", Kind.INTEGER),
    SheetColumn("Slips", "How often that made it later.", Kind.INTEGER),
    SheetColumn("State", "As on the day.", width=14),
    SheetColumn(
        "Overdue",
        "yes where the last day that the date can mean has passed; never for what is not dated.",
        Kind.YES_NO,
    ),
    SheetColumn("Owner", "A role; empty where none is named.", width=24),
    SheetColumn("Belongs to", "The project, intention, phase or programme whose milestone it is.", width=34),
    SheetColumn("Belongs to reference", "That record's reference.", width=18),
    SheetColumn("Outside its period", "Where it lies outside the period of what it belongs to.", width=34),
    SheetColumn("Phase", "The number of the procurement phase; empty for none.", Kind.INTEGER),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def milestones_table(material: Material) -> SheetTable:
    rows = material.milestones.rows
    return SheetTable(
        "milestones",
        "Milestones",
        "One row is one thing to be done or reached, with its date, state and owner as they stood on the day.",
        MILESTONE_COLUMNS,
        tuple(_milestone(row, material) for row in rows),
    )


def _milestone(row: MilestoneRow, material: Material) -> tuple[Value, ...]:
    return (
        row.reference,
        row.kind,
        row.text,
        *date_values(row.when),
        *date_values(row.original or row.when),
        row.reforecasts,
        row.slips,
        row.state_label,
        row.is_overdue(material.on),
        row.owner_role or None,
        row.parent.label,
        row.parent.code,
        outside_words(row.place, row.parent.period) or None,
        row.phase_number,
        locators(row.places),
        row.illustrative,
    )
