"""Rows of the table of who may do what, for the models of care, their evidence and the risks."""

from governance.models import EvidenceLink
from outcomes.models import CareModelArea, Theme
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row

ATTACHERS = MANAGERS | COMMISSIONERS | {"analyst", "partner_analyst"}

ROWS: tuple[Row, ...] = (
    Row("areas"),
    Row("areas_compare"),
    Row(
        "area",
        args=lambda world: [world.programme.key, world.of(CareModelArea).key],
        absent=lambda world: [world.programme.key, "no-such-area"],
        foreign=lambda own, other: [own.programme.key, other.of(CareModelArea).key],
    ),
    Row("themes"),
    Row(
        "theme",
        args=lambda world: [world.programme.key, world.of(Theme).key],
        absent=lambda world: [world.programme.key, "no-such-theme"],
        foreign=lambda own, other: [own.programme.key, other.of(Theme).key],
    ),
    Row("impacts"),
    Row("evidence_search"),
    Row("risks"),
    # Nothing is attached without naming the evidence: 422 says so to those who may attach.
    Row(
        "evidence_attach",
        reads=ATTACHERS,
        refused=MEMBERS - ATTACHERS,
        writes=ATTACHERS,
        sends={"note": "because"},
        written=422,
    ),
    Row(
        "evidence_detach",
        args=lambda world: [world.programme.key, world.of(EvidenceLink).reference],
        reads=ATTACHERS,
        refused=MEMBERS - ATTACHERS,
        writes=ATTACHERS,
        sends={"reason": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-EV-0"],
        foreign=lambda own, other: [own.programme.key, other.of(EvidenceLink).reference],
    ),
)
