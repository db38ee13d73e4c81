"""The register of risks as at a day: scores with their bands, what is done about each, and who has been told.

What nobody has assessed, owned or mitigated is unknown, never low. Scores, states and escalations are those of the
day; words, owners, responses and mitigations are those recorded now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from commissioning.core.fuzzydate import FuzzyDate
from governance.models import Mitigation, Risk, RiskAct, RiskAssessment
from governance.models.risks import MitigationState, RiskActKind, RiskLevel, RiskState
from governance.rules.risk_states import Standing
from governance.rules.scoring import HIGHEST_LEVEL, Band, band_of, score
from governance.selectors.risk_bands import Banding, bands_on
from programmes.models import Programme
from programmes.rules_milestones import value_on
from programmes.selectors.sources import Place, places_of

__all__ = [
    "HIGHEST",
    "Assessed",
    "MitigationShown",
    "RiskView",
    "bands_on",
    "risk_of",
    "risks",
    "top_risks",
]

HIGHEST = HIGHEST_LEVEL


@dataclass(frozen=True)
class Assessed:
    """One judgement of a risk: likelihood and impact from 1 to 5, their product, and the band it falls in."""

    reference: str
    level: str
    level_label: str
    likelihood: int
    impact: int
    score: int
    band: Band
    on: date
    rationale: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class MitigationShown:
    """What is done about the risk. `shared_with`: the other risks that it serves, as (reference, title)."""

    reference: str
    text: str
    owner_role: str
    due: FuzzyDate
    state: str
    state_label: str
    shared_with: tuple[tuple[str, str], ...]
    illustrative: bool = False

    @property
    def counts(self) -> bool:
        """One that was dropped no longer does anything about the risk."""
        return self.state != MitigationState.DROPPED


@dataclass(frozen=True)
class RiskView:
    """One risk on a day. `inherent`, `current` and `target` are its latest assessments by then, None where none is.

    `likelihood`, `impact`, `score` and `band` are those of `current`. `escalated_to` is the body that was told, empty
    where none was.
    """

    risk_id: int
    reference: str
    title: str
    text: str
    cause: str
    event: str
    effect: str
    phase_number: int | None
    phase_name: str
    raised: FuzzyDate
    owner_role: str
    response: str
    response_label: str
    response_note: str
    review_due: date | None
    state: str
    state_label: str
    inherent: Assessed | None
    current: Assessed | None
    target: Assessed | None
    assessments: tuple[Assessed, ...]
    mitigations: tuple[MitigationShown, ...]
    escalated_to: str
    escalated_reference: str
    escalated_because: str
    on: date | None
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool
    version: int

    @property
    def likelihood(self) -> int | None:
        return self.current.likelihood if self.current else None

    @property
    def impact(self) -> int | None:
        return self.current.impact if self.current else None

    @property
    def score(self) -> int | None:
        """Likelihood times impact now, 1 to 25; None, which is not a low score, where nobody has assessed it."""
        return self.current.score if self.current else None

    @property
    def band(self) -> Band | None:
        return self.current.band if self.current else None

    @property
    def mitigation(self) -> str:
        """What is done about it, one text after another; "" where nothing is recorded or all of it was dropped."""
        return "; ".join(each.text for each in self.mitigations if each.counts)

    @property
    def is_open(self) -> bool:
        return self.state != RiskState.CLOSED

    @property
    def review_overdue(self) -> bool:
        """Its review was due before the day and it is not closed; never without a day to ask about."""
        due, day = self.review_due, self.on
        return self.is_open and due is not None and day is not None and due < day

    @property
    def needs_escalation(self) -> bool:
        """It is in a band whose risks go to a body above, is not closed, and no body has been told."""
        return self.is_open and bool(self.band and self.band.escalates) and not self.escalated_to

    @property
    def standing(self) -> Standing:
        """What decides which acts it is open to."""
        return Standing(self.state, bool(self.escalated_to), self.current is not None, bool(self.mitigation))


def risks(
    programme: Programme,
    on: date | None = None,
    *,
    include_later: bool = False,
    banding: Banding | None = None,
) -> tuple[RiskView, ...]:
    """Every risk raised by the day: open ones first, then the highest score, those not assessed in the papers' order.

    Without a day, everything that is recorded. One whose day of raising is not known is shown on every day; one raised
    later only with `include_later`. `banding` is that of the day where it has been read already. At most ten queries.
    """
    rows = list(
        Risk.objects.filter(programme=programme)
        .select_related("phase", "escalated_to")
        .prefetch_related(
            Prefetch("assessments", RiskAssessment.objects.select_related("made_by")),
            Prefetch("acts", RiskAct.objects.select_related("body")),
            Prefetch("mitigations", Mitigation.objects.order_by("reference").prefetch_related("risks")),
        )
    )
    shown = [row for row in rows if include_later or _raised_by(row.raised, on)]
    banding = banding or bands_on(programme, on)
    places = places_of([row.fact_id for row in shown])
    views = (_view(row, banding, places.get(row.fact_id or 0, ()), on) for row in shown)
    return tuple(sorted(views, key=lambda view: (not view.is_open, -(view.score or 0))))


def risk_of(views: Sequence[RiskView], reference: str) -> RiskView | None:
    return next((view for view in views if view.reference == reference), None)


def top_risks(programme: Programme, on: date | None, n: int) -> tuple[RiskView, ...]:
    """The n open risks that a board looks at first: the highest scores, then those that nobody has assessed.

    An unassessed risk follows the assessed ones because its score is not known, not because it is low: whoever shows
    fewer than all must say how many are not assessed.
    """
    return tuple(view for view in risks(programme, on) if view.is_open)[:n]


def _raised_by(raised: FuzzyDate, on: date | None) -> bool:
    first = raised.start or raised.end
    return on is None or first is None or first <= on


def _view(row: Risk, banding: Banding, places: tuple[Place, ...], on: date | None) -> RiskView:
    judged = tuple(_assessed(each, banding) for each in row.assessments.all() if on is None or each.on <= on)
    acts = list(row.acts.all())
    state = _state(row, acts, on)
    escalation = _escalation(row, acts, on)
    latest = {each.level: each for each in judged}
    return RiskView(
        risk_id=row.pk,
        reference=row.reference,
        title=row.title,
        text=row.text,
        cause=row.cause,
        event=row.event,
        effect=row.effect,
        phase_number=row.phase.number if row.phase else None,
        phase_name=str(row.phase) if row.phase else "",
        raised=row.raised,
        owner_role=row.owner_role,
        response=row.response,
        response_label=row.get_response_display() if row.response else "",
        response_note=row.response_note,
        review_due=row.review_due,
        state=state,
        state_label=str(RiskState(state).label),
        inherent=latest.get(RiskLevel.INHERENT),
        current=latest.get(RiskLevel.CURRENT),
        target=latest.get(RiskLevel.TARGET),
        assessments=judged,
        mitigations=tuple(_mitigation(each, row) for each in row.mitigations.all()),
        escalated_to=escalation[0],
        escalated_reference=escalation[1],
        escalated_because=escalation[2],
        on=on,
        places=places,
        fact_id=row.fact_id,
        illustrative=row.illustrative,
        version=row.version,
    )


def _assessed(row: RiskAssessment, banding: Banding) -> Assessed:
    value = score(row.likelihood, row.impact)
    band = band_of(value, banding.bands)
    assert value is not None  # noqa: S101 (the database holds both)
    assert band is not None  # noqa: S101
    return Assessed(
        reference=row.reference,
        level=row.level,
        level_label=row.get_level_display(),
        likelihood=row.likelihood,
        impact=row.impact,
        score=value,
        band=band,
        on=row.on,
        rationale=row.rationale,
        made_by=str(row.made_by),
        made_at=row.made_at,
    )


def _state(row: Risk, acts: Sequence[RiskAct], on: date | None) -> str:
    changes = [(act.on, act.state_before, act.state_after) for act in acts if act.state_after]
    return str(value_on(row.state, changes, on))


def _escalation(row: Risk, acts: Sequence[RiskAct], on: date | None) -> tuple[str, str, str]:
    """(body, its reference, why) of the escalation in force on the day; empty words where there is none."""
    kept = [act for act in acts if act.kind in (RiskActKind.ESCALATED, RiskActKind.RETURNED)]
    if not kept:
        body = row.escalated_to
        return (body.name, body.reference, "") if body else ("", "", "")
    begun = [act for act in kept if on is None or act.on <= on]
    last = begun[-1] if begun else None
    if last is None or last.kind == RiskActKind.RETURNED or last.body is None:
        return "", "", ""
    return last.body.name, last.body.reference, last.reason


def _mitigation(row: Mitigation, risk: Risk) -> MitigationShown:
    others = sorted((each.reference, each.title) for each in row.risks.all() if each.pk != risk.pk)
    return MitigationShown(
        reference=row.reference,
        text=row.text,
        owner_role=row.owner_role,
        due=row.due,
        state=row.state,
        state_label=str(row.get_state_display()),
        shared_with=tuple(others),
        illustrative=row.illustrative,
    )
