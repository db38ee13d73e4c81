"""Rows of the table of who may do what, for the returns of KPI measurements."""

from outcomes.models import KPI, KPIReturn
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row

ANALYSTS = frozenset({"analyst", "partner_analyst"})
# The world's KPI is owned by the organisation for which “commissioner” holds the role, and by no other.
SENDERS = MANAGERS | ANALYSTS | {"commissioner"}
UPLOADERS = MANAGERS | ANALYSTS | COMMISSIONERS  # each row of a file is asked about on its own

ROWS: tuple[Row, ...] = (
    Row("returns"),
    Row("returns_tracker"),
    Row(
        "return_upload",
        reads=UPLOADERS,
        refused=MEMBERS - UPLOADERS,
        writes=UPLOADERS,
        sends={"step": "preview"},
        written=422,
    ),
    Row("return_template", reads=UPLOADERS, refused=MEMBERS - UPLOADERS),
    Row(
        "return_enter",
        args=lambda world: [world.programme.key, world.of(KPI).reference],
        reads=SENDERS,
        refused=MEMBERS - SENDERS,
        writes=SENDERS,
        sends={"step": "preview"},
        written=422,
        absent=lambda world: [world.programme.key, "T-KPI-0"],
        foreign=lambda own, other: [own.programme.key, other.of(KPI).reference],
    ),
    Row(
        "kpi_correct",
        args=lambda world: [world.programme.key, world.of(KPI).reference],
        reads=SENDERS,
        refused=MEMBERS - SENDERS,
        writes=SENDERS,
        sends={"step": "preview"},
        written=422,
        absent=lambda world: [world.programme.key, "T-KPI-0"],
        foreign=lambda own, other: [own.programme.key, other.of(KPI).reference],
    ),
    Row(
        "kpi_return",
        args=lambda world: [world.programme.key, world.of(KPIReturn).reference],
        writes=SENDERS,
        refused_writing=MEMBERS - SENDERS,
        sends={"step": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-RET-0"],
        foreign=lambda own, other: [own.programme.key, other.of(KPIReturn).reference],
    ),
    Row(
        "return_edit",
        args=lambda world: [world.programme.key, world.of(KPIReturn).reference],
        reads=SENDERS,
        refused=MEMBERS - SENDERS,
        writes=SENDERS,
        sends={"step": "preview"},
        written=409,  # it has not been sent back
        absent=lambda world: [world.programme.key, "T-RET-0"],
        foreign=lambda own, other: [own.programme.key, other.of(KPIReturn).reference],
    ),
)
