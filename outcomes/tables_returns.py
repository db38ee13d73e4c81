"""Returns as tables: what is owed, what was sent, what a return would do, and who is late."""

from collections.abc import Sequence
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from outcomes.models import KPI, KPIReturn, Measurement
from outcomes.models.returns import ReturnState
from outcomes.rules_due import STANDING_WORDS, OwedPeriod, Standing
from outcomes.rules_fates import Fate
from outcomes.rules_lines import Line, line_words
from outcomes.selectors.returns_assess import Assessed, Assessment, counted_fates
from outcomes.selectors.returns_lines import line_of
from outcomes.selectors.returns_tracker import TrackerRow
from programmes.addresses import Addresses

STANDING_TONES = {
    Standing.LATE: Tone.ALERT,
    Standing.SENT_BACK: Tone.WARN,
    Standing.AWAITING: Tone.INFO,
    Standing.DUE: Tone.NEUTRAL,
    Standing.UP_TO_DATE: Tone.GOOD,
    Standing.NOTHING_DUE: Tone.UNKNOWN,
}
STATE_TONES = {
    ReturnState.SUBMITTED: Tone.INFO,
    ReturnState.RETURNED: Tone.WARN,
    ReturnState.ACCEPTED: Tone.GOOD,
    ReturnState.WITHDRAWN: Tone.NEUTRAL,
}
FATE_TAGS = {
    Fate.NEW: Tag("New", Tone.INFO),
    Fate.CHANGED: Tag("Changed", Tone.WARN),
    Fate.UNCHANGED: Tag("Unchanged", Tone.NEUTRAL),
    Fate.REFUSED: Tag("Refused", Tone.ALERT),
}
MOST_PERIODS = 6
MOST_ROWS = 500


def standing_tag(standing: Standing) -> Tag:
    return Tag(STANDING_WORDS[standing], STANDING_TONES[standing])


def state_tag(sent: KPIReturn) -> Tag:
    return Tag(sent.get_state_display(), STATE_TONES[ReturnState(sent.state)])


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def kpi_cell(kpi: KPI, to: Addresses) -> Cell:
    return Cell(kpi.name, to.of("kpi", kpi.reference), note=kpi.reference)


def owed_words(periods: Sequence[OwedPeriod]) -> str:
    """“April 2025, 87 days late; May 2025, due in 3 days; and 4 more”."""
    named = [f"{each.period.printed}, {each.words}" for each in periods[:MOST_PERIODS]]
    left = len(periods) - len(named)
    return "; ".join([*named, *([f"and {left:,} more"] if left else [])])


# --- the page of returns --------------------------------------------------------------------------------------------


def due_table(rows: Sequence[TrackerRow], to: Addresses) -> Table:
    """One row for each KPI with periods that nobody has sent, the latest ones first."""
    body = tuple(
        Row(
            (
                kpi_cell(row.kpi, to),
                Cell(owed_words(row.to_enter)),
                Cell(tags=[standing_tag(Standing.LATE if row.late else Standing.DUE)]),
                Cell(
                    links=[
                        Link(
                            "Enter figures",
                            to.of("return_enter", row.kpi.reference),
                            words=f"of {row.kpi.name}",
                        )
                    ]
                ),
            )
        )
        for row in rows
    )
    columns = (Column("KPI"), Column("Periods without a figure"), Column("State"), Column("Do", hidden=True))
    return Table("Due from you", columns, body)


def sent_table(caption: str, returns: Sequence[KPIReturn], to: Addresses, *, empty: str) -> Table:
    """Returns with their KPI, periods, state, and when they were sent; each leads to its own page."""
    body = tuple(
        Row(
            (
                Cell(
                    sent.reference,
                    to.of("kpi_return", sent.reference),
                    note=sent.get_kind_display() if sent.kind == "correction" else "",
                ),
                Cell(sent.kpi.name, note=sent.kpi.reference),
                Cell(periods_words([line.period.printed for line in sent.lines.all()])),
                Cell(str(sent.submitted_by), note=_moment(sent)),
                Cell(tags=[state_tag(sent)]),
            )
        )
        for sent in returns
    )
    columns = (Column("Return"), Column("KPI"), Column("Periods"), Column("Sent by"), Column("State"))
    return Table(caption, columns, body, empty=empty)


def _moment(sent: KPIReturn) -> str:
    at = timezone.localtime(sent.submitted_at)
    return f"{at.day} {at:%B %Y, %H:%M}"


def periods_words(periods: Sequence[str]) -> str:
    """Each period once, the first few by name."""
    once = list(dict.fromkeys(periods))
    named = ", ".join(once[:MOST_PERIODS])
    left = len(once) - MOST_PERIODS
    return f"{named} and {left:,} more" if left > 0 else named


# --- what a return would do -----------------------------------------------------------------------------------------


def preview_table(assessment: Assessment, *, many: bool = False) -> Table:
    """Every row that says something: whose figure, what is recorded now, what becomes of it and why. The first 500."""
    said = [row for row in assessment.rows if row.fate is not None]
    has_members = any(row.raw.member for row in said)
    numbered = many or any(row.raw.label.startswith("row ") for row in said)
    columns = (
        *([Column("Row")] if numbered else []),
        *([Column("KPI")] if many else []),
        Column("Period"),
        *([Column("Of")] if has_members else []),
        Column("Figure"),
        Column("Recorded now"),
        Column("What happens"),
        Column("To know"),
    )
    body = tuple(
        Row(tuple(_preview_cells(row, numbered=numbered, many=many, members=has_members)))
        for row in said[:MOST_ROWS]
    )
    more = f". The first {MOST_ROWS} of {len(said):,} rows" if len(said) > MOST_ROWS else ""
    note = f"{counted_fates(assessment.counts)}{more}"
    return Table("What this return holds", columns, body, caption_note=note)


def _preview_cells(row: Assessed, *, numbered: bool, many: bool, members: bool) -> list[Cell]:
    raw, kpi = row.raw, row.raw.kpi
    unread = Cell("not read", unknown=True)
    cells = [Cell(raw.label[:1].upper() + raw.label[1:])] if numbered else []
    if many:
        cells.append(Cell(kpi.name, note=kpi.reference) if kpi else unread)
    cells.append(Cell(raw.period.printed) if raw.period else unread)
    if members:
        cells.append(Cell(raw.member or "The whole"))
    cells.append(line_cell(kpi, row.line) if kpi else unread)
    cells.append(line_cell(kpi, row.recorded, nothing="nothing") if kpi else Cell("–"))
    comment = row.line.comment if row.line else raw.given.comment
    told = [*row.problems.values()] if row.refused else [row.words, row.impact, *row.warnings]
    told += [f"Comment: {comment}"] if comment.strip() else []
    return [
        *cells,
        Cell(tags=[FATE_TAGS[row.fate]]) if row.fate else Cell("–"),
        Cell(" ".join(_sentence(words) for words in told if words) or "–"),
    ]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?')) else '.'}"


def approved_table(kpi: KPI, rows: Sequence[Measurement]) -> Table:
    """What an approved return has put on record: each figure, the one it took the place of, and if it still counts.

    `rows` come with the figure that they supersede and their member.
    """
    has_members = any(row.member_id for row in rows)
    columns = (
        Column("Period"),
        *([Column("Of")] if has_members else []),
        Column("Figure approved"),
        Column("In place of"),
        Column("Counts now"),
        Column("Comment"),
    )
    body = tuple(
        Row(
            (
                Cell(row.period.printed),
                *([Cell(row.member.name if row.member else "The whole")] if has_members else []),
                line_cell(kpi, line_of(row)),
                line_cell(kpi, line_of(row.supersedes)) if row.supersedes else Cell("nothing"),
                Cell("yes" if row.is_current else "no, it was corrected or made final later"),
                Cell(row.comment or "–"),
            )
        )
        for row in rows
    )
    return Table("What this return has put on record", columns, body, empty="No figure of it is on record.")


def line_cell(kpi: KPI, line: Line | None, *, nothing: str = "not read") -> Cell:
    """A figure with its parts, or the reason why there is none as an unknown, never as nought."""
    if line is None:
        return Cell(nothing, unknown=nothing != "nothing")
    return Cell(line_words(kpi, line), unknown=bool(line.missing))


# --- the tracker ----------------------------------------------------------------------------------------------------

COLUMNS = (
    Column("KPI", key="kpi"),
    Column("Owner", key="owner"),
    Column("Last period received", key="received"),
    Column("Data age in days", key="age", numeric=True),
    Column("Periods without a figure"),
    Column("Days late", key="late", numeric=True),
    Column("Awaiting approval since", key="waiting"),
    Column("State", key="state"),
)


def tracker_table(rows: Sequence[TrackerRow], params: QueryDict, to: Addresses, *, default: str) -> Table:
    body = tuple(Row(tuple(_tracker_cells(row, to)), id=row.kpi.reference) for row in rows)
    return Table(
        "Returns by KPI",
        sorted_columns(COLUMNS, params, default),
        body,
        caption_hidden=True,
        empty="No KPI fits these filters.",
    )


def _tracker_cells(row: TrackerRow, to: Addresses) -> list[Cell]:
    kpi, since = row.kpi, row.waiting_since
    nothing_due = row.standing == Standing.NOTHING_DUE
    return [
        kpi_cell(kpi, to),
        Cell(kpi.owner.name, note=kpi.owner_role)
        if kpi.owner
        else Cell("no owner named", unknown=True, note=kpi.owner_role),
        Cell(row.received) if row.received else Cell("none yet", unknown=True),
        Cell(f"{row.age:,}") if row.age is not None else Cell("not known", unknown=True),
        Cell(owed_words(row.owed) or "none"),
        Cell(f"{row.days_late:,}" if row.late else "not late" if not nothing_due else "–"),
        Cell(day_words(since), links=_waiting_links(row, to)) if since else Cell("–"),
        Cell(tags=[standing_tag(row.standing)], note=row.why_nothing if nothing_due else ""),
    ]


def _waiting_links(row: TrackerRow, to: Addresses) -> list[Link]:
    names = dict.fromkeys(each.sent.reference for each in row.waiting if each.sent)
    return [Link(name, to.of("kpi_return", name), words=f"of {row.kpi.name}") for name in names]
