"""References inside a paper, checked against what the paper holds: a target that is missing, or holds another thing.

A reader who follows "Appendix 2 gives an example of the work-plan" should find a work plan there. References are found
by their printed forms. Each finding is a warning for a person to look at, never a block.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from .reference_forms import CONTENTS, Placed, Reference, promised, references
from .words import joined, quoted

__all__ = ["Finding", "Holdings", "Placed", "Reference", "check", "references"]


@dataclass(frozen=True)
class Holdings:
    """What the paper holds, by label as printed ("2" or "Appendix 2"). None: not known, so that nothing is checked.

    `appendices` gives each its title or kind, empty where none is printed. A section is held when it is in `sections`
    or when a paragraph is numbered within it.
    """

    appendices: Mapping[str, str] | None = field(default=None)
    paragraphs: Collection[str] | None = None
    sections: Collection[str] | None = None
    tables: Collection[str] | None = None
    figures: Collection[str] | None = None
    recommendations: Collection[str] | None = None

    def labels(self, kind: str) -> set[str] | None:
        """The labels held of a kind, without their word and full stop; None where nobody has said."""
        held: dict[str, Collection[str] | None] = {
            "appendix": self.appendices,
            "paragraph": self.paragraphs,
            "section": _sections(self.sections, self.paragraphs),
            "table": self.tables,
            "figure": self.figures,
            "recommendation": self.recommendations,
        }
        found = held[kind]
        return None if found is None else {label_of(each) for each in found}

    def title(self, label: str) -> str:
        """The title of an appendix; empty where it is not held or has none."""
        titles = {label_of(each): title for each, title in (self.appendices or {}).items()}
        return titles.get(label, "")


@dataclass(frozen=True)
class Finding:
    """A reference that leads nowhere or elsewhere: where it stands, its words, what is wrong, and what to do."""

    place: str
    quoted: str
    problem: str
    cure: str


def check(texts: Sequence[Placed], holdings: Holdings) -> tuple[Finding, ...]:
    """What is wrong with a paper's references, in the order of reading; the same thing at one place is said once."""
    found = (_finding(each, holdings) for each in references(texts))
    return tuple(dict.fromkeys(finding for finding in found if finding is not None))


def label_of(printed: str) -> str:
    """ "Appendix 2" and "2." are the label "2"."""
    words = printed.replace(")", "").replace("(", "").strip().rstrip(".:").split()
    return words[-1].upper() if words else ""


def _finding(reference: Reference, holdings: Holdings) -> Finding | None:
    held = holdings.labels(reference.kind)
    if held is None:
        return None
    if reference.target.upper() not in held:
        return _missing(reference, held)
    if reference.kind == "appendix":
        return _elsewhere(reference, holdings)
    return None


def _missing(reference: Reference, held: set[str]) -> Finding:
    named = f"{reference.kind} {reference.target}"
    those = joined(sorted(held, key=_in_order))
    one = len(held) == 1
    there = (
        f"the paper has {reference.kind if one else _plural(reference.kind)} {those}"
        if held
        else "the paper has none"
    )
    cure = (
        "Attach it, or correct the reference." if reference.kind == "appendix" else "Correct the reference."
    )
    return Finding(reference.place, reference.quoted, f"There is no {named}; {there}.", cure)


def _elsewhere(reference: Reference, holdings: Holdings) -> Finding | None:
    """The appendix is there and has a title, and nothing that is promised of it is in the title."""
    title = holdings.title(reference.target.upper())
    contents = promised(reference)
    if not title or not contents or any(_is_said_by(title, content) for content in contents):
        return None
    content = contents[0]
    problem = f"Appendix {reference.target} is “{title}”; the words about it promise: {content}."
    return Finding(reference.place, reference.quoted, problem, _cure(content, reference, holdings))


def _cure(content: str, reference: Reference, holdings: Holdings) -> str:
    others = [
        f"{label}: {title}"
        for label, title in (holdings.appendices or {}).items()
        if label_of(label) != reference.target.upper() and title and _is_said_by(title, content)
    ]
    if others:
        return f"Refer to the appendix that is meant, perhaps {quoted(others)}."
    return f"Attach the {content} and refer to it, or change the words."


def _is_said_by(title: str, content: str) -> bool:
    return any(word in title.lower() for word in CONTENTS[content])


def _sections(sections: Collection[str] | None, paragraphs: Collection[str] | None) -> Collection[str] | None:
    """Sections, and whatever a paragraph's number begins with: 3.12 stands in section 3."""
    if sections is None and paragraphs is None:
        return None
    found = {label_of(each) for each in sections or ()}
    for paragraph in paragraphs or ():
        parts = label_of(paragraph).split(".")
        found |= {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return found


def _plural(kind: str) -> str:
    return "appendices" if kind == "appendix" else f"{kind}s"


def _in_order(label: str) -> tuple[tuple[int, str], ...]:
    """3.2 before 3.12, and figures before letters."""
    return tuple((int(part), "") if part.isdigit() else (10_000, part) for part in label.split("."))
