"""Random sheets both ways: as one set, and row by row through the doors. EXAMPLES=500 searches harder."""

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import chain
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, note, settings
from hypothesis import strategies as st

from outcomes.models import KPIReturn, Measurement, ReturnLine
from outcomes.services.returns import correct
from tests.factories import KPIFactory
from tests.factories.kpis import BreakdownFactory, BreakdownMemberFactory
from tests.integration.exchange.measuring import OWN, act_of, as_set, by_rows, exported
from tests.integration.outcomes.returning import ON, approved, by, cast, line, sent

pytestmark = [pytest.mark.django_db, pytest.mark.intake]

OTHERS = (
    "Reference",
    "KPI",
    "Period",
    "Value",
    "Numerator",
    "Denominator",
    "Qualifier",
    "Provisional",
    "Data source",
    "Comment",
    "As printed",
)
PERIODS = (
    "March 2025",
    "Mar 2025",
    "April 2025",
    "May 2025",
    "June 2025",
    "Q1 2024/25",
    "2023/24",
    "2024",
    "x",
    None,
)
NUMBERS = (
    None,
    0,
    1,
    3,
    55,
    110,
    200,
    Decimal("55.5"),
    Decimal("0.1234567"),
    -1,
    10**13,
    "55",
    "1,234",
    "12%",
    True,
)
WORDS = ("TBC", "n/a", "suppressed", "[not reported]", "not applicable", "*", "-", "", "  ", date(2025, 1, 1))
CELLS: dict[str, tuple[Any, ...]] = {
    "Period": (*PERIODS, date(2025, 3, 1)),
    "Period from": (None, date(2025, 3, 1), "2025-03-01", "x"),
    "Period to": (None, date(2025, 3, 31), "31/03/2025"),
    "Broken down by": (None, "District", "district", "Ward"),
    "Of": (None, "North", "South", "north ", "East", "all"),
    "Value": NUMBERS + WORDS,
    "Value marker": (None, "[suppressed]", "not reported", "[not reported]", "x", ""),
    "Numerator": NUMBERS,
    "Denominator": NUMBERS,
    "Qualifier": (None, "exact", "approx", "About", "x"),
    "As printed": (None, "about 55%", "about 55% ", "new words"),
    "Provisional": (None, "yes", "no", True, "x"),
    "Data source": (None, "Survey", " Survey", "Other"),
    "Comment": (None, "One\nline", "One\r\nline", "tab\there \\ back", "c" * 2001),
    "Name": (None, "another name"),
    "Reference": (None, "nope"),
}


def made() -> SimpleNamespace:
    """KPIs with and without returns, and figures of every standing."""
    world = cast()
    world.number = KPIFactory(
        programme=world.programme, frequency="month", measure="number", suppress_below=None
    )
    world.rate = KPIFactory(programme=world.programme, frequency="quarter", measure="rate", per=1000)
    world.loose = KPIFactory(
        programme=world.programme, frequency="not_stated", measure="average", suppress_below=None
    )
    breakdown = BreakdownFactory(programme=world.programme, name="District")
    for name in ("North", "South"):
        BreakdownMemberFactory(breakdown=breakdown, name=name)
    approved(world, line("April 2025", of=(110, 200)))
    approved(world, line("May 2025", of=(110, 200), is_final=False))
    fix = correct(
        world.kpi, [line("April 2025", of=(120, 200))], reason="Restated", on=ON, **by(world.analyst)
    )
    assert fix.pk
    sent(world, line("June 2025", of=(50, 200)))
    act = act_of(world, world.manager)
    names = [kpi.reference for kpi in (world.kpi, world.number, world.rate, world.loose)]
    sheet = [
        (names[0], "March 2025", None, None, None, 110, 200, None, "no", "Survey", "One\nline", None),
        (names[0], "March 2025", "North", None, None, 2, 100, None, None, None, None, None),
        (names[0], "February 2025", None, "not reported", None, None, None, None, None, None, None, None),
        (
            names[1],
            "March 2025",
            None,
            "55.5",
            None,
            None,
            None,
            "approx",
            "yes",
            "Survey",
            None,
            "about 55%",
        ),
        (names[1], "April 2025", None, 3, None, None, None, None, None, None, None, None),
        (names[2], "Q1 2024/25", None, None, None, 3, 200, None, None, None, None, None),
        (names[2], "Q2 2024/25", None, None, None, 50, 200, None, None, None, None, None),
        (names[3], "2023/24", None, "12.25", None, None, None, None, None, None, None, None),
    ]
    headings = (
        "KPI",
        "Period",
        "Of",
        "Value",
        "Value marker",
        "Numerator",
        "Denominator",
        "Qualifier",
        "Provisional",
        "Data source",
        "Comment",
        "As printed",
    )
    plan = by_rows(act, headings, sheet, mark="made")
    assert {str(row.verdict) for row in plan.rows} == {"new"}, [row.problems for row in plan.rows]
    CELLS["KPI"] = (*names, names[0].lower(), "nope", None)
    return world


@st.composite
def sheets(draw: Any, exports: tuple[list[str], list[list[Any]]]) -> tuple[list[str], list[list[Any]]]:
    """Rows of the export with some cells otherwise, and rows of somebody's own."""
    known, rows = exports
    headings = draw(
        st.sampled_from([[*OWN], known, known[1:], [*OTHERS], [*OWN, "Of", "Value marker", "Comment"]])
    )
    found = []
    for _ in range(draw(st.integers(1, 7))):
        if draw(st.booleans()):
            row = dict(zip(known, draw(st.sampled_from(rows)), strict=True))
        else:
            row = {heading: draw(st.sampled_from(CELLS[heading])) for heading in ("KPI", "Period")}
            row["Value"] = draw(st.sampled_from(CELLS["Value"]))
        for heading in draw(st.lists(st.sampled_from(headings), max_size=3)):
            if heading in CELLS:
                row[heading] = draw(st.sampled_from(CELLS[heading]))
        found.append([row.get(heading) for heading in headings])
    return headings, found


def what_stands() -> Any:
    """Figures, lines of returns and their history, but for what only the moment gives: keys and numbers of new ones."""
    leave = {
        "id",
        "reference",
        "pgh_id",
        "pgh_obj",
        "pgh_created_at",
        "pgh_context_id",
        "supersedes",
        "kpi_return",
        "source",
        "version",
    }
    return (
        _facts(Measurement.objects.all(), leave - {"source", "version"}),
        _facts(ReturnLine.objects.all(), leave),
        _facts(KPIReturn.objects.all(), leave | {"submitted_at"}),
        _facts(Measurement.events.rel.related_model.objects.all(), leave - {"source"}),  # type: ignore[attr-defined]
    )


def _facts(rows: Any, leave: set[str]) -> list[Any]:
    names = [field.name for field in rows.model._meta.concrete_fields if field.name not in leave]
    return sorted(repr(row) for row in rows.values_list(*names))


def outcome(act: Any, way: Any, sheet: Any) -> Any:
    """Verdicts row by row where told, counts, and what stands afterwards; taken back."""
    with transaction.atomic():
        preview = way(act, *sheet)
        before = what_stands()
        written = way(act, *sheet, mark="this")
        after = what_stands()
        transaction.set_rollback(True)
    assert preview.counts == written.counts
    return written.counts, before, after


def test_as_a_set_and_row_by_row_come_to_the_same():
    world = made()
    acts = [act_of(world, person) for person in (world.manager, world.analyst, world.board)]
    exports = exported(acts[0])

    @settings(max_examples=int(os.environ.get("EXAMPLES", "25")))
    @given(st.sampled_from(acts), sheets(exports))
    def run(act: Any, sheet: Any) -> None:
        by_row, as_one = outcome(act, by_rows, sheet), outcome(act, as_set, sheet)
        note(f"{act.by}: {sheet}")
        assert as_one[0] == by_row[0]
        for one, other in zip(chain(*as_one[1:]), chain(*by_row[1:]), strict=True):
            assert Counter(one) - Counter(other) == Counter(other) - Counter(one) == Counter()

    run()
