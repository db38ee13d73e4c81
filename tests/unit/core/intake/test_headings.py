"""Which row holds the headings, and which column of ours each of them is: recognised, offered or unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.intake.cells import ReadRow, ReadSheet
from commissioning.core.intake.headings import (
    HeadingsRefused,
    KnownColumn,
    find_headings,
    heading_key,
    letter_of,
    missing_words,
    normal,
)

pytestmark = pytest.mark.intake

KNOWN = (
    KnownColumn("reference", "Reference", ("Ref", "Line no."), key=True),
    KnownColumn("line", "Line", required=True),
    KnownColumn("amount", "Amount"),
    KnownColumn("amount_as_printed", "Amount as printed"),
    KnownColumn("aims_and_objectives", "Aims and objectives"),
    KnownColumn("may_be_negative", "May be negative"),
)


def sheet(*rows, first=1):
    numbered = tuple(ReadRow(number, tuple(cells)) for number, cells in enumerate(rows, first))
    return ReadSheet("Budget lines", hidden=False, rows=numbered)


def taken(*headings):
    """Name and sureness of each heading, beside a key column that makes the row plain."""
    found = find_headings(sheet(("Reference", *headings)), KNOWN)
    return [(each.name, each.sure) for each in found.found[1:]]


# --- which row ----------------------------------------------------------------------------------------------------


def test_titles_above_are_skipped():
    found = find_headings(
        sheet(
            ("Budget lines", None, None),
            ("One row is one budget line. Amounts are in pounds.", None, None),
            ("Reference", "Line", "Amount"),
            ("B1", "CAMHS", 5),
            first=4,
        ),
        KNOWN,
    )
    assert (found.row, found.recognised, found.missing) == (6, True, ())
    assert [(each.index, each.letter, each.name) for each in found.found] == [
        (0, "A", "reference"),
        (1, "B", "line"),
        (2, "C", "amount"),
    ]


def test_the_row_with_most_recognised_is_taken_and_the_first_of_equals():
    rows = [("Reference", "x", "y"), ("Reference", "Line", "Amount"), ("Reference", "Line", "Amount")]
    assert find_headings(sheet(*rows), KNOWN).row == 2


def test_a_key_alone_or_any_two_are_enough():
    assert find_headings(sheet(("Ref", "Anything")), KNOWN).recognised
    assert find_headings(sheet(("Amount", "Line")), KNOWN).recognised
    assert not find_headings(sheet(("Amount", "Anything")), KNOWN).recognised


def test_a_sheet_of_other_headings_has_the_first_row_of_words_and_nothing_sure():
    found = find_headings(sheet(("Title", None), ("What", "How much"), (1, 2)), KNOWN)
    assert (found.row, found.recognised) == (2, False)
    assert [each.sure for each in found.found] == [False, False]
    offered = find_headings(sheet(("Amount", "Anything")), KNOWN).found[0]
    assert (offered.name, offered.sure) == ("amount", False)


def test_headings_below_the_twentieth_row_are_not_looked_for():
    rows = [(f"line {number}", None) for number in range(20)]
    assert not find_headings(sheet(*rows, ("Reference", "Line")), KNOWN).recognised
    assert find_headings(sheet(*rows[:19], ("Reference", "Line")), KNOWN).row == 20


def test_an_empty_sheet_has_no_headings_and_lacks_what_is_required():
    found = find_headings(sheet(), KNOWN)
    assert (found.row, found.found, found.recognised, found.missing) == (0, (), False, ("Line",))


def test_a_missing_column_is_named():
    found = find_headings(sheet(("Reference", "Amount")), KNOWN)
    assert missing_words(found) == "No column “Line” was found."
    assert missing_words(find_headings(sheet(("Reference", "Line")), KNOWN)) == ""


# --- which column -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Amount",
        "amount",
        "AMOUNT ",
        "Amount:",
        "Amount *",
        "Amount (required)",
        "Amount (£)",
        "Amount £",
        "\u00a0Amount\u200b",
        "Am\u00adount",
    ],
)
def test_spellings_of_a_heading_are_recognised(heading):
    assert taken(heading) == [("amount", True)]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("amount_as_printed", "amount_as_printed"),
        ("Amount  as-printed", "amount_as_printed"),
        ("Amount\nas printed", "amount_as_printed"),
        ("AIMS & OBJECTIVES", "aims_and_objectives"),
        ("Aims_and_objectives", "aims_and_objectives"),
        ("May be negative (yes/no)", "may_be_negative"),
        ("'May be negative?", "may_be_negative"),
    ],
)
def test_names_of_the_interface_and_marks_are_recognised(heading, name):
    assert taken(heading) == [(name, True)]


@pytest.mark.parametrize("heading", ["Ref", "REF.", "line no"])
def test_an_alias_is_recognised(heading):
    assert find_headings(sheet((heading, "Line")), KNOWN).found[0].name == "reference"


@pytest.mark.parametrize("heading", ["Amuont", "Amounts", "Ammount"])
def test_what_is_near_is_offered_and_never_taken(heading):
    assert taken(heading) == [("amount", False)]


@pytest.mark.parametrize("heading", ["Cost", "", None, "Amount due by the council", "Row"])
def test_what_is_not_near_is_unknown(heading):
    assert taken(heading) == [(None, False)]


@pytest.mark.parametrize(
    "heading",
    ["Amount (£m)", "Amount £k", "Amount £000", "Amount (£000s)", "Amount in millions", "Amount (£ m)"],
)
def test_another_unit_is_offered_with_a_warning_and_never_taken(heading):
    found = find_headings(sheet(("Reference", heading)), KNOWN).found[1]
    assert (found.name, found.sure) == ("amount", False)
    assert found.told == (
        f"“{heading}” is not in pounds: its numbers would be taken as pounds. "
        "Write each with its unit, like £1.2m, or multiply them out first."
    )


def test_our_own_heading_goes_before_an_alias_and_each_is_taken_once():
    assert taken("Ref", "Amount") == [(None, False), ("amount", True)]
    found = find_headings(sheet(("Ref", "Amount", "Reference")), KNOWN).found
    assert [(each.name, each.sure) for each in found] == [
        (None, False),
        ("amount", True),
        ("reference", True),
    ]


def test_a_near_heading_is_not_offered_for_a_column_that_is_there():
    assert taken("Amount", "Amuont") == [("amount", True), (None, False)]


def test_headings_that_are_no_text_are_kept_as_words():
    found = find_headings(sheet(("Reference", 2013, None, True)), KNOWN)
    assert [each.heading for each in found.found] == ["Reference", "2013", "", "TRUE"]


def test_letters_are_those_of_the_spreadsheet():
    assert [letter_of(index) for index in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


# --- twice the same -----------------------------------------------------------------------------------------------


def test_a_repeated_heading_is_refused_with_both_columns():
    with pytest.raises(HeadingsRefused) as refused:
        find_headings(sheet(("Reference", "Amount", "Line", "AMOUNT ", "amount")), KNOWN)
    assert refused.value.message == "Columns B, D and E have the same heading, “Amount”."
    assert refused.value.cure == "Give each column its own heading, or delete the one that is not meant."
    assert str(refused.value) == f"{refused.value.message} {refused.value.cure}"


def test_empty_headings_may_repeat_and_unrecognised_rows_only_tell():
    assert find_headings(sheet(("Reference", None, "", "Line")), KNOWN).problems == ()
    cover = find_headings(sheet(("What", "what")), KNOWN)
    assert cover.problems == ("Columns A and B have the same heading, “What”.",)


# --- remembering --------------------------------------------------------------------------------------------------


def test_a_mapping_is_found_again_in_any_order_and_case():
    key = heading_key(["What", "How much", ""])
    assert key == heading_key(["HOW MUCH", "what "])
    assert key != heading_key(["What"])
    assert len(key) == 64
    assert heading_key(find_headings(sheet(("What", "How much")), KNOWN)) == key


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_row_is_looked_at_without_error(texts):
    try:
        found = find_headings(sheet(texts, ("Reference", "Line", "Amount")), KNOWN)
    except HeadingsRefused as refused:
        assert refused.message  # noqa: PT017 - either way is right
    else:
        assert all(each.sure is False or each.name for each in found.found)
    heading_key(texts)


@given(st.text(max_size=30))
def test_normal_is_stable(text):
    assert normal(normal(text)) == normal(text)
