"""Risks with their scores on the day, and what is done about them, as tables."""

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
from governance.selectors.risks import Assessed, MitigationShown, RiskView


def _level(name: str, what: str) -> tuple[SheetColumn, ...]:
    """The columns of one level of assessment; those of the current one have no name before them."""

    def named(word: str) -> str:
        return f"{name} {word.lower()}" if name else word

    points = f"1 to 5, {what}; empty where nobody has assessed it, which is not low."
    return (
        SheetColumn(named("Likelihood"), points, Kind.INTEGER),
        SheetColumn(named("Impact"), points, Kind.INTEGER),
        SheetColumn(named("Score"), "Likelihood times impact, 1 to 25; empty is not low.", Kind.INTEGER),
        SheetColumn(named("Band"), "By the bands in force on the day.", width=14),
        SheetColumn(named("Assessed on"), "The day of the latest assessment.", Kind.DATE),
    )


RISK_COLUMNS = (
    SheetColumn("Reference", "The risk's stable reference.", width=14),
    SheetColumn("Risk", "Its title.", width=40),
    SheetColumn("What", "As the paper words it.", width=60),
    SheetColumn("Cause", "What might bring it about.", width=40),
    SheetColumn("Event", "What might happen.", width=40),
    SheetColumn("Effect", "What would follow.", width=40),
    SheetColumn("Phase", "Empty for the programme as a whole.", width=24),
    *date_columns("Raised", "When it was raised."),
    *_level("", "with the mitigations in place"),
    *_level("Inherent", "before anything is done about it"),
    *_level("Target", "as it is aimed at"),
    SheetColumn("Assessment marker", "[not assessed] where there is no current score.", width=16),
    SheetColumn("Owner", "A role; empty where none is named.", width=24),
    SheetColumn("Response", "Treat, Tolerate, Transfer or Terminate; empty where none is decided.", width=14),
    SheetColumn("Mitigation", "What is done about it; empty where nothing is named.", width=48),
    SheetColumn("Mitigation references", "The rows of the sheet of mitigations.", width=24),
    SheetColumn("Review due", "The day of its next review.", Kind.DATE),
    SheetColumn("Review overdue", "yes where that day has passed and it is not closed.", Kind.YES_NO),
    SheetColumn("Escalated to", "The body that was told; empty where none was.", width=30),
    SheetColumn(
        "To be escalated", "yes where its band is one to escalate and no body has been told.", Kind.YES_NO
    ),
    SheetColumn("State", "Identified, Assessed, Mitigating, Accepted or Closed, on the day.", width=14),
    PRINTED_IN,
    ILLUSTRATIVE,
)
MITIGATION_COLUMNS = (
    SheetColumn("Risk reference", "The risk that it serves.", width=14),
    SheetColumn("Risk", "The risk's title.", width=40),
    SheetColumn("Mitigation reference", "Its stable reference; the same for each risk it serves.", width=18),
    SheetColumn("Mitigation", "What is done.", width=60),
    SheetColumn("Also for", "The other risks that it serves.", width=24),
    SheetColumn("Owner", "A role; empty where none is named.", width=24),
    *date_columns("Due", "By when."),
    SheetColumn("State", "Proposed, Under way, In place, Dropped or Not stated.", width=14),
    ILLUSTRATIVE,
)


def risks_table(material: Material) -> SheetTable:
    return SheetTable(
        "risks",
        "Risks",
        "One row is one risk of the programme, as at the day. A score that nobody gave is empty.",
        RISK_COLUMNS,
        tuple(_risk(row) for row in material.risks.rows),
    )


def mitigations_table(material: Material) -> SheetTable:
    rows = [(view, each) for view in material.risks.every for each in view.mitigations]
    return SheetTable(
        "mitigations",
        "Mitigations",
        "One row is one mitigation of one risk: one that serves several risks has a row for each.",
        MITIGATION_COLUMNS,
        tuple(_mitigation(view, each) for view, each in rows),
    )


def _risk(row: RiskView) -> tuple[Value, ...]:
    counted = [each for each in row.mitigations if each.counts]
    return (
        row.reference,
        row.title,
        row.text or None,
        row.cause or None,
        row.event or None,
        row.effect or None,
        row.phase_name or None,
        *date_values(row.raised),
        *(value for judged in (row.current, row.inherent, row.target) for value in _scores(judged)),
        None if row.current else "[not assessed]",
        row.owner_role or None,
        row.response_label or None,
        row.mitigation or None,
        joined([each.reference for each in counted]),
        row.review_due,
        row.review_overdue,
        row.escalated_to or None,
        row.needs_escalation,
        row.state_label,
        locators(row.places),
        row.illustrative,
    )


def _scores(judged: Assessed | None) -> tuple[Value, ...]:
    if judged is None:
        return (None,) * 5
    return judged.likelihood, judged.impact, judged.score, judged.band.name, judged.on


def _mitigation(view: RiskView, each: MitigationShown) -> tuple[Value, ...]:
    return (
        view.reference,
        view.title,
        each.reference,
        each.text,
        joined([reference for reference, _ in each.shared_with]),
        each.owner_role or None,
        *date_values(each.due),
        each.state_label,
        each.illustrative,
    )
