"""Where the parts of a pack write: blocks in reading order, and each figure once under a key that it keeps for good."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from commissioning.core.components import Figure
from commissioning.core.documents.blocks import (
    Block,
    Bullets,
    Chart,
    Column,
    DataTable,
    Facts,
    Heading,
    Kind,
    Paragraph,
)
from commissioning.core.documents.blocks import Cell as DocCell

MADE_UP = "Illustrative"
_DESCRIPTION = re.compile(r"<desc\b[^>]*>(.*?)</desc>", re.DOTALL)
_NOT_A_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Line:
    """One row of a table. `key` names it for good; `href` leads to its record; `made_up` marks an illustrative one.

    `name` is what its figures are called by, where that is not its first cell.
    """

    cells: Sequence[str | tuple[str, str]]
    key: str = ""
    href: str = ""
    made_up: bool = False
    name: str = ""


@dataclass
class Book:
    """`wholly_made_up` is a programme that is illustrative as a whole: each table then says so of itself.

    Without `drawn`, charts are left out: whoever only compares figures need not wait for drawings.
    """

    wholly_made_up: bool = False
    drawn: bool = True
    blocks: list[Block] = field(default_factory=list)
    figures: dict[str, dict[str, str]] = field(default_factory=dict)
    narrow: dict[str, str] = field(default_factory=dict)

    def heading(self, text: str, level: int = 1, *, new_page: bool = False) -> None:
        self.blocks.append(Heading(text, level, new_page))

    def say(self, text: str, kind: Kind = "normal") -> None:
        """Nothing where there is nothing to say."""
        if text.strip():
            self.blocks.append(Paragraph(text, kind))

    def list(self, items: Iterable[str], *, numbered: bool = False) -> None:
        given = tuple(item for item in items if item.strip())
        if given:
            self.blocks.append(Bullets(given, numbered))

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.blocks.append(Facts(tuple(pairs)))

    def figure(self, key: str, label: str, printed: str, href: str = "") -> str:
        """Keep a figure under its key, and hand back how it is printed. One key said twice keeps its first figure."""
        self.figures.setdefault(key, {"label": label, "printed": printed, "address": href})
        return printed

    def table(
        self,
        caption: str,
        columns: Sequence[Column],
        lines: Sequence[Line],
        *,
        finding: str = "",
        kept: Collection[int] = (),
        about: str = "",
    ) -> None:
        """A table; the cells of the columns `kept` are figures, labelled by the row's first cell and the column.

        `about` begins their keys and says what the table is about.
        """
        columns, taken = tuple(columns), set[str]()
        for line in lines:
            self._keep(about or caption, columns, line, kept, taken)
        title = f"{caption} ({MADE_UP.lower()})" if self.wholly_made_up and lines else caption
        self.blocks.append(DataTable(title, columns, tuple(self._cells(line) for line in lines), finding))

    def _keep(
        self, about: str, columns: Sequence[Column], line: Line, kept: Collection[int], taken: set[str]
    ) -> None:
        name = slug(line.key or _text(line.cells[0]))
        if name in taken:
            return
        taken.add(name)
        called = line.name or _text(line.cells[0])
        for place in kept:
            column = columns[place].label
            words = called if column == "Now" else f"{called}: {column[:1].lower()}{column[1:]}"
            key = f"{slug(about)}.{name}.{slug(column)}"
            self.figure(key, words, _text(line.cells[place]) or "–", line.href)

    def _cells(self, line: Line) -> tuple[DocCell, ...]:
        cells = [DocCell(cell) if isinstance(cell, str) else DocCell(*cell) for cell in line.cells]
        if line.made_up and not self.wholly_made_up:
            cells[0] = DocCell(cells[0].text, ". ".join(filter(None, [cells[0].note, MADE_UP])))
        return tuple(cells)

    def draw(self, make: Callable[[], Figure]) -> None:
        """A chart: its caption states the finding, and its description is the alternative text."""
        if not self.drawn:
            return
        figure = make()
        wide, narrow = str(figure.wide), str(figure.narrow)
        self.narrow[str(len(self.blocks))] = narrow
        caption = figure.heading[:1].upper() + figure.heading[1:]
        self.blocks.append(Chart(wide, caption if caption.endswith(".") else f"{caption}.", told(wide)))


def told(svg: str) -> str:
    """What a drawing of ours says of itself in words; the caption cannot stand for it.

    Raises ValueError for a drawing without a description.
    """
    found = _DESCRIPTION.search(svg)
    if found is None or not found[1].strip():
        raise ValueError("The drawing has no description, so it cannot go into a pack.")
    return unescape(found[1]).strip()


def slug(text: str) -> str:
    """Part of a figure's key: lower case, without what differs between two ways of writing one name."""
    return _NOT_A_KEY.sub("-", text.lower()).strip("-")


def _text(cell: str | tuple[str, str]) -> str:
    return cell if isinstance(cell, str) else cell[0]


def plain(content: dict[str, Any]) -> dict[str, Any]:
    """The figures of a pack's content, by their keys."""
    found: dict[str, Any] = content.get("figures", {})
    return found
