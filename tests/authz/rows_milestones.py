"""Rows of the table of who may do what, for milestones, board actions and implications."""

from governance.models import BoardAction
from programmes.models import Milestone
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import NOBODY, Row

PLANNERS = MANAGERS | COMMISSIONERS

ROWS: tuple[Row, ...] = (
    Row(
        "milestone_add",
        reads=PLANNERS,
        refused=MEMBERS - PLANNERS,
        writes=PLANNERS,
        sends={"text": ""},
        written=422,
    ),
    Row(
        "milestone",
        args=lambda world: [world.programme.key, world.of(Milestone).reference],
        absent=lambda world: [world.programme.key, "T-MIL-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Milestone).reference],
    ),
    Row(
        "milestone_change",
        args=lambda world: [world.programme.key, world.of(Milestone).reference],
        reads=PLANNERS,
        refused=MEMBERS - PLANNERS,
        writes=PLANNERS,
        sends={"reason": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-MIL-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Milestone).reference],
    ),
    Row("actions"),
    Row(
        "action_add",
        reads=PLANNERS,
        refused=MEMBERS - PLANNERS,
        writes=PLANNERS,
        sends={"text": ""},
        written=422,
    ),
    Row(
        "action",
        args=lambda world: [world.programme.key, world.of(BoardAction).reference],
        absent=lambda world: [world.programme.key, "T-BACT-0"],
        foreign=lambda own, other: [own.programme.key, other.of(BoardAction).reference],
    ),
    Row(
        "action_respond",
        args=lambda world: [world.programme.key, world.of(BoardAction).reference],
        reads=PLANNERS,
        refused=MEMBERS - PLANNERS,
        writes=PLANNERS,
        sends={"text": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-BACT-0"],
        foreign=lambda own, other: [own.programme.key, other.of(BoardAction).reference],
    ),
    Row(
        "action_weakened",
        args=lambda world: [world.programme.key, world.of(BoardAction).reference],
        reads=NOBODY,
        refused=MEMBERS - PLANNERS,
        writes=PLANNERS,
        sends={"reason": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-BACT-0"],
        foreign=lambda own, other: [own.programme.key, other.of(BoardAction).reference],
    ),
    Row("implications"),
)
