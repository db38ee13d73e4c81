"""Money with what is not known of it, KPIs in exception, and what boards were promised and told."""

from collections.abc import Sequence

from commissioning.core.documents.blocks import Column
from commissioning.reporting.dashboards.kpi_section import kpi_sections
from commissioning.reporting.dashboards.programme import value
from commissioning.reporting.dashboards.words import (
    plural,
    totals_words,
    unknown_words,
    verdict_words,
)
from commissioning.reporting.pack.amounts import known_words
from commissioning.reporting.pack.asked import places_words
from commissioning.reporting.pack.book import Book, Line
from commissioning.reporting.pack.convert import put_table
from commissioning.reporting.pack.dates import put_dates
from commissioning.reporting.pack.material import Material, pages_of
from governance.selectors.actions import ActionView
from outcomes import words_board as say
from outcomes.board import is_exception, urgency
from outcomes.selectors.board_rows import BoardRow
from outcomes.words import assurance_words, variation_words
from procurement.selectors.funding import FundingRow
from procurement.selectors.lines import LineRow

FEW = 6  # KPIs: so many are all shown, whether in exception or not
UNKNOWN_LINES = 8
KEPT_AS = {
    "stated": "stated value",
    "known": "known lines",
    "unknown": "lines not known",
    "verdict": "verdict",
}


def put_results(book: Book, about: Material) -> None:
    book.heading("4. Dates, money and results", new_page=bool(pages_of(about)))
    put_dates(book, about)
    _money(book, about)
    _kpis(book, about)
    _actions(book, about)


# --- money --------------------------------------------------------------------------------------------------------


def _money(book: Book, about: Material) -> None:
    at = about.at
    if not (at.lines or at.stated or about.funding):
        return
    book.heading("Money", 2)
    if at.lines or at.stated:
        _compared(book, about)
    if at.lines and at.phases:
        book.draw(lambda: value(at))
    unknown = [line for line in at.lines if line.is_unknown]
    if unknown:
        left = len(unknown) - UNKNOWN_LINES
        names = "; ".join(_unknown(line) for line in unknown[:UNKNOWN_LINES])
        book.say(
            f"Not known: {names}{f'; {left} more' if left > 0 else ''}. They are counted, never added as nought."
        )
    if about.funding:
        _funding(book, about)


def _unknown(line: LineRow) -> str:
    where = f"phase {line.phase_number}" if line.phase_number else "no phase"
    return f"{line.label} ({where}, {line.money.printed or line.money.qualifier.label})"


def _compared(book: Book, about: Material) -> None:
    """Each phase and the whole: what is stated and where, what lines come to, what is not known, the verdict."""
    at = about.at
    rows = [
        Line(
            (
                (phase.title, ""),
                (phase.stated.money.printed, places_words(phase.stated.places))
                if phase.stated
                else "none stated",
                known_words(phase.lines),
                unknown_words(phase.totals),
                verdict_words(phase.reading.comparison) if phase.reading else "nothing to compare",
            ),
            f"phase {phase.number}",
            about.to.of("budget_lines", phase=str(phase.number)),
            phase.illustrative,
        )
        for phase in at.phases
        if phase.lines or phase.stated
    ]
    whole, reading = at.heading or (None, None)
    rows.append(
        Line(
            (
                "The programme",
                (whole.money.printed, places_words(whole.places)) if whole else "none stated",
                known_words(at.lines),
                unknown_words(at.totals),
                verdict_words(reading.comparison) if reading else "nothing to compare",
            ),
            "programme",
            about.to.of("budget_lines"),
        )
    )
    book.table(
        "What the papers state against what lines come to",
        (
            Column("Phase", 2.6),
            Column("Stated", 1.6, numeric=True),
            Column("Known lines", 1.7, numeric=True),
            Column("Not known", 1.8),
            Column("Verdict", 2.6),
        ),
        rows,
        finding=f"{reading.comparison.reason}" if reading else "No paper states a value for the whole.",
    )
    for place, word in enumerate(
        ("stated", "known", "unknown", "verdict"), 1
    ):  # those of phases are kept on their pages
        cell = rows[-1].cells[place]
        printed = cell if isinstance(cell, str) else cell[0]
        book.figure(f"programme.{word}", f"The programme: {KEPT_AS[word]}", printed, rows[-1].href)


def _funding(book: Book, about: Material) -> None:
    book.table(
        "Money promised for the programme as a whole",
        (Column("What", 3), Column("Amount", 2, numeric=True), Column("Period", 2), Column("Funders", 2)),
        [_fund(row) for row in about.funding],
        kept=(1,),
        about="funding",
    )


def _fund(row: FundingRow) -> Line:
    known = row.money.is_known
    amount = row.money.printed if known else totals_words(row.totals) if row.contributions else ""
    return Line(
        (
            (row.name, row.nature_as_printed or row.nature_label),
            amount or row.money.printed or str(row.money.qualifier.label),
            row.period.printed or "not stated",
            f"{plural(len(row.contributions), 'funder')}, {len(row.named)} named"
            if row.contributions
            else "none named",
        ),
        row.reference,
        made_up=row.illustrative,
    )


# --- KPIs ---------------------------------------------------------------------------------------------------------


def _kpis(book: Book, about: Material) -> None:
    rows = about.plans.kpis
    if not rows:
        return
    book.heading("KPIs", 2)
    judged = [row for row in rows if row.latest_value is not None]
    wanting = sum(row.target_value is None and not row.target_text for row in rows)
    off = sorted((row for row in rows if is_exception(row)), key=urgency)
    book.figure("kpis.exceptions", "KPIs in exception", str(len(off)), about.to.of("kpis"))
    book.figure(
        "kpis.without-figure", "KPIs without a figure", str(len(rows) - len(judged)), about.to.of("kpis")
    )
    book.figure("kpis.without-target", "KPIs without a target", str(wanting), about.to.of("kpis"))
    if not judged and len(rows) > FEW:
        book.say(
            f"{plural(len(rows), 'KPI')} are named. None has a figure yet, so none can be judged; {wanting} have no "
            "target stated. The appendix of KPIs lists them on request."
        )
        return
    if len(rows) <= FEW:
        kpi_table(
            book,
            rows,
            about,
            "Every KPI",
            finding=f"{wanting} of {plural(len(rows), 'KPI')} without a target.",
        )
        return
    for section in kpi_sections(about.plans, ""):
        book.say(section.text)
        for table in section.tables:
            put_table(book, table, about="kpis by change")
    if off:
        kpi_table(
            book,
            off,
            about,
            "KPIs in exception",
            finding="Those of concern that fail their target stand first.",
        )


def kpi_table(
    book: Book, rows: Sequence[BoardRow], about: Material, caption: str, *, finding: str = ""
) -> None:
    """Latest figure with its period, target, and the two icons as words, with why there is none where there is none."""
    book.table(
        caption,
        (
            Column("KPI", 3.8),
            Column("Latest", 2),
            Column("Target", 1.8),
            Column("Change", 1.8),
            Column("Against target", 1.8),
        ),
        [_kpi(row, about) for row in rows],
        finding=finding,
        kept=(1, 2, 3, 4),
        about="kpi",
    )


def _kpi(row: BoardRow, about: Material) -> Line:
    owner = row.owner or row.owner_role
    proxy = "proxy measure" if row.is_proxy else ""
    return Line(
        (
            (row.name, ", ".join(filter(None, [owner, proxy]))),
            (say.latest_words(row) or "none yet", say.latest_notes(row)),
            say.target_words(row),
            variation_words(row.variation).short if row.variation else say.why_no_variation(row),
            assurance_words(row.assurance).short if row.assurance else say.why_no_assurance(row),
        ),
        row.reference,
        about.to.of("kpi", row.reference),
        row.illustrative,
    )


# --- actions ------------------------------------------------------------------------------------------------------


def _actions(book: Book, about: Material) -> None:
    rows = about.plans.actions
    if not rows:
        return
    book.heading("Actions and what was answered", 2)
    missed = sum(view.missed_count for view in rows)
    book.figure("actions.missed", "Promised reports missing", str(missed), about.to.of("actions"))
    is_open = sum(view.is_open for view in rows)
    weak = sum(view.weakened for view in rows)
    said = [
        f"{is_open} of {plural(len(rows), 'action')} open",
        f"{sum(not view.is_answered for view in rows)} without an answer",
        f"{plural(missed, 'promised report')} missing" if missed else "",
        f"{weak} answered with less than was agreed" if weak else "",
    ]
    book.table(
        "What was agreed, and what was reported",
        (Column("Agreed", 3.4), Column("Last answer", 3.4), Column("State", 1.5), Column("Due, owner", 1.8)),
        [action_line(view, about) for view in rows],
        finding=f"{', '.join(part for part in said if part)}.",
        kept=(1, 2, 3),
        about="action",
    )


def action_line(view: ActionView, about: Material) -> Line:
    """The latest answer beside what was agreed, with the reports that were promised and did not come."""
    last = view.last
    missing = f"{plural(view.missed_count, 'promised report')} missing" if view.missed_count else ""
    weaker = "Weaker than what was agreed" if view.weakened else ""
    hint = f"To check: {view.hint}" if view.hint and not view.weakened else ""
    return Line(
        (
            (view.text, ", ".join(filter(None, [view.body, view.agreed.printed]))),
            (last.text if last else "no answer recorded", ". ".join(filter(None, [missing, weaker, hint]))),
            view.state_label,
            (view.due.printed or "no date stated", view.owner_role or "no owner stated"),
        ),
        view.reference,
        about.to.of("action", view.reference),
        view.illustrative,
    )
