"""A long file as one set: the same verdicts, figures and history as row by row through the doors."""

from decimal import Decimal

import pytest

from commissioning.exchange.services import receiving, runs
from outcomes.models import KPIReturn, Measurement
from tests.integration.exchange.measuring import OWN, act_of, as_set, by_rows, exported
from tests.integration.outcomes.returning import cast

pytestmark = [pytest.mark.django_db, pytest.mark.intake]


@pytest.fixture
def world():
    return cast()


SHEET = (
    ("March 2025", "55", None, None),
    ("Feb 2025", None, 110, Decimal(200)),
    ("Jan 2025", 60, 110, 200),
    ("Dec 2024", None, 1, 0),
    ("Nov 2024", "TBC", None, None),
    ("Sep 2024", "suppressed", None, None),
    ("Aug 2024", None, None, None),
    ("April 2025", None, 110, 200),
    ("May 2025", None, 10, 200),
    ("x", 1, None, None),
    ("Jun 2024", Decimal("50.5"), None, None),
    ("May 2024", 1, None, None),
    ("May 2024", 2, None, None),
)


def test_one_sheet_both_ways(world):
    act = act_of(world, world.manager)
    sheet = [(world.kpi.reference, *row) for row in SHEET]
    preview = by_rows(act, OWN, sheet)
    counts = as_set(act, OWN, sheet).counts
    assert counts == preview.counts
    assert not Measurement.objects.exists()
    assert not KPIReturn.objects.exists()
    assert as_set(act, OWN, sheet, mark="one").counts == preview.counts
    assert Measurement.objects.count() == 4
    again = as_set(act, OWN, sheet, mark="two").counts
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 6)
    headings, cells = exported(act)
    assert as_set(act, headings, cells).counts["same"] == 4


def csv_of(sheet):
    return "\n".join(
        ",".join("" if cell is None else str(cell) for cell in row) for row in [OWN, *sheet]
    ).encode()


@pytest.fixture
def long_files(monkeypatch):
    """Any file is a long one."""
    monkeypatch.setattr(runs, "FEWEST_FOR_SETS", 0)


def handed_in(act, sheet, name="figures.csv"):
    return runs.check(receiving.receive("measurements", act, content=csv_of(sheet), file_name=name), act)


def imported(act, run):
    run = runs.confirm(run, act, version=run.version, reason=act.reason, leave_out=True)
    return runs.commit(run, act)


def test_a_long_file_is_previewed_confirmed_and_has_its_receipt_row_by_row(world, long_files):
    act = act_of(world, world.manager)
    sheet = [(world.kpi.reference, *row) for row in SHEET]
    run = handed_in(act, sheet)
    assert run.state == "previewed"
    assert (run.counts["rows"], run.counts["new"], run.counts["refused"]) == (13, 6, 7)
    assert list(run.rows.order_by("number").values_list("verdict", flat=True)).count("new") == 6
    refused = run.rows.get(number=4)
    assert refused.problems[0][:3] == ["C", "Value", "60"]
    done = imported(act, run)
    assert (done.state, done.counts["new"]) == ("done", 6)
    keys = set(done.rows.filter(verdict="new").values_list("key", flat=True))
    assert keys >= set(Measurement.objects.values_list("reference", flat=True))
    assert Measurement.events.rel.related_model.objects.filter(pgh_context__import=str(run.pk)).count() == 4
    again = handed_in(act, sheet)
    assert (again.counts["new"], again.counts["changed"]) == (0, 0)


def test_changes_are_told_field_by_field_and_what_moved_on_is_asked_again(world, long_files):
    act = act_of(world, world.manager)
    imported(act, handed_in(act, [(world.kpi.reference, "March 2025", 55, None, None)]))
    run = handed_in(act, [(world.kpi.reference, "March 2025", 56, None, None)])
    row = run.rows.get()
    assert (row.verdict, row.changes) == ("changed", [["Value", "55", "56"]])
    figure = Measurement.objects.get()
    figure.comment = "Meanwhile"
    figure.save()
    assert imported(act, run).state == "previewed"
    figure.refresh_from_db()
    assert figure.value == 55
    run.refresh_from_db()
    assert imported(act, run).state == "done"
    figure.refresh_from_db()
    assert (figure.value, figure.comment) == (56, "Meanwhile")
