"""Rows of the table of who may do what, for intentions and project summaries."""

from programmes.models import CommissioningIntention, ProjectSummary
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row

PLANNERS = MANAGERS | COMMISSIONERS  # whoever holds EDIT_PLAN, whatever services they lead


def intention(world):
    return [world.programme.key, world.of(CommissioningIntention).reference]


def project(world):
    return [world.programme.key, world.of(ProjectSummary).reference]


def _of(name, own_args, *, absent, writes=False):
    """The row of a page of one record; nothing is written without a reason: 422 says so to those who may write."""
    more = (
        {
            "reads": PLANNERS,
            "refused": MEMBERS - PLANNERS,
            "writes": PLANNERS,
            "sends": {"reason": ""},
            "written": 422,
        }
        if writes
        else {}
    )
    return Row(
        name,
        args=own_args,
        absent=lambda world: [world.programme.key, absent],
        foreign=lambda own, other: [own.programme.key, *own_args(other)[1:]],
        **more,
    )


ROWS: tuple[Row, ...] = (
    Row("intentions"),
    Row(
        "intention_add",
        reads=PLANNERS,
        refused=MEMBERS - PLANNERS,
        writes=PLANNERS,
        sends={"reason": ""},
        written=422,
    ),
    _of("intention", intention, absent="T-CI-0"),
    _of("intention_change", intention, absent="T-CI-0", writes=True),
    _of("summary_add", intention, absent="T-CI-0", writes=True),
    _of("project_summary", project, absent="T-PRJ-0"),
    _of("project_summary_change", project, absent="T-PRJ-0", writes=True),
)
