"""Rows of the table of who may do what, for asks, decisions, positions and what decisions put into effect."""

from governance.models import Decision, DecisionEffect, Recommendation
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import Row
from tests.authz.world import World

WRITERS = MANAGERS | COMMISSIONERS


def decision(world: World) -> list:
    return [world.programme.key, world.of(Decision).reference]


def no_decision(world: World) -> list:
    return [world.programme.key, "T-DEC-0"]


def foreign_decision(own: World, other: World) -> list:
    return [own.programme.key, other.of(Decision).reference]


def recorded(name, *more) -> Row:
    """A form of one decision that only those who record decisions open and send."""
    return Row(
        name,
        args=lambda world: [*decision(world), *more],
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"reason": ""},
        written=422,
        absent=lambda world: [*no_decision(world), *more],
        foreign=lambda own, other: [*foreign_decision(own, other), *more],
    )


ROWS: tuple[Row, ...] = (
    Row(
        "ask",
        args=lambda world: [world.programme.key, world.of(Recommendation).reference],
        writes=MANAGERS,
        refused_writing=MEMBERS - MANAGERS,
        sends={"reason": ""},
        written=422,
        absent=lambda world: [world.programme.key, "T-REC-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Recommendation).reference],
    ),
    Row(
        "ask_add",
        reads=WRITERS,
        refused=MEMBERS - WRITERS,
        writes=WRITERS,
        sends={"reason": ""},
        written=422,
    ),
    Row("decisions"),
    Row(
        "decision_add",
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"reason": ""},
        written=422,
    ),
    Row("decision", args=decision, absent=no_decision, foreign=foreign_decision),
    recorded("decision_change"),
    recorded("position_add"),
    recorded("effect_add", "scope-change"),
    Row(
        "effect",
        args=lambda world: [*decision(world), world.of(DecisionEffect).reference],
        writes=MANAGERS,
        refused_writing=MEMBERS - MANAGERS,
        sends={"step": "remove", "reason": ""},
        written=422,
        absent=lambda world: [*decision(world), "T-EFFECT-0"],
        foreign=lambda own, other: [*foreign_decision(own, other), other.of(DecisionEffect).reference],
    ),
)
