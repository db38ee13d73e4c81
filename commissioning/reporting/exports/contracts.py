"""Contracts as tables: the register as its page shows it, every value with its days, and every act."""

from datetime import date

from commissioning.core.money import Money
from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
    money_columns,
    money_values,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from procurement.contract_words import act_sentences, act_state, value_words
from procurement.models import Contract
from procurement.rules_contracts import kind_words
from procurement.selectors.contract_types import ContractRow
from procurement.selectors.contracts import terms_of

SEALED = "Reads “Not shown before award” for whoever may not know it yet."
REFERENCE = SheetColumn("Reference", "The contract's stable reference.", width=16)
NAME = SheetColumn("Contract", "Its name.", width=36)

REGISTER = (
    REFERENCE,
    NAME,
    SheetColumn("Number", "The contract's own number, as signed.", width=16),
    SheetColumn("State", "Worked out from dates and acts, on the day.", width=16),
    SheetColumn("Lead commissioner", "On the day.", width=30),
    SheetColumn("Funders", "On the day.", width=30),
    SheetColumn("Lead provider", f"On the day. {SEALED}", width=30),
    *money_columns("Value", f"The first of its values; its basis says of what. {SEALED}"),
    SheetColumn("Further values", "Each on its own basis; never to be added up.", width=40),
    *date_columns("Start", "The first day."),
    *date_columns("Current end", "The last day, options taken counted in, those not taken left out."),
    SheetColumn("Last possible end", "With every option that may still be taken.", Kind.DATE),
    SheetColumn(
        "End with extension as printed", "Where a paper prints one; beside it, not instead.", width=20
    ),
    SheetColumn("Notice by", "The last day for notice; empty where it is not known or over.", Kind.DATE),
    SheetColumn("Notice for", "The option, or ending it.", width=14),
    SheetColumn("Next review", "Empty where none is due.", Kind.DATE),
    SheetColumn("Options left", "Options that may still be taken.", Kind.INTEGER),
    SheetColumn("Term as printed", "Such as 7 + 3 years.", width=18),
    SheetColumn("Option months", "The months of each option in its order, taken ones too.", width=14),
    SheetColumn("Services", "The services it provides.", width=40),
    SheetColumn("Service references", "Their stable references.", width=26),
    SheetColumn("KPIs", "The KPIs it has adopted.", width=40),
    SheetColumn("KPI references", "Their stable references.", width=26),
    SheetColumn("Phase", "The number of the phase that let it; empty for none.", Kind.INTEGER),
    SheetColumn("Department", "As recorded.", width=24),
    SheetColumn("Procurement route", "As recorded.", width=24),
    SheetColumn("CPV code", "The main code.", width=12),
    SheetColumn("Notice months", "Notice to end it, in months.", Kind.INTEGER),
    SheetColumn("Review every months", "The rhythm of reviews.", Kind.INTEGER),
    SheetColumn("Signed on", "The day it was signed.", Kind.DATE),
    SheetColumn("Public since", "Since when provider and value are public; empty before.", Kind.DATE),
    SheetColumn("Description", "What it is about.", width=40),
    SheetColumn("Replaces", "The reference of the contract before it.", width=16),
    ILLUSTRATIVE,
)
VALUES = (
    REFERENCE,
    NAME,
    *money_columns("Value", "One value of the contract. Do not add up values of different bases."),
    SheetColumn("Basis in words", "Basis, year, extension, net or gross.", width=40),
    SheetColumn("Holds from", "The first day; empty for the beginning.", Kind.DATE),
    SheetColumn("Holds until", "The first day without it; empty while it holds.", Kind.DATE),
    SheetColumn("Holds on the day", "yes where it holds on the day of the table.", Kind.YES_NO),
    ILLUSTRATIVE,
)
ACTS = (
    REFERENCE,
    NAME,
    SheetColumn("Act reference", "The act's stable reference.", width=16),
    SheetColumn("Act", "What was done.", width=20),
    SheetColumn("Decided on", "The day of the decision.", Kind.DATE),
    SheetColumn("Decided by", "The body or role.", width=28),
    SheetColumn("Agreed from", "The first day on which it was to count.", Kind.DATE),
    SheetColumn("Signed on", "Of a variation; empty while it is proposed.", Kind.DATE),
    SheetColumn(
        "Counts from", "The first day on which the register shows it; empty while proposed.", Kind.DATE
    ),
    SheetColumn("State", "On the day of the table.", width=20),
    SheetColumn("What changed", f"In words. {SEALED}", width=60),
    SheetColumn("Why", f"The reason recorded. {SEALED}", width=40),
    ILLUSTRATIVE,
)


def contracts_table(material: Material) -> SheetTable:
    """The view of the address: its filters, in its order, with what its reader may see."""
    rows = tuple(_row(row, material.sight.on) for row in material.contracts.rows)
    return SheetTable("contracts", "Contracts", "One row is one contract as at the day.", REGISTER, rows)


def _row(row: ContractRow, today: date | None) -> tuple[Value, ...]:
    """A day in the future on which an award is to be opened is not told."""
    is_public = row.public_from is not None and today is not None and row.public_from <= today
    return (
        row.reference,
        row.name,
        row.number or None,
        row.state_label,
        row.lead_commissioner or None,
        joined([party.organisation for party in row.funders]),
        row.provider_words or None,
        *_first_value(row),
        joined([value_words(money) for money in (row.values or ())[1:]]),
        *date_values(row.starts),
        *date_values(row.current_end),
        row.last_possible_end.end,
        row.printed_last_end.printed if row.printed_last_end else None,
        row.notice_by.end if row.notice_by else None,
        row.notice_for if row.notice_by else None,
        row.next_review,
        sum(option.state == "live" for option in row.options),
        row.term_as_printed or None,
        joined([str(option.months) for option in row.options]),
        joined([service.name for service in row.services]),
        joined([service.reference for service in row.services]),
        joined([kpi.name for kpi in row.kpis]),
        joined([kpi.reference for kpi in row.kpis]),
        row.phase_number,
        row.department or None,
        row.route or None,
        row.cpv or None,
        row.notice_months,
        row.review_every_months,
        row.signed_on,
        row.public_from if is_public else None,
        row.description or None,
        row.replaces or None,
        row.illustrative,
    )


def _first_value(row: ContractRow) -> tuple[Value, ...]:
    """The seven columns of the first value; words alone where it is sealed."""
    if row.values:
        return money_values(row.values[0])
    said = row.hidden_words if row.values is None else None
    return (None, said, f"[{said.lower()}]" if said else "[not recorded]", None, None, None, None)


def contract_values_table(material: Material) -> SheetTable:
    """Every value that the reader may see, with the days on which it holds or held."""
    shown = [row for row in material.contracts.every if row.values is not None]
    terms = terms_of([row.contract_id for row in shown])
    rows = [
        (
            row.reference,
            row.name,
            *_value(value.money, value.starts_on, value.ends_on, material.on),
            row.illustrative,
        )
        for row in shown
        for value in terms[row.contract_id].values
    ]
    return SheetTable(
        "contract_values", "Contract values", "One row is one value of one contract.", VALUES, tuple(rows)
    )


def _value(money: Money, starts_on: date | None, ends_on: date | None, on: date) -> tuple[Value, ...]:
    holds = (starts_on is None or starts_on <= on) and (ends_on is None or on < ends_on)
    return (*money_values(money), kind_words(money), starts_on, ends_on, holds)


def contract_acts_table(material: Material) -> SheetTable:
    """Every act that the reader may know, in the order of the record."""
    rows: list[tuple[Value, ...]] = []
    contracts = Contract.objects.in_bulk([row.contract_id for row in material.contracts.every])
    for row in material.contracts.every:
        seen = material.sight.of_contract(contracts[row.contract_id])
        for act in row.acts:
            told = act_sentences(act, provider=seen.provider, value=seen.value, hidden=seen.words)
            rows.append(
                (
                    row.reference,
                    row.name,
                    act.reference,
                    act.title,
                    act.decided_on,
                    act.decided_by,
                    act.effective_on,
                    act.signed_on,
                    act.counts_from,
                    act_state(act, material.on).text,
                    " ".join(told) or None,
                    act.reason if seen.provider and seen.value else seen.words,
                    act.illustrative,
                )
            )
    return SheetTable(
        "contract_acts", "Contract acts", "One row is one act on one contract.", ACTS, tuple(rows)
    )
