"""Organisations that passed to others: each act with its date, its sources, and the responsibilities that it moved."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    OrganisationSuccession,
    Programme,
    ProgrammePartner,
    ResponsibilityChange,
)
from programmes.models.responsibilities import ResponsibilityChangeKind
from programmes.selectors.responsibilities import ClaimRow, claims
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class Body:
    """An organisation as one side of a succession."""

    organisation_id: int
    reference: str
    name: str


@dataclass(frozen=True)
class SuccessionView:
    """One succession: who passed to whom, when, by whose decision, and what moved in the programme with it.

    `text`, `decision` and `reason` are those of the act; empty where only the bodies are recorded. `made_by` is empty
    for what a paper says. `closed` and `opened` are the terms that the act ended and began. `began_then` are governing
    terms of those who took over that begin on the same day without any act on record: no source ties them to it.
    """

    reference: str
    kind: str
    took_effect_on: date
    as_printed: str
    predecessors: tuple[Body, ...]
    successors: tuple[Body, ...]
    text: str
    decision: str
    reason: str
    made_by: str
    notes: tuple[str, ...]
    closed: tuple[ClaimRow, ...]
    opened: tuple[ClaimRow, ...]
    began_then: tuple[ClaimRow, ...]
    fact_id: int | None
    places: tuple[Place, ...]
    illustrative: bool


def successions(programme: Programme) -> tuple[SuccessionView, ...]:
    """Every succession that the programme's papers or people record, earliest first; eight queries.

    A succession of organisations that have a part in the programme is shown too where no paper of another programme is
    its source: organisations are shared, papers are not.
    """
    acts = list(
        ResponsibilityChange.objects.filter(
            programme=programme, kind=ResponsibilityChangeKind.SUCCESSION
        ).select_related("made_by")
    )
    pairs = list(_pairs(programme, acts))
    found = claims(programme) if pairs else ()
    places = places_of([row.fact_id for row in (*acts, *pairs)])
    grouped = _grouped(acts, pairs)
    views = [_view(act, rows, found, places) for act, rows in grouped if rows]
    return tuple(sorted(views, key=lambda view: (view.took_effect_on, view.reference)))


def with_a_part(programme: Programme) -> tuple[Organisation, ...]:
    """The organisations that have or had a part in a service of the programme, by name; one query."""
    held = CommissioningResponsibility.objects.filter(programme=programme).values("organisation")
    return tuple(Organisation.objects.filter(pk__in=held).order_by("name"))


def known_to(programme: Programme) -> tuple[Organisation, ...]:
    """Those with a part in a service, the programme's partners, and whatever its papers name, by name; one query."""
    return tuple(Organisation.objects.filter(_known(programme)).order_by("name"))


def _known(programme: Programme) -> Q:
    held = CommissioningResponsibility.objects.filter(programme=programme).values("organisation")
    partners = ProgrammePartner.objects.filter(programme=programme).values("organisation")
    return Q(pk__in=held) | Q(pk__in=partners) | Q(fact__programme=programme)


def _pairs(programme: Programme, acts: Sequence[ResponsibilityChange]) -> Iterable[OrganisationSuccession]:
    known = Organisation.objects.filter(_known(programme)).values("pk")
    own = Q(fact__programme=programme)
    for act in acts:
        own |= Q(reference__startswith=f"{act.reference}-")
    shared = Q(fact__isnull=True) & (Q(predecessor__in=known) | Q(successor__in=known))
    rows = OrganisationSuccession.objects.filter(own | shared)
    found: Iterable[OrganisationSuccession] = rows.select_related("predecessor", "successor").distinct()
    return found


Group = tuple[ResponsibilityChange | None, list[OrganisationSuccession]]


def _grouped(acts: Sequence[ResponsibilityChange], pairs: Sequence[OrganisationSuccession]) -> list[Group]:
    """The pairs of each act, by its reference; those of no act here, by day and kind and the bodies they share."""
    by_act: defaultdict[str, list[OrganisationSuccession]] = defaultdict(list)
    loose: list[list[OrganisationSuccession]] = []
    stems = {act.reference for act in acts}
    for pair in pairs:
        stem = pair.reference.rpartition("-")[0]
        if stem in stems:
            by_act[stem].append(pair)
        else:
            _add_loose(loose, pair)
    groups: list[Group] = [(act, by_act[act.reference]) for act in acts]
    return [*groups, *((None, rows) for rows in loose)]


def _add_loose(groups: list[list[OrganisationSuccession]], pair: OrganisationSuccession) -> None:
    for group in groups:
        first = group[0]
        same = (first.took_effect_on, first.kind) == (pair.took_effect_on, pair.kind)
        if same and any(
            each.predecessor_id == pair.predecessor_id or each.successor_id == pair.successor_id
            for each in group
        ):
            group.append(pair)
            return
    groups.append([pair])


def _bodies(organisations: Iterable[Organisation]) -> tuple[Body, ...]:
    each = {row.pk: Body(row.pk, row.reference, row.name) for row in organisations}
    return tuple(each.values())


def _view(
    act: ResponsibilityChange | None,
    pairs: Sequence[OrganisationSuccession],
    found: Sequence[ClaimRow],
    places: dict[int, tuple[Place, ...]],
) -> SuccessionView:
    first = pairs[0]
    cited = [row.fact_id for row in ([act] if act else []) + list(pairs) if row.fact_id in places]
    moved = act.pk if act else None
    took_over = {pair.successor_id for pair in pairs}
    return SuccessionView(
        reference=act.reference if act else first.reference,
        kind=first.get_kind_display(),
        took_effect_on=first.took_effect_on,
        as_printed=act.effective.printed if act else "",
        predecessors=_bodies(pair.predecessor for pair in pairs),
        successors=_bodies(pair.successor for pair in pairs),
        text=act.text if act else "",
        decision=act.decision if act else "",
        reason=act.reason if act else "",
        made_by=str(act.made_by) if act and act.made_by else "",
        notes=tuple(dict.fromkeys(pair.note for pair in pairs if pair.note)),
        closed=tuple(c for c in found if moved and c.closed_by and c.closed_by.act_id == moved),
        opened=tuple(c for c in found if moved and c.opened_by and c.opened_by.act_id == moved),
        began_then=tuple(
            c
            for c in found
            if c.organisation_id in took_over
            and c.starts_on == first.took_effect_on
            and c.governing
            and c.opened_by is None
        ),
        fact_id=cited[0] if cited else None,
        places=tuple(dict.fromkeys(place for fact_id in cited for place in places.get(fact_id or 0, ()))),
        illustrative=any(pair.illustrative for pair in pairs) or bool(act and act.illustrative),
    )
