"""The rooms of a programme: its pages that the navigation lists, each only where the programme has something in it.

Every app registers its own when it is ready, by the name of the address, so that no lower floor knows a higher one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from commissioning.core.access import Permission
from programmes.models import Programme

Rows = Callable[[], QuerySet[Any]]


@dataclass(frozen=True)
class Room:
    """A room by the name of its address and its words; `order` is its place in the navigation.

    `holds` are the query sets of what may be in it (rows with a `programme`): one row of one of them opens it. A room
    that holds nothing in particular is always open. One `within` another is reached from there: the navigation lists
    that other in its stead. With `tabs` the pages of a room and of those within it lead to one another at their top.
    Only those who hold its `permission` are led to it.
    """

    name: str
    words: str
    order: int
    holds: tuple[Rows, ...] = ()
    within: str = ""
    tabs: bool = False
    permission: Permission | None = None


_ROOMS: dict[str, Room] = {}


def register_room(room: Room) -> None:
    _ROOMS[room.name] = room
    _question.cache_clear()


def every_room() -> tuple[Room, ...]:
    return tuple(sorted(_ROOMS.values(), key=lambda room: room.order))


# Stands for the programme in the question that is asked of each; no row has it.
_ANY_PROGRAMME = -1


@cache
def _question() -> tuple[tuple[str, ...], str, tuple[Any, ...]]:
    """(names of the rooms, SQL, its parameters): which rooms hold something, a column for each of `holds`.

    Every page asks it, and writing it takes several times as long as the database takes to answer, so it is written
    once for as long as the process runs.
    """
    held = [(room.name, rows) for room in every_room() for rows in room.holds]
    columns = {
        f"held_{place}": Exists(rows().filter(programme=OuterRef("pk")))
        for place, (_, rows) in enumerate(held)
    }
    query = Programme.objects.filter(pk=_ANY_PROGRAMME).values(**columns).query
    sql, parameters = query.sql_with_params()
    return tuple(name for name, _ in held), sql, tuple(parameters)


def rooms_of(programme: Programme) -> tuple[Room, ...]:
    """The open rooms of the programme, in order; one query."""
    names, sql, parameters = _question()
    filled = set()
    if names:
        with connection.cursor() as cursor:
            cursor.execute(sql, [programme.pk if each == _ANY_PROGRAMME else each for each in parameters])
            answers = cursor.fetchone() or ()
        filled = {name for name, answer in zip(names, answers, strict=True) if answer}
    return tuple(room for room in every_room() if not room.holds or room.name in filled)
