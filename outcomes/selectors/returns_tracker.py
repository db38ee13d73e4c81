"""Who is to send what, who has, and how old the data are: every KPI of a programme with the state of its returns."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, JSONField, OuterRef
from django.utils import timezone

from outcomes.models import KPI, Measurement, ReturnLine
from outcomes.models.measurements import Missing
from outcomes.models.returns import ReturnState
from outcomes.printed import period_label
from outcomes.rules_due import (
    Days,
    OwedPeriod,
    Sent,
    Standing,
    owed,
    reports,
    standing_of,
    why_nothing_is_due,
)
from programmes.models import Programme

JUDGED_BY = (
    "programme",
    "owner",
    "state",
    "frequency",
    "reported_from",
    "retired_on",
    "return_days",
)
OPEN = (ReturnState.SUBMITTED, ReturnState.RETURNED)


@dataclass(frozen=True)
class TrackerRow:
    """One KPI on a day. `received` is its last period with a figure, `age` the days since that period ended.

    `owed` are the periods that have ended without a figure or an accepted reason, oldest first.
    """

    kpi: KPI
    received: str
    received_end: date | None
    age: int | None
    owed: tuple[OwedPeriod, ...]
    standing: Standing
    why_nothing: str

    @property
    def late(self) -> tuple[OwedPeriod, ...]:
        return tuple(each for each in self.owed if each.standing == Standing.LATE)

    @property
    def days_late(self) -> int:
        """By how many days the oldest late period is late; 0 where none is."""
        return max((each.days for each in self.late), default=0)

    @property
    def standings(self) -> frozenset[Standing]:
        """Every standing that the KPI's periods have: a KPI may be late with one and await approval of another."""
        return frozenset(each.standing for each in self.owed) or frozenset({self.standing})

    @property
    def waiting(self) -> tuple[OwedPeriod, ...]:
        return tuple(each for each in self.owed if each.standing == Standing.AWAITING)

    @property
    def waiting_since(self) -> date | None:
        return min((each.sent.on for each in self.waiting if each.sent), default=None)

    @property
    def to_enter(self) -> tuple[OwedPeriod, ...]:
        """What nobody has sent yet."""
        return tuple(each for each in self.owed if each.sent is None)


def tracker(programme: Programme, on: date) -> tuple[TrackerRow, ...]:
    """Every KPI of the programme, by reference, as at the day; three queries for any number of KPIs."""
    kpis = list(KPI.objects.filter(programme=programme).select_related("owner").order_by("reference"))
    return rows_for(kpis, on)


def rows_for(kpis: Collection[KPI], on: date) -> tuple[TrackerRow, ...]:
    """The state of the returns of these KPIs as at the day; two queries."""
    received = _received(kpis)
    sent = _sent(kpis)
    return tuple(_row(kpi, on, received[kpi.pk], sent[kpi.pk]) for kpi in kpis)


def _row(kpi: KPI, on: date, received: Mapping[Days, str], sent: Mapping[Days, Sent]) -> TrackerRow:
    answered = {days for days, missing in received.items() if missing != Missing.NOT_YET_DUE}
    periods = owed(kpi, on, answered, sent)
    valued = [
        days for days, missing in received.items() if not missing and days[1] is not None and days[1] < on
    ]
    last = max(valued, key=lambda days: days[1] or date.min, default=None)
    end = last[1] if last else None
    return TrackerRow(
        kpi=kpi,
        received=period_label(last[0], kpi.frequency) if last and last[0] and reports(kpi) else _plain(end),
        received_end=end,
        age=(on - end).days if end else None,
        owed=periods,
        standing=standing_of(kpi, periods),
        why_nothing=why_nothing_is_due(kpi),
    )


def _plain(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _received(kpis: Iterable[KPI]) -> Mapping[int, Mapping[Days, str]]:
    """The periods of the whole that have a current figure or reason, each with the reason, by KPI."""
    found: defaultdict[int, dict[Days, str]] = defaultdict(dict)
    rows = Measurement.objects.filter(
        kpi__in=[kpi.pk for kpi in kpis], is_current=True, member=None, period_start__isnull=False
    ).order_by()
    for kpi_id, start, end, missing in rows.values_list("kpi_id", "period_start", "period_end", "missing"):
        found[kpi_id][(start, end)] = missing
    return found


def _sent(kpis: Iterable[KPI]) -> Mapping[int, Mapping[Days, Sent]]:
    """The periods of the whole that stand in an open return, by KPI."""
    found: defaultdict[int, dict[Days, Sent]] = defaultdict(dict)
    rows = ReturnLine.objects.filter(
        kpi_return__kpi__in=[kpi.pk for kpi in kpis], kpi_return__state__in=OPEN, member=None
    ).order_by()
    names = ("reference", "state", "submitted_at")
    told = rows.values_list(
        "kpi_return__kpi", "period_start", "period_end", *(f"kpi_return__{name}" for name in names)
    )
    for kpi_id, start, end, reference, state, at in told:
        day = timezone.localdate(at)
        found[kpi_id][(start, end)] = Sent(reference, state == ReturnState.RETURNED, day)
    return found


@dataclass(frozen=True)
class LateKPI:
    programme_id: int
    owner_id: int | None
    periods: int


def late_kpis(programme_ids: Collection[int], on: date) -> tuple[LateKPI, ...]:
    """The KPIs of the programmes with a period whose return is late, and how many such periods; one query."""
    held = Measurement.objects.filter(
        kpi=OuterRef("pk"), is_current=True, member=None, period_start__isnull=False
    )
    open_lines = ReturnLine.objects.filter(
        kpi_return__kpi=OuterRef("pk"), kpi_return__state__in=OPEN, member=None
    )
    reported = KPI.objects.filter(programme__in=programme_ids, reported_from__isnull=False)
    rows = reported.only(*JUDGED_BY).annotate(
        held=ArraySubquery(held.exclude(missing=Missing.NOT_YET_DUE).order_by().values(days=_days())),
        sent=ArraySubquery(open_lines.order_by().values(days=_days())),
    )
    found = []
    for kpi in rows.order_by("reference"):
        received = {(_day(start), _day(end)) for start, end in (*kpi.held, *kpi.sent)}
        late = sum(each.standing == Standing.LATE for each in owed(kpi, on, received))
        if late:
            found.append(LateKPI(kpi.programme_id, kpi.owner_id, late))
    return tuple(found)


def _days() -> Func:
    """First and last day of a row as a pair."""
    return Func(F("period_start"), F("period_end"), function="jsonb_build_array", output_field=JSONField())


def _day(text: str) -> date:
    return date.fromisoformat(text)
