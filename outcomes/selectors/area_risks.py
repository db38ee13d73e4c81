"""The risks that areas of a review name, beside what each area does about them: one mitigation may serve several."""

from dataclasses import dataclass

from outcomes.models import AreaMitigation, AreaRisk, CareModelArea
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class AreaMitigationShown:
    """What an area does; `serves` are the references of the risks that it is for."""

    reference: str
    text: str
    note: str
    serves: frozenset[str]


@dataclass(frozen=True)
class AreaRiskShown:
    """A risk or barrier as the review words it. `mitigations`: the references of what is done about it."""

    reference: str
    text: str
    label: str
    mitigations: frozenset[str]
    places: tuple[Place, ...]
    fact_id: int | None


@dataclass(frozen=True)
class AreaRisks:
    """One area with its risks, in the review's order, and its mitigations."""

    key: str
    name: str
    risks: tuple[AreaRiskShown, ...]
    mitigations: tuple[AreaMitigationShown, ...]
    illustrative: bool

    @property
    def shared(self) -> int:
        """How many of its mitigations serve more than one of its risks."""
        return sum(len(each.serves) > 1 for each in self.mitigations)

    @property
    def unmitigated(self) -> int:
        return sum(not risk.mitigations for risk in self.risks)


def area_risks(programme: Programme) -> tuple[AreaRisks, ...]:
    """Each area that names a risk, in the review's order; five queries, one where the programme has no area."""
    areas = list(CareModelArea.objects.filter(programme=programme))
    if not areas:
        return ()
    risks = list(
        AreaRisk.objects.filter(area__in=areas)
        .order_by("position", "reference")
        .prefetch_related("mitigations")
    )
    mitigations = list(AreaMitigation.objects.filter(area__in=areas).order_by("reference"))
    places = places_of([risk.fact_id for risk in risks])
    serves: dict[int, set[str]] = {}
    for risk in risks:
        for mitigation in risk.mitigations.all():
            serves.setdefault(mitigation.pk, set()).add(risk.reference)
    return tuple(
        AreaRisks(
            key=area.key,
            name=area.short_name,
            risks=tuple(_risk(risk, places) for risk in risks if risk.area_id == area.pk),
            mitigations=tuple(
                AreaMitigationShown(each.reference, each.text, each.note, frozenset(serves.get(each.pk, ())))
                for each in mitigations
                if each.area_id == area.pk
            ),
            illustrative=area.illustrative,
        )
        for area in areas
        if any(risk.area_id == area.pk for risk in risks)
    )


def _risk(risk: AreaRisk, places: dict[int, tuple[Place, ...]]) -> AreaRiskShown:
    return AreaRiskShown(
        risk.reference,
        risk.text,
        risk.label,
        frozenset(each.reference for each in risk.mitigations.all()),
        places.get(risk.fact_id or 0, ()),
        risk.fact_id,
    )
