"""KPIs as they are defined and charted, their targets, and the decisions about their charts, as tables."""

from typing import Final

from django.utils import timezone

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
)
from commissioning.reporting.exports.kpis import NAME, REFERENCE
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from outcomes.models import KPI, ChartDecision, Target

DEFINITION: Final = (
    REFERENCE,
    NAME,
    SheetColumn("Definition", "What it is.", width=50),
    SheetColumn("Why it matters", "Why it matters.", width=40),
    SheetColumn("Numerator", "What is counted.", width=40),
    SheetColumn("Denominator", "Out of whom or what.", width=40),
    SheetColumn("Method", "How the value is worked out.", width=40),
    SheetColumn("Collection", "How the data are collected.", width=40),
    SheetColumn("Data source", "Where the data come from.", width=30),
    SheetColumn("Frequency", "How often it is reported.", width=18),
    SheetColumn("Kind", "Number, percentage, rate or average.", width=14),
    SheetColumn("Per", "Of a rate: for every so many.", Kind.INTEGER),
    SheetColumn("Unit", "The unit of its values.", width=14),
    SheetColumn("Decimals", "How many are printed.", Kind.INTEGER),
    SheetColumn("Better", "Which direction is better.", width=18),
    SheetColumn("Series", "Each period on its own, cumulative or rolling.", width=24),
    SheetColumn("Hidden below", "Counts from 1 to one less than this are not shown.", Kind.INTEGER),
    SheetColumn("Tolerance", "How far from the target is still accepted.", Kind.NUMBER),
    SheetColumn("Owner", "The organisation that owns it.", width=28),
    SheetColumn("Owner's role", "A role title.", width=24),
    SheetColumn("State", "Proposed, baselined, reporting or retired.", width=14),
    SheetColumn("Reported from", "The first day of the first period with a return.", Kind.DATE),
    SheetColumn("Retired on", "The day it was retired.", Kind.DATE),
    SheetColumn("Return days", "Days after a period by which its return is due.", Kind.INTEGER),
    SheetColumn("Chart rules", "The rules that its chart follows.", width=30),
    SheetColumn("Points in a shift", "On one side of the mean.", Kind.INTEGER),
    SheetColumn("Points in a trend", "In a row up or down.", Kind.INTEGER),
    SheetColumn("Points needed", "Before limits and icons are drawn.", Kind.INTEGER),
    SheetColumn("Ranges screened", "yes where extreme moving ranges set no limits.", Kind.YES_NO),
    SheetColumn("Baseline points", "The first so many points set the limits; empty for all.", Kind.INTEGER),
    SheetColumn("Baseline until", "Its last day; wins over a number of points.", Kind.DATE),
    SheetColumn("Floor", "The least a value can be.", Kind.NUMBER),
    SheetColumn("Ceiling", "The most a value can be.", Kind.NUMBER),
    SheetColumn("Related to", "As the paper words it.", width=30),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    ILLUSTRATIVE,
)


def definitions_table(material: Material) -> SheetTable:
    """Every KPI as it is defined and charted, retired ones included."""
    kpis = KPI.objects.filter(programme=material.programme).select_related("owner").order_by("reference")
    return SheetTable(
        "kpi_definitions",
        "KPI definitions",
        "One row is one KPI as it is defined and charted now, retired ones included.",
        DEFINITION,
        tuple(_definition(kpi) for kpi in kpis),
    )


TEXTS: Final = ("definition", "why_it_matters", "numerator", "denominator", "method", "collection", "source")


def _definition(kpi: KPI) -> tuple[Value, ...]:
    return (
        kpi.reference,
        kpi.name,
        *(getattr(kpi, name) or None for name in TEXTS),
        kpi.get_frequency_display(),
        kpi.get_measure_display(),
        kpi.per,
        kpi.unit or None,
        kpi.decimals,
        kpi.get_polarity_display(),
        kpi.get_series_display(),
        kpi.suppress_below,
        kpi.tolerance,
        str(kpi.owner) if kpi.owner else None,
        kpi.owner_role or None,
        kpi.get_state_display(),
        kpi.reported_from,
        kpi.retired_on,
        kpi.return_days,
        *_charted(kpi),
        kpi.related_to or None,
        kpi.note or None,
        kpi.illustrative,
    )


def _charted(kpi: KPI) -> tuple[Value, ...]:
    return (
        kpi.get_spc_profile_display(),
        kpi.spc_shift,
        kpi.spc_trend,
        kpi.spc_minimum_points,
        kpi.spc_screening,
        kpi.baseline_points,
        kpi.baseline_until,
        kpi.floor,
        kpi.ceiling,
    )


TARGETS: Final = (
    SheetColumn("Reference", "The target's stable reference.", width=18),
    REFERENCE,
    NAME,
    SheetColumn("Target", "In the KPI's unit; empty for a target in words.", Kind.NUMBER),
    SheetColumn("Target marker", "[words only] where the target is no number.", width=14),
    SheetColumn("Target in words", "As stated.", width=40),
    *date_columns("By when", "By when it is to be reached."),
    SheetColumn("Holds from", "The first day it is in force; empty: from the first point on.", Kind.DATE),
    SheetColumn("Holds until", "The last day it is in force; empty: no end.", Kind.DATE),
    SheetColumn("Origin", "Who set it.", width=30),
    SheetColumn("Withdrawn", "yes where it was replaced before it came into force.", Kind.YES_NO),
    ILLUSTRATIVE,
)


def targets_table(material: Material) -> SheetTable:
    """Every target there was, also those that ended or were withdrawn."""
    rows = Target.objects.filter(programme=material.programme).select_related("kpi")
    return SheetTable(
        "kpi_targets",
        "KPI targets",
        "One row is one target of one KPI; a changed target ends the one before, which stays.",
        TARGETS,
        tuple(_target(row) for row in rows.order_by("kpi__reference", "starts_on", "reference")),
    )


def _target(row: Target) -> tuple[Value, ...]:
    return (
        row.reference,
        row.kpi.reference,
        row.kpi.name,
        row.value,
        None if row.value is not None else "[words only]",
        row.words or None,
        *date_values(row.date),
        row.starts_on,
        row.ends_on,
        row.origin or None,
        row.withdrawn,
        row.illustrative,
    )


DECISIONS: Final = (
    SheetColumn("Reference", "The decision's stable reference.", width=18),
    REFERENCE,
    NAME,
    SheetColumn("Kind", "Limits worked out anew from here, or a point left out of the limits.", width=36),
    SheetColumn("On", "The first day of the period from which it holds.", Kind.DATE),
    SheetColumn("Reason", "Why it was decided.", width=50),
    SheetColumn("Made by", "The role of whoever decided.", width=24),
    SheetColumn("Made on", "The day it was decided.", Kind.DATE),
    SheetColumn("Withdrawn on", "The day it was taken back; empty while it stands.", Kind.DATE),
    SheetColumn("Withdrawn by", "The role of whoever took it back.", width=24),
    SheetColumn("Why withdrawn", "Why it was taken back.", width=50),
    ILLUSTRATIVE,
)


def decisions_table(material: Material) -> SheetTable:
    """Every decision about a chart, also those withdrawn."""
    rows = ChartDecision.objects.filter(programme=material.programme)
    people = rows.select_related("kpi", "made_by", "withdrawn_by")
    return SheetTable(
        "chart_decisions",
        "Chart decisions",
        "One row is one decision of a person about one chart. Nothing is ever decided automatically.",
        DECISIONS,
        tuple(_decision(row) for row in people.order_by("kpi__reference", "on", "reference")),
    )


def _decision(row: ChartDecision) -> tuple[Value, ...]:
    taken_back = row.withdrawn_at is not None
    return (
        row.reference,
        row.kpi.reference,
        row.kpi.name,
        row.get_kind_display(),
        row.on,
        row.reason,
        str(row.made_by) if row.made_by else None,
        timezone.localdate(row.made_at),
        timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None,
        str(row.withdrawn_by) if row.withdrawn_by else None,
        row.withdrawn_reason if taken_back and row.withdrawn_reason else None,
        row.illustrative,
    )
