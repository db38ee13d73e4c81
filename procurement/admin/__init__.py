"""The data-entry pages of this app's records, by subject."""

from . import contracts, funds, law, market, money, parties, phases

__all__ = ["contracts", "funds", "law", "market", "money", "parties", "phases"]
