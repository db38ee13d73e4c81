"""Board packs: those made, one read online beside what has since changed, and its files."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download, Link, SummaryRow
from commissioning.core.tables import Cell
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.forms_packs import meeting_words
from commissioning.reporting.pack.options import APPENDICES
from commissioning.reporting.pack.screen import plain_figures, shown
from commissioning.reporting.pack.since import earlier_pack, since
from commissioning.reporting.tables_packs import packs_table, recipients_table, since_table
from commissioning.reporting.views.files import file_response
from governance.models import BoardPack, Meeting
from governance.rules.changed import changed_words
from governance.services.packs import document_of, recipients_on, word_of
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404
from programmes.views.page import programme_frame

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNREADABLE = "The content of this pack cannot be read as a document. Its PDF is as it was made."


@require_safe
def pack_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every pack of the programme, the latest first; nothing on it depends on a day."""
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "packs")
    packs = packs_of(programme)
    context = {
        **frame,
        "summary": summary_of(packs),
        "table": packs_table(packs, Addresses(programme.key, "")),
        "may_make": grants_of(request).may(Permission.MAKE_PACKS, programme.pk),
        "has_meetings": Meeting.objects.filter(programme=programme).exists(),
        "illustrative": any(pack.illustrative for pack in packs),
    }
    return render(request, "reporting/packs.html", context)


def packs_of(programme: Programme) -> list[BoardPack]:
    """The packs with their meetings, without the files; the newest position first."""
    rows = BoardPack.objects.filter(programme=programme).select_related("meeting__body", "made_by")
    return list(rows.defer("pdf", "content").order_by("-as_at", "-made_at", "-pk"))


def summary_of(packs: Sequence[BoardPack]) -> str:
    """ "3 packs for 2 meetings."."""
    if not packs:
        return "No pack has been made yet."
    meetings = len({pack.meeting_id for pack in packs})
    return f"{plural(len(packs), 'pack')} for {plural(meetings, 'meeting')}."


@require_safe
def pack(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The pack as it was frozen, and which of its figures have changed since, worked out now."""
    programme, found = pack_or_404(request, key, ref)
    today: date = request.today  # type: ignore[attr-defined]
    to = Addresses(programme.key, "")
    frame = programme_frame(request, programme, "packs", trail=trail_of(to))
    changes = since(found, today)
    before = earlier_pack(found)
    context = {
        **frame,
        "pack": found,
        "meeting": meeting_words(found.meeting),
        "heading": f"Pack {found.number}: {meeting_words(found.meeting)}",
        "frozen_words": frozen_words(found),
        "changed": changed_words(len(changes)),
        "since": since_table(changes, found) if changes else None,
        "about": about_rows(found, to),
        "recipients": recipients_table(recipients_on(found.meeting, today)),
        "recipients_url": to.of("pack_recipients"),
        "compare": Link(
            f"Compare with {meeting_words(before.meeting)}, pack {before.number}", to.of("pack_compare", ref)
        )
        if before
        else None,
        "downloads": downloads_of(found, to),
        **blocks_of(found),
        "illustrative": found.illustrative,
    }
    return render(request, "reporting/pack.html", context)


def blocks_of(pack: BoardPack) -> dict[str, Any]:
    """The blocks to show and the parts to jump to; a content that cannot be read says so."""
    try:
        document = document_of(pack)
    except (KeyError, ValueError):
        return {"blocks": [], "parts": [], "unreadable": UNREADABLE}
    blocks, parts = shown(document, pack.content.get("narrow", {}))
    return {"blocks": blocks, "parts": parts, "document": document, "unreadable": ""}


def frozen_words(pack: BoardPack) -> str:
    """ "Made on 22 November 2026 at 14:05 as at 13 December 2018.": what a reader must know before the first figure."""
    made = timezone.localtime(pack.made_at)
    return f"Made on {day_words(made.date())} at {made:%H:%M}, as at {day_words(pack.as_at)}. It does not change."


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def about_rows(pack: BoardPack, to: Addresses) -> list[SummaryRow]:
    asked = [APPENDICES[name] for name in pack.options.get("appendices", ()) if name in APPENDICES]
    return [
        SummaryRow("Meeting", Cell(meeting_words(pack.meeting), to.of("meeting", pack.meeting.reference))),
        SummaryRow("Made by", Cell(str(pack.made_by) if pack.made_by else "the command board_pack")),
        SummaryRow("Appendices", Cell("; ".join(asked) or "none asked for")),
        SummaryRow("Figures frozen", Cell(str(plain_figures(pack.content)))),
        SummaryRow("Set by", Cell(pack.template)),
        SummaryRow("SHA-256 of the PDF", Cell(_apart(pack.pdf_sha256))),
        SummaryRow("SHA-256 of the content", Cell(_apart(pack.content_sha256))),
    ]


def _apart(sha256: str) -> str:
    """A hash in groups of eight, so that it can wrap and be read out."""
    return " ".join(sha256[place : place + 8] for place in range(0, len(sha256), 8))


def downloads_of(pack: BoardPack, to: Addresses) -> list[Download]:
    """Both files, for everyone who may read the programme: a board gets its pack."""
    return [
        Download(
            "PDF of record", to.of("pack_pdf", pack.reference), "Tagged for screen readers, as it was made"
        ),
        Download(
            "Word copy", to.of("pack_docx", pack.reference), "To edit; made from the same frozen content"
        ),
    ]


@require_safe
def pack_pdf(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The stored file, byte for byte."""
    _, found = pack_or_404(request, key, ref)
    response = file_response(bytes(found.pdf), PDF, file_name(found, "pdf"))
    response["Digest"] = f"sha-256={found.pdf_sha256}"
    return response


@require_safe
def pack_docx(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Made from the frozen content when asked for; 404 where that cannot be read."""
    _, found = pack_or_404(request, key, ref)
    try:
        body = word_of(found)
    except (KeyError, ValueError) as error:
        raise Http404(UNREADABLE) from error
    return file_response(body, WORD, file_name(found, "docx"))


def file_name(pack: BoardPack, ending: str) -> str:
    """ "hampshire-board-pack-2018-12-13-1.pdf"."""
    return f"{pack.programme.key}-board-pack-{pack.as_at.isoformat()}-{pack.number}.{ending}"


def pack_or_404(request: HttpRequest, key: str, ref: str) -> tuple[Programme, BoardPack]:
    programme = programme_or_404(request, key)
    rows = BoardPack.objects.select_related("meeting__body", "made_by", "programme")
    found: BoardPack = record_or_404(request, rows, programme=programme, reference=ref)
    return programme, found


def trail_of(to: Addresses) -> list[Link]:
    return [Link("Board packs", to.of("packs"))]
