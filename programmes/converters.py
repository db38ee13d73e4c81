"""How a stable reference, such as HAM-SVC-03, stands in an address."""

from django.urls import register_converter

from programmes.models.base import REFERENCE


class ReferenceConverter:
    """Letters, figures, dots, dashes and underscores: nothing else is a reference, so it cannot reach the database."""

    regex = REFERENCE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")
