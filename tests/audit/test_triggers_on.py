"""A connection leaves out no trigger, and says so; history is kept all the same."""

import pytest
from django.db import connection

from commissioning.core.history import history_model
from programmes.models import Challenge
from tests.factories import ChallengeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.audit]


def test_a_connection_says_that_it_leaves_out_no_trigger():
    with connection.cursor() as cursor:
        cursor.execute("SHOW pgtrigger.ignore")
        assert cursor.fetchone() == ("{}",)


def test_what_is_written_on_it_leaves_its_history():
    row = ChallengeFactory()
    assert history_model(Challenge).objects.filter(pgh_obj=row, pgh_label="insert").exists()
