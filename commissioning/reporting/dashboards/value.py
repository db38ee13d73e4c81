"""Value by phase and funder: known amounts drawn to length, what is unknown as a chip beside them, never as length."""

from collections.abc import Sequence
from decimal import Decimal

from commissioning.core.charts import Funder, StackedValues, StackRow, draw
from commissioning.core.components import Figure
from commissioning.core.money import format_pounds, total
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import money_cell
from procurement.selectors.lines import LineRow
from procurement.selectors.phases import PhaseSummary
from procurement.words import settled_words

SEVERAL, NOBODY = "Several", "Not stated"


def funder_of(line: LineRow) -> tuple[str, str]:
    """Code and name of the line's one funder. A line of several is counted once, under “Several”: never split."""
    if not line.funders:
        return NOBODY, "Funder not stated"
    if len(line.funders) > 1:
        return SEVERAL, "Several funders, shares not stated"
    return line.funders[0].code, line.funders[0].name


def value_figure(phases: Sequence[PhaseSummary], *, heading: str, note: str, uid: str = "value") -> Figure:
    lines = [line for phase in phases for line in phase.lines]
    funders = dict(funder_of(line) for line in lines)
    chart = StackedValues(
        uid,
        "Known budget lines by phase and funder",
        " ".join(_sentence(phase) for phase in phases),
        [_stack_row(phase) for phase in phases],
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


def _stack_row(phase: PhaseSummary) -> StackRow:
    known: dict[str, Decimal] = {}
    for line in phase.lines:
        if line.money.amount is not None:
            code = funder_of(line)[0]
            known[code] = known.get(code, Decimal(0)) + line.money.amount
    return StackRow(
        f"Phase {phase.number}", known, len(phase.unknown_lines), phase.stated.money if phase.stated else None
    )


def _sentence(phase: PhaseSummary) -> str:
    summed = total([line.money for line in phase.lines], combine=True)
    stated = f", stated {phase.stated.money.printed}" if phase.stated else ""
    by_funder = ", ".join(
        f"{code} {format_pounds(amount)}" for code, amount in _stack_row(phase).known.items()
    )
    return f"{phase.title}: {summed.printed}{stated}{f' ({by_funder})' if by_funder else ''}."
