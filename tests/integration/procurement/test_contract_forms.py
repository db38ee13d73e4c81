"""The forms of contracts, step by step as a person takes them: summary before saving, refusals, two people at once."""

from datetime import date

import pytest

from commissioning.core.access import Role
from commissioning.core.money import Basis
from procurement.models import Contract, ContractKPI
from procurement.models.terms import (
    ContractChange,
    ContractReview,
    ContractValue,
    ExtensionOption,
    ReviewAction,
)
from procurement.services.contract_bulk import past_edits
from tests.factories import (
    ContractFactory,
    ContractPartyFactory,
    KPIFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammePartnerFactory,
    ServiceFactory,
)
from tests.integration.procurement.contract_life import TODAY, Life
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
LIST = "/programmes/test/contracts/"
ONE = f"{LIST}T-CON-1/"
DECIDED = {"decided_by": "Joint board", "decided_on": "1 September 2019", "reason": "Agreed at the review"}


@pytest.fixture
def life():
    return Life().signed()


@pytest.fixture
def manager(life):
    return signed_in(Role.PROGRAMME_MANAGER, life.programme, job_title="Programme manager")


def vary(life, **more):
    return {
        **DECIDED,
        "effective_on": "1 October 2019",
        "signed_on": "20 September 2019",
        "value_0": "£1.2m",
        "new_value": "",
        "ends": "31 March 2021",
        "stamp": str(life.version),
        **more,
    }


# --- acts ---------------------------------------------------------------------------------------------------------


def test_every_act_has_its_form(life, manager):
    for kind in (
        "award-intended",
        "award",
        "sign",
        "vary",
        "sign-variation",
        "extend",
        "novate",
        "terminate",
        "lapse",
        "party",
        "party-end",
    ):
        assert "Continue to the summary" in open_page(manager, f"{ONE}acts/{kind}/").words, kind
    assert manager.get(f"{ONE}acts/bless/").status_code == 404


def test_a_variation_is_looked_at_before_it_is_saved(life, manager):
    answer = manager.post(f"{ONE}acts/vary/", vary(life, step="preview"))
    assert answer.status_code == 200
    summary = Page(answer)
    assert "Nothing has been saved yet" in summary.words
    values = {row[0]: row[1:] for row in summary.tables[0]}["Values"]
    assert values == ["£1,000,000, total contract value", "£1.2m, total contract value"]
    assert ContractChange.objects.filter(kind="variation").count() == 0
    saved = manager.post(f"{ONE}acts/vary/", vary(life, step="confirm"))
    assert saved.status_code == 302
    money = ContractValue.objects.get(ends_on__isnull=True).money
    assert (money.amount, money.basis, str(money.net_gross.value)) == (
        1_200_000,
        Basis.TOTAL_CONTRACT_VALUE,
        "net",
    )


def test_what_the_door_refuses_stands_at_its_field_and_keeps_what_was_typed(life, manager):
    answer = manager.post(f"{ONE}acts/vary/", vary(life, step="preview", effective_on="1 March 2019"))
    assert answer.status_code == 422
    page = Page(answer)
    assert "The contract starts on 1 April 2019. A variation cannot count from before that" in page.words
    assert 'value="1 March 2019"' in page.html
    month = Page(manager.post(f"{ONE}acts/vary/", vary(life, step="preview", effective_on="March 2020")))
    assert "is not one day" in month.words


def test_a_second_press_of_confirm_saves_once(life, manager):
    sent = vary(life, step="confirm")
    assert manager.post(f"{ONE}acts/vary/", sent).status_code == 302
    assert manager.post(f"{ONE}acts/vary/", sent).status_code == 302
    assert ContractChange.objects.filter(kind="variation").count() == 1


def test_who_was_overtaken_loses_nothing(life, manager):
    sent = vary(life, step="confirm")
    life.extend(date(2019, 9, 1))
    answer = manager.post(f"{ONE}acts/vary/", sent)
    assert answer.status_code == 409
    page = Page(answer)
    assert "Somebody else changed this contract while you had it open" in page.words
    assert 'value="£1.2m"' in page.html
    again = manager.post(f"{ONE}acts/vary/", {**sent, "stamp": str(life.version), "step": "resolve"})
    assert again.status_code == 200
    assert "Nothing has been saved yet" in Page(again).words


def test_an_extension_and_a_novation_from_their_forms(life, manager):
    extend = {
        **DECIDED,
        "effective_on": "1 October 2019",
        "months": "12",
        "stamp": str(life.version),
        "step": "confirm",
    }
    assert manager.post(f"{ONE}acts/extend/", extend).status_code == 302
    ProgrammePartnerFactory(programme=life.programme, organisation=life.second, role="provider")
    party = life.contract.parties.get(role="lead_provider")
    novate = {
        **DECIDED,
        "effective_on": "1 January 2020",
        "party": str(party.pk),
        "successor": str(life.second.pk),
        "stamp": str(life.version),
        "step": "confirm",
    }
    assert manager.post(f"{ONE}acts/novate/", novate).status_code == 302
    assert open_page(manager, f"{LIST}?on=2020-01-01").tables[0][0][2] == "Second Trust"


def test_a_proposal_offers_its_signing(life, manager):
    manager.post(f"{ONE}acts/vary/", vary(life, step="confirm", signed_on=""))
    page = open_page(manager, ONE)
    assert "Proposed, not signed" in page.words
    reference = ContractChange.objects.get(kind="variation").reference
    assert f"acts/sign-variation/?variation={reference}" in page.html
    sign = {
        "variation": reference,
        "decided_by": "Director",
        "signed_on": "10 October 2019",
        "reason": "Signed by both",
        "stamp": str(life.version),
        "step": "confirm",
    }
    assert manager.post(f"{ONE}acts/sign-variation/", sign).status_code == 302
    assert "Proposed, not signed" not in open_page(manager, ONE).words


def test_an_option_lapses_and_a_party_comes_and_goes(life, manager):
    lapse = {
        "sequence": "1",
        "lapsed_on": "1 October 2020",
        "reason": "No notice",
        "stamp": str(life.version),
        "step": "confirm",
    }
    assert manager.post(f"{ONE}acts/lapse/", lapse).status_code == 302
    assert ExtensionOption.objects.get().lapsed_because == "No notice"
    party = {
        "role": "funder",
        "organisation": str(life.commissioner.pk),
        "starts_on": "1 April 2019",
        "reason": "Pays for it",
        "stamp": str(life.version),
        "step": "confirm",
    }
    assert manager.post(f"{ONE}acts/party/", party).status_code == 302
    second = {**party, "role": "lead_provider", "stamp": str(life.version)}
    answer = manager.post(f"{ONE}acts/party/", second)
    assert answer.status_code == 422
    assert "Record a novation" in Page(answer).words
    funder = life.contract.parties.get(role="funder")
    end = {
        "party": str(funder.pk),
        "ends_on": "1 April 2020",
        "reason": "Handed on",
        "stamp": str(life.version),
        "step": "confirm",
    }
    assert manager.post(f"{ONE}acts/party-end/", end).status_code == 302
    funder.refresh_from_db()
    assert funder.ends_on == date(2020, 4, 1)


# --- the record ---------------------------------------------------------------------------------------------------


def record(life, **more):
    contract = Contract.objects.get(pk=life.contract.pk)
    return {
        "name": contract.name,
        "starts": contract.starts.printed,
        "term_as_printed": contract.term_as_printed,
        "notice_months": "6",
        "reason": "Put right",
        "stamp": str(contract.version),
        **more,
    }


def test_the_record_changes_with_its_services_and_kpis(life, manager):
    service = ServiceFactory(programme=life.programme, name="Portage")
    kpi = KPIFactory(programme=life.programme, name="Seen in time")
    sent = record(life, department="Children", services=[service.pk], kpis=[kpi.pk])
    summary = Page(manager.post(f"{ONE}change/", {**sent, "step": "preview"}))
    assert "Changes department, services, KPIs adopted" in summary.words
    assert not ContractKPI.objects.exists()
    assert manager.post(f"{ONE}change/", {**sent, "step": "confirm"}).status_code == 302
    page = open_page(manager, ONE)
    assert "Portage" in page.words
    assert "Seen in time" in page.words
    assert "Break: its KPIs measure no outcome" in page.words
    assert "Department changed from “(blank)” to “Children”." in page.words


def test_nothing_changed_is_said(life, manager):
    answer = manager.post(f"{ONE}change/", record(life, step="preview"))
    assert answer.status_code == 422
    assert "Nothing differs from what stands now" in Page(answer).words


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ({"cpv": "health"}, {"cpv": "85323000"}, "“health” is not a CPV code. Write eight digits"),
        ({"starts": "1 April 2021"}, {"starts": "31 March 2021"}, "The contract’s last day is 31 March 2021"),
    ],
)
def test_the_record_takes_only_what_can_be(life, manager, wrong, right, words):
    answer = manager.post(f"{ONE}change/", record(life, **wrong, step="confirm"))
    assert answer.status_code == 422
    assert words in Page(answer).words
    assert manager.post(f"{ONE}change/", record(life, **right, step="confirm")).status_code == 302


def test_two_people_and_one_record(life, manager):
    sent = record(life, department="Children", step="confirm")
    contract = Contract.objects.get(pk=life.contract.pk)
    contract.department = "Public health"
    contract.save()
    answer = manager.post(f"{ONE}change/", sent)
    assert answer.status_code == 409
    page = Page(answer)
    assert "Public health" in page.words
    assert "Children" in page.words
    theirs = manager.post(
        f"{ONE}change/",
        {**sent, "stamp": str(life.version), "step": "resolve", "keep_department": "theirs", "route": "Open"},
    )
    assert "Changes procurement route" in Page(theirs).words


def test_a_contract_is_added_with_the_terms_it_begins_with(life, manager):
    ProgrammePartnerFactory(
        programme=life.programme, organisation=life.commissioner, role="lead_commissioner"
    )
    sent = {
        "name": "Health visiting",
        "lead_commissioner": str(life.commissioner.pk),
        "starts": "1 April 2027",
        "ends": "31 March 2034",
        "options": "36",
        "option_notice_months": "6",
        "money": "£44m",
        "basis": "total_contract_value",
        "extension": "base",
        "net_gross": "gross",
        "reason": "From the award report",
        "step": "save",
    }
    assert manager.post(f"{LIST}add/", {**sent, "options": "three years"}).status_code == 422
    answer = manager.post(f"{LIST}add/", sent)
    assert answer.status_code == 302
    made = Contract.objects.get(name="Health visiting")
    words = open_page(manager, f"{LIST}{made.reference}/").words
    assert (
        "Runs to 31 March 2034, and to 31 March 2037 with option 1; notice for option 1 by 30 September 2033."
        in words
    )


def test_only_its_notice_opens_the_award_of_a_phase_under_a_regime(life, manager):
    """Whoever enters a contract does not end the secrecy of its phase's award by typing a day."""
    ProgrammePartnerFactory(
        programme=life.programme, organisation=life.commissioner, role="lead_commissioner"
    )
    phase = ProcurementPhaseFactory(programme=life.programme, regime="psr", number=1)
    sent = {
        "name": "Health visiting",
        "lead_commissioner": str(life.commissioner.pk),
        "starts": "1 April 2027",
        "basis": "unstated",
        "extension": "unstated",
        "net_gross": "unstated",
        "phase": str(phase.pk),
        "public_from": "1 June 2026",
        "reason": "From the award report",
        "step": "save",
    }
    refused = manager.post(f"{LIST}add/", sent)
    assert refused.status_code == 422
    assert "The award of this phase is not public yet. Leave this empty" in Page(refused).words
    assert manager.post(f"{LIST}add/", {**sent, "public_from": ""}).status_code == 302
    phase.award_public_from = date(2026, 5, 20)
    phase.save()
    early = manager.post(f"{LIST}add/", {**sent, "public_from": "19 May 2026"})
    assert "The award of this phase is public since 20 May 2026" in Page(early).words
    assert manager.post(f"{LIST}add/", sent).status_code == 302


def test_a_commissioner_adds_for_their_own_organisation_alone(life):
    own = OrganisationFactory(name="Own Council")
    for organisation in (own, life.commissioner):
        ProgrammePartnerFactory(programme=life.programme, organisation=organisation, role="lead_commissioner")
    client = signed_in(Role.COMMISSIONER, life.programme, organisation=own)
    sent = {
        "name": "New",
        "starts": "TBC",
        "basis": "unstated",
        "extension": "unstated",
        "net_gross": "unstated",
        "reason": "New",
        "step": "save",
    }
    refused = client.post(f"{LIST}add/", {**sent, "lead_commissioner": str(life.commissioner.pk)})
    assert refused.status_code == 422
    assert "A commissioner adds contracts that their own organisation commissions" in Page(refused).words
    assert client.post(f"{LIST}add/", {**sent, "lead_commissioner": str(own.pk)}).status_code == 302
    assert client.get(f"{ONE}change/").status_code == 403


# --- bulk ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(life):
    return [
        ContractFactory(programme=life.programme, reference=f"T-CON-{number}", name=f"Contract {number}")
        for number in (2, 3)
    ]


def bulk(*contracts, **more):
    chosen = [f"{one.pk}:{Contract.objects.get(pk=one.pk).version}" for one in contracts]
    return {"contracts": chosen, "field": "department", "value": "Children", "reason": "Reorganised", **more}


def test_a_bulk_edit_is_previewed_saved_and_undone(life, manager, several):
    several[0].department = "Before"
    several[0].save()
    summary = Page(manager.post(f"{LIST}bulk/", bulk(*several, step="preview")))
    assert "The department of 2 contracts changes" in summary.words
    assert summary.tables[0][0][1:] == ["Before", "Children"]
    assert Contract.objects.filter(department="Children").count() == 0
    assert manager.post(f"{LIST}bulk/", bulk(*several, step="confirm")).status_code == 302
    assert Contract.objects.filter(department="Children").count() == 2
    (edit,) = past_edits(life.programme)
    assert (edit.count, edit.why, edit.who) == (2, "Reorganised", "Programme manager")
    manager.post(f"{LIST}bulk/", {"step": "undo", "token": edit.token})
    assert sorted(
        Contract.objects.filter(pk__in=[one.pk for one in several]).values_list("department", flat=True)
    ) == ["", "Before"]
    manager.post(f"{LIST}bulk/", {"step": "undo", "token": edit.token})
    assert "It has been undone already" in open_page(manager, f"{LIST}bulk/").words


def test_an_edit_changed_since_is_not_undone_and_says_which(life, manager, several):
    manager.post(f"{LIST}bulk/", bulk(*several, step="confirm"))
    several[1].refresh_from_db()
    several[1].department = "Later"
    several[1].save()
    (edit,) = past_edits(life.programme)
    manager.post(f"{LIST}bulk/", {"step": "undo", "token": edit.token})
    assert "Changed since: T-CON-3. Nothing was undone." in open_page(manager, f"{LIST}bulk/").words
    assert Contract.objects.get(reference="T-CON-2").department == "Children"


def test_all_or_nothing_with_the_refused_rows_named(life, manager, several):
    own = OrganisationFactory()
    ContractPartyFactory(contract=several[0], organisation=own, role="lead_commissioner")
    client = signed_in(Role.COMMISSIONER, life.programme, organisation=own)
    page = open_page(client, f"{LIST}bulk/")
    assert "Not yours to change, and so not offered" in page.words
    assert "T-CON-3" in page.words
    answer = client.post(f"{LIST}bulk/", bulk(*several, step="confirm"))
    assert answer.status_code == 422
    assert Contract.objects.filter(department="Children").count() == 0
    assert client.post(f"{LIST}bulk/", bulk(several[0], step="confirm")).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("review_every_months", "often", "“often” is not a number of months"),
        ("notice_months", "999", "“999” is not a number of months from 0 to 600"),
        ("cpv", "851", "is not a CPV code: eight digits"),
        ("department", "x" * 201, "at most 200"),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(life, manager, several, field, value, problem):
    answer = manager.post(f"{LIST}bulk/", bulk(*several, field=field, value=value, step="preview"))
    assert answer.status_code == 422
    assert problem in Page(answer).words


def test_a_bulk_edit_keeps_to_the_view_it_came_from(manager, several):
    page = open_page(manager, f"{LIST}bulk/?q=Contract+2")
    assert "Contract 2" in page.words
    assert "Contract 3 (T-CON-3)" not in page.words


# --- reviews ------------------------------------------------------------------------------------------------------


def test_a_review_keeps_the_performance_as_it_stood(life, manager):
    kpi = KPIFactory(programme=life.programme, name="Seen in time")
    ContractKPI.objects.create(contract=life.contract, kpi=kpi)
    sent = {
        "held_on": "1 June 2019",
        "present": "County Council, First Trust",
        "found": "On plan",
        f"focus_{kpi.pk}": "on",
        f"said_{kpi.pk}": "Improving",
        "action_1": "Send the recovery plan",
        "owner_1": "Contract manager",
        "due_1": "July 2019",
        "next_on": "1 September 2019",
    }
    missing = manager.post(f"{ONE}reviews/add/", {**sent, "owner_1": ""})
    assert missing.status_code == 422
    assert "Action 1: name the role that owns it" in Page(missing).words
    assert manager.post(f"{ONE}reviews/add/", sent).status_code == 302
    review = ContractReview.objects.get()
    kpi.name = "Renamed since"
    kpi.save()
    page = open_page(manager, f"{ONE}reviews/{review.reference}/")
    assert page.tables[0][0][0] == "Seen in time"
    assert "no figure" in page.tables[0][0][1]
    assert "Overdue" in page.tables[1][0][3]
    assert open_page(manager, f"{LIST}?on=2019-06-02").tables[0][0][8].startswith("1 September 2019")


def test_an_action_is_done_later_once(life, manager):
    manager.post(
        f"{ONE}reviews/add/",
        {
            "held_on": "1 June 2019",
            "found": "On plan",
            "action_1": "Plan",
            "owner_1": "Contract manager",
            "due_1": "",
        },
    )
    review, action = ContractReview.objects.get(), ReviewAction.objects.get()
    prefix = f"action{action.pk}"
    sent = {
        f"{prefix}-action": action.pk,
        f"{prefix}-version": action.version,
        f"{prefix}-done_on": "31 May 2019",
        f"{prefix}-outcome": "Sent",
    }
    address = f"{ONE}reviews/{review.reference}/"
    early = manager.post(address, sent)
    assert early.status_code == 422
    assert "The review was on 1 June 2019" in Page(early).words
    assert manager.post(address, {**sent, f"{prefix}-done_on": "1 July 2019"}).status_code == 302
    assert "Done on 1 July 2019" in open_page(manager, address).words
    assert "Open" in open_page(manager, f"{address}?on=2019-06-30").tables[0][0][3]
    board = signed_in(Role.BOARD_MEMBER, life.programme)
    assert board.post(address, sent).status_code == 403


def test_a_review_is_recorded_once_it_was_held(life, manager):
    answer = manager.post(f"{ONE}reviews/add/", {"held_on": "1 January 2090", "found": "Early"})
    assert answer.status_code == 422
    assert "has not come yet" in Page(answer).words
    assert TODAY.year < 2090
