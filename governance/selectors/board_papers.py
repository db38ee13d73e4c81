"""Papers written here: the list, a paper's text as it stands, and what became of its issues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from commissioning.core.fuzzydate import FuzzyDate
from governance.models import AgendaItem, BoardPaper, PaperIssue, Recommendation
from governance.models.board_papers import PaperState
from governance.rules.paper_layout import problems
from governance.rules.paper_text import Asked, PaperText, appendices_of
from programmes.models import Programme


@dataclass(frozen=True)
class PaperRow:
    """A paper in the list. `missing` counts what stands in the way of ready; 0 for one that is no draft."""

    reference: str
    title: str
    body: str
    body_reference: str
    style: str
    style_label: str
    purpose: str
    purpose_label: str
    dated: FuzzyDate
    author_role: str
    state: str
    state_label: str
    asked: int
    missing: int
    issues: int
    issued_on: date | None
    illustrative: bool


@dataclass(frozen=True)
class IssueRow:
    """An issue without its content and its file."""

    number: int
    reference: str
    made_at: datetime
    made_by: str
    pdf_sha256: str
    template: str


@dataclass(frozen=True)
class AgendaPlace:
    """Where the paper is on an agenda."""

    meeting_reference: str
    meeting: str
    item: str


def paper_rows(programme: Programme) -> tuple[PaperRow, ...]:
    """Every paper written here, the latest date first; six queries for any number."""
    return tuple(_row(paper) for paper in _papers(programme))


def text_of(paper: BoardPaper) -> PaperText:
    """What the paper says now; four queries, none where its rows were read ahead."""
    agenda = next((item.number for item in paper.agenda_items.all() if item.number), "")
    return PaperText(
        style=paper.style,
        reference=paper.reference,
        title=paper.title,
        body=paper.body.name,
        purpose=paper.get_purpose_display(),
        dated=paper.dated.printed,
        author_role=paper.author_role,
        agenda_item=agenda,
        sections={each.code: each.text for each in paper.sections.all()},
        implications={each.area: each.text for each in paper.implications.all()},
        asked=tuple(Asked(each.reference, each.verb, each.text) for each in paper.recommendations.all()),
        appendices=appendices_of(paper.appendices),
    )


def recommendations_of(paper: BoardPaper) -> tuple[Recommendation, ...]:
    """What the paper asks, in its order, each with the decisions that answer it."""
    rows = Recommendation.objects.filter(paper=paper).prefetch_related("decisions")
    return tuple(rows.order_by("position", "reference"))


def issues_of(paper: BoardPaper) -> tuple[IssueRow, ...]:
    """Every issue, the latest first, without reading contents or files."""
    rows = PaperIssue.objects.filter(paper=paper).defer("content", "pdf").select_related("made_by")
    return tuple(
        IssueRow(row.number, row.reference, row.made_at, str(row.made_by), row.pdf_sha256, row.template)
        for row in rows.order_by("-number")
    )


def agenda_of(paper: BoardPaper) -> tuple[AgendaPlace, ...]:
    """The meetings whose agenda has the paper, in the order of the agendas."""
    items = AgendaItem.objects.filter(paper=paper).select_related("meeting__body")
    return tuple(
        AgendaPlace(item.meeting.reference, str(item.meeting), f"item {item.number}" if item.number else "")
        for item in items
    )


def _papers(programme: Programme) -> Sequence[BoardPaper]:
    issues = PaperIssue.objects.defer("content", "pdf").order_by("-number")
    ahead = (
        "sections",
        "implications",
        "recommendations",
        "agenda_items",
        Prefetch("issues", queryset=issues),
    )
    rows = BoardPaper.objects.filter(programme=programme).select_related("body")
    return list(rows.prefetch_related(*ahead))


def _row(paper: BoardPaper) -> PaperRow:
    issues = list(paper.issues.all())
    missing = len(problems(text_of(paper))) if paper.state == PaperState.DRAFT else 0
    return PaperRow(
        reference=paper.reference,
        title=paper.title,
        body=paper.body.name,
        body_reference=paper.body.reference,
        style=paper.style,
        style_label=paper.get_style_display(),
        purpose=paper.purpose,
        purpose_label=paper.get_purpose_display(),
        dated=paper.dated,
        author_role=paper.author_role,
        state=paper.state,
        state_label=paper.get_state_display(),
        asked=len(paper.recommendations.all()),
        missing=missing,
        issues=len(issues),
        issued_on=issues[0].made_at.date() if issues else None,
        illustrative=paper.illustrative,
    )
