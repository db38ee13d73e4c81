"""From a figure to its paper and place, and from the paper to everything taken from it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.core.access import Role
from commissioning.core.models import User
from programmes.models import Document, Fact, KnownGap, Programme
from programmes.selectors.documents import documents, natural_order
from programmes.selectors.sources import known_kinds
from programmes.views.shown_at import SHOWN_AT, shown_at
from tests.factories import (
    DocumentFactory,
    ExtractionFactory,
    KnownGapFactory,
    MilestoneFactory,
    ProgrammeFactory,
    cite,
    person_with,
)
from tests.integration.governance.reading import signed_in, text_of

pytestmark = pytest.mark.django_db
PAPER = "HAM-2018-12"


@pytest.fixture
def client(hampshire):
    return signed_in("board")


@pytest.fixture
def outsider(hampshire):
    client = Client()
    client.force_login(person_with(Role.BOARD_MEMBER, programme=ProgrammeFactory(key="elsewhere")))
    return client


def document(client, query=""):
    return client.get(f"{reverse('document', args=['hampshire', PAPER])}?{query}")


def rows(response):
    """Each fact shown, by its reference."""
    return {row.cells[0].note: row for group in response.context["tables"] for row in group["table"].rows}


def test_the_papers_are_listed_with_what_their_readings_hold_and_lack(hampshire, client):
    shown = text_of(client.get(reverse("sources", args=["hampshire"])))
    assert "Delivering system wide integration of children and young people's services by 2022/23" in shown
    assert "Hampshire Health and Wellbeing Board" in shown
    assert "13 December 2018" in shown
    assert "Director of Public Health" in shown
    assert "report header (committee, date, title, author)" in shown
    assert "Known to be absent" in shown
    assert "outcomes framework domains and outcomes : heading only" in shown
    assert "NHS England, Draft ICP contract: a consultation, August 2018" in shown
    (paper,) = documents(hampshire)
    assert f"{paper.fact_count} facts taken from it" in shown
    assert paper.fact_count > 200


def test_no_person_is_named(client):
    """The paper names the director and the consultant; only their posts are kept."""
    shown = text_of(client.get(reverse("sources", args=["hampshire"])))
    assert "Public Health Consultant" in shown
    assert "Dr " not in shown


def test_a_programme_without_papers_says_what_to_do(outsider):
    shown = text_of(outsider.get(reverse("sources", args=["elsewhere"])))
    assert "No papers yet" in shown


def test_a_paper_lists_every_fact_taken_from_it_by_kind(client):
    response = document(client)
    (paper,) = documents(Document.objects.get(reference=PAPER).programme)
    assert len(rows(response)) == paper.fact_count
    assert f"{paper.fact_count} facts taken from this paper" in text_of(response)
    counts = {group["heading"]: group["count"] for group in response.context["tables"]}
    assert counts["Services"] == 21
    assert counts["Budget lines"] == 14
    assert counts["Stated values"] == 8
    assert counts["Discrepancies"] == 18


def test_narrowed_to_one_place(client):
    response = document(client, "place=para+7.2")
    assert set(rows(response)) == {"HAM-SV-P"}
    assert "1 of " in text_of(response)
    assert [link.text for link in response.context["filter"].applied] == ["para 7.2"]


def test_narrowed_to_a_kind_and_by_words(client):
    assert len(rows(document(client, "kind=budget+lines"))) == 14
    assert set(rows(document(client, "kind=budget+lines&q=camhs"))) == {"HAM-BL-11"}
    assert "HAM-SVC-03" in rows(document(client, "q=childhood+imms"))
    assert "HAM-SVC-03" in rows(document(client, "q=ham-svc-03"))


def test_words_printed_at_a_place_are_found_and_shown(client):
    """Para 2.4 prints “Portage (HCC CS – TBC)” for the service Portage."""
    row = rows(document(client, "q=portage+tbc"))["HAM-SVC-08"]
    assert "Portage (HCC CS – TBC)" in row.cells[1].note


def test_a_place_the_paper_does_not_have_shows_all_and_says_so(client):
    response = document(client, "place=para+99")
    assert "No fact was taken from “para 99”, so every place is shown" in text_of(response)
    assert len(rows(response)) > 200


def test_nothing_that_fits_says_so(client):
    assert "No fact fits" in text_of(document(client, "q=zzzz"))


def test_long_statements_are_shown_whole(client):
    shown = text_of(document(client, "q=asterisk"))
    assert "year 2018 inferred from report date" in shown


def test_places_are_ordered_as_in_the_paper():
    locators = ["Appendix B (table)", "para 10", "header", "para 2.4", "para 2.10", "Appendix A"]
    assert sorted(locators, key=natural_order) == [
        "para 2.4",
        "para 2.10",
        "para 10",
        "Appendix A",
        "Appendix B (table)",
        "header",
    ]


def test_a_fact_shows_its_places_field_by_field_and_leads_back(client):
    fact = Fact.objects.get(kind="procurement.procurementphase", pk__in=_facts_of("HAM-PH-1"))
    response = client.get(reverse("fact_sources", args=["hampshire", fact.pk]))
    table = response.context["table"]
    assert [(row.cells[0].text, row.cells[1].text.rpartition(", ")[2]) for row in table.rows] == [
        ("The whole record", "Appendix B"),
        ("The whole record", "para 2.4"),
        ("Go-live", "Appendix B (stage diagram)"),
        ("Led by", "Appendix B (table heading)"),
        ("Procurement start", "para 6.4"),
    ]
    assert table.rows[2].cells[3].text.startswith("000")
    assert response.context["shown_at"] == reverse("phase", args=["hampshire", 1])
    target = client.get(table.rows[1].cells[1].href.partition("#")[0])
    assert f'id="fact-{fact.pk}"' in target.content.decode()


def _facts_of(reference):
    from procurement.models import ProcurementPhase

    return ProcurementPhase.objects.filter(reference=reference).values("fact")


def test_every_kind_of_fact_leads_back_to_a_page_of_its_own(hampshire, client):
    """Organisations, codes, papers, their parts, duties and gaps are shown among the sources alone.

    A link to evidence stands beside what it supports, and has no place of its own in a paper.
    """
    assert known_kinds() - SHOWN_AT.keys() == {
        "programmes.organisation",
        "programmes.commissionercode",
        "programmes.document",
        "programmes.knowngap",
        "programmes.citedwork",
        "programmes.documentpart",
        "programmes.crossreference",
        "programmes.duty",
        "governance.evidencelink",
    }
    first_of_each = {fact.kind: fact for fact in Fact.objects.filter(programme=hampshire).order_by("-pk")}
    for kind in SHOWN_AT.keys() & first_of_each.keys():
        address = shown_at(hampshire, first_of_each[kind])
        assert client.get(address).status_code == 200, (kind, address)
    assert shown_at(hampshire, first_of_each["programmes.organisation"]) == ""


def test_a_fact_whose_record_is_gone_leads_nowhere(hampshire, client):
    gap = KnownGap.objects.get(reference="HAM-GAP-1")
    fact = gap.fact
    assert client.get(reverse("fact_sources", args=["hampshire", fact.pk])).status_code == 200
    gone = Fact.objects.create(programme=hampshire, kind="programmes.service")
    assert client.get(reverse("fact_sources", args=["hampshire", gone.pk])).status_code == 404
    assert shown_at(hampshire, gone) == ""


def test_a_fact_without_places_says_so(hampshire, client):
    fact = cite(MilestoneFactory(programme=hampshire, text="Unsourced step"))
    shown = text_of(client.get(reverse("fact_sources", args=["hampshire", fact.pk])))
    assert "No source is recorded for it yet." in shown


def test_a_fact_of_another_programme_is_not_found_under_this_one(hampshire):
    other = ProgrammeFactory(key="elsewhere")
    fact = cite(MilestoneFactory(programme=other), "para 1")
    administrator = signed_in("administrator")
    assert administrator.get(reverse("fact_sources", args=["elsewhere", fact.pk])).status_code == 200
    assert administrator.get(reverse("fact_sources", args=["hampshire", fact.pk])).status_code == 404


def test_what_a_person_may_not_know_of_is_not_found(hampshire, client, outsider):
    fact = Fact.objects.filter(programme=hampshire).first()
    for name, args in (("sources", []), ("document", [PAPER]), ("fact_sources", [fact.pk])):
        address = reverse(name, args=["hampshire", *args])
        assert outsider.get(address).status_code == 404
        assert client.get(address).status_code == 200
    assert client.get(reverse("document", args=["hampshire", "HAM-9999"])).status_code == 404
    assert outsider.get(reverse("document", args=["elsewhere", PAPER])).status_code == 404


def test_an_illustrative_paper_says_so(hampshire, client):
    DocumentFactory(programme=hampshire, reference="HAM-X", illustrative=True)
    assert "Illustrative" in text_of(client.get(reverse("document", args=["hampshire", "HAM-X"])))
    assert "Illustrative" not in text_of(document(client))


def test_what_a_paper_does_not_say_is_said_to_be_not_stated(hampshire, client):
    paper = DocumentFactory(programme=hampshire, reference="HAM-X", title="Later paper")
    KnownGapFactory(programme=hampshire, document=paper, what="Annex 3")
    shown = text_of(client.get(reverse("document", args=["hampshire", "HAM-X"])))
    assert "Committee not stated" in shown
    assert "Annex 3" in shown
    assert "0 facts taken from this paper" in shown


@pytest.mark.parametrize("name", ["sources", "document", "fact_sources"])
def test_pages_take_the_same_queries_for_more_rows(hampshire, client, name):
    paper = Document.objects.get(reference=PAPER)
    args = {
        "sources": [],
        "document": [PAPER],
        "fact_sources": [Fact.objects.get(pk__in=_facts_of("HAM-PH-1")).pk],
    }
    address = reverse(name, args=["hampshire", *args[name]])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(5):
        cite(MilestoneFactory(programme=hampshire), f"para {number}", "para 9", document=paper)
        KnownGapFactory(programme=hampshire, document=paper)
        ExtractionFactory(document=DocumentFactory(programme=hampshire))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize("key", ["nottinghamshire", "derby", "essex"])
def test_a_fact_of_every_paper_leads_to_a_page_that_opens(all_four, key):
    client = Client()
    client.force_login(User.objects.create_superuser("every@example.org", "long enough to pass"))
    programme = Programme.objects.get(key=key)
    first_of_each = {fact.kind: fact for fact in Fact.objects.filter(programme=programme).order_by("-pk")}
    for kind in SHOWN_AT.keys() & first_of_each.keys():
        address = shown_at(programme, first_of_each[kind])
        assert address, kind
        assert client.get(address).status_code == 200, (kind, address)
