"""Rows of the table of who may do what, for benefits and for “You said, we did”."""

from governance.models import Benefit
from programmes.models import Feedback
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row
from tests.authz.world import World

KEEPERS = MANAGERS | COMMISSIONERS
READERS = MEMBERS - KEEPERS


def _benefit(world: World) -> list[str]:
    return [world.programme.key, world.of(Benefit).reference]


def _said(world: World) -> list[str]:
    return [world.programme.key, world.of(Feedback).reference]


def _kept(name, args, absent, foreign, *, sends, written=422) -> Row:
    """A form that those who keep the record open and send; the others know of it and are refused."""
    return Row(
        name,
        args=args,
        reads=KEEPERS,
        refused=READERS,
        writes=KEEPERS,
        refused_writing=READERS,
        sends=sends,
        written=written,
        absent=lambda world: [world.programme.key, absent],
        foreign=foreign,
    )


def _of_benefit(name: str) -> Row:
    return _kept(
        name,
        _benefit,
        "T-BEN-0",
        lambda own, other: [own.programme.key, other.of(Benefit).reference],
        sends={"reason": ""},
    )


ROWS: tuple[Row, ...] = (
    Row("benefits"),
    Row(
        "benefit",
        args=_benefit,
        absent=lambda world: [world.programme.key, "T-BEN-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Benefit).reference],
    ),
    Row(
        "benefit_add",
        reads=KEEPERS,
        refused=READERS,
        writes=KEEPERS,
        refused_writing=READERS,
        sends={"title": "Fewer missed visits", "reason": "Agreed at the meeting"},
    ),
    _of_benefit("benefit_change"),
    _of_benefit("benefit_realised_add"),
    Row("feedback"),
    Row(
        "feedback_add",
        reads=KEEPERS,
        refused=READERS,
        writes=KEEPERS,
        refused_writing=READERS,
        sends={"text": "Nobody rang back", "reason": "A letter"},
    ),
    _kept(
        "feedback_answer",
        _said,
        "T-FB-0",
        lambda own, other: [own.programme.key, other.of(Feedback).reference],
        sends={"response": ""},
    ),
)
