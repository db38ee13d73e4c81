"""Rows of the table of who may do what, for the pages of one part of the product."""

from tests.authz.row import Row

ROWS: tuple[Row, ...] = (Row("hub"),)
