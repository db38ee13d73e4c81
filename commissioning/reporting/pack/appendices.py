"""What was asked for besides: the whole of a list, for whoever wants to follow a figure to its rows."""

from collections.abc import Callable, Collection

from commissioning.core.documents.blocks import Column
from commissioning.reporting.dashboards.value import funder_of
from commissioning.reporting.pack.amounts import amount_words
from commissioning.reporting.pack.book import Book, Line
from commissioning.reporting.pack.dates import milestone_lines
from commissioning.reporting.pack.material import Material
from commissioning.reporting.pack.options import APPENDICES
from commissioning.reporting.pack.phases import MILESTONE_COLUMNS
from commissioning.reporting.pack.results import action_line, kpi_table
from outcomes.board import natural
from programmes.models import Document


def put_appendices(book: Book, about: Material, wanted: Collection[str]) -> None:
    """Lettered in the order of the list; one that would be empty says so."""
    asked = [name for name in APPENDICES if name in wanted]
    if not asked:
        return
    book.heading("Appendices", new_page=True)
    for letter, name in zip("ABCDEF", asked, strict=False):
        book.heading(f"Appendix {letter}. {APPENDICES[name]}", 2)
        WRITERS[name](book, about)


def _services(book: Book, about: Material) -> None:
    book.table(
        "Services named in the programme",
        (Column("Service", 4), Column("Lead commissioner", 3), Column("State", 2), Column("Added", 1.6)),
        [
            Line(
                (
                    (row.name, "; ".join(row.aliases)),
                    row.lead_name or "not recorded",
                    row.state_label,
                    row.added.printed if row.added.is_dated else "first scope",
                ),
                row.reference,
                about.to.of("service", row.reference),
                row.illustrative,
            )
            for row in about.at.scope
        ],
        kept=(1, 2),
        about="service",
    )


def _lines(book: Book, about: Material) -> None:
    book.table(
        "Budget lines",
        (Column("Line", 4), Column("Phase", 1), Column("Funder", 2), Column("As printed", 1.6, numeric=True)),
        [
            Line(
                (
                    (
                        line.label,
                        " and ".join(service.name for service in line.services) if line.is_shared else "",
                    ),
                    str(line.phase_number or "none"),
                    funder_of(line)[0],
                    amount_words(line.money),
                ),
                line.reference,
                about.to.of("budget_lines"),
                line.illustrative,
            )
            for line in about.at.lines
        ],
        kept=(3,),
        about="line",
    )


def _milestones(book: Book, about: Material) -> None:
    book.table(
        "Milestones, next steps and target dates",
        MILESTONE_COLUMNS,
        milestone_lines(about.at.milestones, about),
    )


def _kpis(book: Book, about: Material) -> None:
    rows = sorted(about.plans.kpis, key=lambda row: natural(row.reference))
    kpi_table(book, rows, about, "KPIs in the order of their references")


def _actions(book: Book, about: Material) -> None:
    book.table(
        "Actions and their last answers",
        (Column("Agreed", 3.4), Column("Last answer", 3.4), Column("State", 1.5), Column("Due, owner", 1.8)),
        [action_line(view, about) for view in about.plans.actions],
        kept=(1, 2, 3),
        about="action",
    )
    for view in about.plans.actions:
        if len(view.responses) > 1:
            book.list([f"{each.reported.printed or 'not dated'}: {each.text}" for each in view.responses])


def _sources(book: Book, about: Material) -> None:
    rows = Document.objects.filter(programme=about.programme)
    cited = {
        place.document_reference
        for group in (about.at.stated, about.at.milestones, about.asks, about.risks)
        for row in group
        for place in row.places
    }
    book.table(
        "Papers",
        (Column("Paper", 6), Column("Reference", 2), Column("Cited above", 1.4)),
        [
            Line(
                (row.title, row.reference, "yes" if row.reference in cited else "no"),
                row.reference,
                about.to.of("document", row.reference),
            )
            for row in rows
        ],
    )


WRITERS: dict[str, Callable[[Book, Material], None]] = {
    "services": _services,
    "budget_lines": _lines,
    "milestones": _milestones,
    "kpis": _kpis,
    "actions": _actions,
    "sources": _sources,
}
