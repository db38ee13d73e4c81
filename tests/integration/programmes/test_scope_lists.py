"""Printed lists that disagree between sections, and what may come later: as the Nottinghamshire paper prints them."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from commissioning.core.models import User
from programmes.models import Programme
from programmes.selectors.considerations import considerations
from programmes.selectors.scope_lists import ListRow, only_in, scope_lists, untied
from tests.factories import (
    ProgrammeFactory,
    ScopeListFactory,
    ScopeListItemFactory,
    ScopeListItemServiceFactory,
    service_in_scope,
)

URL = "/programmes/nottinghamshire/scope-lists/"


@pytest.fixture(scope="module")
def lists(nottinghamshire: Programme) -> dict[str, ListRow]:
    return {each.name: each for each in scope_lists(nottinghamshire)}


@pytest.fixture(scope="module")
def reader(nottinghamshire: Programme) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="board@example.org"))
    return client


def text(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_four_places_print_a_list(lists: dict[str, ListRow]) -> None:
    assert {name: len(each.items) for name, each in lists.items()} == {
        "Table 1": 13,
        "Table 3": 9,
        "Appendix 2": 17,
        "para 31": 3,
    }


def test_four_services_of_table_1_are_in_no_group_of_appendix_2(lists: dict[str, ListRow]) -> None:
    assert [item.name for item in only_in(lists["Table 1"], lists["Appendix 2"])] == [
        "Immunisation and vaccination, screening",
        "National Child Measurement Programme",
        "Termination of pregnancy services",
        "Population-level interventions to reduce and prevent birth defects",
    ]


def test_groups_of_appendix_2_that_the_scope_of_table_3_leaves_out(lists: dict[str, ListRow]) -> None:
    found = {item.reference for item in only_in(lists["Appendix 2"], lists["Table 3"])}

    # paediatric planned and urgent care, maternity, health visiting, family nurses, obesity
    assert found == {f"NOT-SG-0{number}-LIST" for number in range(1, 7)}


def test_what_para_31_keeps_for_later_is_in_appendix_2_already_but_for_continuing_care(
    lists: dict[str, ListRow],
) -> None:
    (left,) = untied([lists["para 31"]])

    assert "continuing care" in left[1].name
    assert only_in(lists["para 31"], lists["Appendix 2"]) == ()
    assert {item.name for item in only_in(lists["para 31"], lists["Table 3"])} == {
        "maternity services",
        "general paediatrics (planned and unplanned care)",
    }


def test_the_page_counts_and_leads_to_what_one_list_lacks(reader: Client) -> None:
    response = reader.get(URL)

    row = next(row for row in response.context["differences"].rows if row.cells[0].text == "Table 1")
    (link,) = row.cells[3].links
    assert (link.text, link.words) == ("4", "in Table 1 and not in Appendix 2")
    shown = reader.get(URL + link.href.split("#", 1)[0])
    assert [row.cells[0].text for row in shown.context["only"].rows][:1] == [
        "Immunisation and vaccination, screening"
    ]
    assert "In Table 1 and not in Appendix 2: 4" in text(shown)


@pytest.mark.parametrize(
    "query", ["?first=NOT-LIST-T1", "?first=x&second=y", "?first=NOT-LIST-T1&second=NOT-LIST-T1"]
)
def test_a_pair_that_is_none_shows_the_lists_alone(reader: Client, query: str) -> None:
    response = reader.get(URL + query)

    assert response.status_code == 200
    assert response.context["only"] is None


def test_each_list_keeps_its_own_words_for_a_service(reader: Client) -> None:
    rows = {row.cells[0].text: row.cells for row in reader.get(URL).context["matrix"].rows}

    assert [cell.text for cell in rows["School nursing"][1:]] == [
        "School nursing",
        "Public health services for children and young people aged 5-19",
        "Healthy Child Programme 5-19 incl. School Nursing",
        "not in it",
    ]


def test_considerations_carry_their_condition_and_date(nottinghamshire: Programme, reader: Client) -> None:
    found = {row.reference: row for row in considerations(nottinghamshire)}

    assert len(found) == 6
    assert found["NOT-FUT-2"].condition == "discussion and agreement of commissioners"
    assert found["NOT-FUT-4"].date.printed == "from April 2015"
    assert (found["NOT-FUT-4"].condition, found["NOT-FUT-1"].date.is_dated) == ("", False)
    page = text(reader.get(URL))
    assert "if agreed, longer term" in page
    assert "from April 2015" in page


# --- lists of one's own ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_entries_are_compared_by_the_services_they_mean_not_by_their_words() -> None:
    programme = ProgrammeFactory()
    service = service_in_scope(programme=programme)
    one, other = (ScopeListFactory(programme=programme, position=place) for place in (1, 2))
    tied = ScopeListItemFactory(programme=programme, scope_list=one, name="Nursing in schools")
    ScopeListItemServiceFactory(item=tied, service=service)
    loose = ScopeListItemFactory(programme=programme, scope_list=one, name="Something else")
    first, second = scope_lists(programme)

    assert [item.name for item in only_in(first, second)] == ["Nursing in schools"]
    assert [item.reference for _, item in untied([first, second])] == [loose.reference]

    same = ScopeListItemFactory(programme=programme, scope_list=other, name="School nursing")
    ScopeListItemServiceFactory(item=same, service=service)
    first, second = scope_lists(programme)
    assert only_in(first, second) == only_in(second, first) == ()
