"""The lists of a KPI's page: what stands now, what it measures and for whom, and its definition."""

from collections.abc import Sequence
from datetime import date

from commissioning.core.components import Link, SummaryRow, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.models import KPI, Target
from outcomes.models.measurements import MeasureQualifier
from outcomes.printed import number
from outcomes.selectors.kpi_page import KPIPage
from outcomes.selectors.series_types import (
    Series,
    SeriesValue,
    value_words,
    wording_of,
)
from outcomes.services.kpi_door import label_of, printed
from outcomes.words import too_few
from outcomes.year_to_date import year_to_date
from programmes.addresses import Addresses
from programmes.tables import day_words

NOT_STATED = "not stated"
NO_TARGET = "no target stated"
PROVISIONAL = Tag("Provisional", Tone.WARN)
CORRECTED = Tag("Corrected", Tone.INFO)
PROXY = Tag("Proxy", Tone.WARN)
DIRECT = Tag("Direct", Tone.GOOD)
DEFINED_BY = (
    "definition",
    "why_it_matters",
    "numerator",
    "denominator",
    "method",
    "collection",
    "source",
    "frequency",
    "measure",
    "per",
    "unit",
    "decimals",
    "polarity",
    "series",
    "suppress_below",
    "tolerance",
    "reported_from",
    "retired_on",
    "return_days",
    "related_to",
    "note",
)
CHARTED_BY = (
    "spc_profile",
    "spc_shift",
    "spc_trend",
    "spc_minimum_points",
    "spc_screening",
    "spc_mixed",
    "spc_count_beyond",
    "baseline_points",
    "baseline_until",
    "floor",
    "ceiling",
)
BLANK_MEANS = {
    "per": "",  # only a rate has one
    "suppress_below": "nothing is hidden: it does not count people",
    "retired_on": "",
    "baseline_points": "none: every point sets the limits",
    "baseline_until": "none",
    "floor": "none",
    "ceiling": "none",
    "high_impact_area": "",
    "metric": "",
    "related_to": "",
    "note": "",
}


# --- what stands now ----------------------------------------------------------------------------------------------


def figure_words(value: SeriesValue, kpi: KPI) -> str:
    """A figure with its parts as boards read it: “71.2 % (1,204/1,691)”; “suppressed” or “not reported” without."""
    words = value_words(value, kpi)
    if value.value is None or not value.has_parts:
        return words
    return f"{words} ({_count(value.numerator)}/{_count(value.denominator)})"


def _count(part: object) -> str:
    exact = part.normalize()  # type: ignore[attr-defined]
    return number(exact, max(-int(exact.as_tuple().exponent), 0))


def latest_cell(series: Series) -> Cell:
    """The latest figure; as the paper prints it, where one does."""
    value = series.latest
    if value is None:
        return Cell("no figure yet", unknown=True)
    tags = [] if value.is_final else [PROVISIONAL]
    if value.supersedes:
        tags.append(CORRECTED)
    note = value.period.printed
    if value.text:
        return Cell(f"“{value.text}”", note=f"As printed; {_read_as(value, series.kpi)}; {note}", tags=tags)
    return Cell(figure_words(value, series.kpi), note=note, tags=tags)


def _read_as(value: SeriesValue, kpi: KPI) -> str:
    said = value_words(value, kpi)
    exact = value.qualifier == MeasureQualifier.EXACT
    return f"read as {said}" if exact else f"read as {said}, which is no exact figure"


def position_rows(page: KPIPage, on: date) -> list[SummaryRow]:
    """Latest figure, year to date, target, limits, age of the data and owner, on a day."""
    series = page.series
    rows = [SummaryRow("Latest", latest_cell(series))]
    if series.newest_without is not None:
        newest = series.newest_without
        rows.append(
            SummaryRow("Newest period", Cell(newest.why_none, unknown=True, note=newest.period.printed))
        )
    so_far = year_to_date(series)
    if so_far is not None:
        rows.append(SummaryRow("Financial year to date", Cell(so_far.words, note=so_far.span)))
    rows.append(SummaryRow("Target", target_cell(page, on)))
    limits = _limits(series)
    if limits:
        rows.append(SummaryRow("Mean and limits", Cell(limits, note="at the latest point")))
    rows.append(SummaryRow("Age of the data", age_cell(series, on)))
    return [*rows, SummaryRow("Owner", owner_cell(page.kpi))]


def _limits(series: Series) -> str:
    latest, says = series.analysis.latest, series.wording
    if latest is None or latest.mean is None or too_few(series.analysis):
        return ""
    if latest.lower_limit is None or latest.upper_limit is None:
        return f"mean {says.line_figure(latest.mean)}, no limits yet"
    low, high = (says.line_figure(line) for line in (latest.lower_limit, latest.upper_limit))
    return f"mean {says.line_figure(latest.mean)}, limits {low} to {high}"


def target_cell(page: KPIPage, on: date) -> Cell:
    """The target in force on the day; and which one the latest point is judged by, where that is another."""
    series = page.series
    target = series.target_on(on)
    judged = series.target_on(series.latest.start if series.latest else None) if series.latest else None
    if target is None:
        if not series.targets:
            return Cell(NO_TARGET, unknown=True)
        return Cell("no target in force on this day", unknown=True, note="Others stand below.")
    notes = [target_days(target), f"Origin: {target.origin}" if target.origin else "Origin not stated"]
    if target.date.printed:
        notes.append(f"To be reached by: {target.date.printed}")
    if judged is not None and judged.pk != target.pk:
        notes.append(
            f"The latest figure is judged against {target_text(series, judged)}, in force at the time"
        )
    return Cell(target_text(series, target), note=". ".join(notes) + ".")


def target_text(series: Series, target: Target) -> str:
    """A target in numbers, in words, or in both."""
    value = series.wording.target(target.value) if target.value is not None else ""
    return " – ".join(part for part in (value, target.words) if part)


def target_days(target: Target) -> str:
    first = f"From {day_words(target.starts_on)}" if target.starts_on else "From the first point"
    return f"{first} to {day_words(target.ends_on)}" if target.ends_on else f"{first}, no end set"


def age_cell(series: Series, on: date) -> Cell:
    """Days from the end of the latest period to the day; never a guess for a figure without a date."""
    latest = series.latest
    if latest is None:
        return Cell("no figure yet", unknown=True)
    end = latest.period.end
    if end is None:
        return Cell("not known", unknown=True, note="The latest figure has no date.")
    days = (on - end).days
    if days <= 0:
        return Cell(f"The latest period ends on {day_words(end)}", note=f"as at {day_words(on)}")
    words = f"{days:,} day{'' if days == 1 else 's'}"
    return Cell(words, note=f"as at {day_words(on)}; the latest period ended on {day_words(end)}")


def owner_cell(kpi: KPI) -> Cell:
    parts = [str(kpi.owner) if kpi.owner else "", kpi.owner_role]
    said = ", ".join(part for part in parts if part)
    return Cell(said) if said else Cell(NOT_STATED, unknown=True)


# --- definition ---------------------------------------------------------------------------------------------------


def definition_rows(kpi: KPI, names: Sequence[str] = DEFINED_BY) -> list[SummaryRow]:
    """The fields of a KPI in words, but for those that stand above on its page: owner, state, what it measures.

    A blank one says “not stated”, except where a blank says something itself.
    """
    rows = []
    for name in names:
        words = _field_words(kpi, name)
        if words and (name != "frequency" or kpi.frequency != "not_stated"):
            rows.append(SummaryRow(label_of(name), Cell(words)))
        elif BLANK_MEANS.get(name) == "":
            continue
        else:
            means = BLANK_MEANS.get(name, NOT_STATED)
            rows.append(SummaryRow(label_of(name), Cell(means, unknown=means == NOT_STATED)))
    return rows


def _field_words(kpi: KPI, name: str) -> str:
    """As `printed`, but a bare number with what it counts."""
    if name == "tolerance" and kpi.tolerance is not None:
        return f"{wording_of(kpi).target(kpi.tolerance)} from the target"
    if name == "suppress_below" and kpi.suppress_below is not None:
        return f"{kpi.suppress_below}, but for 0"
    if name == "return_days":
        return f"{kpi.return_days} after the end of a period"
    return printed(kpi, name)


def outcome_rows(page: KPIPage, to: Addresses) -> list[SummaryRow]:
    """What it measures and for whom: outcomes with direct or proxy, promises, services, contracts."""
    kpi = page.kpi
    rows = [
        SummaryRow(
            "Outcome",
            Cell(
                links=(Link(one.text, f"{to.of('outcomes')}#{one.reference}"),),
                tags=(PROXY if one.is_proxy else DIRECT,),
                note=one.domain and f"Domain: {one.domain}",
            ),
        )
        for one in page.measured
    ]
    if not rows:
        rows.append(SummaryRow("Outcome", Cell("it measures no outcome of a framework", unknown=True)))
    rows += [SummaryRow("Commitment", Cell(one.text)) for one in page.commitments]
    if kpi.high_impact_area is not None:
        rows.append(SummaryRow("High impact area", Cell(str(kpi.high_impact_area))))
    rows += [
        SummaryRow("Service", Cell(one.name, href=to.of("service", one.reference))) for one in page.services
    ]
    if not page.services:
        rows.append(SummaryRow("Service", Cell("none is named", unknown=True)))
    if kpi.metric is not None:
        summary = kpi.metric.summary
        link = Link(summary.name, to.of("project_summary", summary.reference))
        rows.append(SummaryRow("Metric of a project", Cell(f"“{kpi.metric.text}”", links=(link,))))
    return rows


def adoption_table(page: KPIPage, to: Addresses) -> Table:
    """The contracts that have adopted the KPI."""
    rows = tuple(
        Row(
            (
                Cell(one.name, href=to.of("golden_thread"), note=one.reference),
                Cell(one.provider) if one.provider else Cell(NOT_STATED, unknown=True),
                Cell(one.days) if one.days else Cell(NOT_STATED, unknown=True),
            )
        )
        for one in page.adoptions
    )
    columns = (Column("Contract"), Column("Lead provider"), Column("Runs"))
    return Table(
        "Contracts that have adopted it",
        columns,
        rows,
        empty="No contract has adopted it, so no provider is bound to report it.",
    )
