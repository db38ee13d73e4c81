"""The data-entry pages of this app's records, by subject."""

from . import contracts, money, phases

__all__ = ["contracts", "money", "phases"]
