from tests.authz.row import Row

ROWS: tuple[Row, ...] = ()
