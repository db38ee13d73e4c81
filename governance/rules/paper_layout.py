"""A committee paper as it will read: the headings of its house style in their order, numbered as the style numbers.

The recommendations at the top and at the bottom are the same records, so that they cannot come apart. What the style
has no heading for and this product asks for all the same (implications, in Hampshire's) stands after the last heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .cross_references import Finding, Holdings, Placed, check
from .house_styles import (
    HOUSE_STYLES,
    Demand,
    HouseStyle,
    Numbering,
    Placing,
    Problem,
    Section,
    missing_for_ready,
)
from .paper_style import RECOMMENDING
from .paper_text import Appendix, PaperText, with_lists

APPENDIX_LIST: Final = "appendix_list"  # filled from the appendices, so that the two agree
# Headings under which the papers number no paragraph.
UNNUMBERED: Final = frozenset({"background", "members", "contact", "approvals", APPENDIX_LIST})
FIRST: Final = "1"  # the label of the implications where they are an appendix
OURS: Final = "ours"
OURS_HEADING: Final = "Implications"
NOT_WRITTEN: Final = "Not written yet."


@dataclass(frozen=True)
class Line:
    """A paragraph with its number, empty where it has none, and the list that stands beneath it."""

    label: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One heading with what stands under it. `number` is the heading's own, empty where the style prints none.

    `items` are the recommendations or appendices listed there; `marks` says how recommendations are marked. A part
    that `is_wanted` is mandatory and not written yet; `field` is the form's field that would fill it.
    """

    code: str
    heading: str
    level: int
    placing: str
    number: str = ""
    lead_in: str = ""
    lines: tuple[Line, ...] = ()
    items: tuple[str, ...] = ()
    marks: str = ""
    is_wanted: bool = False
    is_ours: bool = False
    field: str = ""

    @property
    def words(self) -> str:
        """ "4. Benefits and delivery of integration", or the heading alone."""
        return f"{self.number}. {self.heading}" if self.number else self.heading

    @property
    def recommends(self) -> bool:
        return self.placing in RECOMMENDING


def style_of(paper: PaperText) -> HouseStyle:
    return HOUSE_STYLES[paper.style]


def layout(paper: PaperText) -> tuple[Part, ...]:
    """Every heading that the paper shows, in the style's order: mandatory ones, and others that say something.

    A paragraph is numbered as `HouseStyle.paragraph_labels` says, level 2 within the heading of level 1 above it.
    """
    style = style_of(paper)
    unlabelled = [part for section in style.sections for part in _parts(style, section, paper)]
    return (*_labelled(style, unlabelled), *_ours(style, paper))


def problems(paper: PaperText) -> tuple[Problem, ...]:
    """Everything that keeps the paper from being ready: what the style demands, and a title, a date and an author."""
    style = style_of(paper)
    sections = {**paper.sections, APPENDIX_LIST: "; ".join(each.words for each in appendices(paper))}
    wanted = (
        ("title", paper.title, "The paper has no title. Give it one."),
        ("dated", paper.dated, "The paper has no date. Enter the day of the meeting it is for."),
        ("author_role", paper.author_role, "Nobody is named as its author. Enter a role, not a name."),
    )
    return (
        *(Problem(name, message) for name, text, message in wanted if not text.strip()),
        *missing_for_ready(style, sections, paper.implications, [each.text for each in paper.asked]),
        *_unlabelled(paper),
    )


def findings(paper: PaperText) -> tuple[Finding, ...]:
    """References inside the paper that lead nowhere or elsewhere, in the order of reading."""
    parts = layout(paper)
    return check([each for part in parts for each in _placed(part)], _holdings(paper, parts))


def appendices(paper: PaperText) -> tuple[Appendix, ...]:
    """The paper's appendices; the implications come first where the style makes them the first appendix (Derby's)."""
    style = style_of(paper)
    first = (Appendix(FIRST, "Implications"),) if _implications_are_appendix(style) else ()
    return (*first, *paper.appendices)


def homeless(paper: PaperText) -> tuple[str, ...]:
    """The codes of texts that were written under another style and have no heading in this one."""
    known = {section.code for section in style_of(paper).sections if section.placing not in RECOMMENDING}
    return tuple(code for code, text in paper.sections.items() if code not in known and text.strip())


def homeless_areas(paper: PaperText) -> tuple[str, ...]:
    """The areas of implications that were written and that the style does not ask for."""
    known = {demand.area for demand in style_of(paper).implications}
    return tuple(area for area, text in paper.implications.items() if area not in known and text.strip())


def heading_elsewhere(code: str) -> str:
    """ "Duties and legislation (Nottinghamshire County Council)": the heading that a code has in some style."""
    for style in HOUSE_STYLES.values():
        for section in style.sections:
            if section.code == code:
                return f"{section.heading} ({style.label})"
    return code


def demand_for(style: HouseStyle, section: Section) -> Demand | None:
    """The demand that a section of implications answers, by its heading; None for one that holds several."""
    if section.placing != Placing.IMPLICATION:
        return None
    return next((each for each in style.implications if each.heading == section.heading), None)


# --- parts ------------------------------------------------------------------------------------------------------------


def _parts(style: HouseStyle, section: Section, paper: PaperText) -> Iterator[Part]:
    base = Part(
        section.code, section.heading, section.level, section.placing, field=f"section_{section.code}"
    )
    if section.placing in RECOMMENDING:
        yield _recommending(style, base, paper)
    elif section.placing == Placing.APPENDIX:
        listed = any(each.code == APPENDIX_LIST for each in style.sections)  # Derby's are under that heading
        if paper.appendices and not listed:
            yield replace(base, items=tuple(each.words for each in paper.appendices), field="appendices")
    elif section.code == APPENDIX_LIST:
        yield replace(base, items=tuple(each.words for each in appendices(paper)), field="appendices")
    elif section.placing == Placing.IMPLICATION:
        yield from _implying(style, section, base, paper)
    else:
        lines = _lines(paper.sections.get(section.code, ""))
        if lines or section.is_mandatory:
            yield replace(base, lines=lines, is_wanted=not lines)


def _recommending(style: HouseStyle, base: Part, paper: PaperText) -> Part:
    items = tuple(f"{style.asking.verb_words(each.verb)} {each.text}" for each in paper.asked)
    return replace(
        base,
        lead_in=style.lead_in(base.placing, paper.body) if items else "",
        items=items,
        marks=style.asking.marks,
        is_wanted=not items,
        field="recommendations",
    )


def _implying(style: HouseStyle, section: Section, base: Part, paper: PaperText) -> Iterator[Part]:
    """One area under its own heading; or, where the heading is none of an area's, all of them beneath it."""
    own = demand_for(style, section)
    if own is not None:
        lines = _lines(paper.implications.get(own.area, ""))
        if lines or own.is_mandatory:
            yield replace(base, lines=lines, is_wanted=not lines, field=f"implication_{own.area}")
        return
    yield replace(base, lead_in=f"Appendix {FIRST}")
    yield from _areas([each for each in style.implications if not each.is_ours], base.placing, paper)


def _areas(demands: Sequence[Demand], placing: str, paper: PaperText) -> Iterator[Part]:
    for demand in demands:
        lines = _lines(paper.implications.get(demand.area, ""))
        if lines or demand.is_mandatory:
            yield Part(
                demand.area,
                demand.heading,
                2,
                placing,
                lines=lines,
                is_wanted=not lines,
                is_ours=demand.is_ours,
                field=f"implication_{demand.area}",
            )


def _ours(style: HouseStyle, paper: PaperText) -> tuple[Part, ...]:
    """What the style prints no heading for, under one of our own after its last."""
    found = tuple(_areas([each for each in style.implications if each.is_ours], OURS, paper))
    return (Part(OURS, OURS_HEADING, 1, OURS, is_ours=True), *found) if found else ()


def _lines(text: str) -> tuple[Line, ...]:
    return tuple(Line("", words, items) for words, items in with_lists(text))


def _implications_are_appendix(style: HouseStyle) -> bool:
    """Derby prints its implications, area by area, as Appendix 1."""
    return any(
        section.placing == Placing.IMPLICATION and demand_for(style, section) is None
        for section in style.sections
    )


# --- numbers ----------------------------------------------------------------------------------------------------------


def _labelled(style: HouseStyle, parts: Sequence[Part]) -> tuple[Part, ...]:
    groups: list[list[Part]] = []
    for part in parts:
        if part.level == 1 or not groups:
            groups.append([])
        groups[-1].append(part)
    labels = style.paragraph_labels([sum(_countable(style, part) for part in group) for group in groups])
    found: list[Part] = []
    for place, (group, given) in enumerate(zip(groups, labels, strict=True), start=1):
        left = list(given)
        for part in group:
            own, left = left[: _countable(style, part)], left[_countable(style, part) :]
            found.append(_with_numbers(style, part, place, own))
    return tuple(found)


def _countable(style: HouseStyle, part: Part) -> int:
    """How many numbered paragraphs a part has. Derby numbers its recommendations like paragraphs: “2.1”."""
    if part.recommends:
        return len(part.items) if part.marks == "2.1" else 0
    if part.code in UNNUMBERED or part.placing == Placing.APPENDIX:
        return 0
    if style.numbering == Numbering.WITHIN_SECTION and part.placing != Placing.BODY:
        return 0
    return sum(bool(line.text) for line in part.lines)


def _with_numbers(style: HouseStyle, part: Part, place: int, labels: Sequence[str]) -> Part:
    numbered = style.numbers_headings and part.level == 1 and part.placing != Placing.APPENDIX
    made = replace(part, number=str(place) if numbered else "")
    if part.recommends:
        return replace(made, lines=tuple(map(Line, labels, part.items)), items=() if labels else part.items)
    following = iter(labels)
    lines = (replace(line, label=next(following, "")) if line.text else line for line in part.lines)
    return replace(made, lines=tuple(lines))


# --- references -------------------------------------------------------------------------------------------------------


def _placed(part: Part) -> Iterator[Placed]:
    for line in part.lines:
        place = f"para {line.label}" if line.label else f"“{part.heading}”"
        yield from (Placed(place, text) for text in (line.text, *line.items))
    if part.recommends:
        yield from (Placed(f"recommendation {place}", text) for place, text in enumerate(part.items, start=1))


def _holdings(paper: PaperText, parts: Sequence[Part]) -> Holdings:
    """What the paper holds. Tables and figures are attached, so nobody can say from here which there are."""
    return Holdings(
        appendices={each.label.strip(): each.title for each in appendices(paper) if each.label.strip()},
        paragraphs=[line.label for part in parts for line in part.lines if line.label],
        sections=[part.number for part in parts if part.number],
        recommendations=[str(place) for place in range(1, len(paper.asked) + 1)],
    )


def _unlabelled(paper: PaperText) -> Iterator[Problem]:
    labels = [each.label.strip().lower() for each in paper.appendices]
    if FIRST in labels and _implications_are_appendix(style_of(paper)):
        message = f"Appendix {FIRST} holds the implications in this style. Number your own from 2."
        yield Problem("appendices", message)
    for place, each in enumerate(paper.appendices, start=1):
        if not each.label.strip() or not each.title.strip():
            yield Problem("appendices", f"Appendix {place} of the list needs both a label and a title.")
        elif labels.index(each.label.strip().lower()) != place - 1:
            yield Problem(
                "appendices", f"Two appendices are labelled “{each.label}”. Give each its own label."
            )
