"""Checks 3, 15, 18: funding without an amount or too early, risks nobody owns, areas without learning, two lines."""

from dataclasses import replace
from decimal import Decimal

import pytest

from commissioning.core.money import Money, Qualifier, parse_money
from governance.rules.accountability import accountability_findings
from governance.rules.coverage import coverage_findings, funding_findings, risk_findings
from governance.rules.evidence import Evidence, TargetRow
from governance.rules.evidence_areas import AreaCover
from governance.rules.evidence_commissioning import CommissioningEvidence, LinkRow, RiskRow
from procurement.selectors.funding import ContributionRow, FundingRow
from programmes.selectors.posts import PostRow
from tests.unit.governance.evidence import ON, areas, commissioning, when

NOT_STATED = Money("", None, Qualifier.NOT_STATED)


def post(title, fte, low, high):
    salary = parse_money(f"£{low} to £{high}")
    return PostRow(
        title, title, Decimal(fte), "", "", salary, "", "", True, (), "", "", (), "", (), None, False
    )


POSTS = (
    post("Senior manager", "1", "47,955", "53,199"),
    post("Senior performance manager", "1", "35,430", "39,855"),
    post("Contracts officer", "0.5", "28,636", "32,800"),
    post("Administrator", "1", "17,802", "20,198"),
)


def fund(money=NOT_STATED, given=NOT_STATED, period="April 2013 to March 2016", funders=6):
    return FundingRow(
        "NOT-FUND",
        "Funding of the Hub",
        "non_recurrent",
        "Non-recurrent",
        "",
        when(period),
        money,
        tuple(ContributionRow("a CCG", None, given) for _ in range(funders)),
        "",
        "",
        "",
        (),
        None,
        False,
    )


def funded(row, *targets):
    evidence = Evidence(
        reference="NOT-PRG",
        on=ON,
        targets=targets,
        commissioning=CommissioningEvidence(funding=(row,), posts=POSTS),
    )
    return {finding.key: finding for finding in funding_findings(evidence)}


def test_six_funders_and_no_amount_beside_what_the_posts_cost():
    finding = funded(fund())["missing-not-fund-amount"]
    assert finding.computed == {
        "amount": None,
        "funders": 6,
        "minimum_salaries": "346515.00",
        "maximum_salaries": "388956.00",
    }
    assert "£346,515 to £388,956 over 36 months, before on-costs" in finding.arithmetic
    assert "£0" not in finding.arithmetic


@pytest.mark.parametrize("known", [{"money": parse_money("£1m")}, {"given": parse_money("£50,000")}])
def test_an_amount_of_the_whole_or_of_one_funder_is_known(known):
    assert funded(fund(**known)) == {}


OPERATION = TargetRow("NOT-TGT-1", "fully operational", when("by September 2013"))


def test_funding_starts_five_months_before_operation():
    finding = funded(fund(parse_money("£1m")), OPERATION)["funded-before-not-fund-not-tgt-1"]
    assert finding.computed == {"months": 5}
    assert finding.arithmetic == "From April 2013 to September 2013 is 5 months."


def test_funding_from_the_month_of_operation_is_nothing():
    assert funded(fund(parse_money("£1m"), period="September 2013 to March 2016"), OPERATION) == {}


def test_risks_without_owner_and_without_mitigation_are_two_findings():
    rows = (RiskRow("R-1", "Stakeholders"), RiskRow("R-2", "Money", mitigation="protect it"))
    owner, mitigation = risk_findings(commissioning(risks=rows))
    assert owner.title == "2 risks of 2 without an owner"
    assert mitigation.title == "1 risk of 2 without a mitigation"


def test_a_risk_that_is_owned_and_mitigated_is_nothing():
    rows = (RiskRow("R-1", "Stakeholders", "Programme manager", "meet them"),)
    assert list(risk_findings(commissioning(risks=rows))) == []


def area(interviewees, learning):
    return AreaCover("ESX-A-01", "BNSSG", interviewees, learning, governance=False, impacts=True)


def test_people_were_asked_and_nothing_was_learnt():
    (finding,) = coverage_findings(areas(areas=(area(4, learning=False),)))
    assert finding.arithmetic == (
        "4 people interviewed; the review has no learning points and nothing on governance."
    )


def test_with_learning_or_without_interviews_there_is_nothing_to_find():
    assert list(coverage_findings(areas(areas=(area(4, learning=True), area(0, learning=False))))) == []


def link(kind, target, source="Hub", *, proposed=False):
    label = kind.replace("_", " ").capitalize()
    return LinkRow(f"NOT-GOV-{source.upper()}", source, kind, label, target, is_proposed=proposed)


def test_a_body_that_answers_to_two():
    links = (link("accountable_to", "Children's Trust Board"), link("line_managed_by", "Corporate Director"))
    (finding,) = accountability_findings(commissioning(links=links))
    assert finding.key == "accountability-not-gov-hub"
    assert finding.arithmetic == "2 lines upwards, of 2 types: Accountable to and Line managed by."


def test_a_chain_and_a_link_sideways_are_no_second_line():
    links = (
        link("accountable_to", "Trust Board"),
        link("links_with", "CCGs"),
        link("escalates_to", "CCGs"),
        link("accountable_to", "Health and Wellbeing Board", source="Trust Board"),
    )
    assert list(accountability_findings(commissioning(links=links))) == []


def test_a_second_line_that_is_only_proposed_is_none_yet():
    agreed = link("accountable_to", "Children's Trust Board")
    second = link("accountable_to", "Integrated Care Board", proposed=True)
    assert list(accountability_findings(commissioning(links=(agreed, second)))) == []
    (finding,) = accountability_findings(commissioning(links=(agreed, replace(second, is_proposed=False))))
    assert finding.title == "Hub: 2 lines of accountability"
