"""Rows of the table of who may do what, for the boards of KPIs: table, matrix, exceptions."""

from outcomes.models import KPI
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS, SIGNED_IN
from tests.authz.row import Row
from tests.authz.rows_across import TAKERS

REPORTERS = MANAGERS | COMMISSIONERS | {"analyst", "partner_analyst"}

ROWS: tuple[Row, ...] = (
    Row("all_kpis", args=lambda world: [], reads=SIGNED_IN),
    Row("all_kpis_csv", args=lambda world: [], reads=TAKERS, refused=SIGNED_IN - TAKERS),
    Row("kpis"),
    Row("kpi_matrix"),
    Row("kpi_exceptions"),
    Row(
        "kpi_exception",
        args=lambda world: [world.programme.key, world.of(KPI).reference],
        writes=REPORTERS,
        refused_writing=MEMBERS - REPORTERS,
        sends={"cause": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-KPI-0"],
        foreign=lambda own, other: [own.programme.key, other.of(KPI).reference],
    ),
)
