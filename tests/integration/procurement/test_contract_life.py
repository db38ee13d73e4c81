"""One contract through award, two variations, an extension, a novation and expiry: right as at every day between.

The table below was written by hand from the acts; nothing of it comes from the product. Each row holds from its day to
the day before the next row's.
"""

from datetime import date, timedelta

import pytest

from procurement.models.terms import ContractChange
from procurement.selectors.contracts import contract_rows
from procurement.selectors.sealed import Sight
from tests.integration.procurement.contract_life import TODAY, Life

pytestmark = pytest.mark.django_db

# From              state            lead provider   whole-life value  end                last possible end
TABLE = (
    (date(2018, 1, 1), "planned", "", "£1,000,000", date(2021, 3, 31), date(2022, 3, 31)),
    (date(2019, 2, 1), "award_intended", "First Trust", "£1,000,000", date(2021, 3, 31), date(2022, 3, 31)),
    (date(2019, 2, 20), "awarded", "First Trust", "£1,000,000", date(2021, 3, 31), date(2022, 3, 31)),
    (date(2019, 3, 4), "awarded", "First Trust", "£1,000,000", date(2021, 3, 31), date(2022, 3, 31)),
    (date(2019, 4, 1), "live", "First Trust", "£1,000,000", date(2021, 3, 31), date(2022, 3, 31)),
    (date(2019, 10, 1), "varied", "First Trust", "£1,200,000", date(2021, 3, 31), date(2022, 3, 31)),
    (date(2020, 4, 1), "varied", "First Trust", "£1,350,000", date(2021, 6, 30), date(2022, 6, 30)),
    (date(2020, 12, 15), "extended", "First Trust", "£1,350,000", date(2022, 6, 30), date(2022, 6, 30)),
    (date(2021, 7, 1), "novated", "Second Trust", "£1,350,000", date(2022, 6, 30), date(2022, 6, 30)),
    (date(2022, 7, 1), "ended", "Second Trust", "£1,350,000", date(2022, 6, 30), date(2022, 6, 30)),
)
LAST = date(2024, 1, 1)


def as_read(life: Life, on: date) -> tuple[object, ...]:
    sight = Sight.for_person(life.by, life.grants, life.programme, life.today)
    (row,) = contract_rows(life.programme, on, sight)
    return (
        row.state.value,
        row.provider,
        ", ".join(money.printed for money in row.values or ()),
        row.current_end.end,
        row.last_possible_end.end,
    )


@pytest.fixture
def life() -> Life:
    return Life().whole_life()


def test_the_register_is_right_on_both_sides_of_every_day_on_which_something_changes(life: Life) -> None:
    for place, (day, *expected) in enumerate(TABLE):
        following = TABLE[place + 1][0] if place + 1 < len(TABLE) else LAST
        for on in (day, day + timedelta(days=1), following - timedelta(days=1)):
            assert as_read(life, on) == tuple(expected), on


def test_the_register_is_right_on_any_day_of_any_week(life: Life) -> None:
    sight = Sight.for_person(life.by, life.grants, life.programme, TODAY)
    day, place = TABLE[0][0] + timedelta(days=300), 0
    while day < date(2022, 9, 1):
        while place + 1 < len(TABLE) and TABLE[place + 1][0] <= day:
            place += 1
        (row,) = contract_rows(life.programme, day, sight)
        read = (row.state.value, row.provider, row.current_end.end)
        assert read == (TABLE[place][1], TABLE[place][2], TABLE[place][4]), day
        day += timedelta(days=5)


def test_notice_is_due_six_months_before_the_end_of_the_day(life: Life) -> None:
    """31 March 2021 less six months is 30 September 2020; 30 June 2021 less six months, 31 December 2020."""
    sight = Sight.for_person(life.by, life.grants, life.programme, TODAY)
    expected = {
        date(2019, 5, 1): (date(2020, 9, 30), "option 1"),
        date(2020, 5, 1): (date(2020, 12, 31), "option 1"),
        date(2021, 1, 1): (date(2021, 12, 31), "ending it"),
    }
    for on, (notice, what) in expected.items():
        (row,) = contract_rows(life.programme, on, sight)
        assert row.notice_by is not None
        assert (row.notice_by.end, row.notice_for) == (notice, what), on
    (ended,) = contract_rows(life.programme, date(2022, 7, 1), sight)
    assert ended.notice_by is None


def test_every_act_is_kept_with_what_it_changed(life: Life) -> None:
    acts = [(act.kind, act.number) for act in ContractChange.objects.order_by("pk")]
    assert acts == [
        ("award_intended", 1),
        ("awarded", 1),
        ("signed", 1),
        ("variation", 1),
        ("variation", 2),
        ("extension", 1),
        ("novation", 1),
    ]
    second = ContractChange.objects.get(kind="variation", number=2)
    assert second.before["ends"] == "31 March 2021"
    assert second.after["ends"] == "30 June 2021"
    assert [kept["printed"] for kept in second.after["values"]] == ["£1,350,000"]
    assert [kept["printed"] for kept in second.before["values"]] == ["£1,200,000"]
    novation = ContractChange.objects.get(kind="novation")
    assert (novation.before, novation.after) == (
        {"lead_provider": "First Trust"},
        {"lead_provider": "Second Trust"},
    )


def test_rows_are_closed_and_opened_and_never_overwritten(life: Life) -> None:
    ends = [(row.ends.printed, row.starts_on, row.ends_on) for row in life.contract.ends.order_by("pk")]
    assert ends == [
        ("31 March 2021", None, date(2020, 4, 1)),
        ("30 June 2021", date(2020, 4, 1), date(2020, 12, 15)),
        ("30 June 2022", date(2020, 12, 15), None),
    ]
    values = [(row.money.printed, row.starts_on, row.ends_on) for row in life.contract.values.order_by("pk")]
    assert values == [
        ("£1,000,000", None, date(2019, 10, 1)),
        ("£1,200,000", date(2019, 10, 1), date(2020, 4, 1)),
        ("£1,350,000", date(2020, 4, 1), None),
    ]
