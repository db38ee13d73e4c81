"""Every row of the mapping from our records to OCDS 1.1.5: what is put in is found there, and the whole is valid."""

from datetime import date

import pytest

from commissioning.core.money import Basis, parse_money
from procurement.models import ContractChange, ContractParty, Notice, ProcurementPhase
from procurement.publishing.material import Material
from procurement.publishing.releases import phase_release, programme_release
from tests.factories import KPIFactory, OrganisationFactory, ProcurementPhaseFactory
from tests.factories.contracts import (
    ContractChangeFactory,
    ContractReviewFactory,
    ContractValueFactory,
    ExtensionOptionFactory,
    FundLineFactory,
    PooledFundFactory,
    PublicationFactory,
    ReviewedKPIFactory,
)
from tests.factories.kpis import ContractFactory, ContractKPIFactory
from tests.factories.procurement import BudgetLineFactory
from tests.factories.programmes import FactFactory
from tests.integration.procurement.ocds_world import AT, ON, OcdsWorld, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(law, settings):
    settings.OCID_PREFIX = "ocds-a1b2c3"
    return OcdsWorld()


def one(items, id_):
    return next(item for item in items if item["id"] == id_)


# --- the process --------------------------------------------------------------------------------------------------


def test_the_programme_is_the_project_and_its_planning_a_related_process(world):
    release = world.release()
    assert release["planning"]["budget"]["project"] == "Start well"
    assert release["planning"]["budget"]["projectID"] == "C-PRG"
    planning = one(release["relatedProcesses"], "planning")
    assert planning["identifier"] == "ocds-a1b2c3-C-PRG"
    assert (planning["relationship"], planning["scheme"]) == (["planning"], "ocid")
    own = programme_release(Material(world.programme, ON), AT)
    assert (own["ocid"], own["tag"]) == ("ocds-a1b2c3-C-PRG", ["planning"])
    assert "tender" not in own


def test_an_ocid_is_ours_or_the_portals_that_was_typed_in(world):
    assert world.release()["ocid"] == "ocds-a1b2c3-C-PH-1"
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(ocid="ocds-h6vhtk-0fffa1")
    PublicationFactory(programme=world.programme, ocid="ocds-b5fd17-abc")
    release = world.release()
    assert release["ocid"] == "ocds-h6vhtk-0fffa1"
    assert one(release["relatedProcesses"], "planning")["identifier"] == "ocds-b5fd17-abc"


def test_the_phase_is_the_tender(world):
    release = world.release()
    tender = release["tender"]
    assert tender["id"] == "CC/2025/7"
    assert tender["title"] == "School nursing"
    assert tender["description"].startswith("Nurses for every school.")
    assert release["planning"]["rationale"] == "Two contracts end in 2026."
    assert release["initiationType"] == "tender"


def test_the_regime_and_the_process(world):
    tender = world.release()["tender"]
    assert tender["legalBasis"] == {"scheme": "UKPGA", "id": "2023/54"}
    assert tender["procurementMethod"] == "selective"
    assert tender["procurementMethodDetails"] == "Competitive flexible procedure"
    assert tender["specialRegime"] == ["lightTouch"]


@pytest.mark.parametrize(
    ("regime", "basis"),
    [
        ("psr", {"scheme": "UKSI", "id": "2023/1348"}),
        ("pcr2015", {"scheme": "CELEX", "id": "32014L0024"}),
        ("exempt", None),
    ],
)
def test_other_regimes_have_their_own_legal_basis(world, regime, basis):
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(regime=regime, light_touch=False, process=None)
    phase = ProcurementPhase.objects.get(pk=world.phase.pk)
    tender = phase_release(Material(world.programme, ON), phase, AT)["tender"]
    assert tender.get("legalBasis") == basis
    assert "specialRegime" not in tender


def test_the_status_follows_the_stages_and_never_tells_of_an_award_before_its_notice(world):
    assert world.release()["tender"]["status"] == "complete"
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(award_public_from=None)
    world.phase.stages.filter(kind__code="award").update(
        actual_start=date(2026, 3, 20),
        actual_end=date(2026, 3, 20),
        actual_precision="day",
        actual_status="stated",
    )
    before = world.release()
    assert before["tender"]["status"] == "active"
    assert "dateMet" not in one(before["tender"]["milestones"], "C-ST-award")


@pytest.mark.parametrize("ending", ["cancelled", "unsuccessful", "withdrawn"])
def test_an_abandoned_phase_says_how(world, ending):
    changed = {"ended_as": ending, "ended_on": date(2026, 5, 1), "ended_because": "No bid"}
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(**changed)
    assert world.release()["tender"]["status"] == ending
    assert world.release(date(2026, 4, 30))["tender"]["status"] == "complete"


def test_a_phase_without_dates_is_an_idea_and_with_dates_is_planned(world):
    idea = ProcurementPhaseFactory(programme=world.programme, number=2)
    dated = ProcurementPhaseFactory(programme=world.programme, number=3, procurement_start="2027")
    material = Material(world.programme, ON)
    assert phase_release(material, idea, AT)["tender"]["status"] == "planning"
    assert phase_release(material, dated, AT)["tender"]["status"] == "planned"


# --- who, what and when -------------------------------------------------------------------------------------------


def test_who_leads_and_who_buys(world):
    release = world.release()
    council = {"id": "ocds-a1b2c3-ORG-CC", "name": "Sample County Council"}
    assert release["tender"]["procuringEntity"] == council
    assert release["buyer"] == council
    party = one(release["parties"], council["id"])
    assert party["roles"] == ["buyer", "procuringEntity", "sourceParty"]
    assert party["identifier"]["scheme"] == "ocds-a1b2c3"


def test_the_estimate_is_a_range_with_its_words_once_the_award_is_public(world):
    tender = world.release()["tender"]
    assert tender["minValue"] == {"amount": 2400000, "currency": "GBP"}
    assert tender["value"] == {"amount": 2600000, "currency": "GBP"}
    assert "£2.4m to £2.6m" in tender["description"]
    assert tender["aboveThreshold"] is True


def test_the_vocabulary_code_is_eight_digits_and_gives_the_category(world):
    tender = world.release()["tender"]
    assert tender["classification"] == {"scheme": "CPV", "id": "85323000"}
    assert tender["mainProcurementCategory"] == "services"


def test_a_fuzzy_period_has_its_outer_moments_and_its_words(world):
    tender = world.release()["tender"]
    assert tender["contractPeriod"] == {
        "startDate": "2026-10-01T00:00:00+01:00",
        "endDate": "2029-09-30T23:59:59+01:00",
        "maxExtentDate": "2031-09-30T23:59:59+01:00",
    }
    assert tender["awardPeriod"] == {
        "startDate": "2025-11-01T00:00:00+00:00",
        "endDate": "2025-11-30T23:59:59+00:00",
        "description": "Start stated as “November 2025”; End stated as “November 2025”.",
    }
    assert tender["tenderPeriod"] == {
        "startDate": "2025-09-01T00:00:00+01:00",
        "endDate": "2025-10-20T23:59:59+01:00",
    }
    assert tender["enquiryPeriod"] == {"endDate": "2025-10-01T23:59:59+01:00"}


def test_suitability_and_why_the_market_was_not_asked(world):
    release = world.release()
    assert release["tender"]["suitability"] == {"sme": True, "vcse": False}
    assert release["planning"]["noEngagementNoticeRationale"] == "The market was asked a year before"


def test_services_in_scope_are_items_with_their_lot_and_nothing_else_is(world):
    tender = world.release()["tender"]
    assert tender["items"] == [
        {
            "id": "C-SVC-1",
            "description": "School nurses. Its commissioner is to be confirmed.",
            "relatedLot": "C-LOT-1",
        }
    ]
    assert tender["lots"][0]["title"] == "North"
    assert "Left out" not in str(tender)


def test_stages_are_milestones_where_the_standard_has_them(world):
    release = world.release()
    decision = one(release["planning"]["milestones"], "C-ST-decision")
    assert decision == {
        "id": "C-ST-decision",
        "title": "Decision to procure",
        "code": "decision",
        "type": "approval",
        "dueDate": "2025-05-01T23:59:59+01:00",
        "dateMet": "2025-05-01T00:00:00+01:00",
        "status": "met",
    }
    engagement = one(release["planning"]["milestones"], "C-ST-engagement")
    assert engagement["dueDate"] == "2025-06-30T23:59:59+01:00"
    assert "“June 2025”" in engagement["description"]
    assert one(release["tender"]["milestones"], "C-ST-award")["status"] == "notMet"
    assert one(release["contracts"][0]["milestones"], "C-ST-go_live")["status"] == "scheduled"


def test_a_forecast_stands_before_the_plan(world):
    world.phase.stages.filter(kind__code="award").update(
        forecast_start=date(2026, 7, 1),
        forecast_end=date(2026, 7, 1),
        forecast_precision="day",
        forecast_status="stated",
    )
    award = one(world.release()["tender"]["milestones"], "C-ST-award")
    assert (award["dueDate"], award["status"]) == ("2026-07-01T23:59:59+01:00", "scheduled")


# --- notices ------------------------------------------------------------------------------------------------------


def test_notices_are_documents_of_their_part_and_give_the_tags(world):
    release = world.release()
    assert release["tag"] == ["planning", "tender", "award", "contract"]
    tender = one(release["tender"]["documents"], "C-NOT-UK4")
    assert tender == {
        "id": "C-NOT-UK4",
        "documentType": "tenderNotice",
        "noticeType": "UK4",
        "title": "Tender notice",
        "description": "Tender notice, number 090001-2025",
        "url": "https://notices.example.org/UK4",
        "datePublished": "2025-09-01T00:00:00+01:00",
    }
    assert release["awards"][0]["documents"][0]["noticeType"] == "UK6"
    assert release["contracts"][0]["documents"][0]["documentType"] == "contractNotice"


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("UK1", "planning"),
        ("UK2", "planning"),
        ("UK3", "planning"),
        ("UK9", "implementation"),
        ("UK10", "contractAmendment"),
        ("UK11", "contractTermination"),
        ("UK12", "tenderCancellation"),
    ],
)
def test_each_kind_of_notice_has_its_tag(world, code, tag):
    assert (tag in world.release()["tag"]) is (tag == "planning")
    world.notice(code, date(2026, 5, 1))
    release = world.release()
    assert tag in release["tag"]
    assert f"'noticeType': '{code}'" in str(release)


def test_a_notice_that_is_only_planned_is_not_there(world):
    world.notice("UK10", None)
    assert "UK10" not in str(world.release())


def test_the_standstill_of_the_award(world):
    # Thursday 26 March 2026: working day 1, and Good Friday and Easter Monday between; ends with Wednesday 8 April.
    assert world.release()["awards"][0]["standstillPeriod"] == {
        "startDate": "2026-03-26T00:00:00+00:00",
        "endDate": "2026-04-08T23:59:59+01:00",
    }


# --- contracts ----------------------------------------------------------------------------------------------------


def test_a_contract_and_its_award(world):
    release = world.release()
    award, contract = release["awards"][0], release["contracts"][0]
    assert (contract["id"], contract["awardID"], award["id"]) == ("C-CON-1", award["id"], "C-CON-1-AWARD")
    assert award["relatedLots"] == ["C-LOT-1"]
    assert contract["title"] == "School nursing, north"
    assert (award["status"], contract["status"]) == ("active", "active")
    assert award["suppliers"] == [{"id": "GB-COH-01234567", "name": "Sample Children’s Trust"}]
    assert contract["value"] == {"amount": 2500000, "amountGross": 3000000, "currency": "GBP"}
    assert contract["dateSigned"] == "2026-04-20T00:00:00+01:00"
    assert contract["period"] == {
        "startDate": "2026-10-01T00:00:00+01:00",
        "endDate": "2029-09-30T23:59:59+01:00",
        "maxExtentDate": "2031-09-30T23:59:59+01:00",
    }


def test_a_contract_that_is_not_signed_is_pending_and_its_provider_intended(world):
    type(world.contract).objects.filter(pk=world.contract.pk).update(signed_on=None)
    ContractChangeFactory(
        contract=world.contract,
        programme=world.programme,
        kind="award_intended",
        decided_on=date(2026, 3, 20),
        effective_on=date(2026, 3, 20),
        signed_on=None,
    )
    release = world.release()
    assert (release["awards"][0]["status"], release["contracts"][0]["status"]) == ("pending", "pending")
    assert release["awards"][0]["date"] == "2026-03-20T00:00:00+00:00"


def test_options_are_renewals_of_the_lot_and_taken_ones_amendments(world):
    lot = world.release()["tender"]["lots"][0]
    assert lot["hasRenewal"] is True
    assert lot["renewal"] == {
        "description": "C-CON-1: option 1 of 24 months, 6 months’ notice. As printed: 3 + 2 years.",
        "maximumRenewals": 1,
    }
    taken = ContractChangeFactory(
        contract=world.contract,
        programme=world.programme,
        kind="extension",
        number=1,
        reference="C-CCH-1",
        decided_on=date(2026, 5, 1),
        effective_on=date(2026, 5, 1),
        signed_on=None,
        reason="Works well",
    )
    world.contract.options.update(change=taken)
    ExtensionOptionFactory(contract=world.contract, sequence=2, months=12)
    release = world.release()
    assert (
        "option 1 of 24 months, 6 months’ notice, taken"
        in release["tender"]["lots"][0]["renewal"]["description"]
    )
    assert one(release["contracts"][0]["amendments"], "C-CCH-1")["rationale"] == "Works well"


def test_without_lots_the_tender_itself_has_the_renewal(world):
    world.contract.contract_lots.all().delete()
    world.lot.delete()
    assert world.release()["tender"]["hasRenewal"] is True


def vary(world, **more):
    given = {"reference": "C-CCH-2", "kind": "variation", "number": 1, "reason": "More schools"}
    days = {"decided_on": date(2026, 5, 1), "effective_on": date(2026, 5, 10), "signed_on": date(2026, 5, 5)}
    return ContractChangeFactory(contract=world.contract, programme=world.programme, **given | days | more)


def test_a_signed_variation_is_an_amendment_with_what_it_changed(world):
    change = vary(world)
    world.contract.values.filter(money_net_gross="net").update(ends_on=date(2026, 5, 10))
    ContractValueFactory(
        contract=world.contract, money=whole("£2,750,000"), starts_on=date(2026, 5, 10), change=change
    )
    contract = world.release()["contracts"][0]
    amendment = one(contract["amendments"], "C-CCH-2")
    assert amendment["value"] == {"amount": 2750000, "currency": "GBP"}
    assert (amendment["rationale"], amendment["date"]) == ("More schools", "2026-05-05T00:00:00+01:00")
    assert contract["value"]["amount"] == 2750000
    assert world.release()["awards"][0]["value"]["amount"] == 2500000


def test_a_variation_that_is_not_signed_is_proposed_once_a_notice_says_so(world):
    vary(world, signed_on=None)
    assert "C-CCH-2" not in str(world.release())
    world.notice("UK10", date(2026, 5, 2), contract=world.contract)
    contract = world.release()["contracts"][0]
    assert one(contract["proposedAmendments"], "C-CCH-2")["rationale"] == "More schools"
    assert "amendments" not in contract


def test_the_notice_of_one_variation_tells_nothing_of_a_later_proposal(world):
    """A draft decided after the notice waits for a notice of its own; one decided by its day does not."""
    world.notice("UK10", date(2026, 5, 2), contract=world.contract)
    vary(world, signed_on=None)
    later = {"decided_on": date(2026, 5, 3), "signed_on": None, "reason": "Fewer schools"}
    vary(world, reference="C-CCH-3", number=2, **later)
    told = [act["id"] for act in world.release()["contracts"][0]["proposedAmendments"]]
    assert told == ["C-CCH-2"]
    assert "Fewer schools" not in str(world.release())
    Notice.objects.filter(kind__code="UK10").update(published_on=date(2026, 5, 4))
    told = [act["id"] for act in world.release()["contracts"][0]["proposedAmendments"]]
    assert told == ["C-CCH-2", "C-CCH-3"]


def test_a_novation_names_who_left_and_who_came(world):
    new = OrganisationFactory(name="Successor CIC", reference="ORG-S")
    change = vary(world, kind="novation", effective_on=date(2026, 5, 20), signed_on=None)
    ContractParty.objects.filter(role="lead_provider").update(ends_on=date(2026, 5, 20))
    ContractParty.objects.create(
        contract=world.contract,
        organisation=new,
        role="lead_provider",
        starts_on=date(2026, 5, 20),
        change=change,
    )
    release = world.release()
    amendment = one(release["contracts"][0]["amendments"], "C-CCH-2")
    assert [each["name"] for each in amendment["suppliersAdded"]] == ["Successor CIC"]
    assert [each["name"] for each in amendment["suppliersRemoved"]] == ["Sample Children’s Trust"]
    assert [each["name"] for each in release["awards"][0]["suppliers"]] == ["Successor CIC"]
    assert one(release["parties"], "GB-COH-01234567")["roles"] == ["removedSupplier"]


def test_kpis_and_their_results_at_reviews(world):
    kpi = KPIFactory(
        programme=world.programme, reference="C-KPI-1", name="Seen in 28 days", definition="Share seen"
    )
    ContractKPIFactory(contract=world.contract, kpi=kpi)
    review = ContractReviewFactory(
        contract=world.contract,
        programme=world.programme,
        reference="C-CRV-1",
        held_on=date(2026, 5, 4),
        next_on=date(2026, 11, 2),
    )
    standing = {"latest": "82.1%", "period": "Quarter 4 2025/26"}
    ReviewedKPIFactory(review=review, kpi=kpi, standing=standing, said="not for print")
    contract = world.release()["contracts"][0]
    assert contract["agreedMetrics"] == [
        {"id": "C-KPI-1", "title": "Seen in 28 days", "description": "Share seen"}
    ]
    observation = contract["implementation"]["metrics"][0]["observations"][0]
    assert observation["measure"] == "82.1%"
    assert "Quarter 4 2025/26" in observation["notes"]
    assert "not for print" not in str(contract)
    assert one(contract["milestones"], "C-CRV-1")["status"] == "met"
    assert one(contract["milestones"], "C-CON-1-NEXT-REVIEW")["dueDate"] == "2026-11-02T23:59:59+00:00"


def test_a_termination_says_when_and_why(world):
    vary(
        world, kind="termination", effective_on=date(2026, 5, 20), signed_on=None, reason="Provider withdrew"
    )
    contract = world.release()["contracts"][0]
    assert contract["status"] == "terminated"
    assert contract["implementation"]["endDate"] == "2026-05-19T23:59:59+01:00"
    assert contract["terminationRationaleClassifications"] == [
        {"id": "termination", "description": "Provider withdrew"}
    ]
    assert world.release(date(2026, 5, 19))["contracts"][0]["status"] == "active"


def test_a_contract_that_ran_out_ended_on_its_last_day(world):
    contract = world.release(date(2029, 10, 1))["contracts"][0]
    assert contract["status"] == "terminated"
    assert contract["implementation"]["endDate"] == "2029-09-30T23:59:59+01:00"


def test_a_contract_that_replaces_another_names_the_process_before(world):
    old = ProcurementPhaseFactory(programme=world.programme, reference="C-PH-0", number=9, name="Before")
    before = ContractFactory(programme=world.programme, phase=old, name="Old contract")
    type(world.contract).objects.filter(pk=world.contract.pk).update(replaces=before)
    prior = one(world.release()["relatedProcesses"], "prior-C-PH-0")
    assert (prior["relationship"], prior["identifier"]) == (["prior"], "ocds-a1b2c3-C-PH-0")


# --- money --------------------------------------------------------------------------------------------------------


def test_a_budget_line_with_its_year_and_contributor(world):
    line = one(world.release()["planning"]["budget"]["budgetBreakdown"], "C-BL-1")
    assert line == {
        "id": "C-BL-1",
        "description": "Nursing.",
        "amount": {"amount": 1200000, "currency": "GBP"},
        "period": {"startDate": "2026-04-01T00:00:00+01:00", "endDate": "2027-03-31T23:59:59+01:00"},
        "sourceParty": {"id": "ocds-a1b2c3-ORG-CC", "name": "Sample County Council"},
    }
    assert world.release()["planning"]["budget"]["amount"] == {"amount": 1200000, "currency": "GBP"}


@pytest.mark.parametrize(
    ("text", "amount", "words"),
    [
        ("TBC", None, "not known (TBC)"),
        ("~£0.5m", 500000, "approximate"),
        ("over £45m", 45000000, "a minimum"),
        ("Nil", 0, ""),
    ],
)
def test_an_unknown_amount_is_left_out_and_an_unsure_one_keeps_its_words(world, text, amount, words):
    money = parse_money(text, basis=Basis.BUDGET_YEAR, year="2026/27")
    BudgetLineFactory(
        programme=world.programme,
        phase=world.phase,
        reference="C-BL-2",
        label="Other",
        money=money,
        fact=FactFactory(),
    )
    budget = world.release()["planning"]["budget"]
    line = one(budget["budgetBreakdown"], "C-BL-2")
    assert line.get("amount", {}).get("amount") == amount
    assert words in line["description"]
    assert ("amount" in budget) is (amount is not None)


def test_how_money_is_pooled_stands_with_the_line(world):
    fund = PooledFundFactory(
        programme=world.programme,
        name="Children’s fund",
        host=world.council,
        agreement="NHS Act 2006 section 75",
    )
    FundLineFactory(fund=fund, line=world.phase.budget_lines.get())
    line = one(world.release()["planning"]["budget"]["budgetBreakdown"], "C-BL-1")
    assert line["description"] == (
        "Nursing. Pooled (section 75): Children’s fund, host Sample County Council, under NHS Act 2006 section 75."
    )


def test_a_yearly_value_of_a_contract_is_no_whole_life_value(world):
    world.contract.values.all().delete()
    ContractValueFactory(contract=world.contract, money=parse_money("£500,000", basis=Basis.PER_ANNUM))
    contract = world.release()["contracts"][0]
    assert "value" not in contract
    assert "not the whole-life value" in contract["description"]


# --- parties ------------------------------------------------------------------------------------------------------


def test_a_provider_with_identifiers_kind_address_and_mailbox(world):
    assert one(world.release()["parties"], "GB-COH-01234567") == {
        "id": "GB-COH-01234567",
        "name": "Sample Children’s Trust",
        "identifier": {"scheme": "GB-COH", "id": "01234567", "legalName": "Sample Children’s Trust"},
        "additionalIdentifiers": [{"scheme": "GB-CHC", "id": "1098765"}],
        "address": {"streetAddress": "1 Sample Square, Exampleton"},
        "contactPoint": {"email": "contracts@trust.example"},
        "details": {"scale": "sme", "vcse": True},
        "roles": ["supplier"],
    }


def test_what_is_not_known_of_a_provider_is_not_there(world):
    world.trust.provider_details.update(is_sme=None, is_vcse=None, address="", mailbox="")
    party = one(world.release()["parties"], "GB-COH-01234567")
    assert not {"details", "address", "contactPoint"} & party.keys()


def test_every_act_is_there_once(world):
    vary(world)
    assert ContractChange.objects.count() == 1
    assert len(world.release()["contracts"][0]["amendments"]) == 1
