"""The outcomes framework, its outcomes and indicators, and the high impact areas."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.seeding.load import Draft, Load, sources_of, with_values
from commissioning.seeding.records import Record
from outcomes.models import (
    KPI,
    FrameworkDeveloper,
    HighImpactArea,
    Measurement,
    Outcome,
    OutcomeMeasure,
    OutcomesFramework,
)
from outcomes.models.kpis import MeasureKind
from programmes.models import Organisation

from .organisations import named

PERCENT = "percent"
AT_REPORT_DATE = "current at report date"


def load_outcomes(load: Load) -> None:
    if "outcomes_framework" not in load.seed:
        return
    framework = load.seed.record("outcomes_framework")
    made = load.save(
        OutcomesFramework, [Draft(framework.id, partial(_framework, load, framework), sources_of(framework))]
    )
    if made:
        _make_developers(load, framework, made[framework.id])
    outcomes = enumerate(framework.records("priorities"), 1)
    load.save(
        Outcome, [Draft(r.id, partial(_outcome, load, framework, r, n), sources_of(r)) for n, r in outcomes]
    )
    areas = load.seed.records("high_impact_areas")
    load.save(HighImpactArea, [Draft(r.id, partial(_area, load, r), sources_of(r)) for r in areas])
    kpis = load.seed.records("kpis")
    _measure_outcomes(
        load, kpis, load.save(KPI, [Draft(r.id, partial(_kpi, load, r), sources_of(r)) for r in kpis])
    )
    load.save(Measurement, _measurements(load))


def _framework(load: Load, record: Record) -> OutcomesFramework:
    return OutcomesFramework(
        programme=load.programme,
        name=record.text("name"),
        state_as_printed=record.words("status"),
        kpi_approach=record.words("kpi_approach"),
    )


def _make_developers(load: Load, record: Record, framework: OutcomesFramework) -> None:
    rows = []
    for printed in record.strings("developed_by"):
        reference = named(load, printed)
        if reference is None:
            raise record.error("developed_by", f"{printed!r} is not the name of an organisation")
        rows += [
            FrameworkDeveloper(framework=framework, organisation=body, name_as_printed=printed)
            for body in load.those_left(Organisation, [reference], record=record, field="developed_by")
        ]
    FrameworkDeveloper.objects.bulk_create(rows)


def _outcome(load: Load, framework: Record, record: Record, position: int) -> Outcome:
    parent = load.find(OutcomesFramework, framework.id, record=framework, field="id")
    return Outcome(programme=load.programme, framework=parent, text=record.text("text"), position=position)


def _area(load: Load, record: Record) -> HighImpactArea:
    return HighImpactArea(programme=load.programme, name=record.text("name"), origin=record.words("origin"))


def _kpi(load: Load, record: Record) -> KPI:
    tied = Record(load.reading.record("kpis").data.get(record.id) or {}, record.id)
    row = KPI(
        programme=load.programme,
        name=record.text("name"),
        related_to=record.words("related_to") or record.words("proxy_for"),
        note=record.words("note"),
    )
    if "value" in record:
        row.unit = record.record("value").words("unit")
        row.decimals = 0
        if row.unit == PERCENT:
            row.measure = MeasureKind.PERCENTAGE
    if "high_impact_area" in tied:
        area = tied.text("high_impact_area")
        row.high_impact_area = load.find(HighImpactArea, area, record=record, field="related_to")
    return row


def _measure_outcomes(load: Load, records: Sequence[Record], made: Mapping[str, KPI]) -> None:
    """Ties each indicator now made to the outcome that it measures; one that the paper calls a proxy is a proxy."""
    tied = load.reading.record("kpis").data
    OutcomeMeasure.objects.bulk_create(
        OutcomeMeasure(
            kpi=made[record.id],
            outcome=load.find(Outcome, tied[record.id]["outcome"], record=record, field="proxy_for"),
            is_proxy="proxy_for" in record,
        )
        for record in records
        if record.id in made and "outcome" in (tied.get(record.id) or {})
    )


def _measurements(load: Load) -> Iterator[Draft]:
    """A row only where the paper prints a value: an indicator without one has no measurement, and no zero."""
    for record in load.seed.records("kpis"):
        if "value" in record:
            yield Draft(f"{record.id}-VALUE", partial(_measurement, load, record), sources_of(record))


def _measurement(load: Load, record: Record) -> Measurement:
    value = record.record("value")
    return with_values(
        Measurement,
        programme=load.programme,
        kpi=load.find(KPI, record.id, record=record, field="id"),
        text=value.text("text"),
        value=value.decimal("value"),
        qualifier=value.text("qualifier"),
        period=_period(load, record),
    )


def _period(load: Load, record: Record) -> FuzzyDate:
    """The extractor's words for the period; what was current when the report was written has the report's date."""
    words = record.words("period")
    dated = load.seed.record("document").date("date")
    if words == AT_REPORT_DATE and dated.is_dated:
        note = f"inferred from the report's date, {dated.text}"
        return FuzzyDate(words, dated.start, dated.end, dated.precision, DateStatus.INFERRED, note=note)
    return FuzzyDate(words, None, None, Precision.NONE, DateStatus.BLANK)
