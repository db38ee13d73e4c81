"""What the meeting is asked to do, verb by verb as printed; what waits for which body; what was decided before."""

from collections.abc import Sequence
from datetime import date

from commissioning.core.documents.blocks import Column
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.pack.book import Book, Line
from commissioning.reporting.pack.material import Material
from governance.selectors.asks import AskRow
from governance.selectors.decision_rows import AwaitedRow, DecisionRow
from governance.selectors.registers import ChangeRequestRow
from programmes.selectors.sources import Place

DECIDED = 5  # decisions shown, the latest; the register has them all
IN_THE_TEXT = "In the body of the paper, not among its recommendations"


def put_asked(book: Book, about: Material) -> None:
    book.heading("2. What is asked, and what waits")
    _asks(book, about)
    _outstanding(book, about)
    _decided(book, about)


def _asks(book: Book, about: Material) -> None:
    book.heading("Asked of this meeting", 2)
    rows = about.asked_here
    if not rows:
        book.say(f"No recommendation to {about.meeting.body.name} is recorded for this meeting.")
        return
    verbs = dict.fromkeys(row.verb_label.lower() for row in rows)
    book.table(
        f"What {about.meeting.body.name} is asked to do",
        (Column("To", 1.1), Column("What", 5.2), Column("Printed in", 1.7), Column("Outcome", 1.7)),
        [_ask(row, about) for row in sorted(rows, key=lambda row: list(verbs).index(row.verb_label.lower()))],
        finding=f"{plural(len(rows), 'ask')}: {', '.join(verbs)}.",
        kept=(3,),
        about="ask",
    )


def _ask(row: AskRow, about: Material) -> Line:
    note = "" if row.in_recommendations_section else IN_THE_TEXT
    return Line(
        (
            row.verb_label,
            (_capital(row.text), note),
            places_words(row.places),
            outcome_words(row, about.decisions),
        ),
        row.reference,
        about.to.of("ask", row.reference),
        row.illustrative,
        f"{row.verb_label}: {row.text}",
    )


def outcome_words(row: AskRow, decisions: Sequence[DecisionRow]) -> str:
    """What was decided of it, with the positions where others have to agree too; “none recorded” where nothing was.

    `decisions` are those of the pack's day: what was decided later had not happened on it.
    """
    answered = [each for each in decisions if each.ask_reference == row.reference]
    if answered:
        return "; ".join(each.agreed_words for each in answered)
    if row.decision:
        return "none recorded"
    return row.outcome or (row.state_label if row.state != "asked" else "none recorded")


def places_words(places: Sequence[Place]) -> str:
    """ "paras 1 and 8"-like: each place once, those of one document together."""
    return ", ".join(dict.fromkeys(place.locator for place in places if not place.field)) or "not sourced"


def _outstanding(book: Book, about: Material) -> None:
    book.heading("Decisions outstanding, by body", 2)
    lines = [
        *(_awaited(row) for row in about.awaited),
        *(_elsewhere(row) for row in about.asked_elsewhere),
        *(_request(row) for row in about.requests),
    ]
    if not lines:
        book.say(
            f"Nothing recorded waits for a body besides what is asked of this meeting.{_sovereign(about)}"
        )
        return
    book.table(
        "What waits, and for whom",
        (Column("Body", 2.4), Column("What waits", 5), Column("Since", 2)),
        sorted(lines, key=lambda line: str(line.cells[0])),
        finding=f"{plural(len(lines), 'thing')} waiting.{_sovereign(about)}",
    )


def _sovereign(about: Material) -> str:
    """Bodies that decide for their own organisations: nobody else's agreement stands for theirs."""
    if not about.sovereign:
        return ""
    return f" Each decides for its own organisation: {'; '.join(about.sovereign)}. Agreement by others is not theirs."


def _awaited(row: AwaitedRow) -> Line:
    since = (
        f"{_day(row.asked_on)} ({plural(row.days or 0, 'day')})" if row.asked_on else "not known since when"
    )
    return Line(
        (row.body, (f"Its position on: {row.title}", "Deferred" if row.has_deferred else ""), since),
        f"{row.body_reference} {row.decision_reference}",
        made_up=row.illustrative,
    )


def _elsewhere(row: AskRow) -> Line:
    return Line(
        (row.body, (f"{row.verb_label}: {row.text}", row.document_title), places_words(row.places)),
        row.reference,
        made_up=row.illustrative,
    )


def _request(row: ChangeRequestRow) -> Line:
    return Line(
        (
            "No body named",
            (f"Request for change: {row.title}", row.because),
            row.raised.printed or "not known since when",
        ),
        row.reference,
        made_up=row.illustrative,
    )


def _decided(book: Book, about: Material) -> None:
    rows = about.decisions[:DECIDED]
    if not rows:
        return
    book.heading("Decided before", 2)
    left = len(about.decisions) - len(rows)
    book.table(
        "The latest decisions",
        (Column("Decision", 4.4), Column("Body and day", 2.4), Column("Outcome and positions", 2.8)),
        [
            Line(
                (
                    row.title,
                    (row.body, row.decided.printed or "on a day not stated"),
                    (row.agreed_words, _lacking(row)),
                ),
                row.reference,
                about.to.of("decision", row.reference),
                made_up=row.illustrative,
            )
            for row in rows
        ],
        finding=f"{left} more in the register." if left else "",
        kept=(2,),
        about="decision",
    )


def _lacking(row: DecisionRow) -> str:
    return f"The record lacks: {', '.join(row.lacking)}" if row.lacking else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
