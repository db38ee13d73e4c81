"""Dates: what is late or was put off, what comes next, and how the papers date what they date."""

from collections.abc import Mapping, Sequence

from commissioning.core.documents.blocks import Column
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.pack.book import Book, Line, slug
from commissioning.reporting.pack.material import Material
from governance.selectors.actions import LateRow
from procurement.selectors.milestones import MilestoneRow
from procurement.selectors.milestones_list import counts_of

LATE, NEXT = 12, 5  # rows; the registers have them all
DATED_AS = {
    "dated": "dated",
    "tbc": "TBC",
    "blank": "blank",
    "awaited": "awaited",
    "ongoing": "ongoing",
}


def put_dates(book: Book, about: Material) -> None:
    book.heading("Late and slipped", 2)
    late = [row for row in about.late if row.is_late]
    moved = [row for row in about.late if row.slips.count]
    book.figure("dates.late", "Late, not done", str(len(late)), about.to.of("milestones", dates="overdue"))
    book.figure("dates.slipped", "Put off at least once", str(len(moved)))
    if about.late:
        _late_table(book, about, late, moved)
    else:
        book.say("Nothing is past its last possible day, and no date is recorded as put off.")
    _counts(book, about)
    _ahead(book, about)
    _kept(book, about)


def _kept(book: Book, about: Material) -> None:
    """Every date and state, drawn or listed or not: which rows are late or next changes by itself as days go by."""
    for row in about.at.milestones:
        where, key = about.to.of("milestones"), f"milestone.{slug(row.reference)}"
        book.figure(f"{key}.date", f"{row.text}: date", row.when.printed or "not dated", where)
        book.figure(f"{key}.state", f"{row.text}: state", row.state_label or "–", where)


def _late_table(book: Book, about: Material, late: Sequence[LateRow], moved: Sequence[LateRow]) -> None:
    """What was never put off has one date; its first and its date now would say the same twice."""
    left = len(about.late) - LATE
    more = f"; {left} more in the registers" if left > 0 else ""
    columns = (
        Column("What", 4),
        *((Column("First date", 1.8),) if moved else ()),
        Column("Date now", 1.8),
        Column("Days late", 1, numeric=True),
        *((Column("Put off", 1, numeric=True),) if moved else ()),
        Column("Owner", 2),
    )
    book.table(
        "Late, or put off",
        columns,
        [_late(row, about, moved=bool(moved)) for row in about.late[:LATE]],
        finding=f"{len(late)} late, {len(moved)} put off{more}.",
    )


def _late(row: LateRow, about: Material, *, moved: bool) -> Line:
    return Line(
        (
            row.text,
            *((row.original.printed or "none",) if moved else ()),
            row.now.printed or "none",
            f"{row.days_late:,}" if row.is_late else "not late",
            *((_times(row.slips.count),) if moved else ()),
            row.owner_role or "no owner stated",
        ),
        row.reference,
        about.to.of(row.page, row.reference) if row.page else "",
        row.illustrative,
    )


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _counts(book: Book, about: Material) -> None:
    """How many of each sort of date the papers give; what is undated is never called late."""
    if all(row.when.is_dated for row in about.at.milestones):
        return
    rows = counts_of(about.at.milestones, about.on)
    told = [row for row in rows if row.total]
    if not about.plans.intentions:
        whole = rows[-1]
        book.say(
            f"{plural(whole.total, 'date')}: {_dated_words(whole.dates)}. Undated ones are never called late.",
            "note",
        )
        return
    states = [state for state in DATED_AS if any(row.dates.get(state) for row in told)]
    book.table(
        "How the papers date them",
        (
            Column("Sort", 3),
            *(
                Column(DATED_AS[state].capitalize() if DATED_AS[state] != "TBC" else "TBC", 1, numeric=True)
                for state in states
            ),
            Column("Late", 1, numeric=True),
            Column("All", 1, numeric=True),
        ),
        [
            Line(
                (
                    row.label,
                    *(str(row.dates.get(state, 0)) for state in states),
                    str(row.overdue),
                    str(row.total),
                ),
                row.label,
                about.to.of("milestones"),
            )
            for row in told
        ],
        finding="What has no date is never called late.",
        kept=range(1, len(states) + 3),
        about="dated",
    )


def _dated_words(dates: Mapping[str, int]) -> str:
    return ", ".join(f"{dates[state]} {word}" for state, word in DATED_AS.items() if dates.get(state))


def _ahead(book: Book, about: Material) -> None:
    rows = about.plans.ahead[:NEXT]
    if rows:
        left = len(about.plans.ahead) - len(rows)
        book.table(
            "What comes next",
            (Column("When, as printed", 2), Column("What", 4.6), Column("State", 1.6), Column("Owner", 2)),
            milestone_lines(rows, about),
            finding=f"{left} more dates lie ahead." if left else "",
        )


def milestone_lines(rows: Sequence[MilestoneRow], about: Material) -> list[Line]:
    """When, what, state and owner of each."""
    return [
        Line(
            (
                row.when.printed or "not dated",
                (row.text, row.parent.label if row.parent.kind not in ("programme", "phase") else ""),
                row.state_label or "–",
                row.owner_role or "none stated",
            ),
            row.reference,
            about.to.of("milestones"),
            row.illustrative,
        )
        for row in rows
    ]
