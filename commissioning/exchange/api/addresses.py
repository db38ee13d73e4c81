"""How the key of a row stands in an address: as a reference, or several of them with ~ between."""

from django.urls import register_converter


class RowKeyConverter:
    """Letters, figures, dots, dashes, underscores and ~: what `tables.address_of` writes."""

    regex = r"[A-Za-z0-9._~-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RowKeyConverter, "rowkey")
