"""A statement without parameters means the same inside a history context as outside, and its writes name who acts."""

import pytest
from django.db import connection

from commissioning.core.audit import acting_as_command
from commissioning.core.history import history_model
from commissioning.core.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
# As packages write their migrations: a comment first, and signs that stand for themselves.
SCRIPT = """
-- 100% plain
DO $$ BEGIN IF 7 % 4 <> 3 THEN RAISE EXCEPTION 'not %', 3; END IF; END $$;
UPDATE core_user SET job_title = 'now 50% of the time' WHERE job_title LIKE 'was %';
"""


@pytest.mark.parametrize("kind", [str, str.encode], ids=["text", "bytes"])
def test_signs_stand_for_themselves_and_who_acts_is_kept(kind):
    UserFactory(job_title="was 100%")
    with acting_as_command("a_command"), connection.cursor() as cursor:
        cursor.execute(kind(SCRIPT))
    event = history_model(User)._default_manager.order_by("pgh_id").last()
    assert (event.job_title, event.pgh_context["command"]) == ("now 50% of the time", "a_command")


def test_statements_with_parameters_are_left_alone():
    UserFactory(job_title="was 100%")
    with acting_as_command("a_command"), connection.cursor() as cursor:
        cursor.execute("UPDATE core_user SET job_title = '%%' || %s", ["d"])
    assert User.objects.get().job_title == "%d"
