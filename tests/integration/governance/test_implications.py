"""Implications by area as printed, and approvals by role with their empty slots."""

import pytest

from commissioning.core.access import Role
from governance.selectors.papers import besides, papers
from tests.factories import ProgrammeFactory
from tests.integration.procurement.pages import open_page, signed_in

pytestmark = pytest.mark.django_db
DERBY = "/programmes/derby/implications/"


def test_derbys_five_implications_keep_the_words_of_the_paper(derby):
    """Appendix 1: financial, legal, personnel, equalities, health and safety."""
    (paper,) = papers(derby)
    assert [(row.area, row.text) for row in paper.implications] == [
        ("Financial", "no immediate; efficiencies likely later"),
        ("Legal", "may be changes in contractual arrangements"),
        ("Human resources", "no immediate"),
        ("Equalities", "no immediate"),
        ("Health and safety", "no immediate"),
    ]
    assert paper.implications[2].printed == "personnel"


def test_four_of_derbys_five_approval_slots_name_nobody(derby):
    (paper,) = papers(derby)
    assert [row.slot for row in paper.empty_slots] == [
        "Legal officer",
        "Financial officer",
        "Human Resources officer",
        "Service Director(s)",
    ]
    named = next(row for row in paper.approvals if row.roles)
    assert named.roles == (
        "Consultant in Public Health, Derby City Council",
        "Director of Primary Care and Development, Southern Derbyshire CCG",
    )


def test_nottinghamshires_implications_keep_their_dates(nottinghamshire):
    """Paras 38 to 44; the constitutional and financial comments are dated 15 and 20 May 2013."""
    (paper,) = papers(nottinghamshire)
    dated = {row.area: row.when.printed for row in paper.implications if row.when.is_dated}
    assert set(dated.values()) == {"15/05/13", "20/05/13"}
    assert len(paper.implications) == 6


def test_the_page_says_what_is_empty_and_links_to_the_rest(derby):
    page = open_page(signed_in(Role.BOARD_MEMBER, derby), DERBY)
    assert "Roles are named in 1 of 5 slots" in page.words
    assert page.words.count("empty: nobody is named") == 4
    assert "printed as “personnel”" in page.words
    found = besides(derby)
    assert (found.challenges, found.next_steps) == (5, 5)
    assert "5 next steps" in page.words
    assert 'href="/programmes/derby/milestones/?kind=next_step"' in page.html


def test_a_programme_without_papers_says_so():
    programme = ProgrammeFactory(key="empty")
    client = signed_in(Role.BOARD_MEMBER, programme)
    assert "No implications yet" in open_page(client, "/programmes/empty/implications/").words
