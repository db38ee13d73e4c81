"""Discrepancies of all four programmes in the browser: every page opens, and leads to where its subject is shown."""

import pytest

from governance.selectors.discrepancies import discrepancies
from programmes.models import Programme
from tests.integration.governance.reading import signed_in, text_of
from tests.integration.governance.test_inconsistencies import PAPER_DAYS

pytestmark = pytest.mark.django_db

# Of each sort one, with the address of the page that shows what it is about.
SHOWN = {
    ("nottinghamshire", "not-inc-04"): "commissioners/",
    ("nottinghamshire", "not-inc-07"): "models/",
    ("nottinghamshire", "not-inc-08"): "scope-lists/",
    ("nottinghamshire", "not-inc-11"): "boards/",
    ("derby", "der-inc-01"): "milestones/",
    ("derby", "der-inc-10"): "intentions/",
    ("derby", "reports-der-act-4"): "actions/",
    ("derby", "der-inc-14"): "asks/",
    ("essex", "esx-inc-05"): "impacts/",
    ("essex", "esx-inc-10"): "areas/",
}


@pytest.fixture
def manager(all_four):
    return signed_in("manager")


@pytest.mark.parametrize("key", PAPER_DAYS)
def test_every_discrepancy_has_a_page_and_a_row(manager, key):
    day = PAPER_DAYS[key]
    views = discrepancies(Programme.objects.get(key=key), day)
    listed = text_of(manager.get(f"/programmes/{key}/discrepancies/?on={day}"))
    for view in views:
        response = manager.get(f"/programmes/{key}/discrepancies/{view.slug}/?on={day}")
        assert response.status_code == 200, view.slug
        assert view.title in text_of(response)
        assert view.title in listed


@pytest.mark.parametrize(("key", "slug"), SHOWN)
def test_it_leads_to_the_page_that_shows_what_it_is_about(manager, key, slug):
    day = PAPER_DAYS[key]
    response = manager.get(f"/programmes/{key}/discrepancies/{slug}/?on={day}")
    address = f"/programmes/{key}/{SHOWN[key, slug]}?on={day}"
    assert f'href="{address}"' in response.content.decode()
    assert manager.get(address).status_code == 200


def test_the_list_tells_computed_from_recorded(manager):
    found = text_of(manager.get("/programmes/essex/discrepancies/?on=2022-01-31"))
    assert "27 discrepancies, 27 open: 13 computed and recorded, 12 recorded, 2 computed." in found


def test_one_that_waits_for_a_persons_mark_says_so(manager):
    page = text_of(manager.get("/programmes/derby/discrepancies/der-inc-09/?on=2013-09-30"))
    assert "A check finds this once somebody marks the answer as weaker than what was agreed." in page
    assert "no longer finds" not in page


def test_what_a_reader_worked_out_in_points_is_not_shown_in_pounds(manager):
    page = text_of(manager.get("/programmes/essex/discrepancies/esx-inc-04/?on=2022-01-31"))
    assert "percentage points" in page
    assert "£3.50" not in page
