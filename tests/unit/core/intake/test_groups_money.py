"""The seven columns of an amount: what a person meant by the cells that changed, and what is asked back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from commissioning.core.intake.groups import SAME, MoneyGroup
from commissioning.core.intake.values import Unread
from commissioning.core.money import Basis, Extension, Money, NetGross, Qualifier, parse_money
from commissioning.core.spreadsheets import money_values

pytestmark = pytest.mark.intake

D = Decimal
GROUP = MoneyGroup("Amount")
AMOUNT, WORDS, MARKER, UPPER, QUALIFIER, BASIS, YEAR = GROUP.headings
LINE = Money(
    "19.5m",
    D(19_500_000),
    Qualifier.EXACT,
    Basis.BUDGET_YEAR,
    "2020/21",
    net_gross=NetGross.NET,
    extension=Extension.BASE,
    recurrence="recurrent",
    note="from the diagram",
)
OVER = parse_money("over £45m p.a.")
TBC = parse_money("TBC", basis=Basis.BUDGET_YEAR, year="2020/21")
RANGE = parse_money("£10m to £12m")
SMALL = parse_money("£28 per child")


def edited(before, changes, only=None):
    """What the group makes of a row of the export with some cells changed; `only` leaves the other columns out."""
    exported = dict(zip(GROUP.headings, money_values(before), strict=True))
    cells = {**exported, **changes}
    return GROUP.read({h: cells[h] for h in only or cells}, exported, before)


def refusal(before, changes):
    with pytest.raises(Unread) as refused:
        GROUP.read(changes, None) if before is None else edited(before, changes)
    return refused.value


def test_the_columns_are_those_of_the_export():
    assert GROUP.headings == (
        "Amount",
        "Amount as printed",
        "Amount marker",
        "Amount upper end",
        "Amount qualifier",
        "Amount basis",
        "Amount year",
    )


def test_nothing_changed_is_the_same_also_with_columns_left_out():
    assert edited(LINE, {}) is SAME
    assert edited(LINE, {AMOUNT: "19500000.00", BASIS: "Budget for a year "}, only=(AMOUNT, BASIS)) is SAME
    assert edited(LINE, {AMOUNT: "£19,500,000"}, only=(AMOUNT,)) is SAME
    assert GROUP.read({}, {}, LINE) is SAME


# --- words --------------------------------------------------------------------------------------------------------


def test_new_words_keep_what_they_do_not_say():
    assert edited(LINE, {WORDS: "~£20m"}) == replace(
        LINE, text="~£20m", amount=D(20_000_000), qualifier=Qualifier.APPROX, note=""
    )
    assert edited(OVER, {WORDS: "over £46m"}).basis == Basis.PER_ANNUM
    assert edited(OVER, {WORDS: "over £46m"}, only=(WORDS,)).basis == Basis.UNSTATED
    assert edited(LINE, {WORDS: "£20m p.a."}).basis == Basis.PER_ANNUM


def test_new_words_and_the_number_beside_them_have_to_agree():
    assert edited(LINE, {WORDS: "£20m", AMOUNT: 20_000_000}).amount == 20_000_000
    refused = refusal(LINE, {WORDS: "£20m", AMOUNT: 21_000_000})
    assert refused.message == (
        "“£20m” and “£21,000,000” in “Amount” do not agree. "
        "Write the one you mean and empty the other: £20m or £21,000,000."
    )
    assert (refused.readings, refused.heading) == (("£20m", "£21,000,000"), AMOUNT)


def test_the_number_beside_ambiguous_words_settles_them():
    settled = edited(LINE, {WORDS: "0.87", AMOUNT: 870_000})
    assert (settled.text, settled.amount, settled.note) == ("0.87", 870_000, "read as £0.87m (inferred)")
    refused = refusal(LINE, {WORDS: "0.87"})
    assert refused.message == "“0.87” could be £0.87 or £0.87m. Write the one you mean."
    assert (refused.readings, refused.heading) == (("£0.87", "£0.87m"), WORDS)
    assert refusal(LINE, {WORDS: "0.87", AMOUNT: 900_000}).heading == WORDS


def test_words_without_a_figure_may_stand_beside_a_number():
    kept = edited(LINE, {WORDS: "as last year", AMOUNT: 5_000_000})
    assert (kept.text, kept.amount, kept.note) == ("as last year", 5_000_000, "amount given beside the words")
    assert "is not an amount" in refusal(LINE, {WORDS: "as last year"}).message
    assert "is not an amount" in refusal(LINE, {WORDS: "3 of 5 parts", AMOUNT: 5_000_000}).message


def test_words_in_another_currency_are_never_taken_for_pounds():
    for words in ("EUR 5,000", "€5,000", "SEK 5,000"):
        assert refusal(None, {WORDS: words, AMOUNT: 5_000}).heading == WORDS


def test_emptied_words_are_put_together_anew():
    assert edited(LINE, {WORDS: None}).text == "£19,500,000"
    assert edited(TBC, {WORDS: ""}) is SAME


# --- the number ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [20_000_000, "20000000", "20,000,000.00", D("20000000.0")])
def test_a_new_number_alone_is_that_amount_with_words_in_full(cell):
    assert edited(LINE, {AMOUNT: cell}) == replace(LINE, text="£20,000,000", amount=D(20_000_000), note="")


def test_a_new_number_is_as_firm_as_its_row_says():
    assert edited(OVER, {AMOUNT: 46_000_000}).text == "over £46,000,000 p.a."
    exact = edited(OVER, {AMOUNT: 46_000_000}, only=(AMOUNT,))
    assert (exact.qualifier, exact.text) == (Qualifier.EXACT, "£46,000,000 p.a.")
    assert edited(OVER, {AMOUNT: 46_000_000, QUALIFIER: "approximate"}).qualifier == Qualifier.APPROX
    assert edited(TBC, {AMOUNT: 5_000_000}).qualifier == Qualifier.EXACT


def test_brackets_and_signs_are_negative():
    for cell in (-5000, "-5,000", "(5,000)", "5,000-"):
        assert edited(LINE, {AMOUNT: cell}).amount == -5000


def test_an_amount_typed_as_words_is_read_as_words():
    assert edited(LINE, {AMOUNT: "£1.2m p.a."}).printed == "£1.2m p.a."
    assert edited(LINE, {AMOUNT: "TBC"}).qualifier == Qualifier.TBC
    assert edited(LINE, {AMOUNT: "awaited"}).qualifier == Qualifier.AWAITED
    assert edited(LINE, {AMOUNT: "not known"}).qualifier == Qualifier.NOT_STATED
    assert edited(LINE, {AMOUNT: "nil"}).qualifier == Qualifier.NIL
    assert refusal(LINE, {AMOUNT: "n/a"}).readings == ("TBC", "awaited", "not stated", "nil")
    assert "do not agree" in refusal(LINE, {AMOUNT: "TBC", WORDS: "£5m"}).message
    assert "do not agree" in refusal(LINE, {AMOUNT: "TBC", WORDS: "awaited"}).message
    assert edited(LINE, {AMOUNT: "TBC", WORDS: "TBC"}).qualifier == Qualifier.TBC


@pytest.mark.parametrize("cell", [D("0.9"), "0.9", 15])
def test_a_small_number_may_be_in_millions_and_is_asked_about(cell):
    refused = refusal(LINE, {AMOUNT: cell})
    assert len(refused.readings) == 2
    assert refused.heading == AMOUNT
    assert edited(LINE, {AMOUNT: refused.readings[0]}).amount < 1000


def test_a_small_number_is_plain_where_small_amounts_are_usual():
    assert edited(SMALL, {AMOUNT: D("19.20")}).printed == "£19.20 per child"
    assert GROUP.read({AMOUNT: 28, BASIS: "per child"}, None).amount == 28
    assert GROUP.read({AMOUNT: 28, WORDS: "£28"}, None).amount == 28
    assert refusal(None, {AMOUNT: 28}).readings == ("£28", "£28m")


def test_nought_that_somebody_wrote_is_nil():
    assert edited(LINE, {AMOUNT: 0}).qualifier == Qualifier.NIL
    assert edited(LINE, {AMOUNT: 0, QUALIFIER: "exact", WORDS: "£0"}).qualifier == Qualifier.NIL
    assert edited(TBC, {QUALIFIER: "nil"}).amount == 0
    assert "do not agree" in refusal(LINE, {AMOUNT: 5000, QUALIFIER: "nil"}).message


# --- emptied ------------------------------------------------------------------------------------------------------


def test_an_emptied_amount_is_asked_about_and_never_nought():
    for emptied in (None, "", "  "):
        refused = refusal(LINE, {AMOUNT: emptied})
        assert refused.message == (
            "The amount 19.5m was emptied, which does not say why it is not known. "
            "Write TBC, awaited or not stated in its place, or nil where there is none."
        )
        assert (refused.readings, refused.heading) == (("TBC", "awaited", "not stated", "nil"), AMOUNT)
    assert "was emptied" in refusal(LINE, {AMOUNT: None, WORDS: None, QUALIFIER: None}).message


@pytest.mark.parametrize(
    ("changes", "qualifier"),
    [
        ({MARKER: "[tbc]"}, Qualifier.TBC),
        ({MARKER: "TBC"}, Qualifier.TBC),
        ({MARKER: "[awaited]"}, Qualifier.AWAITED),
        ({QUALIFIER: "not stated"}, Qualifier.NOT_STATED),
        ({MARKER: "[tbc]", QUALIFIER: "TBC"}, Qualifier.TBC),
        ({WORDS: "TBC"}, Qualifier.TBC),
        ({QUALIFIER: "nil"}, Qualifier.NIL),
    ],
)
def test_an_emptied_amount_with_its_reason_is_that_unknown(changes, qualifier):
    found = edited(LINE, {AMOUNT: None, **changes})
    assert found.qualifier == qualifier
    assert found.amount is None or qualifier == Qualifier.NIL
    assert (found.basis, found.year, found.recurrence) == (Basis.BUDGET_YEAR, "2020/21", "recurrent")


def test_markers_may_not_contradict():
    assert refusal(LINE, {MARKER: "[tbc]"}).readings == ("19.5m", "TBC")
    assert refusal(LINE, {AMOUNT: 5_000_000, MARKER: "[tbc]"}).heading == MARKER
    assert "do not agree" in refusal(LINE, {AMOUNT: None, MARKER: "[tbc]", QUALIFIER: "awaited"}).message
    assert "do not agree" in refusal(LINE, {QUALIFIER: "TBC"}).message
    assert "not one of the choices" in refusal(LINE, {AMOUNT: None, MARKER: "[exact]"}).message


def test_one_unknown_may_become_another_or_an_amount():
    assert edited(TBC, {MARKER: "[awaited]"}) == replace(TBC, text="awaited", qualifier=Qualifier.AWAITED)
    assert edited(TBC, {QUALIFIER: "awaited"}).qualifier == Qualifier.AWAITED
    assert edited(TBC, {MARKER: None, AMOUNT: 5_000_000}).amount == 5_000_000
    assert refusal(TBC, {MARKER: None}).readings == ("TBC", "awaited", "not stated")
    assert "amount itself is missing" in refusal(TBC, {QUALIFIER: "exact"}).message
    assert "amount itself is missing" in refusal(TBC, {UPPER: 5_000_000}).message


# --- ranges and qualifiers ----------------------------------------------------------------------------------------


def test_either_end_of_a_range_may_change():
    assert edited(RANGE, {AMOUNT: 11_000_000}).text == "£11,000,000 to £12,000,000"
    assert edited(RANGE, {UPPER: 13_000_000}).upper == 13_000_000
    assert edited(RANGE, {WORDS: "£11m to £13m"}).upper == 13_000_000
    assert edited(LINE, {UPPER: 21_000_000}).qualifier == Qualifier.RANGE
    assert edited(RANGE, {UPPER: None, QUALIFIER: "over"}).text == "over £10,000,000"


def test_ranges_have_two_ends_in_order():
    assert refusal(RANGE, {AMOUNT: 13_000_000}).message == (
        "The upper end £12,000,000 is below £13,000,000. Put the lower amount first."
    )
    assert refusal(RANGE, {UPPER: None}).readings == ("exact", "approximate", "over", "under")
    assert "has an upper end here" in refusal(RANGE, {QUALIFIER: "exact"}).message
    assert (
        "has an upper end here" in refusal(None, {AMOUNT: 10_000, UPPER: 12_000, QUALIFIER: "exact"}).message
    )
    assert "has no upper end here" in refusal(LINE, {QUALIFIER: "range"}).message
    assert "do not agree" in refusal(LINE, {WORDS: "£10m to £12m", UPPER: 13_000_000}).message
    assert "do not agree" in refusal(RANGE, {AMOUNT: None, MARKER: "[tbc]"}).message
    assert "not one amount" in refusal(LINE, {UPPER: "TBC"}).message


@pytest.mark.parametrize("said", ["approximate", "approx", "Approximate "])
def test_a_qualifier_is_taken_by_label_or_code(said):
    found = edited(LINE, {QUALIFIER: said})
    assert (found.qualifier, found.text, found.note) == (Qualifier.APPROX, "19.5m", "from the diagram")


def test_words_that_would_contradict_a_new_qualifier_are_put_together_anew():
    assert edited(OVER, {QUALIFIER: "exact"}).text == "£45,000,000 p.a."
    assert "do not agree" in refusal(LINE, {WORDS: "over £20m", QUALIFIER: "under"}).message
    assert edited(LINE, {WORDS: "£20m", QUALIFIER: "over"}).qualifier == Qualifier.OVER
    assert refusal(LINE, {QUALIFIER: "aprox"}).readings == ("approximate",)
    assert "nothing says how" in refusal(LINE, {QUALIFIER: None}).message


# --- basis and year -----------------------------------------------------------------------------------------------


def test_basis_and_year_are_taken_and_the_words_kept():
    assert edited(LINE, {BASIS: "per annum"}) == replace(LINE, basis=Basis.PER_ANNUM)
    assert edited(LINE, {BASIS: "per_annum", YEAR: "2021-22"}) == replace(
        LINE, basis=Basis.PER_ANNUM, year="2021/22"
    )
    assert edited(LINE, {YEAR: None}).year == ""
    assert edited(OVER, {BASIS: "one-off"}).text == "over £45,000,000 one-off"
    assert edited(parse_money("19.5m in 2020/21"), {YEAR: "2021/22"}).text == "£19,500,000"


def test_basis_and_year_that_are_none_are_refused():
    assert refusal(LINE, {BASIS: "per anum"}).message == (
        "“per anum” is not one of the choices. Did you mean “per annum”?"
    )
    assert refusal(LINE, {YEAR: "21/22"}).readings == ("2021/22",)
    assert refusal(LINE, {YEAR: "21/22"}).heading == YEAR


# --- new rows -----------------------------------------------------------------------------------------------------


def test_a_new_row_takes_whichever_columns_there_are():
    assert GROUP.read({WORDS: "~£5m"}, None) == parse_money("~£5m")
    assert GROUP.read({AMOUNT: 5_000_000}, None).printed == "£5,000,000"
    assert GROUP.read({MARKER: "[tbc]"}, None).printed == "TBC"
    assert GROUP.read({AMOUNT: "TBC", BASIS: "budget for a year", YEAR: "2020/21"}, None) == TBC
    assert GROUP.read({AMOUNT: 10_000, UPPER: 12_000}, None).printed == "£10,000 to £12,000"
    assert GROUP.read({WORDS: "£5m p.a.", BASIS: "basis not stated"}, None).basis == Basis.PER_ANNUM
    blank = GROUP.read({AMOUNT: None, WORDS: ""}, None)
    assert isinstance(blank, Money)
    assert (blank.amount, blank.qualifier) == (None, Qualifier.BLANK)


@pytest.mark.parametrize("cell", [True, date(2013, 4, 1), "1,23", "１２"])
def test_a_new_row_refuses_what_is_no_amount(cell):
    assert refusal(None, {AMOUNT: cell}).heading == AMOUNT
    assert refusal(None, {WORDS: cell}).heading == WORDS


def test_without_the_record_the_export_says_what_was_before():
    exported = dict(zip(GROUP.headings, money_values(LINE), strict=True))
    found = GROUP.read({**exported, AMOUNT: 20_000_000}, exported, None)
    assert isinstance(found, Money)
    assert (found.amount, found.basis, found.year) == (20_000_000, Basis.BUDGET_YEAR, "2020/21")
