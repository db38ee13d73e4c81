"""Benefits with what was realised by a day: their own reported values, or the series of the KPI that measures them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from commissioning.core.fuzzydate import FuzzyDate
from governance.models import Benefit, BenefitRealised
from governance.rules.benefits import BenefitState, Reached, Sought, Standing, disagreement, standing
from outcomes.models import KPI
from outcomes.printed import figure
from outcomes.selectors.series import Series, SeriesValue, improvement_of, series_of, unit_of
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class RealisedRow:
    """What was realised by a date, as reported. `corrected_by` names the later entry that took its place."""

    pk: int
    reference: str
    by_date: FuzzyDate
    value: Decimal | None
    text: str
    corrects: str
    corrected_by: str
    document_reference: str
    document_title: str
    who: str
    made_at: datetime
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def stands(self) -> bool:
        return not self.corrected_by


@dataclass(frozen=True)
class Measured:
    """The KPI that measures a benefit, with its figures as at the day: small numbers are hidden here already.

    `better` is “up” or “down” by the KPI’s polarity, "" where it has none.
    """

    reference: str
    name: str
    unit: str
    decimals: int
    better: str
    values: tuple[SeriesValue, ...]

    @property
    def latest(self) -> SeriesValue | None:
        known = [value for value in self.values if value.value is not None]
        return known[-1] if known else None

    @property
    def newest_without(self) -> str:
        """ "May 2026: suppressed" where the newest period has no figure to show; "" where it has."""
        newest = self.values[-1] if self.values else None
        if newest is None or newest.value is not None:
            return ""
        return f"{newest.period.printed or 'newest period'}: {newest.why_none}"


@dataclass(frozen=True)
class LastValue:
    """The last value there is, in words with its unit, and by when. `number` is None where only words were reported."""

    number: Decimal | None
    words: str
    when: FuzzyDate
    of_kpi: bool


@dataclass(frozen=True)
class BenefitView:
    """A benefit as at a day. Numbers are None where nobody states them, which is never nought."""

    pk: int
    reference: str
    title: str
    text: str
    audience: str
    audience_label: str
    phase: int | None
    phase_name: str
    owner_role: str
    measurement: str
    unit: str
    direction: str
    direction_label: str
    baseline: Decimal | None
    baseline_text: str
    baseline_on: FuzzyDate
    target: Decimal | None
    target_text: str
    target_by: FuzzyDate
    is_cash_releasing: bool | None
    realised: tuple[RealisedRow, ...]
    measured: Measured | None
    last: LastValue | None
    standing: Standing
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool
    version: int

    @property
    def state(self) -> BenefitState:
        return self.standing.state

    @property
    def baseline_words(self) -> str:
        return self.baseline_text or number_words(self.baseline, self.unit)

    @property
    def target_words(self) -> str:
        return self.target_text or number_words(self.target, self.unit)

    @property
    def standing_values(self) -> tuple[RealisedRow, ...]:
        """The entries that nobody has corrected, oldest first."""
        return tuple(row for row in self.realised if row.stands)


def number_words(value: Decimal | None, unit: str) -> str:
    """A number with its unit and as many decimals as it has; "" where there is none."""
    return "" if value is None else figure(value, unit, decimals_of(value))


def decimals_of(value: Decimal) -> int:
    """How many decimals a stored number says: 4.5000 says one."""
    return max(-int(value.normalize().as_tuple().exponent), 0)


def benefits(programme: Programme, on: date) -> tuple[BenefitView, ...]:
    """Every benefit by reference, with what was realised by `on`; three queries, three more where KPIs measure any."""
    rows = list(Benefit.objects.filter(programme=programme).select_related("phase", "kpi"))
    realised = _realised(rows)
    given = [entry for each in realised.values() for entry in each]
    places = places_of([row.fact_id for row in [*rows, *given]])
    series = series_of({row.kpi.pk: row.kpi for row in rows if row.kpi}.values())
    return tuple(_view(row, realised.get(row.pk, []), series, places, on) for row in rows)


def benefit_of(views: Iterable[BenefitView], reference: str) -> BenefitView | None:
    """The benefit of a reference among those read; None where there is none."""
    return next((view for view in views if view.reference == reference), None)


def _realised(rows: Sequence[Benefit]) -> dict[int, list[BenefitRealised]]:
    found: dict[int, list[BenefitRealised]] = {}
    entries = BenefitRealised.objects.filter(benefit__in=rows).select_related(
        "document", "made_by", "corrects"
    )
    for entry in entries:
        found.setdefault(entry.benefit_id, []).append(entry)
    return found


def _view(
    row: Benefit,
    entries: Sequence[BenefitRealised],
    series: Mapping[int, Series],
    places: Mapping[int, tuple[Place, ...]],
    on: date,
) -> BenefitView:
    realised = tuple(entry for entry in _rows(entries, places) if not _is_later(entry.by_date, on))
    measured = _measured(row.kpi, series[row.kpi.pk], on) if row.kpi else None
    unit = measured.unit if measured else row.unit
    last = _last(realised, measured, unit)
    return BenefitView(
        pk=row.pk,
        reference=row.reference,
        title=row.title,
        text=row.text,
        audience=row.audience,
        audience_label=row.get_audience_display(),
        phase=row.phase.number if row.phase else None,
        phase_name=str(row.phase) if row.phase else "",
        owner_role=row.owner_role,
        measurement=row.measurement,
        unit=unit,
        direction=row.direction,
        direction_label=row.get_direction_display(),
        baseline=row.baseline_value,
        baseline_text=row.baseline_text,
        baseline_on=row.baseline_on,
        target=row.target_value,
        target_text=row.target_text,
        target_by=row.target_by,
        is_cash_releasing=row.is_cash_releasing,
        realised=realised,
        measured=measured,
        last=last,
        standing=_standing(row, measured, last, on),
        places=places.get(row.fact_id or 0, ()),
        fact_id=row.fact_id,
        illustrative=row.illustrative or any(entry.illustrative for entry in realised),
        version=row.version,
    )


def _is_later(when: FuzzyDate, on: date) -> bool:
    return when.start is not None and when.start > on


def _rows(entries: Sequence[BenefitRealised], places: Mapping[int, tuple[Place, ...]]) -> list[RealisedRow]:
    corrected = {entry.corrects_id: entry.reference for entry in entries if entry.corrects_id}
    return [
        RealisedRow(
            pk=entry.pk,
            reference=entry.reference,
            by_date=entry.by_date,
            value=entry.value,
            text=entry.text,
            corrects=entry.corrects.reference if entry.corrects else "",
            corrected_by=corrected.get(entry.pk, ""),
            document_reference=entry.document.reference if entry.document else "",
            document_title=entry.document.title if entry.document else "",
            who=str(entry.made_by),
            made_at=entry.made_at,
            places=places.get(entry.fact_id or 0, ()),
            fact_id=entry.fact_id,
            illustrative=entry.illustrative,
        )
        for entry in entries
    ]


def _measured(kpi: KPI, series: Series, on: date) -> Measured:
    """The figures whose period had ended by `on`, or has no date; ghosts, which charts leave out, are left out too."""
    values = tuple(
        value
        for value in series.values
        if not value.is_ghost and (value.period.end is None or value.period.end <= on)
    )
    return Measured(kpi.reference, kpi.name, unit_of(kpi), kpi.decimals, better_of(kpi), values)


def better_of(kpi: KPI) -> str:
    """ "up" or "down" by the polarity of a KPI; "" where neither is better or nobody says."""
    improvement = improvement_of(kpi)
    return improvement if improvement in {"up", "down"} else ""


def _last(realised: Sequence[RealisedRow], measured: Measured | None, unit: str) -> LastValue | None:
    """The KPI's latest figure where a KPI measures it; else the last entry that stands, a number before words."""
    if measured is not None:
        latest = measured.latest
        if latest is None:
            return None
        words = figure(latest.value, unit, measured.decimals)
        return LastValue(latest.rounded, words, latest.period, of_kpi=True)
    current = [row for row in realised if row.stands]
    numbers = [row for row in current if row.value is not None]
    if not current:
        return None
    last = (numbers or current)[-1]
    words = number_words(last.value, unit) or last.text
    return LastValue(last.value, words, last.by_date, of_kpi=False)


def _standing(row: Benefit, measured: Measured | None, last: LastValue | None, on: date) -> Standing:
    sought = Sought(
        direction=row.direction or (measured.better if measured else ""),
        baseline=row.baseline_value,
        baseline_said=row.baseline_value is not None or bool(row.baseline_text),
        target=row.target_value,
        target_said=row.target_value is not None or bool(row.target_text),
        target_by=row.target_by,
    )
    why = disagreement(row.unit, row.direction, measured.unit, measured.better) if measured else ""
    if why:
        return Standing(BenefitState.WORDS_ONLY, f"{why} A person has to judge.")
    return standing(sought, Reached(last.number if last else None, last is not None), on)
