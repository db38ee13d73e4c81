"""A long file as one set: the same verdicts, figures and history as row by row through the doors."""

from decimal import Decimal

import pytest

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
