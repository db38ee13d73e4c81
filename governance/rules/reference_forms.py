"""The printed forms of references inside a paper: "Appendix B", "paras 3.1, 3.2 and 3.5", "section 5.1", "Table 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

KINDS: Final = {
    "append": "appendix",
    "annex": "appendix",
    "para": "paragraph",
    "section": "section",
    "table": "table",
    "figure": "figure",
    "recommendation": "recommendation",
}
# "4.4", "20", "4.4a", "B", "II". Of four figures it is a year; before % or / it is an amount or part of a date.
TARGET: Final = r"(?:\d{1,3}(?:\.\d{1,3})*[a-zA-Z]?|[IVX]{2,4}|[A-Z])(?![\w%/’'])"
JOIN: Final = r"(?:\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|to|&)\s+|\s*[-–]\s*)"
REFERENCE: Final = re.compile(
    r"\b(?P<word>append(?:ix|ices)|annex(?:es)?|paragraphs?|paras?\.?|sections?|tables?|figures?|recommendations?)"
    rf"\s+(?P<targets>(?-i:{TARGET}(?:{JOIN}{TARGET})*))",
    re.IGNORECASE,
)
EACH: Final = re.compile(TARGET)
RANGE: Final = re.compile(rf"({TARGET})(?:\s+to\s+|\s*[-–]\s*)({TARGET})")
# "Table 1: Commissioners of …" and "Appendix B – Procurement stages" are the things themselves, or entries of a list.
OWN_HEADING: Final = re.compile(r"\s*[:–—-]")
# "section 3 of the 2012 Act", "Appendix 1 of the strategy"; but "Appendix 1 of this report" is the paper's own.
ELSEWHERE: Final = re.compile(
    r"\s+(?:of|to|in)\s+(?:the|that|its|their)\s+(?!(?:present\s+)?(?:report|paper)\b)", re.IGNORECASE
)
# A section above this without a point is one of an Act ("section 75"): no paper of ours has as many. Ours.
HIGHEST_SECTION: Final = 30
LONGEST_RANGE: Final = 50
HOW_NEAR: Final = 80
SENTENCE_END: Final = re.compile(r"[.;!?]\s+")
SHOWING: Final = re.compile(
    r"\s+(?:gives?|shows?|sets?\s+out|contains?|provides?|is|are|outlines?|describes?|presents?|includes?|lists?|holds?)\b",
    re.IGNORECASE,
)
GAP: Final = re.compile(r"[\s\-‐‑*/]+")
# What can be promised of an appendix, each with the words by one of which its title would say so. The list is ours.
CONTENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "work plan": ("plan", "programme"),
    "action plan": ("plan", "action"),
    "programme plan": ("plan", "programme"),
    "project plan": ("plan",),
    "delivery plan": ("plan",),
    "timeline": ("timeline", "timetable", "stage", "plan", "milestone"),
    "timetable": ("timeline", "timetable", "stage", "plan", "milestone"),
    "structure": ("structure", "governance", "accountability", "arrangement"),
    "governance": ("structure", "governance", "accountability", "arrangement"),
    "principles": ("principle",),
    "implications": ("implication",),
    "risk register": ("risk",),
    "risk log": ("risk",),
    "outcomes framework": ("outcome", "framework"),
    "impact assessment": ("impact", "equalit"),
    "summaries": ("summar",),
    "terms of reference": ("terms of reference",),
    "budget": ("budget", "financ", "cost", "procurement"),
}


@dataclass(frozen=True)
class Placed:
    """A text of the paper and where it stands, such as "para 4.4"."""

    place: str
    text: str


@dataclass(frozen=True)
class Reference:
    """One target that a text names: "paras 3.1 and 3.2" are two, quoted alike.

    `before` and `after` are the words of the same sentence next to it; `after` only where they say what it shows.
    """

    place: str
    kind: str
    target: str
    quoted: str
    before: str = ""
    after: str = ""


def references(texts: Sequence[Placed]) -> tuple[Reference, ...]:
    """Every reference in the texts, in order; neither sections of an Act nor a heading's own label is one."""
    return tuple(found for placed in texts for found in _in_text(placed))


def promised(reference: Reference) -> tuple[str, ...]:
    """What the words next to a reference say that it holds: nearest first after it, then nearest first before it."""
    after, before = (GAP.sub(" ", words).lower() for words in (reference.after, reference.before))
    found = [(after.find(content), content) for content in CONTENTS if content in after]
    earlier = [(-before.rfind(content), content) for content in CONTENTS if content in before]
    return tuple(dict.fromkeys(content for _, content in (*sorted(found), *sorted(earlier))))


def _in_text(placed: Placed) -> Iterator[Reference]:
    text = placed.text.replace("**", "")
    for found in REFERENCE.finditer(text):
        kind = next(kind for start, kind in KINDS.items() if found["word"].lower().startswith(start))
        rest = text[found.end() :]
        if _is_heading(text[: found.start()], rest) or ELSEWHERE.match(rest):
            continue
        for target in _targets(found["targets"]):
            if not (kind == "section" and _is_of_an_act(target)):
                yield Reference(
                    placed.place,
                    kind,
                    target,
                    " ".join(found.group().split()),
                    _before(text[: found.start()]),
                    _after(rest),
                )


def _targets(printed: str) -> Iterator[str]:
    """Each label named, those between the ends of a range included; a letter after a figure is no label ("2 - A …")."""
    first = EACH.search(printed)
    spans = {found[1]: found[2] for found in RANGE.finditer(printed)}
    ends = set(spans.values())
    for target in EACH.findall(printed):
        if first is None or target[0].isdigit() != first[0][0].isdigit():
            continue
        if target not in ends:
            yield target
        if target in spans:
            yield from _between(target, spans[target])


def _between(first: str, last: str) -> Iterator[str]:
    """What follows the first label up to the last; only the last where nobody can count from one to the other."""
    stem, _, low = first.rpartition(".")
    other, _, high = last.rpartition(".")
    if stem == other and low.isdigit() and high.isdigit() and 0 < int(high) - int(low) <= LONGEST_RANGE:
        yield from (f"{stem}.{each}" if stem else str(each) for each in range(int(low) + 1, int(high) + 1))
    elif len(first) == len(last) == 1 and first.isalpha() and last.isalpha() and first < last:
        yield from (chr(each) for each in range(ord(first) + 1, ord(last) + 1))
    elif first[0].isdigit() == last[0].isdigit():
        yield last


def _is_heading(before: str, after: str) -> bool:
    """A label with its title after it, at the start of a text or of an entry in a list: no small word leads to it."""
    words = before.split()
    return OWN_HEADING.match(after) is not None and (
        not words or not words[-1].islower() or words[-1].endswith(":")
    )


def _is_of_an_act(target: str) -> bool:
    number = re.match(r"\d+", target)
    return "." not in target and number is not None and int(number[0]) > HIGHEST_SECTION


def _before(text: str) -> str:
    return SENTENCE_END.split(text)[-1][-HOW_NEAR:]


def _after(text: str) -> str:
    if not SHOWING.match(text):
        return ""
    return SENTENCE_END.split(text)[0][:HOW_NEAR]
