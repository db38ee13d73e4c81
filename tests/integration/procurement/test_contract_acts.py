"""The doors of acts: each refusal names the field and the cure, and stands beside the twin that passes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.money import parse_money
from procurement.models import ContractParty
from procurement.models.terms import ContractChange, ContractEnd, ExtensionOption
from procurement.selectors.contract_facts import current_ends
from procurement.selectors.contracts import contract_rows
from procurement.selectors.sealed import Sight
from procurement.services.contract_door import Deed
from procurement.services.contract_terms import extend, let_lapse, sign_variation
from programmes.access import grants_for
from tests.factories import (
    ConflictDeclarationFactory,
    NoticeFactory,
    NoticeKindFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    TeamMemberFactory,
    person_with,
)
from tests.integration.procurement.contract_life import TODAY, Life, annual, whole_life

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    return Life().signed()


def refusal(act, *args, **kwargs) -> dict[str, list[str]]:
    """What the door refuses, by field; and nothing of it was written."""
    before = ContractChange.objects.count()
    with pytest.raises(ValidationError) as raised:
        act(*args, **kwargs)
    assert ContractChange.objects.count() == before
    return raised.value.message_dict


def row_on(life: Life, on: date):
    sight = Sight.for_person(life.by, life.grants, life.programme, life.today)
    return next(row for row in contract_rows(life.programme, on, sight) if row.reference == "T-CON-1")


# --- award and signing --------------------------------------------------------------------------------------------


def test_awards_come_in_order_and_once():
    life = Life()
    assert "not awarded yet" in refusal(life.sign)["effective_on"][0]
    assert refusal(life.intend, provider=None) == {"provider": ["Choose the provider to whom it is awarded."]}
    life.intend()
    assert "recorded already" in refusal(life.intend)["effective_on"][0]
    life.award()
    life.sign()
    assert refusal(life.sign, day=date(2019, 3, 5)) == {"effective_on": ["The signing is recorded already."]}


def test_an_award_to_another_than_intended_replaces_the_provider_from_its_day():
    life = Life()
    life.intend()
    other = OrganisationFactory(name="Third Trust")
    life.award(provider=other)
    assert row_on(life, date(2019, 2, 19)).provider == "First Trust"
    assert row_on(life, date(2019, 2, 20)).provider == "Third Trust"


def test_signing_waits_for_the_end_of_standstill():
    """Procurement Act, award notice on Monday 2 June 2025: standstill to Wednesday 11 June, signing from the 12th."""
    life = Life()
    phase = ProcurementPhaseFactory(programme=life.programme, number=1, regime="pa2023")
    kind = NoticeKindFactory(
        regime="pa2023", code="UK6", name="Contract award notice", starts_standstill=True, opens_award=True
    )
    NoticeFactory(programme=life.programme, phase=phase, kind=kind, published_on=date(2025, 6, 2))
    life.contract.phase = phase
    life.contract.starts = parse_fuzzy_date("1 September 2025")
    life.contract.save()
    life.intend(date(2025, 5, 20))
    life.award(date(2025, 6, 2))
    assert "12 June 2025" in refusal(life.sign, day=date(2025, 6, 11))["effective_on"][0]
    life.sign(date(2025, 6, 12))
    assert row_on(life, date(2025, 6, 12)).signed_on == date(2025, 6, 12)


def test_a_signing_cannot_be_recorded_before_it_happened():
    life = Life()
    life.intend()
    life.award()
    assert "once it has happened" in refusal(life.sign, day=TODAY + timedelta(days=1))["effective_on"][0]


def test_a_contract_without_a_phase_becomes_public_when_it_is_signed():
    life = Life()
    life.contract.public_from = None
    life.contract.save()
    commissioner = person_with(Role.PROGRAMME_MANAGER, programme=life.programme)
    assert not Sight.for_public(life.programme, TODAY).of_contract(life.contract).provider
    life.by = commissioner
    life.signed()
    life.contract.refresh_from_db()
    assert life.contract.public_from == date(2019, 3, 4)


# --- variation ----------------------------------------------------------------------------------------------------


def test_a_variation_says_what_it_changes_and_from_when(life):
    signed = date(2019, 9, 1)
    when = date(2019, 10, 1)
    assert "changes something" in refusal(life.vary, when, signed=signed, decided=signed)["values"][0]
    no_basis = refusal(life.vary, when, signed=signed, decided=signed, values=[parse_money("£2,000")])
    assert "Choose the basis" in no_basis["values"][0]
    early = refusal(
        life.vary,
        date(2019, 3, 31),
        signed=date(2019, 3, 20),
        decided=date(2019, 3, 20),
        values=[annual("£5,000")],
    )
    assert "starts on 1 April 2019" in early["effective_on"][0]
    late = refusal(life.vary, date(2021, 4, 1), decided=signed, signed=signed, values=[annual("£5,000")])
    assert "ended on 31 March 2021" in late["effective_on"][0]
    life.vary(
        date(2019, 4, 1), signed=date(2019, 3, 20), decided=date(2019, 3, 20), values=[annual("£5,000")]
    )
    assert [m.printed for m in row_on(life, date(2019, 4, 1)).values] == ["£1,000,000", "£5,000"]
    assert [m.printed for m in row_on(life, date(2019, 3, 31)).values] == ["£1,000,000"]


def test_a_decision_that_has_not_come_is_refused(life):
    tomorrow = TODAY + timedelta(days=1)
    found = refusal(life.vary, date(2020, 1, 1), decided=tomorrow, values=[annual("£5,000")])
    assert "has not come yet" in found["decided_on"][0]
    found = refusal(life.vary, date(2020, 1, 1), signed=tomorrow, decided=TODAY, values=[annual("£5,000")])
    assert "has not come yet" in found["signed_on"][0]


def test_acts_count_in_the_order_of_the_record(life):
    life.vary(
        date(2020, 1, 1), signed=date(2019, 12, 1), decided=date(2019, 12, 1), values=[annual("£5,000")]
    )
    found = refusal(
        life.vary,
        date(2019, 12, 31),
        signed=date(2019, 12, 1),
        decided=date(2019, 12, 1),
        values=[annual("£6,000")],
    )
    assert "Enter 1 January 2020 or later" in found["effective_on"][0]


def test_one_value_changes_once_on_a_day(life):
    when = {"signed": date(2019, 12, 1), "decided": date(2019, 12, 1)}
    life.vary(date(2020, 1, 1), values=[annual("£5,000")], **when)
    found = refusal(life.vary, date(2020, 1, 1), values=[annual("£6,000")], **when)
    assert "Another act changed" in found["values"][0]
    life.vary(date(2020, 1, 1), values=[whole_life("£6,000")], **when)  # another value may
    life.vary(date(2020, 1, 2), values=[annual("£6,000")], **when)  # and the same one on another day


def test_a_new_end_before_it_counts_is_refused(life):
    found = refusal(
        life.vary,
        date(2020, 6, 1),
        signed=date(2020, 5, 1),
        decided=date(2020, 5, 1),
        ends=parse_fuzzy_date("31 May 2020"),
    )
    assert "record a termination" in found["ends"][0]


def test_a_proposed_variation_changes_nothing_until_it_is_signed_by_a_further_act(life):
    proposal = life.vary(
        date(2020, 1, 1),
        decided=date(2019, 12, 1),
        values=[whole_life("£1,500,000")],
        ends=parse_fuzzy_date("30 September 2021"),
    )
    assert row_on(life, date(2020, 6, 1)).values[0].printed == "£1,000,000"
    assert row_on(life, date(2020, 6, 1)).state.value == "live"
    sign_variation(
        life.contract,
        proposal.reference,
        signed_on=date(2020, 2, 10),
        decided_by="Director of commissioning",
        **life.who(),
    )
    before, after = row_on(life, date(2020, 2, 9)), row_on(life, date(2020, 2, 10))
    assert (before.values[0].printed, before.current_end.end) == ("£1,000,000", date(2021, 3, 31))
    assert (after.values[0].printed, after.current_end.end) == ("£1,500,000", date(2021, 9, 30))
    assert (before.state.value, after.state.value) == ("live", "varied")
    again = refusal(
        sign_variation,
        life.contract,
        proposal.reference,
        signed_on=date(2020, 3, 1),
        decided_by="Director",
        **life.who(),
    )
    assert "signed already" in again["variation"][0]


def test_a_proposal_signed_before_its_day_counts_from_its_day(life):
    proposal = life.vary(date(2020, 1, 1), decided=date(2019, 11, 1), values=[whole_life("£1,500,000")])
    sign_variation(
        life.contract, proposal.reference, signed_on=date(2019, 12, 1), decided_by="Director", **life.who()
    )
    assert row_on(life, date(2019, 12, 31)).values[0].printed == "£1,000,000"
    assert row_on(life, date(2020, 1, 1)).values[0].printed == "£1,500,000"


def test_a_proposal_that_a_later_act_has_overtaken_is_not_signed(life):
    proposal = life.vary(date(2020, 1, 1), decided=date(2019, 11, 1), values=[whole_life("£1,500,000")])
    life.extend(date(2020, 6, 1))
    found = refusal(
        sign_variation,
        life.contract,
        proposal.reference,
        signed_on=date(2020, 2, 1),
        decided_by="Director",
        **life.who(),
    )
    assert "1 June 2020" in found["effective_on"][0]


# --- extension ----------------------------------------------------------------------------------------------------


def test_an_extension_takes_the_next_option_within_its_months(life):
    assert "Enter a number from 1 to 12" in refusal(life.extend, date(2020, 12, 1), months=13)["months"][0]
    assert "Enter a number from 1 to 12" in refusal(life.extend, date(2020, 12, 1), months=0)["months"][0]
    assert "ended on 31 March 2021" in refusal(life.extend, date(2021, 4, 1))["effective_on"][0]
    assert "starts on" in refusal(life.extend, date(2019, 3, 10))["effective_on"][0]
    life.extend(date(2021, 3, 31), months=6)
    assert row_on(life, date(2021, 3, 31)).current_end.end == date(2021, 9, 30)
    found = refusal(life.extend, date(2021, 6, 1), months=6)
    assert "No option is left" in found["months"][0]


def test_options_are_taken_in_their_order_and_each_counts_from_its_day(life):
    ExtensionOption.objects.create(contract=life.contract, sequence=2, months=24)
    life.extend(date(2020, 12, 1), months=12)
    life.extend(date(2021, 12, 1), months=24)
    expected = {
        date(2020, 11, 30): (date(2021, 3, 31), date(2024, 3, 31)),
        date(2020, 12, 1): (date(2022, 3, 31), date(2024, 3, 31)),
        date(2021, 12, 1): (date(2024, 3, 31), date(2024, 3, 31)),
    }
    for on, ends in expected.items():
        row = row_on(life, on)
        assert (row.current_end.end, row.last_possible_end.end) == ends, on


def test_28_february_and_twelve_months_is_29_february():
    life = Life()
    end = life.contract.ends.get()
    end.ends = parse_fuzzy_date("28 February 2027")
    end.save()
    life.signed()
    life.extend(date(2026, 6, 1))
    assert row_on(life, date(2026, 6, 1)).current_end.end == date(2028, 2, 29)


def test_a_lapsed_option_is_not_taken_and_adds_nothing(life):
    let_lapse(
        life.contract, sequence=1, lapsed_on=date(2020, 10, 1), **life.who(reason="No notice was given")
    )
    assert row_on(life, date(2020, 9, 30)).last_possible_end.end == date(2022, 3, 31)
    assert row_on(life, date(2020, 10, 1)).last_possible_end.end == date(2021, 3, 31)
    assert "No option is left" in refusal(life.extend, date(2020, 12, 1))["months"][0]
    found = refusal(let_lapse, life.contract, sequence=1, lapsed_on=date(2020, 11, 1), **life.who())
    assert "taken or has lapsed already" in found["sequence"][0]


def test_without_a_known_end_there_is_nothing_to_extend(life):
    ContractEnd.objects.all().delete()
    assert "end of this contract is not known" in refusal(life.extend, date(2020, 12, 1))["months"][0]


def test_an_end_with_options_counted_in_is_the_contracts_own_where_an_act_brought_it_about(life):
    """As data may come in; the same row without an act is what a paper prints, and changes nothing."""
    act = life.extend(date(2020, 12, 1))
    ContractEnd.objects.filter(change=act).update(extension="with_extension")
    assert row_on(life, date(2020, 12, 1)).current_end.end == date(2022, 3, 31)
    assert current_ends([life.contract.pk], date(2020, 12, 1))[life.contract.pk].end == date(2022, 3, 31)
    ContractEnd.objects.create(
        contract=life.contract, ends=parse_fuzzy_date("31 March 2030"), extension="with_extension"
    )
    assert row_on(life, date(2020, 12, 1)).current_end.end == date(2022, 3, 31)
    assert row_on(life, date(2020, 12, 1)).end_disagrees


# --- novation and termination -------------------------------------------------------------------------------------


def test_a_novation_goes_to_another_organisation(life):
    same = refusal(life.novate, date(2020, 6, 1), successor=life.first)
    assert "has this part already" in same["successor"][0]
    assert "Choose a party" in refusal(life.novate, date(2020, 6, 1), party=None)["party"][0]
    assert "Choose the organisation" in refusal(life.novate, date(2020, 6, 1), successor=None)["successor"][0]
    life.novate(date(2020, 6, 1))
    assert row_on(life, date(2020, 5, 31)).provider == "First Trust"
    assert row_on(life, date(2020, 6, 1)).provider == "Second Trust"


def test_a_commissioner_too_hands_its_part_on(life):
    party = ContractParty.objects.get(contract=life.contract, role="lead_commissioner")
    board = OrganisationFactory(name="Integrated care board")
    life.novate(date(2020, 6, 1), party=party, successor=board)
    assert row_on(life, date(2020, 5, 31)).lead_commissioner == "County Council"
    assert row_on(life, date(2020, 6, 1)).lead_commissioner == "Integrated care board"
    assert row_on(life, date(2020, 6, 1)).provider == "First Trust"


def test_a_termination_ends_it_the_day_before_and_closes_the_record(life):
    life.terminate(date(2020, 7, 1), decided=date(2020, 4, 15))
    known = row_on(life, date(2020, 4, 15))
    assert (known.current_end.end, known.state.value) == (date(2020, 6, 30), "live")
    assert row_on(life, date(2020, 4, 14)).current_end.end == date(2021, 3, 31)
    assert row_on(life, date(2020, 6, 30)).state.value == "live"
    assert row_on(life, date(2020, 7, 1)).state.value == "ended"
    assert "was terminated" in refusal(life.extend, date(2020, 8, 1))["effective_on"][0]


def test_a_contract_that_has_run_out_needs_no_termination(life):
    assert "ended on 31 March 2021" in refusal(life.terminate, date(2021, 5, 1))["effective_on"][0]
    assert row_on(life, date(2021, 3, 31)).state.value == "live"
    assert row_on(life, date(2021, 4, 1)).state.value == "ended"


def options_on(life, on):
    return [(option.state.value, option.lapsed_on) for option in row_on(life, on).options]


def test_a_terminated_contract_has_no_room_left_from_the_day_its_ending_is_known(life):
    """Its option can be taken no more: no longest end beyond the last day, and no notice to give."""
    life.terminate(date(2020, 7, 1), decided=date(2020, 4, 15))
    before, known = row_on(life, date(2020, 4, 14)), row_on(life, date(2020, 4, 15))
    assert (before.last_possible_end.end, before.notice_for) == (date(2022, 3, 31), "option 1")
    assert before.notice_by is not None
    assert (known.last_possible_end.end, known.notice_by) == (date(2020, 6, 30), None)
    assert options_on(life, date(2020, 4, 14)) == [("live", None)]
    assert options_on(life, date(2020, 4, 15)) == [("lapsed", date(2020, 4, 15))]
    assert options_on(life, date(2020, 8, 1)) == [("lapsed", date(2020, 4, 15))]


def test_an_option_that_nobody_took_is_gone_the_day_after_the_last_day(life):
    last, after = row_on(life, date(2021, 3, 31)), row_on(life, date(2021, 4, 1))
    assert (last.last_possible_end.end, last.options[0].state.value) == (date(2022, 3, 31), "live")
    assert after.last_possible_end.end == after.current_end.end == date(2021, 3, 31)
    assert options_on(life, date(2021, 4, 1)) == [("lapsed", date(2021, 4, 1))]


# --- who, and two at once -----------------------------------------------------------------------------------------


def test_every_act_needs_a_reason_and_a_body(life):
    found = refusal(life.extend, date(2020, 12, 1), reason=" ")
    assert "Say why" in found["reason"][0]
    deed = Deed(date(2020, 1, 1), " ", date(2020, 1, 1))
    assert "body or role" in refusal(extend, life.contract, deed, months=12, **life.who())["decided_by"][0]


def test_a_form_opened_before_another_act_is_stale(life):
    seen = life.version
    life.extend(date(2020, 12, 1))
    with pytest.raises(StaleEdit):
        life.novate(date(2021, 1, 1), version=seen)
    life.novate(date(2021, 1, 1))


@pytest.mark.parametrize("role", [Role.FINANCE_LEAD, Role.BOARD_MEMBER, Role.ANALYST, Role.EVALUATOR])
def test_others_may_not_act(life, role):
    person = person_with(role, programme=life.programme)
    with pytest.raises(PermissionDenied):
        life.extend(date(2020, 12, 1), by=person, grants=grants_for(person, TODAY))


def test_a_commissioner_acts_on_the_contracts_of_their_own_organisation_alone(life):
    theirs = person_with(Role.COMMISSIONER, programme=life.programme, organisation=life.commissioner)
    other = person_with(Role.COMMISSIONER, programme=life.programme, organisation=life.first)
    with pytest.raises(PermissionDenied):
        life.extend(date(2020, 12, 1), by=other, grants=grants_for(other, TODAY))
    life.extend(date(2020, 12, 1), by=theirs, grants=grants_for(theirs, TODAY))


def test_acts_on_a_sealed_contract_are_the_teams():
    """A manager who is not on the team would otherwise learn provider and value from the summary of an act."""
    life = Life()
    phase = ProcurementPhaseFactory(programme=life.programme, number=4)
    life.contract.phase, life.contract.public_from = phase, None
    life.contract.save()
    with pytest.raises(PermissionDenied, match="not public yet"):
        life.intend()
    TeamMemberFactory(programme=life.programme, phase=phase, user=life.by, role="lead")
    with pytest.raises(PermissionDenied, match="not public yet"):  # not before their interests are declared
        life.intend()
    ConflictDeclarationFactory(programme=life.programme, phase=phase, user=life.by)
    assert life.intend().kind == "award_intended"


def test_the_state_of_a_sealed_contract_tells_nothing_of_a_pending_award():
    life = Life()
    life.intend()
    life.contract.refresh_from_db()
    life.contract.public_from = None
    life.contract.phase = ProcurementPhaseFactory(programme=life.programme, number=4)
    life.contract.save()
    outsider = Sight.for_person(
        person_with(Role.BOARD_MEMBER, programme=life.programme),
        grants_for(person_with(Role.BOARD_MEMBER, programme=life.programme), TODAY),
        life.programme,
        TODAY,
    )
    for on in (date(2019, 1, 1), date(2019, 2, 10), date(2019, 6, 1)):
        (row,) = contract_rows(life.programme, on, outsider)
        assert (row.state.value, row.provider, row.values, row.acts) == ("planned", None, None, ())


def test_a_contract_older_than_the_register_is_varied_without_a_recorded_signing():
    life = Life()
    assert ContractChange.objects.count() == 0
    life.vary(
        date(2020, 1, 1), signed=date(2019, 12, 1), decided=date(2019, 12, 1), values=[annual("£5,000")]
    )
    assert row_on(life, date(2020, 1, 1)).state.value == "varied"


def test_an_act_stays_as_it_was_written(life):
    change = life.extend(date(2020, 12, 1))
    change.reason = "Another"
    with pytest.raises(Exception, match="append_only"):
        change.save()
