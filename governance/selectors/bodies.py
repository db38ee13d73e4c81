"""Boards and other bodies on a day: chairs, seats, whom they answer to, and which lead commissioner has no seat."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from governance.models import Body, BodySeat, Chair, GovernanceLink
from governance.models.bodies import SeatKind
from governance.rules.accountability import UPWARDS
from governance.rules.evidence import BoardView, LeadSeat
from programmes.models import Organisation, Programme
from programmes.selectors.scope import ScopeRow, scope_on
from programmes.selectors.sources import Place, places_of

DECIDING = frozenset({SeatKind.MEMBER, SeatKind.CHAIR})  # an adviser advises and has no seat


@dataclass(frozen=True)
class SeatRow:
    """A seat as printed; `organisation` is empty for an interest that is no organisation, such as “procurement”."""

    body_id: int
    words: str
    organisation_id: int | None
    organisation: str
    kind: SeatKind

    @property
    def counts(self) -> bool:
        return self.kind in DECIDING


@dataclass(frozen=True)
class LinkShown:
    """A typed link from one body to another. `words` are the paper's own; proposed: it may come, it is not so."""

    reference: str
    source_reference: str
    source: str
    target_reference: str
    target: str
    kind: str
    kind_label: str
    words: str
    is_proposed: bool
    fact_id: int | None
    illustrative: bool

    @property
    def is_line(self) -> bool:
        """Whether it is a line of accountability: escalating, advising, linking and what is proposed are none."""
        return self.kind in UPWARDS and not self.is_proposed

    @property
    def said(self) -> str:
        """ "Accountable to Health and Wellbeing Board", with “(proposed)” where it is only that."""
        return f"{self.kind_label} {self.target}{' (proposed)' if self.is_proposed else ''}"


@dataclass(frozen=True)
class ChairRow:
    """Who chairs: a role title with its standing, and the organisation where one is named."""

    body_id: int
    role_title: str
    standing: str
    organisation: str
    starts_on: date | None
    ends_on: date | None
    illustrative: bool

    @property
    def words(self) -> str:
        return f"{self.role_title}{f', {self.organisation}' if self.organisation else ''}"


@dataclass(frozen=True)
class BodyRow:
    """A body with its chairs and seats as on the day, and its links to other bodies."""

    body_id: int
    reference: str
    name: str
    role: str
    kind_label: str
    meets: str
    is_sovereign: bool
    is_programme_board: bool
    aliases: tuple[str, ...]
    chairs: tuple[ChairRow, ...]
    seats: tuple[SeatRow, ...]
    links: tuple[LinkShown, ...]
    links_in: tuple[LinkShown, ...]
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def lines(self) -> tuple[LinkShown, ...]:
        """Its lines of accountability to other bodies; more than one wants explaining."""
        return tuple(link for link in self.links if link.is_line)

    @property
    def members(self) -> tuple[SeatRow, ...]:
        return tuple(seat for seat in self.seats if seat.counts)

    @property
    def advisers(self) -> tuple[SeatRow, ...]:
        return tuple(seat for seat in self.seats if not seat.counts)


def bodies(programme: Programme, on: date) -> tuple[BodyRow, ...]:
    """Every body of the programme, in the order of their references; six queries."""
    rows = list(Body.objects.filter(programme=programme).prefetch_related("aliases"))
    seats, chairs = _seats(programme, on), _chairs(programme, on)
    going: defaultdict[str, list[LinkShown]] = defaultdict(list)
    coming: defaultdict[str, list[LinkShown]] = defaultdict(list)
    for link in body_links(programme):
        going[link.source_reference].append(link)
        coming[link.target_reference].append(link)
    places = places_of([body.fact_id for body in rows])
    return tuple(
        BodyRow(
            body_id=body.pk,
            reference=body.reference,
            name=body.name,
            role=body.role,
            kind_label=body.get_kind_display() if body.kind else "",
            meets=body.meets,
            is_sovereign=body.is_sovereign,
            is_programme_board=body.is_programme_board,
            aliases=tuple(alias.name for alias in body.aliases.all()),
            chairs=tuple(chairs[body.pk]),
            seats=tuple(seats[body.pk]),
            links=tuple(going[body.reference]),
            links_in=tuple(coming[body.reference]),
            places=places.get(body.fact_id or 0, ()),
            fact_id=body.fact_id,
            illustrative=body.illustrative,
        )
        for body in rows
    )


def body_links(programme: Programme) -> tuple[LinkShown, ...]:
    """Every link between two bodies of the programme, in the order of their references; one query."""
    rows = GovernanceLink.objects.filter(programme=programme).select_related("source", "target")
    return tuple(
        LinkShown(
            reference=row.reference,
            source_reference=row.source.reference,
            source=row.source.name,
            target_reference=row.target.reference,
            target=row.target.name,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            words=row.words,
            is_proposed=row.is_proposed,
            fact_id=row.fact_id,
            illustrative=row.illustrative,
        )
        for row in rows
    )


def programme_board(programme: Programme, on: date) -> tuple[BoardView | None, tuple[SeatRow, ...]]:
    """The programme board, where one is recorded, with the seats on it that count; two queries."""
    body = Body.objects.filter(programme=programme, is_programme_board=True).first()
    if body is None:
        return None, ()
    seats = tuple(seat for seat in _seats(programme, on)[body.pk] if seat.counts)
    return BoardView(body.reference, body.name, tuple(seat.words for seat in seats), body.fact_id), seats


def board_seats(
    programme: Programme,
    on: date,
    *,
    scope: Sequence[ScopeRow] | None = None,
    rows: Sequence[BodyRow] | None = None,
) -> tuple[LeadSeat, ...]:
    """Each lead commissioner of a service in scope, and the seats on the programme board that count as theirs.

    Those who lead most services come first. Give `rows` where the bodies of the day have been read already.
    """
    if rows is None:
        _, seats = programme_board(programme, on)
    else:
        seats = tuple(seat for row in rows if row.is_programme_board for seat in row.members)
    return lead_seats(scope_on(programme, on) if scope is None else scope, seats)


def lead_seats(scope: Iterable[ScopeRow], seats: Sequence[SeatRow]) -> tuple[LeadSeat, ...]:
    """Each lead in the scope with its seats: its own, or those of an organisation above or below it.

    "Hampshire CCGs" are seated through West Hampshire CCG, which is part of them. A sister organisation's seat is
    nobody else's. One query.
    """
    led: defaultdict[int, list[ScopeRow]] = defaultdict(list)
    for row in scope:
        if row.is_counted and row.lead_id is not None:
            led[row.lead_id].append(row)
    above = _ancestors({*led, *(seat.organisation_id for seat in seats if seat.organisation_id)})
    found = [_lead_seat(lead, rows, seats, above) for lead, rows in led.items()]
    return tuple(sorted(found, key=lambda seat: (-len(seat.services), seat.organisation)))


def _lead_seat(
    lead: int, rows: Sequence[ScopeRow], seats: Sequence[SeatRow], above: Mapping[int, frozenset[int]]
) -> LeadSeat:
    own, through = [], []
    for seat in seats:
        if seat.organisation_id is None:
            continue
        if seat.organisation_id == lead:
            own.append(seat.words)
        elif seat.organisation_id in above.get(lead, ()) or lead in above.get(seat.organisation_id, ()):
            through.append(seat.organisation)
    return LeadSeat(lead, rows[0].lead_name, rows[0].lead_code, tuple(rows), tuple(own), tuple(through))


def _seats(programme: Programme, on: date) -> defaultdict[int, list[SeatRow]]:
    found: defaultdict[int, list[SeatRow]] = defaultdict(list)
    rows = (
        BodySeat.objects.on(on)
        .filter(body__programme=programme)
        .order_by("pk")
        .values_list("body_id", "interest", "organisation_id", "organisation__name", "kind")
    )
    for body_id, interest, organisation_id, name, kind in rows:
        seat = SeatRow(body_id, interest or name, organisation_id, name or "", SeatKind(kind))
        found[body_id].append(seat)
    return found


def _chairs(programme: Programme, on: date) -> defaultdict[int, list[ChairRow]]:
    found: defaultdict[int, list[ChairRow]] = defaultdict(list)
    for row in Chair.objects.on(on).filter(programme=programme).select_related("organisation"):
        found[row.body_id].append(chair_row(row))
    return found


def chair_row(row: Chair) -> ChairRow:
    """A chair as pages show it: by role, with the organisation where one is named."""
    return ChairRow(
        row.body_id,
        row.role_title,
        row.get_standing_display(),
        row.organisation.name if row.organisation else "",
        row.starts_on,
        row.ends_on,
        row.illustrative,
    )


def _ancestors(organisation_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The organisations above each, up to three levels: a directorate, its council, what the council is part of."""
    rows = Organisation.objects.filter(pk__in=set(organisation_ids)).values_list(
        "pk", "parent_id", "parent__parent_id", "parent__parent__parent_id"
    )
    return {pk: frozenset(parent for parent in parents if parent is not None) for pk, *parents in rows}
