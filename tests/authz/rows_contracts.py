"""Rows of the table of who may do what, for contracts.

The world's contract is commissioned by the organisation for which “commissioner” holds the role, and by no other; its
award is public. What is sealed before that is held in tests/integration/procurement/test_contract_*.py.
"""

from typing import Any

from procurement.models import Contract, SavedView
from procurement.models.terms import ContractReview
from tests.authz.cast import COMMISSIONERS, MANAGERS, MEMBERS
from tests.authz.row import CHANGERS, NOBODY, Row
from tests.authz.world import World

KEEPERS = MANAGERS | COMMISSIONERS


def one(world: World, *rest: Any) -> list[Any]:
    return [world.programme.key, world.of(Contract).reference, *rest]


def changed(name: str, *rest: Any) -> Row:
    """A form of one contract, for those who may change it."""
    return Row(
        name,
        args=lambda world: one(world, *rest),
        reads=CHANGERS,
        refused=MEMBERS - CHANGERS,
        writes=CHANGERS,
        sends={"step": "preview"},
        written=422,
        absent=lambda world: [world.programme.key, "T-CON-0", *rest],
        foreign=lambda own, other: [own.programme.key, other.of(Contract).reference, *rest],
    )


ROWS: tuple[Row, ...] = (
    Row("contracts"),
    Row(
        "contract_add",
        reads=KEEPERS,
        refused=MEMBERS - KEEPERS,
        writes=KEEPERS,
        sends={"step": "save"},
        written=422,
    ),
    Row(
        "contracts_bulk",
        reads=KEEPERS,
        refused=MEMBERS - KEEPERS,
        writes=KEEPERS,
        sends={"step": "preview"},
        written=422,
    ),
    Row("contract_view_save", reads=NOBODY, writes=MEMBERS, sends={"name": ""}, written=422),
    # A view that somebody keeps for themselves is not there for anybody else.
    Row(
        "contract_view_delete",
        args=lambda world: [world.programme.key, world.of(SavedView).pk],
        reads=NOBODY,
        writes=NOBODY,
        absent=lambda world: [world.programme.key, 999_999],
    ),
    Row(
        "contract",
        args=one,
        absent=lambda world: [world.programme.key, "T-CON-0"],
        foreign=lambda own, other: [own.programme.key, other.of(Contract).reference],
    ),
    changed("contract_change"),
    changed("contract_act", "vary"),
    changed("contract_review_add"),
    Row(
        "contract_review",
        args=lambda world: one(world, world.of(ContractReview).reference),
        writes=CHANGERS,
        refused_writing=MEMBERS - CHANGERS,
        sends={"outcome": ""},
        written=422,
        absent=lambda world: one(world, "T-CRV-0"),
        foreign=lambda own, other: [
            own.programme.key,
            other.of(Contract).reference,
            other.of(ContractReview).reference,
        ],
    ),
)
