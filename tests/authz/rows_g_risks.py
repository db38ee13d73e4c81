"""Rows of the table of who may do what, for risks, their mitigations and their bands."""

from governance.models import Mitigation, Risk
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row
from tests.authz.world import World

KEEPERS = MANAGERS | COMMISSIONERS
READERS = MEMBERS - KEEPERS
WHY = {"reason": "Agreed at the meeting"}
BANDS = {
    "name_1": "Fine",
    "from_1": "1",
    "name_2": "Bad",
    "from_2": "10",
    "starts_on": "1 January 2030",
}


def _risk(world: World, *more: str) -> list[str]:
    return [world.programme.key, world.of(Risk).reference, *more]


def _mitigation(world: World) -> list[str]:
    return [world.programme.key, world.of(Mitigation).reference]


def _foreign_risk(own: World, other: World, *more: str) -> list[str]:
    return [own.programme.key, other.of(Risk).reference, *more]


def _act(kind: str, **sends: str) -> Row:
    """The form of an act, sent without what it needs: the table shows who is let in, the doors' tests the rest."""
    return Row(
        "risk_act",
        args=lambda world: _risk(world, kind),
        reads=KEEPERS,
        refused=READERS,
        writes=KEEPERS,
        refused_writing=READERS,
        sends={"day": "", **sends},
        written=422,
        absent=lambda world: [world.programme.key, "T-RISK-0", kind],
        foreign=lambda own, other: _foreign_risk(own, other, kind),
    )


ROWS: tuple[Row, ...] = (
    Row("risk", args=_risk, absent=lambda world: [world.programme.key, "T-RISK-0"], foreign=_foreign_risk),
    Row(
        "risk_bands",
        writes=MANAGERS,
        refused_writing=MEMBERS - MANAGERS,
        sends={**BANDS, **WHY, "step": "preview", "seen": ""},
        written=422,
    ),
    Row(
        "risk_add",
        reads=KEEPERS,
        refused=READERS,
        writes=KEEPERS,
        refused_writing=READERS,
        sends={"title": "Storm", "event": "the bridge is shut", **WHY},
    ),
    Row(
        "risk_change",
        args=_risk,
        reads=KEEPERS,
        refused=READERS,
        writes=KEEPERS,
        refused_writing=READERS,
        sends={"event": "the bridge is shut"},
        written=422,
        absent=lambda world: [world.programme.key, "T-RISK-0"],
        foreign=_foreign_risk,
    ),
    Row(
        "risk_assess",
        args=_risk,
        reads=KEEPERS,
        refused=READERS,
        writes=KEEPERS,
        refused_writing=READERS,
        sends={
            "level": "current",
            "likelihood": "3",
            "impact": "4",
            "day": "1 November 2026",
            "rationale": "As before",
        },
        absent=lambda world: [world.programme.key, "T-RISK-0"],
        foreign=_foreign_risk,
    ),
    _act("escalate"),
    _act("review"),
    Row(
        "mitigation_add",
        reads=KEEPERS,
        refused=READERS,
        writes=KEEPERS,
        refused_writing=READERS,
        sends={"text": "Talks", **WHY},
        written=422,
    ),
    Row(
        "mitigation",
        args=_mitigation,
        absent=lambda world: [world.programme.key, "T-MIT-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Mitigation).reference],
    ),
    Row(
        "mitigation_change",
        args=_mitigation,
        reads=KEEPERS,
        refused=READERS,
        writes=KEEPERS,
        refused_writing=READERS,
        sends={"text": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-MIT-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Mitigation).reference],
    ),
)
