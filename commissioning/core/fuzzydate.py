"""Dates as stated: the one place other modules import them from."""

from commissioning.core.fuzzydate_value import DateStatus, FuzzyDate, Precision

__all__ = ["DateStatus", "FuzzyDate", "Precision"]
