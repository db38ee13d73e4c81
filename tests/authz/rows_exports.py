"""Rows of the table of who may do what, for files of tables that stand beside CSV and workbook."""

from tests.authz.row import EXPORTERS, MEMBERS, Row

ROWS: tuple[Row, ...] = (
    Row(
        "table_zip",
        args=lambda world: [world.programme.key, "budget_lines"],
        reads=EXPORTERS,
        refused=MEMBERS - EXPORTERS,
        absent=lambda world: ["no-such-place", "budget_lines"],
    ),
)
