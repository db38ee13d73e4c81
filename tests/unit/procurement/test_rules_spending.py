"""Variance of forecast against budget, stated signs, and what a month's report may say."""

from datetime import date
from decimal import Decimal

import pytest

from commissioning.core.money import parse_money
from commissioning.core.periods import FinancialYear
from procurement.rules_spending import (
    NOT_KNOWN,
    Direction,
    Variance,
    months_due,
    report_problems,
    stated_variance,
    together,
    variance,
)

ON = date(2020, 7, 15)
BLANK = parse_money("")


@pytest.mark.parametrize(
    ("budget", "forecast", "amount", "words"),
    [
        ("£870,000", "£900,000", 30_000, "£30,000 adverse"),
        ("£870,000", "£850,000", -20_000, "£20,000 favourable"),
        ("£870,000", "£870,000", 0, "on budget"),
        ("£870,000", "nil", -870_000, "£0.87m favourable"),
        ("£870,000", "~£0.9m", 30_000, "about £30,000 adverse"),
    ],
)
def test_above_budget_is_adverse(budget, forecast, amount, words):
    found = variance(parse_money(budget), parse_money(forecast))
    assert found.amount == Decimal(amount)
    assert found.words == words


@pytest.mark.parametrize(("budget", "forecast"), [("TBC", "£900,000"), ("£870,000", "TBC"), ("", "")])
def test_an_unknown_side_makes_no_variance(budget, forecast):
    found = variance(parse_money(budget), parse_money(forecast))
    assert found == NOT_KNOWN
    assert found.direction == Direction.UNKNOWN
    assert found.words == "not known"


def test_amounts_of_different_years_are_not_subtracted():
    budget, forecast = parse_money("£1m", year="2020/21"), parse_money("£1.2m p.a.")
    stated = parse_money("£1m p.a.")
    assert variance(stated, forecast).amount == Decimal(200_000)
    assert variance(parse_money("£1m", basis="budget_year", year="2020/21"), forecast) == NOT_KNOWN
    assert budget.year == "2020/21"


@pytest.mark.parametrize(
    ("printed", "sign", "amount"),
    [
        ("£12,000", "adverse_positive", 12_000),
        ("£12,000", "favourable_positive", -12_000),
        ("-£12,000", "adverse_positive", -12_000),
        ("-£12,000", "favourable_positive", 12_000),
    ],
)
def test_a_stated_sign_turns_a_printed_variance(printed, sign, amount):
    assert stated_variance(parse_money(printed), sign).amount == Decimal(amount)


def test_without_a_sign_a_printed_variance_says_nothing():
    assert stated_variance(parse_money("£12,000"), "") == NOT_KNOWN


def test_known_variances_add_and_the_others_are_counted():
    assert together([Variance(Decimal(5)), NOT_KNOWN, Variance(Decimal(-2))]) == (Variance(Decimal(3)), 1)
    assert together([NOT_KNOWN, NOT_KNOWN]) == (NOT_KNOWN, 2)


def test_variances_on_different_bases_are_not_added_any_more_than_budgets_are():
    yearly = variance(parse_money("£1m p.a."), parse_money("£1.2m p.a."))
    whole = variance(
        parse_money("£7m", basis="total_contract_value"), parse_money("£6.9m", basis="total_contract_value")
    )
    assert together([yearly, yearly, NOT_KNOWN])[0].amount == Decimal(400_000)
    found, left_out = together([yearly, whole, NOT_KNOWN])
    assert (found.amount, found.words, found.direction) == (None, "2 bases, not added", Direction.UNKNOWN)
    assert left_out == 1


def test_variances_of_several_years_are_added():
    years = [
        variance(
            parse_money("£1m", basis="budget_year", year=year),
            parse_money("£1.1m", basis="budget_year", year=year),
        )
        for year in ("2020/21", "2021/22")
    ]
    assert together(years)[0].words == "£0.20m adverse"


def test_months_fall_due_when_they_are_over():
    year = FinancialYear(2020)
    assert [month.label for month in months_due(year, ON)] == ["April 2020", "May 2020", "June 2020"]
    assert months_due(year, date(2020, 4, 30)) == ()
    assert len(months_due(year, date(2021, 4, 1))) == 12
    assert len(months_due(year, date(2025, 4, 1))) == 12


def problems(**given):
    typed = {
        "month": date(2020, 6, 1),
        "outturn": parse_money("£70,000"),
        "forecast": parse_money("£870,000"),
        "variance": BLANK,
        "sign": "",
        "line_year": "2020/21",
        "on": ON,
    }
    return {field: words for field, words in report_problems(**{**typed, **given}).items() if words}


def test_a_plain_report_has_no_problem():
    assert problems() == {}
    assert problems(outturn=BLANK) == {}
    assert problems(forecast=BLANK) == {}
    assert problems(variance=parse_money("£5"), sign="adverse_positive") == {}
    assert problems(forecast=parse_money("TBC")) == {}


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"month": None}, "month", "Enter the month"),
        ({"month": date(2020, 8, 1)}, "month", "August 2020 has not begun"),
        ({"month": date(2020, 3, 1)}, "month", "This line is for 2020/21; March 2020 is not in it"),
        ({"outturn": parse_money("£10,657m")}, "outturn", "cannot be read as one amount"),
        ({"outturn": BLANK, "forecast": BLANK}, "forecast", "Enter what the month cost"),
        ({"variance": parse_money("£5")}, "sign", "Say whether an amount above 0"),
    ],
)
def test_what_a_report_may_not_say(given, field, said):
    found = problems(**given)
    assert list(found) == [field]
    assert said in found[field]
