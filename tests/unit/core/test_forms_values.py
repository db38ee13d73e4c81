"""One text box for money, one for a stated date."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.forms.values import FuzzyDateFormField, MoneyFormField
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, parse_fuzzy_date
from commissioning.core.money import Basis, Extension, Money, NetGross, Qualifier, parse_money, readings

NO_UNIT = Money(
    "0.87", Decimal(870_000), Qualifier.EXACT, Basis.BUDGET_YEAR, "2020/21", note="the diagram prints £0.87m"
)
INFERRED = FuzzyDate(
    "September",
    parse_fuzzy_date("September 2018").start,
    parse_fuzzy_date("September 2018").end,
    parse_fuzzy_date("September 2018").precision,
    DateStatus.STATED,
    year_inferred=True,
)


def form_of(field: forms.Field, text: str | None = None, initial: Any = None) -> forms.Form:
    kind = type("ValueForm", (forms.Form,), {"value": field})
    data = None if text is None else {"value": text}
    form: forms.Form = kind(data, initial={"value": initial})
    return form


def cleaned(field: forms.Field, text: str, initial: Any = None) -> Any:
    form = form_of(field, text, initial)
    assert form.is_valid(), form.errors
    return form.cleaned_data["value"]


def error(field: forms.Field, text: str, initial: Any = None) -> str:
    form = form_of(field, text, initial)
    assert not form.is_valid()
    (message,) = form.errors["value"]
    return str(message)


def test_the_box_shows_the_text_as_printed() -> None:
    assert 'value="0.87"' in form_of(MoneyFormField(), initial=NO_UNIT).as_p()
    assert 'value="September"' in form_of(FuzzyDateFormField(), initial=INFERRED).as_p()
    assert 'value="~£1"' in form_of(MoneyFormField(), "~£1", NO_UNIT).as_p()


@pytest.mark.parametrize("text", ["0.87", " 0.87 "])
def test_an_unedited_box_gives_back_the_same_money(text: str) -> None:
    # The same text typed into an empty box is refused: only the stored reading makes it clear.
    form = form_of(MoneyFormField(), text, NO_UNIT)
    assert not form.has_changed()
    assert cleaned(MoneyFormField(), text, NO_UNIT) is NO_UNIT
    assert "could be" in error(MoneyFormField(), text)


def test_an_unedited_box_gives_back_the_same_date() -> None:
    assert not form_of(FuzzyDateFormField(), "September", INFERRED).has_changed()
    assert cleaned(FuzzyDateFormField(), "September", INFERRED) is INFERRED
    assert "has no year" in error(FuzzyDateFormField(), "September")


def test_stored_text_that_cannot_be_read_may_stay_until_somebody_chooses() -> None:
    unreadable = parse_money("£10,657m")
    assert cleaned(MoneyFormField(), "£10,657m", unreadable) is unreadable
    chosen = readings("£10,657m")[0]
    assert cleaned(MoneyFormField(), "£10,657m", chosen) is chosen


def test_text_is_read_and_kept() -> None:
    assert cleaned(MoneyFormField(), "over £45m p.a.") == parse_money("over £45m p.a.")
    assert cleaned(MoneyFormField(), "TBC") == parse_money("TBC")
    assert cleaned(FuzzyDateFormField(), "By April 2015") == parse_fuzzy_date("By April 2015")
    assert cleaned(FuzzyDateFormField(assume_year=2018), "September") == INFERRED


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0.87", "“0.87” could be £0.87 or £0.87m. Write the one you mean"),
        ("£10,657m", "“£10,657m” could be £10.657m or £10,657 or £10,657m. Write the one you mean"),
        (
            "lots",
            "“lots” is not an amount. Write it like £1.2m, ~£13m, over £45m p.a., £10m to £12m or TBC",
        ),
        ("", "Enter an amount, or TBC if it is not known yet"),
        ("–", "Enter an amount, or TBC if it is not known yet"),
    ],
)
def test_money_errors_name_the_cure(text: str, message: str) -> None:
    assert error(MoneyFormField(), text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("September", "“September” has no year. Add the year, like September 2015."),
        ("", "Enter a date such as Aug 2020, Autumn 2013 or 2013/14, or TBC if it is not known yet"),
    ],
)
def test_date_errors_name_the_cure(text: str, message: str) -> None:
    assert error(FuzzyDateFormField(), text) == message


def test_an_optional_box_left_empty_is_blank_and_never_nought() -> None:
    assert cleaned(MoneyFormField(required=False), "") == Money("", None, Qualifier.BLANK)
    assert cleaned(FuzzyDateFormField(required=False), "").status == DateStatus.BLANK


def test_text_longer_than_its_column_is_refused() -> None:
    assert "at most 200" in error(MoneyFormField(), "£1" + " " * 50 + "0" * 200)


def test_an_edit_keeps_what_the_text_never_said() -> None:
    before = replace(
        NO_UNIT, net_gross=NetGross.NET, extension=Extension.WITH_EXTENSION, recurrence="recurrent", note="x"
    )
    after = cleaned(MoneyFormField(), "£0.9m", before)
    assert (after.text, after.amount, after.note) == ("£0.9m", 900_000, "")
    assert (after.basis, after.year, after.net_gross) == (Basis.BUDGET_YEAR, "2020/21", NetGross.NET)
    assert (after.extension, after.recurrence) == (Extension.WITH_EXTENSION, "recurrent")


def test_an_edit_drops_what_only_the_old_text_said() -> None:
    before = parse_money("£12m p.a. net")
    after = cleaned(MoneyFormField(), "£13m", before)
    assert (after.basis, after.net_gross) == (Basis.UNSTATED, NetGross.UNSTATED)
    assert cleaned(MoneyFormField(), "£13m p.a.", NO_UNIT).basis == Basis.PER_ANNUM


def test_an_edited_date_is_read_anew() -> None:
    assert form_of(FuzzyDateFormField(), "October 2018", INFERRED).has_changed()
    assert cleaned(FuzzyDateFormField(), "October 2018", INFERRED) == parse_fuzzy_date("October 2018")


def test_the_field_may_know_the_basis() -> None:
    field = MoneyFormField(basis=Basis.BUDGET_YEAR, year="2020/21")
    assert cleaned(field, "£1m") == parse_money("£1m", basis=Basis.BUDGET_YEAR, year="2020/21")
    assert cleaned(field, "£1m p.a.").basis == Basis.PER_ANNUM


def test_a_disabled_box_gives_back_its_value_whatever_is_sent() -> None:
    assert cleaned(MoneyFormField(disabled=True), "£5", NO_UNIT) is NO_UNIT


@given(
    st.builds(
        Money,
        text=st.just(""),
        amount=st.decimals(min_value=-(10**9), max_value=10**9, places=2),
        qualifier=st.sampled_from([Qualifier.EXACT, Qualifier.APPROX, Qualifier.OVER]),
        basis=st.sampled_from(Basis),
    )
)
def test_any_money_goes_through_its_box_unchanged(money: Money) -> None:
    assert cleaned(MoneyFormField(), money.printed, money) is money
    assert cleaned(MoneyFormField(), money.printed).amount == money.amount
