"""Dates of a programme as an iCalendar file (RFC 5545): all-day events on the deadline, with the words as printed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Event, vUri

from procurement.rules_calendar import CalendarRow

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
PRODUCT: Final = "-//Integrated commissioning//Procurement calendar//EN"
EVERY: Final = timedelta(hours=12)


def calendar_of(
    rows: Iterable[CalendarRow], *, key: str, name: str, on: date, address: str, addresses: dict[str, str]
) -> bytes:
    """The file: one event for each dated row, on its deadline; a row without any day has none.

    `key` is the programme's, from which every event's UID is made, so that a date that moves moves in the reader's
    calendar instead of standing there twice. `addresses` give each row's page by the row's key. Whole days have no
    time zone, so none is defined. The stamp is the start of the day that the dates are known on, so that the same
    dates make the same file all day.
    """
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", f"{name}: procurement")
    file.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT12H")
    if address:
        file.add("url", vUri(address))
    for row in rows:
        if row.day is not None:
            file.add_component(_event(row, row.day, key, on, addresses.get(row.key, "")))
    return file.to_ical()


def _event(row: CalendarRow, day: date, key: str, on: date, address: str) -> Event:
    event = Event()
    event.add("uid", f"{key}-{row.key}@commissioning".lower())
    event.add("dtstamp", datetime.combine(on, time(), tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    late = "Overdue: " if row.is_overdue(on) else ""
    event.add("summary", f"{late}{row.text} – {row.about}")
    event.add("description", "\n".join(_lines(row)))
    event.add("categories", [str(row.kind.label)])
    event.add("transp", "TRANSPARENT")
    if address:
        event.add("url", vUri(address))
    return event


def _lines(row: CalendarRow) -> list[str]:
    said = [str(row.kind.label)]
    if row.is_fuzzy:
        said.append(f"Stated as: {row.when.printed}. This is the last day that it can mean.")
    elif row.when.text:
        said.append(f"Stated as: {row.when.printed}.")
    if row.owner:
        said.append(f"Owner: {row.owner}")
    if row.note:
        said.append(row.note)
    if row.illustrative:
        said.append("Illustrative: no paper states this.")
    return said
