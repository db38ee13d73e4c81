"""Rows of the table of who may do what, for phases on their way through procurement."""

from procurement.models import Lot, MarketEngagement, Notice, StageKind
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import NOBODY, Row
from tests.authz.world import World

KEEPERS = MANAGERS | COMMISSIONERS


def phase(world: World) -> list:
    return [world.programme.key, 1]


def no_phase(world: World) -> list:
    return [world.programme.key, 77]


def edited(name, args, absent, *, foreign=None, sends=None) -> Row:
    """A form that those who keep procurement open and send; the others know of it and are refused."""
    return Row(
        name,
        args=args,
        reads=KEEPERS,
        refused=MEMBERS - KEEPERS,
        writes=KEEPERS,
        sends=sends or {"reason": ""},
        written=422,
        absent=absent,
        foreign=foreign,
    )


def shown(name, args, absent, *, foreign=None, sends=None, written=422) -> Row:
    """A page that every member opens, and to which those who keep procurement may send."""
    return Row(
        name,
        args=args,
        writes=KEEPERS,
        refused_writing=MEMBERS - KEEPERS,
        sends=sends or {"reason": ""},
        written=written,
        absent=absent,
        foreign=foreign,
    )


def stage(world: World) -> list:
    return [world.programme.key, 1, world.of(StageKind).code]


ROWS: tuple[Row, ...] = (
    Row("procurement"),
    Row("pipeline"),
    Row("notices"),
    Row(
        "notice_add",
        reads=KEEPERS,
        refused=MEMBERS - KEEPERS,
        writes=KEEPERS,
        sends={"reason": ""},
        written=422,
    ),
    shown(
        "notice",
        args=lambda world: [world.programme.key, world.of(Notice).reference],
        absent=lambda world: [world.programme.key, "T-NOT-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Notice).reference],
        sends={"step": "change"},
    ),
    Row("phase_stages", args=phase, absent=no_phase),
    Row(
        "stages_add",
        args=phase,
        reads=NOBODY,
        writes=KEEPERS,
        refused=MEMBERS - KEEPERS,
        sends={"reason": ""},
        written=422,
        absent=no_phase,
    ),
    edited("stage_change", stage, lambda world: [world.programme.key, 1, "no-such-stage"]),
    shown(
        "gateway",
        args=stage,
        absent=lambda world: [world.programme.key, 1, "no-such-stage"],
        sends={"step": "preview"},  # a kind of stage is nobody's own: every programme reads the same law
    ),
    shown("phase_regime", phase, no_phase, sends={"step": "save"}),
    edited("phase_abandon", phase, no_phase),
    shown("market", phase, no_phase, sends={"why": "x" * 301}),
    edited("lot_add", phase, no_phase),
    *(
        edited(
            name,
            args=lambda world: [world.programme.key, 1, world.of(Lot).reference],
            absent=lambda world: [world.programme.key, 1, "T-LOT-0"],
            foreign=lambda own, other: [own.programme.key, 1, other.of(Lot).reference],
        )
        for name in ("lot_change", "lot_remove")
    ),
    edited("engagement_add", phase, no_phase),
    edited(
        "engagement_change",
        args=lambda world: [world.programme.key, 1, world.of(MarketEngagement).reference],
        absent=lambda world: [world.programme.key, 1, "T-ENGAGE-0"],
        foreign=lambda own, other: [own.programme.key, 1, other.of(MarketEngagement).reference],
    ),
)
