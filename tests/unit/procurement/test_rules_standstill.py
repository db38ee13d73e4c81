"""Standstill: the worked table row by row, and the latest day for a notice, which really is the latest."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.rules_days import Calendar
from procurement.rules_standstill import (
    Standstill,
    StandstillError,
    has_standstill,
    latest_publication,
    psr_earliest_close,
    standstill,
)

ENGLAND = Calendar("england")
KINGDOM = Calendar("united_kingdom")
# Published; PCR ends; Act ends; PSR begins, ends.
WORKED = [
    (date(2025, 6, 2), date(2025, 6, 12), date(2025, 6, 11), date(2025, 6, 3), date(2025, 6, 13)),
    (date(2025, 12, 22), date(2026, 1, 2), date(2026, 1, 5), date(2025, 12, 23), date(2026, 1, 7)),
    (date(2026, 3, 26), date(2026, 4, 7), date(2026, 4, 8), date(2026, 3, 27), date(2026, 4, 10)),
    (date(2026, 6, 5), date(2026, 6, 15), date(2026, 6, 16), date(2026, 6, 6), date(2026, 6, 17)),
]
REGIMES = ["pcr2015", "pa2023", "psr"]


@pytest.mark.parametrize(("published", "pcr", "act", "psr_from", "psr_to"), WORKED)
def test_every_row_of_the_worked_table(
    published: date, pcr: date, act: date, psr_from: date, psr_to: date
) -> None:
    assert standstill("pcr2015", published, ENGLAND).ends == pcr
    assert standstill("pa2023", published, ENGLAND).ends == act
    found = standstill("psr", published, ENGLAND)
    assert (found.starts, found.ends) == (psr_from, psr_to)


@pytest.mark.parametrize(
    "calendar",
    [KINGDOM, Calendar("england", extra_closed=frozenset({date(2026, 1, 2)}))],
    ids=["every nation", "England and 2 January"],
)
def test_the_december_row_moves_where_scotlands_second_of_january_counts(calendar: Calendar) -> None:
    ends = [standstill(regime, date(2025, 12, 22), calendar).ends for regime in REGIMES]
    assert ends == [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 8)]


@pytest.mark.parametrize("regime", REGIMES)
def test_signing_is_allowed_from_the_day_after(regime: str) -> None:
    for published, *_ in WORKED:
        found = standstill(regime, published, ENGLAND)
        assert found.sign_from == found.ends + timedelta(days=1)


def test_an_award_notice_published_on_a_saturday_counts_from_the_monday() -> None:
    """6 June 2026 is a Saturday: working day 1 is Monday the 8th, so day 8 is Wednesday the 17th."""
    found = standstill("pa2023", date(2026, 6, 6), ENGLAND)
    assert (found.starts, found.ends) == (date(2026, 6, 6), date(2026, 6, 17))


def test_the_basis_names_the_provision_and_whose_bank_holidays_count() -> None:
    moved = standstill("pcr2015", date(2026, 6, 4), ENGLAND)
    assert moved == Standstill(
        date(2026, 6, 4),
        date(2026, 6, 15),
        date(2026, 6, 16),
        "Public Contracts Regulations 2015, regulation 87: midnight at the end of the 10th day after sending, moved on "
        "as that is not a working day. Bank holidays of England and Wales.",
    )
    assert "moved on" not in standstill("pcr2015", date(2026, 6, 5), ENGLAND).basis
    assert "section 51" in standstill("pa2023", date(2026, 6, 5), ENGLAND).basis
    assert "regulation 12" in standstill("psr", date(2026, 6, 5), KINGDOM).basis
    assert "any nation of the United Kingdom" in standstill("psr", date(2026, 6, 5), KINGDOM).basis


def test_a_light_touch_standstill_is_said_to_be_voluntary_and_lasts_as_long() -> None:
    usual = standstill("pa2023", date(2026, 6, 5), ENGLAND)
    light = standstill("pa2023", date(2026, 6, 5), ENGLAND, light_touch=True)
    assert light.ends == usual.ends
    assert "voluntary" in light.basis
    assert "voluntary" not in usual.basis


@pytest.mark.parametrize("regime", ["exempt", "unknown", ""])
def test_a_regime_without_a_rule_is_refused_with_the_cure(regime: str) -> None:
    assert not has_standstill(regime)
    with pytest.raises(StandstillError, match="Choose the regime first"):
        standstill(regime, date(2026, 6, 5), ENGLAND)
    with pytest.raises(StandstillError, match="Choose the regime first"):
        latest_publication(regime, date(2026, 6, 5), ENGLAND)


def test_the_latest_notices_of_the_worked_example() -> None:
    """Signing by Thursday 1 October 2026: UK6 by Monday 21 September, PSR intention by Friday 18 September."""
    assert latest_publication("pa2023", date(2026, 10, 1), ENGLAND) == date(2026, 9, 21)
    assert latest_publication("psr", date(2026, 10, 1), ENGLAND) == date(2026, 9, 18)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(REGIMES),
    st.sampled_from([ENGLAND, KINGDOM]),
)
def test_the_latest_day_for_a_notice_is_in_time_and_the_next_is_not(
    sign_on: date, regime: str, calendar: Calendar
) -> None:
    latest = latest_publication(regime, sign_on, calendar)
    assert calendar.is_working_day(latest)
    assert standstill(regime, latest, calendar).ends < sign_on
    later = latest
    for _ in range(15):
        later = calendar.next_working_day(later)
        assert standstill(regime, later, calendar).ends >= sign_on


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(REGIMES),
    st.sampled_from([ENGLAND, KINGDOM]),
)
def test_a_standstill_ends_on_a_working_day_and_never_earlier_for_a_later_notice(
    published: date, regime: str, calendar: Calendar
) -> None:
    found = standstill(regime, published, calendar)
    assert calendar.is_working_day(found.ends)
    assert published <= found.starts < found.ends < found.sign_from
    assert standstill(regime, published + timedelta(days=1), calendar).ends >= found.ends


@pytest.mark.parametrize(
    ("decided", "closes"),
    [
        (date(2026, 6, 8), date(2026, 6, 15)),  # a Monday: the Monday after
        (date(2026, 6, 5), date(2026, 6, 12)),  # a Friday
        (date(2026, 4, 1), date(2026, 4, 10)),  # a Wednesday before Easter: 2, 7, 8, 9, 10 April
    ],
)
def test_representations_keep_a_standstill_open_five_working_days_more(decided: date, closes: date) -> None:
    assert psr_earliest_close(decided, ENGLAND) == closes
