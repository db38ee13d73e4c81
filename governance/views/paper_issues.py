"""A paper as it was issued: read on screen from its frozen content, as the PDF of record, and as a Word copy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from commissioning.core.components import Download, SummaryRow
from commissioning.core.tables import Cell, Column, Row, Table
from governance.models import PaperIssue
from governance.rules.changed import Difference
from governance.rules.paper_changes import since, told
from governance.rules.paper_document import thawed
from governance.selectors.board_papers import text_of
from governance.services.paper_issues import word_of
from governance.views.papers import may_write, paper_frame
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.tables import day_words
from programmes.views.base import programme_or_404, record_or_404

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def issue_or_404(request: HttpRequest, programme: Programme, ref: str, number: int) -> PaperIssue:
    rows = PaperIssue.objects.select_related("paper__body", "paper__programme", "made_by")
    found: PaperIssue = record_or_404(request, rows, programme=programme, paper__reference=ref, number=number)
    return found


@require_safe
def paper_issued(request: HttpRequest, key: str, ref: str, number: int) -> HttpResponse:
    """The issue as it was given to the body, with every text that has changed since."""
    programme = programme_or_404(request, key)
    issue = issue_or_404(request, programme, ref, number)
    issued, document = thawed(issue.content)
    changed = since(issued, text_of(issue.paper))
    frame = paper_frame(request, programme, issue.paper, beneath=True)
    to = Addresses(programme.key)
    context = {
        **frame,
        "heading": document.title,
        "caption": f"{programme.place}: paper {ref}, issue {number}, for {issued.body}",
        "issue": issue,
        "document": document,
        "blocks": issue.content["document"]["blocks"],
        "changed": _changed_table(changed) if changed else None,
        "changed_words": f"{told(len(changed))}.",
        "facts": _facts(issue),
        "downloads": [
            Download(
                "PDF of record", to.of("paper_pdf", ref, number), f"PDF, {len(issue.pdf) // 1024 + 1} KB"
            ),
            Download(
                "Word copy, to edit", to.of("paper_docx", ref, number), "Word, made from the same content"
            ),
        ],
        "may_write": may_write(request, programme),
    }
    return render(request, "governance/paper_issued.html", context)


def _facts(issue: PaperIssue) -> list[SummaryRow]:
    made = timezone.localtime(issue.made_at)
    return [
        SummaryRow("Issued", Cell(f"{day_words(made.date())} at {made:%H:%M}", note=f"by {issue.made_by}")),
        SummaryRow("Fingerprint of the PDF", Cell(issue.pdf_sha256, note="SHA-256")),
        SummaryRow("Fingerprint of the content", Cell(issue.content_sha256, note="SHA-256")),
        SummaryRow("Set by", Cell(issue.template)),
    ]


def _changed_table(changed: tuple[Difference, ...]) -> Table:
    return Table(
        "What has changed since this issue",
        (Column("Text"), Column("As issued"), Column("Now")),
        tuple(
            Row((Cell(each.label), Cell(each.then or "not there"), Cell(each.now or "taken away")))
            for each in changed
        ),
        caption_hidden=True,
    )


@require_safe
def paper_pdf(request: HttpRequest, key: str, ref: str, number: int) -> HttpResponse:
    """The file of record, byte for byte as it was made."""
    programme = programme_or_404(request, key)
    issue = issue_or_404(request, programme, ref, number)
    return _file(bytes(issue.pdf), "application/pdf", f"{ref}-issue-{number}.pdf")


@require_safe
def paper_docx(request: HttpRequest, key: str, ref: str, number: int) -> HttpResponse:
    """The Word copy, made from the frozen content when it is asked for."""
    programme = programme_or_404(request, key)
    issue = issue_or_404(request, programme, ref, number)
    return _file(word_of(issue), WORD, f"{ref}-issue-{number}.docx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
