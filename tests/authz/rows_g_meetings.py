"""Rows of the table of who may do what, for bodies and their meetings."""

from governance.models import AgendaItem, Body, Meeting
from tests.authz.cast import MANAGERS, MEMBERS
from tests.authz.row import Row
from tests.authz.world import World


def meeting(world: World) -> list:
    return [world.programme.key, world.of(Meeting).reference]


def no_meeting(world: World) -> list:
    return [world.programme.key, "T-MEET-0"]


def foreign_meeting(own: World, other: World) -> list:
    return [own.programme.key, other.of(Meeting).reference]


def kept(name: str, *more: object) -> Row:
    """A form of one meeting that only those who keep meetings open and send."""
    return Row(
        name,
        args=lambda world: [*meeting(world), *more],
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"reason": ""},
        written=422,
        absent=lambda world: [*no_meeting(world), *more],
        foreign=lambda own, other: [*foreign_meeting(own, other), *more],
    )


ROWS: tuple[Row, ...] = (
    Row(
        "body",
        args=lambda world: [world.programme.key, world.of(Body).reference],
        absent=lambda world: [world.programme.key, "T-GOV-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Body).reference],
    ),
    Row("meetings"),
    Row("meeting", args=meeting, absent=no_meeting, foreign=foreign_meeting),
    Row(
        "meeting_add",
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"reason": ""},
        written=422,
    ),
    kept("meeting_change"),
    kept("agenda_item_add"),
    Row(
        "agenda_item_change",
        args=lambda world: [*meeting(world), world.of(AgendaItem).reference],
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"reason": ""},
        written=422,
        absent=lambda world: [*meeting(world), "T-AGENDA-0"],
        foreign=lambda own, other: [*meeting(own), other.of(AgendaItem).reference],
    ),
    kept("meeting_attendance"),
    kept("interest_add"),
)
