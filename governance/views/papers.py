"""Papers written here: the list, and the page of one as it will read, with what stands in the way of issuing it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, HistoryEntry, Link
from commissioning.core.history import changes_of
from commissioning.core.tables import Cell, Column, Row, Table, query_with
from governance.listing_papers import paper_listing
from governance.models import BoardPaper, PaperIssue, Recommendation
from governance.models.board_papers import PaperState
from governance.models.papers import ImplicationArea
from governance.rules.cross_references import Finding
from governance.rules.paper_changes import since, told
from governance.rules.paper_document import header_of, thawed
from governance.rules.paper_layout import (
    findings,
    heading_elsewhere,
    homeless,
    homeless_areas,
    layout,
    problems,
    style_of,
)
from governance.rules.paper_text import PaperText
from governance.rules.words import counted
from governance.selectors.board_papers import (
    PaperRow,
    agenda_of,
    issues_of,
    recommendations_of,
    text_of,
)
from governance.selectors.evidence_links import evidence_for_targets
from governance.tables_papers import paper_table, state_tag
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame


@require_safe
def paper_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every paper written here, as it stands today; drafts say how much is missing."""
    programme = programme_or_404(request, key)
    as_at(request)  # a day in the address that cannot be read is said to be so
    listing = paper_listing(programme, request.GET)
    frame = programme_frame(request, programme, "papers")
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "heading": "Papers",
        "summary": summary_of(listing.every),
        "filter": filter_of(request, listing.form) if listing.every else None,
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "shown": f"Showing {counted(len(listing.rows), 'paper')} of {len(listing.every)}",
        "table": paper_table(listing.rows, request.GET, to),
        "empty": None if listing.rows else _empty(listing.every, request),
        "may_write": may_write(request, programme),
        "illustrative": any(row.illustrative for row in listing.rows),
    }
    return render(request, "governance/papers.html", context)


def summary_of(rows: Sequence[PaperRow]) -> str:
    """ "3 papers: 1 draft, 1 ready, 1 issued." """
    if not rows:
        return "No paper is being written here."
    each = [
        f"{count} {state.label.lower()}"
        for state in PaperState
        if (count := sum(row.state == state for row in rows))
    ]
    return f"{counted(len(rows), 'paper')}: {', '.join(each)}."


def _empty(rows: Sequence[PaperRow], request: HttpRequest) -> Empty:
    if not rows:
        return Empty("No papers yet", "A paper is begun for one body, in the house style of its council.")
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty("No paper fits these filters", "Take one away, or clear them.", Link("Clear filters", clear))


def may_write(request: HttpRequest, programme: Programme) -> bool:
    return grants_of(request).may(Permission.WRITE_PAPERS, programme.pk)


# --- one paper --------------------------------------------------------------------------------------------------------


def paper_or_404(request: HttpRequest, programme: Programme, ref: str) -> BoardPaper:
    rows = BoardPaper.objects.select_related("body", "programme")
    found: BoardPaper = record_or_404(request, rows, programme=programme, reference=ref)
    return found


def paper_frame(
    request: HttpRequest, programme: Programme, paper: BoardPaper, *, beneath: bool = False
) -> dict[str, Any]:
    """The frame of every page about one paper; `beneath` the paper's own page, the trail leads back to that."""
    to = Addresses(programme.key)
    own = (Link(paper.reference, to.of("paper", paper.reference)),) if beneath else ()
    return {
        **programme_frame(request, programme, "papers", trail=(Link("Papers", to.of("papers")), *own)),
        "paper": paper,
        "caption": f"{programme.place}: paper {paper.reference} for {paper.body}",
        "illustrative": paper.illustrative,
    }


@require_safe
def paper(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The paper as it will read; beneath, what stands in the way of ready, references to check, and its issues."""
    programme = programme_or_404(request, key)
    record = paper_or_404(request, programme, ref)
    text = text_of(record)
    frame = paper_frame(request, programme, record)
    to = Addresses(programme.key, frame["keep_day"])
    found = findings(text)
    context = {
        **frame,
        "heading": record.title,
        "tag": state_tag(record.state),
        "style": style_of(text),
        "header": header_of(text),
        "parts": layout(text),
        "problems": problems(text),
        "findings": findings_table(found) if found else None,
        "kept": kept_words(text),
        "asked": asked_table(record, to),
        "evidence": evidence_of(request, record),
        "issues": issues_of(record),
        "since_words": since_words(record, text),
        "agenda": agenda_of(record),
        "recorded": history_of(record),
        "may_write": may_write(request, programme),
        "is_draft": record.state == PaperState.DRAFT,
        "is_ready": record.state == PaperState.READY,
    }
    return render(request, "governance/paper.html", context)


def findings_table(found: Sequence[Finding]) -> Table:
    """Each reference that leads nowhere or elsewhere, with its place and its cure."""
    return Table(
        "References to check",
        (Column("Where"), Column("Words"), Column("What is wrong"), Column("Cure")),
        tuple(Row((Cell(f.place), Cell(f"“{f.quoted}”"), Cell(f.problem), Cell(f.cure))) for f in found),
        caption_hidden=True,
    )


def kept_words(text: PaperText) -> list[tuple[str, str]]:
    """Texts of another style that have no heading in this one, with the heading they were written under."""
    return [
        *((heading_elsewhere(code), text.sections[code]) for code in homeless(text)),
        *(
            (f"Implications: {ImplicationArea(area).label}", text.implications[area])
            for area in homeless_areas(text)
        ),
    ]


def asked_table(record: BoardPaper, to: Addresses) -> Table:
    """What the paper asks, and what became of each: the records behind the top and the bottom of the paper."""
    rows = recommendations_of(record)
    return Table(
        "What it asks, and what became of it",
        (Column("Recommendation"), Column("State"), Column("Decisions")),
        tuple(_asked_row(row, to) for row in rows),
        caption_hidden=True,
        empty="Nothing is asked yet.",
    )


def _asked_row(row: Recommendation, to: Addresses) -> Row:
    links = tuple(
        Link(each.reference, to.of("decision", each.reference), f"on {row.reference}")
        for each in row.decisions.all()
    )
    words = f"{row.get_verb_display()} {row.text}"
    return Row(
        (
            Cell(words, to.of("ask", row.reference), row.reference),
            Cell(str(row.get_state_display()), note=row.outcome),
            Cell(links=links) if links else Cell("none recorded"),
        )
    )


def evidence_of(request: HttpRequest, record: BoardPaper) -> list[Any]:
    """Evidence from reviews that people attached to the recommendations, as far as the reader may see it."""
    ids = list(record.recommendations.values_list("pk", flat=True))
    found = evidence_for_targets(Recommendation, ids, grants_of(request))
    return [each for pk in ids for each in found.get(pk, ())]


def since_words(record: BoardPaper, now: PaperText) -> str:
    """What of the latest issue has changed since, counted; "" where there is no issue."""
    last = PaperIssue.objects.filter(paper=record).defer("pdf").order_by("-number").first()
    if last is None:
        return ""
    return told(len(since(thawed(last.content)[0], now)))


def history_of(record: BoardPaper) -> list[HistoryEntry]:
    """Every save with its reason, newest first, and what of the head changed; texts are compared with issues."""
    entries = []
    for change in changes_of(record):
        details = [
            f"{each.label}: {each.before or '(blank)'} → {each.after or '(blank)'}" for each in change.fields
        ]
        added = change.label == "Added"
        sentence = "Recorded." if added else "Saved."
        entries.append(
            HistoryEntry(sentence, change.at, change.who, change.why, details=[] if added else details)
        )
    return entries
