"""Rows of the table of who may do what, for forecast, outturn and funds."""

from procurement.models import BudgetLine
from tests.authz.cast import MANAGERS, MEMBERS
from tests.authz.row import Row

REPORTERS = MANAGERS | {"finance"}


def line_of(world):
    return [world.programme.key, world.of(BudgetLine).reference]


ROWS: tuple[Row, ...] = (
    Row("spending"),
    Row("funds"),
    Row(
        "line_reports",
        args=line_of,
        absent=lambda world: [world.programme.key, "T-BL-0"],
        foreign=lambda own, other: [own.programme.key, other.of(BudgetLine).reference],
    ),
    Row(
        "line_report_add",
        args=line_of,
        reads=REPORTERS,
        refused=MEMBERS - REPORTERS,
        writes=REPORTERS,
        sends={"step": "preview"},
        written=422,
        absent=lambda world: [world.programme.key, "T-BL-0"],
        foreign=lambda own, other: [own.programme.key, other.of(BudgetLine).reference],
    ),
)
