"""Rows of the table of who may do what: who commissions what, models, printed lists, handovers and successions."""

from programmes.models import ServiceGroup
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import CHANGERS, Row

PLANNERS = MANAGERS | COMMISSIONERS

ROWS: tuple[Row, ...] = (
    Row("commissioners"),
    Row("successions"),
    Row("commissioning_models"),
    Row("scope_lists"),
    Row(
        "lead_handover",
        args=lambda world: [world.programme.key, world.service.reference],
        reads=CHANGERS,
        refused=MEMBERS - CHANGERS,
        writes=CHANGERS,
        sends={"step": "preview"},
        written=422,
        absent=lambda world: [world.programme.key, "T-SVC-0"],
        foreign=lambda own, other: [own.programme.key, other.service.reference],
    ),
    Row(
        "succession_add",
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"step": "preview"},
        written=422,
    ),
    Row(
        "service_group_change",
        args=lambda world: [world.programme.key, world.of(ServiceGroup).reference],
        reads=PLANNERS,
        refused=MEMBERS - PLANNERS,
        writes=PLANNERS,
        sends={},
        written=422,
        absent=lambda world: [world.programme.key, "T-SG-0"],
        foreign=lambda own, other: [own.programme.key, other.of(ServiceGroup).reference],
    ),
)
