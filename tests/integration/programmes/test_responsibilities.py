"""Who commissions what in the Nottinghamshire paper, on any day: as its Table 1, para 31 and Appendix 2 print it."""

from datetime import date

import pytest

from programmes.models import Programme
from programmes.models.responsibilities import Standing
from programmes.selectors.matrix import NOBODY, PartsFilter, WhoCommissions, narrowed, who_commissions
from programmes.selectors.responsibilities import claims, history_of, lead_on
from programmes.selectors.successions import successions

BEFORE, AFTER = date(2015, 3, 1), date(2015, 5, 1)
PAPER = date(2013, 6, 10)
TABLE_1_STATUTORY = {"National Child Measurement Programme", "Sexual health services"}


@pytest.fixture(scope="module")
def who(nottinghamshire: Programme) -> WhoCommissions:
    return who_commissions(nottinghamshire, PAPER)


def led(programme: Programme, on: date) -> dict[str, int]:
    return {c.commissioner.short: c.leads for c in who_commissions(programme, on).counts if c.leads}


@pytest.mark.parametrize("reference", ["NOT-T1-02", "NOT-T1-03"])
def test_health_visiting_and_family_nurses_pass_from_area_teams_to_public_health(nottinghamshire, reference):
    before, after = (lead_on(nottinghamshire, reference, day) for day in (BEFORE, AFTER))

    assert before is not None
    assert after is not None
    assert before.organisation == "NHS England Area Teams"
    assert after.organisation == "Public Health, Nottinghamshire County Council"
    assert (before.ends_on, after.starts_on) == (date(2015, 4, 1), date(2015, 4, 1))
    assert before.term.printed == "2013-2015"


@pytest.mark.parametrize(
    ("day", "lead"),
    [
        (date(2013, 3, 31), None),
        (date(2013, 4, 1), "NHS England Area Teams"),
        (date(2015, 3, 31), "NHS England Area Teams"),
        (date(2015, 4, 1), "Public Health, Nottinghamshire County Council"),
    ],
)
def test_a_term_holds_from_its_first_day_to_the_day_before_the_next(nottinghamshire, day, lead):
    found = lead_on(nottinghamshire, "NOT-T1-02", day)

    assert (found.organisation if found else None) == lead


def test_table_1_services_by_commissioner_when_the_paper_was_written(nottinghamshire):
    assert led(nottinghamshire, PAPER) == {"CCG": 5, "NHSE AT": 3, "PH LA": 5}


def test_two_services_move_in_april_2015(nottinghamshire):
    assert led(nottinghamshire, AFTER) == {"CCG": 5, "NHSE AT": 1, "PH LA": 7}


def test_nobody_led_before_the_act_of_april_2013(nottinghamshire):
    who = who_commissions(nottinghamshire, date(2013, 3, 31))

    assert led(nottinghamshire, date(2013, 3, 31)) == {}
    assert len(who.nobody_leads) == len(who.services) == 19


def test_a_statutory_duty_is_yes_no_or_not_stated(who):
    chosen = {
        key: narrowed(who, PartsFilter(role="lead_commissioner", standing="current", statutory=key))
        for key in ("yes", "no")
    }

    assert {row.service.name for row in chosen["yes"].services} == TABLE_1_STATUTORY
    assert len(chosen["no"].services) == 11
    partner = next(
        claim
        for row in who.services
        for claim in row.holding
        if claim.organisation == "Public Health England"
    )
    assert (partner.role, partner.statutory) == ("co_commissioner", None)


def test_appendix_2_claims_stand_beside_table_1_and_only_one_governs(who):
    camhs = next(row for row in who.services if row.service.reference == "NOT-T1-07")

    assert camhs.lead is not None
    assert camhs.lead.short == "CCG"
    assert {(claim.organisation, claim.governing, claim.standing) for claim in camhs.rivals} == {
        ("Nottinghamshire CCGs (six)", True, Standing.CURRENT),
        ("Nottinghamshire Integrated Commissioning Hub", False, Standing.PROPOSED),
    }


def test_two_claims_of_the_same_organisation_are_no_rivals(who):
    visiting = next(row for row in who.services if row.service.reference == "NOT-T1-02")

    assert len([claim for claim in visiting.holding if claim.is_lead]) == 2
    assert visiting.rivals == ()


def test_services_that_only_appendix_2_or_table_3_name_have_no_lead(who):
    assert len(who.nobody_leads) == 6
    assert all(not row.service.reference.startswith("NOT-T1-") for row in who.nobody_leads)


def test_every_service_shows_the_models_of_its_components(who):
    models = {row.service.reference: [name for name, _ in row.models] for row in who.services}

    assert models["NOT-T1-07"] == ["Integrated"]
    assert models["NOT-SVC-TEENPREG"] == ["Joint", "Integrated"]
    assert models["NOT-T1-04"] == []
    assert [row.service.reference for row in who.under_two_models] == ["NOT-SVC-TEENPREG"]


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (PartsFilter(), 19),
        (PartsFilter(commissioner=NOBODY), 6),
        (PartsFilter(model=NOBODY), 4),  # the four Table 1 services in no Appendix 2 group
        (PartsFilter(role="co_commissioner"), 1),
        (PartsFilter(role="host"), 0),
        (PartsFilter(standing="agreed"), 0),
    ],
)
def test_a_filter_keeps_the_services_with_one_claim_that_fits_every_side(who, chosen, count):
    assert len(narrowed(who, chosen).services) == count


def test_sides_of_a_filter_are_held_against_one_claim_not_against_several(who):
    hub = next(str(each.organisation_id) for each in who.commissioners if "Hub" in each.name)

    assert narrowed(who, PartsFilter(commissioner=hub, standing="proposed")).services
    assert not narrowed(who, PartsFilter(commissioner=hub, standing="current")).services


def test_terms_carry_the_act_that_opened_or_closed_them_and_their_place(nottinghamshire):
    terms = {claim.reference: claim for claim in claims(nottinghamshire)}
    before, after = terms["NOT-T1-02-LEAD"], terms["NOT-T1-02-NEXT"]

    assert before.closed_by == after.opened_by
    assert after.opened_by is not None
    assert (after.opened_by.reference, after.opened_by.effective.printed) == ("NOT-CRC-1", "from April 2015")
    assert [place.locator for place in before.places] == ["Table 1 (para 5)"]


def test_a_term_that_ended_was_current_on_the_days_it_held(nottinghamshire):
    from programmes.models import Service

    rows = history_of(Service.objects.get(reference="NOT-T1-02"))

    assert [row.governing for row in rows] == [True, True, False]
    assert rows[0].standing_on(BEFORE) == Standing.CURRENT


def test_the_primary_care_trust_was_split_on_1_april_2013(nottinghamshire):
    (split,) = successions(nottinghamshire)

    assert [body.name for body in split.predecessors] == ["NHS Nottinghamshire County PCT"]
    assert {body.reference for body in split.successors} == {"NOT-ORG-CCGS", "NOT-ORG-PH", "NOT-ORG-AT"}
    assert (split.kind, split.took_effect_on) == ("Split", date(2013, 4, 1))
    assert {place.locator for place in split.places} == {"para 4", "para 10"}
    assert (split.closed, split.opened) == ((), ())
    assert len(split.began_then) == 13  # the 13 rows of Table 1, which no source ties to the trust one by one
