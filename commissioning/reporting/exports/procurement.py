"""Stages, notices, lots and market engagement as tables to take away. Nothing that is sealed is in any of them."""

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
from procurement.models.regimes import Regime
from procurement.selectors.market import EngagementRow, LotRow, engagements_of, lots_of
from procurement.selectors.notices import NoticeRow
from procurement.selectors.stages import PhaseStages, StageRow

PHASE = (
    SheetColumn("Phase", "The number of the procurement phase.", Kind.INTEGER),
    SheetColumn("Phase name", "Its name.", width=28),
)
STAGE_COLUMNS = (
    SheetColumn("Reference", "The stage's stable reference.", width=20),
    *PHASE,
    SheetColumn("Stage", "Its code.", width=16),
    SheetColumn("Name", "Its name.", width=28),
    SheetColumn("Gateway", "yes where a body decides whether to go on.", Kind.YES_NO),
    SheetColumn("Status", "Worked out from the dates on the day, never typed.", width=14),
    SheetColumn("Why", "Why it has that status.", width=48),
    *date_columns("Planned", "The baseline, frozen when procuring is approved."),
    SheetColumn("Baseline frozen", "yes once the planned date moves no more.", Kind.YES_NO),
    *date_columns("Forecast", "What is now expected."),
    *date_columns("Actual", "What happened."),
    SheetColumn("Variance", "Actual, else forecast, less planned, in words.", width=24),
    SheetColumn("Variance, fewest days", "Below 0 is earlier; empty without two dates.", Kind.INTEGER),
    SheetColumn("Variance, most days", "The same where a date is loose.", Kind.INTEGER),
    SheetColumn("Owner", "A role; empty where none is named.", width=24),
    SheetColumn("Decision", "The latest decision at a gateway.", width=24),
    SheetColumn("Decided by", "The body.", width=24),
    SheetColumn("Decided on", "The day of the decision.", Kind.DATE),
    SheetColumn("Missing", "What a gateway lacks on the day.", width=60),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def stages_table(material: Material) -> SheetTable:
    return SheetTable(
        "stages",
        "Stages",
        "One row is one stage of one procurement phase. Forecasts are those recorded now.",
        STAGE_COLUMNS,
        tuple(_stage(phase, row) for phase in material.stages.phases for row in phase.rows),
    )


def _stage(phase: PhaseStages, row: StageRow) -> tuple[Value, ...]:
    decision, variance = row.decision, row.variance
    missing = phase.missing(row.code) if row.is_gateway and not row.is_done else ()
    return (
        row.reference,
        phase.number,
        phase.name,
        row.code,
        row.name,
        row.is_gateway,
        row.status.label,
        row.reason,
        *date_values(row.planned),
        row.is_frozen,
        *date_values(row.forecast),
        *date_values(row.actual),
        variance.printed if variance else None,
        variance.days_low if variance else None,
        variance.days_high if variance else None,
        row.owner or None,
        decision.outcome_label if decision else None,
        decision.decided_by if decision else None,
        decision.decided_on if decision else None,
        joined([each.words for each in missing]) or None,
        locators(row.places),
        row.illustrative,
    )


NOTICE_COLUMNS = (
    SheetColumn("Reference", "The notice's stable reference; empty where it is only expected.", width=16),
    *PHASE,
    SheetColumn("Code", "Such as UK6.", width=14),
    SheetColumn("Notice", "Its name.", width=34),
    SheetColumn("Regime", "The rules that ask for it.", width=30),
    SheetColumn("State", "Expected, Planned, Overdue, Published or Not needed.", width=14),
    SheetColumn("Due", "The last day on which it is in time; empty where there is none yet.", Kind.DATE),
    SheetColumn("Due because", "What that day is counted from.", width=36),
    SheetColumn("Published", "The day it was published, by the day of the file.", Kind.DATE),
    SheetColumn("Not needed because", "Why the procurement does without it.", width=36),
    SheetColumn("Standstill starts", "Empty where it starts none.", Kind.DATE),
    SheetColumn("Standstill ends", "At midnight at the end of the day.", Kind.DATE),
    SheetColumn(
        "Sign from", "The first day to sign on; empty while representations keep it open.", Kind.DATE
    ),
    SheetColumn("Standstill", "Where it stands, in words.", width=48),
    SheetColumn("Portal number", "The portal's own.", width=24),
    SheetColumn("Address", "Where it was published.", width=40),
    ILLUSTRATIVE,
)


def notices_table(material: Material) -> SheetTable:
    return SheetTable(
        "notices",
        "Notices",
        "One row is one notice, recorded or expected by the regime of its phase.",
        NOTICE_COLUMNS,
        tuple(_notice(row) for row in material.notices.rows),
    )


def _notice(row: NoticeRow) -> tuple[Value, ...]:
    still, held = row.standstill, row.held
    return (
        row.reference or None,
        row.phase_number,
        row.phase_name,
        row.code,
        row.name,
        str(Regime(row.regime).label),
        row.state,
        row.due_on,
        row.due_words,
        row.published_on,
        row.not_needed_because or None,
        still.starts if still else None,
        still.ends if still else None,
        held.sign_from if held else None,
        held.words if held else None,
        row.external_id or None,
        row.url or None,
        row.illustrative,
    )


LOT_COLUMNS = (
    SheetColumn("Reference", "The lot's stable reference.", width=14),
    *PHASE,
    SheetColumn("Lot", "Its number in the phase.", Kind.INTEGER),
    SheetColumn("Title", "Its title.", width=36),
    SheetColumn("Description", "What it is.", width=48),
    SheetColumn("Services", "The names of its services.", width=48),
    SheetColumn("Service references", "Their references.", width=30),
    ILLUSTRATIVE,
)


def lots_table(material: Material) -> SheetTable:
    return SheetTable(
        "lots",
        "Lots",
        "One row is one lot: a part of a phase that can be awarded by itself.",
        LOT_COLUMNS,
        tuple(_lot(row) for row in lots_of(material.programme)),
    )


def _lot(row: LotRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.phase_number,
        row.phase_name,
        row.number,
        row.title,
        row.description or None,
        joined(row.services) or None,
        joined(row.service_references) or None,
        row.illustrative,
    )


ENGAGEMENT_COLUMNS = (
    SheetColumn("Reference", "Its stable reference.", width=14),
    *PHASE,
    SheetColumn("How", "Event, questionnaire, meetings or written exchange.", width=22),
    *date_columns("When", "When the market was asked."),
    SheetColumn("Asked", "What was asked.", width=48),
    SheetColumn("Learnt", "What was learnt.", width=48),
    SheetColumn(
        "Providers", "How many took part; empty where nobody counted, never 0 for that.", Kind.INTEGER
    ),
    ILLUSTRATIVE,
)


def engagement_table(material: Material) -> SheetTable:
    return SheetTable(
        "engagement",
        "Market engagement",
        "One row is one time that the market was asked. Providers are counted, never named.",
        ENGAGEMENT_COLUMNS,
        tuple(_engagement(row) for row in engagements_of(material.programme)),
    )


def _engagement(row: EngagementRow) -> tuple[Value, ...]:
    return (
        row.reference,
        row.phase_number,
        row.phase_name,
        row.kind_label,
        *date_values(row.held),
        row.text,
        row.learnt or None,
        row.providers,
        row.illustrative,
    )
