"""Milestones as a timeline: one row for each thing that they belong to, dates as loose as the papers print them."""

from collections.abc import Iterable, Sequence
from datetime import date

from commissioning.core.charts import Mark, Timeline, draw
from commissioning.core.components import Figure
from procurement.selectors.milestones import MilestoneRow, Parent

LEGEND = (
    "A diamond stands on the last day that a date can mean; the line before it covers the month, season or year "
    "printed. Dashes before that: “by”, so at any time until then. Filled: done. Triangle: the date has passed and no "
    "outcome is recorded."
)
ORDER = ("phase", "summary", "intention", "programme")


def row_names(rows: Iterable[MilestoneRow]) -> dict[str, str]:
    """A name of its own for each parent by its code, in the order in which the chart stacks them."""
    parents: dict[str, Parent] = {row.parent.code: row.parent for row in rows}
    ordered = sorted(parents.values(), key=lambda each: (ORDER.index(each.kind), each.code))
    names: dict[str, str] = {}
    for parent in ordered:
        taken = parent.label in names.values()
        names[parent.code] = f"{parent.label} ({parent.code})" if taken else parent.label
    return names


def marks_of(rows: Iterable[MilestoneRow], names: dict[str, str], on: date) -> list[Mark]:
    """Each milestone at its deadline; words as the paper has them, with the date as printed."""
    return [
        Mark(names[row.parent.code], mark_words(row), row.when, mark_state(row, on))
        for row in rows
        if row.parent.code in names
    ]


def mark_words(row: MilestoneRow) -> str:
    """ "Review of panels completed, April 2014"; an undated one without its date, which is said beneath the chart."""
    printed = row.when.printed
    dated = row.when.is_dated and printed.casefold() not in row.text.casefold()
    return f"{row.text}, {printed}" if dated else row.text


def mark_state(row: MilestoneRow, on: date) -> str:
    return "done" if row.is_done else "risk" if row.is_overdue(on) else "planned"


def milestone_figure(rows: Sequence[MilestoneRow], on: date, *, heading: str) -> Figure:
    """The timeline of exactly these rows; its data are the table that stands beneath it on the page."""
    names = row_names(rows)
    chart = Timeline(
        "milestones",
        "Milestones",
        _description(rows, on),
        list(names.values()),
        [],
        marks_of(rows, names, on),
        on,
    )
    wide, narrow = draw(chart)
    return Figure(heading, wide, narrow, note=LEGEND, level=2)


def _description(rows: Sequence[MilestoneRow], on: date) -> str:
    dated = sum(row.when.is_dated for row in rows)
    passed = sum(row.is_overdue(on) for row in rows)
    return (
        f"{len(rows)} milestones, {dated} with a date, {passed} passed without a recorded outcome as at "
        f"{on.day} {on:%B %Y}. The table beneath holds every one."
    )
