"""Groups of columns that stand for one value: an amount has seven, a stated date four."""

from .groups_base import SAME, Same
from .groups_dates import DateGroup
from .groups_money import MoneyGroup

__all__ = ["SAME", "DateGroup", "MoneyGroup", "Same"]
