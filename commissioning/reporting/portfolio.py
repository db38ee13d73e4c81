"""The portfolio as a table of a page and as a table to take away: the same rows in the same order."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.money import Basis, MoneyTotal, totals_by_basis
from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
)
from commissioning.core.tables import Cell, Column, Row, Table, chosen_sort, sorted_columns
from commissioning.core.values_html import date_cell
from commissioning.reporting.dashboards.words import days_until, plural
from commissioning.reporting.selectors.portfolio import PortfolioRow

COLUMNS = (
    Column("Programme", "programme"),
    Column("Kind", "kind"),
    Column("Services", "services", numeric=True),
    Column("Known value", "value", numeric=True),
    Column("Next milestone", "next"),
    Column("Late", "late", numeric=True),
    Column("Recorded discrepancies", "discrepancies", numeric=True),
    Column("Latest paper", "paper"),
)
FIRST = "programme"
ILLUSTRATIVE = (Tag("Illustrative", Tone.NEUTRAL),)
KEYS: Mapping[str, Callable[[PortfolioRow], Any]] = {
    # Made-up programmes stand behind those of papers.
    "programme": lambda row: (
        row.programme.illustrative,
        row.programme.place.casefold(),
        row.programme.name.casefold(),
    ),
    "kind": lambda row: (row.programme.get_kind_display(), row.phases),
    "services": lambda row: row.services,
    "value": lambda row: max((total.known for total in row.totals if total.known is not None), default=None),
    "next": lambda row: row.next.when.end if row.next else None,
    "late": lambda row: row.late if row.milestones else None,
    "discrepancies": lambda row: row.discrepancies,
    "paper": lambda row: row.latest_paper.day if row.latest_paper else None,
}


def sorted_rows(rows: Sequence[PortfolioRow], params: Mapping[str, Any]) -> tuple[PortfolioRow, ...]:
    """By the column of `?sort=`; a programme that has none of it stands last both ways."""
    key, descending = chosen_sort(params, COLUMNS, FIRST)
    by_name = sorted(rows, key=KEYS[FIRST])
    having = [row for row in by_name if KEYS[key](row) is not None]
    having.sort(key=KEYS[key], reverse=descending)
    return (*having, *(row for row in by_name if KEYS[key](row) is None))


def portfolio_table(rows: Sequence[PortfolioRow], params: QueryDict, keep: str) -> Table:
    return Table(
        "Programmes",
        sorted_columns(COLUMNS, params, FIRST),
        tuple(_row(row, keep) for row in rows),
        caption_hidden=True,
        id="portfolio",
        empty="No programme fits.",
    )


def _row(row: PortfolioRow, keep: str) -> Row:
    return Row(
        (
            Cell(
                row.programme.place,
                _address(row, "programme", keep),
                note=row.programme.name,
                tags=ILLUSTRATIVE if row.programme.illustrative else (),
            ),
            Cell(
                row.programme.get_kind_display(),
                note=", ".join(
                    [
                        row.programme.get_state_display(),
                        *([plural(row.phases, "phase")] if row.phases else []),
                    ]
                ),
            ),
            _services(row, keep),
            _value(row, keep),
            _next(row),
            _late(row, keep),
            Cell(
                str(row.discrepancies),
                _address(row, "discrepancies", keep, "origin=in_paper&state=open")
                if row.discrepancies
                else "",
                note="open",
            ),
            _paper(row),
        )
    )


def _address(row: PortfolioRow, name: str, keep: str, query: str = "") -> str:
    parts = "&".join(part for part in (keep.removeprefix("?"), query) if part)
    return reverse(name, args=[row.programme.key]) + (f"?{parts}" if parts else "")


NONE_KEPT = "–"


def _late(row: PortfolioRow, keep: str) -> Cell:
    """How many are late and how many have no date, each opening exactly its rows."""
    if not row.milestones:
        return Cell(NONE_KEPT, words="no milestone kept")
    undated = _address(row, "milestones", keep, "dates=undated")
    return Cell(
        str(row.late),
        _address(row, "milestones", keep, "dates=overdue"),
        links=(Link(f"{row.undated} undated", undated),) if row.undated else (),
        note="" if row.undated else "none undated",
    )


def _services(row: PortfolioRow, keep: str) -> Cell:
    if not row.services_named:
        return Cell(NONE_KEPT, words="none kept")
    if not row.services:
        return Cell(
            f"{row.services_named} named",
            _address(row, "services", keep, "state=any"),
            note="none decided to be in scope",
        )
    note = f"in scope, {row.services_tbc} TBC" if row.services_tbc else "in scope"
    return Cell(str(row.services), _address(row, "services", keep, "state=counted"), note=note)


def _value(row: PortfolioRow, keep: str) -> Cell:
    """Each basis with its year on its own, which are never added; then the lines without an amount, as a link."""
    if not row.moneys:
        return _funding(row)
    text, note = f"{len(row.totals)} bases, not added", ""
    if len(row.totals) == 1:
        text, note = row.totals[0].amount_printed, basis_words(row.totals[0])
    else:
        note = "; ".join(f"{total.amount_printed} {basis_words(total)}" for total in row.totals)
    unknown = Link(
        f"{row.unknown} of {plural(len(row.moneys), 'line')} not known",
        _address(row, "budget_lines", keep, "amount=unknown"),
    )
    return Cell(
        text,
        _address(row, "money", keep),
        note=note,
        links=(unknown,) if row.unknown else (),
        unknown=row.unknown == len(row.moneys),
    )


def _funding(row: PortfolioRow) -> Cell:
    """Without budget lines, what the papers say the programme is funded by; a sum they do not give is not known."""
    if not row.fundings:
        return Cell(NONE_KEPT, words="no budget line kept")
    sources = plural(len(row.fundings), "source of funding", "sources of funding")
    known = [total.amount_printed for total in totals_by_basis(list(row.fundings)) if not _is_blank(total)]
    if not known:
        return Cell("not known", note=f"{sources}, no amount stated", unknown=True)
    unknown = f", {row.fundings_unknown} without an amount" if row.fundings_unknown else ""
    return Cell("; ".join(known), note=f"{sources}{unknown}")


def _is_blank(total: MoneyTotal) -> bool:
    return total.line_count > 0 and total.unknown_count == total.line_count


def basis_words(total: MoneyTotal) -> str:
    """ "budget for a year, 2018/19": what the amounts are amounts of."""
    bases = [
        "basis not stated" if basis == Basis.UNSTATED else str(Basis(basis).label).lower()
        for basis in total.bases
    ]
    return ", ".join([*bases, *filter(None, total.years)])


def _next(row: PortfolioRow) -> Cell:
    if not row.milestones:
        return Cell(NONE_KEPT, words="no milestone kept")
    if row.next is None:
        return Cell("None ahead")
    when = date_cell(row.next.when)
    return Cell(when.text, note=f"{row.next.text}, {days_until(row.next.when, row.on)}", tags=when.tags)


def _paper(row: PortfolioRow) -> Cell:
    paper = row.latest_paper
    if paper is None and row.programme.illustrative:
        return Cell("no paper: made up")
    if paper is None:
        return Cell("undated", unknown=True)
    href = f"{reverse('programme', args=[row.programme.key])}?on={paper.day.isoformat()}"
    return Cell(links=(Link(paper.said, href, "position on that day"),))


SHEET = (
    SheetColumn("Reference", "The programme's stable reference.", width=14),
    SheetColumn("Place", "Where the programme is.", width=24),
    SheetColumn("Programme", "Its name.", width=40),
    SheetColumn("Kind", "What sort of programme it is.", width=28),
    SheetColumn("State", "Proposed, approved, in delivery, live or closed.", width=14),
    SheetColumn("Phases", "Phases of procurement.", Kind.INTEGER),
    SheetColumn("Services in scope", "On the day, with those to be confirmed.", Kind.INTEGER),
    SheetColumn("Services TBC", "Of those, to be confirmed.", Kind.INTEGER),
    SheetColumn("Services named", "In any state but removed.", Kind.INTEGER),
    SheetColumn(
        "Known value",
        "In pounds, of the lines with an amount, where they are all on one basis and year.",
        Kind.POUNDS,
    ),
    SheetColumn("Value in words", "Each basis and year on its own; they are never added.", width=50),
    SheetColumn("Budget lines", "How many lines are kept.", Kind.INTEGER),
    SheetColumn("Amounts unknown", "Of those, without an amount. Unknown is never nought.", Kind.INTEGER),
    SheetColumn("Sources of funding", "That the papers name.", Kind.INTEGER),
    SheetColumn("Funding without an amount", "Of those, whose amount no paper gives.", Kind.INTEGER),
    SheetColumn("Next milestone", "The earliest not done that is still ahead.", width=40),
    *date_columns("Next milestone due", "When it is due, as printed."),
    SheetColumn("Late", "Milestones past the last day their date can mean, not done.", Kind.INTEGER),
    SheetColumn("Undated", "Milestones without a date.", Kind.INTEGER),
    SheetColumn(
        "Recorded discrepancies open",
        "Recorded by readers of the papers; those that checks compute are on the programme's own list.",
        Kind.INTEGER,
    ),
    SheetColumn(
        "Latest paper",
        "Its date as printed; “about” where the paper is undated.",
        width=30,
    ),
    SheetColumn(
        "Latest paper by", "The last day that the date can mean; empty where no paper is dated.", Kind.DATE
    ),
    SheetColumn("As at", "The day that the row shows.", Kind.DATE),
    SheetColumn(
        "Illustrative", "Whether the whole programme is made up, and no paper prints it.", Kind.YES_NO
    ),
)
NO_DATE: tuple[Value, ...] = (None,) * len(date_columns("x", "x"))


def portfolio_sheet(rows: Sequence[PortfolioRow], on: date) -> SheetTable:
    """The same rows in the same order, one to a programme."""
    return SheetTable(
        "portfolio", "Portfolio", "One row is one programme.", SHEET, tuple(_values(row, on) for row in rows)
    )


def _values(row: PortfolioRow, on: date) -> tuple[Value, ...]:
    one = row.totals[0] if len(row.totals) == 1 and not _is_blank(row.totals[0]) else None
    due = date_values(row.next.when) if row.next else NO_DATE
    return (
        row.programme.reference,
        row.programme.place,
        row.programme.name,
        row.programme.get_kind_display(),
        row.programme.get_state_display(),
        row.phases,
        row.services,
        row.services_tbc,
        row.services_named,
        one.known if one else None,
        joined([f"{total.printed} ({basis_words(total)})" for total in row.totals]),
        len(row.moneys),
        row.unknown,
        len(row.fundings),
        row.fundings_unknown,
        row.next.text if row.next else None,
        *due,
        row.late,
        row.undated,
        row.discrepancies,
        row.latest_paper.said if row.latest_paper else None,
        row.latest_paper.day if row.latest_paper else None,
        on,
        row.programme.illustrative,
    )
