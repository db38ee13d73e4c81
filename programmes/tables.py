"""Cells and words that the tables of every floor above share: periods, days, and where a fact is printed."""

from collections.abc import Sequence
from datetime import date, timedelta

from commissioning.core.components import Link
from commissioning.core.tables import Cell
from programmes.addresses import Addresses
from programmes.selectors.sources import Place


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def period_words(starts_on: date | None, ends_on: date | None) -> str:
    """A half-open period in words: `ends_on` is the first day without it, “until” names the last day with it."""
    if starts_on is None and ends_on is None:
        return "no dates stated"
    start = f"from {day_words(starts_on)}" if starts_on else ""
    end = f"until {day_words(ends_on - timedelta(days=1))}" if ends_on else ""
    return " ".join(part for part in (start, end) if part)


def source_cell(places: Sequence[Place], fact_id: int | None, to: Addresses) -> Cell:
    """The places of a fact as one link to all of them; a fact without a source says so."""
    if not places or fact_id is None:
        return Cell("no source recorded", unknown=True)
    locators = ", ".join(dict.fromkeys(place.locator for place in places))
    return Cell(links=(Link(locators, to.of("fact_sources", fact_id), "where it is printed"),))
