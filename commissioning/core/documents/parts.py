"""What a board paper is made of. Every text is plain text: no block knows markup, so none can carry any.

A block that a reader could not use (a chart without words, a table whose rows do not fit its columns, headings that
skip a level) is refused when it is made, with a ValueError that names the block.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from commissioning.core.branding import LEAST_TEXT_CONTRAST, WHITE, contrast_ratio

Kind = Literal["normal", "lead", "note", "warning"]
KINDS: tuple[str, ...] = get_args(Kind)
WARNING_WORD = "Important"  # a box and a colour say nothing to a reader who hears the page
NOTHING_TO_LIST = "Nothing to list."
DEEPEST = 3
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_VIEW_BOX = re.compile(r"<svg\b[^>]*\bviewBox=[\"']\s*([^\"']+?)\s*[\"']")


def _text(value: object, where: str, *, empty: bool = False) -> None:
    """Raises ValueError unless `value` is text, and more than spaces unless `empty` is allowed."""
    if not isinstance(value, str):
        raise ValueError(f"{where} must be text, not {type(value).__name__}.")
    if not empty and not value.strip():
        raise ValueError(f"{where} is empty.")


@dataclass(frozen=True)
class Heading:
    """`level` 1 to 3. `new_page` starts a page, for a section that is handed out by itself."""

    text: str
    level: int = 1
    new_page: bool = False

    def __post_init__(self) -> None:
        _text(self.text, "A heading")
        if self.level not in range(1, DEEPEST + 1):
            raise ValueError(f"Heading “{self.text}”: level {self.level} is not 1, 2 or {DEEPEST}.")


@dataclass(frozen=True)
class Paragraph:
    """A blank line in `text` starts another paragraph of the same kind; a single line break stays a line break."""

    text: str
    kind: Kind = "normal"

    def __post_init__(self) -> None:
        _text(self.text, "A paragraph")
        if self.kind not in KINDS:
            raise ValueError(
                f"Paragraph “{self.text[:40]}”: kind {self.kind!r} is not one of {', '.join(KINDS)}."
            )


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    numbered: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(self.items))
        if not self.items:
            raise ValueError("A list has no items.")
        for place, item in enumerate(self.items, 1):
            _text(item, f"Item {place} of the list that begins “{self.items[0]!s:.40}”")


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and its value, such as "Meeting" and "13 December 2018". A value may be empty: not stated."""

    pairs: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if not self.pairs or any(len(pair) != 2 for pair in self.pairs):
            raise ValueError("Facts need at least one pair of a label and a value.")
        object.__setattr__(self, "pairs", tuple((label, value) for label, value in self.pairs))
        for label, value in self.pairs:
            _text(label, "A label among the facts")
            _text(value, f"The value of “{label}”", empty=True)


@dataclass(frozen=True)
class Column:
    """`width` is a ratio to the other columns. Figures stand to the right, so that their digits line up."""

    label: str
    width: float = 1.0
    numeric: bool = False

    def __post_init__(self) -> None:
        _text(self.label, "A column's label")
        if isinstance(self.width, bool) or not isinstance(self.width, int | float) or not self.width > 0:
            raise ValueError(f"Column “{self.label}”: width {self.width!r} is not a number above nought.")
        if not math.isfinite(self.width):
            raise ValueError(f"Column “{self.label}”: width {self.width!r} is not a number above nought.")
        object.__setattr__(self, "width", float(self.width))


@dataclass(frozen=True)
class Cell:
    """`note` stands small below the text: a qualifier, a source, how a figure was arrived at."""

    text: str
    note: str = ""

    def __post_init__(self) -> None:
        _text(self.text, "A cell", empty=True)
        _text(self.note, "A cell's note", empty=True)


@dataclass(frozen=True)
class DataTable:
    """Columns with words above each; `finding` is the sentence that the figures add up to.

    A table without rows is allowed and says "Nothing to list."; a cell may also be given as text or (text, note).
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    finding: str = ""

    def __post_init__(self) -> None:
        _text(self.caption, "A table's caption")
        where = f"Table “{self.caption}”"
        _text(self.finding, f"{where}: the finding", empty=True)
        object.__setattr__(self, "columns", tuple(self.columns))
        object.__setattr__(self, "rows", tuple(tuple(_cell(c, where) for c in row) for row in self.rows))
        if not self.columns:
            raise ValueError(f"{where} has no columns.")
        for place, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"{where}, row {place}: {len(row)} cells do not fit {len(self.columns)} columns."
                )


def _cell(given: object, where: str) -> Cell:
    if isinstance(given, Cell):
        return given
    if isinstance(given, str):
        return Cell(given)
    if isinstance(given, Sequence) and len(given) in (1, 2):
        return Cell(*given)
    raise ValueError(f"{where}: {given!r} is not a cell; give text, or text and a note.")


@dataclass(frozen=True)
class Chart:
    """A finished SVG drawing of our own. `alt` says in words what it shows; `caption` states the finding."""

    svg: str
    caption: str
    alt: str

    def __post_init__(self) -> None:
        _text(self.caption, "A chart's caption")
        where = f"Chart “{self.caption}”"
        if not isinstance(self.alt, str) or not self.alt.strip():
            raise ValueError(f"{where} has no alternative text: say in words what it shows.")
        _text(self.svg, f"{where}: the drawing")
        if not all(edge > 0 for edge in self.size):
            raise ValueError(f"{where}: the drawing has no size.")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pixels. Raises ValueError where the drawing does not state them in its viewBox."""
        found = _VIEW_BOX.search(self.svg)
        try:
            _, _, width, height = (float(part) for part in (found[1] if found else "").split())
        except ValueError as error:
            raise ValueError(f"Chart “{self.caption}”: the drawing is not an SVG with a viewBox.") from error
        return width, height


Block = Heading | Paragraph | Bullets | Facts | DataTable | Chart


@dataclass(frozen=True)
class Document:
    """`on` is the day whose position the paper states; `reference` is printed at the foot of every page.

    Raises ValueError where a heading skips a level (WCAG 2.2, technique H42; PDF/UA-1, 7.4) or the colour cannot be
    read on white (WCAG 2.2, criterion 1.4.3).
    """

    title: str
    subtitle: str
    author: str
    on: date
    colour: str
    reference: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        _text(self.title, "The document's title")
        _text(self.author, "The document's author")
        _text(self.subtitle, "The document's subtitle", empty=True)
        _text(self.reference, "The document's reference", empty=True)
        object.__setattr__(self, "blocks", tuple(self.blocks))
        if not _COLOUR.match(self.colour) or contrast_ratio(self.colour, WHITE) < LEAST_TEXT_CONTRAST:
            raise ValueError(
                f"The document's colour {self.colour!r} is not one such as #1f3b57, dark enough for headings "
                f"(a contrast of {LEAST_TEXT_CONTRAST} to 1 on white)."
            )
        self._check_blocks()

    def _check_blocks(self) -> None:
        above = 0
        for place, block in enumerate(self.blocks, 1):
            if not isinstance(block, Block):
                raise ValueError(
                    f"Block {place} of the document is a {type(block).__name__}, which is no block."
                )
            if isinstance(block, Heading):
                if block.level > above + 1:
                    before = f"level {above}" if above else "the title"
                    raise ValueError(f"Heading “{block.text}” jumps from {before} to level {block.level}.")
                above = block.level

    @property
    def position(self) -> str:
        return f"Position at {self.on.day} {self.on:%B %Y}"
