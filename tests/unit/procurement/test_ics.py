"""The file of dates: read back with the library, and line by line as the standard (RFC 5545) has it."""

import re
from datetime import date, timedelta

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import FuzzyDate, parse_fuzzy_date
from procurement.ics import calendar_of
from procurement.rules_calendar import CalendarRow, DateKind

ON = date(2018, 12, 13)
NAME = re.compile(rb"[A-Z0-9-]+(;[A-Z0-9-]+=(\"[^\"\x00-\x1f]*\"|[^\";:,\x00-\x1f]*))*:")


def row(key="stage-1", text="Go-live", when="By April 2015", **more) -> CalendarRow:
    stated = when if isinstance(when, FuzzyDate) else parse_fuzzy_date(when)
    return CalendarRow(key, DateKind.STAGE, text, stated, "Phase 1: Nursing", "phase", (1,), **more)


def file_of(*rows: CalendarRow, addresses=None) -> bytes:
    return calendar_of(
        rows,
        key="derby",
        name="Derby",
        on=ON,
        address="https://example.org/calendar/",
        addresses=addresses or {},
    )


def events(body: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def check_lines(body: bytes) -> None:
    """Lines end with CR LF and hold at most 75 octets; a folded one goes on after a space; each has its name."""
    assert body.endswith(b"\r\n")
    lines = body.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two by a fold
    unfolded = b"\r\n".join(lines).replace(b"\r\n ", b"").split(b"\r\n")
    assert unfolded[0] == b"BEGIN:VCALENDAR"
    assert unfolded[-1] == b"END:VCALENDAR"
    assert all(NAME.match(line) for line in unfolded)


def test_an_event_is_a_whole_day_on_the_last_day_that_a_date_can_mean():
    body = file_of(row(owner="Programme manager", note="Of the printed plan"))
    check_lines(body)
    (event,) = events(body)
    assert event.decoded("dtstart") == date(2015, 4, 30)
    assert event.decoded("dtend") == date(2015, 5, 1)
    assert b"DTSTART;VALUE=DATE:20150430" in body
    assert str(event["summary"]) == "Overdue: Go-live – Phase 1: Nursing"
    assert str(event["description"]).splitlines() == [
        "Stage",
        "Stated as: By April 2015. This is the last day that it can mean.",
        "Owner: Programme manager",
        "Of the printed plan",
    ]
    assert str(event["transp"]) == "TRANSPARENT"


def test_no_time_zone_is_needed_or_defined():
    body = file_of(row())
    assert b"VTIMEZONE" not in body
    assert b"TZID" not in body


def test_a_date_without_days_has_no_event_and_the_others_have():
    body = file_of(row("stage-1", when="TBC"), row("stage-2", when="May 2019"))
    assert [str(event["uid"]) for event in events(body)] == ["derby-stage-2@commissioning"]


def test_a_date_that_moves_keeps_its_uid():
    (before,) = events(file_of(row(when="May 2019")))
    (after,) = events(file_of(row(when="July 2019")))
    assert str(before["uid"]) == str(after["uid"])
    assert before.decoded("dtstart") != after.decoded("dtstart")


def test_the_same_dates_make_the_same_file():
    assert file_of(row()) == file_of(row())


def test_commas_semicolons_and_new_lines_in_texts_are_told_and_not_obeyed():
    text = "Award; sign, then\nBEGIN:VEVENT\r\nSUMMARY:forged \\n"
    body = file_of(row(text=text, when="May 2019"))
    check_lines(body)
    (event,) = events(body)
    assert body.count(b"\r\nBEGIN:VEVENT") == 1
    assert "Award; sign, then" in str(event["summary"])


def test_where_each_date_is_kept_is_told():
    body = file_of(row(when="May 2019"), addresses={"stage-1": "https://example.org/phases/1/"})
    (event,) = events(body)
    assert str(event["url"]) == "https://example.org/phases/1/"


@given(
    text=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200),
    days=st.integers(0, 20_000),
)
def test_any_words_on_any_day_come_back_from_strict_lines(text, days):
    day = date(2000, 1, 1) + timedelta(days)
    body = file_of(row(text=text, when=f"{day:%Y-%m-%d}"))
    check_lines(body)
    (event,) = events(body)
    assert event.decoded("dtstart") == day
    assert text in str(event["summary"])
