"""One body on a day: its chairs and seats over time, its lines, its meetings, and all that was put to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from governance.models import Body, BodySeat, Chair, PackRecipient
from governance.selectors.actions import ActionView, actions
from governance.selectors.asks import AskRow, asks
from governance.selectors.bodies import BodyRow, ChairRow, bodies, chair_row
from governance.selectors.decisions import AwaitedRow, DecisionRow, decision_rows, positions_awaited
from governance.selectors.meetings import MeetingRow, meetings
from governance.selectors.risks import RiskView, risks


@dataclass(frozen=True)
class SeatPeriod:
    """A seat with its period: of an organisation, or of an interest that is no organisation."""

    words: str
    kind: str
    kind_label: str
    is_interest: bool
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Seats:
    """The seats that hold on the day, those that held before it, and those still to come."""

    now: tuple[SeatPeriod, ...]
    past: tuple[SeatPeriod, ...]
    coming: tuple[SeatPeriod, ...]


@dataclass(frozen=True)
class Chairs:
    """Who chairs on the day, who did before it, and who is to."""

    now: tuple[ChairRow, ...]
    past: tuple[ChairRow, ...]
    coming: tuple[ChairRow, ...]


@dataclass(frozen=True)
class BodyPage:
    """One body as at a day. An empty tuple means that nothing of the kind is recorded.

    `recipients` counts the roles that get its packs on the day.
    """

    row: BodyRow
    organisation: str
    chairs: Chairs
    seats: Seats
    meetings: tuple[MeetingRow, ...]
    asks: tuple[AskRow, ...]
    decisions: tuple[DecisionRow, ...]
    awaited: tuple[AwaitedRow, ...]
    actions: tuple[ActionView, ...]
    risks: tuple[RiskView, ...]
    recipients: int

    @property
    def illustrative(self) -> bool:
        parts: Iterable[Any] = (
            *self.row.links,
            *self.row.links_in,
            *self.chairs.now,
            *self.chairs.past,
            *self.chairs.coming,
            *self.meetings,
            *self.asks,
            *self.decisions,
            *self.awaited,
            *self.actions,
            *self.risks,
        )
        return self.row.illustrative or any(part.illustrative for part in parts)


def body_page(body: Body, on: date) -> BodyPage:
    """All that is recorded of one body, as at `on`; a fixed number of queries."""
    programme, reference = body.programme, body.reference
    row = next(each for each in bodies(programme, on) if each.reference == reference)
    decisions = decision_rows(programme, on)
    return BodyPage(
        row=row,
        organisation=body.organisation.name if body.organisation else "",
        chairs=_chairs(body, on),
        seats=_seats(body, on),
        meetings=meetings(programme, body_id=body.pk),
        asks=tuple(each for each in asks(programme) if each.body_reference == reference),
        decisions=tuple(each for each in decisions if each.body_reference == reference),
        awaited=tuple(
            each for each in positions_awaited(programme, on, decisions) if each.body_reference == reference
        ),
        actions=tuple(each for each in actions(programme, on) if each.body_reference == reference),
        risks=tuple(each for each in risks(programme, on) if each.escalated_reference == reference),
        recipients=PackRecipient.objects.on(on).filter(body=body).count(),
    )


def _chairs(body: Body, on: date) -> Chairs:
    rows = Chair.objects.filter(body=body).select_related("organisation")
    return Chairs(*(tuple(chair_row(row) for row in part) for part in _parts(rows, on)))


def _seats(body: Body, on: date) -> Seats:
    rows = BodySeat.objects.filter(body=body).select_related("organisation").order_by("pk")
    return Seats(*(tuple(_seat(row) for row in part) for part in _parts(rows, on)))


def _seat(row: BodySeat) -> SeatPeriod:
    return SeatPeriod(
        words=row.interest or (row.organisation.name if row.organisation else ""),
        kind=row.kind,
        kind_label=row.get_kind_display(),
        is_interest=row.organisation_id is None,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def _parts(rows: QuerySet[Any], on: date) -> tuple[list[Any], list[Any], list[Any]]:
    """(now, past, coming): those past with the latest first, those to come with the soonest first."""
    every = list(rows)
    now = [row for row in every if row.in_force(on)]
    past = [row for row in every if row.ends_on is not None and row.ends_on <= on]
    coming = [row for row in every if row.starts_on is not None and row.starts_on > on]
    past.sort(key=lambda row: row.ends_on, reverse=True)
    coming.sort(key=lambda row: row.starts_on)
    return now, past, coming
