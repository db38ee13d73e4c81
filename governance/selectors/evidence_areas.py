"""Gathers what the checks read of models of care in other places; four queries, none where no area is reviewed."""

from collections.abc import Collection

from django.db.models import Exists, Model, OuterRef, Q

from governance.rules.evidence_areas import AreaCover, AreaEvidence, DerivationRow, FigureRow, PopulationRow
from governance.rules.evidence_commissioning import OtherNames
from outcomes.models import (
    AreaStatement,
    CareModelArea,
    FigureDerivation,
    ImpactFigure,
    LearningPoint,
    PopulationFigure,
)
from outcomes.models.areas import AreaStatementKind
from outcomes.models.figures import FigureBasis, FigureKind
from programmes.models import Programme


def area_evidence(programme: Programme, has: Collection[type[Model]]) -> AreaEvidence:
    """`has` is what `present` says the programme has."""
    if CareModelArea not in has:
        return AreaEvidence()
    derived = list(FigureDerivation.objects.filter(result__programme=programme))
    used = {pk for row in derived for pk in (row.result_id, row.first_id, row.second_id)}
    figures = {
        row.pk: _figure(row)
        for row in ImpactFigure.objects.filter(~Q(measure="") | Q(pk__in=used), programme=programme)
        .select_related("area")
        .order_by("area__number", "position", "reference")
    }
    return AreaEvidence(
        areas=_areas(programme),
        figures=tuple(figures.values()),
        derivations=tuple(
            DerivationRow(figures[row.result_id], row.kind, figures[row.first_id], figures[row.second_id])
            for row in derived
        ),
        populations=_populations(programme),
    )


def _areas(programme: Programme) -> tuple[AreaCover, ...]:
    """Only those where people were interviewed: the others are not expected to show what was learnt."""
    said = AreaStatement.objects.filter(area=OuterRef("pk"), kind=AreaStatementKind.GOVERNANCE)
    rows = CareModelArea.objects.filter(programme=programme, interviewees__gt=0).annotate(
        learning=Exists(LearningPoint.objects.filter(area=OuterRef("pk"))),
        governance=Exists(said),
        impacts=Exists(ImpactFigure.objects.filter(area=OuterRef("pk"), kind=FigureKind.IMPACT)),
    )
    return tuple(
        AreaCover(
            reference=row.reference,
            name=row.short_name,
            interviewees=row.interviewees,
            learning=row.learning,
            governance=row.governance,
            impacts=row.impacts,
            fact_id=row.fact_id,
        )
        for row in rows
    )


def area_names(programme: Programme) -> tuple[OtherNames, ...]:
    """Areas, or what they call their model, that the review prints under other names as well; one query."""
    rows = AreaStatement.objects.filter(programme=programme, kind=AreaStatementKind.OTHER_NAME)
    found: dict[str, OtherNames] = {}
    for row in rows.select_related("area"):
        others = found[row.area.reference].others if row.area.reference in found else ()
        found[row.area.reference] = OtherNames(
            row.area.reference, row.area.name, "area", row.area.fact_id, (*others, (row.text, row.fact_id))
        )
    return tuple(found.values())


def _figure(row: ImpactFigure) -> FigureRow:
    return FigureRow(
        figure_id=row.pk,
        reference=row.reference,
        text=row.text,
        area_reference=row.area.reference,
        area=row.area.short_name,
        measure=row.measure,
        site=row.site,
        value=row.value,
        upper=row.upper,
        unit=row.unit,
        qualifier=row.qualifier,
        money=row.money,
        basis=row.basis,
        basis_label=str(FigureBasis(row.basis).label),
        period=row.period,
        fact_id=row.fact_id,
    )


def _populations(programme: Programme) -> tuple[PopulationRow, ...]:
    rows = PopulationFigure.objects.filter(programme=programme, area__isnull=False).select_related("area")
    return tuple(
        PopulationRow(
            reference=row.reference,
            area_reference=row.area.reference,
            area=row.area.short_name,
            place=row.place,
            ages=row.ages,
            value=row.value,
            upper=row.upper,
            qualifier=row.qualifier,
            basis=row.basis,
            in_table=row.in_table,
            fact_id=row.fact_id,
        )
        for row in rows
        if row.area is not None
    )
