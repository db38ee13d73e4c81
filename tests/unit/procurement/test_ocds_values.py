"""Money as OCDS values and back: an unknown is never 0, never null and never text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.money import Basis, Extension, Money, Qualifier, parse_money
from procurement.ocds.values import (
    ValueOut,
    amount_of,
    budget_amount,
    number_of,
    read_value,
    whole_life_value,
)

UNKNOWN = ["TBC", "awaiting figures", "", "not stated", "three-ish"]


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_unknown_amount_is_left_out_and_said(text):
    out = whole_life_value(parse_money(text))
    assert (out.value, out.minimum) == (None, None)
    assert out.words.startswith("Value not known (")


def test_a_stated_nil_is_the_only_zero():
    assert whole_life_value(parse_money("nil")).value == {"amount": 0, "currency": "GBP"}


@pytest.mark.parametrize(
    ("text", "amount", "words"),
    [
        ("£1,250,000", 1250000, ""),
        ("£1,250,000.55", 1250000.55, ""),
        ("~£13m", 13000000, "Value stated as “~£13m”: approximate"),
        ("over £2m", 2000000, "Value stated as “over £2m”: a minimum"),
        ("under £500,000", 500000, "Value stated as “under £500,000”: a maximum"),
    ],
)
def test_how_firm_an_amount_is_goes_into_words_beside_the_number(text, amount, words):
    assert whole_life_value(parse_money(text)) == ValueOut({"amount": amount, "currency": "GBP"}, None, words)


def test_a_range_is_its_lower_and_its_upper_end():
    out = whole_life_value(parse_money("£1m to £1.5m"))
    assert out.minimum == {"amount": 1000000, "currency": "GBP"}
    assert out.value == {"amount": 1500000, "currency": "GBP"}
    assert "a range" in out.words


def test_vat_has_its_own_field():
    out = whole_life_value(parse_money("£100,000"), parse_money("£120,000"))
    assert out.value == {"amount": 100000, "amountGross": 120000, "currency": "GBP"}
    only_gross = whole_life_value(parse_money("TBC"), parse_money("£120,000"))
    assert only_gross.value == {"amountGross": 120000, "currency": "GBP"}
    assert only_gross.words == "Value not known (TBC)"


@pytest.mark.parametrize("text", ["£870,000 p.a.", "£120 per child", "£35 per contact"])
def test_yearly_and_per_head_money_is_no_whole_life_value_but_fits_a_budget_line(text):
    money = parse_money(text)
    out = whole_life_value(money)
    assert out.value is None
    assert "not the whole-life value" in out.words
    assert amount_of(money).value == {"amount": number_of(money.amount), "currency": "GBP"}
    assert amount_of(money).words == ""


def test_a_base_term_says_that_options_are_not_in_it():
    money = Money(
        "£1m", Decimal(1000000), Qualifier.EXACT, Basis.TOTAL_CONTRACT_VALUE, extension=Extension.BASE
    )
    assert "options to extend not included" in whole_life_value(money).words


def test_two_currencies_in_one_value_are_refused():
    euro = Money("€1", Decimal(1), Qualifier.EXACT, currency="EUR")
    with pytest.raises(ValueError, match="different currencies"):
        whole_life_value(parse_money("£1"), euro)


def test_a_budget_has_a_total_only_when_every_line_is_known():
    known = [parse_money("£100,000 p.a."), parse_money("£50,000 p.a.")]
    assert budget_amount(known) == ValueOut({"amount": 150000, "currency": "GBP"})
    assert budget_amount([*known, parse_money("TBC")]).words == "no total: 1 of 3 lines not known"
    assert budget_amount([*known, parse_money("£9 one-off")]).value is None
    assert budget_amount([]).value is None
    assert budget_amount([parse_money("~£1m"), parse_money("~£2m")]).words


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_a_number_says_exactly_the_amount(amount):
    assert Decimal(str(number_of(amount))) == amount


def test_an_amount_no_json_number_can_say_is_refused():
    with pytest.raises(ValueError, match="without changing it"):
        number_of(Decimal("99999999999999.99"))


def test_a_value_of_others_is_read_to_the_penny():
    read = read_value({"amount": 1234567.89, "amountGross": 1481481.47, "currency": "GBP"})
    assert (read.net, read.gross, read.words) == (Decimal("1234567.89"), Decimal("1481481.47"), "")
    assert read.money().amount == Decimal("1234567.89")
    assert read.money().basis == Basis.TOTAL_CONTRACT_VALUE


def test_zero_of_others_is_not_known_and_never_becomes_nil():
    read = read_value({"amount": 0, "currency": "GBP"})
    assert read.net is None
    assert "0, taken as not known" in read.words
    assert read.money().qualifier == Qualifier.NOT_STATED


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "£5",
        {},
        {"amount": 5},
        {"amount": 5, "currency": "POUNDS"},
        *(
            {"amount": odd, "currency": "GBP"}
            for odd in ("5", "inf", *map(float, ("inf", "-inf", "nan", "1e300")), 10**5000, True, [1])
        ),
    ],
)
def test_what_is_no_value_gives_no_amount(raw):
    assert read_value(raw).net is None


@pytest.mark.parametrize("amount", [0, 0.0, -0.0, 0.004, 5e-324])
def test_less_than_half_a_penny_is_not_known_either(amount):
    assert read_value({"amount": amount, "currency": "GBP"}).net is None


def test_a_budget_line_without_money_has_no_value():
    assert amount_of(None) == ValueOut(None)
    assert amount_of(parse_money("TBC")) == ValueOut(None, None, "Value not known (TBC)")


def test_pennies_are_rounded_and_said():
    read = read_value({"amount": 33333.333333, "currency": "GBP"})
    assert (read.net, read.words) == (Decimal("33333.33"), "the amount given was rounded to the penny")
