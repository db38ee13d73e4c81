"""The risks that papers name; what nobody has assessed, owned or mitigated is unknown, never low."""

from dataclasses import dataclass

from governance.models import Risk
from governance.models.risks import RiskLevel
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

HIGHEST = 5


@dataclass(frozen=True)
class RiskView:
    """`score` is likelihood times impact, None while either is not assessed."""

    risk_id: int
    reference: str
    title: str
    text: str
    likelihood: int | None
    impact: int | None
    owner_role: str
    mitigation: str
    state: str
    state_label: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def score(self) -> int | None:
        if self.likelihood is None or self.impact is None:
            return None
        return self.likelihood * self.impact


def risks(programme: Programme) -> tuple[RiskView, ...]:
    """Every risk: the highest score first, then those not assessed, in the paper's order; four queries."""
    rows = list(Risk.objects.filter(programme=programme).prefetch_related("mitigations", "assessments"))
    for row in rows:
        judged = [each for each in row.assessments.all() if each.level == RiskLevel.CURRENT]
        row.now = judged[-1] if judged else None
    places = places_of([row.fact_id for row in rows])
    views = [
        RiskView(
            risk_id=row.pk,
            reference=row.reference,
            title=row.title,
            text=row.text,
            likelihood=row.now.likelihood if row.now else None,
            impact=row.now.impact if row.now else None,
            owner_role=row.owner_role,
            mitigation="; ".join(each.text for each in row.mitigations.all()),
            state=row.state,
            state_label=row.get_state_display(),
            places=places.get(row.fact_id or 0, ()),
            fact_id=row.fact_id,
            illustrative=row.illustrative,
        )
        for row in rows
    ]
    return tuple(sorted(views, key=lambda view: -(view.score or 0)))
