"""Nottinghamshire's public questions, answered through the selectors that the pages use, and on the pages."""

from collections import Counter
from datetime import date

import pytest

from commissioning.reporting.selectors.hub import hub
from governance.selectors.discrepancies import discrepancies
from programmes.selectors.commissioning_models import models_of, service_groups
from programmes.selectors.matrix import who_commissions
from programmes.selectors.posts import counted_new, post_costs, posts
from programmes.selectors.responsibilities import claims, lead_on
from programmes.selectors.scope_lists import only_in, scope_lists
from tests.acceptance.pages import reader, says
from tests.acceptance.questions import answer, asked_by, pounds

PAPER_DAY = date(2013, 6, 10)
KEY = "nottinghamshire"


@pytest.fixture(scope="module")
def page(nottinghamshire):
    return reader(KEY, "2013-06-10")


def test_q14_new_posts_and_their_full_time_equivalents(nottinghamshire, page):
    """Page: hub."""
    expected = answer("Q-14")
    costs = post_costs(nottinghamshire)
    assert (costs.new_count, float(costs.new_fte)) == (expected["posts"], expected["fte"])
    places = {place: len(rows) for place, rows in counted_new(posts(nottinghamshire)).items()}
    assert places == {"para 20": 3, "recommendation 2": 4}
    assert says(page("hub"), "2.5 FTE in 3 new posts by para 20; 3.5 FTE in 4 new posts by recommendation 2")


def test_q15_salaries_a_year_weighted_by_full_time_equivalent(nottinghamshire, page):
    """Page: hub."""
    expected = answer("Q-15")
    costs = post_costs(nottinghamshire)
    assert (costs.minimum, costs.maximum) == (pounds(expected["min"]), pounds(expected["max"]))
    assert says(page("hub"), "£115,505 to £129,652 a year in salaries, before on-costs")


def test_q16_table_1_services_by_lead_commissioner(nottinghamshire, page):
    """Page: who commissions what (commissioners)."""
    who = who_commissions(nottinghamshire, PAPER_DAY)
    assert {count.commissioner.code: count.leads for count in who.counts if count.leads} == answer("Q-16")
    assert says(page("commissioners"), *(f"{code} {count}" for code, count in answer("Q-16").items()))


def test_q17_leads_for_a_limited_time_and_who_takes_over(nottinghamshire, page):
    """Page: who commissions what (commissioners), on the days before and after."""
    expected = answer("Q-17")
    limited = [row for row in claims(nottinghamshire) if row.governing and row.ends_on]
    assert {row.service_name for row in limited} == set(expected["services"])
    assert {row.term.text for row in limited} == {expected["period"]}
    for row in limited:
        before = lead_on(nottinghamshire, row.service_reference, date(2015, 3, 1))
        after = lead_on(nottinghamshire, row.service_reference, date(2015, 5, 1))
        assert (before.organisation, after.printed) == ("NHS England Area Teams", expected["to"])
        assert after.starts_on.isoformat() == expected["from_date"] == row.ends_on.isoformat()
    assert says(page("commissioners"), "2013-2015", *expected["services"])


def test_q18_statutory_duties(nottinghamshire, page):
    """Page: who commissions what (commissioners), and each service."""
    statutory = {row.service_name for row in claims(nottinghamshire) if row.statutory}
    assert statutory == set(answer("Q-18")["services"])
    shown = page("commissioners", query="statutory=yes")
    assert says(shown, *statutory)
    assert "School nursing" not in shown.partition("Showing")[2]


def test_q19_groups_under_each_model(nottinghamshire, page):
    """Page: commissioning models."""
    expected = answer("Q-19")
    assert {model.reference: model.groups for model in models_of(nottinghamshire)} == expected
    assert Counter(group.model for group in service_groups(nottinghamshire)) == {
        "Co-ordinated": 5,
        "Joint": 4,
        "Integrated": 8,
    }
    assert says(page("commissioning_models"), "Co-ordinated", "Joint", "Integrated", "17")


def test_q20_table_1_services_in_no_group(nottinghamshire, page):
    """Page: printed lists (scope_lists)."""
    lists = {each.name: each for each in scope_lists(nottinghamshire)}
    missing = [item.name for item in only_in(lists["Table 1"], lists["Appendix 2"])]
    *alike, shortened = answer("Q-20")["services"]
    assert missing[:3] == alike
    assert shortened == "Population-level interventions (birth defects)"
    assert missing[3:] == ["Population-level interventions to reduce and prevent birth defects"]
    assert says(page("scope_lists"), *missing)


def test_q21_area_teams_named_and_counted(nottinghamshire, page):
    """Page: discrepancies."""
    expected = answer("Q-21")
    (view,) = [
        each
        for each in discrepancies(nottinghamshire, PAPER_DAY)
        if "Area Teams: three" in each.recorded_title
    ]
    assert view.recorded_computed == {
        "para_4": expected["named_para_4"],
        "para_35": expected["stated_para_35"],
    }
    assert (view.finding is not None) == expected["conflict"]
    assert says(page("discrepancies"), "Area Teams")


def test_q22_who_funds_the_hub_for_how_long_and_how_much(nottinghamshire, page):
    """Page: hub."""
    expected = answer("Q-22")
    (funding,) = hub(nottinghamshire).funding
    assert len(funding.contributions) == expected["funders"]
    assert (funding.period.start.isoformat(), funding.period.end.isoformat()) == (
        expected["from"],
        expected["to"],
    )
    assert (funding.months, funding.money.amount) == (expected["months"], expected["amount"])
    shown = page("hub")
    assert says(shown, "36 months", "6 funders, 2 named; no amount is stated")
    assert "£0" not in shown


def test_q23_to_whom_the_hub_is_accountable(nottinghamshire, page):
    """Page: hub."""
    expected = answer("Q-23")
    team = hub(nottinghamshire)
    chain = [line.target for line in (*team.upwards, *team.beyond) if line.kind == "accountable_to"]
    assert [name.removeprefix("Nottinghamshire ") for name in chain] == expected["governance"]
    managed = [line.target for line in team.upwards if line.kind == "line_managed_by"]
    assert managed == [expected["line_management"]]
    assert team.two_lines
    assert says(page("hub"), expected["line_management"], *chain)


def test_every_nottinghamshire_question_is_asked_here():
    assert asked_by(globals()) == {f"Q-{number}" for number in range(14, 24)}
