"""The service register as a table: the columns of the page, with stable references and typed values."""

from commissioning.core.money import MoneyTotal
from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
    kind_marker,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material, yes_no_unsaid
from procurement.selectors.lines import LineRow
from procurement.selectors.money import basis_totals
from procurement.selectors.register import RegisterRow
from procurement.words import budget_words

COLUMNS = (
    SheetColumn("Reference", "The service's stable reference.", width=14),
    SheetColumn("Service", "Its name on the day.", width=32),
    SheetColumn(
        "Phase", "The number of the phase that procures it on the day; empty for none.", Kind.INTEGER
    ),
    SheetColumn("Phase name", "The phase's name.", width=26),
    SheetColumn("Phase reference", "The phase's stable reference.", width=14),
    SheetColumn(
        "Lead commissioner code", "The code that the papers print for the lead commissioner.", width=16
    ),
    SheetColumn("Lead commissioner", "The organisation that leads on the day.", width=34),
    SheetColumn("State", "In scope; In scope – TBC; Aligned, out of scope; and so on.", width=20),
    SheetColumn("Commissioner TBC", "yes, no, or “not said” where a TBC's meaning is left open.", width=16),
    SheetColumn("Inclusion TBC", "yes, no, or “not said” where a TBC's meaning is left open.", width=12),
    SheetColumn("Budget TBC", "yes where a line that pays for it has no amount.", Kind.YES_NO),
    SheetColumn(
        "Budget in words", "Each line that pays for it; a shared amount whole, with its partners.", width=40
    ),
    SheetColumn(
        "Budget of its own lines",
        "In pounds, lines that pay for this service alone; safe to add up. Empty where not known, shared or on "
        "several bases: see the marker.",
        Kind.POUNDS,
    ),
    SheetColumn(
        "Budget marker",
        "Why the amount is empty or short: [tbc], [shared], [several bases], [no line].",
        width=18,
    ),
    SheetColumn("Budget lines", "References of the lines that pay for it.", width=24),
    SheetColumn(
        "Shares a line with", "References of the services that one of its lines also pays for.", width=24
    ),
    *date_columns("Added", "When it was added to the scope, where a paper says."),
    SheetColumn("Other names", "Former and printed names.", width=36),
    ILLUSTRATIVE,
)


def services_table(material: Material) -> SheetTable:
    """The view's services in its order; without a filter, those in scope."""
    return SheetTable(
        "services",
        "Services",
        "One row is one service. An amount shared by several services is not repeated as a number: see Budget lines.",
        COLUMNS,
        tuple(_row(row) for row in material.services.rows),
    )


def _row(row: RegisterRow) -> tuple[Value, ...]:
    service = row.service
    partners = [
        other.reference
        for line in row.lines
        for other in line.services
        if other.service_id != service.service_id
    ]
    own = [line for line in row.lines if not line.is_shared]
    return (
        service.reference,
        service.name,
        row.phase_number,
        row.phase_name or None,
        row.phase_reference or None,
        service.lead_code or None,
        service.lead_name or None,
        service.state_label,
        yes_no_unsaid(service.commissioner_tbc),
        yes_no_unsaid(service.inclusion_tbc),
        bool(row.unknown_lines),
        joined(budget_words(row)),
        _own_amount(own),
        joined(_markers(row, own)),
        joined([line.reference for line in row.lines]),
        joined(list(dict.fromkeys(partners))),
        *date_values(service.added),
        joined(service.aliases),
        service.illustrative,
    )


def _own_amount(own: list[LineRow]) -> Value:
    totals: list[MoneyTotal] = [each.total for each in basis_totals(own)]
    return totals[0].known if len(totals) == 1 else None


def _markers(row: RegisterRow, own: list[LineRow]) -> list[str]:
    if not row.lines:
        return ["[no line]"]
    unknown = [kind_marker(line.money.qualifier) for line in row.lines if line.is_unknown]
    shared = ["[shared]"] if any(line.is_shared for line in row.lines) else []
    several = ["[several bases]"] if len(basis_totals(own)) > 1 else []
    return [*dict.fromkeys(unknown), *shared, *several]
