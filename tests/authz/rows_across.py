"""Rows of the table of who may do what, for the pages of one part of the product."""

from tests.authz.cast import SIGNED_IN
from tests.authz.row import EXPORTERS, Row

# Each lists only the programmes that its reader may see; whoever may take none away is told so.
TAKERS = EXPORTERS | {f"elsewhere_{name}" for name in ("manager", "finance", "analyst", "commissioner")}

ROWS: tuple[Row, ...] = (
    Row("search", args=lambda world: [], reads=SIGNED_IN),
    Row("portfolio", args=lambda world: [], reads=SIGNED_IN),
    Row("portfolio_csv", args=lambda world: [], reads=TAKERS, refused=SIGNED_IN - TAKERS),
)
