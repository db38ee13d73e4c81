"""What was said, beside what was done, as tables: one for each engagement; how people were asked; changed answers."""

from collections.abc import Sequence
from datetime import date

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from governance.forms_feedback import sentiment_words
from governance.listing_feedback import answer_of
from governance.selectors.feedback import EngagementRow, FeedbackRow
from programmes.addresses import Addresses
from programmes.tables import source_cell

NO_ENGAGEMENT = "No engagement named"
NO_ANSWER = "No answer recorded"
NONE_NEEDED = "None needed: it gives support"


def feedback_tables(rows: Sequence[FeedbackRow], on: date, to: Addresses, *, may_edit: bool) -> list[Table]:
    """One table for each engagement, those with something unanswered first, then in order of their references."""
    groups: dict[str, list[FeedbackRow]] = {}
    for row in rows:
        groups.setdefault(row.engagement_reference, []).append(row)
    ordered = sorted(
        groups.items(), key=lambda each: (not any(r.is_unanswered for r in each[1]), not each[0], each[0])
    )
    return [_table(group, on, to, may_edit=may_edit) for _, group in ordered]


def _table(rows: Sequence[FeedbackRow], on: date, to: Addresses, *, may_edit: bool) -> Table:
    first = rows[0]
    kind = first.engagement[:1].upper() + first.engagement[1:]
    columns = [
        Column("You said"),
        Column("Who and when"),
        Column("We did"),
        Column("Without an answer for"),
        Column("Printed in"),
    ]
    return Table(
        kind or NO_ENGAGEMENT,
        tuple([*columns, Column("Answer", hidden=True)] if may_edit else columns),
        tuple(_row(row, on, to, may_edit=may_edit) for row in rows),
        caption_note=_caption_note(rows),
        caption_size="s",
    )


def _caption_note(rows: Sequence[FeedbackRow]) -> str:
    without = sum(row.is_unanswered for row in rows)
    return f"{without} of {len(rows)} without an answer" if without else ""


def _row(row: FeedbackRow, on: date, to: Addresses, *, may_edit: bool) -> Row:
    note = row.reference + (f" · {sentiment_words(row.sentiment)}" if row.sentiment else "")
    tags = (Tag("Illustrative", Tone.NEUTRAL),) if row.illustrative else ()
    cells = [
        Cell(row.text[:1].upper() + row.text[1:], note=note, tags=tags),
        _said_cell(row),
        answer_cell(row),
        waiting_cell(row, on),
        _printed_cell(row, to),
    ]
    if may_edit:
        word = "Change the answer" if row.response else "Answer"
        cells.append(
            Cell(links=(Link(word, to.of("feedback_answer", row.reference), f"to {row.reference}"),))
        )
    return Row(tuple(cells), id=row.reference, highlight=row.is_unanswered)


def _said_cell(row: FeedbackRow) -> Cell:
    """By whom, with the day as stated; what nobody has said is a chip."""
    when = date_cell(row.said)
    if not row.said_by:
        return Cell(
            when.text if row.said.is_dated else "not stated", note=when.note, unknown=not row.said.is_dated
        )
    said = f"{when.text}, {when.note}" if when.note else when.text
    return Cell(row.said_by, note=said if row.said.is_dated else "on an unknown day")


def answer_cell(row: FeedbackRow) -> Cell:
    """The answer with its date; that there is none, or that none is needed."""
    if row.response:
        when = row.responded.printed if row.responded.is_dated else "date not stated"
        return Cell(row.response[:1].upper() + row.response[1:], note=when)
    if row.is_unanswered:
        return Cell(tags=(Tag(NO_ANSWER, Tone.WARN),))
    return Cell(NONE_NEEDED)


def waiting_cell(row: FeedbackRow, on: date) -> Cell:
    """Days without an answer, as loose as the day on which it was said; a dash for what does not wait."""
    if answer_of(row) != "unanswered":
        return Cell("–", words="it does not wait")
    waited = row.waited(on)
    return Cell(waited.printed) if waited else Cell("not known", unknown=True)


def _printed_cell(row: FeedbackRow, to: Addresses) -> Cell:
    """Where it is printed, and where its answer is, each as a link to the places."""
    said = source_cell(row.places, row.fact_id, to)
    if not row.response_places:
        return said
    locators = ", ".join(dict.fromkeys(place.locator for place in row.response_places))
    answer = Link(f"answer: {locators}", to.of("fact_sources", row.fact_id), "where the answer is printed")
    return Cell(said.text, unknown=said.unknown, links=(*said.links, answer))


def engagement_table(rows: Sequence[EngagementRow], to: Addresses) -> Table:
    """How people were asked: how many answered as printed, how many points are recorded, how many lack an answer."""
    columns = (
        Column("How"),
        Column("Who was asked"),
        Column("When"),
        Column("Responses"),
        Column("Points recorded", numeric=True),
        Column("Without an answer", numeric=True),
        Column("Printed in"),
    )
    return Table(
        "How people were asked",
        columns,
        tuple(_engagement_row(row, to) for row in rows),
        caption_hidden=True,
        empty="No engagement is recorded.",
    )


def _engagement_row(row: EngagementRow, to: Addresses) -> Row:
    return Row(
        (
            Cell(
                row.kind,
                note=row.reference,
                tags=(Tag("Illustrative", Tone.NEUTRAL),) if row.illustrative else (),
            ),
            Cell(row.audience or "not stated", unknown=not row.audience),
            date_cell(row.when),
            Cell(row.responses or "not stated", unknown=not row.responses),
            Cell(str(len(row.said))),
            Cell(str(row.unanswered)),
            source_cell(row.places, row.fact_id, to),
        ),
        id=row.reference,
    )
