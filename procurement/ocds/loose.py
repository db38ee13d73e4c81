"""Looking into JSON of unknown shape: what is not of the kind asked for is nothing, and nothing raises."""

from __future__ import annotations

import math
from typing import Any

from procurement.ocds.schemas import Json

LARGEST_WHOLE = 10**9


def as_dict(raw: object) -> Json:
    """An object, or an empty one."""
    return raw if isinstance(raw, dict) else {}


def as_list(raw: object) -> list[Any]:
    """A list, or an empty one."""
    return raw if isinstance(raw, list) else []


def as_dicts(raw: object) -> list[Json]:
    """The objects of a list."""
    return [item for item in as_list(raw) if isinstance(item, dict)]


def as_text(raw: object) -> str:
    """A text without space around it; a number as text; "" for anything else."""
    if isinstance(raw, str):
        return raw.strip()
    return str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else ""


def as_texts(raw: object) -> tuple[str, ...]:
    """The texts of a list, without empty ones."""
    return tuple(text for item in as_list(raw) if (text := as_text(item)))


def as_whole(raw: object) -> int | None:
    """A whole number from 0 to a thousand million; None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        return None
    return int(raw) if raw == int(raw) and 0 <= raw <= LARGEST_WHOLE else None
