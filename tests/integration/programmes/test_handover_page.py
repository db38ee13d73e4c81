"""The page that hands a lead over: form, summary, deed; who was overtaken; who may."""

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
    Programme,
    ResponsibilityChange,
    Service,
)
from programmes.selectors.handover import seen_leads
from programmes.services.handover import hand_over_lead
from tests.factories import (
    CommissionerCodeFactory,
    CommissioningResponsibilityFactory,
    OrganisationFactory,
    ProgrammeFactory,
    UserFactory,
    person_with,
    service_in_scope,
)

pytestmark = pytest.mark.django_db
TYPED = {"effective": "April 2015", "decision": "Trust Board, 15 April 2013", "reason": "The Act moves it."}


def text(response: HttpResponse) -> str:
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def programme() -> Programme:
    programme: Programme = ProgrammeFactory(key="nottinghamshire")
    return programme


@pytest.fixture
def teams(programme: Programme) -> Organisation:
    teams: Organisation = OrganisationFactory(name="NHS England Area Teams", reference="NOT-ORG-AT")
    CommissionerCodeFactory(programme=programme, organisation=teams, code="NHSE AT")
    return teams


@pytest.fixture
def council(programme: Programme) -> Organisation:
    council: Organisation = OrganisationFactory(name="Public Health", reference="NOT-ORG-PH")
    CommissionerCodeFactory(programme=programme, organisation=council, code="PH LA")
    return council


@pytest.fixture
def service(programme: Programme, teams: Organisation, council: Organisation) -> Service:
    service = service_in_scope(programme=programme, name="Health visiting", reference="NOT-T1-02")
    CommissioningResponsibilityFactory(
        programme=programme, service=service, organisation=teams, starts_on=date(2013, 4, 1)
    )
    return service


@pytest.fixture
def manager(programme: Programme) -> Client:
    client = Client()
    client.force_login(person_with(Role.PROGRAMME_MANAGER, programme=programme, job_title="Manager"))
    return client


class Tab:
    """One browser tab with the form open in it."""

    def __init__(self, client: Client, service: Service) -> None:
        self.client = client
        self.url = f"/programmes/{service.programme.key}/services/{service.reference}/hand-over/"
        self.stamp = client.get(self.url).context["form"]["stamp"].value()

    def post(self, step: str, **values: Any) -> HttpResponse:
        data = {"step": step, "stamp": self.stamp, "to": "NOT-ORG-PH", **TYPED, **values}
        return self.client.post(self.url, data)


def acts() -> int:
    return ResponsibilityChange.objects.count()


def test_the_summary_shows_what_ends_and_what_begins_and_writes_nothing(
    manager: Client, service: Service
) -> None:
    response = Tab(manager, service).post("preview")

    assert response.status_code == 200
    shown = text(response)
    assert "Lead commissioner, current, from 1 April 2013; governs" in shown
    assert "Lead commissioner, ended, from 1 April 2013 until 31 March 2015; governs" in shown
    assert "Lead commissioner, current, from 1 April 2015; governs" in shown
    assert "It takes effect on 1 April 2015 (entered as “April 2015”)." in shown
    assert "Decided: Trust Board, 15 April 2013" in shown
    assert acts() == 0


def test_confirming_carries_it_out_and_says_so_on_the_service(manager: Client, service: Service) -> None:
    response = Tab(manager, service).post("confirm")

    assert response.status_code == 302
    assert acts() == 1
    page = text(manager.get(response["Location"]))
    assert "handed over from NHS England Area Teams to Public Health" in page
    assert "Public Health leads it on" in page
    before = text(manager.get(f"{response['Location']}?on=2015-03-01"))
    assert "NHS England Area Teams leads it on 1 March 2015: from 1 April 2013 until 31 March 2015." in before


def test_a_refusal_stands_at_its_field_with_what_was_typed(manager: Client, service: Service) -> None:
    response = Tab(manager, service).post("preview", effective="March 2013", to="NOT-ORG-AT")

    assert response.status_code == 422
    shown = text(response)
    assert "There is a problem" in shown
    assert "Trust Board, 15 April 2013" in shown
    assert acts() == 0


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("to", "Choose the organisation that takes the lead over"),
        ("effective", "Enter the date from which the change counts"),
        ("decision", "Say who decided it, where and when"),
        ("reason", "Say why it changes"),
    ],
)
def test_an_empty_field_says_what_to_enter(manager: Client, service: Service, field: str, words: str) -> None:
    response = Tab(manager, service).post("preview", **{field: ""})

    assert response.status_code == 422
    assert words in text(response)
    assert Tab(manager, service).post("preview").status_code == 200


def test_confirming_twice_saves_once(manager: Client, service: Service) -> None:
    tab = Tab(manager, service)
    tab.post("confirm")

    again = tab.post("confirm")

    assert again.status_code == 302
    assert acts() == 1
    assert "saved already; it was not saved twice" in text(manager.get(again["Location"]))


def test_whoever_is_overtaken_sees_both_versions_and_chooses(manager: Client, service: Service) -> None:
    tab = Tab(manager, service)
    hub = OrganisationFactory(name="The hub")
    hand_over_lead(
        service,
        to=hub,
        effective=date(2014, 4, 1),
        reason="Pooled early.",
        decision="Committee",
        by=UserFactory(job_title="Deputy"),
        expected=seen_leads(service),
    )

    conflict = tab.post("confirm")

    assert conflict.status_code == 409
    shown = text(conflict)
    assert "The hub" in shown
    assert "Saved by Deputy" in shown
    assert "Pooled early." in shown
    assert acts() == 1
    now = dict(conflict.context["conflict"].hidden)["stamp"]
    theirs = tab.post("resolve", stamp=now, keep_to="theirs")
    assert theirs.status_code == 302
    mine = tab.post("resolve", stamp=now, keep_to="yours")
    assert mine.status_code == 200
    assert "Check this handover" in text(mine)
    assert tab.post("confirm", stamp=now).status_code == 302
    assert acts() == 2


def test_a_commissioner_hands_over_only_what_their_own_organisation_leads(
    programme: Programme, service: Service, teams: Organisation, council: Organisation
) -> None:
    own, other = Client(), Client()
    own.force_login(person_with(Role.COMMISSIONER, programme=programme, organisation=teams))
    other.force_login(person_with(Role.COMMISSIONER, programme=programme, organisation=council))
    url = f"/programmes/nottinghamshire/services/{service.reference}/hand-over/"

    assert other.get(url).status_code == 403
    assert other.post(url, {"step": "confirm", "to": "NOT-ORG-PH", **TYPED}).status_code == 403
    assert (
        "hand-over"
        not in other.get(f"/programmes/nottinghamshire/services/{service.reference}/").content.decode()
    )
    assert acts() == 0
    assert (
        "hand-over" in own.get(f"/programmes/nottinghamshire/services/{service.reference}/").content.decode()
    )
    tab = Tab(own, service)
    assert tab.post("confirm").status_code == 302
    assert acts() == 1
    assert (
        tab.post("confirm").status_code == 302
    )  # pressed twice: it is no longer theirs, and is saved already
    assert tab.post("confirm", reason="Something else").status_code == 403
    assert acts() == 1


def test_a_later_term_on_record_is_shown_above_the_form(
    manager: Client, service: Service, council: Organisation
) -> None:
    CommissioningResponsibility.objects.update(ends_on=date(2090, 4, 1))
    CommissioningResponsibilityFactory(
        programme=service.programme, service=service, organisation=council, starts_on=date(2090, 4, 1)
    )

    shown = text(manager.get(f"/programmes/nottinghamshire/services/{service.reference}/hand-over/"))

    assert "Leads later" in shown
    assert "from 1 April 2090" in shown
