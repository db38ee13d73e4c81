"""Risks with their scores, what partners said without an answer, and where papers disagree or leave gaps."""

from collections.abc import Sequence

from commissioning.core.documents.blocks import Column
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.pack.asked import places_words
from commissioning.reporting.pack.book import Book, Line
from commissioning.reporting.pack.material import Material
from governance.selectors.discrepancies import DiscrepancyView
from governance.selectors.risks import RiskView

TOP = 8  # risks; the register has them all
NAMED = 6  # points named of one kind


def put_risks_and_gaps(book: Book, about: Material) -> None:
    book.heading("5. Risks, gaps and contradictions")
    _top(book, about)
    _said(book, about)
    _gaps(book, about)


def _top(book: Book, about: Material) -> None:
    book.heading("Top risks", 2)
    rows = about.top_risks
    if not rows:
        book.say(
            "No open risk is recorded for this programme. That is a gap in the record, not an assurance."
        )
        return
    shown = rows[:TOP]
    put_risks(book, shown, about, "The highest risks", key="risk", finding=_counted(about, len(shown)))


def _counted(about: Material, shown: int) -> str:
    """How many there are, and how many nobody has scored: those stand last for want of a score, not for a low one."""
    rows, blank = about.top_risks, about.unassessed
    overdue = sum(row.review_overdue for row in rows)
    said = [
        plural(len(rows), "open risk"),
        f"{len(blank)} not assessed: their scores are unknown, not low" if blank else "all assessed",
        f"{overdue} past their review" if overdue else "",
        f"{len(rows) - shown} not shown" if len(rows) > shown else "",
    ]
    return f"{'; '.join(part for part in said if part)}."


def put_risks(
    book: Book, rows: Sequence[RiskView], about: Material, caption: str, *, key: str, finding: str = ""
) -> None:
    """A table of risks with score, band, owner, what is done and who was told."""
    book.table(
        caption,
        (
            Column("Risk", 4.2),
            Column("Score now", 1.7),
            Column("Owner", 1.7),
            Column("What is done", 3),
        ),
        [_risk(row, about) for row in rows],
        finding=finding,
        kept=(1, 2),
        about=key,
    )


def _risk(row: RiskView, about: Material) -> Line:
    text = row.text if row.text != row.title else ""
    return Line(
        (
            (_capital(row.title), _capital(text)),
            (score_words(row), f"Target {row.target.score}" if row.target else ""),
            row.owner_role or "none named",
            (_capital(row.mitigation) or "nothing recorded", _told(row)),
        ),
        row.reference,
        about.to.of("risk", row.reference),
        row.illustrative,
    )


def score_words(row: RiskView) -> str:
    """ "20 (4 × 5), red"; “not assessed” where nobody has."""
    now = row.current
    if now is None:
        return "not assessed"
    return f"{now.score} ({now.likelihood} × {now.impact}), {now.band.name.lower()}"


def _told(row: RiskView) -> str:
    if row.escalated_to:
        return f"Escalated to {row.escalated_to}"
    return "In a band that goes to a body above; none is recorded as told" if row.needs_escalation else ""


def _said(book: Book, about: Material) -> None:
    rows = about.feedback
    if not rows:
        return
    book.heading("You said, we did", 2)
    left = about.unanswered
    wanting = sum(row.needs_an_answer for row in rows)
    every = about.to.of("feedback")
    book.figure("feedback.unanswered", "Feedback without an answer", str(len(left)), every)
    if not left:
        book.say(f"{plural(len(rows), 'point')} of feedback; each that asked for an answer has one.")
        return
    book.table(
        "Feedback without an answer",
        (Column("What was said", 5), Column("By whom, when", 2.5), Column("Printed in", 1.6)),
        [
            Line(
                (
                    f"“{row.text}”",
                    (row.said_by or row.engagement or "not stated", row.said.printed),
                    places_words(row.places),
                ),
                row.reference,
                made_up=row.illustrative,
            )
            for row in left
        ],
        finding=f"{len(left)} of {plural(wanting, 'point')} that asked for an answer.",
    )


def _gaps(book: Book, about: Material) -> None:
    book.heading("Contradictions and gaps in the papers", 2)
    found = [view for view in about.at.discrepancies if view.is_open]
    handled = len(about.at.discrepancies) - len(found)
    if not found:
        book.say(f"No open contradiction or gap is found; {handled} settled.")
        return
    kinds: dict[str, list[DiscrepancyView]] = {}
    for view in found:
        kinds.setdefault(str(view.kind.label), []).append(view)
    every = about.to.of("discrepancies", state="open")
    book.table(
        "Open points by kind",
        (Column("Kind", 2), Column("Open", 0.8, numeric=True), Column("Which", 7)),
        [Line((label, str(len(views)), _named(views)), label, every) for label, views in kinds.items()],
        finding=f"{plural(len(found), 'open point')}, {handled} settled. Each stands with its paragraphs and its "
        "working in the register.",
        kept=(1,),
        about="open points",
    )


def _named(views: Sequence[DiscrepancyView]) -> str:
    more = f"; {len(views) - NAMED} more" if len(views) > NAMED else ""
    return "; ".join(view.title for view in views[:NAMED]) + more


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
