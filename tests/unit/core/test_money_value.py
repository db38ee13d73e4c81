"""Money as a value: what may be built, what it prints and what it can stand for."""

from decimal import Decimal

import pytest

from commissioning.core.money import UNKNOWN_QUALIFIERS, Basis, Money, Qualifier, parse_money

MILLION = Decimal(1_000_000)


@pytest.mark.parametrize("qualifier", sorted(UNKNOWN_QUALIFIERS))
def test_unknown_money_has_no_amount(qualifier: Qualifier) -> None:
    money = Money("", None, qualifier)
    assert not money.is_known
    assert money.bounds() == (None, None)
    with pytest.raises(ValueError, match="has an amount"):
        Money("", Decimal(0), qualifier)


@pytest.mark.parametrize("qualifier", [choice for choice in Qualifier if choice not in UNKNOWN_QUALIFIERS])
def test_known_money_needs_an_amount(qualifier: Qualifier) -> None:
    with pytest.raises(ValueError, match="has no amount"):
        Money("", None, qualifier)


def test_there_are_five_ways_not_to_know() -> None:
    assert {choice.value for choice in UNKNOWN_QUALIFIERS} == {
        "tbc",
        "awaited",
        "blank",
        "not_stated",
        "unreadable",
    }


def test_nil_is_a_stated_zero_and_nothing_else() -> None:
    nil = Money("nil", Decimal(0), Qualifier.NIL)
    assert nil.is_known
    assert nil.bounds() == (0, 0)
    with pytest.raises(ValueError, match="stated zero"):
        Money("nil", Decimal(1), Qualifier.NIL)


def test_only_a_range_has_an_upper_amount_and_it_is_not_below_the_lower() -> None:
    posts = Money("£115,505–£129,652", Decimal(115_505), Qualifier.RANGE, upper=Decimal(129_652))
    assert posts.bounds() == (115_505, 129_652)
    with pytest.raises(ValueError, match="range"):
        Money("", Decimal(1), Qualifier.EXACT, upper=Decimal(2))
    with pytest.raises(ValueError, match="range"):
        Money("", Decimal(1), Qualifier.RANGE)
    with pytest.raises(ValueError, match="below its lower"):
        Money("", Decimal(2), Qualifier.RANGE, upper=Decimal(1))


def test_amounts_are_decimals_in_whole_pence() -> None:
    assert Money("", Decimal("19.20"), Qualifier.EXACT).amount == Decimal("19.20")
    with pytest.raises(TypeError):
        Money("", 19.2, Qualifier.EXACT)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="pence"):
        Money("", Decimal("0.005"), Qualifier.EXACT)
    for impossible in (Decimal("NaN"), Decimal("Infinity"), Decimal(10) ** 15):
        with pytest.raises(ValueError, match="out of range"):
            Money("", impossible, Qualifier.EXACT)


def test_a_year_is_written_in_full() -> None:
    assert Money("", Decimal(1), Qualifier.EXACT, Basis.BUDGET_YEAR, "2020/21").year == "2020/21"
    with pytest.raises(ValueError, match="2020/21"):
        Money("", Decimal(1), Qualifier.EXACT, Basis.BUDGET_YEAR, "20/21")


def test_stored_strings_and_enums_make_equal_values() -> None:
    stored = Money("TBC", None, "tbc", "per_annum")  # type: ignore[arg-type]
    assert stored == Money("TBC", None, Qualifier.TBC, Basis.PER_ANNUM)
    with pytest.raises(ValueError, match="roughly"):
        Money("", Decimal(1), "roughly")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        # Half the last printed digit either side.
        ("~20.5m", "20.45", "20.55"),
        ("approximately £20.5m", "20.45", "20.55"),
        ("~£13m", "12.5", "13.5"),
        ("~£12m", "11.5", "12.5"),
        # Printed rounded, though not called approximate: as a stated value it is no finer than it is printed.
        ("£0.87m", "0.865", "0.875"),
        ("£153K", "0.1525", "0.1535"),
        # Printed in full, to the pound or the penny: exact.
        ("£962,000", "0.962", "0.962"),
        ("approximately £685,000 per annum", "0.685", "0.685"),
        ("£19.20 per child", "0.0000192", "0.0000192"),
    ],
)
def test_bounds_are_half_the_last_printed_digit_either_side(text: str, low: str, high: str) -> None:
    assert parse_money(text).bounds() == (Decimal(low) * MILLION, Decimal(high) * MILLION)


def test_over_is_a_floor_and_under_a_ceiling() -> None:
    assert parse_money("over £45m p.a.").bounds() == (45 * MILLION, None)
    assert parse_money("under £45m").bounds() == (None, 45 * MILLION)


def test_a_figure_printed_without_its_unit_is_rounded_as_the_recorded_amount_shows() -> None:
    printed = Money("0.87", Decimal(870_000), Qualifier.EXACT)
    assert printed.bounds() == (865_000, 875_000)


def test_an_amount_that_the_text_does_not_show_is_exact() -> None:
    assert Money("see appendix B", Decimal(870_000), Qualifier.APPROX).bounds() == (870_000, 870_000)


@pytest.mark.parametrize(
    ("money", "printed"),
    [
        (Money("~20.5m", 20_500_000 * Decimal(1), Qualifier.APPROX), "~20.5m"),
        (Money("", Decimal(20_950_000), Qualifier.EXACT), "£20.95m"),
        (Money("", Decimal(45_000_000), Qualifier.OVER, Basis.PER_ANNUM), "over £45.00m p.a."),
        (Money("", Decimal(13_000_000), Qualifier.APPROX), "~£13.00m"),
        (Money("", Decimal(115_505), Qualifier.RANGE, upper=Decimal(129_652)), "£115,505 to £129,652"),
        (
            Money("", Decimal("19.20"), Qualifier.EXACT, Basis.PER_CHILD_PER_ANNUM),
            "£19.20 per child per annum",
        ),
        (Money("", Decimal(-530_000), Qualifier.EXACT), "−£0.53m"),
        (Money("", Decimal(0), Qualifier.NIL), "nil"),
        (Money("", None, Qualifier.TBC), "TBC"),
        (Money("", None, Qualifier.AWAITED), "awaited"),
        (Money("", None, Qualifier.NOT_STATED), "not stated"),
        (Money("", None, Qualifier.UNREADABLE), "unreadable"),
        (Money("", None, Qualifier.BLANK), ""),
        (Money("", Decimal(1_200), Qualifier.EXACT, currency="EUR"), "EUR 1,200"),
    ],
)
def test_prints_its_text_or_else_a_plain_form(money: Money, printed: str) -> None:
    assert money.printed == printed
