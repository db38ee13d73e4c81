"""The metrics that project summaries name, each as a proposed KPI: a name, and so far no figure and no target."""

from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, RecordGoneError, sources_of
from commissioning.seeding.records import Record
from outcomes.models import KPI
from outcomes.models.kpis import MeasureKind
from programmes.models import ProjectSummary, SummaryLine
from programmes.models.intentions import SummaryLineKind

PERCENT_SIGN = "%"


def load_metrics(load: Load) -> None:
    for summary in load.seed.records("project_summaries"):
        load.save(KPI, _drafts(load, summary))


def _drafts(load: Load, summary: Record) -> Iterator[Draft]:
    for place, name in enumerate(summary.strings("metrics"), 1):
        make = partial(_kpi, load, summary, place, name)
        yield Draft(f"{summary.id}-MET-{place}", make, sources_of(summary))


def _kpi(load: Load, summary: Record, place: int, name: str) -> KPI:
    """Named as printed. Raises RecordGoneError where a person has taken the metric off its summary."""
    parent = load.find(ProjectSummary, summary.id, record=summary, field="id")
    line = SummaryLine.objects.filter(
        summary=parent, kind=SummaryLineKind.METRIC, position=place, text=name
    ).first()
    if line is None:
        raise RecordGoneError(f"the metric “{name}” of {summary.id} was changed or deleted")
    row = KPI(programme=load.programme, name=name, metric=line)
    if name.startswith(PERCENT_SIGN):
        row.measure, row.unit = MeasureKind.PERCENTAGE, "percent"
    return row
