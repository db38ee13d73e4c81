"""A committee paper as blocks, for its PDF of record and its Word copy; and the content that is frozen at its issue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from commissioning.core.documents.blocks import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    canonical_bytes,
    from_json,
    to_json,
)

from .paper_layout import NOT_WRITTEN, Part, layout, style_of
from .paper_text import PaperText

FORMAT = 1
MADE_UP = "Made up, to show what a paper looks like: no council has been asked this."


def document_of(
    paper: PaperText, *, on: date, colour: str, reference: str, illustrative: bool = False
) -> Document:
    """The paper as a document whose headings are those of its style, in order.

    `on` is the day whose position it states; `reference` stands at the foot of each page. Raises ValueError, naming the
    block, for what a document refuses.
    """
    blocks = [
        *([Paragraph(MADE_UP, "warning")] if illustrative else []),
        *_header(paper),
        *(block for part in layout(paper) for block in _blocks(part)),
    ]
    return Document(
        title=paper.title,
        subtitle=f"{paper.body}: {paper.purpose[:1].lower()}{paper.purpose[1:]}",
        author=paper.author_role,
        on=on,
        colour=colour,
        reference=reference,
        blocks=tuple(blocks),
    )


def frozen(paper: PaperText, document: Document) -> dict[str, Any]:
    """What an issue keeps for good: texts to compare and to read, and the document to set again."""
    return {"format": FORMAT, "paper": paper.as_json(), "document": to_json(document)}


def thawed(content: Mapping[str, Any]) -> tuple[PaperText, Document]:
    """The texts and the document of an issue. Raises ValueError for content that no issue of ours has."""
    if content.get("format") != FORMAT:
        raise ValueError(f"The issue's format is {content.get('format')!r}; only {FORMAT} can be read.")
    return PaperText.from_json(content["paper"]), from_json(content["document"])


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content in its one spelling, as 64 hexadecimal figures."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def header_of(paper: PaperText) -> tuple[tuple[str, str], ...]:
    """The lines at the head of the paper under the words that the style prints; its title stands above them already."""
    values = {
        "committee/panel": paper.body,
        "date": paper.dated,
        "report from": paper.author_role,
        "report of": paper.author_role,
        "agenda item": paper.agenda_item,
    }
    return tuple(
        (label, values[label.lower()]) for label in style_of(paper).header if label.lower() in values
    )


def _header(paper: PaperText) -> list[Block]:
    pairs = header_of(paper)
    return [Facts(pairs)] if pairs else []


def _blocks(part: Part) -> Iterator[Block]:
    yield Heading(part.words, part.level)
    if part.lead_in:
        yield Paragraph(part.lead_in)
    for line in part.lines:
        if line.text:
            yield Paragraph(f"{line.label}  {line.text}" if line.label else line.text)
        if line.items:
            yield Bullets(line.items)
    if part.items:
        yield Bullets(part.items, numbered=part.marks == "1)")
    if part.is_wanted:
        yield Paragraph(NOT_WRITTEN, "note")
