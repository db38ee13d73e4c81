"""What differs between an issue of a paper and the paper now: text by text, under the headings that readers know."""

from __future__ import annotations

from collections.abc import Iterator

from .changed import Difference, Figure, differences
from .paper_layout import heading_elsewhere, style_of
from .paper_text import PaperText

NOTHING_SAID = "blank"
HOUSE_STYLE = "House style"


def since(issued: PaperText, now: PaperText) -> tuple[Difference, ...]:
    """Every text that changed, went or came since the issue, in the order of the paper as issued.

    A recommendation is followed by its record, so that one whose place changed has not changed.
    """
    return differences(tuple(_texts(issued)), tuple(_texts(now)))


def _texts(paper: PaperText) -> Iterator[Figure]:
    style = style_of(paper)
    yield Figure("style", HOUSE_STYLE, style.label)
    stated = (
        ("title", "Title", paper.title),
        ("body", "Body", paper.body),
        ("purpose", "Purpose", paper.purpose),
        ("dated", "Date", paper.dated),
        ("author_role", "Author", paper.author_role),
    )
    yield from (Figure(key, label, text or NOTHING_SAID) for key, label, text in stated)
    for each in paper.asked:
        yield Figure(
            f"asked_{each.reference}",
            f"Recommendation {each.reference}",
            f"{style.asking.verb_words(each.verb)} {each.text}",
        )
    headings = {section.code: section.heading for section in style.sections}
    for code in [code for code in headings if code in paper.sections] + [
        code for code in paper.sections if code not in headings
    ]:
        if paper.sections[code].strip():
            yield Figure(
                f"section_{code}", headings.get(code) or heading_elsewhere(code), paper.sections[code]
            )
    yield from _implications(paper)
    for place, appendix in enumerate(paper.appendices, start=1):
        key, label = f"appendix_{appendix.label or place}", f"Appendix {appendix.label}"
        yield Figure(key, label, appendix.title or NOTHING_SAID)


def _implications(paper: PaperText) -> Iterator[Figure]:
    headings = {demand.area: demand.heading for demand in style_of(paper).implications}
    for area, text in paper.implications.items():
        if text.strip():
            yield Figure(
                f"implication_{area}", headings.get(area, f"Implications: {area.replace('_', ' ')}"), text
            )


def told(count: int) -> str:
    """ "Nothing of the paper has changed since", "1 text has changed since", "3 texts have changed since"."""
    if not count:
        return "Nothing of the paper has changed since"
    return f"{count} {'text has' if count == 1 else 'texts have'} changed since"
