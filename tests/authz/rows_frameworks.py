"""Rows of the table of who may do what, for frameworks, their versions, measurability and the golden thread."""

from outcomes.models import OutcomesFramework, Strategy
from tests.authz.cast import MANAGERS, MEMBERS
from tests.authz.row import Row


def _of_framework(name: str, sends: dict[str, str]) -> Row:
    """A version is made and agreed by managers; who sends nothing is told what is missing."""
    return Row(
        name,
        args=lambda world: [world.programme.key, world.of(OutcomesFramework).reference],
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends=sends,
        written=422,
        absent=lambda world: [world.programme.key, "T-OF-0"],
        foreign=lambda own, other: [own.programme.key, other.of(OutcomesFramework).reference],
    )


def _of_strategy(name: str) -> Row:
    return Row(
        name,
        args=lambda world: [world.programme.key, world.of(Strategy).reference],
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"step": "preview"},
        written=422,
        absent=lambda world: [world.programme.key, "T-STR-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Strategy).reference],
    )


ROWS: tuple[Row, ...] = (
    Row("measurability"),
    Row("golden_thread"),
    Row(
        "framework_changes",
        args=lambda world: [world.programme.key, world.of(OutcomesFramework).reference],
        absent=lambda world: [world.programme.key, "T-OF-0"],
        foreign=lambda own, other: [own.programme.key, other.of(OutcomesFramework).reference],
    ),
    _of_framework("framework_new_version", {"step": "preview"}),
    _of_framework("framework_agree", {"step": "preview"}),
    _of_strategy("strategy_new_version"),
    _of_strategy("strategy_agree"),
)
