"""Rows of the table of who may do what, for the evaluation room.

Whoever sees the programme may open the room: what stands in it is held, field by field, in
tests/integration/procurement/test_sealed_*.py. Interests are declared by those who may be on a team.
"""

from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row

MAY_BE_ON_A_TEAM = MANAGERS | COMMISSIONERS | {"finance", "evaluator"}

ROWS: tuple[Row, ...] = (
    Row(
        "evaluation",
        args=lambda world: [world.programme.key, 1],
        absent=lambda world: [world.programme.key, 77],
    ),
    Row(
        "evaluation_act",
        args=lambda world: [world.programme.key, 1, "declare"],
        reads=MAY_BE_ON_A_TEAM,
        refused=MEMBERS - MAY_BE_ON_A_TEAM,
        writes=MAY_BE_ON_A_TEAM,
        sends={"has_conflict": ""},
        written=422,
        absent=lambda world: [world.programme.key, 1, "no-such-act"],
    ),
)
