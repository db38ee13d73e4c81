"""Rows of the table of who may do what, for the page of a KPI and the pages that change one."""

from typing import Any

from outcomes.models import KPI, ChartDecision
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import NOBODY, Row
from tests.authz.world import World

COMMENTERS = MANAGERS | COMMISSIONERS | {"analyst", "partner_analyst"}


def of_kpi(world: World) -> list[Any]:
    return [world.programme.key, world.of(KPI).reference]


def foreign_kpi(own: World, other: World) -> list[Any]:
    return [own.programme.key, other.of(KPI).reference]


def absent_kpi(world: World) -> list[Any]:
    return [world.programme.key, "T-KPI-0"]


# A form sent without its fields: 422 says so to those who may change KPIs.
CHANGES = tuple(
    Row(
        name,
        args=of_kpi,
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"step": "preview"},
        written=422,
        absent=absent_kpi,
        foreign=foreign_kpi,
    )
    for name in ("kpi_change", "kpi_chart", "kpi_target", "kpi_decision_add")
)

ROWS: tuple[Row, ...] = (
    Row("kpi", args=of_kpi, absent=absent_kpi, foreign=foreign_kpi),
    *CHANGES,
    Row(
        "kpi_decision_withdraw",
        args=lambda world: [*of_kpi(world), world.of(ChartDecision).reference],
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"step": "preview"},
        written=422,
        absent=lambda world: [*of_kpi(world), "T-CHD-0"],
        foreign=lambda own, other: [*of_kpi(own), other.of(ChartDecision).reference],
    ),
    Row(
        "kpi_comment",
        args=of_kpi,
        reads=NOBODY,
        writes=COMMENTERS,
        refused=MEMBERS - COMMENTERS,
        sends={"text": "Winter closures"},
        absent=absent_kpi,
        foreign=foreign_kpi,
    ),
)
