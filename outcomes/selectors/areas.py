"""The areas of a review, one of them in full, and several side by side."""

from collections.abc import Collection, Sequence

from django.db.models import Count, F, Model

from outcomes.models import (
    AreaRisk,
    AreaStatement,
    AreaTarget,
    CareModelArea,
    ImpactFigure,
    LearningPoint,
    PopulationFigure,
    ThemeCitation,
)
from outcomes.models.areas import AreaStatementKind
from outcomes.models.figures import FigureKind
from outcomes.selectors.area_values import (
    HEADINGS,
    AreaProfile,
    AreaRow,
    CitedTheme,
    Heading,
    Learnt,
    RiskRow,
    Said,
    TargetValue,
)
from outcomes.selectors.figures import figures_of
from outcomes.selectors.populations import population_rows
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


def areas(programme: Programme) -> tuple[AreaRow, ...]:
    """Every area in the review's order, with how much evidence there is of it; eight queries."""
    return _rows(list(CareModelArea.objects.filter(programme=programme)))


def area_profile(programme: Programme, key: str) -> AreaProfile | None:
    """Everything that the review says of one area; None where the programme has no such area."""
    return next(iter(compared(programme, [key])), None)


def compared(programme: Programme, keys: Collection[str]) -> tuple[AreaProfile, ...]:
    """The profiles of several areas in the review's order, in a fixed number of queries; unknown keys are left out."""
    found = list(CareModelArea.objects.filter(programme=programme, key__in=keys))
    said, risks, learnt = statements_of(found), _risks(found), learning_of(programme, found)
    figures, populations = figures_of(programme, areas=found), population_rows(programme, areas=found)
    themes, places = _themes(found), places_of([area.fact_id for area in found])
    return tuple(
        AreaProfile(
            row=row,
            headings=_headings(said.get(row.area_id, [])),
            learning=tuple(point for point in learnt if point.area_key == row.key),
            risks=tuple(risks.get(row.area_id, ())),
            figures=tuple(figure for figure in figures if figure.area_key == row.key),
            populations=tuple(each for each in populations if each.area_key == row.key),
            themes=tuple(themes.get(row.area_id, ())),
            places=places.get(row.fact_id or 0, ()),
        )
        for row in _rows(found)
    )


def learning_of(programme: Programme, found: Sequence[CareModelArea]) -> tuple[Learnt, ...]:
    """The learning points of those areas, in the review's order, each with its places; two queries."""
    rows = list(
        LearningPoint.objects.filter(programme=programme, area__in=found)
        .select_related("area")
        .order_by("area__number", "position")
    )
    places = places_of([row.fact_id for row in rows])
    return tuple(
        Learnt(
            row.pk,
            row.reference,
            row.text,
            row.area.key,
            row.area.short_name,
            places.get(row.fact_id or 0, ()),
            row.fact_id,
            row.illustrative,
        )
        for row in rows
    )


def _rows(found: Sequence[CareModelArea]) -> tuple[AreaRow, ...]:
    ids = [area.pk for area in found]
    figures = ImpactFigure.objects.filter(area__in=ids).exclude(kind=FigureKind.CONTEXT)
    learning, impacts = _counted(LearningPoint, ids), _count(figures)
    quantified = _count(figures.exclude(value__isnull=True, money_amount__isnull=True))
    partners = _count(AreaStatement.objects.filter(area__in=ids, kind=AreaStatementKind.PARTNER))
    themes = _count(ThemeCitation.objects.filter(area__in=ids), "theme")
    people = dict(
        PopulationFigure.objects.filter(area__in=ids, in_table=True).values_list("area_id", "value")
    )
    return tuple(
        AreaRow(
            area_id=area.pk,
            key=area.key,
            number=area.number,
            name=area.name,
            short_name=area.short_name,
            place=area.place,
            section=area.section,
            depth=area.depth,
            depth_label=area.get_depth_display(),
            model_type=area.model_type,
            interviewees=area.interviewees,
            webinars=area.webinars,
            population=people.get(area.pk),
            partners=partners.get(area.pk, 0),
            learning=learning.get(area.pk, 0),
            impacts=impacts.get(area.pk, 0),
            quantified=quantified.get(area.pk, 0),
            themes=themes.get(area.pk, 0),
            fact_id=area.fact_id,
            illustrative=area.illustrative,
        )
        for area in found
    )


def _counted(model: type[Model], area_ids: Sequence[int]) -> dict[int, int]:
    return _count(model._default_manager.filter(area__in=area_ids))


def _count(rows: object, what: str = "pk") -> dict[int, int]:
    counted = rows.order_by().values_list("area_id").annotate(Count(what, distinct=True))  # type: ignore[attr-defined]
    return dict(counted)


def _headings(said: Sequence[tuple[str, Said]]) -> tuple[Heading, ...]:
    return tuple(
        Heading(kind.value, HEADINGS.get(kind, str(kind.label)), tuple(row for of, row in said if of == kind))
        for kind in AreaStatementKind
    )


def statements_of(found: Sequence[CareModelArea]) -> dict[int, list[tuple[str, Said]]]:
    """What the review says of each area, each statement with its kind, by the area's key in the database."""
    rows = list(
        AreaStatement.objects.filter(area__in=found)
        .order_by("position", "reference")
        .prefetch_related("roles", "targets")
    )
    places = places_of([row.fact_id for row in rows])
    grouped: dict[int, list[tuple[str, Said]]] = {}
    for row in rows:
        said = _said(row, places.get(row.fact_id or 0, ()))
        grouped.setdefault(row.area_id, []).append((row.kind, said))
    return grouped


def _said(row: AreaStatement, places: tuple[Place, ...]) -> Said:
    roles: dict[str, list[str]] = {}
    for role in row.roles.all():
        roles.setdefault(role.get_part_display(), []).append(role.text)
    return Said(
        reference=row.reference,
        text=row.text,
        label=row.label,
        wave=row.wave,
        number=row.number,
        when=row.date,
        note=row.note,
        roles=tuple((part, tuple(texts)) for part, texts in roles.items()),
        targets=tuple(_target_words(target) for target in row.targets.all()),
        target_values=tuple(
            TargetValue(target.value, target.unit, target.by.printed)
            for target in row.targets.all()
            if target.value is not None
        ),
        places=places,
        fact_id=row.fact_id,
        illustrative=row.illustrative,
    )


def _target_words(target: AreaTarget) -> str:
    """ "10,615 children per year, By 2023-24": the number, its unit, and by when as printed."""
    number = "" if target.value is None else f"{target.value.normalize():,f}"
    said = target.words or f"{number} {target.unit}".strip()
    return f"{said}, {target.by.printed}" if target.by.printed else said


def _risks(found: Sequence[CareModelArea]) -> dict[int, list[RiskRow]]:
    rows = list(
        AreaRisk.objects.filter(area__in=found)
        .order_by("position", "reference")
        .prefetch_related("mitigations")
    )
    places = places_of([row.fact_id for row in rows])
    grouped: dict[int, list[RiskRow]] = {}
    for row in rows:
        mitigations = list(row.mitigations.all())
        notes = [mitigation.note for mitigation in mitigations if mitigation.note]
        grouped.setdefault(row.area_id, []).append(
            RiskRow(
                row.reference,
                row.text,
                row.label,
                tuple(mitigation.text for mitigation in mitigations),
                bool(notes),
                notes[0] if notes else "",
                places.get(row.fact_id or 0, ()),
                row.fact_id,
            )
        )
    return grouped


def _themes(found: Sequence[CareModelArea]) -> dict[int, list[CitedTheme]]:
    """The themes that cite each area, in the review's order; headline and sub-points apart."""
    rows = (
        ThemeCitation.objects.filter(area__in=found)
        .select_related("theme", "point")
        .order_by("theme__number", F("point__position").asc(nulls_first=True))
    )
    grouped: dict[int, dict[int, list[ThemeCitation]]] = {}
    for row in rows:
        grouped.setdefault(row.area_id, {}).setdefault(row.theme_id, []).append(row)
    return {area_id: [_cited(rows) for rows in themes.values()] for area_id, themes in grouped.items()}


def _cited(rows: Sequence[ThemeCitation]) -> CitedTheme:
    theme = rows[0].theme
    return CitedTheme(
        key=theme.key,
        number=theme.number,
        text=theme.text,
        headline=next((row.as_printed or str(theme) for row in rows if row.point is None), ""),
        points=tuple((row.point.text, row.as_printed) for row in rows if row.point is not None),
    )
