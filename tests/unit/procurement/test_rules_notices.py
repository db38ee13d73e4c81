"""Notices: the day each is due by rules that are data, sent or overdue."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.models.regimes import DayUnit
from procurement.rules_days import Calendar, CalendarError
from procurement.rules_notices import NoticeRule, NoticeRuleError, Unit, due_on, notices_due

ENGLAND = Calendar("england")
UK7 = NoticeRule("signed", "days", 30, "after", 120, "UK7", "Contract details notice", "signing")
UK9 = NoticeRule("year_end", "months", 12, code="UK9", name="Performance notice", not_light_touch=True)
UK11 = NoticeRule("ended", "days", 30, "after", None, "UK11", "Contract termination notice", "ending")
UK5 = NoticeRule("awarded", "days", 0, "before", None, "UK5", "Transparency notice", "award")
PSR_CONFIRMATION = NoticeRule("awarded", "days", 30, "after", None, "PSR confirmation")
PIPELINE = NoticeRule("financial_year", "days", 55, code="UK1")
SIGNED = date(2026, 10, 1)
ANCHORS = {"signed": SIGNED, "ended": date(2027, 3, 31), "awarded": date(2026, 9, 21)}


@pytest.mark.parametrize(
    ("rule", "light_touch", "day"),
    [
        (UK7, False, date(2026, 10, 31)),
        (UK7, True, date(2027, 1, 29)),
        (UK11, False, date(2027, 4, 30)),
        (UK11, True, date(2027, 4, 30)),
        (UK5, False, date(2026, 9, 21)),
        (PSR_CONFIRMATION, False, date(2026, 10, 21)),
        (NoticeRule("signed", "months", 6, "before"), False, date(2026, 4, 1)),
        (NoticeRule("signed", "working_days", 10), False, date(2026, 10, 15)),
        (NoticeRule("signed", "working_days", 1, "before"), False, date(2026, 9, 30)),
        (NoticeRule("signed", "working_days", 0), False, SIGNED),
        (NoticeRule("signed", "days", -14), False, date(2026, 9, 17)),
        (NoticeRule("signed", "days", None), False, None),
        (NoticeRule("signed", "days", None, "after", 3), False, None),
        (NoticeRule("signed", "days", None, "after", 3), True, date(2026, 10, 4)),
    ],
)
def test_the_day_a_notice_is_due(rule: NoticeRule, light_touch: bool, day: date | None) -> None:
    assert due_on(rule, ANCHORS, light_touch, ENGLAND) == day


def test_pipeline_notices_are_due_by_26_may() -> None:
    assert due_on(PIPELINE, {"financial_year": date(2026, 4, 1)}, False, ENGLAND) == date(2026, 5, 26)


def test_without_the_day_it_is_counted_from_a_notice_has_no_due_date() -> None:
    assert due_on(UK7, {"ended": SIGNED}, False, ENGLAND) is None


def test_a_notice_that_a_light_touch_contract_does_not_need_is_never_due_for_one() -> None:
    anchors = {"year_end": date(2026, 3, 31)}
    assert due_on(UK9, anchors, True, ENGLAND) is None
    assert due_on(UK9, anchors, False, ENGLAND) == date(2027, 3, 31)


def expected(on: date, sent: dict[str, date], light_touch: bool = False):
    found = notices_due(
        [UK11, UK9, UK7, UK5], ANCHORS, sent, light_touch=light_touch, calendar=ENGLAND, on=on
    )
    return {notice.code: notice for notice in found}


def test_every_notice_that_is_needed_stands_in_the_order_it_is_due() -> None:
    assert list(expected(SIGNED, {})) == ["UK5", "UK7", "UK11", "UK9"]
    assert list(expected(SIGNED, {}, light_touch=True)) == ["UK5", "UK7", "UK11"]
    undated = expected(SIGNED, {})["UK9"]
    assert undated.due_on is None
    assert not undated.overdue
    assert undated.words == "12 months after year_end; the day of year_end is not recorded yet"


@pytest.mark.parametrize(
    ("on", "overdue"),
    [(date(2026, 10, 30), False), (date(2026, 10, 31), False), (date(2026, 11, 1), True)],
)
def test_a_notice_is_overdue_from_the_day_after_it_was_due_until_it_is_sent(on: date, overdue: bool) -> None:
    assert expected(on, {})["UK7"].overdue is overdue
    assert expected(on, {"UK7": date(2026, 10, 5)})["UK7"].overdue is False


def test_a_notice_sent_after_the_day_in_view_is_not_yet_sent() -> None:
    sent = {"UK7": date(2026, 11, 3)}
    before, after = expected(date(2026, 11, 2), sent)["UK7"], expected(date(2026, 11, 3), sent)["UK7"]
    assert (before.is_sent, before.overdue, before.sent_late) == (False, True, False)
    assert (after.is_sent, after.overdue, after.sent_late) == (True, False, True)
    assert not expected(date(2026, 12, 1), {"UK7": date(2026, 10, 31)})["UK7"].sent_late


def test_the_rule_is_told_in_words() -> None:
    assert UK7.words(light_touch=False) == "30 days after signing"
    assert UK7.words(light_touch=True) == "120 days after signing"
    assert UK5.words(light_touch=False) == "on the day of award at the latest"
    assert NoticeRule("signed", "working_days", 1, "before").words(light_touch=False) == (
        "1 working day before signed"
    )


def test_a_notice_without_a_fixed_day_is_never_overdue_and_asks_for_nothing() -> None:
    rule = NoticeRule("none", "days", None, code="UK13")
    (found,) = notices_due([rule], {}, {}, light_touch=False, calendar=ENGLAND, on=date.max)
    assert (found.due_on, found.overdue, found.words) == (None, False, "no fixed day")


def test_the_units_are_those_that_the_table_of_notices_keeps() -> None:
    assert set(DayUnit.values) == set(Unit.values)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: NoticeRule("signed", "weeks", 3), "Choose one of: days, working_days, months"),
        (lambda: NoticeRule("signed", "days", 3, "around"), "Choose one of: before, after"),
        (lambda: NoticeRule("signed", "days", 3661), "Enter at most 3660"),
        (lambda: NoticeRule("signed", "days", 3, "after", -3661), "Enter at most 3660"),
        (
            lambda: due_on(NoticeRule("signed", "days", 3660), {"signed": date.max}, False, ENGLAND),
            "due on no date",
        ),
        (
            lambda: due_on(NoticeRule("signed", "months", 3), {"signed": date.max}, False, ENGLAND),
            "due on no date",
        ),
    ],
)
def test_a_rule_that_gives_no_date_is_refused_with_the_cure(make, words: str) -> None:
    with pytest.raises(NoticeRuleError) as refused:
        make()
    assert words in str(refused.value)


def test_working_days_are_not_counted_in_years_without_known_bank_holidays() -> None:
    rule = NoticeRule("signed", "working_days", 3)
    with pytest.raises(CalendarError, match="Check the date"):
        due_on(rule, {"signed": date(2206, 1, 2)}, False, ENGLAND)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 200), st.booleans())
def test_working_days_never_give_an_earlier_date_than_days(anchor: date, count: int, back: bool) -> None:
    direction = "before" if back else "after"
    days = due_on(NoticeRule("x", "days", count, direction), {"x": anchor}, False, ENGLAND)
    working = due_on(NoticeRule("x", "working_days", count, direction), {"x": anchor}, False, ENGLAND)
    assert days is not None
    assert working is not None
    assert days == anchor + timedelta(days=-count if back else count)
    assert (working <= days) if back else (working >= days)
    assert ENGLAND.is_working_day(working)
