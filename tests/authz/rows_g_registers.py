"""Rows of the table of who may do what, for issues, dependencies, assumptions and requests for change."""

from collections.abc import Iterator
from typing import Any

from governance.models import Assumption, ChangeRequest, Dependency, Issue
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row
from tests.authz.world import World

KEEPERS = MANAGERS | COMMISSIONERS
KINDS: tuple[tuple[str, str, type[Any]], ...] = (
    ("issues", "issue", Issue),
    ("dependencies", "dependency", Dependency),
    ("assumptions", "assumption", Assumption),
    ("change_requests", "change_request", ChangeRequest),
)


def one(name: str, model: type[Any], **more: Any) -> Row:
    """An address of one row."""

    def of(world: World) -> list[Any]:
        return [world.programme.key, world.of(model).reference]

    return Row(
        name,
        args=of,
        absent=lambda world: [world.programme.key, "T-NONE-0"],
        foreign=lambda own, other: [own.programme.key, other.of(model).reference],
        **more,
    )


def form(writers: frozenset[str]) -> dict[str, Any]:
    """What a form adds to a row: who may send it, and what it says to the others who know that it is there."""
    return {
        "reads": writers,
        "refused": MEMBERS - writers,
        "writes": writers,
        "sends": {"reason": ""},
        "written": 422,
    }


def of_kind(page: str, noun: str, model: type[Any]) -> Iterator[Row]:
    yield Row(page)
    yield Row(f"{noun}_add", **form(KEEPERS))
    yield one(noun, model)
    yield one(f"{noun}_change", model, **form(KEEPERS))


ROWS: tuple[Row, ...] = (
    *(row for kind in KINDS for row in of_kind(*kind)),
    one("change_request_decide", ChangeRequest, **form(MANAGERS)),
)
