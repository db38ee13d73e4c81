"""People at the same moment: one change of a milestone is kept and the others told, and no circle slips through."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import ProgressResponse
from governance.services.actions import respond
from programmes.access import Grants
from programmes.models import Milestone, MilestoneChange, MilestoneDependency
from programmes.services.milestones import add_dependency, add_milestone, reforecast
from tests.factories import BoardActionFactory, MilestoneFactory, ProgrammeFactory, UserFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 6
TODAY = date(2013, 9, 30)


def together(work: Callable[[int], Any]) -> list[Any]:
    """Each person's result, or the refusal they met, with everybody starting at the same moment."""
    start = Barrier(PEOPLE)

    def one(person: int) -> Any:
        try:
            start.wait(timeout=30)
            return work(person)
        except (StaleEdit, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


@pytest.fixture
def how():
    return {"today": TODAY, "reason": "Race", "by": UserFactory()}


def test_one_of_six_re_forecasts_is_kept_and_the_others_are_told(how):
    milestone = MilestoneFactory(date="September 2013")
    dates = [parse_fuzzy_date(f"{day} October 2013") for day in range(1, PEOPLE + 1)]
    results = together(
        lambda person: reforecast(milestone, dates[person], effective_on=TODAY, expected_version=1, **how)
    )
    assert sum(isinstance(each, StaleEdit) for each in results) == PEOPLE - 1
    change = MilestoneChange.objects.get()
    assert Milestone.objects.get().date == change.date_after


def test_a_ring_of_six_can_never_close(how):
    programme = ProgrammeFactory()
    ring = MilestoneFactory.create_batch(PEOPLE, programme=programme)
    results = together(
        lambda person: add_dependency(ring[person], ring[(person + 1) % PEOPLE], expected_version=1, **how)
    )
    refused = [each for each in results if isinstance(each, ValidationError)]
    assert len(refused) == 1
    assert "circle" in refused[0].message_dict["needs"][0]
    assert MilestoneDependency.objects.count() == PEOPLE - 1


def test_six_added_at_once_have_six_references(how):
    programme = ProgrammeFactory()
    made = together(
        lambda person: add_milestone(
            programme, text=f"Step {person}", when=parse_fuzzy_date("TBC"), reason="Race", by=how["by"]
        )
    )
    assert len({each.reference for each in made}) == PEOPLE


def test_one_of_six_answers_is_kept_and_the_others_see_it_first(how):
    action = BoardActionFactory(agreed="April 2013")
    results = together(
        lambda person: respond(
            action,
            text=f"Answer {person}",
            reported=parse_fuzzy_date("September 2013"),
            state="in_progress",
            expected_version=1,
            grants=Grants(everything=True),
            **how,
        )
    )
    assert sum(isinstance(each, StaleEdit) for each in results) == PEOPLE - 1
    assert ProgressResponse.objects.count() == 1
