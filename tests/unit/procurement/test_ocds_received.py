"""What an import sees of a process; figures are those written in the samples."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from procurement.ocds.hazards import read_package
from procurement.ocds.parties import PartyKey, match
from procurement.ocds.received import process_of, processes_of
from procurement.ocds.regimes import regime_of

SAMPLES = Path(__file__).resolve().parents[3] / "fixtures" / "samples"


def sample(name):
    return processes_of(read_package((SAMPLES / f"ocds_{name}.json").read_bytes()))


@pytest.fixture(scope="module")
def finder():
    (process,) = sample("contracts_finder")
    return process


@pytest.fixture(scope="module")
def parenting():
    return sample("find_a_tender")[0]


@pytest.fixture(scope="module")
def community():
    return sample("find_a_tender")[1]


def test_a_process_has_its_portal_title_state_and_publications(parenting):
    assert (parenting.ocid, parenting.portal) == ("ocds-h6vhtk-0fffa1", "Find a Tender")
    assert (parenting.local_id, parenting.title) == ("SCC-2025-042", "Illustrative: parenting programmes")
    assert (parenting.method, parenting.status, parenting.category) == ("open", "active", "services")
    assert parenting.cpv == ("80500000",)
    assert parenting.tags == ("tender", "award", "contract", "contractAmendment")
    assert (parenting.first_at.date(), parenting.last_at.date()) == (date(2025, 9, 1), date(2026, 9, 14))
    assert (parenting.value.net, parenting.value.gross) == (Decimal(2400000), Decimal(2880000))


def test_lots_have_values_periods_and_renewals(parenting):
    groups, digital = parenting.lots
    assert (groups.value.net, groups.period.ends.end) == (Decimal(1500000), date(2029, 3, 31))
    assert groups.period.last_possible_end.end == date(2031, 3, 31)
    assert (groups.renewal.maximum, groups.renewal.is_unlimited) == (2, False)
    assert (digital.renewal.maximum, digital.renewal.is_unlimited) == (None, True)
    assert groups.period.end_may_be_last == ""
    assert "last possible end" in digital.period.end_may_be_last


def test_a_contract_has_its_amended_value_term_signature_and_supplier(parenting):
    (contract,) = parenting.contracts
    assert (contract.id, contract.award_id, contract.status) == ("SCC-2025-042-1", "1", "active")
    assert (contract.net, contract.gross) == (Decimal(1605000), Decimal(1926000))
    assert (contract.period.starts.start, contract.period.ends.end) == (date(2026, 4, 1), date(2029, 3, 31))
    assert contract.signed.start == date(2026, 2, 10)
    assert [supplier.name for supplier in contract.suppliers] == ["Cedar Sample Parenting CIC"]
    (amendment,) = contract.amendments
    assert (amendment.dated.start, amendment.value.net, amendment.is_proposed) == (
        date(2026, 9, 10),
        Decimal(1605000),
        False,
    )


def test_one_supplier_under_two_ids_is_one_and_carries_what_matching_asks_for(parenting):
    (award,) = parenting.awards
    (supplier,) = award.suppliers
    assert supplier.keys == (PartyKey("GB-COH", "07654321"),)
    assert (supplier.is_sme, supplier.is_vcse) == (True, True)
    assert match(supplier.raw, {("GB-COH", "07654321"): "ours"}).found == "ours"
    assert (award.status, award.standstill.ends.end, award.lots) == ("active", date(2026, 1, 21), ("1",))


def test_an_id_reused_for_another_body_does_not_touch_the_supplier(parenting):
    assert {party.name for party in parenting.parties} == {
        "Sampleshire County Council",
        "Cedar Sample Parenting CIC",
        "Sample Review Body",
    }
    assert parenting.buyer.keys == (PartyKey("GB-PPON", "PZZA-1234-BCDF"), PartyKey("GB-LAE", "ZZS"))


def test_the_regime_follows_the_basis_except_where_the_text_names_the_provider_selection_regime(
    parenting, community, finder
):
    assert (parenting.regime.code, parenting.regime.is_light_touch) == ("pa2023", True)
    assert community.regime.code == "psr"
    assert (finder.regime.code, finder.regime.why) == ("", "it names no legal basis")


@pytest.mark.parametrize(
    ("basis", "text", "code"),
    [
        ({"scheme": "UKPGA", "id": "2023/54"}, "", "pa2023"),
        ({"scheme": "UKPGA", "id": "2023/54"}, "The Provider Selection Regime does not apply.", "pa2023"),
        ({"scheme": "UKSI", "id": "2023/1348"}, "", "psr"),
        ({"scheme": "CELEX", "id": "32014L0024"}, "", "pcr2015"),
        ({"scheme": "CELEX", "id": "32014L0024"}, "under the provider\nselection regime", "psr"),
        ({"scheme": "UKSI", "id": "2015/102"}, "", "pcr2015"),
        ({"scheme": "XX", "id": "1"}, "", ""),
    ],
)
def test_regimes(basis, text, code):
    assert regime_of({"tender": {"legalBasis": basis, "description": text}}).code == code


def test_an_end_in_the_year_9999_is_no_end(community):
    (award,) = community.awards
    assert award.period.starts.start == date(2026, 10, 1)
    assert award.period.ends is None
    assert community.contracts[0].status == "pending"


def test_contracts_finder_zero_is_unknown_and_days_are_days_in_england(finder):
    assert finder.portal == "Contracts Finder"
    assert finder.value.net is None
    (award,) = finder.awards
    assert award.value.net == Decimal("612500.00")
    assert (award.period.starts.start, award.period.ends.end) == (date(2024, 8, 1), date(2029, 7, 31))
    assert "extensions" in award.period.end_may_be_last
    assert [supplier.name for supplier in award.suppliers] == [
        "Alder Sample Care Limited",
        "Birch Sample Partnership",
    ]
    assert award.suppliers[1].keys == ()


def test_only_whole_addresses_are_linked(finder):
    notice, specification, award = finder.documents
    assert notice.url == "https://www.example.org/illustrative/notice/0f3d2a9c"
    assert (award.url, award.url_as_given) == ("", "www.example.org/illustrative/notice 1")
    assert specification.published is None
    assert award.belongs_to == "awards SCC-2024-017-1"


def test_a_script_is_never_an_address():
    process = process_of({"tender": {"documents": [{"id": "1", "url": "javascript:alert(1)"}]}})
    assert process.documents[0].url == ""


def test_an_empty_release_is_a_process_that_knows_nothing():
    process = process_of({})
    assert (process.ocid, process.buyer, process.value.net, process.period.ends, process.tags) == (
        "",
        None,
        None,
        None,
        (),
    )
    assert (process.first_at, process.last_at, process.suppliers) == (None, None, ())


def test_a_period_that_ends_before_it_starts_says_so_and_a_length_is_kept():
    period = {"startDate": "2027-04-01", "endDate": "2027-03-31", "durationInDays": 1096}
    read = process_of({"tender": {"contractPeriod": period}}).period
    assert (read.words, read.days) == ("the end given is before the start", 1096)
    assert process_of({"tender": {"contractPeriod": {"durationInDays": 0}}}).period.days is None


def test_related_processes_and_proposed_changes_are_kept():
    process = process_of(
        {
            "relatedProcesses": [{"id": "1", "relationship": ["prior"], "identifier": "ocds-zz9abc-P0"}],
            "contracts": [{"id": "C", "proposedAmendments": [{"id": "1", "rationale": "More districts"}]}],
        }
    )
    assert process.related == (("prior", "ocds-zz9abc-P0"),)
    assert [change.is_proposed for change in process.contracts[0].amendments] == [True]
