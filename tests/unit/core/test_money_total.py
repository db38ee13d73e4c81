"""Adding money, with the budget lines of the Hampshire paper (Appendix B)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.money import (
    Basis,
    MixedBasesError,
    MixedCurrenciesError,
    Money,
    Qualifier,
    parse_money,
    total,
    totals_by_basis,
)


def lines(*texts: str) -> list[Money]:
    return [parse_money(text, basis=Basis.BUDGET_YEAR, year="2020/21") for text in texts]


PHASE_2 = lines("6.45m", "1.45m", "0.3m", "0.4m", "3.0m", "TBC", "£0.87m", "TBC")


def test_a_total_says_how_many_lines_are_unknown() -> None:
    phase_2 = total(PHASE_2)
    assert phase_2.known == 12_470_000
    assert (phase_2.unknown_count, phase_2.known_count, phase_2.line_count) == (2, 6, 8)
    assert phase_2.unknown_kinds == {Qualifier.TBC: 2}
    assert (phase_2.bases, phase_2.years) == ((Basis.BUDGET_YEAR,), ("2020/21",))
    assert phase_2.printed == "£12.47m, 2 of 8 lines TBC"


def test_nothing_known_is_never_nought() -> None:
    unknown = total(lines("TBC", "TBC", "TBC"))
    assert unknown.known is None
    assert unknown.printed == "not known (3 of 3 TBC)"


def test_no_lines_is_neither_known_nor_nought() -> None:
    assert total([]).known is None
    assert total([]).printed == "no lines"


def test_nil_is_a_known_nought() -> None:
    assert total(lines("nil", "TBC")).printed == "£0, 1 of 2 lines TBC"


def test_kinds_of_unknown_are_counted_apart() -> None:
    mixed = total(lines("£1m", "TBC", "awaited", "TBC", ""))
    assert mixed.unknown_kinds == {Qualifier.TBC: 2, Qualifier.AWAITED: 1, Qualifier.BLANK: 1}
    assert mixed.printed == "£1.00m, 4 of 5 lines not known: 2 TBC, 1 awaited and 1 blank"
    assert total(lines("TBC", "awaited")).printed == "not known (2 of 2: 1 TBC and 1 awaited)"


@pytest.mark.parametrize(
    ("texts", "printed"),
    [
        (("~£13m", "£0.87m"), "about £13.87m"),
        (("over £45m", "£1m"), "over £46.00m"),
        (("under £5m", "£1m"), "under £6.00m"),
        (("~£5m", "over £2m"), "over about £7.00m"),
        (("under £5m", "over £2m"), "about £7.00m"),
        (("£115,505 to £129,652", "£20,000"), "£0.14m to £0.15m"),
    ],
)
def test_a_total_is_no_firmer_than_its_lines(texts: tuple[str, ...], printed: str) -> None:
    assert total(lines(*texts)).printed == printed


def test_a_range_adds_its_two_ends_separately() -> None:
    posts = total(lines("£17,802 - £20,198", "£28,636 - £32,800", "£10,000"))
    assert (posts.known, posts.upper) == (56_438, 62_998)
    assert total(PHASE_2).upper is None


def test_different_bases_or_years_are_added_only_on_request() -> None:
    mixed = [parse_money("£12m p.a."), *lines("12.3m")]
    with pytest.raises(MixedBasesError, match="per annum"):
        total(mixed)
    combined = total(mixed, combine=True)
    assert combined.is_combined
    assert combined.printed == "£24.30m, across bases"
    two_years = [*lines("1m"), parse_money("1m", basis=Basis.BUDGET_YEAR, year="2021/22")]
    with pytest.raises(MixedBasesError):
        total(two_years)
    assert total(two_years, combine=True).printed == "£2.00m, across years"


def test_one_total_for_each_basis_and_year() -> None:
    mixed = [*lines("1m", "TBC"), parse_money("£12m p.a."), *lines("2m")]
    assert [found.printed for found in totals_by_basis(mixed)] == ["£3.00m, 1 of 3 lines TBC", "£12.00m"]
    assert totals_by_basis([]) == ()


def test_unknown_lines_without_a_basis_join_the_only_group_there_is() -> None:
    tbc = parse_money("TBC")
    assert total([*lines("1m"), tbc]).printed == "£1.00m, 1 of 2 lines TBC"
    assert [found.printed for found in totals_by_basis([tbc, *lines("1m")])] == ["£1.00m, 1 of 2 lines TBC"]
    several = [tbc, *lines("1m"), parse_money("£12m p.a.")]
    assert [found.printed for found in totals_by_basis(several)] == [
        "£1.00m",
        "£12.00m",
        "not known (1 of 1 TBC)",
    ]


def test_currencies_are_never_mixed() -> None:
    euros = Money("", Decimal(1), Qualifier.EXACT, currency="EUR")
    pounds = Money("", Decimal(1), Qualifier.EXACT)
    with pytest.raises(MixedCurrenciesError, match="EUR and GBP"):
        total([euros, pounds], combine=True)
    assert len(totals_by_basis([euros, pounds])) == 2


ANY_MONEY = st.one_of(
    st.builds(
        Money,
        text=st.just(""),
        amount=st.decimals(min_value=-(10**9), max_value=10**9, places=2),
        qualifier=st.sampled_from([Qualifier.EXACT, Qualifier.APPROX, Qualifier.OVER, Qualifier.UNDER]),
    ),
    st.builds(
        Money,
        text=st.just(""),
        amount=st.none(),
        qualifier=st.sampled_from(
            [Qualifier.TBC, Qualifier.AWAITED, Qualifier.BLANK, Qualifier.NOT_STATED, Qualifier.UNREADABLE]
        ),
    ),
)


@given(st.lists(ANY_MONEY, max_size=12))
def test_unknown_lines_change_the_count_and_never_the_sum(moneys: list[Money]) -> None:
    known = [money for money in moneys if money.amount is not None]
    found, without = total(moneys), total(known)
    assert found.known == without.known
    assert found.unknown_count == len(moneys) - len(known)
    assert sum(found.unknown_kinds.values()) == found.unknown_count
    assert (found.known is None) == (not known)
    if not known:
        assert "£" not in found.printed
    if found.unknown_count and moneys:
        assert f"{found.unknown_count} of {len(moneys)}" in found.printed


@given(st.lists(ANY_MONEY, max_size=12))
def test_totals_by_basis_lose_no_line(moneys: list[Money]) -> None:
    totals = totals_by_basis(moneys)
    assert sum(found.line_count for found in totals) == len(moneys)
    assert sum(found.known or 0 for found in totals) == (total(moneys, combine=True).known or 0)
