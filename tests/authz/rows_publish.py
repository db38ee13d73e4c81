"""Rows of the table of who may do what, for open contracting data and the contract register."""

from tests.authz.cast import MANAGERS, MEMBERS
from tests.authz.row import EXPORTERS, Row

ROWS: tuple[Row, ...] = (
    Row("ocds"),
    Row(
        "ocds_publish",
        reads=MANAGERS,
        refused=MEMBERS - MANAGERS,
        writes=MANAGERS,
        sends={"step": "preview"},
        written=422,
    ),
    *(
        Row(name, reads=EXPORTERS, refused=MEMBERS - EXPORTERS)
        for name in ("ocds_releases", "ocds_records", "contract_register", "contract_invitations")
    ),
    Row(
        "ocds_phase",
        args=lambda world: [world.programme.key, 1],
        reads=EXPORTERS,
        refused=MEMBERS - EXPORTERS,
        absent=lambda world: [world.programme.key, 77],
    ),
)
