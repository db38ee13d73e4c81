"""The page of the runway and its files: what it shows, what is supposed, filters, and who may take it away."""

import csv
import io

import pytest

from commissioning.core.access import Role
from procurement.models import ProcurementPhase
from tests.factories import ProgrammeFactory
from tests.integration.procurement.pages import open_page, signed_in

pytestmark = pytest.mark.django_db
RUNWAY = "/programmes/hampshire/runway/?on=2018-12-13"
TABLE = "/programmes/hampshire/tables/runway.csv?on=2018-12-13"


@pytest.fixture
def manager(hampshire):
    return signed_in(Role.PROGRAMME_MANAGER, hampshire)


@pytest.fixture
def board(hampshire):
    return signed_in(Role.BOARD_MEMBER, hampshire)


def rows_of(response):
    assert response.status_code == 200, response.content[:300]
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_page_says_the_finding_the_days_and_what_is_not_known(board):
    page = open_page(board, RUNWAY)
    phases, services = page.tables[0], page.tables[2]  # the first twice: for paper, and for the screen
    assert [row[0] for row in phases] == [
        "Phase 1: Public Health nursing",
        "Phase 2: CCG community services",
        "Phase 3: CAMHS",
    ]
    assert [row[3] for row in phases] == ["18 months", "21 months", "not known"]
    assert phases[0][4].startswith("23 July 2019 (20 August 2019 if go-live is 31 August 2020)")
    assert [row[7] for row in phases] == ["3", "9", "4"]
    assert "assumed: no regime is chosen yet" in phases[0][8]
    assert len(services) == 16
    assert "if this is what is replaced: no paper says so" in services[0][1]
    assert services[0][2] == "not stated"
    assert "Gaps of 4, 12 and 24 months before phases 1, 2 and 3 go live" in page.words
    assert "Phase 3: when procurement starts is not stated." in page.words
    assert "Start by 23 July 2019." in page.words  # the steps by which it was worked back


def test_what_is_supposed_is_marked_beside_what_is_recorded(board):
    page = open_page(board, f"{RUNWAY}&go_live_1=2020-12&tender_weeks=8")
    assert "What if phase 1 goes live December 2020 and tender takes 8 weeks?" in page.words
    first = page.tables[0][0]
    assert "What if" in first[2]
    assert "recorded: Aug 2020" in first[2]
    assert first[3] == "22 months as recorded: 18 months"
    assert "as recorded: 23 July 2019" in first[4]
    assert "as recorded: 4 months" in first[6]
    assert ProcurementPhase.objects.get(reference="HAM-PH-1").go_live.printed == "Aug 2020"
    assert "What if" not in open_page(board, RUNWAY).tables[0][0][2]


def test_what_cannot_be_read_is_named_and_the_rest_holds(board):
    page = open_page(board, f"{RUNWAY}&go_live_1=soon&go_live_2=2021-06&go_live_9=2021-06&tender_weeks=-1")
    assert "Phase 1 goes live: “soon” is not a date we can read." in page.words
    assert "There is no phase 9, so its go-live is not used." in page.words
    assert "Tender takes (weeks): Enter a whole number of weeks from 0 to 520" in page.words
    assert "What if phase 2 goes live June 2021?" in page.words


def test_filters_narrow_rows_and_phases(board):
    page = open_page(board, f"{RUNWAY}&phase=1")
    assert [row[0].split(" PH ")[0] for row in page.tables[2]][:2] == ["Health Visiting", "School Nursing"]
    assert len(page.tables[0]) == 1
    assert len(open_page(board, f"{RUNWAY}&show=gaps").tables[2]) == 16
    assert "No service fits these filters" in open_page(board, f"{RUNWAY}&show=late").words
    late = open_page(board, "/programmes/hampshire/runway/?on=2019-09-01&show=late")
    assert len(late.tables[2]) == 3
    assert "3 late to start" in late.words
    unknown = open_page(board, f"{RUNWAY}&show=unknown")
    assert len(unknown.tables[2]) == 4  # phase 3: when procurement starts is not stated


def test_the_file_holds_the_view_with_what_is_supposed_on_every_row(manager):
    rows = rows_of(manager.get(f"{TABLE}&go_live_1=2020-12&phase=1"))
    assert len(rows) == 3
    assert {row["What if"] for row in rows} == {"phase 1 goes live December 2020"}
    assert {row["Gap"] for row in rows} == {"8 months"}
    assert {row["Gap as recorded"] for row in rows} == {"4 months"}
    assert {row["Must start by, as recorded"] for row in rows} == {"2019-07-23"}
    assert {row["Gap conditional"] for row in rows} == {"yes"}


def test_the_file_as_recorded_says_nothing_of_suppositions(manager):
    rows = rows_of(manager.get(TABLE))
    assert len(rows) == 16
    assert {row["What if"] + row["Gap as recorded"] for row in rows} == {""}
    by_phase = {row["Phase"]: row for row in rows}
    assert [(by_phase[n]["Gap, fewest months"], by_phase[n]["Gap, most months"]) for n in "123"] == [
        ("4", "4"),
        ("12", "12"),
        ("24", "24"),
    ]
    assert [by_phase[n]["Lead time, fewest months"] for n in "123"] == ["18", "21", ""]


def test_a_file_of_what_cannot_be_read_is_refused(manager):
    assert manager.get(f"{TABLE}&go_live_1=soon").status_code == 400
    assert manager.get(f"{TABLE}&go_live_9=2020-12").status_code == 400


def test_a_board_member_reads_it_and_takes_no_file(board):
    assert "Take this away" not in open_page(board, RUNWAY).words
    assert board.get(TABLE).status_code == 403


def test_the_dashboard_names_what_is_late_and_leads_to_exactly_those_rows(board):
    page = open_page(board, "/programmes/hampshire/?on=2019-09-01")
    assert "Late to start buying: 3 services" in page.words
    assert "It had to start by 23 July 2019" in page.words
    assert "/programmes/hampshire/runway/?on=2019-09-01&amp;show=late" in page.html
    assert "Late to start buying" not in open_page(board, "/programmes/hampshire/?on=2018-12-13").words


def test_an_empty_programme_says_why_nothing_is_drawn():
    programme = ProgrammeFactory(key="empty", reference="T-EMPTY")
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), "/programmes/empty/runway/")
    assert "Nothing to procure yet" in page.words
    calendar = open_page(signed_in(Role.BOARD_MEMBER, programme), "/programmes/empty/calendar/")
    assert "Nothing is due" in calendar.words
