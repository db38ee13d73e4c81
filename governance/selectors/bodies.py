"""Boards and other bodies on a day: who sits on them, whom they answer to, and which lead commissioner has no seat."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from governance.models import Body, BodySeat, GovernanceLink
from governance.models.bodies import SeatKind
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
class BodyRow:
    """A body with its seats and its links to other bodies as on the day."""

    reference: str
    name: str
    role: str
    is_programme_board: bool
    seats: tuple[SeatRow, ...]
    links: tuple[str, ...]
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def members(self) -> tuple[SeatRow, ...]:
        return tuple(seat for seat in self.seats if seat.counts)

    @property
    def advisers(self) -> tuple[SeatRow, ...]:
        return tuple(seat for seat in self.seats if not seat.counts)


def bodies(programme: Programme, on: date) -> tuple[BodyRow, ...]:
    """Every body of the programme, in the order of their references; four queries."""
    rows = list(Body.objects.filter(programme=programme))
    seats = _seats(programme, on)
    links: defaultdict[int, list[str]] = defaultdict(list)
    for link in GovernanceLink.objects.filter(programme=programme).select_related("target"):
        links[link.source_id].append(f"{link.get_kind_display()} {link.target.name}")
    places = places_of([body.fact_id for body in rows])
    return tuple(
        BodyRow(
            reference=body.reference,
            name=body.name,
            role=body.role,
            is_programme_board=body.is_programme_board,
            seats=tuple(seats[body.pk]),
            links=tuple(links[body.pk]),
            places=places.get(body.fact_id or 0, ()),
            fact_id=body.fact_id,
            illustrative=body.illustrative,
        )
        for body in rows
    )


def programme_board(programme: Programme, on: date) -> tuple[BoardView | None, tuple[SeatRow, ...]]:
    """The programme board, where one is recorded, with the seats on it that count; two queries."""
    body = Body.objects.filter(programme=programme, is_programme_board=True).first()
    if body is None:
        return None, ()
    seats = tuple(seat for seat in _seats(programme, on)[body.pk] if seat.counts)
    return BoardView(body.reference, body.name, tuple(seat.words for seat in seats), body.fact_id), seats


def board_seats(
    programme: Programme, on: date, *, scope: Sequence[ScopeRow] | None = None
) -> tuple[LeadSeat, ...]:
    """Each lead commissioner of a service in scope, and the seats on the programme board that count as theirs.

    Those who lead most services come first.
    """
    _, seats = programme_board(programme, on)
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


def _ancestors(organisation_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The organisations above each, up to three levels: a directorate, its council, what the council is part of."""
    rows = Organisation.objects.filter(pk__in=set(organisation_ids)).values_list(
        "pk", "parent_id", "parent__parent_id", "parent__parent__parent_id"
    )
    return {pk: frozenset(parent for parent in parents if parent is not None) for pk, *parents in rows}
