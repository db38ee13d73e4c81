"""Stated values against their lines; required results are those of the Hampshire paper and its acceptance questions."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.comparison import Comparison, Verdict, compare
from commissioning.core.money import (
    UNKNOWN_QUALIFIERS,
    Basis,
    MixedCurrenciesError,
    Money,
    Qualifier,
    parse_money,
)


def lines(*texts: str) -> list[Money]:
    return [parse_money(text, basis=Basis.BUDGET_YEAR, year="2020/21") for text in texts]


def stated(*texts: str) -> list[Money]:
    return [parse_money(text, basis=Basis.BUDGET_YEAR, year="2020/21") for text in texts]


PHASE_1 = lines("19.5m", "1.45m")
PHASE_2 = lines("6.45m", "1.45m", "0.3m", "0.4m", "3.0m", "TBC", "£0.87m", "TBC")
PHASE_3 = lines("12.3m", "0.8m", "0.6m", "TBC")


def figures(found: Comparison) -> tuple[Verdict, Decimal | None, Decimal | None, Decimal | None]:
    return found.verdict, found.difference, found.headroom, found.shortfall


def test_the_words_of_the_verdicts() -> None:
    assert [verdict.label for verdict in Verdict] == [
        "nothing to compare",
        "reconciles",
        "met",
        "differs",
        "cannot reconcile",
        "cannot be judged yet",
    ]


def test_phase_1_differs_by_450_000() -> None:
    found = compare([parse_money("~20.5m", basis=Basis.TOTAL_CONTRACT_VALUE)], PHASE_1)
    assert figures(found) == (Verdict.DIFFERS, Decimal(450_000), None, None)
    assert (found.stated_low, found.stated_high) == (20_450_000, 20_550_000)
    assert found.known == 20_950_000
    assert found.across_bases
    assert found.reason == (
        "The 2 lines come to £20.95m: £0.45m more than the stated ~20.5m (anything from £20.45m to £20.55m). "
        "The amounts are not all stated for one basis and year."
    )


def test_phase_2_cannot_be_judged_yet() -> None:
    found = compare([parse_money("~£13m", basis=Basis.TOTAL_CONTRACT_VALUE)], PHASE_2)
    assert figures(found) == (Verdict.CANNOT_BE_JUDGED, Decimal(-530_000), None, Decimal(530_000))
    assert (found.unknown_count, found.line_count) == (2, 8)
    assert "2 lines TBC, which would have to make up £0.53m" in found.reason


def test_phase_2_against_its_component_values_cannot_be_judged_yet_either() -> None:
    # Para 4.4 states £13m for the CCGs, rounded, and £0.87m: 12.5 to 13.5 plus 0.865 to 0.875.
    ccgs = Money("£13m", Decimal(13_000_000), Qualifier.APPROX)
    found = compare([ccgs, parse_money("£0.87m")], PHASE_2)
    assert (found.stated_low, found.stated_high) == (13_365_000, 14_375_000)
    assert figures(found) == (Verdict.CANNOT_BE_JUDGED, Decimal(-1_400_000), None, Decimal(1_400_000))
    assert "£13m plus £0.87m" in found.reason


def test_phase_3_cannot_reconcile() -> None:
    found = compare([parse_money("~£12m", basis=Basis.TOTAL_CONTRACT_VALUE)], PHASE_3)
    assert figures(found) == (Verdict.CANNOT_RECONCILE, Decimal(1_700_000), None, None)
    assert "already £1.70m more than the stated ~£12m, and 1 line TBC can only add to it" in found.reason


def test_all_lines_meet_the_floor_with_headroom_and_no_difference() -> None:
    found = compare([parse_money("over £45m p.a.")], [*PHASE_1, *PHASE_2, *PHASE_3])
    assert figures(found) == (Verdict.MET, None, Decimal(2_120_000), None)
    assert (found.known, found.unknown_count, found.line_count) == (47_120_000, 3, 14)
    assert (found.stated_low, found.stated_high) == (45_000_000, None)
    assert "£2.12m above the stated floor, over £45m p.a., whatever 3 lines TBC may add" in found.reason


@pytest.mark.parametrize(
    ("values", "against", "reason"),
    [
        (stated(), PHASE_1, "There is no stated value to compare with."),
        (stated("TBC"), PHASE_1, "The stated value is TBC."),
        (stated("£13m", "awaited"), PHASE_1, "Part of the stated value is awaited."),
        (stated("£13m"), [], "There are no lines to compare with the stated value."),
        (stated("over £45m"), [], "There are no lines to compare with the stated value."),
    ],
)
def test_nothing_to_compare(values: list[Money], against: list[Money], reason: str) -> None:
    found = compare(values, against)
    assert figures(found) == (Verdict.NOTHING_TO_COMPARE, None, None, None)
    assert found.reason == reason


def test_an_unknown_component_leaves_no_bounds() -> None:
    found = compare(stated("£13m", "TBC"), PHASE_1)
    assert (found.stated_low, found.stated_high) == (None, None)
    known = compare(stated("~£13m"), [])
    assert (known.stated_low, known.stated_high) == (12_500_000, 13_500_000)


@pytest.mark.parametrize(
    ("value", "against", "verdict", "difference"),
    [
        # Both ends of the rounding belong to it.
        ("~£13m", ("12.5m",), Verdict.RECONCILES, -500_000),
        ("~£13m", ("13.5m",), Verdict.RECONCILES, 500_000),
        ("~£13m", ("£12,499,999",), Verdict.DIFFERS, -500_001),
        ("~£13m", ("£13,500,001",), Verdict.DIFFERS, 500_001),
        # A figure in full is exact.
        ("£20,950,000", ("19.5m", "1.45m"), Verdict.RECONCILES, 0),
        ("£20,950,001", ("19.5m", "1.45m"), Verdict.DIFFERS, -1),
        # A stated range, measured from its nearer end.
        ("£20m to £22m", ("19.5m", "1.45m"), Verdict.RECONCILES, 0),
        ("£18m to £20m", ("19.5m", "1.45m"), Verdict.DIFFERS, 950_000),
        ("£21m to £22m", ("19.5m", "1.45m"), Verdict.DIFFERS, -50_000),
        ("nil", ("nil",), Verdict.RECONCILES, 0),
        ("nil", ("£5",), Verdict.DIFFERS, 5),
    ],
)
def test_with_every_line_known(
    value: str, against: tuple[str, ...], verdict: Verdict, difference: int
) -> None:
    found = compare(stated(value), lines(*against))
    assert (found.verdict, found.difference, found.shortfall) == (verdict, difference, None)


@pytest.mark.parametrize(
    ("value", "against", "verdict", "difference", "shortfall"),
    [
        ("~£13m", ("13.5m", "TBC"), Verdict.CANNOT_BE_JUDGED, 500_000, 0),
        ("~£13m", ("£13,500,001", "TBC"), Verdict.CANNOT_RECONCILE, 500_001, None),
        ("£20m to £22m", ("21m", "awaited"), Verdict.CANNOT_BE_JUDGED, 0, 0),
        ("£20m to £22m", ("23m", "awaited"), Verdict.CANNOT_RECONCILE, 1_000_000, None),
        ("nil", ("nil", "TBC"), Verdict.CANNOT_BE_JUDGED, 0, 0),
    ],
)
def test_with_a_line_unknown(
    value: str, against: tuple[str, ...], verdict: Verdict, difference: int, shortfall: int | None
) -> None:
    found = compare(stated(value), lines(*against))
    assert (found.verdict, found.difference, found.shortfall) == (verdict, difference, shortfall)


@pytest.mark.parametrize(
    ("value", "against", "expected"),
    [
        ("over £45m", ("45m", "£1"), (Verdict.MET, None, 1, None)),
        # "Over" means above: exactly £45m is not over £45m.
        ("over £45m", ("45m",), (Verdict.DIFFERS, 0, None, None)),
        ("over £45m", ("44m",), (Verdict.DIFFERS, -1_000_000, None, None)),
        ("over £45m", ("44m", "TBC"), (Verdict.CANNOT_BE_JUDGED, -1_000_000, None, 1_000_000)),
        ("over £45m", ("over £45m",), (Verdict.MET, None, 0, None)),
        # 44.5 to 45.5 is neither wholly above the floor nor wholly below it.
        ("over £45m", ("~£45m",), (Verdict.RECONCILES, 0, None, None)),
        ("over £45m", ("~£45m", "TBC"), (Verdict.CANNOT_BE_JUDGED, 0, None, 0)),
    ],
)
def test_a_stated_floor(value: str, against: tuple[str, ...], expected: tuple[object, ...]) -> None:
    assert figures(compare(stated(value), lines(*against))) == expected


@pytest.mark.parametrize(
    ("value", "against", "expected"),
    [
        ("under £21m", ("19.5m", "1.45m"), (Verdict.RECONCILES, None, 50_000, None)),
        ("under £21m", ("21m",), (Verdict.DIFFERS, 0, None, None)),
        ("under £21m", ("22m",), (Verdict.DIFFERS, 1_000_000, None, None)),
        ("under £21m", ("20m", "TBC"), (Verdict.CANNOT_BE_JUDGED, None, None, None)),
        ("under £21m", ("22m", "TBC"), (Verdict.CANNOT_RECONCILE, 1_000_000, None, None)),
    ],
)
def test_a_stated_ceiling(value: str, against: tuple[str, ...], expected: tuple[object, ...]) -> None:
    assert figures(compare(stated(value), lines(*against))) == expected


def test_a_floor_and_a_ceiling_together_bound_nothing() -> None:
    assert compare(stated("over £5m", "under £3m"), lines("1m")).verdict == Verdict.RECONCILES
    assert compare(stated("over £5m", "under £3m"), lines("1m", "TBC")).verdict == Verdict.CANNOT_BE_JUDGED


@pytest.mark.parametrize(
    ("value", "against", "verdict"),
    [
        # The sum is an interval where a line is: inside means overlapping, above means wholly above.
        ("£12,000,000", ("~£12m",), Verdict.RECONCILES),
        ("£12,600,000", ("~£12m",), Verdict.DIFFERS),
        ("£12,000,000", ("~£12m", "TBC"), Verdict.CANNOT_BE_JUDGED),
        ("£11,000,000", ("~£12m", "TBC"), Verdict.CANNOT_RECONCILE),
        ("£12,000,000", ("over £11m",), Verdict.RECONCILES),
        ("£12,000,000", ("over £12m",), Verdict.DIFFERS),
        ("£12,000,000", ("over £12m", "TBC"), Verdict.CANNOT_RECONCILE),
        ("£12,000,000", ("under £13m",), Verdict.RECONCILES),
        ("£12,000,000", ("under £12m",), Verdict.DIFFERS),
        ("£12,000,000", ("£11m to £13m",), Verdict.RECONCILES),
        ("£12,000,000", ("£13m to £14m", "TBC"), Verdict.CANNOT_RECONCILE),
        # A line printed rounded but not called approximate is taken at its amount.
        ("£12,040,000", ("12.0m",), Verdict.DIFFERS),
    ],
)
def test_lines_that_are_themselves_loose(value: str, against: tuple[str, ...], verdict: Verdict) -> None:
    assert compare(stated(value), lines(*against)).verdict == verdict


def test_where_an_unknown_line_may_be_negative_nothing_can_be_judged() -> None:
    for value in ("~£12m", "over £5m"):
        found = compare(stated(value), PHASE_3, may_be_negative=True)
        assert (found.verdict, found.shortfall) == (Verdict.CANNOT_BE_JUDGED, None)
    assert "may add to the sum or take from it" in found.reason
    known = compare(stated("~£12m"), lines("12.3m"), may_be_negative=True)
    assert known.verdict == Verdict.RECONCILES


def test_a_line_under_something_is_worth_at_least_nothing_unless_it_may_be_negative() -> None:
    assert compare(stated("nil"), lines("1m", "under £5m")).verdict == Verdict.DIFFERS
    assert (
        compare(stated("nil"), lines("1m", "under £5m"), may_be_negative=True).verdict == Verdict.RECONCILES
    )


def test_with_no_line_known_the_whole_stated_value_is_still_to_come() -> None:
    found = compare(stated("~£13m"), lines("TBC", "awaited"))
    assert found.known is None
    assert figures(found) == (Verdict.CANNOT_BE_JUDGED, None, None, Decimal(13_000_000))
    assert found.reason.startswith("No line has an amount yet (2 lines not known (1 TBC and 1 awaited))")


def test_bases_are_across_only_when_they_differ() -> None:
    assert not compare(stated("~£13m"), lines("13m", "nil")).across_bases
    assert not compare(stated("~£13m"), [*lines("13m"), parse_money("TBC")]).across_bases
    assert compare([parse_money("~£13m")], lines("13m")).across_bases
    later = parse_money("~£13m", basis=Basis.BUDGET_YEAR, year="2021/22")
    assert compare([later], lines("13m")).across_bases


WHOLE_CONTRACT = Money("£60m", Decimal(60_000_000), Qualifier.EXACT, Basis.TOTAL_CONTRACT_VALUE)


@pytest.mark.parametrize("value", ["~£13m", "over £45m", "nil"])
def test_lines_on_several_bases_make_no_sum_and_so_no_verdict(value: str) -> None:
    found = compare(stated(value), [*PHASE_2, WHOLE_CONTRACT])
    assert figures(found) == (Verdict.NOTHING_TO_COMPARE, None, None, None)
    assert found.known is None
    assert found.across_bases
    assert found.has_no_one_sum
    assert (found.unknown_count, found.line_count) == (2, 9)
    assert found.reason == (
        "The lines are on 2 bases (budget for 2020/21; total contract value), which do not make one sum."
    )


def test_lines_for_several_years_make_no_sum_either() -> None:
    later = parse_money("£1m", basis=Basis.BUDGET_YEAR, year="2021/22")
    found = compare(stated("~£13m"), [*lines("12m"), later])
    assert (found.verdict, found.known) == (Verdict.NOTHING_TO_COMPARE, None)
    assert "2 bases (budget for 2020/21; budget for 2021/22)" in found.reason


def test_a_stated_value_on_another_basis_than_lines_of_one_basis_is_still_compared() -> None:
    found = compare([WHOLE_CONTRACT], PHASE_1)
    assert (found.verdict, found.known) == (Verdict.DIFFERS, 20_950_000)
    assert found.across_bases
    assert not found.has_no_one_sum


@pytest.mark.parametrize(
    ("value", "against", "fits"),
    [
        ("~£13m", ("13.47m", "TBC"), True),
        ("~£13m", ("13m", "TBC"), True),
        ("~£13m", ("12.49m", "TBC"), False),
        ("~£13m", ("13.51m", "TBC"), False),
        ("~£13m", ("13.47m",), False),
        ("over £45m", ("44m", "TBC"), False),
        ("~£13m", ("TBC",), False),
    ],
)
def test_known_lines_that_already_fit_while_others_are_unknown(
    value: str, against: tuple[str, ...], fits: bool
) -> None:
    assert compare(stated(value), lines(*against)).fits_so_far is fits


def test_currencies_are_never_compared() -> None:
    euros = Money("", Decimal(1), Qualifier.EXACT, currency="EUR")
    with pytest.raises(MixedCurrenciesError):
        compare([euros], lines("1m"))


@pytest.mark.parametrize(
    ("value", "against", "reason"),
    [
        (
            "£20,950,000",
            PHASE_1,
            "The 2 lines come to £20.95m, in keeping with the stated £20,950,000.",
        ),
        (
            "£20.95m",
            PHASE_1,
            (
                "The 2 lines come to £20.95m, in keeping with the stated £20.95m "
                "(anything from £20,945,000 to £20,955,000)."
            ),
        ),
        (
            "£20m to £22m",
            PHASE_1,
            "The 2 lines come to £20.95m, in keeping with the stated £20m to £22m.",
        ),
        (
            "under £21m",
            PHASE_1,
            "The 2 lines come to £20.95m: £50,000 inside the stated limit, under £21m.",
        ),
        (
            "over £20m",
            PHASE_1,
            "The 2 lines come to £20.95m: £0.95m above the stated floor, over £20m.",
        ),
        (
            "over £20.95m",
            PHASE_1,
            "The 2 lines come to £20.95m: not within the stated over £20.95m.",
        ),
        (
            "£1m",
            lines("£2m"),
            "The one line comes to £2.00m: £1.00m more than the stated £1m (anything from £0.50m to £1.50m).",
        ),
        (
            "£1m",
            lines("£1m", "TBC"),
            (
                "The one known line comes to £1.00m, against the stated £1m; still to come: 1 line TBC, "
                "which can only add to the sum."
            ),
        ),
    ],
)
def test_the_reason_is_a_plain_sentence(value: str, against: list[Money], reason: str) -> None:
    assert compare(stated(value), against).reason == reason


BASES = [
    (Basis.UNSTATED, ""),
    (Basis.PER_ANNUM, ""),
    (Basis.BUDGET_YEAR, "2020/21"),
    (Basis.BUDGET_YEAR, "2021/22"),
]
AMOUNT = st.integers(min_value=0, max_value=10**9).map(Decimal)
KNOWN = st.builds(
    Money,
    text=st.just(""),
    amount=AMOUNT,
    qualifier=st.sampled_from([Qualifier.EXACT, Qualifier.APPROX, Qualifier.OVER, Qualifier.UNDER]),
)
UNKNOWN = st.builds(
    Money, text=st.just(""), amount=st.none(), qualifier=st.sampled_from(sorted(UNKNOWN_QUALIFIERS))
)


@given(st.lists(KNOWN, min_size=1, max_size=3), st.lists(KNOWN, max_size=5), st.lists(UNKNOWN, max_size=3))
def test_every_comparison_keeps_to_the_rules(
    values: list[Money], known: list[Money], unknown: list[Money]
) -> None:
    found = compare(values, [*known, *unknown])
    assert (found.unknown_count, found.line_count) == (len(unknown), len(known) + len(unknown))
    assert (found.known is None) == (not known)
    if found.verdict in (Verdict.DIFFERS, Verdict.RECONCILES):
        assert not unknown
    if found.verdict in (Verdict.CANNOT_RECONCILE, Verdict.CANNOT_BE_JUDGED):
        assert unknown
    if found.verdict == Verdict.MET:
        assert found.difference is None
        assert found.headroom is not None
    assert found.shortfall is None or found.shortfall >= 0
    assert found.reason.endswith(".")


def on(money: Money, basis: tuple[Basis, str]) -> Money:
    return replace(money, basis=basis[0], year=basis[1])


@given(
    st.lists(KNOWN, min_size=1, max_size=3),
    st.lists(st.tuples(KNOWN, st.sampled_from(BASES)), min_size=1, max_size=6),
    st.lists(UNKNOWN, max_size=3),
)
def test_a_sum_is_of_one_basis_and_year_or_there_is_none(
    values: list[Money], placed: list[tuple[Money, tuple[Basis, str]]], unknown: list[Money]
) -> None:
    found = compare(values, [*(on(money, basis) for money, basis in placed), *unknown])
    several = len({basis for _, basis in placed}) > 1
    assert (found.known is None) == several == found.has_no_one_sum
    assert not several or figures(found) == (Verdict.NOTHING_TO_COMPARE, None, None, None)
    assert not several or found.across_bases


@given(st.lists(KNOWN, min_size=1, max_size=3), st.lists(UNKNOWN, min_size=1, max_size=3))
def test_unknown_lines_never_count_as_nought(values: list[Money], unknown: list[Money]) -> None:
    found = compare(values, unknown)
    assert found.known is None
    assert found.difference is None
    assert found.reason.startswith("No line has an amount yet")
    assert found.verdict == Verdict.CANNOT_BE_JUDGED


@given(KNOWN, st.lists(KNOWN, min_size=1, max_size=4), UNKNOWN)
def test_an_unknown_line_takes_back_any_verdict_but_met_and_too_much(
    value: Money, known: list[Money], unknown: Money
) -> None:
    before, after = compare([value], known), compare([value], [*known, unknown])
    assert after.difference == before.difference
    if before.verdict == Verdict.MET:
        assert after.verdict == Verdict.MET
    elif before.verdict == Verdict.RECONCILES:
        assert after.verdict == Verdict.CANNOT_BE_JUDGED
    else:
        assert after.verdict in (Verdict.CANNOT_RECONCILE, Verdict.CANNOT_BE_JUDGED)
