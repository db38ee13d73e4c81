"""What three boards are asked, by verb as their papers print it; figures counted from the papers themselves."""

from collections import Counter

import pytest
from django.urls import reverse

from governance.selectors.asks import ask_of, asks
from tests.integration.governance.reading import signed_in, text_of

pytestmark = pytest.mark.django_db


def verbs(programme):
    return Counter(row.verb for row in asks(programme))


def test_hampshire_asks_to_agree_one_thing_and_to_endorse_two(hampshire):
    assert verbs(hampshire) == {"agree": 1, "endorse": 2}
    assert all(row.in_recommendations_section for row in asks(hampshire))


def test_nottinghamshire_asks_to_approve_one_thing_and_to_agree_two(nottinghamshire):
    assert verbs(nottinghamshire) == {"approve": 1, "agree": 2}


def test_derby_asks_to_note_two_things_to_encourage_one_and_in_its_body_text_to_support_one(derby):
    assert verbs(derby) == {"note": 2, "encourage": 1, "support": 1}
    (outside,) = (row for row in asks(derby) if not row.in_recommendations_section)
    assert outside.verb == "support"
    assert [place.locator for place in outside.places] == ["para 4.7"]
    page = signed_in("manager").get(reverse("ask", args=["derby", outside.reference]))
    shown = text_of(page)
    assert "Not among the recommendations" in shown
    assert "Only in the body text" in shown
    assert "para 4.7" in shown
    inside = next(row for row in asks(derby) if row.in_recommendations_section)
    other = text_of(signed_in("manager").get(reverse("ask", args=["derby", inside.reference])))
    assert "Not among the recommendations" not in other


def test_an_ask_is_found_by_its_reference_alone(hampshire):
    rows = asks(hampshire)
    assert ask_of(rows, "HAM-REC-1").verb == "agree"
    assert ask_of(rows, "HAM-REC-9") is None
