"""Rows of the table of who may do what, for the new target date of a board's action; the rest: rows_milestones."""

from governance.models import BoardAction
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row

PLANNERS = MANAGERS | COMMISSIONERS

ROWS: tuple[Row, ...] = (
    Row(
        "action_redate",
        args=lambda world: [world.programme.key, world.of(BoardAction).reference],
        reads=PLANNERS,
        refused=MEMBERS - PLANNERS,
        writes=PLANNERS,
        sends={"to": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-BACT-0"],
        foreign=lambda own, other: [own.programme.key, other.of(BoardAction).reference],
    ),
)
