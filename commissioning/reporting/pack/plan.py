"""A programme that is a plan, a joint team or a review rather than a procurement: what it holds, a line for each."""

from commissioning.core.documents.blocks import Column
from commissioning.reporting.dashboards.plan_sections import Section, plan_sections
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.pack.book import Book, Line
from commissioning.reporting.pack.convert import put_table
from commissioning.reporting.pack.material import Material
from outcomes.selectors.themes import ThemeMatrix
from programmes.models.intentions import IntentionState
from programmes.selectors.intentions import IntentionRow

OWN_PARTS = {"intentions", "dates", "actions"}  # told here in fewer words
THEMES = 6  # cited by most areas


def put_plan(book: Book, about: Material) -> None:
    """Nothing where the programme buys in phases and has none of this."""
    sections = [section for section in plan_sections(about.plans, "") if section.key not in OWN_PARTS]
    if not (sections or about.plans.intentions):
        return
    book.heading("3. What the programme holds")
    for label, text in about.plans.statements:
        book.say(f"{label}: {text}")
    _intentions(book, about)
    for section in sections:
        _section(book, section)
    _themes(book, about.plans.themes)


def _intentions(book: Book, about: Material) -> None:
    rows = about.plans.intentions
    if not rows:
        return
    book.heading("Intentions, one line each", 2)
    plan = about.plans.complete
    stated = any(row.state != IntentionState.NOT_STATED for row in rows)
    columns = (
        Column("Intention", 4),
        Column("Lead", 2.8),
        *((Column("State", 1.4),) if stated else ()),
        Column("Project summary", 2),
        Column("Next date", 1.4),
    )
    book.table(
        "Who leads each intention, and how far it is planned",
        columns,
        [_intention(row, about, stated=stated) for row in rows],
        finding=f"{len(plan.with_summary)} of {plural(len(rows), 'intention')} have a project summary, "
        f"{len(plan.without_summary)} have none; {plan.metrics_with_target} of {plural(plan.metric_count, 'metric')} "
        f"have a target.{'' if stated else ' No state is stated for any.'}",
        kept=range(1, len(columns) - 1),
        about="intention",
    )


def _intention(row: IntentionRow, about: Material, *, stated: bool) -> Line:
    leads = [lead.text for lead in row.leads] or [text for each in row.summaries for text in each.leads]
    count = len(row.summaries)
    summary = plural(count, "summary", "summaries") if count else row.planned_elsewhere_label or "none"
    when = row.next_deadline
    return Line(
        (
            (f"{row.number}. {row.title}", "Top priority" if row.is_top_priority else ""),
            ("; ".join(dict.fromkeys(leads)) or "none named", "a vacancy" if row.has_vacancy else ""),
            *((row.state_label,) if stated else ()),
            summary,
            when.printed if when else "none stated",
        ),
        row.reference,
        about.to.of("intention", row.reference),
        row.illustrative,
    )


def _section(book: Book, section: Section) -> None:
    book.heading(section.heading, 2)
    book.say(section.text)
    for table in section.tables:
        put_table(book, table, about=f"{section.key} {table.caption}")


def _themes(book: Book, themes: ThemeMatrix | None) -> None:
    if themes is None or not themes.rows:
        return
    book.heading("Themes that most areas share", 2)
    rows = sorted(themes.rows, key=lambda row: (-row.headlines, -row.touched, row.number))[:THEMES]
    book.table(
        "Themes by how many areas they are drawn from",
        (
            Column("Theme", 6),
            Column("Areas by its headline", 1.5, numeric=True),
            Column("With sub-points", 1.5, numeric=True),
        ),
        [Line((row.text, str(row.headlines), str(row.touched)), row.key) for row in rows],
        finding=f"{plural(len(themes.rows), 'theme')} in all. An area that is not cited is not thereby without it.",
        kept=(1, 2),
        about="theme",
    )
