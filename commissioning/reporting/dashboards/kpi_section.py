"""The KPIs of a programme's dashboard: counts by change and target, each leading to exactly its KPIs."""

from collections.abc import Sequence

from commissioning.core.components import Link
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
            rows.append(Row((Cell(words), *counts, Cell(str(len(own)), every))))
    return Table("KPIs by change and target", columns, rows, caption_hidden=True)


def _cell(plans: Plans, keep: str, own: Sequence[BoardRow], change: Change, assured: Assured) -> Cell:
    count = sum(assured_of(row) == assured for row in own)
    href = address(plans.at, "kpis", f"variation={change}&assurance={assured}", keep) if count else ""
    return Cell(str(count), href)
