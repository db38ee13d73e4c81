"""What a starting text takes from the records: what is made up is said to be, and nothing of a later day is told."""

from datetime import date

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.selectors.paper_starters import starting_text
from programmes.models import Feedback
from tests.factories import ProgrammeFactory, RiskFactory

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 13)


def test_a_made_up_record_is_marked_beside_one_that_is_not():
    programme = ProgrammeFactory()
    RiskFactory(programme=programme, title="Provider withdraws")
    RiskFactory(programme=programme, title="Nobody bids", illustrative=True)
    said = starting_text(programme, "risks", ON)
    assert "- Provider withdraws (not assessed). " in said
    assert "- Nobody bids (not assessed) [illustrative]. " in said


def test_an_answer_of_a_later_day_is_not_told():
    programme = ProgrammeFactory()
    said = Feedback(reference="X-FB-1", programme=programme, text="Open at night", response="It will be.")
    said.said, said.responded = parse_fuzzy_date("12 September 2018"), parse_fuzzy_date("14 January 2019")
    said.save()
    assert "Not answered yet." in starting_text(programme, "feedback", ON)
    assert "Answer: It will be." in starting_text(programme, "feedback", date(2019, 1, 14))
