"""The rooms of a programme: its pages that the navigation lists, each only where the programme has something in it.

Every app registers its own when it is ready, by the name of the address, so that no lower floor knows a higher one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from programmes.models import Programme

Rows = Callable[[], QuerySet[Any]]


@dataclass(frozen=True)
class Room:
    """A room by the name of its address and its words; `order` is its place in the navigation.

    `holds` are the query sets of what may be in it (rows with a `programme`): one row of one of them opens it. A room
    that holds nothing in particular is always open.
    """

    name: str
    words: str
    order: int
    holds: tuple[Rows, ...] = ()


_ROOMS: dict[str, Room] = {}


def register_room(room: Room) -> None:
    _ROOMS[room.name] = room


def every_room() -> tuple[Room, ...]:
    return tuple(sorted(_ROOMS.values(), key=lambda room: room.order))


def rooms_of(programme: Programme) -> tuple[Room, ...]:
    """The open rooms of the programme, in order; one query."""
    rooms = every_room()
    asked = {
        f"{room.name}_{place}": Exists(rows().filter(programme=OuterRef("pk")))
        for room in rooms
        for place, rows in enumerate(room.holds)
    }
    found = Programme.objects.filter(Q(pk=programme.pk)).values(**asked).get() if asked else {}
    return tuple(
        room
        for room in rooms
        if not room.holds or any(found[f"{room.name}_{place}"] for place in range(len(room.holds)))
    )
