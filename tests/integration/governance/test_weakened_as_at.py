"""The mark of a weaker answer on an earlier day: it is shown from the day on which somebody made it."""

from datetime import date

import pytest

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import BoardAction
from governance.selectors.actions import ActionView, actions
from governance.services.actions import mark_weakened
from programmes.access import Grants
from tests.factories import BoardActionFactory, ProgrammeFactory, ProgressResponseFactory, UserFactory
from tests.integration.procurement.pages import open_page, signed_in

pytestmark = pytest.mark.django_db
MARKED, TAKEN_OFF = date(2014, 4, 15), date(2014, 6, 2)


@pytest.fixture
def action() -> BoardAction:
    programme = ProgrammeFactory(key="derby")
    action: BoardAction = BoardActionFactory(programme=programme, agreed=parse_fuzzy_date("April 2013"))
    ProgressResponseFactory(
        programme=programme, action=action, text="In hand.", reported=parse_fuzzy_date("12 September 2013")
    )
    return action


def mark(action: BoardAction, weakened: bool, on: date) -> None:
    action.refresh_from_db()
    mark_weakened(
        action,
        weakened,
        today=on,
        reason="Fewer reports.",
        by=UserFactory(),
        grants=Grants(everything=True),
        expected_version=action.version,
    )


def seen(action: BoardAction, on: date) -> ActionView:
    return actions(action.programme, on)[0]


def test_a_mark_shows_from_its_day_until_it_is_taken_off(action: BoardAction) -> None:
    mark(action, True, MARKED)
    mark(action, False, TAKEN_OFF)

    days = (date(2014, 4, 14), MARKED, date(2014, 6, 1), TAKEN_OFF)
    assert [seen(action, day).weakened for day in days] == [False, True, True, False]
    assert not seen(action, MARKED).weakened_now


def test_what_a_paper_marks_holds_on_every_day(action: BoardAction) -> None:
    BoardAction.objects.filter(pk=action.pk).update(weakened=True)

    assert seen(action, date(2013, 10, 1)).weakened


def test_the_page_of_an_earlier_day_offers_to_change_the_mark_there_is(action: BoardAction) -> None:
    mark(action, True, MARKED)
    client = signed_in(Role.PROGRAMME_MANAGER, action.programme)

    page = open_page(client, f"/programmes/derby/actions/{action.reference}/?on=2014-04-14")

    assert "Take the mark off" in page.words
    assert page.response.context["tags"][1:] == []
