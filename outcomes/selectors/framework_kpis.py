"""The KPIs of a programme as its framework shows them: what each measures, its latest value and its target."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from outcomes.models import KPI, OutcomeMeasure
from outcomes.models.kpis import KPIState
from outcomes.selectors.summaries import BoardRow, board_rows
from outcomes.words import figure
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class Tie:
    """A KPI that measures an outcome, directly or as a proxy."""

    outcome_id: int
    outcome: str
    kpi_id: int
    is_proxy: bool
    is_retired: bool


@dataclass(frozen=True)
class KPIRow:
    """`value` is None where no paper states one, and `target` is None where none is stated: neither is ever 0."""

    kpi_id: int
    reference: str
    name: str
    unit: str
    state: str
    state_label: str
    ties: tuple[Tie, ...]
    area: str
    owner: str
    value: Decimal | None
    value_text: str
    qualifier: str
    period: str
    target: str | None
    note: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def outcome(self) -> str:
        """The outcomes that it measures, in words."""
        return "; ".join(tie.outcome for tie in self.ties)

    @property
    def is_proxy(self) -> bool:
        """Only ever a proxy."""
        return bool(self.ties) and all(tie.is_proxy for tie in self.ties)


def ties_of(programme: Programme, outcome_ids: Sequence[int]) -> tuple[Tie, ...]:
    """The KPIs of some outcomes, direct ones first."""
    rows = (
        OutcomeMeasure.objects.filter(kpi__programme=programme, outcome__in=outcome_ids)
        .select_related("outcome", "kpi")
        .order_by("is_proxy", "kpi__reference")
    )
    return tuple(
        Tie(row.outcome_id, row.outcome.text, row.kpi_id, row.is_proxy, row.kpi.state == KPIState.RETIRED)
        for row in rows
    )


def kpi_rows(programme: Programme, ties: Sequence[Tie]) -> tuple[KPIRow, ...]:
    """Every KPI of the programme, by reference; a fixed number of queries. Small numbers are hidden as on boards."""
    extra = {row.pk: row for row in KPI.objects.filter(programme=programme).only("note", "fact_id")}
    places = places_of([row.fact_id for row in extra.values()])
    by_kpi: defaultdict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        by_kpi[tie.kpi_id].append(tie)
    return tuple(
        _row(row, tuple(by_kpi[row.kpi_id]), extra[row.kpi_id].note, extra[row.kpi_id].fact_id, places)
        for row in board_rows(programme)
    )


def _row(
    row: BoardRow,
    ties: tuple[Tie, ...],
    note: str,
    fact_id: int | None,
    places: dict[int, tuple[Place, ...]],
) -> KPIRow:
    return KPIRow(
        kpi_id=row.kpi_id,
        reference=row.reference,
        name=row.name,
        unit=row.unit,
        state=row.state,
        state_label=row.state_label,
        ties=ties,
        area=row.area,
        owner=row.owner or row.owner_role,
        value=row.latest_value,
        value_text=_value_words(row),
        qualifier=row.latest_qualifier,
        period=row.latest_period,
        target=_target_words(row),
        note=note,
        places=places.get(fact_id or 0, ()),
        fact_id=fact_id,
        illustrative=row.illustrative,
    )


def _value_words(row: BoardRow) -> str:
    """As a paper prints it, else the number with its unit; "" where there is none."""
    if row.latest_value is None:
        return row.latest_text
    return row.latest_text or figure(row.latest_value, row.unit, row.decimals)


def _target_words(row: BoardRow) -> str | None:
    if row.target_text:
        return row.target_text
    return None if row.target_value is None else figure(row.target_value, row.unit, row.decimals)
