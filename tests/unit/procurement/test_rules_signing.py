"""Whether a contract may be signed: each row of the reference's standstill table, representations, light touch."""

from datetime import date, timedelta

import pytest

from procurement.rules_days import Calendar
from procurement.rules_signing import closing_problem, held, signing_problem

ENGLAND = Calendar("england")
# Published, and the last day of standstill under the 2015 regulations, the Act and the Provider Selection Regime.
WORKED = (
    (date(2025, 6, 2), date(2025, 6, 12), date(2025, 6, 11), date(2025, 6, 13)),
    (date(2025, 12, 22), date(2026, 1, 2), date(2026, 1, 5), date(2026, 1, 7)),
    (date(2026, 3, 26), date(2026, 4, 7), date(2026, 4, 8), date(2026, 4, 10)),
    (date(2026, 6, 5), date(2026, 6, 15), date(2026, 6, 16), date(2026, 6, 17)),
)
ROWS = [
    (regime, row[0], row[1 + place])
    for row in WORKED
    for place, regime in enumerate(("pcr2015", "pa2023", "psr"))
]


def problem(regime, *standstills, on, light_touch=False, process="", waived=False):
    return signing_problem(
        regime, process, light_touch=light_touch, standstills=tuple(standstills), waived=waived, on=on
    )


@pytest.mark.parametrize(("regime", "published", "ends"), ROWS)
def test_signing_is_blocked_to_the_last_day_and_free_on_the_next(regime, published, ends):
    still = held(regime, published, ENGLAND)
    assert "not over" in problem(regime, still, on=ends)
    assert problem(regime, still, on=ends + timedelta(days=1)) == ""


def test_without_a_notice_signing_is_blocked_where_the_regime_has_a_standstill():
    assert "No notice that starts the standstill" in problem("psr", on=date(2026, 1, 1))
    assert problem("exempt", on=date(2026, 1, 1)) == ""
    assert problem("", on=date(2026, 1, 1)) == ""
    assert problem("psr", on=date(2026, 1, 1), waived=True) == ""


@pytest.mark.parametrize(("regime", "process"), [("psr", "da_a"), ("psr", "da_b"), ("pa2023", "user_choice")])
def test_processes_that_publish_no_intention_have_nothing_to_wait_for(regime, process):
    assert problem(regime, on=date(2026, 1, 1), process=process) == ""
    assert problem(regime, on=date(2026, 1, 1), process="da_c") != ""


def test_representations_keep_it_open_until_a_person_closes_it():
    published, raised, told = date(2025, 6, 2), date(2025, 6, 10), date(2025, 6, 20)
    open_one = held("psr", published, ENGLAND, representations_on=raised)
    assert open_one.sign_from is None
    assert "Kept open" in problem("psr", open_one, on=date(2030, 1, 1))
    decided = held("psr", published, ENGLAND, representations_on=raised, further_decision_on=told)
    assert decided.close_from == date(2025, 6, 27)  # five working days after Friday 20 June
    assert "Kept open" in problem("psr", decided, on=date(2030, 1, 1))
    closed = held(
        "psr",
        published,
        ENGLAND,
        representations_on=raised,
        further_decision_on=told,
        closed_on=date(2025, 6, 27),
    )
    assert "not over" in problem("psr", closed, on=date(2025, 6, 27))
    assert problem("psr", closed, on=date(2025, 6, 28)) == ""


def test_the_longest_of_several_standstills_counts():
    first = held("pa2023", date(2025, 6, 2), ENGLAND)
    second = held("pa2023", date(2025, 6, 5), ENGLAND)
    assert problem("pa2023", first, second, on=date(2025, 6, 12)) != ""
    assert problem("pa2023", first, second, on=second.sign_from) == ""


def test_a_light_touch_standstill_is_voluntary():
    assert problem("pa2023", on=date(2026, 1, 1), light_touch=True) == ""
    promised = held("pa2023", date(2025, 6, 2), ENGLAND, light_touch=True)
    assert problem("pa2023", promised, on=date(2025, 6, 3), light_touch=True) != ""
    over = held("pa2023", date(2025, 6, 2), ENGLAND, light_touch=True, closed_on=date(2025, 6, 2))
    assert problem("pa2023", over, on=date(2025, 6, 3), light_touch=True) == ""


@pytest.mark.parametrize(
    ("raised", "close_from", "closed", "words"),
    [
        (None, None, date(2025, 6, 27), "Only representations keep a standstill open"),
        (date(2025, 6, 10), None, date(2025, 6, 27), "further decision was told"),
        (date(2025, 6, 10), date(2025, 6, 27), date(2025, 6, 26), "27 June 2025"),
        (date(2025, 6, 10), date(2025, 6, 27), date(2025, 7, 2), "has not come yet"),
        (date(2025, 6, 10), date(2025, 6, 27), date(2025, 6, 27), ""),
    ],
)
def test_closing_waits_for_the_further_decision_and_five_working_days(raised, close_from, closed, words):
    found = closing_problem("psr", raised, close_from, closed, date(2025, 7, 1))
    assert words in found
    assert bool(found) == bool(words)
