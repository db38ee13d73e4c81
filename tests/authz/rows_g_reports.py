"""Rows of the table of who may do what, for highlight reports, work streams, scales of status and tolerances."""

from governance.models import HighlightReport, StatusScale, Workstream
from tests.authz.cast import MANAGERS, MEMBERS
from tests.authz.row import CHANGERS, Row

WRITERS = CHANGERS | {"other_services_commissioner"}


def of(model):
    """The address of the record of that kind in a world's own programme."""
    return lambda world: [world.programme.key, world.of(model).reference]


def nowhere(word):
    return lambda world: [world.programme.key, f"T-{word}-0"]


def elsewhere(model):
    return lambda own, other: [own.programme.key, other.of(model).reference]


def step(kind):
    return lambda world: [world.programme.key, world.of(HighlightReport).reference, kind]


ROWS: tuple[Row, ...] = (
    Row("reports"),
    Row(
        "report_add",
        reads=WRITERS,
        refused=MEMBERS - WRITERS,
        writes=WRITERS,
        sends={"period_start": ""},
        written=422,
    ),
    Row(
        "report",
        args=of(HighlightReport),
        absent=nowhere("HR"),
        foreign=elsewhere(HighlightReport),
    ),
    Row(
        "report_pdf",
        args=of(HighlightReport),
        absent=nowhere("HR"),
        foreign=elsewhere(HighlightReport),
    ),
    Row(
        "report_change",
        args=of(HighlightReport),
        reads=WRITERS,
        refused=MEMBERS - WRITERS,
        writes=WRITERS,
        sends={"version": ""},
        written=422,
        absent=nowhere("HR"),
        foreign=elsewhere(HighlightReport),
    ),
    Row(
        "report_step",
        args=step("approve"),
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"version": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-HR-0", "approve"],
        foreign=lambda own, other: [own.programme.key, other.of(HighlightReport).reference, "approve"],
    ),
    Row("workstreams"),
    Row("workstream", args=of(Workstream), absent=nowhere("WS"), foreign=elsewhere(Workstream)),
    Row(
        "workstream_status_add",
        args=of(Workstream),
        reads=WRITERS,
        refused=MEMBERS - WRITERS,
        writes=WRITERS,
        sends={"text": ""},
        written=422,
        absent=nowhere("WS"),
        foreign=elsewhere(Workstream),
    ),
    Row(
        "status_scales",
        writes=MANAGERS,
        refused_writing=MEMBERS - MANAGERS,
        sends={"name": ""},
        written=422,
    ),
    Row(
        "status_scale_change",
        args=of(StatusScale),
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"name": ""},
        written=422,
        absent=nowhere("SCALE"),
        foreign=elsewhere(StatusScale),
    ),
    Row(
        "tolerances",
        writes=MANAGERS,
        refused_writing=MEMBERS - MANAGERS,
        sends={"dimension": ""},
        written=422,
    ),
)
