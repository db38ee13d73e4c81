"""One row of the table of who may do what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.authz.cast import MANAGERS, MEMBERS, SIGNED_IN
from tests.authz.world import World

SAFE = ("GET", "HEAD")
VERBS = (*SAFE, "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NOBODY: frozenset[str] = frozenset()
EXPORTERS = MEMBERS - {"board", "evaluator"}
SETTLERS = MANAGERS | {"finance"}
CHANGERS = MANAGERS | {"commissioner"}


def key_of(world: World) -> list[Any]:
    return [world.programme.key]


@dataclass(frozen=True)
class Row:
    """One address. `reads` get it, `writes` may send `sends` to it; `refused` know that it is there, and get 403.

    `absent` is the same address of a record that does not exist, and `foreign` of one in another programme under the
    reader's own programme's key.
    """

    name: str
    args: Callable[[World], list[Any]] = key_of
    reads: frozenset[str] = MEMBERS
    writes: frozenset[str] | None = None
    refused: frozenset[str] = NOBODY
    refused_writing: frozenset[str] = NOBODY
    sends: dict[str, Any] = field(default_factory=dict)
    written: int = 302
    absent: Callable[[World], list[Any]] = lambda world: ["no-such-place"]
    foreign: Callable[[World, World], list[Any]] | None = None

    def expected(self, verb: str, who: str) -> int:
        """The status that the person is to get."""
        if who not in SIGNED_IN:
            return 302
        if verb in SAFE and self.reads is not NOBODY:
            return 200 if who in self.reads else 403 if who in self.refused else 404
        if verb == "POST" and self.writes is not None:
            if who in self.writes:
                return self.written
            return 403 if who in self.refused | self.refused_writing else 404
        return 405
