"""A board paper as blocks of plain text, and the same paper as JSON, as bytes to seal, and as words.

The JSON is what a pack keeps of itself: `from_json(to_json(document)) == document`, so that what a board was given can
be set again, years later, to the same letter.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from commissioning.core.documents.parts import (
    NOTHING_TO_LIST,
    WARNING_WORD,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    DataTable,
    Document,
    Facts,
    Heading,
    Kind,
    Paragraph,
)

__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Chart",
    "Column",
    "DataTable",
    "Document",
    "Facts",
    "Heading",
    "Kind",
    "Paragraph",
    "canonical_bytes",
    "from_json",
    "plain_text",
    "to_json",
]

FORMAT = 1
_NAMES: dict[type[Any], str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Bullets: "bullets",
    Facts: "facts",
    DataTable: "table",
    Chart: "chart",
}


def to_json(document: Document) -> dict[str, Any]:
    """The document as JSON values only. `format` says how to read it, should blocks ever change."""
    blocks = [{"block": _NAMES[type(block)], **_plain(asdict(block))} for block in document.blocks]
    given = {
        field.name: getattr(document, field.name) for field in fields(document) if field.name != "blocks"
    }
    return {"format": FORMAT, **given, "on": document.on.isoformat(), "blocks": blocks}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def from_json(given: Mapping[str, Any]) -> Document:
    """The document that `to_json` wrote.

    Raises ValueError, naming the block by its place, for anything else: a format not known here, a missing or unknown
    entry, or content that the block itself refuses.
    """
    if given.get("format") != FORMAT:
        raise ValueError(f"The document's format is {given.get('format')!r}; only {FORMAT} can be read.")
    rest = {key: value for key, value in given.items() if key != "format"}
    try:
        blocks = tuple(_block(place, block) for place, block in enumerate(rest.pop("blocks"), 1))
        return Document(**{**rest, "on": date.fromisoformat(rest["on"])}, blocks=blocks)
    except (KeyError, TypeError) as error:
        raise ValueError(f"The document cannot be read: {error}.") from error


def _block(place: int, given: Mapping[str, Any]) -> Block:
    kinds = {name: kind for kind, name in _NAMES.items()}
    entries = dict(given)
    name = entries.pop("block", None)
    if name not in kinds:
        raise ValueError(f"Block {place} is a {name!r}, which is no block.")
    inner: dict[str, Callable[[Any], Any]] = {
        "items": tuple,
        "pairs": lambda pairs: tuple(tuple(pair) for pair in pairs),
        "columns": lambda columns: tuple(Column(**column) for column in columns),
        "rows": lambda rows: tuple(tuple(Cell(**cell) for cell in row) for row in rows),
    }
    try:
        made = kinds[name](**{key: inner.get(key, _same)(value) for key, value in entries.items()})
    except (TypeError, ValueError) as error:
        raise ValueError(f"Block {place} ({name}): {error}") from error
    return made  # type: ignore[no-any-return]


def _same(value: Any) -> Any:
    return value


def canonical_bytes(given: Mapping[str, Any]) -> bytes:
    """The one spelling of a JSON object, for its fingerprint: keys in order, no spaces, ASCII only.

    Raises ValueError for a number that JSON has no word for (infinity, not-a-number).
    """
    return json.dumps(given, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def plain_text(document: Document) -> str:
    """Every word in reading order: a line for each heading, item, fact and row. Charts give their alternative text."""
    lines = [document.title, document.subtitle, document.position, document.reference]
    for block in document.blocks:
        lines.extend(_lines_of(block))
    return "\n".join(line for line in lines if line) + "\n"


def _lines_of(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text):
            yield text
        case Paragraph(text=text, kind=kind):
            yield f"{WARNING_WORD}: {text}" if kind == "warning" else text
        case Bullets(items=items, numbered=numbered):
            yield from (
                f"{place}. {item}" if numbered else f"- {item}" for place, item in enumerate(items, 1)
            )
        case Facts(pairs=pairs):
            yield from (f"{label}: {value}" for label, value in pairs)
        case DataTable():
            yield block.caption
            yield block.finding
            yield " | ".join(column.label for column in block.columns)
            for row in block.rows:
                yield " | ".join(f"{cell.text} ({cell.note})" if cell.note else cell.text for cell in row)
            if not block.rows:
                yield NOTHING_TO_LIST
        case Chart(caption=caption, alt=alt):
            yield caption
            yield alt
