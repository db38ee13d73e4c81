"""Value by phase and funder: known amounts drawn to length, what is unknown as a chip beside them, never as length."""

from collections.abc import Sequence
from decimal import Decimal

from commissioning.core.charts import Funder, StackedValues, StackRow, draw
from commissioning.core.components import Figure
from commissioning.core.money import format_pounds
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import money_cell
from procurement.selectors.lines import LineRow
from procurement.selectors.money import NONE, SEVERAL, funder_key, funder_name, lines_by_basis
from procurement.selectors.phases import PhaseSummary
from procurement.words import settled_words

ON_THE_BAR = {SEVERAL: "Several", NONE: "Not stated"}


def funder_of(line: LineRow) -> tuple[str, str]:
    """Code and name of the line's one funder. A line of several is counted once, under “Several”: never split."""
    key = funder_key(line)
    return ON_THE_BAR.get(key, key), funder_name(line)


def value_figure(phases: Sequence[PhaseSummary], *, heading: str, note: str, uid: str = "value") -> Figure:
    lines = [line for phase in phases for line in phase.lines]
    funders = dict(funder_of(line) for line in lines)
    chart = StackedValues(
        uid,
        "Known budget lines by phase and funder",
        " ".join(_sentence(phase) for phase in phases),
        [row for phase in phases for row in _stack_rows(phase)],
        [Funder(code, name) for code, name in funders.items()],
    )
    wide, narrow = draw(chart)
    return Figure(heading, wide, narrow, note=note, table=line_table(lines))


def line_table(lines: Sequence[LineRow], caption: str = "Budget lines", *, one_phase: bool = False) -> Table:
    """The lines as printed; the phase is left out on a phase's own page."""
    phase = () if one_phase else (Column("Phase"),)
    columns = (Column("Line"), *phase, Column("Funder"), Column("Amount as printed", numeric=True))
    return Table(
        caption,
        columns,
        tuple(
            Row(
                (
                    Cell(line.label, note=_note(line)),
                    *(
                        ()
                        if one_phase
                        else (Cell(f"Phase {line.phase_number}" if line.phase_number else "No phase"),)
                    ),
                    Cell(funder_of(line)[0]),
                    money_cell(line.money),
                )
            )
            for line in lines
        ),
        caption_size="s",
        caption_hidden=one_phase,
        compact=True,
        empty="No budget line is recorded yet.",
    )


def _note(line: LineRow) -> str:
    """That one amount pays for several services, and who put the amount where the paper prints none."""
    names = " and ".join(service.name for service in line.services)
    parts = [f"One amount for {names}; not split" if line.is_shared else "", settled_words(line)]
    return ". ".join(part[:1].upper() + part[1:] for part in parts if part)


def _stack_rows(phase: PhaseSummary) -> list[StackRow]:
    """One row for a phase, or one for each basis among its lines: amounts on several bases are never one bar.

    The stated value is drawn beside several bases only where it is on the same one.
    """
    groups = lines_by_basis(phase.lines)
    stated = phase.stated.money if phase.stated else None
    if len(groups) < 2:
        return [
            StackRow(f"Phase {phase.number}", _by_funder(phase.lines), len(phase.unknown_lines), stated),
        ]
    return [
        StackRow(
            f"Phase {phase.number}, {group.label}",
            _by_funder(group.lines),
            sum(line.is_unknown for line in group.lines),
            stated if stated and (stated.basis, stated.year) == (group.basis, group.year) else None,
        )
        for group in groups
    ]


def _by_funder(lines: Sequence[LineRow]) -> dict[str, Decimal]:
    """Known pounds by the code that stands on the bar; the lines are all of one basis."""
    known: dict[str, Decimal] = {}
    for line in lines:
        if line.money.amount is not None:
            code = funder_of(line)[0]
            known[code] = known.get(code, Decimal(0)) + line.money.amount
    return known


def _sentence(phase: PhaseSummary) -> str:
    groups = lines_by_basis(phase.lines)
    parts = [
        f"{f'{group.label}, ' if len(groups) > 1 else ''}{group.total.printed}{_shares(group.lines)}"
        for group in groups
    ]
    stated = f"; stated {phase.stated.money.printed}" if phase.stated else ""
    return f"{phase.title}: {'; '.join(parts) or 'no lines'}{stated}."


def _shares(lines: Sequence[LineRow]) -> str:
    by_funder = ", ".join(f"{code} {format_pounds(amount)}" for code, amount in _by_funder(lines).items())
    return f" ({by_funder})" if by_funder else ""
