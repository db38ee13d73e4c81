"""What a contract is on a day: through award, two variations, an extension, a novation and expiry."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.models.contracts import ContractChangeKind
from procurement.rules_terms import Act, ActKind, ContractState, contract_state, end_on

STARTS, FIRM_END = date(2021, 4, 1), date(2024, 3, 31)
LIFE = [
    Act("tendered", date(2020, 6, 1), 1),
    Act("award_intended", date(2020, 10, 1), 2),
    Act("awarded", date(2020, 11, 1), 3),
    Act("variation", date(2021, 9, 1), 4),
    Act("variation", date(2022, 9, 1), 5),
    Act("extension", date(2023, 12, 1), 6, ends=date(2025, 3, 31)),
    Act("novation", date(2024, 10, 1), 7),
]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2020, 5, 31), "planned"),
        (date(2020, 6, 1), "tendered"),
        (date(2020, 9, 30), "tendered"),
        (date(2020, 10, 1), "award_intended"),
        (date(2020, 11, 1), "awarded"),
        (date(2021, 3, 31), "awarded"),
        (date(2021, 4, 1), "live"),
        (date(2021, 8, 31), "live"),
        (date(2021, 9, 1), "varied"),
        (date(2022, 9, 1), "varied"),
        (date(2023, 11, 30), "varied"),
        (date(2023, 12, 1), "extended"),
        (date(2024, 4, 1), "extended"),
        (date(2024, 9, 30), "extended"),
        (date(2024, 10, 1), "novated"),
        (date(2025, 3, 31), "novated"),
        (date(2025, 4, 1), "ended"),
    ],
)
def test_a_whole_life_day_by_day(on: date, state: str) -> None:
    assert contract_state(LIFE, STARTS, FIRM_END, on) == state
    assert contract_state(reversed(LIFE), STARTS, FIRM_END, on) == state


def test_the_end_is_the_one_that_stood_on_the_day() -> None:
    assert end_on(LIFE, FIRM_END, date(2023, 11, 30)) == FIRM_END
    assert end_on(LIFE, FIRM_END, date(2023, 12, 1)) == date(2025, 3, 31)


def test_an_extension_in_force_only_from_the_day_after_the_old_end_leaves_no_hole() -> None:
    late = [Act("awarded", date(2020, 11, 1)), Act("extension", date(2024, 4, 1), ends=date(2025, 3, 31))]
    states = [
        contract_state(late, STARTS, FIRM_END, FIRM_END),
        contract_state(late, STARTS, FIRM_END, date(2024, 4, 1)),
    ]
    assert states == ["live", "extended"]


def test_a_termination_ends_it_from_its_day_whatever_else_was_agreed() -> None:
    terminated = [*LIFE[:5], Act("termination", date(2023, 1, 1), 6), Act("variation", date(2023, 2, 1), 7)]
    assert contract_state(terminated, STARTS, FIRM_END, date(2022, 12, 31)) == "varied"
    assert contract_state(terminated, STARTS, FIRM_END, date(2023, 1, 1)) == "ended"
    assert contract_state(terminated, STARTS, FIRM_END, date(2023, 2, 1)) == "ended"


def test_the_last_of_two_acts_of_one_day_is_the_one_with_the_higher_number() -> None:
    both = [Act("extension", date(2022, 1, 1), 2), Act("variation", date(2022, 1, 1), 3)]
    assert contract_state(both, STARTS, FIRM_END, date(2022, 1, 1)) == "varied"


def test_a_date_alone_makes_nothing_live_that_is_still_out_to_tender() -> None:
    late = date(2021, 5, 1)
    assert contract_state(LIFE[:1], STARTS, FIRM_END, late) == "tendered"
    assert contract_state(LIFE[:2], STARTS, FIRM_END, late) == "award_intended"
    assert contract_state(LIFE[:3], STARTS, FIRM_END, late) == "live"


def test_signing_counts_as_award_until_the_first_day() -> None:
    signed = [*LIFE[:2], Act("signed", date(2020, 12, 1), 3)]
    assert contract_state(signed, STARTS, FIRM_END, date(2021, 3, 31)) == "awarded"
    assert contract_state(signed, STARTS, FIRM_END, STARTS) == "live"


def test_a_variation_before_the_first_day_leaves_it_awarded() -> None:
    early = [*LIFE[:3], Act("variation", date(2021, 1, 1), 4)]
    assert contract_state(early, STARTS, FIRM_END, date(2021, 2, 1)) == "awarded"
    assert contract_state(early, STARTS, FIRM_END, STARTS) == "varied"


def test_contracts_older_than_the_register_are_judged_by_their_dates() -> None:
    ends = parse_fuzzy_date("March 2020")
    starts = parse_fuzzy_date("April 2015")
    days = [date(2015, 3, 31), date(2015, 4, 1), date(2020, 3, 31), date(2020, 4, 1)]
    assert [contract_state([], starts, ends, day) for day in days] == ["planned", "live", "live", "ended"]


def test_dates_that_are_not_known_never_come() -> None:
    unknown = parse_fuzzy_date("TBC")
    assert contract_state([], unknown, unknown, date(2026, 1, 1)) == "planned"
    assert contract_state(LIFE[:3], unknown, None, date(2026, 1, 1)) == "awarded"
    assert contract_state(LIFE[:3], STARTS, None, date(2099, 1, 1)) == "live"


def test_an_act_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(
        ValueError, match="Choose one of: tendered, award_intended, awarded, signed, variation"
    ):
        Act("renewed", STARTS)


def test_every_act_that_the_register_keeps_is_known_here() -> None:
    assert set(ContractChangeKind.values) == set(ActKind.values) - {"tendered"}


KINDS_AND_DAYS = st.lists(
    st.tuples(st.sampled_from(ActKind.values), st.dates(date(2019, 1, 1), date(2026, 12, 31))), max_size=8
)


@given(KINDS_AND_DAYS, st.dates(date(2019, 1, 1), date(2027, 12, 31)))
def test_what_has_ended_stays_ended_and_acts_to_come_change_nothing(
    drawn: list[tuple[str, date]], on: date
) -> None:
    acts = [Act(kind, day, number) for number, (kind, day) in enumerate(drawn)]
    state = contract_state(acts, STARTS, FIRM_END, on)
    known = [act for act in acts if act.effective_on <= on]
    assert contract_state(known, STARTS, FIRM_END, on) == state
    if state == ContractState.ENDED:
        assert contract_state(acts, STARTS, FIRM_END, on + timedelta(days=1)) == ContractState.ENDED
