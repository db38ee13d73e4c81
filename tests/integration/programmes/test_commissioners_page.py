"""The page that answers who commissioned what on any day: one address, filters that survive, words for everything."""

import re
from html import unescape

import pytest
from django.test import Client

from commissioning.core.models import User

URL = "/programmes/nottinghamshire/commissioners/"


@pytest.fixture(scope="module")
def reader(nottinghamshire):
    """The demonstration's board member, on the paper as loaded."""
    client = Client()
    client.force_login(User.objects.get(email="board@example.org"))
    return client


def text(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def matrix(response):
    """Service → (commissioner → words of the cell), read from the table as printed on the page."""
    table = response.context["matrix"]
    heads = [column.text for column in table.columns]
    found = {}
    for row in table.rows:
        cells = zip(heads[1:], row.cells[1:], strict=True)
        found[row.cells[0].text] = {
            head: [
                *(tag.text for tag in cell.tags),
                *([cell.note] if cell.note else []),
                *([cell.text] if cell.text else []),
            ]
            for head, cell in cells
        }
    return found


@pytest.mark.parametrize(("day", "lead"), [("2015-03-01", "NHSE AT"), ("2015-05-01", "PH LA")])
def test_one_address_answers_who_led_on_a_day(reader, day, lead):
    shown = matrix(reader.get(f"{URL}?on={day}"))

    for service in ("Health visiting", "Family Nurse Partnership"):
        leaders = [head for head, words in shown[service].items() if "Leads" in words]
        assert leaders == [lead]


def test_a_cell_says_part_standing_and_statutory_mark_in_words(reader):
    shown = matrix(reader.get(f"{URL}?on=2013-06-10"))

    assert shown["National Child Measurement Programme"]["PH LA"] == ["Leads", "statutory: yes"]
    assert shown["School nursing"]["PH LA"] == ["Leads", "statutory: no"]
    hub = "Nottinghamshire Integrated Commissioning Hub"
    assert shown["School nursing"][hub] == ["Lead, proposed", "statutory: not stated, undated"]
    assert shown["Health visiting"]["NHSE AT"][0] == "Leads"
    assert shown["Population-level interventions to reduce and prevent birth defects"][
        "Public Health England"
    ] == [
        "Co-commissions",
        "statutory: not stated",
    ]
    assert shown["Maternity services"]["PH LA"] == []


def test_what_is_odd_is_said_above_the_matrix(reader):
    page = text(reader.get(f"{URL}?on=2013-06-10"))

    assert (
        "13 of 19 services have a lead on 10 June 2013: CCG 5, PH LA 5, NHSE AT 3. Nobody leads 6 of them."
        in page
    )
    assert "7 services claimed by more than one lead" in page
    assert "1 service with components under two models" in page


def test_an_aligned_service_without_a_lead_is_counted_apart_and_no_alarm(reader):
    response = reader.get("/programmes/hampshire/commissioners/")
    page = text(response)

    assert "5 aligned services are led outside the programme." in page
    assert "Nobody leads" not in response.context["lede"]
    assert "that nobody leads" not in page
    assert not [tag for row in response.context["matrix"].rows for tag in row.cells[0].tags]
    assert response.context["matrix"].rows
    assert not reader.get("/programmes/hampshire/commissioners/?commissioner=none").context["matrix"].rows


def test_a_service_of_the_programme_without_a_lead_stays_an_alarm(reader):
    response = reader.get(f"{URL}?on=2013-06-10&commissioner=none")

    assert len(response.context["matrix"].rows) == 6
    assert "6 services that nobody leads" in text(response)
    assert "aligned service" not in text(response)


def test_overlapping_claims_show_which_governs_and_both_places(reader):
    rows = {row.cells[0].text: row.cells for row in reader.get(f"{URL}?on=2013-06-10").context["rivals"].rows}
    camhs = rows["Child and Adolescent Mental Health Services (CAMHS)"]

    assert camhs[1].text == "Nottinghamshire CCGs (six)"
    assert camhs[2].text == "Nottinghamshire Integrated Commissioning Hub (proposed, no dates stated)"
    assert [link.text for link in camhs[3].links] == ["Table 1 (para 5)", "Appendix 2"]


def test_a_filter_survives_a_change_of_day_and_can_be_taken_away(reader):
    response = reader.get(f"{URL}?on=2015-03-01&model=Integrated&standing=proposed")

    assert len(response.context["matrix"].rows) == 7
    assert dict(response.context["as_at"].hidden) == {"model": "Integrated", "standing": "proposed"}
    assert [(link.text, link.href) for link in response.context["filter"].applied] == [
        ("Model: Integrated", "?on=2015-03-01&standing=proposed"),
        ("Standing: Proposed", "?on=2015-03-01&model=Integrated"),
    ]
    assert dict(response.context["filter"].hidden) == {"on": "2015-03-01"}


def test_a_filter_that_fits_nothing_says_so_and_offers_the_way_back(reader):
    response = reader.get(f"{URL}?on=2015-03-01&role=host")

    assert "No service fits this filter on this day." in text(response)
    assert "?on=2015-03-01" in response.content.decode()


def test_a_side_that_cannot_be_read_is_named_and_the_others_hold(reader):
    response = reader.get(f"{URL}?on=2013-06-10&statutory=yes&role=nonsense")

    assert "Part: “nonsense” is not one of the choices, so this filter is not used" in text(response)
    assert len(response.context["matrix"].rows) == 2


def test_the_matrix_has_row_and_column_headers_and_a_place_to_scroll(reader):
    page = reader.get(f"{URL}?on=2013-06-10").content.decode()
    table = page[page.index('id="matrix"') :]

    assert table.count('scope="row"') >= 19
    assert 'scope="col"' in table
    assert 'data-module="nhsuk-scroll"' in page  # the design system gives it a tabindex where it scrolls


def test_the_strip_draws_every_term_and_the_table_beneath_says_the_same(reader):
    figure = reader.get(f"{URL}?on=2015-03-01").context["strips"]

    assert "Health visiting: NHS England Area Teams, lead commissioner, current" in figure.wide
    assert 'stroke-dasharray="4 3"' in figure.wide  # what is proposed
    holds = [row.cells[3].text for row in figure.table.rows if row.cells[0].text == "Health visiting"]
    assert sorted(holds) == sorted(
        ["from 1 April 2013 until 31 March 2015", "from 1 April 2015", "until 31 March 2015"]
    )


def test_a_service_page_answers_the_same_question(reader):
    page = text(reader.get("/programmes/nottinghamshire/services/NOT-T1-02/?on=2015-03-01"))

    assert "NHS England Area Teams leads it on 1 March 2015: from 1 April 2013 until 31 March 2015." in page
    assert "Closed by NOT-CRC-1: lead handed over, from April 2015." in page
    later = text(reader.get("/programmes/nottinghamshire/services/NOT-T1-02/?on=2015-05-01"))
    assert "Public Health, Nottinghamshire County Council leads it on 1 May 2015: from 1 April 2015." in later


def test_a_service_that_nobody_leads_says_so(reader):
    page = text(reader.get("/programmes/nottinghamshire/services/NOT-SVC-LAC/?on=2013-06-10"))

    assert "Nobody leads it on 10 June 2013: no claim that governs holds on that day." in page


def test_claims_that_read_alike_are_said_once_on_a_service_page(reader):
    response = reader.get("/programmes/nottinghamshire/services/NOT-SVC-TEENPREG/?on=2013-06-10")

    assert response.context["rival_words"] == [
        "Public Health, Nottinghamshire County Council: proposed, no dates stated",
        "Nottinghamshire Integrated Commissioning Hub: proposed, no dates stated",
    ]
    assert len(response.context["responsibilities"].rows) == 3  # every claim has its row all the same


def test_the_first_programme_has_the_page_too_without_a_column_it_has_nothing_for(reader):
    response = reader.get("/programmes/hampshire/commissioners/?on=2018-12-13")

    heads = [column.text for column in response.context["matrix"].columns]
    assert heads == ["Service", "CCG", "HCC CS", "PH HCC", "NHS E"]


def test_the_register_says_what_papers_name_where_nothing_is_in_scope_yet(reader):
    response = reader.get("/programmes/nottinghamshire/services/?on=2013-06-10")

    assert "No service in scope: 15 proposed; 4 named, scope not stated." in text(response)
    assert len(response.context["table"].rows) == 19
    counted = reader.get("/programmes/nottinghamshire/services/?on=2013-06-10&state=counted")
    assert not counted.context["table"].rows
    named = reader.get("/programmes/nottinghamshire/services/?on=2013-06-10&state=named")
    assert len(named.context["table"].rows) == 4
