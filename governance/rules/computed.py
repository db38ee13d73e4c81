"""What a reader of the paper worked out, in words: the recorded figures with their names."""

import calendar
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from commissioning.core.money import format_exactly
from governance.models.discrepancies import DiscrepancyKind

from .words import joined

ACRONYMS = frozenset({"ccg", "kpi", "nhs", "tbc"})
MONTHS = frozenset(month.lower() for month in calendar.month_name if month)
YEARS = re.compile(r"(\d{4})_(\d{2})(?!\d)")
LETTER_THEN_DIGIT = re.compile(r"([a-z])(\d)")
PARAGRAPH = re.compile(r"_(\d{1,2})_(\d{1,2})$")
IN_POUNDS = frozenset({DiscrepancyKind.AMOUNT_MISMATCH.value, DiscrepancyKind.MISSING_AMOUNT.value})
PERCENTAGE_POINTS = re.compile(r"_pp$")


def computed_rows(kind: str, computed: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """Each recorded figure as (name, value) in words. `kind` is the reader's own: those of amounts are pounds.

    Null is "not known".
    """
    return tuple(_rows(kind, computed or {}))


def computed_words(kind: str, computed: Mapping[str, Any] | None) -> str:
    """The same in one line: "Confirmed: £12.47m; Difference: −£0.53m."; empty where nothing was worked out."""
    rows = computed_rows(kind, computed)
    return f"{'; '.join(f'{name}: {value}' for name, value in rows)}." if rows else ""


def _rows(kind: str, computed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in computed.items():
        yield _name(name), _value(kind, value)


def _name(key: str) -> str:
    """ "difference_2_4" is "Difference (para 2.4)", "phase1_months_in_2020_21" is "Phase 1 months in 2020/21"."""
    key = PERCENTAGE_POINTS.sub("_in_percentage_points", key)
    words = YEARS.sub(r"\1/\2", LETTER_THEN_DIGIT.sub(r"\1 \2", key))
    paragraph = PARAGRAPH.search(words)
    if paragraph:
        number = f"{paragraph[1]}.{paragraph[2]}"
        words = words[: paragraph.start()]
        words = f"para {number}" if words == "para" else f"{words} (para {number})"
    words = " ".join(_word(word) for word in words.split("_"))
    return words[:1].upper() + words[1:]


def _word(word: str) -> str:
    if word in ACRONYMS or len(word) == 1:
        return word.upper()
    return word.capitalize() if word in MONTHS else word


def _value(kind: str, value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, list):
        return joined(str(item) for item in value)
    if isinstance(value, int | float) and not isinstance(value, bool) and kind in IN_POUNDS:
        return format_exactly(Decimal(str(value)))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
