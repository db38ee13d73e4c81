"""The fingerprint of a row: the same for the same values in every process and version, another for any other."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.spreadsheets import row_check

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False),
)


class Word(StrEnum):
    ONE = "one"


def sort_of(value):
    return "n" if isinstance(value, int | Decimal) and not isinstance(value, bool) else type(value).__name__


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], "e3b0c44298"),
        (["HAM-BL-01", None, Decimal("19500000.00"), date(2020, 8, 1), True, 3], "220365a906"),
        ([None], "3973e022e9"),
        ([""], "ffeda7e7c0"),
    ],
)
def test_it_never_changes(values, expected):
    """Files already taken away carry these. A change here makes every one of them look overtaken."""
    assert row_check(values) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([Decimal(1)], [Decimal("1.00")]),
        ([Decimal(1)], [1]),
        ([Decimal("1E+3")], [Decimal("1000.0")]),
        ([Decimal("-0.0")], [0]),
        ([Word.ONE], ["one"]),
    ],
)
def test_one_value_written_in_two_ways_is_one(one, other):
    assert row_check(one) == row_check(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([None], [""]),
        (["a", "b"], ["ab", ""]),
        (["a", None], [None, "a"]),
        ([True], ["yes"]),
        ([True], [1]),
        ([False], [0]),
        (["1"], [1]),
        (["2020-08-01"], [date(2020, 8, 1)]),
        ([None], [None, None]),
        (["-"], [None]),
        (["t1:a"], ["a"]),
        ([Decimal("0.1")], [Decimal("0.10001")]),
    ],
)
def test_other_values_have_another(one, other):
    assert row_check(one) != row_check(other)


@given(st.lists(VALUES, max_size=6), st.lists(VALUES, max_size=6))
def test_equal_rows_and_only_those_agree(one, other):
    same = [sort_of(value) for value in one] == [sort_of(value) for value in other] and one == other
    assert (row_check(one) == row_check(other)) is same
    assert row_check(one) == row_check(list(one))
    assert len(row_check(one)) == 10


@pytest.mark.parametrize(
    "value", [1.5, b"x", datetime(2020, 1, 1, tzinfo=UTC), Decimal("NaN"), Decimal("Infinity")]
)
def test_what_no_cell_holds_is_refused(value):
    with pytest.raises(TypeError):
        row_check([value])
