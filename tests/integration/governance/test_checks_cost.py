"""What the checks cost: every dashboard runs them, so they read a bounded number of times and reckon in no time."""

import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.rules import CHECK_NAMES, CHECKS, run_checks
from governance.selectors.evidence import evidence_for
from governance.selectors.evidence_presence import ASKED, present
from programmes.models import Programme
from tests.factories import ProgrammeFactory

pytestmark = pytest.mark.django_db
DAY = date(2015, 4, 1)
MOST_QUERIES = 60
MOST_SECONDS = 0.1


@pytest.mark.parametrize("key", ["hampshire", "nottinghamshire", "derby", "essex"])
def test_the_checks_of_a_loaded_programme(all_four, key):
    programme = Programme.objects.get(key=key)
    with CaptureQueriesContext(connection) as captured:
        evidence = evidence_for(programme, DAY)
    assert len(captured) <= MOST_QUERIES
    took = []
    for _ in range(5):
        start = time.process_time()
        found = run_checks(evidence)
        took.append(time.process_time() - start)
    assert found
    assert min(took) < MOST_SECONDS


def test_what_a_programme_lacks_is_not_asked_for(all_four):
    empty = ProgrammeFactory()
    assert present(empty) == frozenset()
    counts = {}
    for programme in (empty, Programme.objects.get(key="nottinghamshire")):
        with CaptureQueriesContext(connection) as captured:
            evidence_for(programme, DAY)
        counts[programme.key] = len(captured)
    assert counts[empty.key] + 15 < counts["nottinghamshire"]
    assert present(Programme.objects.get(key="nottinghamshire")) < set(ASKED)


def test_every_check_has_a_name_and_a_number_of_the_domains_list(all_four):
    numbers = {
        finding.check
        for programme in Programme.objects.all()
        for finding in run_checks(evidence_for(programme, DAY))
    }
    assert numbers <= set(CHECK_NAMES)
    assert set(CHECK_NAMES) == set(range(1, 21))
    assert len(CHECKS) == len(set(CHECKS))
