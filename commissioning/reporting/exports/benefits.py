"""Benefits, what was realised of them, and “You said, we did”, as tables."""

from decimal import Decimal

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
)
from commissioning.reporting.exports.material import (
    ILLUSTRATIVE,
    PRINTED_IN,
    Material,
    locators,
    yes_no_unsaid,
)
from governance.listing_feedback import answer_of
from governance.selectors.benefits import BenefitView, RealisedRow, decimals_of
from governance.selectors.feedback import FeedbackRow

ANSWER_WORDS = {"answered": "answered", "unanswered": "no answer recorded", "none_needed": "none needed"}
BENEFIT_COLUMNS = (
    SheetColumn("Reference", "The benefit's stable reference.", width=14),
    SheetColumn("Benefit", "What is sought.", width=44),
    SheetColumn("In more words", "What else is said of it.", width=48),
    SheetColumn("For whom", "Its audience; empty where none is stated.", width=26),
    SheetColumn("Phase", "The phase it is part of; empty for the programme as a whole.", Kind.INTEGER),
    SheetColumn("Owner", "A role; empty where none is named.", width=24),
    SheetColumn("Measurement", "How it is measured.", width=40),
    SheetColumn(
        "KPI", "The reference of the KPI that measures it; its series is in “Measurements”.", width=14
    ),
    SheetColumn("Unit", "What baseline, target and values count; a KPI brings its own.", width=14),
    SheetColumn("Better", "Which way is better, as stated.", width=16),
    SheetColumn("Baseline", "As a number; empty where nobody states one, which is not 0.", Kind.NUMBER),
    SheetColumn("Baseline in words", "As stated.", width=30),
    *date_columns("Baseline of", "When the baseline was so."),
    SheetColumn("Target", "As a number; empty where nobody states one.", Kind.NUMBER),
    SheetColumn("Target in words", "As stated.", width=30),
    *date_columns("Target by", "By when the target is to be reached."),
    SheetColumn("Last value", "As a number; empty where none is known or shown.", Kind.NUMBER),
    SheetColumn("Last value in words", "With its unit, or as reported in words.", width=30),
    *date_columns("Last value of", "What the last value covers."),
    SheetColumn("Last value from", "The KPI, or what was reported.", width=14),
    SheetColumn("State", "Worked out from baseline, target and last value on the day.", width=22),
    SheetColumn("Why", "The reason for the state.", width=48),
    SheetColumn(
        "Share of the way",
        "Distance from baseline to target that the last value covers; below 0 where it moved away. No trend.",
        Kind.PERCENT,
    ),
    SheetColumn("Releases cash", "yes, no, or not said.", width=14),
    PRINTED_IN,
    ILLUSTRATIVE,
)
REALISED_COLUMNS = (
    SheetColumn("Reference", "The entry's stable reference.", width=14),
    SheetColumn("Benefit reference", "The benefit's.", width=16),
    SheetColumn("Benefit", "What is sought.", width=44),
    *date_columns("By", "By when it had been realised."),
    SheetColumn("Value", "As a number; empty where only words were reported.", Kind.NUMBER),
    SheetColumn("Unit", "What the value counts.", width=14),
    SheetColumn("In words", "As reported.", width=48),
    SheetColumn("Corrects", "The entry whose place it takes.", width=14),
    SheetColumn("Corrected by", "The entry that took its place; this one no longer counts.", width=14),
    SheetColumn("Reported in", "The paper that reports it.", width=34),
    SheetColumn("Entered by", "Who entered it, by role.", width=24),
    PRINTED_IN,
    ILLUSTRATIVE,
)
FEEDBACK_COLUMNS = (
    SheetColumn("Reference", "The point's stable reference.", width=14),
    SheetColumn("Said", "One point, in the words recorded.", width=60),
    SheetColumn("Said by", "A group or a role; empty where nobody is named.", width=28),
    *date_columns("Said on", "When it was said, else when it was asked for."),
    SheetColumn("Engagement reference", "How it was asked for; empty where none is named.", width=16),
    SheetColumn("Engagement", "Its kind.", width=30),
    SheetColumn("Sentiment", "As recorded; empty where none is. Support asks for nothing.", width=14),
    SheetColumn("Answer", "What was answered or done; empty where there is none.", width=60),
    *date_columns("Answered on", "When it was answered; many papers do not say."),
    SheetColumn("Answer marker", "answered, no answer recorded, or none needed.", width=20),
    SheetColumn(
        "Days without an answer, at least",
        "From the last day on which it can have been said; empty where it does not wait or no day is known.",
        Kind.INTEGER,
    ),
    SheetColumn(
        "Days without an answer, at most", "From the first day on which it can have been said.", Kind.INTEGER
    ),
    PRINTED_IN,
    SheetColumn("Answer printed in", "Where the papers print the answer.", width=34),
    ILLUSTRATIVE,
)


def benefits_table(material: Material) -> SheetTable:
    return SheetTable(
        "benefits",
        "Benefits",
        "One row is one benefit of the register; those that papers only name stand in “Project summaries” and on the "
        "page of benefits.",
        BENEFIT_COLUMNS,
        tuple(_benefit(view) for view in material.benefits.rows),
    )


def benefits_realised_table(material: Material) -> SheetTable:
    """Every entry by the day, corrected ones too, whatever the filter of the register."""
    rows = [_realised(row, view) for view in material.benefits.every for row in view.realised]
    return SheetTable(
        "benefits_realised",
        "Benefits realised",
        "One row is one reported value. One that was corrected stays, and names what took its place: do not add it up.",
        REALISED_COLUMNS,
        tuple(rows),
    )


def feedback_table(material: Material) -> SheetTable:
    return SheetTable(
        "feedback",
        "Feedback and answers",
        "One row is one point that partners or the public made, with its answer.",
        FEEDBACK_COLUMNS,
        tuple(_feedback(row, material) for row in material.feedback.rows),
    )


def exactly(value: Decimal | None) -> Decimal | None:
    """A stored number with as many decimals as it says: 60 and not 60.0000; None stays empty."""
    return None if value is None else round(value, decimals_of(value))


def _benefit(view: BenefitView) -> tuple[Value, ...]:
    last, share = view.last, view.standing.share
    source = "" if last is None else "KPI" if last.of_kpi else "reported"
    return (
        view.reference,
        view.title,
        view.text or None,
        view.audience_label if view.audience else None,
        view.phase,
        view.owner_role or None,
        view.measurement or None,
        view.measured.reference if view.measured else None,
        view.unit or None,
        view.direction_label if view.direction else None,
        exactly(view.baseline),
        view.baseline_text or None,
        *date_values(view.baseline_on),
        exactly(view.target),
        view.target_text or None,
        *date_values(view.target_by),
        exactly(last.number) if last else None,
        last.words if last else None,
        *(date_values(last.when) if last else (None,) * len(date_values(view.target_by))),
        source or None,
        view.state.label,
        view.standing.reason,
        round(share / 100, 4) if share is not None else None,
        yes_no_unsaid(view.is_cash_releasing),
        locators(view.places),
        view.illustrative,
    )


def _realised(row: RealisedRow, view: BenefitView) -> tuple[Value, ...]:
    return (
        row.reference,
        view.reference,
        view.title,
        *date_values(row.by_date),
        exactly(row.value),
        view.unit or None,
        row.text or None,
        row.corrects or None,
        row.corrected_by or None,
        row.document_title or None,
        row.who,
        locators(row.places),
        row.illustrative,
    )


def _feedback(row: FeedbackRow, material: Material) -> tuple[Value, ...]:
    waited = row.waited(material.on)
    return (
        row.reference,
        row.text,
        row.said_by or None,
        *date_values(row.said),
        row.engagement_reference or None,
        row.engagement or None,
        row.sentiment or None,
        row.response or None,
        *date_values(row.responded),
        ANSWER_WORDS[answer_of(row)],
        waited.fewest if waited else None,
        waited.most if waited else None,
        locators(row.places),
        locators(row.response_places),
        row.illustrative,
    )
