"""Board packs: everyone of the programme reads and takes one away, board members too; a manager makes them."""

from governance.models import BoardPack
from tests.authz.cast import MANAGERS, MEMBERS
from tests.authz.row import Row
from tests.authz.world import World


def pack_of(world: World) -> list[object]:
    return [world.programme.key, world.of(BoardPack).reference]


def no_pack(world: World) -> list[object]:
    return [world.programme.key, "T-PACK-0"]


def foreign_pack(own: World, other: World) -> list[object]:
    return [own.programme.key, other.of(BoardPack).reference]


ROWS: tuple[Row, ...] = (
    Row("packs"),
    Row(
        "pack_add",
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"meeting": ""},
        written=422,
    ),
    Row("pack_recipients"),
    *(
        Row(name, args=pack_of, absent=no_pack, foreign=foreign_pack)
        for name in ("pack", "pack_pdf", "pack_docx", "pack_compare")
    ),
)
