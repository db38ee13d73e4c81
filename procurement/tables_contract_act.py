"""What the summary of an act shows: the register now and then, and the entry that the record will have."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from commissioning.core.components import HistoryEntry, SummaryRow
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.contract_words import act_sentences, day, provider_cell, state_tag, stated_cell, value_cell
from procurement.models.terms import ContractChange
from procurement.rules_contracts import words
from procurement.selectors.contract_acts import acts_of
from procurement.selectors.contract_page import ContractPage
from procurement.selectors.contracts import ContractRow


def counts_from(written: Any, today: date) -> date:
    """The first day that shows what was written."""
    if isinstance(written, ContractChange):
        days = [written.effective_on, *([written.signed_on] if written.signed_on else [])]
        return max(days)
    for name in ("starts_on", "ends_on", "lapsed_on"):
        found: date | None = getattr(written, name, None)
        if found is not None:
            return found
    return today


def told_entry(written: Any, form: Any, page: ContractPage) -> HistoryEntry:
    """The entry that the record will have."""
    if not isinstance(written, ContractChange):
        return HistoryEntry("The record of parties and options changes as above.", None, "", form.why)
    (act,) = [one for one in acts_of([written.contract_id])[written.contract_id] if one.pk == written.pk]
    told = act_sentences(act, provider=page.sight.provider, value=page.sight.value)
    by = f"{written.decided_by}, {words(written.decided_on)}"
    state = " Proposed: it changes nothing until it is signed." if act.is_proposed else ""
    return HistoryEntry(f"{act.title}.{state}", None, by, form.why, told)


def position_rows(row: ContractRow) -> list[SummaryRow]:
    """What stands now, above the form."""
    return [
        SummaryRow("State", Cell(tags=(state_tag(row),))),
        SummaryRow("Lead provider", provider_cell(row)),
        SummaryRow("Value", value_cell(row)),
        SummaryRow("Current end", stated_cell(row.current_end)),
        SummaryRow("Last possible end", Cell(day(row.last_possible_end) or "not known")),
    ]


SIDES: Sequence[tuple[str, Callable[[ContractRow], str]]] = (
    ("State", lambda row: row.state_label),
    ("Parties", lambda row: "; ".join(f"{p.organisation} ({p.role_label.lower()})" for p in row.parties)),
    ("Values", lambda row: "; ".join(f"{money.printed}, {money.basis.label}" for money in row.values or ())),
    ("Current end", lambda row: day(row.current_end)),
    ("Last possible end", lambda row: day(row.last_possible_end)),
    ("Notice by", lambda row: day(row.notice_by)),
    ("Options left", lambda row: str(sum(option.state == "live" for option in row.options))),
)


def changes_table(before: ContractRow, after: ContractRow) -> Table:
    """The register's row now and after, where the two differ."""
    rows = [
        Row((Cell(name), Cell(show(before) or "none"), Cell(show(after) or "none")))
        for name, show in SIDES
        if show(before) != show(after)
    ]
    columns = (Column("What"), Column("Now"), Column("Then"))
    return Table(
        "What changes in the register",
        columns,
        rows,
        caption_size="s",
        empty="Nothing that the register shows.",
    )
