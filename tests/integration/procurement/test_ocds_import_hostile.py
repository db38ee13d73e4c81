"""Files made to take or to break something: what they may not do, beside what the same file may."""

import json

import pytest

from procurement.models import Publication
from tests.factories import ProcurementPhaseFactory
from tests.integration.procurement.import_world import import_world

pytestmark = [pytest.mark.django_db, pytest.mark.intake]


@pytest.fixture
def world():
    return import_world()


OURS = "ocds-a1b2c3"


def one_tender(ocid):
    release = {
        "ocid": ocid,
        "id": "1",
        "date": "2026-01-01T09:00:00Z",
        "tag": ["tender"],
        "tender": {"id": "T1", "title": "A process"},
    }
    return json.dumps({"version": "1.1", "releases": [release]}).encode()


@pytest.mark.parametrize("prefix", [OURS, "ocds-213czf"])
def test_the_number_of_another_programmes_process_is_not_taken_by_importing_it_first(world, settings, prefix):
    """Before its first publication a phase has no ocid of its own yet: taken here, it could never be published there.

    Under the standard's example prefix nothing is published, and what we export under it comes back anywhere.
    """
    settings.OCID_PREFIX = prefix
    other = ProcurementPhaseFactory(ocid="")
    Publication.objects.create(programme=other.programme, ocid="ocds-h6vhtk-planning")
    taken = {
        ocid: world.plan(world.receive(one_tender(ocid))).processes[0].refusal is not None
        for ocid in (
            f"{prefix}-{other.reference}",
            f"{prefix}-{other.programme.reference}",
            "ocds-h6vhtk-planning",
            f"{prefix}-NOBODYS",
            "ocds-h6vhtk-999999",
        )
    }
    under_ours = prefix == OURS
    assert list(taken.values()) == [under_ours, under_ours, True, False, False]
