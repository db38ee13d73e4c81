"""The pages of successions: the list, the form, every row to check with its choice, and the deed."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from commissioning.core.access import Role
from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    OrganisationSuccession,
    Programme,
    ResponsibilityChange,
)
from tests.factories import (
    CommissioningResponsibilityFactory,
    OrganisationFactory,
    OrganisationSuccessionFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    person_with,
    service_in_scope,
)

pytestmark = pytest.mark.django_db
ADD = "/programmes/nottinghamshire/successions/add/"
LIST = "/programmes/nottinghamshire/successions/"
TYPED = {"effective": "1 April 2013", "decision": "Parliament", "reason": "The Act of 2012."}


def text(response: HttpResponse) -> str:
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def programme() -> Programme:
    programme: Programme = ProgrammeFactory(key="nottinghamshire", reference="NOT-PRG")
    return programme


@pytest.fixture
def term(programme: Programme) -> CommissioningResponsibility:
    trust = OrganisationFactory(name="County PCT", reference="NOT-ORG-PCT")
    for name, reference in (("CCGs", "NOT-ORG-CCGS"), ("Public Health", "NOT-ORG-PH")):
        partner = OrganisationFactory(name=name, reference=reference)
        ProgrammePartnerFactory(programme=programme, organisation=partner)
    term: CommissioningResponsibility = CommissioningResponsibilityFactory(
        programme=programme,
        service=service_in_scope(programme=programme, name="Maternity"),
        organisation=trust,
        starts_on=date(2006, 10, 1),
    )
    return term


@pytest.fixture
def manager(programme: Programme) -> Client:
    client = Client()
    client.force_login(person_with(Role.PROGRAMME_MANAGER, programme=programme, job_title="Manager"))
    return client


def split(client: Client, step: str, **more: Any) -> HttpResponse:
    data = {
        "step": step,
        "predecessors": ["NOT-ORG-PCT"],
        "successors": ["NOT-ORG-CCGS", "NOT-ORG-PH"],
        "kind": "split",
        **TYPED,
        **more,
    }
    response: HttpResponse = client.post(ADD, data)
    return response


def test_the_summary_lists_every_row_with_a_choice_and_writes_nothing(
    manager: Client, term: CommissioningResponsibility
) -> None:
    response = split(manager, "preview")

    assert response.status_code == 200
    shown = text(response)
    assert "from 1 October 2006; ends on 1 April 2013" in shown
    assert "Who takes on Maternity, lead commissioner" in shown
    assert f'name="term_{term.pk}"' in shown
    assert ResponsibilityChange.objects.count() == 0


def test_confirming_without_a_choice_is_refused_and_with_one_it_is_carried_out(
    manager: Client, term: CommissioningResponsibility
) -> None:
    seen = dict(split(manager, "preview").context["hidden"])["seen"]

    refused = split(manager, "confirm", seen=seen)

    assert refused.status_code == 422
    assert "Choose who takes on “Maternity” as lead commissioner." in text(refused)
    assert ResponsibilityChange.objects.count() == 0
    done = split(manager, "confirm", seen=seen, **{f"term_{term.pk}": "NOT-ORG-PH"})
    assert done.status_code == 302
    assert CommissioningResponsibility.objects.on(date(2013, 4, 1)).get().organisation.name == "Public Health"
    listed = text(manager.get(LIST))
    assert "County PCT → CCGs; Public Health, 1 April 2013" in listed
    assert "1 responsibility passed on" in listed
    assert "Maternity" in listed


def test_confirming_twice_saves_once(manager: Client, term: CommissioningResponsibility) -> None:
    seen = dict(split(manager, "preview").context["hidden"])["seen"]
    chosen = {f"term_{term.pk}": "NOT-ORG-PH", "seen": seen}
    split(manager, "confirm", **chosen)

    again = split(manager, "confirm", **chosen)

    assert again.status_code == 302
    assert ResponsibilityChange.objects.count() == 1
    assert "saved already" in text(manager.get(LIST))


def test_a_list_that_has_changed_since_is_shown_again(
    manager: Client, term: CommissioningResponsibility
) -> None:
    seen = dict(split(manager, "preview").context["hidden"])["seen"]
    term.note = "corrected"
    term.save()

    response = split(manager, "confirm", seen=seen, **{f"term_{term.pk}": "NOT-ORG-PH"})

    assert response.status_code == 409
    assert "have changed since you looked" in text(response)
    fresh = dict(response.context["hidden"])["seen"]
    assert split(manager, "confirm", seen=fresh, **{f"term_{term.pk}": "NOT-ORG-PH"}).status_code == 302


def test_one_successor_needs_no_choice_and_may_be_new(
    manager: Client, term: CommissioningResponsibility
) -> None:
    given = {"successors": [], "new_successors": "Integrated Care Board\n", "kind": "renamed"}
    response = split(manager, "preview", **given)

    assert "Integrated Care Board" in text(response)
    assert not Organisation.objects.filter(name="Integrated Care Board").exists()
    seen = dict(response.context["hidden"])["seen"]
    assert split(manager, "confirm", seen=seen, **given).status_code == 302
    assert Organisation.objects.get(name="Integrated Care Board").successions_in.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"predecessors": []}, "Choose the organisations that are succeeded."),
        ({"successors": []}, "Choose the organisations that take over, or name new ones."),
        ({"kind": "renamed"}, "A renaming has one organisation on each side."),
        ({"kind": ""}, "Select what happens to them"),
        ({"effective": "TBC"}, "Enter the date"),
        ({"reason": ""}, "Say why it changes"),
        ({"new_successors": "County PCT"}, "stands on both sides"),
    ],
)
def test_a_refusal_says_what_to_do(
    manager: Client, term: CommissioningResponsibility, given: dict[str, Any], words: str
) -> None:
    response = split(manager, "preview", **given)

    assert response.status_code == 422
    assert words in text(response)
    assert split(manager, "preview").status_code == 200


def test_only_whoever_changes_scope_records_one(
    programme: Programme, term: CommissioningResponsibility
) -> None:
    commissioner = Client()
    own = term.organisation
    commissioner.force_login(person_with(Role.COMMISSIONER, programme=programme, organisation=own))

    assert commissioner.get(ADD).status_code == 403
    assert split(commissioner, "confirm").status_code == 403
    assert commissioner.get(LIST).status_code == 200
    assert "Record a succession" not in text(commissioner.get(LIST))


def test_a_succession_of_strangers_to_the_programme_is_not_shown(
    manager: Client, term: CommissioningResponsibility
) -> None:
    OrganisationSuccessionFactory(
        predecessor=OrganisationFactory(name="Far away trust"),
        reference="ORG-SUC-1",
        successor=OrganisationFactory(),
    )
    assert "Far away trust" not in text(manager.get(LIST))

    OrganisationSuccessionFactory(
        predecessor=term.organisation, reference="ORG-SUC-2", successor=OrganisationFactory(name="Heir")
    )
    assert "County PCT → Heir" in text(manager.get(LIST))
    assert OrganisationSuccession.objects.count() == 2


def test_a_programme_without_any_says_so(manager: Client) -> None:
    assert "No succession yet" in text(manager.get(LIST))
