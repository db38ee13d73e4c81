"""What was asked of bodies, what they decided, and the position of each body that decides for itself, as tables."""

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from governance.selectors.asks import AskRow, asks
from governance.selectors.decision_rows import AskedRow
from governance.selectors.decisions import DecisionRow

ASK_COLUMNS = (
    SheetColumn("Reference", "The ask's stable reference.", width=14),
    SheetColumn("Asked to", "The verb: agree, approve, endorse, note and so on.", width=14),
    SheetColumn("What", "What is asked, as the paper words it.", width=60),
    SheetColumn("Of whom", "The body that is asked.", width=34),
    SheetColumn("Paper", "The paper that asks it.", width=40),
    SheetColumn(
        "In the recommendations section", "no where it stands only in the body text.", Kind.YES_NO, width=18
    ),
    SheetColumn("State", "Asked, or what the decision made of it.", width=14),
    SheetColumn("Outcome", "As recorded; empty where none is.", width=40),
    SheetColumn("Decision", "The reference of the decision that answers it.", width=16),
    PRINTED_IN,
    ILLUSTRATIVE,
)
DECISION_COLUMNS = (
    SheetColumn("Reference", "The decision's stable reference.", width=14),
    SheetColumn("Decision", "Its title.", width=44),
    SheetColumn("What was decided", "In the words recorded.", width=60),
    SheetColumn("Decided by", "The body.", width=34),
    SheetColumn(
        "Delegated to", "The role that decided under delegated powers; empty where none did.", width=24
    ),
    *date_columns("Decided", "When it was decided."),
    SheetColumn("Outcome", "What the body decided.", width=20),
    SheetColumn("Answers the ask", "The reference of the ask; empty where none is recorded.", width=16),
    SheetColumn("Key decision", "yes where it is recorded as one.", Kind.YES_NO, width=12),
    SheetColumn("Call-in", "How call-in stands on the day.", width=40),
    *date_columns("Effective", "When it takes effect."),
    SheetColumn("In effect", "yes, no, or not known; with the reason beside it.", width=12),
    SheetColumn("Why", "Why it is in effect, or is not, or nobody can tell.", width=44),
    SheetColumn("Bodies asked", "How many bodies' own positions it needs.", Kind.INTEGER, width=12),
    SheetColumn("Bodies agreed", "Of those; empty where none is asked.", Kind.INTEGER, width=12),
    SheetColumn("Positions", "The count in words; agreed by some is not agreed by all.", width=40),
    SheetColumn("Missing in the record", "What the record does not say.", width=50),
    PRINTED_IN,
    ILLUSTRATIVE,
)
POSITION_COLUMNS = (
    SheetColumn("Decision reference", "The decision's stable reference.", width=16),
    SheetColumn("Decision", "Its title.", width=44),
    SheetColumn("Body", "The body whose own position it needs.", width=34),
    SheetColumn("Position", "Its latest position; Awaited where it gave none.", width=24),
    *date_columns("Given", "When it gave it."),
    SheetColumn(
        "Days waiting", "Since the decision, while no final position is given; else empty.", Kind.INTEGER
    ),
    SheetColumn("Conditions", "Each condition that it attached.", width=50),
    SheetColumn("Conditions not yet met", "How many; empty where none was attached.", Kind.INTEGER),
    ILLUSTRATIVE,
)
IN_EFFECT = {True: "yes", False: "no", None: "not known"}


def asks_table(material: Material) -> SheetTable:
    return SheetTable(
        "asks",
        "Asks",
        "One row is one thing that a paper asks of a body.",
        ASK_COLUMNS,
        tuple(_ask(row) for row in asks(material.programme)),
    )


def _ask(row: AskRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.verb_label,
        row.text,
        row.body,
        row.document_title,
        row.in_recommendations_section,
        row.state_label,
        row.outcome or row.decision_words or None,
        row.decision or None,
        locators(row.places),
        row.illustrative,
    )


def body_decisions_table(material: Material) -> SheetTable:
    return SheetTable(
        "decisions",
        "Decisions",
        "One row is one decision of a body, as at the day.",
        DECISION_COLUMNS,
        tuple(_decision(row) for row in material.decisions.rows),
    )


def _decision(row: DecisionRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.title,
        row.text,
        row.body,
        row.delegated_to or None,
        *date_values(row.decided),
        row.outcome_label,
        row.ask_reference or None,
        row.is_key,
        row.call_in.words,
        *date_values(row.effective),
        IN_EFFECT[row.in_effect.answer],
        row.in_effect.reason,
        row.tally.of,
        row.tally.agreed if row.asked else None,
        row.tally_words or None,
        joined(row.lacking),
        locators(row.places),
        row.illustrative,
    )


def positions_table(material: Material) -> SheetTable:
    return SheetTable(
        "positions",
        "Positions of bodies",
        "One row is one body and one decision that needs its own position.",
        POSITION_COLUMNS,
        tuple(_position(row, asked) for row in material.decisions.rows for asked in row.asked),
    )


def _position(row: DecisionRow, asked: AskedRow) -> tuple[Value, ...]:
    said = asked.position
    conditions = said.conditions if said else ()
    return (
        row.reference,
        row.title,
        asked.body,
        said.label if said else "Awaited",
        *(date_values(said.on) if said else (None,) * 4),
        asked.days if asked.is_awaited else None,
        joined([each.text for each in conditions]),
        sum(not each.is_met for each in conditions) if conditions else None,
        row.illustrative,
    )
