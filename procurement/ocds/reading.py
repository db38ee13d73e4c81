"""From the bytes of a file to JSON that can be kept: nothing infinite, nothing endless, nothing a database refuses."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from procurement.ocds.cautions import Notes
from procurement.ocds.nodes import Place
from procurement.ocds.problems import Problem

MAX_BYTES: Final = 20 * 1024 * 1024
# OCDS with all extensions is some fifteen deep.
MAX_DEPTH: Final = 60
# Python reads no whole number longer than 4,300 digits; no figure of a contract is longer than this.
MAX_DIGITS: Final = 40

RENEWALS: Final = "maximumRenewals"
DOWNLOAD: Final = (
    "Download the notice as OCDS JSON from Find a Tender or Contracts Finder, and choose that file."
)
# PostgreSQL keeps neither the null character nor half of a pair of surrogates.
UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")


class _Repeated(dict[str, Any]):
    """An object in which a name is there twice; the last one counts, as in every JSON reader."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class JsonRead:
    """The content of a file, or the one error that stops it."""

    content: Any = None
    error: Problem | None = None


def read_json(raw: bytes, notes: Notes, *, limit: int = MAX_BYTES) -> JsonRead:
    """Reads JSON that somebody else wrote; never raises.

    What is odd goes to `notes`: names twice in an object, infinite numbers (left out; unlimited renewals become null
    with `unlimited` true beside it), characters no database keeps. Too large, too deep or not JSON is one error.
    """
    if len(raw) > limit:
        size = f"{len(raw) / 1024 / 1024:.1f} MB; at most {limit / 1024 / 1024:.0f} MB can be read"
        return _failed(f"The file is {size}.", "Ask for one process, or for fewer days, at a time.")
    text = _decoded(raw)
    if text is None:
        return _failed(
            "The file is not text in UTF-8.", f"Do not open and save it in another program. {DOWNLOAD}"
        )
    if not text.strip():
        return _failed("The file is empty.", DOWNLOAD)
    if text.lstrip().startswith("<"):
        return _failed("The file is a web page or XML, not JSON.", DOWNLOAD)
    return _parsed(text, notes)


def _decoded(raw: bytes) -> str | None:
    try:
        return raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError:
        return None


def _parsed(text: str, notes: Notes) -> JsonRead:
    try:
        content = json.loads(text, object_pairs_hook=_object, parse_int=_whole)
    except json.JSONDecodeError as error:
        return _failed(
            f"The file is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.", DOWNLOAD
        )
    except RecursionError:
        return _too_deep()
    if _is_too_deep(content):
        return _too_deep()
    return JsonRead(_kept(content, (), notes))


def _failed(words: str, cure: str) -> JsonRead:
    return JsonRead(error=Problem("", words, cure))


def _too_deep() -> JsonRead:
    return _failed(f"The file is nested more than {MAX_DEPTH} deep, which no OCDS file is.", DOWNLOAD)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    counted = Counter(name for name, _ in pairs)
    repeated = _Repeated(plain)
    repeated.names = tuple(name for name, count in counted.items() if count > 1)
    return repeated


def _whole(digits: str) -> int | float:
    if len(digits) <= MAX_DIGITS:
        return int(digits)
    return -math.inf if digits.startswith("-") else math.inf


def _is_too_deep(content: object) -> bool:
    """Level by level, without calling itself: that is what a deeply nested file would break."""
    level = [content]
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for value in level:
            if isinstance(value, dict):
                inner.extend(value.values())
            elif isinstance(value, list):
                inner.extend(value)
        if not inner:
            return False
        level = inner
    return True


# --- what can be kept -------------------------------------------------------------------------------------------------


def _kept(value: Any, place: Place, notes: Notes) -> Any:
    if isinstance(value, dict):
        return _kept_object(value, place, notes)
    if isinstance(value, list):
        kept = [_kept(item, (*place, position), notes) for position, item in enumerate(value)]
        return [item for item in kept if not _is_endless(item)]
    if isinstance(value, str):
        return _kept_text(value, place, notes)
    if _is_endless(value):
        notes.add(place, "not_a_number", "is infinite or no number; it was left out")
    return value


def _kept_object(value: dict[str, Any], place: Place, notes: Notes) -> dict[str, Any]:
    for name in value.names if isinstance(value, _Repeated) else ():
        notes.add(place, "repeated_name", f"the name “{_shown(name)}” is there twice; the last one was read")
    kept: dict[str, Any] = {}
    for written, inner in value.items():
        name = _kept_text(written, place, notes)
        if name == RENEWALS and inner == math.inf:
            notes.add((*place, name), "unlimited_renewals", "is infinite: there is no maximum")
            kept[name] = None
        else:
            item = _kept(inner, (*place, name), notes)
            if not _is_endless(item):
                kept[name] = item
    if RENEWALS in kept:
        # Stated either way, so that a later notice with a number overrules an earlier one without.
        kept["unlimited"] = value.get(RENEWALS) == math.inf
    return kept


def _kept_text(text: str, place: Place, notes: Notes) -> str:
    if not UNKEPT.search(text):
        return text
    notes.add(place, "unreadable_character", "has characters that cannot be kept; they were left out")
    return UNKEPT.sub("", text)


def _shown(name: str) -> str:
    return UNKEPT.sub("", name)[:60]


def _is_endless(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)
