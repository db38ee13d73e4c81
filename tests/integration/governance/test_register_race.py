"""People at the same moment: one new date or one change of a row is kept, the others are told, references differ."""

from datetime import date

import pytest

from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import TargetDateChange
from governance.rules.register_fields import ISSUES
from governance.services.action_dates import redate
from governance.services.registers import add_entry, change_entry
from programmes.access import Grants
from tests.factories import BoardActionFactory, ProgrammeFactory, UserFactory
from tests.factories.registers import IssueFactory
from tests.integration.procurement.test_milestone_race import PEOPLE, together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def how():
    return {
        "by": UserFactory(),
        "grants": Grants(everything=True),
        "reason": "Race",
        "on": date(2018, 12, 13),
    }


def overtaken(results):
    return sum(isinstance(each, StaleEdit) for each in results)


def test_one_of_six_new_dates_is_kept_so_that_one_slip_is_counted(how):
    action = BoardActionFactory(agreed="April 2018", due="June 2018")
    dates = [parse_fuzzy_date(f"{day} January 2019") for day in range(1, PEOPLE + 1)]
    results = together(lambda person: redate(action, to=dates[person], version=1, **how))
    assert overtaken(results) == PEOPLE - 1
    assert TargetDateChange.objects.count() == 1


def test_one_of_six_changes_of_a_row_is_kept(how):
    issue = IssueFactory()
    results = together(
        lambda person: change_entry(ISSUES, issue, {"title": f"Issue of {person}"}, version=1, **how)
    )
    assert overtaken(results) == PEOPLE - 1


def test_six_added_at_once_have_six_references(how):
    programme = ProgrammeFactory()
    made = together(lambda person: add_entry(ISSUES, programme, {"title": f"Issue {person}"}, **how))
    assert len({each.reference for each in made}) == PEOPLE
