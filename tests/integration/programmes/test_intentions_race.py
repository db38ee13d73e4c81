"""Eight people write one plan at once: one page is saved, a number is given once, nothing is lost silently."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from programmes.models import CommissioningIntention, ProjectSummary, SummaryLine
from programmes.selectors.intentions_plan import IntentionPlan, PlanLine, SummaryPlan, stamp_of
from programmes.services.intentions import Saved, add_intention, change_summary
from tests.factories import ProgrammeFactory, person_with
from tests.factories.intentions import ProjectSummaryFactory, SummaryLineFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 8
ON = date(2013, 9, 1)


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
def programme() -> Any:
    return ProgrammeFactory(reference="DER-PRG")


@pytest.fixture
def by(programme: Any) -> Any:
    return person_with(Role.PROGRAMME_MANAGER, programme=programme)


def test_one_of_eight_with_the_same_page_saves_all_of_it(programme: Any, by: Any) -> None:
    """The lines are those of the one whose words stand: never some of one person's and some of another's."""
    summary = ProjectSummaryFactory(programme=programme)
    SummaryLineFactory(summary=summary, kind="scope", text="As it was")
    seen = stamp_of(summary, list(SummaryLine.objects.filter(summary=summary)))

    def write(person: int) -> Saved[ProjectSummary]:
        lines = tuple(PlanLine(f"Line {place} of {person}") for place in range(3))
        plan = SummaryPlan(f"Name {person}", parse_fuzzy_date("2013/14"), lists={"scope": lines})
        return change_summary(summary, plan, by=by, reason="Race", on=ON, expected=seen)

    results = together(write)

    assert sum(isinstance(result, Saved) for result in results) == 1
    assert sum(isinstance(result, StaleEdit) for result in results) == PEOPLE - 1
    winner = ProjectSummary.objects.get().name.removeprefix("Name ")
    lines = [line.text for line in SummaryLine.objects.filter(kind="scope")]
    assert lines == [f"Line {place} of {winner}" for place in range(3)]


def test_a_number_is_given_once(programme: Any, by: Any) -> None:
    def add(person: int) -> Saved[CommissioningIntention]:
        plan = IntentionPlan(number=1, title=f"Intention of {person}")
        return add_intention(programme, plan, by=by, reason="Race", on=ON)

    results = together(add)

    assert sum(isinstance(result, Saved) for result in results) == 1
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert len(refused) == PEOPLE - 1
    assert all("the first one free is 2" in str(refusal) for refusal in refused)
    assert CommissioningIntention.objects.count() == 1
