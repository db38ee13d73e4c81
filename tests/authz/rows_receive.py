"""Rows of the table of who may do what, for files of notices received from others: those who publish, nobody else."""

from procurement.models import OcdsImport
from tests.authz.cast import MANAGERS, MEMBERS
from tests.authz.row import Row
from tests.authz.world import World

OTHERS = MEMBERS - MANAGERS


def of_import(world: World) -> list[str]:
    return [world.programme.key, world.of(OcdsImport).reference]


def foreign(own: World, other: World) -> list[str]:
    return [own.programme.key, other.of(OcdsImport).reference]


def absent(world: World) -> list[str]:
    return [world.programme.key, "T-IMP-0"]


ROWS: tuple[Row, ...] = (
    Row("ocds_imports", reads=MANAGERS, refused=OTHERS),
    Row("ocds_import_add", reads=MANAGERS, refused=OTHERS, writes=MANAGERS, written=422),
    Row(
        "ocds_import",
        args=of_import,
        reads=MANAGERS,
        refused=OTHERS,
        writes=MANAGERS,
        sends={"step": "look"},
        written=200,
        absent=absent,
        foreign=foreign,
    ),
    Row("ocds_import_file", args=of_import, reads=MANAGERS, refused=OTHERS, absent=absent, foreign=foreign),
)
