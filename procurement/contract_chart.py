"""The term of a contract as a timeline: as it stands, options that may still be taken, acts, and what is due."""

from datetime import date, timedelta

from commissioning.core.charts import Bar, Mark, Timeline, draw
from commissioning.core.components import Figure
from commissioning.core.fuzzydate import FuzzyDate
from procurement.contract_words import day
from procurement.rules_acts import ContractState
from procurement.rules_contracts import exact, words
from procurement.rules_terms import OptionState, add_months
from procurement.selectors.contract_page import ContractPage
from procurement.selectors.contract_types import ContractRow

TERM, OPTIONS, ACTS, DUE = "Term", "Options", "Acts", "Due"
LEGEND = (
    "The bar is the term as it stands on the day, with every option taken; hatched, options that may still be taken. "
    "Diamonds are acts and days that are due."
)


def term_figure(page: ContractPage, on: date) -> Figure | None:
    """The chart, its heading stating the finding; None where neither start nor end is known to the day."""
    row = page.row
    start, end = row.starts.start or row.starts.end, row.current_end.end
    if start is None or end is None or end <= start:
        return None
    bars = [Bar(TERM, f"to {day(row.current_end)}", start, end, _bar_state(row, on), day(row.current_end))]
    bars += _option_bars(row, end)
    marks = [*_acts(page), *_due(page, on)]
    used = {bar.row for bar in bars} | {mark.row for mark in marks}
    rows = [name for name in (TERM, OPTIONS, ACTS, DUE) if name in used]
    chart = Timeline("term", "Term of the contract", finding(row), rows, bars, marks, on)
    wide, narrow = draw(chart)
    return Figure(finding(row), wide, narrow, note=LEGEND, illustrative=row.illustrative)


def finding(row: ContractRow) -> str:
    """ "Runs to 30 June 2022, and to 30 June 2023 with option 1; notice by 31 December 2021." """
    verb = "Ended on" if row.is_over else "Runs to"
    parts = [f"{verb} {day(row.current_end) or 'a day that is not stated'}"]
    live = [option for option in row.options if option.state == OptionState.LIVE]
    if live and not row.is_over:
        options = "option" if len(live) == 1 else "options"
        numbers = " and ".join(str(option.sequence) for option in live)
        parts.append(f", and to {day(row.last_possible_end) or 'a day not known'} with {options} {numbers}")
    elif not row.is_over:
        parts.append("; no option is left to extend it")
    if row.notice_by is not None and row.notice_by.is_dated:
        parts.append(f"; notice for {row.notice_for} by {day(row.notice_by)}")
    return "".join(parts) + "."


def _bar_state(row: ContractRow, on: date) -> str:
    if row.is_over:
        return "done"
    started = row.starts.start is not None and row.starts.start <= on
    return "doing" if started and row.state != ContractState.PLANNED else "planned"


def _option_bars(row: ContractRow, end: date) -> list[Bar]:
    bars: list[Bar] = []
    if row.is_over:
        return bars
    for option in row.options:
        if option.state != OptionState.LIVE:
            continue
        last = add_months(end, option.months)
        label = f"option {option.sequence}: {option.months} months"
        bars.append(Bar(OPTIONS, label, end + timedelta(days=1), last, "proposed", f"{option.months} months"))
        end = last
    return bars


def _acts(page: ContractPage) -> list[Mark]:
    return [
        Mark(ACTS, act.title, exact(act.counts_from), "done")
        for act in page.acts
        if act.counts_from is not None and not act.signs
    ]


def _due(page: ContractPage, on: date) -> list[Mark]:
    row = page.row
    marks: list[tuple[str, FuzzyDate]] = []
    if row.notice_by is not None and row.notice_by.is_dated and row.notice_by.end:
        marks.append((f"notice for {row.notice_for} by {day(row.notice_by)}", exact(row.notice_by.end)))
    if row.next_review is not None:
        marks.append((f"review, {words(row.next_review)}", exact(row.next_review)))
    marks += [
        (f"break point, {point.on.printed}", point.on) for point in page.break_points if point.on.is_dated
    ]
    return [
        Mark(DUE, label, when, "risk" if when.end and when.end < on else "planned") for label, when in marks
    ]
