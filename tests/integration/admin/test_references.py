"""A reference stands in addresses, so data entry refuses one that would break them, and says what to use."""

import pytest
from django.core.exceptions import ValidationError

from programmes.models import Challenge
from programmes.models.base import reference_problem
from tests.factories import ServiceFactory
from tests.pageforms import shown_in

pytestmark = pytest.mark.django_db
ADD = "/admin/programmes/challenge/add/"


def typed(programme, reference):
    return {
        "programme": programme.pk,
        "reference": reference,
        "title": "Rural access",
        "text": "Buses are few",
        "reason_for_change": "As the paper has it",
    }


@pytest.mark.parametrize("reference", ["TST/CH/1", "TST CH 1", "TST-CH-é", "..", "add", "TST?1", "TST#1"])
def test_what_would_break_an_address_is_refused_with_what_to_do(manager, programme, reference):
    page = manager.get(ADD)
    response = manager.post(ADD, {**shown_in(page, "reason_for_change"), **typed(programme, reference)})
    assert response.status_code == 200
    assert "cannot stand in the address of a page" in response.content.decode()
    assert not Challenge.objects.exists()


@pytest.mark.parametrize("reference", ["TST-CH-1", "tst_ch.1", ""])
def test_what_may_stand_in_an_address_is_taken(manager, programme, reference):
    page = manager.get(ADD)
    response = manager.post(ADD, {**shown_in(page, "reason_for_change"), **typed(programme, reference)})
    assert response.status_code == 302, response.content.decode()
    assert Challenge.objects.get().reference == (reference or "TST-CH-1")


def test_the_rule_holds_whatever_the_form():
    service = ServiceFactory()
    service.reference = "a/b"
    with pytest.raises(ValidationError) as refused:
        service.full_clean()
    assert "such as HAM-BL-01" in str(refused.value)
    assert reference_problem("HAM-BL-01") == ""
