"""Reading money as papers print it."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commissioning.core.money import (
    UNKNOWN_QUALIFIERS,
    Basis,
    Money,
    NetGross,
    Qualifier,
    parse_money,
    reading_labels,
    readings,
)
from commissioning.core.seed_values import money_from_seed

# Every distinct amount in the extractions of the four papers.
PAPER_MONEY: list[dict[str, Any]] = json.loads(Path(__file__).with_name("paper_money.json").read_text())
# What the extractor knew and the words alone do not say.
FROM_CONTEXT = {
    "£13m": "called approximate because para 2.4 prints ~£13m for the same phase",
    "£12m p.a.": "called approximate because para 2.4 prints ~£12m for the same phase",
    "£28 per child": "approximate by the sentence it stands in",
    "0.87": "the table prints no unit; the diagram prints £0.87m",
}

A = Qualifier


@pytest.mark.parametrize("seed", PAPER_MONEY, ids=lambda seed: f"{seed['paper']} {seed['text']}")
def test_reads_every_amount_in_the_papers(seed: dict[str, Any]) -> None:
    recorded, read = money_from_seed(seed), parse_money(seed["text"])
    assert read.text == seed["text"]
    same = (read.amount, read.qualifier) == (recorded.amount, recorded.qualifier)
    assert same != (seed["text"] in FROM_CONTEXT)


def test_the_context_list_holds_nothing_that_no_paper_prints() -> None:
    assert set(FROM_CONTEXT) <= {seed["text"] for seed in PAPER_MONEY}


@pytest.mark.parametrize(
    ("text", "qualifier", "amount", "basis"),
    [
        ("~£20.5m", A.APPROX, "20500000", Basis.UNSTATED),
        ("~20.5m", A.APPROX, "20500000", Basis.UNSTATED),
        ("approximately £20.5m", A.APPROX, "20500000", Basis.UNSTATED),
        ("c. £5m", A.APPROX, "5000000", Basis.UNSTATED),
        ("c£5m", A.APPROX, "5000000", Basis.UNSTATED),
        ("circa 5m", A.APPROX, "5000000", Basis.UNSTATED),
        ("£5m (approx.)", A.APPROX, "5000000", Basis.UNSTATED),
        ("over £45m p.a.", A.OVER, "45000000", Basis.PER_ANNUM),
        ("just over £3,000", A.OVER, "3000", Basis.UNSTATED),
        ("£5m+", A.OVER, "5000000", Basis.UNSTATED),
        ("at least £5m", A.OVER, "5000000", Basis.UNSTATED),
        ("under £21m", A.UNDER, "21000000", Basis.UNSTATED),
        ("up to £21m", A.UNDER, "21000000", Basis.UNSTATED),
        ("£12m p.a.", A.EXACT, "12000000", Basis.PER_ANNUM),
        ("£12m per annum", A.EXACT, "12000000", Basis.PER_ANNUM),
        ("19.5m", A.EXACT, "19500000", Basis.UNSTATED),
        ("£153K", A.EXACT, "153000", Basis.UNSTATED),
        ("£1,200k", A.EXACT, "1200000", Basis.UNSTATED),
        ("£4.5 billion", A.EXACT, "4500000000", Basis.UNSTATED),
        ("£19.20 per child per annum", A.EXACT, "19.20", Basis.PER_CHILD_PER_ANNUM),
        ("£28 per child", A.EXACT, "28", Basis.PER_CHILD),
        ("£216 per contact", A.EXACT, "216", Basis.PER_CONTACT),
        ("over £15,000 per 100 patients", A.OVER, "15000", Basis.PER_100_PATIENTS),
        ("£50,000 one-off", A.EXACT, "50000", Basis.ONE_OFF),
        ("GBP 5m", A.EXACT, "5000000", Basis.UNSTATED),
        ("870000", A.EXACT, "870000", Basis.UNSTATED),
        ("12,473,219", A.EXACT, "12473219", Basis.UNSTATED),
        ("(£1.2m)", A.EXACT, "-1200000", Basis.UNSTATED),
        ("-£1.2m", A.EXACT, "-1200000", Basis.UNSTATED),
        ("£-1.2m", A.EXACT, "-1200000", Basis.UNSTATED),
        ("−£0.53m", A.EXACT, "-530000", Basis.UNSTATED),
        ("minus £0.53m", A.EXACT, "-530000", Basis.UNSTATED),
        ("(£1.2m) p.a.", A.EXACT, "-1200000", Basis.PER_ANNUM),
        ("nil", A.NIL, "0", Basis.UNSTATED),
        ("£nil", A.NIL, "0", Basis.UNSTATED),
        ("£0", A.NIL, "0", Basis.UNSTATED),
        ("0", A.NIL, "0", Basis.UNSTATED),
        ("£0.0m", A.EXACT, "0", Basis.UNSTATED),
    ],
)
def test_reads_an_amount(text: str, qualifier: Qualifier, amount: str, basis: Basis) -> None:
    assert parse_money(text) == Money(text, Decimal(amount), qualifier, basis)


@pytest.mark.parametrize(
    ("text", "low", "high", "basis"),
    [
        ("£115,505–£129,652", 115_505, 129_652, Basis.UNSTATED),
        ("£17,802 - £20,198", 17_802, 20_198, Basis.UNSTATED),
        ("£115,505 to £129,652 a year, excluding on-costs", 115_505, 129_652, Basis.PER_ANNUM),
        ("£1.2–1.5m", 1_200_000, 1_500_000, Basis.UNSTATED),
        ("between £10m and £12m", 10_000_000, 12_000_000, Basis.UNSTATED),
        ("~£10-12m", 10_000_000, 12_000_000, Basis.UNSTATED),
    ],
)
def test_reads_a_range(text: str, low: int, high: int, basis: Basis) -> None:
    money = parse_money(text)
    assert (money.qualifier, money.amount, money.upper, money.basis) == (A.RANGE, low, high, basis)
    assert money.text == text


def test_a_trailing_remark_is_kept_as_a_note() -> None:
    assert parse_money("£115,505 to £129,652 a year, excluding on-costs").note == "excluding on-costs"
    assert parse_money("£1.2m (including VAT)").note == "including vat"


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("TBC", A.TBC),
        ("tbc.", A.TBC),
        ("£TBC", A.TBC),
        ("(TBC)", A.TBC),
        ("TBC (CCG)", A.TBC),
        ("to be confirmed", A.TBC),
        ("awaited", A.AWAITED),
        ("still awaited", A.AWAITED),
        ("awaiting CCG decision", A.AWAITED),
        ("not stated", A.NOT_STATED),
        ("not known", A.NOT_STATED),
        ("", A.BLANK),
        ("   ", A.BLANK),
        ("-", A.BLANK),
        ("–", A.BLANK),
    ],
)
def test_reads_why_there_is_no_amount(text: str, qualifier: Qualifier) -> None:
    assert parse_money(text) == Money(text, None, qualifier)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("0.87", {"£0.87": "0.87", "£0.87m": "870000"}),
        ("20", {"£20": "20", "£20m": "20000000"}),
        ("£20.5", {"£20.5": "20.50", "£20.5m": "20500000"}),
        ("£10,657m", {"£10.657m": "10657000", "£10,657": "10657", "£10,657m": "10657000000"}),
        ("£12,34", {"£12.34": "12.34", "£1,234": "1234", "£1,234m": "1234000000"}),
        ("£12m p.a. for phase 3 CAMHS", {"£12m": "12000000"}),
        ("over £1,200m", {"£1.200m": "1200000", "£1,200": "1200", "£1,200m": "1200000000"}),
        ("n/a", {}),
        ("none", {}),
        ("see appendix B", {}),
        ("£5m less £2m", {}),
        ("£1.5m–£1.2m", {}),
        ("over £1m to £2m", {}),
        ("€5m to €6m", {}),
        ("£99999999999999999m", {}),
    ],
)
def test_never_guesses_but_offers_readings(text: str, offered: dict[str, str]) -> None:
    assert parse_money(text).qualifier == A.UNREADABLE
    assert parse_money(text).amount is None
    found = readings(text)
    assert all(reading.text == text and "inferred" in reading.note for reading in found)
    amounts = [reading.amount for reading in found]
    assert dict(zip(reading_labels(text), amounts, strict=True)) == {
        label: Decimal(amount) for label, amount in offered.items()
    }


def test_a_reading_keeps_what_the_words_say() -> None:
    reading = readings("over £10,657m p.a.", year="2020/21")[0]
    assert (reading.qualifier, reading.basis, reading.year) == (A.OVER, Basis.PER_ANNUM, "2020/21")


def test_readable_text_has_its_one_reading_and_unknown_text_none() -> None:
    assert readings("~£13m") == (parse_money("~£13m"),)
    assert reading_labels("~£13m") == ()
    assert readings("TBC") == ()


def test_a_given_basis_and_year_win_over_words() -> None:
    line = parse_money("19.5m", basis=Basis.BUDGET_YEAR, year="2020/21")
    assert (line.basis, line.year) == (Basis.BUDGET_YEAR, "2020/21")
    assert parse_money("£12m p.a.", basis=Basis.PROJECTION).basis == Basis.PROJECTION


@pytest.mark.parametrize(
    ("text", "basis", "year"),
    [
        ("19.5m (2020/21 budget)", Basis.BUDGET_YEAR, "2020/21"),
        ("19.5m in 2020/21", Basis.UNSTATED, "2020/21"),
        ("19.5m budget 20/21", Basis.BUDGET_YEAR, "2020/21"),
    ],
)
def test_reads_the_year_in_the_words(text: str, basis: Basis, year: str) -> None:
    money = parse_money(text)
    assert (money.amount, money.basis, money.year) == (19_500_000, basis, year)


def test_two_years_that_do_not_follow_are_not_a_year() -> None:
    assert parse_money("19.5m in 2020/23").qualifier == A.UNREADABLE


def test_reads_net_and_gross() -> None:
    assert parse_money("£5m net").net_gross == NetGross.NET
    assert parse_money("£5m (gross)").net_gross == NetGross.GROSS
    assert parse_money("£5m").net_gross == NetGross.UNSTATED


MONEY_LIKE = st.text(alphabet="£0123456789.,kmbn-–~()/ overTBCnil", max_size=30)


@given(st.one_of(st.text(max_size=60), MONEY_LIKE))
@example("1" * 3000)
@example("£" + "9" * 200 + "m")
@example("((((1))))")
@example("x" * 100_000)
@example("٣m")
def test_any_text_is_read_without_error_and_kept(text: str) -> None:
    money = parse_money(text)
    assert money.text == text
    assert (money.amount is None) == (money.qualifier in UNKNOWN_QUALIFIERS)
    readings(text)
    reading_labels(text)


@given(st.text(max_size=40).filter(lambda text: not any(letter.isdigit() for letter in text)))
def test_text_without_a_figure_never_becomes_an_amount(text: str) -> None:
    money = parse_money(text)
    assert money.amount is None or money.qualifier == A.NIL


AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)
TEXT_BASES = st.sampled_from(
    [
        Basis.UNSTATED,
        Basis.PER_ANNUM,
        Basis.ONE_OFF,
        Basis.PER_CHILD,
        Basis.PER_CHILD_PER_ANNUM,
        Basis.PER_CONTACT,
        Basis.PER_100_PATIENTS,
    ]
)


@given(AMOUNTS, st.sampled_from([A.EXACT, A.APPROX, A.OVER, A.UNDER]), TEXT_BASES)
def test_what_is_printed_reads_back_the_same(amount: Decimal, qualifier: Qualifier, basis: Basis) -> None:
    money = Money("", amount, qualifier, basis)
    back = parse_money(money.printed)
    nil = amount == 0 and qualifier == A.EXACT
    assert (back.amount, back.basis) == (money.amount, basis)
    assert back.qualifier == (A.NIL if nil else qualifier)
    assert parse_money(back.text) == back


@given(
    AMOUNTS.filter(lambda amount: amount >= 0),
    st.decimals(min_value=0, max_value=10**9, places=2),
    TEXT_BASES,
)
def test_a_printed_range_reads_back_the_same(low: Decimal, width: Decimal, basis: Basis) -> None:
    money = Money("", low, A.RANGE, basis, upper=low + width)
    back = parse_money(money.printed)
    assert (back.qualifier, back.amount, back.upper, back.basis) == (
        A.RANGE,
        money.amount,
        money.upper,
        basis,
    )


@pytest.mark.parametrize("qualifier", sorted(UNKNOWN_QUALIFIERS))
def test_a_printed_unknown_reads_back_as_the_same_unknown(qualifier: Qualifier) -> None:
    assert parse_money(Money("", None, qualifier).printed).qualifier == qualifier
