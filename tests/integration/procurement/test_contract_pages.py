"""The register and the page of a contract as readers get them: filters, sort, saved views, what is sealed, the day."""

from datetime import date, timedelta

import pytest

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.models import ContractParty, SavedView
from procurement.models.terms import ContractEnd, ContractValue
from tests.factories import (
    ContractFactory,
    ContractServiceFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ServiceFactory,
)
from tests.integration.procurement.contract_life import Life, whole_life
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
LIST = "/programmes/test/contracts/"
ONE = f"{LIST}T-CON-1/"


@pytest.fixture
def life():
    return Life().whole_life()


@pytest.fixture
def board(life):
    return signed_in(Role.BOARD_MEMBER, life.programme)


@pytest.fixture
def manager(life):
    return signed_in(Role.PROGRAMME_MANAGER, life.programme, job_title="Programme manager")


def test_the_register_shows_the_contract_as_at_the_day(board):
    row = open_page(board, f"{LIST}?on=2020-05-01").tables[0][0]
    assert row[0].startswith("School nursing")
    assert "Varied" in row[1]
    assert row[2] == "First Trust"
    assert row[3].startswith("£1,350,000")
    assert row[5] == "30 June 2021"
    assert row[6] == "30 June 2022"
    assert row[7].startswith("31 December 2020")
    later = open_page(board, f"{LIST}?on=2021-07-01").tables[0][0]
    assert (later[2], later[5]) == ("Second Trust", "30 June 2022")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=novated", True),
        ("state=live", False),
        ("state=current", True),
        ("provider=Second+Trust", True),
        ("q=school", True),
        ("q=second", True),
        ("q=first", False),
        ("ending=July+2022", True),
        ("ending=30+June+2022", False),
        ("illustrative=yes", False),
        ("phase=none", True),
    ],
)
def test_each_filter_keeps_and_leaves_out(board, query, found):
    page = open_page(board, f"{LIST}?on=2021-08-01&{query}")
    assert bool(page.tables) is found, query
    if not found:
        assert "No contract matches these filters" in page.words


def test_filters_by_service_and_phase(board, life):
    service = ServiceFactory(programme=life.programme, name="Portage")
    phase = ProcurementPhaseFactory(programme=life.programme, number=2)
    other = ContractFactory(programme=life.programme, name="Portage contract", phase=phase)
    ContractServiceFactory(contract=other, service=service)
    assert open_page(board, f"{LIST}?service={service.reference}").first_column[0].startswith("Portage")
    assert len(open_page(board, f"{LIST}?phase=2").first_column) == 1
    assert len(open_page(board, LIST).first_column) == 2


def test_a_filter_that_cannot_be_read_says_so_and_gives_no_file(manager):
    page = open_page(manager, f"{LIST}?ending=whenever")
    assert "Part of the filter could not be read" in page.words
    assert "tables/contracts.csv" not in page.html
    assert "tables/contracts.csv?ending=July" in open_page(manager, f"{LIST}?ending=July+2022").html


def test_unknown_ends_come_last_whichever_way_it_is_sorted(board, life):
    ContractFactory(programme=life.programme, name="Without an end")
    ContractFactory(programme=life.programme, name="Later", ends="31 March 2030")
    up = [name.split(" T-")[0] for name in open_page(board, f"{LIST}?sort=end").first_column]
    down = [name.split(" T-")[0] for name in open_page(board, f"{LIST}?sort=-end").first_column]
    assert up[-1].startswith("Without an end")
    assert down[-1].startswith("Without an end")
    assert down[0].startswith("Later")


# --- sealed -------------------------------------------------------------------------------------------------------


@pytest.fixture
def sealed(life):
    """A contract whose award nobody outside the team may know yet."""
    phase = ProcurementPhaseFactory(programme=life.programme, number=7)
    hidden = ContractFactory(
        programme=life.programme,
        reference="T-CON-2",
        name="Sealed",
        phase=phase,
        public_from=None,
        starts=parse_fuzzy_date("1 April 2027"),
        ends="31 March 2030",
    )
    ContractParty.objects.create(
        contract=hidden, organisation=OrganisationFactory(name="Secret Trust"), role="lead_provider"
    )
    ContractValue.objects.create(contract=hidden, money=whole_life("£7,654,321"))
    return hidden


@pytest.mark.parametrize(
    "role", [Role.BOARD_MEMBER, Role.PROGRAMME_MANAGER, Role.FINANCE_LEAD, Role.COMMISSIONER]
)
def test_a_sealed_provider_and_value_are_nowhere_to_be_read(life, sealed, role):
    client = signed_in(role, life.programme)
    for address in (LIST, f"{LIST}T-CON-2/"):
        page = open_page(client, address)
        assert "Secret Trust" not in page.html, address
        assert "7,654,321" not in page.html, address
        assert "Not shown before award" in page.words, address
    for side in ("q", "provider"):  # a search for the right name answers as one for a wrong name does
        right = open_page(client, f"{LIST}?{side}=Secret+Trust").results
        wrong = open_page(client, f"{LIST}?{side}=Nobody+Trust").results
        assert right.replace("Secret Trust", "…") == wrong.replace("Nobody Trust", "…"), side


def test_the_twin_that_is_public_is_read(life, sealed):
    sealed.public_from = date(2026, 1, 1)
    sealed.save()
    page = open_page(signed_in(Role.BOARD_MEMBER, life.programme), f"{LIST}T-CON-2/")
    assert "Secret Trust" in page.words
    assert "£7,654,321" in page.words


def test_files_hold_what_the_page_shows(life, sealed, manager):
    for table in ("contracts", "contract_values", "contract_acts"):
        text = manager.get(f"/programmes/test/tables/{table}.csv").content.decode("utf-8-sig")
        assert "Secret Trust" not in text
        assert "7654321" not in text
        assert "School nursing" in text
    register = manager.get("/programmes/test/tables/contracts.csv?q=sealed").content.decode("utf-8-sig")
    assert "Not shown before award" in register
    assert "School nursing" not in register


def test_a_name_that_looks_like_a_formula_is_text_in_the_file(life, manager):
    ContractFactory(programme=life.programme, name="=HYPERLINK(1)")
    text = manager.get("/programmes/test/tables/contracts.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_page_tells_the_line_the_term_and_the_acts(board):
    page = open_page(board, f"{ONE}?on=2020-05-01")
    assert (
        "Runs to 30 June 2021, and to 30 June 2022 with option 1; notice for option 1 by 31 December 2020."
        in page.words
    )
    assert "Break: no service is named" in page.words
    assert "County Council" in page.words
    assert "Variation 2" in page.words
    assert "Value (total contract value, base term only, net): £1,200,000, now £1,350,000." in page.words
    assert "End: 31 March 2021, now 30 June 2021." in page.words
    assert "Novated" not in page.words  # it was decided later


def test_an_end_printed_with_extension_that_disagrees_is_shown_beside_the_one_worked_out(board, life):
    ContractEnd.objects.create(
        contract=life.contract, ends=parse_fuzzy_date("31 March 2024"), extension="with_extension"
    )
    page = open_page(board, f"{ONE}?on=2019-05-01")
    assert "31 March 2022" in page.words
    assert "printed with extension: 31 March 2024" in page.words
    assert "Differs from the paper" in page.words


def test_only_who_may_change_it_is_offered_the_acts(board, manager):
    assert "Record an act" not in open_page(board, ONE).words
    assert "Record an act" in open_page(manager, ONE).words


# --- saved views --------------------------------------------------------------------------------------------------


def test_a_view_is_saved_opened_shared_and_deleted(life, manager, board):
    saved = manager.post(
        f"{LIST}views/",
        {"name": "Ended ones", "query": "state=ended&page=3&on=2020-01-01", "is_shared": "on"},
    )
    assert saved.status_code == 302
    view = SavedView.objects.get()
    assert (view.query, view.is_shared) == ("state=ended", True)
    assert "Ended ones" in open_page(board, LIST).words  # shared
    assert board.post(f"{LIST}views/{view.pk}/delete/").status_code == 403
    assert manager.post(f"{LIST}views/{view.pk}/delete/").status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_of_ones_own_is_nobody_elses(life, manager, board):
    manager.post(f"{LIST}views/", {"name": "Mine", "query": "state=ended"})
    view = SavedView.objects.get()
    assert "Mine" not in open_page(board, LIST).words
    assert board.post(f"{LIST}views/{view.pk}/delete/").status_code == 404
    assert SavedView.objects.exists()


def test_a_view_without_a_name_is_refused_above_the_register(manager):
    answer = manager.post(f"{LIST}views/", {"name": " ", "query": "state=ended"})
    assert answer.status_code == 422
    assert "Enter a name for the view" in Page(answer).words


def test_a_shared_view_names_no_sealed_provider(life, sealed, manager):
    answer = manager.post(
        f"{LIST}views/", {"name": "Theirs", "query": "provider=Secret+Trust", "is_shared": "on"}
    )
    assert answer.status_code == 422
    assert not SavedView.objects.exists()
    kept = manager.post(
        f"{LIST}views/", {"name": "Theirs", "query": "provider=First+Trust", "is_shared": "on"}
    )
    assert kept.status_code == 302


def test_the_day_of_a_review_that_is_due_is_told(board, life):
    life.contract.refresh_from_db()
    life.contract.review_every_months = 12
    life.contract.save()
    row = open_page(board, f"{LIST}?on=2020-05-01").tables[0][0]
    assert row[8].startswith("1 April 2020")
    assert "Overdue" in row[8]
    early = open_page(board, f"{LIST}?on={date(2020, 4, 1) - timedelta(days=1)}").tables[0][0]
    assert "Overdue" not in early[8]
