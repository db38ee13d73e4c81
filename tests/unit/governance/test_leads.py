"""Check 4: who leads a service, in Table 1 and in Appendix 2 of the hub's report."""

from datetime import date

import pytest

from governance.rules.accountability import joining_findings
from governance.rules.evidence_commissioning import JoiningRow, LeadClaim
from governance.rules.findings import ServiceName
from governance.rules.leads import lead_findings
from tests.unit.governance.evidence import commissioning

CCGS, PUBLIC_HEALTH, HUB, AREA_TEAMS = (
    (1, "CCGs"),
    (2, "Public Health"),
    (3, "Hub"),
    (4, "NHS England Area Teams"),
)
CAMHS = ServiceName("NOT-T1-07", "CAMHS")
SUBSTANCE = ServiceName("NOT-T1-10", "Substance use services")
VISITING = ServiceName("NOT-T1-02", "Health visiting")
APRIL_2013, APRIL_2015 = date(2013, 4, 1), date(2015, 4, 1)


def claim(service, organisation, *, governing=False, starts=None, ends=None, fact=None):
    number, name = organisation
    return LeadClaim(
        f"{service.reference}-{name}-{starts}-{governing}",
        service,
        number,
        name,
        "Current" if governing else "Proposed",
        governing,
        starts,
        ends,
        fact,
    )


def now(service, organisation, **more):
    return claim(service, organisation, governing=True, starts=more.pop("starts", APRIL_2013), **more)


def found(*claims, on=date(2013, 6, 10)):
    return list(lead_findings(commissioning(on, {1: "Table 1", 2: "Appendix 2"}, claims=claims)))


def test_a_lead_now_and_another_proposed_differ_between_places():
    (finding,) = found(now(CAMHS, CCGS, fact=1), claim(CAMHS, HUB, fact=2))
    assert finding.key == "lead-not-t1-07"
    assert finding.title == "CAMHS: lead differs between places"
    assert [(each.text, each.place) for each in finding.statements] == [
        ("CCGs, current from 1 April 2013", "Table 1"),
        ("Hub, proposed, from a day not stated", "Appendix 2"),
    ]


def test_the_same_lead_in_both_places_is_nothing():
    assert found(now(CAMHS, CCGS), claim(CAMHS, CCGS)) == []


def test_two_leads_printed_together_are_one_finding_for_all_services_that_share_them():
    (finding,) = found(
        *(now(SUBSTANCE, PUBLIC_HEALTH),),
        *(claim(service, lead) for service in (SUBSTANCE, CAMHS) for lead in (PUBLIC_HEALTH, HUB)),
    )
    assert finding.title == "Hub and Public Health are named as lead of the same 2 services"
    assert {service.reference for service in finding.services} == {"NOT-T1-07", "NOT-T1-10"}


def test_a_successor_that_starts_on_the_day_the_first_ends_does_not_overlap():
    """Health visiting: Area Teams until 31 March 2015, Public Health from 1 April."""
    terms = (
        now(VISITING, AREA_TEAMS, ends=APRIL_2015),
        now(VISITING, PUBLIC_HEALTH, starts=APRIL_2015),
        claim(VISITING, AREA_TEAMS, ends=APRIL_2015),
    )
    assert found(*terms) == []


def test_one_day_more_and_they_overlap():
    terms = (
        now(VISITING, PUBLIC_HEALTH, starts=APRIL_2015),
        claim(VISITING, AREA_TEAMS, ends=date(2015, 4, 2)),
    )
    assert [finding.key for finding in found(*terms)] == ["lead-not-t1-02"]


@pytest.mark.parametrize(("on", "expected"), [(date(2014, 3, 31), 1), (date(2014, 4, 1), 0)])
def test_a_claim_that_has_ended_is_history(on, expected):
    terms = (now(CAMHS, CCGS, ends=date(2014, 4, 1)), claim(CAMHS, HUB))
    assert len(found(*terms, on=on)) == expected


def joining(*claims, starts=APRIL_2015):
    row = JoiningRow("NOT-ORG-AT-ROLE-1", 4, "NHS England Area Teams", "the Hub acts on its behalf", starts)
    return list(joining_findings(commissioning(claims=claims, joining=(row,))))


def test_an_organisation_joins_when_the_services_that_it_leads_leave_it():
    (finding,) = joining(now(VISITING, AREA_TEAMS, ends=APRIL_2015))
    assert finding.key == "joining-not-org-at-role-1"
    assert finding.computed == {"services": 1, "from": "2015-04-01"}
    assert finding.arithmetic == "It joins in April 2015; in the same month it stops leading Health visiting."


def test_joining_in_another_month_or_leading_on_is_nothing():
    assert joining(now(VISITING, AREA_TEAMS, ends=date(2014, 4, 1))) == []
    assert joining(now(VISITING, AREA_TEAMS)) == []
