"""Search finds what the reader may see and nothing else, marks it safely, and asks the same number of queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from programmes.access import Grants
from programmes.found import KINDS, every_found
from programmes.models import Programme, SearchEntry
from programmes.models.search import WRITES
from programmes.selectors.search import Search, counted, hits, pieces
from tests.factories import (
    ChallengeFactory,
    CommissionerCodeFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ServiceAliasFactory,
    ServiceFactory,
)
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return ProgrammeFactory(key="ownshire", place="Ownshire")


@pytest.fixture
def other():
    return ProgrammeFactory(key="zanzibar", place="Zanzibar")


@pytest.fixture
def client(own):
    client = Client()
    client.force_login(person_with(Role.BOARD_MEMBER, programme=own))
    return client


def found(programme, text, **more):
    grants = Grants(by_programme={programme.pk: ()})
    return hits(grants, Search(text, **more), {programme.pk: programme}, 0, 20)


def words_of(hit):
    return "".join(piece.text for piece in hit.title)


def test_a_record_of_another_programme_is_never_found(own, other, client):
    ServiceFactory(programme=own, name="Paediatric audiology")
    ServiceFactory(programme=other, name="Paediatric audiology in Zanzibar")
    page = client.get("/search/", {"q": "audiology"}).content.decode()
    assert "Showing all 1 record for" in page
    assert "Zanzibar" not in page
    assert client.get("/search/", {"q": "Zanzibar"}).context["hits"] == []


def test_the_other_programme_is_no_choice_of_the_filter(own, other, client):
    ServiceFactory(programme=other, name="Audiology")
    page = client.get("/search/", {"q": "audiology", "programme": "zanzibar"}).content.decode()
    assert "“zanzibar” is not one of the choices" in page
    assert "Nothing found" in page


def test_an_organisation_is_found_where_it_plays_a_part_only(own, other):
    here, there = OrganisationFactory(name="Harbour NHS Trust"), OrganisationFactory(name="Harbour Council")
    CommissionerCodeFactory(programme=own, organisation=here, code="HT")
    CommissionerCodeFactory(programme=other, organisation=there, code="HC")
    names = {words_of(hit) for hit in found(own, "harbour")}
    assert names == {"Harbour NHS Trust", "HT, Harbour NHS Trust"}


def test_an_organisation_without_any_part_is_found_by_nobody(own):
    """The data-entry site lists it; a hit would have no page to lead to."""
    OrganisationFactory(name="Harbour Council")
    CommissionerCodeFactory(
        programme=own, organisation=OrganisationFactory(name="Harbour NHS Trust"), code="HT"
    )
    everything = Grants(everything=True)
    assert counted(everything, Search("harbour")).total() == 2
    shown = hits(everything, Search("harbour"), {own.pk: own}, 0, 20)
    assert {words_of(hit) for hit in shown} == {"Harbour NHS Trust", "HT, Harbour NHS Trust"}


def test_an_alias_leads_to_its_service(own):
    service = ServiceFactory(programme=own, name="Speech and language therapy", description="")
    ServiceAliasFactory(programme=own, service=service, name="SaLT")
    hit = found(own, "salt")[0]
    assert (words_of(hit), hit.reference) == ("Speech and language therapy", service.reference)
    assert [piece.text for piece in hit.body if piece.marked] == ["SaLT"]


def test_a_reference_or_its_beginning_finds_the_record(own):
    first = ServiceFactory(programme=own, reference="OWN-T1-02", name="School nursing")
    ServiceFactory(programme=own, reference="OWN-T1-03", name="Health visiting")
    assert [hit.reference for hit in found(own, "own-t1-02")] == [first.reference]
    assert [hit.reference for hit in found(own, "OWN-T1")] == ["OWN-T1-02", "OWN-T1-03"]
    assert found(own, "OWN_T1%") == ()


def test_the_beginning_of_a_word_finds_it_and_operators_do_as_on_the_web(own):
    ServiceFactory(programme=own, name="Physiotherapy")
    ServiceFactory(programme=own, name="Occupational therapy at school")
    ServiceFactory(programme=own, name="Music therapy at home")
    assert {words_of(hit) for hit in found(own, "physio")} == {"Physiotherapy"}
    assert {words_of(hit) for hit in found(own, "therapy -school")} == {"Music therapy at home"}
    assert {words_of(hit) for hit in found(own, '"therapy at school"')} == {"Occupational therapy at school"}
    assert len(found(own, "physiotherapy or music")) == 2


def test_a_title_counts_for_more_than_the_rest(own):
    ServiceFactory(programme=own, name="Outreach", description="Includes audiology")
    ServiceFactory(programme=own, name="Audiology", description="")
    assert [words_of(hit) for hit in found(own, "audiology")] == ["Audiology", "Outreach"]


def test_a_service_of_that_name_comes_before_a_statement_that_says_it_often(own):
    service = ServiceFactory(programme=own, name="Nurse partnership of the whole county")
    ChallengeFactory(programme=own, title="Nurse partnership, nurse partnership", text="Nurse partnership")
    assert found(own, "nurse partnership")[0].reference == service.reference


def test_headings_narrow_and_are_counted(own):
    ServiceFactory(programme=own, name="Rural transport")
    ChallengeFactory(programme=own, title="Rural access")
    grants = Grants(by_programme={own.pk: ()})
    assert counted(grants, Search("rural")).by_kind == {"service": 1, "risk": 1}
    assert [words_of(hit) for hit in found(own, "rural", kind="risk")] == ["Rural access"]


def test_markup_in_what_is_asked_and_in_what_is_found_is_shown_as_text(own, client):
    ServiceFactory(programme=own, name="<b>Bold</b> nursing", description="<script>alert(1)</script> nursing")
    page = client.get("/search/", {"q": '"nursing" <script>x</script>'}).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
    page = client.get("/search/", {"q": "nursing"}).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; <mark>nursing</mark>" in page
    assert "<script>alert" not in page
    assert "<b>Bold" not in page


def test_marks_are_cut_out():
    assert [(piece.text, piece.marked) for piece in pieces("a \x02b\x03 c")] == [
        ("a ", False),
        ("b", True),
        (" c", False),
    ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Quotation marks"),
        ("a", "Type a little more"),
        ("the", "Nothing found"),
        ("'); DROP TABLE", "Nothing found"),
        ("&|!:*()", "Nothing found"),
        ("nursing\x00", "Null characters are not allowed"),
        ("x" * 5000, "Only the first 200 characters"),
        ("“unclosed", "Nothing found"),
    ],
)
def test_whatever_is_asked_is_answered(own, client, asked, said):
    response = client.get("/search/", {"q": asked})
    assert response.status_code == 200
    assert said in response.content.decode()


def test_nothing_found_helps_and_offers_to_look_everywhere(own, client):
    ServiceFactory(programme=own, name="Audiology")
    page = client.get("/search/", {"q": "audiology", "kind": "risk"}).content.decode()
    assert "Look for it everywhere" in page
    assert "?q=audiology" in page


def test_the_pages_hold_twenty_each(own, client):
    for number in range(23):
        ServiceFactory(programme=own, name=f"Clinic {number}")
    assert "Showing 1 to 20 of 23 records" in client.get("/search/", {"q": "clinic"}).content.decode()
    last = client.get("/search/", {"q": "clinic", "page": "2"}).content.decode()
    assert last.count('class="app-hit"') == 3


def test_the_queries_are_the_same_for_one_hit_and_for_many(own, client):
    def taken():
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/", {"q": "clinic"})
        return len(captured)

    ServiceFactory(programme=own, name="Clinic")
    client.get("/search/", {"q": "clinic"})
    one = taken()
    for number in range(5):
        ServiceFactory(programme=own, name=f"Clinic {number}")
        CommissionerCodeFactory(
            programme=own, organisation=OrganisationFactory(name=f"Clinic trust {number}")
        )
        ChallengeFactory(programme=own, title=f"Clinic {number}")
    assert taken() == one


def test_every_kind_that_is_kept_has_a_heading_and_a_page():
    assert {each.model for each in every_found()} == set(WRITES)
    assert {each.kind for each in every_found()} <= set(KINDS)


def test_every_hit_of_the_papers_leads_to_a_page_that_answers(hampshire: Programme):
    """One record of each kind that the first programme has."""
    client = Client()
    client.force_login(person_with(Role.BOARD_MEMBER, programme=hampshire))
    models = set(SearchEntry.objects.filter(programme=hampshire).values_list("model", flat=True))
    assert len(models) > 15
    for model in models:
        entry = SearchEntry.objects.filter(programme=hampshire, model=model).earliest("pk")
        page = client.get("/search/", {"q": entry.reference})
        addresses = [address for hit, address in page.context["hits"] if hit.reference == entry.reference]
        assert addresses, entry.reference
        assert client.get(addresses[0].split("#")[0]).status_code == 200, (model, addresses)
