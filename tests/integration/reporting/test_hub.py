"""The joint team of Nottinghamshire on one page: figures of the report's paras 16 to 39."""

from datetime import date
from decimal import Decimal

import pytest

from commissioning.reporting.dashboards.hub import hub_page
from commissioning.reporting.selectors.hub import hub
from procurement.selectors.funding import funders_named, funding
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.rooms import rooms_of
from programmes.selectors.posts import counted_new, post_costs, posts
from tests.factories import (
    BodyFactory,
    ContributionFactory,
    FundingFactory,
    GovernanceLinkFactory,
    OrganisationFactory,
    PostFactory,
    ProgrammeFactory,
    ProgrammeTargetDateFactory,
)
from tests.integration.governance.reading import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(all_four):
    return Programme.objects.get(key="nottinghamshire")


@pytest.fixture
def page(programme):
    return text_of(signed_in("manager").get(f"/programmes/{programme.key}/hub/"))


def test_four_posts_weighted_by_fte(programme):
    """£47,955 + £35,430 + half of £28,636 + £17,802; the existing posts' number is not stated and enters no sum."""
    costs = post_costs(programme)
    assert (costs.fte, costs.new_fte, costs.new_count) == (Decimal("3.5"), Decimal("3.5"), 4)
    assert (costs.minimum, costs.maximum) == (Decimal(115505), Decimal(129652))
    assert (costs.unknown_count, costs.existing_count) == (1, 1)


def test_para_20_counts_three_and_recommendation_2_four(programme):
    counted = counted_new(posts(programme))
    found = {place: (len(rows), sum(row.fte for row in rows)) for place, rows in counted.items()}
    assert found == {"para 20": (3, Decimal("2.5")), "recommendation 2": (4, Decimal("3.5"))}


def test_three_funded_years(programme):
    team = hub(programme)
    assert team.funded_months == 36
    assert team.over_funded_period == (Decimal(346515), Decimal(388956))
    assert team.before_operation.printed == "5 months"


def test_six_funders_two_of_them_named_and_no_amount(programme):
    (row,) = funding(programme)
    assert len(row.contributions) == 6
    assert set(funders_named([row])) == {"Nottingham North and East CCG", "Bassetlaw CCG"}
    assert row.money.amount is None
    assert [total.printed for total in row.totals] == ["not known (6 of 6 not stated)"]


def test_whom_the_team_answers_to_and_on_whose_behalf_it_acts(programme):
    team = hub(programme)
    assert [(line.kind, line.target) for line in team.upwards] == [
        ("accountable_to", "Nottinghamshire Children's Trust Board"),
        ("line_managed_by", "Corporate Director for Children, Families and Cultural Services"),
    ]
    assert [line.target for line in team.beyond] == ["Health and Wellbeing Board"]
    assert team.inwards == ()
    assert {line.target for line in team.other_links} == {
        "CCGs",
        "Nottinghamshire Safeguarding Children Board",
    }
    assert {(party.organisation, party.starts_on) for party in team.acts_for} == {
        ("Nottinghamshire CCGs (six)", None),
        ("Nottinghamshire County Council", None),
        ("NHS England Area Teams", date(2015, 4, 1)),
    }


def test_the_page_says_what_is_known_and_what_is_not(page):
    for words in (
        "4 new posts of 3.5 FTE cost £115,505 to £129,652 a year in salaries, before on-costs.",
        "6 funders pay for the team; no paper says how much.",
        "£346,515 to £388,956",
        "36 months, April 2013 to March 2016",
        "2.5 FTE in 3 new posts by para 20; 3.5 FTE in 4 new posts by recommendation 2.",
        "Existing posts: number not stated.",
        "Funding starts 5 months before the team is fully operational",
        "One of the six Nottinghamshire CCGs, not named (4 of them)",
        "The team answers to two bodies.",
        "“possible formal direct links if agreed”",
        "from 1 April 2015",
        "Procurement support: funding identified; capacity under discussion",
        "Align and pool resources",
        "£47,955 - £53,199",
        "Band F, 56-61",
    ):
        assert words in page, words
    assert "£0" not in page


def test_it_leads_to_models_lists_and_later_considerations(page):
    for words in ("Who commissions what", "Models", "Scope lists and future considerations"):
        assert words in page


def test_the_overview_leads_with_what_a_board_can_settle(programme):
    """Leads that differ and two lines of accountability are named; the rest is counted."""
    overview = text_of(signed_in("board").get("/programmes/nottinghamshire/?on=2013-06-10"))
    attention = overview.partition("What needs the board’s attention")[2].partition(
        "What the board is asked"
    )[0]
    assert "School nursing: lead differs between places" in attention
    assert "Integrated Commissioning Hub: 2 lines of accountability" in attention
    assert "17 more open points" in attention
    assert "Needs action" not in attention


def test_the_room_is_open_where_there_are_posts_only(all_four):
    open_in = {
        programme.key
        for programme in Programme.objects.all()
        if "hub" in {room.name for room in rooms_of(programme)}
    }
    assert open_in == {"nottinghamshire"}


def test_a_programme_without_a_team_says_so_and_prints_no_nought(all_four):
    found = text_of(signed_in("manager").get("/programmes/derby/hub/"))
    assert "No post is recorded for this programme yet." in found
    assert "0 FTE" not in found
    assert "£0" not in found


def test_a_reader_of_another_programme_does_not_learn_of_it(all_four):
    assert signed_in("commissioner").get("/programmes/nottinghamshire/hub/").status_code == 404


def test_a_post_without_a_salary_and_one_without_a_number_cost_nobody_knows_what():
    programme = ProgrammeFactory()
    PostFactory(programme=programme, fte=None)
    PostFactory(programme=programme, fte=Decimal("0.5"), salary="TBC")
    costs = post_costs(programme)
    assert (costs.minimum, costs.maximum, costs.unknown_count) == (None, None, 2)
    assert costs.over(36) is None
    PostFactory(programme=programme, fte=Decimal("0.5"), salary="£30,000")
    assert post_costs(programme).minimum == post_costs(programme).maximum == Decimal(15000)


def test_a_funding_with_an_amount_shows_it_and_is_no_longer_unknown():
    programme = ProgrammeFactory()
    PostFactory(programme=programme)
    row = FundingFactory(programme=programme, money="£250,000", period="April 2013 to March 2016")
    ContributionFactory(funding=row, funder=OrganisationFactory(name="A CCG that pays"), money="£250,000")
    ProgrammeTargetDateFactory(programme=programme, label="in operation", date="April 2013")
    context = hub_page(hub(programme), Addresses(programme.key))
    tile = context["tiles"][-1]
    assert (tile.heading, tile.figure) == ("Funding", "£250,000")
    assert context["early"] == ""  # the twin of the five months: it starts when the team does


def test_a_line_that_comes_in_is_shown_and_a_circle_ends():
    programme = ProgrammeFactory()
    PostFactory(programme=programme)
    team = BodyFactory(programme=programme, name="Team", organisation=OrganisationFactory(kind="joint_team"))
    board, group = (
        BodyFactory(programme=programme, name=name, organisation=None) for name in ("Board", "Group")
    )
    for source, target in ((team, board), (board, team), (group, team)):
        GovernanceLinkFactory(programme=programme, source=source, target=target, kind="reports_to")
    found = hub(programme)
    assert [line.target for line in found.upwards] == ["Board"]
    assert {line.source for line in found.inwards} == {"Board", "Group"}
    assert not found.two_lines


def test_a_proposed_line_is_no_line_upwards_yet():
    programme = ProgrammeFactory()
    PostFactory(programme=programme)
    team = BodyFactory(programme=programme, name="Team", organisation=OrganisationFactory(kind="joint_team"))
    board, later = (
        BodyFactory(programme=programme, name=name, organisation=None) for name in ("Board", "Later board")
    )
    _, proposed = (
        GovernanceLinkFactory(programme=programme, source=team, target=target, kind="accountable_to")
        for target in (board, later)
    )
    proposed.is_proposed = True
    proposed.save()
    found = hub(programme)
    assert [line.target for line in found.upwards] == ["Board"]
    assert [(line.kind_label, line.target) for line in found.other_links] == [
        ("Accountable to, proposed", "Later board")
    ]
    assert not found.two_lines
    proposed.is_proposed = False
    proposed.save()
    assert hub(programme).two_lines
