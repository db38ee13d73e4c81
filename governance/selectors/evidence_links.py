"""Evidence from reviews that people have attached to plans, and what they may attach it to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q

from commissioning.core.access import Permission
from governance.models import EvidenceLink, Recommendation, Risk
from outcomes.models import ImpactFigure, LearningPoint
from outcomes.selectors.figures import value_words
from programmes.access import Grants
from programmes.models import CommissioningIntention, Programme, ScopedQuerySet

# What evidence may support: the name in forms, the model, its words in the plural.
TARGETS: tuple[tuple[str, type[Model], str], ...] = (
    ("intention", CommissioningIntention, "intentions"),
    ("risk", Risk, "risks"),
    ("recommendation", Recommendation, "recommendations"),
)


@dataclass(frozen=True)
class EvidenceShown:
    """A piece of evidence as the thing it supports shows it. `value` is a figure as printed, empty for learning.

    `review_key` and `area_key` lead to the area in the review; `programme_key` is that of what it supports.
    """

    link_id: int
    reference: str
    programme_key: str
    kind_label: str
    text: str
    value: str
    basis_label: str
    evidence_reference: str
    review_key: str
    review: str
    area_key: str
    area: str
    note: str
    attached_by: str
    attached_at: datetime
    target: str
    target_key: str
    target_reference: str
    illustrative: bool


@dataclass(frozen=True)
class TargetChoice:
    """Something that evidence may be attached to: `value` is "risk:HAM-RSK-1"."""

    value: str
    words: str


@dataclass(frozen=True)
class TargetGroup:
    heading: str
    choices: tuple[TargetChoice, ...]


def evidence_for_targets(
    model: type[Model], ids: Collection[int], grants: Grants
) -> dict[int, tuple[EvidenceShown, ...]]:
    """The evidence of many intentions, risks or recommendations at once, by their number; one query.

    Evidence from a review that the reader may not see is left out.
    """
    name = next(name for name, kind, _ in TARGETS if kind is model)
    found: dict[int, list[EvidenceShown]] = {}
    if ids:
        for link in _visible(grants).filter(**{f"{name}__in": list(ids)}):
            found.setdefault(getattr(link, f"{name}_id"), []).append(_shown(link))
    return {pk: tuple(shown) for pk, shown in found.items()}


def links_of(evidence: LearningPoint | ImpactFigure, grants: Grants) -> tuple[EvidenceShown, ...]:
    """What a piece of evidence is attached to, as far as the reader may see it."""
    name = "learning_point" if isinstance(evidence, LearningPoint) else "impact_figure"
    links = _visible(grants).visible_to(grants).filter(**{name: evidence})
    return tuple(_shown(link) for link in links)


def targets_for(grants: Grants) -> tuple[TargetGroup, ...]:
    """Everything that the reader may attach evidence to, by programme and kind; three queries."""
    allowed = grants.limited_to(Permission.ATTACH_EVIDENCE)
    groups: dict[tuple[str, str], list[TargetChoice]] = {}
    for name, model, plural in TARGETS:
        rows = model._default_manager.visible_to(allowed).select_related("programme")  # type: ignore[attr-defined]
        for row in rows.order_by("programme__place", "reference"):
            choices = groups.setdefault((row.programme.place, plural), [])
            choices.append(TargetChoice(f"{name}:{row.reference}", f"{row.reference}: {_short(row)}"))
    return tuple(
        TargetGroup(f"{place}: {plural}", tuple(choices))
        for (place, plural), choices in sorted(groups.items())
    )


def target_of(value: str, grants: Grants) -> CommissioningIntention | Risk | Recommendation | None:
    """The target that a form names, if the reader may attach evidence to it."""
    name, _, reference = value.partition(":")
    allowed = grants.limited_to(Permission.ATTACH_EVIDENCE)
    model = next((model for known, model, _ in TARGETS if known == name), None)
    if model is None:
        return None
    rows = model._default_manager.visible_to(allowed)  # type: ignore[attr-defined]
    found: CommissioningIntention | Risk | Recommendation | None = (
        rows.select_related("programme").filter(reference=reference).first()
    )
    return found


def _short(row: Model) -> str:
    words = str(row)
    return words if len(words) <= 90 else f"{words[:89].rstrip()}…"


def _visible(grants: Grants) -> ScopedQuerySet:
    """Links whose evidence the reader may see."""
    links: ScopedQuerySet = EvidenceLink.objects.select_related(
        "programme",
        "learning_point__area",
        "learning_point__programme",
        "impact_figure__area",
        "impact_figure__programme",
        "intention",
        "risk",
        "recommendation",
        "attached_by",
    )
    if grants.everything:
        return links
    seen = Programme.objects.visible_to(grants)
    return links.filter(Q(learning_point__programme__in=seen) | Q(impact_figure__programme__in=seen))


def _shown(link: EvidenceLink) -> EvidenceShown:
    evidence = link.learning_point or link.impact_figure
    target = link.intention or link.risk or link.recommendation
    assert evidence is not None  # noqa: S101 (the database holds both ends)
    assert target is not None  # noqa: S101
    figure = link.impact_figure
    return EvidenceShown(
        link_id=link.pk,
        reference=link.reference,
        programme_key=link.programme.key,
        kind_label="Learning point" if link.learning_point else figure.get_kind_display() if figure else "",
        text=evidence.text,
        value=_value(figure) if figure else "",
        basis_label=figure.get_basis_display() if figure else "",
        evidence_reference=evidence.reference,
        review_key=evidence.programme.key,
        review=evidence.programme.place,
        area_key=evidence.area.key,
        area=evidence.area.short_name,
        note=link.note,
        attached_by=str(link.attached_by),
        attached_at=link.attached_at,
        target=_short(target),
        target_key=next(name for name, model, _ in TARGETS if isinstance(target, model)),
        target_reference=target.reference,
        illustrative=link.illustrative,
    )


def _value(figure: ImpactFigure) -> str:
    money = figure.money
    if money.is_known:
        return str(money.printed)
    return value_words(figure.value, figure.upper, figure.unit, figure.qualifier)
