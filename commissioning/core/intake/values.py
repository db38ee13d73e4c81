"""Reading one cell: the one place others import readers of cells from. Each raises Unread, and nothing else."""

from .same import same
from .unread import Unread, either, quoted
from .values_dates import read_day, read_financial_year, read_month, read_when, remark_on_day
from .values_money import read_money
from .values_numbers import read_integer, read_number, read_percent
from .values_text import read_choice, read_list, read_text, read_yes_no
from .words import NOT_KNOWN, Word, is_blank, mixed_letters, word_of

__all__ = [
    "NOT_KNOWN",
    "Unread",
    "Word",
    "either",
    "is_blank",
    "mixed_letters",
    "quoted",
    "read_choice",
    "read_day",
    "read_financial_year",
    "read_integer",
    "read_list",
    "read_money",
    "read_month",
    "read_number",
    "read_percent",
    "read_text",
    "read_when",
    "read_yes_no",
    "remark_on_day",
    "same",
    "word_of",
]
