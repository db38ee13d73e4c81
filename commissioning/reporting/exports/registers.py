"""Issues, dependencies, assumptions and requests for change, as the address of their list asks for them."""

from collections.abc import Callable
from typing import Any

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Value, date_columns, date_values
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from governance.listing_registers import RegisterListing, register_listing
from governance.rules.register_fields import REGISTERS
from governance.selectors.registers import RegisterRow

REFERENCE = SheetColumn("Reference", "Its stable reference.", width=14)
OWNER = SheetColumn("Owner", "A role; empty where none is named.", width=24)
PHASE = SheetColumn("Phase", "The phase that it belongs to; empty where none is named.", width=12)
STATE = SheetColumn("State", "As recorded; of an issue, on the day.", width=18)
OVERDUE = SheetColumn(
    "Overdue", "yes where the last day that its date can mean has passed and it is still open.", Kind.YES_NO
)
AGE = SheetColumn(
    "Days since raised", "At the least, up to the day; empty where nobody said when.", Kind.INTEGER
)
MILESTONE = SheetColumn("Milestone", "Its words.", width=40)

ISSUE_COLUMNS = (
    REFERENCE,
    SheetColumn("Issue", "What has happened, in a few words.", width=40),
    SheetColumn("More", "What else is said of it.", width=60),
    SheetColumn("Severity", "Low, Medium, High, Critical; “Not rated” is not low.", width=12),
    PHASE,
    SheetColumn("Risk reference", "The risk that came true, where it was one.", width=14),
    *date_columns("Raised", "When it was raised."),
    AGE,
    *date_columns("Due", "By when it is to be resolved."),
    OVERDUE,
    OWNER,
    SheetColumn("Escalated to", "The body that it was taken to.", width=30),
    STATE,
    SheetColumn("Resolution", "How it was resolved, or why it was closed without.", width=60),
    *date_columns("Resolved", "When it was resolved."),
    PRINTED_IN,
    ILLUSTRATIVE,
)
DEPENDENCY_COLUMNS = (
    REFERENCE,
    SheetColumn("What is needed", "In its own words.", width=60),
    SheetColumn("Who needs it", "We need it from them, or they need it from us.", width=22),
    SheetColumn("Other party", "A role, a programme or a body.", width=30),
    SheetColumn("Organisation", "Where the other party is one that is recorded.", width=30),
    PHASE,
    SheetColumn("Milestone reference", "The milestone that waits for it or gives it.", width=16),
    MILESTONE,
    *date_columns("Needed by", "By when it is needed."),
    OVERDUE,
    SheetColumn(
        "Does not fit", "Why its date and its milestone's do not fit; empty where they may.", width=40
    ),
    OWNER,
    STATE,
    SheetColumn("Note", "What else is said of it.", width=40),
    PRINTED_IN,
    ILLUSTRATIVE,
)
ASSUMPTION_COLUMNS = (
    REFERENCE,
    SheetColumn("What is taken for granted", "In its own words.", width=60),
    SheetColumn("If it is wrong", "What follows if it does not hold.", width=60),
    SheetColumn("Next review", "The day of its next review.", Kind.DATE),
    OVERDUE,
    OWNER,
    STATE,
    SheetColumn("What shows it", "What shows that it holds, or that it does not.", width=60),
    PRINTED_IN,
    ILLUSTRATIVE,
)
EFFECTS = ("Time", "Cost", "Scope", "Quality", "Benefits", "Risk")
CHANGE_REQUEST_COLUMNS = (
    REFERENCE,
    SheetColumn("Change", "In a few words.", width=40),
    SheetColumn("What would change", "From what to what.", width=60),
    SheetColumn("Why", "Why it is asked for.", width=40),
    SheetColumn("Raised by", "A role; empty where none is named.", width=24),
    *date_columns("Raised", "When it was raised."),
    AGE,
    *(
        SheetColumn(f"Effect on {name.lower()}", "As stated; empty where nothing is.", width=30)
        for name in EFFECTS
    ),
    STATE,
    SheetColumn("Decided because", "Who decided, and why; empty where nobody has.", width=40),
    SheetColumn("Decision reference", "The decision that says so, where one is recorded.", width=16),
    SheetColumn("Decision", "Its title.", width=40),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def listing_of(material: Material, name: str) -> RegisterListing:
    """One of the four registers by its name, as the address asks for it."""
    return register_listing(REGISTERS[name], material.programme, material.params, material.on)


def _table(
    material: Material,
    name: str,
    said: str,
    columns: tuple[SheetColumn, ...],
    values: Callable[[Any], tuple[Value, ...]],
) -> SheetTable:
    """The values of each row end with where it is printed and whether it is illustrative."""
    rows = tuple((*values(row), *_ending(row)) for row in listing_of(material, name).rows)
    return SheetTable(name, REGISTERS[name].many.capitalize(), said, columns, rows)


def _ending(row: RegisterRow) -> tuple[Value, ...]:
    return locators(row.places), row.illustrative


def issues_table(material: Material) -> SheetTable:
    said = "One row is one issue: something that has happened and stands in the way."
    return _table(material, "issues", said, ISSUE_COLUMNS, _issue)


def dependencies_table(material: Material) -> SheetTable:
    said = "One row is one thing that the programme needs from others, or others from it."
    return _table(material, "dependencies", said, DEPENDENCY_COLUMNS, _dependency)


def assumptions_table(material: Material) -> SheetTable:
    said = "One row is one thing that the plan takes for granted."
    return _table(material, "assumptions", said, ASSUMPTION_COLUMNS, _assumption)


def change_requests_table(material: Material) -> SheetTable:
    said = "One row is one request to change what was agreed."
    return _table(material, "change_requests", said, CHANGE_REQUEST_COLUMNS, _change_request)


def _issue(row: Any) -> tuple[Value, ...]:
    return (
        row.reference,
        row.title,
        row.text or None,
        row.severity_label,
        row.phase or None,
        row.risk_reference or None,
        *date_values(row.raised),
        row.age.fewest if row.age else None,
        *date_values(row.due),
        row.is_overdue,
        row.owner_role or None,
        row.escalated_to or None,
        row.state_label,
        row.resolution or None,
        *date_values(row.resolved),
    )


def _dependency(row: Any) -> tuple[Value, ...]:
    return (
        row.reference,
        row.title,
        row.direction_label,
        row.other_party or None,
        row.organisation or None,
        row.phase or None,
        row.milestone_reference or None,
        row.milestone_text or None,
        *date_values(row.due),
        row.is_overdue,
        row.clash or None,
        row.owner_role or None,
        row.state_label,
        row.note or None,
    )


def _assumption(row: Any) -> tuple[Value, ...]:
    return (
        row.reference,
        row.title,
        row.if_wrong or None,
        row.review_due,
        row.is_overdue,
        row.owner_role or None,
        row.state_label,
        row.evidence or None,
    )


def _change_request(row: Any) -> tuple[Value, ...]:
    stated = dict(row.effects)
    return (
        row.reference,
        row.title,
        row.text or None,
        row.because or None,
        row.raised_by_role or None,
        *date_values(row.raised),
        row.age.fewest if row.age else None,
        *(stated.get(name) for name in EFFECTS),
        row.state_label,
        row.decided_because or None,
        row.decision_reference or None,
        row.decision_title or None,
    )
