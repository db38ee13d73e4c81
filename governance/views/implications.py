"""What each paper means for money, law, people and equality, and which roles approved it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.components import Empty, Link
from commissioning.core.tables import Cell, Column, Row, Table
from governance.rules.words import counted, joined
from governance.selectors.papers import ApprovalRow, Besides, ImplicationRow, PaperView, besides, papers
from programmes.addresses import Addresses
from programmes.tables import source_cell
from programmes.views.base import programme_or_404
from programmes.views.page import programme_frame


@require_safe
def implication_list(request: HttpRequest, key: str) -> HttpResponse:
    """By paper and area, as printed; slots of approval that name nobody are said to be empty."""
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "implications")
    to = Addresses(programme.key, frame["keep_day"])
    found = papers(programme)
    context = {
        **frame,
        "papers": [_paper(paper, to) for paper in found],
        "links": links(besides(programme), to),
        "empty": None
        if found
        else Empty("No implications yet", "No paper of this programme holds implications or approvals."),
        "illustrative": any(paper.illustrative for paper in found),
    }
    return render(request, "governance/implications.html", context)


def _paper(paper: PaperView, to: Addresses) -> dict[str, object]:
    return {
        "title": paper.title,
        "dated": paper.dated.printed or "not dated",
        "href": to.of("document", paper.reference),
        "slug": paper.reference.lower(),
        "implications": implication_table(paper.implications, to) if paper.implications else None,
        "approvals": approval_table(paper.approvals, to) if paper.approvals else None,
        "approved": approved_words(paper),
    }


def approved_words(paper: PaperView) -> str:
    """ "Roles are named in 1 of 5 slots; nobody is named for Legal officer and …"; "" without slots."""
    if not paper.approvals:
        return ""
    empty = paper.empty_slots
    filled = len(paper.approvals) - len(empty)
    said = f"Roles are named in {filled} of {counted(len(paper.approvals), 'slot')}"
    return f"{said}; nobody is named for {joined(row.slot for row in empty)}." if empty else f"{said}."


def implication_table(rows: tuple[ImplicationRow, ...], to: Addresses) -> Table:
    return Table(
        "Implications",
        (Column("Area"), Column("What the paper says"), Column("Dated"), Column("Printed in")),
        tuple(
            Row(
                (
                    Cell(row.area, note=_as_printed(row)),
                    Cell(row.text),
                    Cell(row.when.printed) if row.when.is_dated else Cell("–", words="no date printed"),
                    source_cell(row.places, row.fact_id, to),
                )
            )
            for row in rows
        ),
        caption_size="s",
    )


def _as_printed(row: ImplicationRow) -> str:
    differs = row.printed and row.printed.casefold() != row.area.casefold()
    return f"printed as “{row.printed}”" if differs else ""


def approval_table(rows: tuple[ApprovalRow, ...], to: Addresses) -> Table:
    return Table(
        "Approved by",
        (Column("Slot"), Column("Role"), Column("Printed in")),
        tuple(
            Row(
                (
                    Cell(row.slot),
                    Cell("; ".join(row.roles), note=row.note)
                    if row.roles
                    else Cell("empty: nobody is named", note=row.note, unknown=True),
                    source_cell(row.places, row.fact_id, to),
                )
            )
            for row in rows
        ),
        caption_size="s",
    )


def links(found: Besides, to: Addresses) -> list[Link]:
    """Where the rest of what the papers say stands; nothing of it is repeated here."""
    said = (
        (found.principles, "principle", to.of("about")),
        (found.challenges, "challenge", to.of("about")),
        (found.next_steps, "next step", to.of("milestones", kind="next_step")),
    )
    return [Link(counted(number, noun), href) for number, noun, href in said if number]
