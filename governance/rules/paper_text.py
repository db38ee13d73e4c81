"""What a committee paper says, whatever style it is set in: as plain data that can be frozen and read again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
LISTED: Final = re.compile(r"\s*[-–•*]\s+(?=\S)")  # how people begin an item of a list in plain text


@dataclass(frozen=True)
class Asked:
    """One recommendation: the record's reference, the verb by its code, and what follows the verb."""

    reference: str
    verb: str
    text: str


@dataclass(frozen=True)
class Appendix:
    """An appendix by its label ("B" or "2") and its title; the appendix itself is attached to the paper."""

    label: str
    title: str

    @property
    def words(self) -> str:
        """ "Appendix 2: Commissioning Principles"; a label that says that it is one is not told so twice."""
        named = self.label if self.label.lower().startswith(("append", "annex")) else f"Appendix {self.label}"
        return f"{named}: {self.title}" if self.title else named


@dataclass(frozen=True)
class PaperText:
    """A paper as it stands, or stood when it was issued. Dates and choices are in words, as they are printed."""

    style: str
    reference: str
    title: str
    body: str
    purpose: str
    dated: str
    author_role: str
    agenda_item: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    implications: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    appendices: tuple[Appendix, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """JSON values only; `from_json` reads it back."""
        given = asdict(self)
        return {**given, "asked": list(given["asked"]), "appendices": list(given["appendices"])}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> PaperText:
        """The paper that `as_json` wrote. Raises ValueError where an entry is missing or not known."""
        try:
            return cls(
                **{
                    **given,
                    "asked": tuple(Asked(**each) for each in given["asked"]),
                    "appendices": tuple(Appendix(**each) for each in given["appendices"]),
                }
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"The frozen paper cannot be read: {error}.") from error


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: a blank line starts a new one, a single line break stays."""
    parts = BLANK_LINE.split(text.replace("\r\n", "\n").strip())
    return tuple(part.strip() for part in parts if part.strip())


def with_lists(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each paragraph as its words and the items listed beneath them: lines that begin with a dash or a bullet.

    A list that stands alone belongs to the paragraph before it; where there is none, its own words are empty.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    for paragraph in paragraphs(text):
        words, items = _split(paragraph)
        if not words and found:
            before, listed = found.pop()
            found.append((before, (*listed, *items)))
        else:
            found.append((words, items))
    return tuple(found)


def _split(paragraph: str) -> tuple[str, tuple[str, ...]]:
    words: list[str] = []
    items: list[str] = []
    for line in paragraph.split("\n"):
        begins = LISTED.match(line)
        if begins:
            items.append(line[begins.end() :].strip())
        elif items:
            items[-1] = f"{items[-1]} {line.strip()}"
        else:
            words.append(line)
    return "\n".join(words).strip(), tuple(items)


def appendices_of(given: Sequence[Mapping[str, str]]) -> tuple[Appendix, ...]:
    """The appendices as a paper's record keeps them; what is not kept is empty."""
    return tuple(Appendix(each.get("label", ""), each.get("title", "")) for each in given)
