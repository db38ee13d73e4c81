"""Who may give which lead away, what counts as saved already, and terms that were closed before they began."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.selectors.evidence_commissioning import commissioning_evidence
from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    OrganisationSuccession,
    Programme,
    ResponsibilityChange,
    Service,
)
from programmes.models.organisations import SuccessionKind
from programmes.models.responsibilities import Standing
from programmes.selectors.responsibilities import governing_lead, history_of, rival_leads
from programmes.services.succession import record_succession
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
LATER = date(2090, 4, 1)
WORDS = {"decision": "Trust Board, 15 April 2013", "reason": "The Act moves it."}


def text(response: HttpResponse) -> str:
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def programme() -> Programme:
    programme: Programme = ProgrammeFactory(key="nottinghamshire", reference="NOT-PRG")
    return programme


def organisation(programme: Programme, name: str, reference: str) -> Organisation:
    made: Organisation = OrganisationFactory(name=name, reference=reference)
    CommissionerCodeFactory(programme=programme, organisation=made, code=reference[-4:])
    return made


@pytest.fixture
def teams(programme: Programme) -> Organisation:
    return organisation(programme, "NHS England Area Teams", "NOT-ORG-TEAM")


@pytest.fixture
def council(programme: Programme) -> Organisation:
    return organisation(programme, "Public Health", "NOT-ORG-COUN")


@pytest.fixture
def trust(programme: Programme) -> Organisation:
    return organisation(programme, "Community Trust", "NOT-ORG-TRUS")


def term(service: Service, holder: Organisation, **dates: Any) -> CommissioningResponsibility:
    made: CommissioningResponsibility = CommissioningResponsibilityFactory(
        programme=service.programme, service=service, organisation=holder, **dates
    )
    return made


@pytest.fixture
def service(programme: Programme, teams: Organisation, council: Organisation) -> Service:
    """The area teams lead today; the council takes over on a day long after."""
    service = service_in_scope(programme=programme, name="Health visiting", reference="NOT-T1-02")
    term(service, teams, starts_on=date(2013, 4, 1), ends_on=LATER)
    term(service, council, starts_on=LATER)
    return service


def hand_over(programme: Programme, service: Service, **held: Any) -> HttpResponse:
    """From a day on which the council leads, to a third organisation."""
    client = Client()
    client.force_login(person_with(programme=programme, job_title="Someone", **held))
    url = f"/programmes/{programme.key}/services/{service.reference}/hand-over/"
    stamp = client.get(url).context["form"]["stamp"].value()
    data = {"step": "confirm", "stamp": stamp, "to": "NOT-ORG-TRUS", "effective": "May 2090", **WORDS}
    response: HttpResponse = client.post(url, data)
    return response


def test_a_commissioner_does_not_give_away_what_another_organisation_leads_by_then(
    programme: Programme, service: Service, teams: Organisation, trust: Organisation
) -> None:
    response = hand_over(programme, service, role=Role.COMMISSIONER, organisation=teams)

    assert response.status_code == 422
    assert "Public Health leads the service then." in text(response)
    assert not ResponsibilityChange.objects.exists()


def test_a_manager_hands_it_over_from_that_day(
    programme: Programme, service: Service, trust: Organisation
) -> None:
    response = hand_over(programme, service, role=Role.PROGRAMME_MANAGER)

    assert response.status_code == 302
    assert ResponsibilityChange.objects.get().opened.get().organisation == trust


# --- a second succession by the same decision ---------------------------------------------------------------------


def test_another_succession_by_the_same_decision_is_not_taken_for_the_one_saved(
    programme: Programme, teams: Organisation, council: Organisation, trust: Organisation
) -> None:
    for holder in (teams, council):
        service = service_in_scope(programme=programme, name=f"Service of {holder}")
        term(service, holder, starts_on=date(2010, 4, 1))
    term(service_in_scope(programme=programme, name="Third"), trust, starts_on=date(2010, 4, 1))
    OrganisationSuccession.objects.create(
        reference="NOT-X-1",
        predecessor=council,
        successor=teams,
        kind=SuccessionKind.RENAMED,
        took_effect_on=date(2012, 4, 1),
    )
    client = Client()
    client.force_login(person_with(Role.PROGRAMME_MANAGER, programme=programme))
    url = "/programmes/nottinghamshire/successions/add/"

    def confirm(who: str) -> HttpResponse:
        data = {
            "predecessors": [who],
            "successors": ["NOT-ORG-TRUS"],
            "kind": "renamed",
            "effective": "1 April 2013",
            **WORDS,
        }
        shown = client.post(url, {"step": "preview", **data})
        seen = dict(shown.context["hidden"])["seen"] if shown.status_code == 200 else ""
        posted: HttpResponse = client.post(url, {"step": "confirm", "seen": seen, **data})
        return posted

    assert confirm("NOT-ORG-TEAM").status_code == 302
    refused = confirm("NOT-ORG-COUN")
    assert refused.status_code == 422
    assert "was succeeded by NHS England Area Teams" in text(refused)
    again = confirm_again(client, url)
    assert again.status_code == 302
    assert ResponsibilityChange.objects.count() == 1


def confirm_again(client: Client, url: str) -> HttpResponse:
    """The first one once more: that is no conflict."""
    data = {
        "step": "confirm",
        "predecessors": ["NOT-ORG-TEAM"],
        "successors": ["NOT-ORG-TRUS"],
        "kind": "renamed",
        "effective": "1 April 2013",
        **WORDS,
    }
    response: HttpResponse = client.post(url, data)
    return response


# --- closed before it began ---------------------------------------------------------------------------------------


def test_a_term_closed_before_it_began_holds_on_no_day_and_rivals_nobody(
    programme: Programme, service: Service, teams: Organisation, council: Organisation, trust: Organisation
) -> None:
    """The council would have led from 2090; by then it has been succeeded, so that its term never begins."""
    record_succession(
        programme,
        predecessors=[council],
        successors=[trust],
        kind=SuccessionKind.RENAMED,
        effective=parse_fuzzy_date("1 April 2020"),
        by=UserFactory(),
        **WORDS,
    )
    day = date(2090, 5, 1)
    rows = history_of(service)
    void = next(row for row in rows if row.organisation_id == council.pk)
    lead = governing_lead(rows, day)

    assert lead is not None
    assert lead.organisation_id == trust.pk
    assert not void.holds_on(day)
    assert void.standing_on(day) == Standing.ENDED
    assert rival_leads(rows, day) == ()
    claims = commissioning_evidence(programme, [CommissioningResponsibility]).claims
    assert {claim.organisation_id for claim in claims} == {teams.pk, trust.pk}


def test_a_claim_that_no_act_closed_still_rivals_the_lead(
    service: Service, council: Organisation, trust: Organisation
) -> None:
    term(service, trust, starts_on=LATER, governing=False, standing=Standing.PROPOSED)
    rivals = rival_leads(history_of(service), date(2090, 5, 1))
    assert {row.organisation_id for row in rivals} == {council.pk, trust.pk}


# --- odd input ----------------------------------------------------------------------------------------------------


def test_an_end_that_stands_for_never_does_not_break_the_page(
    programme: Programme, teams: Organisation
) -> None:
    service = service_in_scope(programme=programme, name="Immunisation", reference="NOT-T1-09")
    term(service, teams, starts_on=date(2013, 4, 1), ends_on=date.max)
    client = Client()
    client.force_login(person_with(Role.BOARD_MEMBER, programme=programme))

    for page in ("services/NOT-T1-09/", "commissioners/"):
        response = client.get(f"/programmes/nottinghamshire/{page}")
        assert response.status_code == 200
        assert "until 30 December 9999" in text(response)


@pytest.mark.parametrize("asked", ["%00", "ESX-L-1%00", "x" * 3000, "../add", "é"])
def test_evidence_that_is_no_reference_is_not_found(programme: Programme, asked: str) -> None:
    client = Client()
    client.force_login(person_with(Role.PROGRAMME_MANAGER, programme=programme))
    url = "/programmes/nottinghamshire/evidence-links/add/"

    assert client.get(f"{url}?evidence={asked}").status_code == 404
    assert client.get(url).status_code == 200
