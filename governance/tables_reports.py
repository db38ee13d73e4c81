"""Highlight reports as tables, from their content alone: ratings, sections, and what has changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from commissioning.core.components import Tag, Tone
from commissioning.core.rag import ThreePointConfidence as Confidence
from commissioning.core.tables import Cell, Column, Row, Table
from governance.models.reports import ReportState
from governance.rules.changed import Difference, DifferenceKind
from governance.selectors.reports import ReportRow
from programmes.addresses import Addresses
from programmes.rules_milestones import day_words

RATING_TONES = {
    Confidence.GREEN: Tone.GOOD,
    Confidence.AMBER: Tone.WARN,
    Confidence.RED: Tone.ALERT,
    Confidence.NOT_RATED: Tone.UNKNOWN,
}
STATE_TONES = {
    ReportState.DRAFT: Tone.NEUTRAL,
    ReportState.IN_REVIEW: Tone.INFO,
    ReportState.RETURNED: Tone.WARN,
    ReportState.APPROVED: Tone.GOOD,
}
NOT_THERE = {DifferenceKind.NEW: "not reported then", DifferenceKind.GONE: "no longer reported"}


def rating_tag(code: str) -> Tag:
    """The word of a rating with its shape: never a colour alone."""
    rating = Confidence(code)
    return Tag(str(rating.label), RATING_TONES[rating])


def state_tag(state: str, label: str) -> Tag:
    return Tag(label, STATE_TONES[ReportState(state)])


def reports_table(rows: Sequence[ReportRow], to: Addresses) -> Table:
    columns = (
        Column("Period"),
        Column("About"),
        Column("Delivery confidence"),
        Column("State"),
        Column("Author"),
    )
    return Table(
        "Highlight reports",
        columns,
        tuple(_report_row(row, to) for row in rows),
        caption_hidden=True,
    )


def _report_row(row: ReportRow, to: Addresses) -> Row:
    approved = f"by {row.approved_by}, {day_words(row.approved_on)}" if row.approved_on else ""
    tags = (Tag("Illustrative"),) if row.illustrative else ()
    return Row(
        (
            Cell(row.period.printed, to.of("report", row.reference), row.reference, tags=tags),
            Cell(row.phase or "The whole programme", note=f"for {row.body}" if row.body else ""),
            Cell(tags=(rating_tag(row.overall),)),
            Cell(tags=(state_tag(row.state, row.state_label),), note=approved),
            Cell(row.author),
        ),
        id=row.reference,
    )


def ratings_table(ratings: Sequence[Mapping[str, Any]], *, first: bool) -> Table:
    """Each dimension as stated, as the report before stated it, and as the records suggest, with the reason."""
    return Table(
        "Delivery confidence by dimension",
        (
            Column("Dimension"),
            Column("Stated"),
            Column("Last report"),
            Column("The records suggest"),
            Column("Why it differs"),
        ),
        tuple(_rating_row(row, first=first) for row in ratings),
        caption_hidden=True,
    )


def _rating_row(row: Mapping[str, Any], *, first: bool) -> Row:
    ours = "" if row["tolerance_is_own"] else " (this product’s own suggestion)"
    last = (
        Cell(tags=(rating_tag(row["last"]),))
        if row["last"]
        else Cell("no report before" if first else "not rated")
    )
    differs = row["stated"] != row["suggested"]
    because = row["because"] if differs else "as the records suggest"
    return Row(
        (
            Cell(row["label"], note=f"{row['tolerance']}{ours}"),
            Cell(tags=(rating_tag(row["stated"]),)),
            last,
            Cell(tags=(rating_tag(row["suggested"]),), note=row["suggested_because"]),
            Cell(because) if because else Cell("reason still to be given", unknown=True),
        )
    )


def section_table(section: Mapping[str, Any]) -> Table:
    """A section of the content as a table of a page, its links those of the time."""
    return Table(
        section["title"],
        tuple(Column(column["text"], numeric=column["numeric"]) for column in section["columns"]),
        tuple(
            Row(
                tuple(
                    Cell(cell["text"], cell["address"], cell["note"], unknown=cell["unknown"])
                    for cell in cells
                )
            )
            for cells in section["rows"]
        ),
        caption_hidden=True,
        empty=section["empty"],
    )


def differences_table(rows: Sequence[Difference], caption: str, day: str) -> Table:
    """Each figure that is no longer what the report says, with a link to where it stands now."""
    return Table(
        caption,
        (Column("Figure"), Column("In the report"), Column(f"In the records, {day}")),
        tuple(
            Row(
                (
                    Cell(row.label, row.address),
                    Cell(row.then or NOT_THERE[DifferenceKind.NEW]),
                    Cell(row.now or NOT_THERE[DifferenceKind.GONE], note=_within(row)),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
    )


def _within(row: Difference) -> str:
    return "changed by less than is printed" if row.then == row.now else ""


def since_previous_table(rows: Sequence[Mapping[str, Any]], previous: str) -> Table:
    return Table(
        f"Changed since {previous}",
        (Column("Figure"), Column("Then"), Column("In this report")),
        tuple(
            Row(
                (
                    Cell(row["label"], row["address"]),
                    Cell(row["then"] or NOT_THERE[DifferenceKind.NEW]),
                    Cell(row["now"] or NOT_THERE[DifferenceKind.GONE]),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        empty="No figure and no rating has changed.",
    )
