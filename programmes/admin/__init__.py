"""The data-entry pages of this app's records, by subject."""

from . import (
    commissioning,
    delivery,
    documents,
    lists,
    organisations,
    people,
    plans,
    programmes,
    services,
    teams,
)

__all__ = [
    "commissioning",
    "delivery",
    "documents",
    "lists",
    "organisations",
    "people",
    "plans",
    "programmes",
    "services",
    "teams",
]
