"""The register of contracts for the public: the Transparency Code's fields, and nothing that is not public."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from commissioning.core.money import Basis, parse_money
from procurement.models import Contract
from procurement.publishing.invitations import invitations_table
from procurement.publishing.material import Material
from procurement.publishing.register import register_table
from procurement.publishing_settings import REGISTER_FIELDS, checked_prefix, read_headers
from procurement.services.publishing import publish
from tests.factories.contracts import ContractValueFactory
from tests.factories.kpis import ContractFactory
from tests.integration.procurement.ocds_world import ON, OcdsWorld

pytestmark = pytest.mark.django_db
# Local Government Transparency Code 2015, paragraph 32, under the headings of the LGA's guidance.
CODE = {
    "Reference", "Title", "Description", "Department", "StartDate", "EndDate", "ReviewDate", "SupplierName",
    "SupplierNumber", "TotalValue", "AnnualValue", "IrrecoverableVAT", "ProcurementRoute", "SME", "VCSE", "VCSENumber",
}  # fmt: skip


@pytest.fixture
def world(law, settings):
    settings.OCID_PREFIX = "ocds-a1b2c3"
    return OcdsWorld()


def rows(world, on=ON):
    table = register_table(Material(world.programme, on), REGISTER_FIELDS)
    headings = [column.heading for column in table.columns]
    return [dict(zip(headings, row, strict=True)) for row in table.rows]


def sent(world):
    client = Client()
    client.force_login(world.by)
    return client.get(reverse("contract_register", args=["county"]))


def test_every_field_that_the_code_asks_for_is_there():
    assert set(REGISTER_FIELDS.values()) >= CODE


def test_a_contract_in_the_register(world):
    publish(world.phase, **world.who)
    (row,) = rows(world)
    assert row["Reference"] == "CC-88"
    assert row["Title"] == "School nursing, north"
    assert row["SupplierName"] == "Sample Children’s Trust"
    assert row["SupplierNumber"] == "GB-COH-01234567"
    assert (row["TotalValue"], row["AnnualValue"]) == (2_500_000, None)
    assert row["ValueQualifier"] == "exact, total contract value, with extension, net"
    assert (row["StartDate"], row["EndDate"]) == (date(2026, 10, 1), date(2029, 9, 30))
    assert row["MaximumEndDate"] == date(2031, 9, 30)
    # Six months' notice of the end on 30 September 2029.
    assert row["NoticeByDate"] == date(2029, 3, 31)
    assert (row["SME"], row["VCSE"], row["VCSENumber"]) == (True, True, "1098765")
    assert (row["Department"], row["ProcurementRoute"]) == ("Public Health", "Open tender")
    assert row["OCID"] == "ocds-a1b2c3-C-PH-1"
    assert row["CPV"] == "85323000-9"
    assert row["NoticeURL"] == "https://notices.example.org/UK7"


def test_a_yearly_value_stands_under_its_own_heading(world):
    world.contract.values.all().delete()
    ContractValueFactory(contract=world.contract, money=parse_money("~£500,000", basis=Basis.PER_ANNUM))
    (row,) = rows(world)
    assert (row["TotalValue"], row["AnnualValue"]) == (None, 500_000)
    assert row["ValueQualifier"].startswith("approx")


def test_an_unknown_value_is_an_empty_cell_with_words(world):
    world.contract.values.all().delete()
    assert rows(world)[0]["ValueQualifier"] == "not recorded"
    ContractValueFactory(contract=world.contract, money=parse_money("TBC", basis=Basis.TOTAL_CONTRACT_VALUE))
    (row,) = rows(world)
    assert (row["TotalValue"], row["ValueQualifier"]) == (None, "tbc")


def test_a_contract_before_its_award_notice_is_left_out_and_the_page_says_so(world):
    ContractFactory(programme=world.programme, name="Hidden Heron", public_from=None)
    ContractFactory(programme=world.programme, name="Open Osprey", public_from=date(2020, 1, 1))
    assert [row["Title"] for row in rows(world)] == ["School nursing, north", "Open Osprey"]
    text = sent(world).content.decode("utf-8-sig")
    assert "Hidden Heron" not in text
    assert "Open Osprey" in text
    client = Client()
    client.force_login(world.by)
    page = client.get(reverse("ocds", args=["county"])).content.decode()
    assert "1 contract is in neither the data nor the register: the award is not published." in page
    assert "1 is in the register alone: it belongs to no phase" in page


def test_the_file_is_utf_8_with_a_mark_iso_days_plain_numbers_and_no_formula(world):
    Contract.objects.filter(pk=world.contract.pk).update(name="=HYPERLINK(1)")
    answer = sent(world)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert row["Title"] == "'=HYPERLINK(1)"
    assert (row["TotalValue"], row["StartDate"]) == ("2500000.00", "2026-10-01")
    assert row["OCID"] == ""


def test_a_phase_is_an_invitation_from_its_tender_notice_on(world):
    assert invitations_table(Material(world.programme, date(2025, 8, 31))).rows == []
    table = invitations_table(Material(world.programme, date(2025, 9, 1)))
    (row,) = table.rows
    values = dict(zip([column.heading for column in table.columns], row, strict=True))
    assert (values["Reference"], values["Title"]) == ("CC/2025/7", "School nursing")
    assert (values["StartDate"], values["EndDate"]) == (date(2026, 10, 1), None)
    assert values["Department"] == "Sample County Council"
    assert values["NoticeURL"] == "https://notices.example.org/UK4"
    (after,) = invitations_table(Material(world.programme, ON)).rows
    assert date(2029, 9, 30) in after


def test_headings_and_their_order_are_a_setting(world, settings):
    settings.REGISTER_HEADERS = read_headers(["supplier_name=Provider", "reference", "total_value=Worth (£)"])
    first = sent(world).content.decode("utf-8-sig").splitlines()[0]
    assert first == "Provider,Reference,Worth (£)"


@pytest.mark.parametrize("given", [["nothing=There"], ["title", "title=Again"], ["title=A", "reference=a"]])
def test_headings_that_contradict_themselves_stop_the_start(given):
    with pytest.raises(ImproperlyConfigured, match=r"^REGISTER_HEADERS: "):
        read_headers(given)


def test_the_prefix_is_checked_when_the_site_starts():
    assert checked_prefix("ocds-213czf") == "ocds-213czf"
    for wrong in ("ocds-h6vhtk", "OCDS-A1B2C3", "a1b2c3"):
        with pytest.raises(ImproperlyConfigured, match=r"^OCID_PREFIX: "):
            checked_prefix(wrong)
