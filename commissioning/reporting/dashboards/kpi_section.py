"""The KPIs of a programme's dashboard: counts by change and target, each leading to exactly its KPIs."""

from collections.abc import Sequence

from commissioning.core.components import Link, Panel, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.reporting.dashboards.address import address
from commissioning.reporting.dashboards.plan_sections import Section
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.selectors.plans import Plans
from outcomes.board import Assured, Change, assured_of, change_of, is_exception
from outcomes.selectors.board_rows import BoardRow

CHANGES = (
    (Change.CONCERN, "Concerning"),
    (Change.IMPROVEMENT, "Improving"),
    (Change.COMMON_CAUSE, "Common cause"),
    (Change.NEUTRAL, "Neither direction better"),
    (Change.NONE, "No icon of change"),
)
TARGETS = (
    (Assured.FAIL, "Will fail its target"),
    (Assured.HIT_OR_MISS, "Hit or miss"),
    (Assured.PASS, "Will pass"),
    (Assured.NONE, "No target, or not judged"),
)

NAMED = 3  # KPIs named in a panel


def kpi_sections(plans: Plans, keep: str) -> list[Section]:
    """One section where the programme has KPIs that are not retired, none where it has not."""
    if not plans.kpis:
        return []
    judged = [row for row in plans.kpis if change_of(row) != Change.NONE]
    exceptions = sum(is_exception(row) for row in plans.kpis)
    link = Link("KPIs in exception, with charts", address(plans.at, "kpi_exceptions", keep=keep))
    if not exceptions:
        link = Link("Every KPI", address(plans.at, "kpis", keep=keep))
    return [
        Section(
            "kpis",
            "KPIs by change and target",
            _text(plans.kpis, len(judged), exceptions),
            [_table(plans, keep)] if judged else (),
            link=link,
        )
    ]


def with_kpis(plans: Plans, keep: str, panels: Sequence[Panel]) -> list[Panel]:
    """What needs attention with KPIs in exception first; where there are any, nobody is told that nothing is open."""
    found = [row for row in plans.kpis if is_exception(row)]
    if not found:
        return list(panels)
    worst = [row for row in found if change_of(row) == Change.CONCERN and assured_of(row) == Assured.FAIL]
    every = address(plans.at, "kpi_exceptions", keep=keep)
    text = f"{plural(len(found), 'KPI')} in exception: of concern, or set to fail the target."
    link = Link("KPIs in exception, with charts", every)
    if worst:
        whose = "its target" if len(worst) == 1 else "their targets"
        text = (
            f"{plural(len(worst), 'KPI')} of concern will consistently fail {whose}: {_names(worst)}. {text}"
        )
        exact = address(
            plans.at, "kpi_exceptions", f"variation={Change.CONCERN}&assurance={Assured.FAIL}", keep
        )
        link = Link(f"{plural(len(worst), 'KPI')} to escalate, with charts", exact)
    panel = Panel(
        "KPIs to escalate" if worst else "KPIs in exception",
        text,
        Tone.ALERT if worst else Tone.WARN,
        link=link,
    )
    return [panel, *(each for each in panels if each.tone != Tone.GOOD)]


def _names(rows: Sequence[BoardRow]) -> str:
    """The first few by name."""
    more = f"; {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return "; ".join(row.name for row in rows[:NAMED]) + more


def _text(rows: Sequence[BoardRow], judged: int, exceptions: int) -> str:
    if not judged:
        return f"{plural(len(rows), 'KPI')}: none has enough figures for an icon yet."
    verb = "is" if exceptions == 1 else "are"
    return f"{plural(len(rows), 'KPI')}, {judged} with an icon of change; {exceptions} {verb} in exception."


def _table(plans: Plans, keep: str) -> Table:
    columns = (
        Column("Change"),
        *(Column(words, numeric=True) for _, words in TARGETS),
        Column("All", numeric=True),
    )
    rows = []
    for change, words in CHANGES:
        own = [row for row in plans.kpis if change_of(row) == change]
        if own:
            counts = (_cell(plans, keep, own, change, assured) for assured, _ in TARGETS)
            every = address(plans.at, "kpis", f"variation={change}", keep)
            rows.append(Row((Cell(words), *counts, _count_cell(len(own), every, f"KPIs: {words}"))))
    return Table("KPIs by change and target", columns, rows, caption_hidden=True)


def _cell(plans: Plans, keep: str, own: Sequence[BoardRow], change: Change, assured: Assured) -> Cell:
    count = sum(assured_of(row) == assured for row in own)
    href = address(plans.at, "kpis", f"variation={change}&assurance={assured}", keep) if count else ""
    return _count_cell(count, href, f"KPIs: {dict(CHANGES)[change]}, {dict(TARGETS)[assured]}")


def _count_cell(count: int, href: str, words: str) -> Cell:
    """A count that leads to what it counts, with words for whoever hears the link alone."""
    return Cell(links=(Link(str(count), href, words),)) if href else Cell(str(count))
