"""From a meeting and a day to a pack: its document, and every figure in it under its own key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from commissioning.core.documents.blocks import Document, to_json
from commissioning.reporting.pack.appendices import put_appendices
from commissioning.reporting.pack.asked import put_asked
from commissioning.reporting.pack.attention import put_attention
from commissioning.reporting.pack.book import Book
from commissioning.reporting.pack.material import Material, material, pages_of
from commissioning.reporting.pack.phases import put_phases
from commissioning.reporting.pack.plan import put_plan
from commissioning.reporting.pack.results import put_results
from commissioning.reporting.pack.risks import put_risks_and_gaps
from governance.models import Meeting


@dataclass(frozen=True)
class Built:
    """A pack before it is kept. `content` is all of it as JSON, the document included."""

    document: Document
    content: dict[str, Any]


def build(meeting: Meeting, on: date, options: Mapping[str, Any], number: int) -> Built:
    """The pack of the meeting with the position of `on`. `number` is printed at the foot of every page."""
    about = material(meeting, on)
    book = write(about, options)
    document = Document(
        title=title_of(about),
        subtitle=subtitle_of(about),
        author=settings.BRANDING["service_name"],
        on=on,
        colour=settings.BRANDING["colour"],
        reference=f"{meeting.reference}, pack {number}",
        blocks=tuple(book.blocks),
    )
    content = {
        "document": to_json(document),
        "narrow": book.narrow,
        "figures": book.figures,
        "as_at": on.isoformat(),
        "options": dict(options),
        "illustrative": about.is_made_up,
    }
    return Built(document, content)


def figures_on(meeting: Meeting, on: date, options: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The figures that a pack made on another day would hold, without its drawings."""
    return write(material(meeting, on), options, drawn=False).figures


def write(about: Material, options: Mapping[str, Any], *, drawn: bool = True) -> Book:
    """The parts in the order in which a board reads: exceptions, asks, phases or plan, results, risks, appendices."""
    book = Book(wholly_made_up=about.is_made_up, drawn=drawn)
    put_attention(book, about)
    put_asked(book, about)
    if pages_of(about):
        put_phases(book, about)
    else:
        put_plan(book, about)
    put_results(book, about)
    put_risks_and_gaps(book, about)
    put_appendices(book, about, options.get("appendices", ()))
    return book


def title_of(about: Material) -> str:
    return f"Board pack for {about.meeting.title or about.meeting.body.name}"


def subtitle_of(about: Material) -> str:
    made_up = "Made up to show the product. " if about.is_made_up else ""
    held = about.meeting.held.printed or "day not stated"
    return f"{made_up}{about.programme.place}: {about.programme.name}\nMeeting: {held}"
