"""What has changed since: each difference by name, and its count in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.changed import Difference, DifferenceKind, Figure, changed_words, differences

KNOWN = Figure("phase-2-known", "Known total, phase 2", "£12.47m", "/phases/2/", "12470000")
SERVICES = Figure("services", "Services in scope", "16", "/services/", "16")

figures = st.dictionaries(
    st.sampled_from("abcdefgh"), st.builds(lambda value: (str(value), value), st.integers(0, 3)), max_size=8
).map(lambda made: [Figure(key, key.upper(), printed, value=value) for key, (printed, value) in made.items()])


def test_a_figure_that_changed_is_told_then_and_now():
    settled = Figure("phase-2-known", "Known total, phase 2", "£13.34m", "/phases/2/", "13340000")
    assert differences([KNOWN, SERVICES], [settled, SERVICES]) == (
        Difference("phase-2-known", "Known total, phase 2", "£12.47m", "£13.34m", "/phases/2/", "changed"),
    )
    assert differences([KNOWN], [settled])[0].words == "Known total, phase 2: £12.47m then, £13.34m now"


def test_a_figure_that_is_gone_and_one_that_is_new():
    gone, new = differences([KNOWN], [SERVICES])
    assert (gone.kind, gone.then, gone.now, gone.address) == ("gone", "£12.47m", "", "/phases/2/")
    assert gone.words == "Known total, phase 2: £12.47m then, no longer reported"
    assert (new.kind, new.then, new.now) == ("new", "", "16")
    assert new.words == "Services in scope: not reported then, 16 now"


def test_what_changed_or_went_comes_in_the_old_order_and_the_new_after_it():
    then = [Figure("a", "A", "1"), Figure("b", "B", "1"), Figure("c", "C", "1")]
    now = [Figure("d", "D", "1"), Figure("c", "C", "2"), Figure("a", "A", "2")]
    found = differences(then, now)
    assert [(each.key, each.kind) for each in found] == [
        ("a", "changed"),
        ("b", "gone"),
        ("c", "changed"),
        ("d", "new"),
    ]


def test_a_change_smaller_than_the_print_is_a_change_and_says_so():
    (found,) = differences(
        [KNOWN], [Figure("phase-2-known", "Known total, phase 2", "£12.47m", value="12471000")]
    )
    assert found.words == "Known total, phase 2: £12.47m then and now, changed by less than is printed"
    assert found.address == "/phases/2/"


@pytest.mark.parametrize("value", ["12470000", 12470000, Decimal("12470000.00"), None])
def test_a_value_that_was_stored_as_text_has_not_changed(value):
    assert differences([KNOWN], [Figure(KNOWN.key, KNOWN.label, KNOWN.printed, KNOWN.address, value)]) == ()


def test_a_value_that_is_no_number_is_compared_as_it_is():
    due = Figure("due", "Go-live", "April 2021", value="2021-04-30")
    assert differences([due], [due]) == ()
    assert len(differences([due], [Figure("due", "Go-live", "April 2021", value="2021-04-01")])) == 1


def test_another_label_or_address_is_no_change():
    assert differences([SERVICES], [Figure("services", "Services", "16", "/elsewhere/", 16)]) == ()


def test_a_key_that_names_two_figures_is_refused():
    with pytest.raises(ValueError, match="Two figures have the key “services”"):
        differences([SERVICES, SERVICES], [])
    assert len(differences([SERVICES, KNOWN], [])) == 2


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "No figure has since changed"),
        (1, "1 figure has since changed"),
        (3, "3 figures have since changed"),
        (1200, "1,200 figures have since changed"),
    ],
)
def test_how_many_in_words(count, words):
    assert changed_words(count) == words


@given(figures)
def test_nothing_differs_from_itself(made):
    assert differences(made, list(reversed(made))) == ()


@given(figures, figures)
def test_looked_at_backwards_what_was_new_is_gone(then, now):
    forwards = {(each.key, each.kind, each.then, each.now) for each in differences(then, now)}
    turned = {DifferenceKind.NEW: DifferenceKind.GONE, DifferenceKind.GONE: DifferenceKind.NEW}
    backwards = {
        (each.key, turned.get(each.kind, each.kind), each.now, each.then) for each in differences(now, then)
    }
    assert forwards == backwards
    untouched = {each.key for each in then} & {each.key for each in now} - {key for key, *_ in forwards}
    assert untouched == {
        each.key for each in then for other in now if (each.key, each.printed) == (other.key, other.printed)
    }
