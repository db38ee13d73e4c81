"""Search over everything that a review says: statements, learning, figures, risks, themes, populations.

The words are matched by the database's full-text search over the rows that its triggers keep (`SearchEntry`), so that
“admissions” finds “admission”. Without words, everything that fits the filters is listed in the review's order.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Model, QuerySet

from outcomes.models import (
    AreaMitigation,
    AreaRisk,
    AreaStatement,
    CareModelArea,
    ImpactFigure,
    LearningPoint,
    PopulationFigure,
    Theme,
    ThemePoint,
)
from outcomes.models.areas import AreaStatementKind
from outcomes.models.figures import FigureKind
from outcomes.selectors.figures import value_words
from programmes.models import Programme
from programmes.models.search import SearchEntry
from programmes.selectors.sources import Place, places_of

SAID = "said-"  # before the kind of a statement, so that “risk” and a statement's kind stay apart
KINDS: Mapping[str, str] = {
    "area": "Area",
    "learning": "Learning point",
    **{kind.value: str(kind.label) for kind in FigureKind},
    "risk": "Risk",
    "mitigation": "Mitigation",
    "theme": "Theme",
    "point": "Sub-point of a theme",
    "population": "Population",
    **{f"{SAID}{kind.value}": str(kind.label) for kind in AreaStatementKind},
}
MODELS: tuple[type[Model], ...] = (
    CareModelArea,
    LearningPoint,
    ImpactFigure,
    AreaStatement,
    AreaRisk,
    AreaMitigation,
    Theme,
    ThemePoint,
    PopulationFigure,
)


@dataclass(frozen=True)
class EvidenceFilter:
    """What a reader asks for. An unknown kind, area or basis finds nothing, as its form says."""

    words: str = ""
    area: str = ""
    kind: str = ""
    basis: str = ""


@dataclass(frozen=True)
class EvidenceRow:
    """One thing found. Themes belong to no area: their `area_key` is empty, and `theme_key` leads to their page.

    `value` is a figure as printed, empty where none is stated.
    """

    kind: str
    kind_label: str
    record_id: int
    reference: str
    text: str
    value: str
    note: str
    area_key: str
    area: str
    theme_key: str
    basis: str
    basis_label: str
    fact_id: int | None
    illustrative: bool

    @property
    def is_attachable(self) -> bool:
        """Learning points and figures may be attached to a plan as evidence."""
        return self.kind == "learning" or self.kind in FigureKind.values


def evidence(programme: Programme, chosen: EvidenceFilter) -> tuple[EvidenceRow, ...]:
    """What fits, the best match of the words first; a fixed number of queries."""
    ranks = _ranks(programme, chosen.words) if chosen.words.strip() else None
    found: list[tuple[float, EvidenceRow]] = []
    for model in MODELS:
        rows = _rows_of(model, programme, chosen)
        of_model = None if ranks is None else ranks.get(model._meta.label_lower, {})
        if of_model is not None:
            rows = rows.filter(pk__in=of_model)
        for row in rows:
            shown = _shown(row)
            if chosen.kind in {"", shown["kind"]}:
                found.append(((of_model or {}).get(row.pk, 0.0), _finished(row, shown)))
    found.sort(key=lambda pair: -pair[0])
    return tuple(row for _, row in found)


def _ranks(programme: Programme, words: str) -> dict[str, dict[int, float]]:
    """How well each record of the programme matches, by kind of record; only those that match."""
    query = SearchQuery(words, config="english", search_type="websearch")
    entries = SearchEntry.objects.filter(
        programme=programme, model__in=[model._meta.label_lower for model in MODELS], words=query
    ).annotate(rank=SearchRank(F("words"), query))
    ranks: dict[str, dict[int, float]] = {}
    for model, record_id, rank in entries.values_list("model", "record_id", "rank"):
        ranks.setdefault(model, {})[record_id] = float(rank)
    return ranks


def _rows_of(model: type[Model], programme: Programme, chosen: EvidenceFilter) -> QuerySet[Any]:
    rows = model._default_manager.filter(programme=programme)
    if chosen.basis and model is not ImpactFigure:
        return rows.none()
    if chosen.basis:
        rows = rows.filter(basis=chosen.basis)
    if model is CareModelArea:
        return rows.filter(key=chosen.area) if chosen.area else rows
    if model is Theme or model is ThemePoint:
        rows = rows.select_related("theme") if model is ThemePoint else rows
        return rows.filter(citations__area__key=chosen.area).distinct() if chosen.area else rows
    rows = rows.select_related("area")
    return rows.filter(area__key=chosen.area) if chosen.area else rows


def _shown(row: Any) -> dict[str, str]:
    """The kind of a record, its words, and what stands with them."""
    if isinstance(row, ImpactFigure):
        return _figure_shown(row)
    if isinstance(row, AreaStatement):
        return {"kind": f"{SAID}{row.kind}", "text": row.text, "note": row.label or row.note}
    if isinstance(row, PopulationFigure):
        value = value_words(row.value, row.upper, "", row.qualifier)
        return {"kind": "population", "text": row.place, "value": value, "note": row.basis}
    if isinstance(row, CareModelArea):
        return {"kind": "area", "text": row.name, "note": row.model_type}
    kinds = {
        LearningPoint: "learning",
        AreaRisk: "risk",
        AreaMitigation: "mitigation",
        Theme: "theme",
        ThemePoint: "point",
    }
    return {"kind": kinds[type(row)], "text": row.text}


def _figure_shown(row: ImpactFigure) -> dict[str, str]:
    money = row.money
    value = money.printed if money.is_known else value_words(row.value, row.upper, row.unit, row.qualifier)
    return {
        "kind": row.kind,
        "text": row.text,
        "value": value,
        "note": "; ".join(filter(None, [row.site, row.note])),
        "basis": row.basis if row.kind != FigureKind.CONTEXT else "",
        "basis_label": row.get_basis_display() if row.kind != FigureKind.CONTEXT else "",
    }


def _finished(row: Any, shown: Mapping[str, str]) -> EvidenceRow:
    area = row if isinstance(row, CareModelArea) else getattr(row, "area", None)
    theme = row if isinstance(row, Theme) else getattr(row, "theme", None)
    return EvidenceRow(
        kind=shown["kind"],
        kind_label=KINDS[shown["kind"]],
        record_id=row.pk,
        reference=row.reference,
        text=shown["text"],
        value=shown.get("value", ""),
        note=shown.get("note", ""),
        area_key=area.key if area else "",
        area=area.short_name if area else "",
        theme_key=theme.key if theme else "",
        basis=shown.get("basis", ""),
        basis_label=shown.get("basis_label", ""),
        fact_id=row.fact_id,
        illustrative=row.illustrative,
    )


def with_places(rows: Iterable[EvidenceRow]) -> Iterator[tuple[EvidenceRow, tuple[Place, ...]]]:
    """The rows of one page with where each is printed, in one query."""
    shown = list(rows)
    places = places_of([row.fact_id for row in shown])
    for row in shown:
        yield row, places.get(row.fact_id or 0, ())
