"""The calendar: which dates stand in it, on which day, when they are overdue, and that nothing sealed does."""

import csv
import io
from datetime import date

import icalendar
import pytest

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.rules_calendar import DateKind
from procurement.selectors.calendar import calendar_rows, every_date
from tests.factories import (
    BreakPointFactory,
    ContractChangeFactory,
    ContractFactory,
    ContractReviewFactory,
    ExtensionOptionFactory,
    NoticeFactory,
    NoticeKindFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProcurementStageFactory,
    ProgrammeFactory,
    ReviewActionFactory,
    StageKindFactory,
)
from tests.integration.procurement.pages import open_page, signed_in
from tests.unit.procurement.test_ics import check_lines

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


@pytest.fixture
def programme():
    return ProgrammeFactory(key="test", reference="T-PRG")


@pytest.fixture
def phase(programme):
    return ProcurementPhaseFactory(programme=programme, number=1, name="Nursing", regime="pa2023")


def of(programme, kind, on=ON):
    return [row for row in every_date(programme, on) if row.kind == kind]


def contract(programme, **fields):
    fields.setdefault("starts", parse_fuzzy_date("1 April 2024"))
    return ContractFactory(programme=programme, reference="T-CON-1", name="Nursing contract", **fields)


# --- what stands in it, and on which day ------------------------------------------------------------------------------


def test_the_last_day_for_notice_of_an_option_and_the_end(programme):
    """The worked example: current end 31 March 2027, six months' notice: 30 September 2026."""
    made = contract(programme, ends="31 March 2027", notice_months=6)
    ExtensionOptionFactory(contract=made, sequence=1, months=12)
    (notice,) = of(programme, DateKind.NOTICE_BY)
    assert notice.day == date(2026, 9, 30)
    assert notice.text == "Last day for notice of option 1 (12 months)"
    (end,) = of(programme, DateKind.CONTRACT_END)
    assert end.day == date(2027, 3, 31)


def test_notice_that_has_passed_with_the_option_still_open_is_overdue_and_an_end_never_is(programme):
    made = contract(programme, ends="31 March 2027", notice_months=6)
    ExtensionOptionFactory(contract=made, sequence=1, months=12)
    on = date(2026, 10, 1)
    assert [row.is_overdue(on) for row in of(programme, DateKind.NOTICE_BY, on)] == [True]
    assert [row.is_overdue(date(2026, 9, 30)) for row in of(programme, DateKind.NOTICE_BY)] == [False]
    assert [row.is_overdue(on) for row in of(programme, DateKind.CONTRACT_END, on)] == [False]


def test_gateways_stand_by_forecast_and_leave_once_done(programme, phase):
    kind = StageKindFactory(code="t-award", name="Award decision", is_gateway=True)
    stage = ProcurementStageFactory(
        phase=phase, programme=programme, kind=kind, planned="June 2026", forecast="August 2026"
    )
    (row,) = of(programme, DateKind.GATEWAY)
    assert (row.day, row.when.printed, row.is_overdue(date(2026, 8, 31))) == (
        date(2026, 8, 31),
        "August 2026",
        False,
    )
    assert row.is_overdue(date(2026, 9, 1))
    stage.actual = parse_fuzzy_date("20 July 2026")
    stage.save()
    assert of(programme, DateKind.GATEWAY, date(2026, 7, 20)) == []
    assert len(of(programme, DateKind.GATEWAY, date(2026, 7, 19))) == 1


def test_a_notice_is_due_until_published_and_its_standstill_runs_after(programme, phase):
    """UK6 published on Friday 5 June 2026: the standstill of the Act ends on Tuesday 16 June."""
    kind = NoticeKindFactory(regime="pa2023", code="T6", name="Award notice", starts_standstill=True)
    notice = NoticeFactory(phase=phase, programme=programme, kind=kind, due_on=date(2026, 6, 8))
    (due,) = of(programme, DateKind.NOTICE)
    assert due.day == date(2026, 6, 8)
    assert due.is_overdue(date(2026, 6, 9))
    notice.published_on = date(2026, 6, 5)
    notice.save()
    assert of(programme, DateKind.NOTICE, date(2026, 6, 8)) == []
    (still,) = of(programme, DateKind.STANDSTILL, date(2026, 6, 8))
    assert still.day == date(2026, 6, 16)
    assert of(programme, DateKind.STANDSTILL, date(2026, 6, 17)) == []


def test_reviews_their_actions_and_break_points(programme):
    made = contract(programme, ends="31 March 2029")
    review = ContractReviewFactory(
        contract=made, programme=programme, held_on=date(2026, 5, 1), next_on=date(2026, 11, 1)
    )
    ReviewActionFactory(review=review, text="Send the plan", owner="Provider", due="by July 2026")
    ReviewActionFactory(review=review, text="Done already", due="May 2026", done_on=date(2026, 5, 20))
    BreakPointFactory(contract=made, on="31 March 2028", by_whom="the commissioner")
    assert [row.day for row in of(programme, DateKind.REVIEW)] == [date(2026, 11, 1)]
    assert [(row.text, row.day, row.owner) for row in of(programme, DateKind.ACTION)] == [
        ("Send the plan", date(2026, 7, 31), "Provider")
    ]
    assert [row.text for row in of(programme, DateKind.BREAK)] == ["Break point, by the commissioner"]


def test_when_buying_must_start_for_a_phase_and_for_a_contract_nothing_follows(programme, phase):
    phase.go_live = parse_fuzzy_date("1 April 2027")
    phase.save()
    contract(programme, ends="31 March 2028")
    rows = of(programme, DateKind.START_BY, date(2026, 3, 1))
    assert [(row.about, row.day) for row in rows] == [
        ("Phase 1: Nursing", date(2026, 3, 23)),
        ("Nursing contract", date(2027, 3, 23)),
    ]


def test_the_window_holds_deadlines_on_both_its_days(programme):
    contract(programme, ends="31 March 2027")
    day = date(2027, 3, 31)
    inside = calendar_rows(programme, day, day, on=ON)
    assert [row.kind for row in inside] == [DateKind.CONTRACT_END]
    assert calendar_rows(programme, date(2027, 4, 1), date(2028, 1, 1), on=ON) == ()


def test_keys_are_stable_and_no_two_dates_share_one(hampshire):
    keys = [row.key for row in every_date(hampshire, date(2018, 12, 13))]
    assert len(keys) == len(set(keys))
    assert keys == [row.key for row in every_date(hampshire, date(2018, 12, 13))]


# --- nothing sealed ---------------------------------------------------------------------------------------------------


def test_no_provider_or_value_stands_in_it_and_an_award_not_public_leaves_no_trace(programme, phase):
    trust = OrganisationFactory(name="Zebra Care Trust")
    made = contract(programme, phase=phase, ends="31 March 2031", lead_provider=trust, public_from=None)
    ContractChangeFactory(
        contract=made,
        kind="award_intended",
        decided_on=ON,
        effective_on=ON,
        signed_on=None,
        programme=programme,
    )
    told = " ".join(f"{row.text} {row.about} {row.note} {row.owner}" for row in every_date(programme, ON))
    assert "Zebra" not in told
    assert "Nursing contract" not in told


# --- the page and its files -------------------------------------------------------------------------------------------


def test_overdue_stands_first_then_months_in_order(programme, phase):
    kind = StageKindFactory(code="t-tender", name="Tender issued")
    ProcurementStageFactory(phase=phase, programme=programme, kind=kind, planned="March 2026")
    contract(programme, ends="31 March 2028", notice_months=18)
    phase.regime = ""
    phase.save()
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), "/programmes/test/calendar/?on=2026-06-01")
    headings = [words for words in ("Overdue", "September 2026", "March 2027") if words in page.words]
    assert headings == ["Overdue", "September 2026", "March 2027"]
    assert page.words.index(" Overdue When") < page.words.index("September 2026 When")
    assert "62 days ago" in page.words  # 31 March to 1 June
    assert "1 overdue" in page.words


def test_the_filter_by_kind_and_window(hampshire):
    board = signed_in(Role.BOARD_MEMBER, hampshire)
    calendar = "/programmes/hampshire/calendar/?on=2018-12-13"
    ends = open_page(board, f"{calendar}&kind=contract_end&until=2022")
    assert [[row[1].split()[0] for row in table] for table in ends.tables] == [["Contracts"]]
    starts = open_page(board, f"{calendar}&kind=start_by&until=2022")
    assert [table[0][0] for table in starts.tables] == ["23 July 2019", "20 March 2020", "22 March 2021"]
    assert "No date fits" in open_page(board, f"{calendar}&kind=break").words
    assert "“nonsense” is not a date" in open_page(board, f"{calendar}&since=nonsense").words
    turned = open_page(board, f"{calendar}&since=2022&until=2019")
    assert "it lies before the day it runs from" in turned.words


def test_the_file_for_calendar_programs_holds_the_view(hampshire):
    board = signed_in(Role.BOARD_MEMBER, hampshire)
    address = "/programmes/hampshire/calendar/dates.ics?on=2018-12-13"
    response = board.get(f"{address}&kind=start_by&until=2022")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "hampshire-calendar-as-at-2018-12-13.ics" in response["Content-Disposition"]
    check_lines(response.content)
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [
        date(2019, 7, 23),
        date(2020, 3, 20),
        date(2021, 3, 22),
    ]
    assert board.get(f"{address}&since=nonsense").status_code == 400


def test_the_table_holds_the_view_undated_last(hampshire):
    manager = signed_in(Role.PROGRAMME_MANAGER, hampshire)
    response = manager.get("/programmes/hampshire/tables/calendar.csv?on=2018-12-13&until=2022")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    deadlines = [row["Deadline"] for row in rows]
    known = [day for day in deadlines if day]
    assert known == sorted(known)
    assert deadlines[: len(known)] == known
    ends = next(row for row in rows if row["Kind"] == "Contract ends")
    assert (ends["Deadline"], ends["Date as printed"]) == ("2020-03-31", "March 2020")
