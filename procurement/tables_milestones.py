"""Milestones as tables: beneath a timeline, as a register of their own, and how many there are of each kind."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import QueryDict

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell
from procurement.selectors.milestones import CONTRACTS_END, MilestoneRow
from procurement.selectors.milestones_list import DATED, MAYBE_ANY, OVERDUE, UNKNOWN_DATES, KindCounts
from programmes.addresses import Addresses
from programmes.rules_milestones import Fit, printed
from programmes.tables import source_cell

NOTHING = "–"
MILESTONE_COLUMNS = (
    Column("What", key="text"),
    Column("When", key="when"),
    Column("Belongs to", key="parent"),
    Column("State", key="state"),
    Column("Owner", key="owner"),
    Column("Printed in"),
)


def milestone_table(rows: Iterable[MilestoneRow], on: date, to: Addresses | None = None) -> Table:
    """Every date in order with its state; overdue only where the latest day it can mean has passed.

    With `to` it is a page's one table: its places lead to the paper, and the page's heading serves as its caption.
    """
    columns = (Column("What"), Column("When"), Column("Belongs to"), Column("State"), Column("Printed in"))
    return Table(
        "Milestones and dates",
        columns,
        tuple(
            Row(
                (
                    Cell(row.text, note=row.kind),
                    date_cell(row.when),
                    Cell(row.parent.label),
                    Cell(tags=(state_tag(row, on),)),
                    source_cell(row.places, row.fact_id, to) if to else Cell(_locators(row)),
                )
            )
            for row in rows
        ),
        caption_size="s",
        caption_hidden=to is not None,
        empty="No milestone is recorded yet.",
    )


def register_table(rows: Sequence[MilestoneRow], params: QueryDict, on: date, to: Addresses) -> Table:
    """The register: every milestone with its page, its forecast beside the first date, and what it belongs to."""
    return Table(
        "Milestones and dates",
        sorted_columns(MILESTONE_COLUMNS, params, default=""),
        tuple(_register_row(row, on, to) for row in rows),
        caption_hidden=True,
        compact=True,
        empty="No milestone fits these filters.",
    )


def _register_row(row: MilestoneRow, on: date, to: Addresses) -> Row:
    illustrative = (Tag("Illustrative", Tone.NEUTRAL),) if row.illustrative else ()
    return Row(
        (
            Cell(row.text, address_of(row, to), f"{row.kind} {row.reference}", tags=illustrative),
            when_cell(row),
            parent_cell(row),
            Cell(tags=(state_tag(row, on),)),
            Cell(row.owner_role) if row.owner_role else Cell(NOTHING, words="no owner named"),
            source_cell(row.places, row.fact_id, to),
        )
    )


def address_of(row: MilestoneRow, to: Addresses) -> str:
    """The milestone's own page, or that of the phase whose date it is; target dates stand on the page about it all."""
    if row.record_id is not None:
        return to.of("milestone", row.reference)
    return to.of("phase", row.phase_number) if row.phase_number is not None else to.of("about")


def when_cell(row: MilestoneRow) -> Cell:
    """The forecast as printed; a re-forecast one says its first date and how often it slipped."""
    if not row.reforecasts or row.original is None:
        return date_cell(row.when)
    slips = f", slipped {row.slips} {'time' if row.slips == 1 else 'times'}" if row.slips else ""
    return date_cell(row.when, note=f"first {printed(row.original)}{slips}")


def parent_cell(row: MilestoneRow) -> Cell:
    """What it belongs to, with a flag where its date lies outside the period of that."""
    words = fit_words(row)
    period = row.parent.period
    note = printed(period) if words and period else ""
    return Cell(row.parent.label, note=note, tags=(fit_tag(row),) if words else ())


def fit_tag(row: MilestoneRow) -> Tag:
    sure = row.place.fit in {Fit.BEFORE, Fit.AFTER}
    return Tag(fit_words(row), Tone.WARN if sure else Tone.INFO)


PARENT_NOUNS = {"summary": "project", "intention": "intention", "phase": "phase", "programme": "programme"}


def fit_words(row: MilestoneRow) -> str:
    """ "2 days before the project’s start", "May be after the phase’s end"; "" where nothing is to be said."""
    days, noun = row.place.days, PARENT_NOUNS[row.parent.kind]
    far = f"{days} {'day' if days == 1 else 'days'} " if days else ""
    return {
        Fit.BEFORE: f"{far}before the {noun}’s start",
        Fit.AFTER: f"{far}after the {noun}’s end",
        Fit.MAY_BE_BEFORE: f"May be before the {noun}’s start",
        Fit.MAY_BE_AFTER: f"May be after the {noun}’s end",
    }.get(row.place.fit, "")


def _locators(row: MilestoneRow) -> str:
    return ", ".join(dict.fromkeys(place.locator for place in row.places)) or "no source recorded"


def state_tag(row: MilestoneRow, on: date) -> Tag:
    """A past date without a recorded outcome is said to be just that: nobody has told the system that it was late."""
    if row.kind_code == CONTRACTS_END:
        return Tag("As stated", Tone.NEUTRAL)
    if row.is_done:
        return Tag(row.state_label, Tone.GOOD)
    if row.state in {"missed", "blocked"}:
        return Tag(row.state_label, Tone.ALERT)
    if not row.when.is_dated:
        label = row.state_label if row.state != "planned" else "Undated"
        return Tag(label, Tone.UNKNOWN if label == "Undated" else Tone.INFO)
    if row.is_overdue(on):
        return Tag("Date passed, outcome not recorded", Tone.WARN)
    return Tag(row.state_label, Tone.INFO)


def counts_table(counts: Sequence[KindCounts], to: Addresses) -> Table:
    """How many of each kind are dated, undated, passed, and outside what they belong to; each opens its rows."""
    words = {str(status.value): str(status.label) for status in UNKNOWN_DATES}
    columns = (
        Column("Kind"),
        *(
            Column(text, numeric=True)
            for text in (
                "In all",
                "Dated",
                *(word[:1].upper() + word[1:] for word in words.values()),
                "Date passed, not done",
                "Before its parent’s start",
                "After its parent’s end",
                "May be outside",
            )
        ),
    )
    rows = tuple(_counts_row(each, words, to) for each in counts)
    return Table("How many, by kind", columns, rows, caption_hidden=True, compact=True)


def _counts_row(each: KindCounts, words: dict[str, str], to: Addresses) -> Row:
    def cell(count: int, said: str, **query: str) -> Cell:
        if not count:
            return Cell("0")
        asked = {**({"kind": each.code} if each.code else {}), **query}
        return Cell(str(count), to.of("milestones", **asked), words=f"{each.label}, {said}")

    return Row(
        (
            Cell(each.label),
            cell(each.total, "in all"),
            cell(each.dates[DATED], "dated", dates=DATED),
            *(cell(each.dates[word], label, dates=word) for word, label in words.items()),
            cell(each.overdue, "date passed and not done", dates=OVERDUE),
            cell(each.before, "before the start of what they belong to", fit=Fit.BEFORE.value),
            cell(each.after, "after the end of what they belong to", fit=Fit.AFTER.value),
            cell(each.may_be_outside, "maybe outside what they belong to", fit=MAYBE_ANY),
        )
    )


def links_table(
    caption: str, rows: Sequence[tuple[MilestoneRow, str]], on: date, to: Addresses, empty: str
) -> Table:
    """Milestones that another one waits for, or that wait for it, with a remark on their order."""
    return Table(
        caption,
        (Column("What"), Column("When"), Column("State"), Column("Order")),
        tuple(
            Row(
                (
                    Cell(row.text, address_of(row, to), row.reference),
                    when_cell(row),
                    Cell(tags=(state_tag(row, on),)),
                    Cell(tags=(Tag(remark, Tone.WARN),)) if remark else Cell("In order or not known"),
                )
            )
            for row, remark in rows
        ),
        caption_size="s",
        empty=empty,
    )
