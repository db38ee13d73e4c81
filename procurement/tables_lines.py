"""Budget lines as a table, with their total beneath; each amount as printed and what it was read as."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.money import MoneyTotal
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import money_cell
from procurement.selectors.lines import LineRow
from procurement.selectors.money import BasisTotal
from procurement.tables import NOTHING, Addresses, line_source_cell
from procurement.words import amount_words
from programmes.selectors.sources import Place

LINE_COLUMNS = (
    Column("Line", key="label"),
    Column("Phase", key="phase"),
    Column("Funder", key="funder"),
    Column("Pays for"),
    Column("Amount as printed", key="amount", numeric=True),
    Column("Status", key="status"),
    Column("Printed in"),
)


def line_table(
    rows: Sequence[LineRow],
    params: QueryDict,
    to: Addresses,
    places: Mapping[int, Sequence[Place]],
    *,
    may_settle: bool,
    totals: Sequence[BasisTotal],
    empty: str,
) -> Table:
    columns = sorted_columns(LINE_COLUMNS, params, default="")
    if may_settle:
        columns = (*columns, Column("Settle", hidden=True))
    body = []
    for line in rows:
        settle = (Cell(links=_settle_links(line, to)),) if may_settle else ()
        body.append(Row((*_line_cells(line, to, places), *settle), id=line.reference))
    foot = _foot([each.total for each in totals], len(columns)) if rows else None
    return Table(
        "Budget lines", columns, tuple(body), caption_hidden=True, empty=empty, foot=foot, compact=True
    )


def _line_cells(line: LineRow, to: Addresses, places: Mapping[int, Sequence[Place]]) -> tuple[Cell, ...]:
    services = tuple(Link(service.name, to.of("service", service.reference)) for service in line.services)
    tags = (Tag("Illustrative", Tone.NEUTRAL),) if line.illustrative else ()
    shared = "one amount, never split" if line.is_shared else ""
    return (
        Cell(line.label, note=line.reference, tags=tags),
        Cell(f"Phase {line.phase_number}", to.of("phase", line.phase_number))
        if line.phase_number is not None
        else Cell(NOTHING, words="in no phase"),
        funder_cell(line),
        Cell(links=services, note=shared) if services else Cell(NOTHING, words="no service named"),
        money_cell(line.money, note=basis_words(line)),
        Cell(tags=(Tag(line.status_label, Tone.UNKNOWN if line.is_unknown else Tone.INFO),)),
        line_source_cell(line, places.get(line.fact_id or 0, ()), to),
    )


def funder_cell(line: LineRow) -> Cell:
    if not line.funders:
        return Cell("not stated", unknown=True)
    names = "; ".join(funder.name for funder in line.funders if funder.name != funder.code)
    shares = "; shares not stated" if len(line.funders) > 1 else ""
    return Cell(" and ".join(line.funder_codes), note=names + shares)


def basis_words(line: LineRow) -> str:
    """ "Budget for a year, 2020/21"; what the paper's words were read as, where they print no £."""
    money = line.money
    read_as = f"read as {amount_words(money)}; " if money.is_known and "£" not in money.printed else ""
    basis = str(money.basis.label)
    return f"{read_as}{basis if read_as else basis[:1].upper() + basis[1:]}{f', {money.year}' if money.year else ''}"


def _settle_links(line: LineRow, to: Addresses) -> tuple[Link, ...]:
    if not line.is_unknown:
        return ()
    return (Link("Settle", to.of("budget_line_settle", line.reference), f"the amount of {line.label}"),)


def _foot(totals: Sequence[MoneyTotal], width: int) -> Row:
    place = next(at for at, column in enumerate(LINE_COLUMNS) if column.key == "amount")
    cells = [Cell() for _ in range(width)]
    cells[0] = Cell("Total" if len(totals) == 1 else "Totals, one for each basis")
    if len(totals) == 1:
        cells[place] = money_cell(totals[0])
    else:
        cells[place] = Cell("; ".join(f"{total.printed} ({total_basis(total)})" for total in totals))
    return Row(tuple(cells))


def total_basis(total: MoneyTotal) -> str:
    """On what basis and for which years a total stands, in words."""
    bases = " and ".join(str(basis.label) for basis in total.bases)
    years = " and ".join(year or "year not stated" for year in total.years)
    return (
        ", ".join(part for part in (bases, years if years != "year not stated" else "") if part)
        or "basis not stated"
    )
