"""The rules of acts on contracts, by themselves: from when an act counts, their order, and what each needs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.money import Basis, Extension, NetGross, parse_money
from procurement.rules_acts import ActKind
from procurement.rules_contracts import (
    Recorded,
    act_problem,
    acts_for_state,
    deed_problems,
    kind_of,
    kind_words,
    latest_day,
    option_problem,
    order_problem,
    same_day_problem,
    value_problem,
)

STARTS, ENDS = parse_fuzzy_date("1 April 2019"), parse_fuzzy_date("31 March 2021")
SIGNED = (
    Recorded("awarded", 1, date(2019, 2, 1)),
    Recorded("signed", 2, date(2019, 3, 1)),
)
DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1))


def problem(kind, acts=SIGNED, *, on=date(2020, 1, 1), starts=STARTS, ends=ENDS):
    return act_problem(ActKind(kind), acts, counts_from=on, starts=starts, ends=ends)


@given(agreed=DAYS, signed=DAYS)
def test_a_variation_counts_from_the_later_of_agreement_and_signing(agreed, signed):
    assert Recorded("variation", 1, agreed, signed).counts_from == max(agreed, signed)
    assert Recorded("extension", 1, agreed, signed).counts_from == agreed


@given(agreed=DAYS)
def test_a_proposal_never_counts(agreed):
    proposal = Recorded("variation", 1, agreed)
    assert proposal.is_proposed
    assert proposal.counts_from is None
    assert acts_for_state([proposal]) == ()
    assert latest_day([proposal]) is None


def test_a_signing_of_a_variation_is_not_the_signing_of_the_contract():
    only_signs = Recorded("signed", 3, date(2020, 1, 1), signs="T-CCH-2")
    assert acts_for_state([only_signs]) == ()
    assert "not signed yet" in problem("extension", (SIGNED[0], only_signs))
    assert problem("extension", SIGNED) == ""


def test_awards_that_may_not_be_known_leave_no_trace():
    acts = (Recorded("award_intended", 1, date(2019, 1, 1)), *SIGNED)
    assert [act.kind for act in acts_for_state(acts, awards_seen=False)] == [ActKind.SIGNED]
    assert len(acts_for_state(acts)) == 3


@pytest.mark.parametrize(
    ("kind", "acts", "words"),
    [
        ("awarded", SIGNED, "recorded already"),
        ("award_intended", SIGNED, "too late"),
        ("signed", (), "not awarded yet"),
        ("signed", SIGNED, "recorded already"),
        ("variation", SIGNED[:1], "not signed yet"),
        ("extension", (*SIGNED, Recorded("termination", 3, date(2019, 9, 1))), "was terminated"),
    ],
)
def test_what_is_out_of_order_is_refused(kind, acts, words):
    assert words in problem(kind, acts)


def test_the_same_in_order_is_let_pass():
    assert problem("award_intended", ()) == ""
    assert problem("awarded", ()) == ""
    assert problem("signed", SIGNED[:1]) == ""
    for kind in ("variation", "extension", "novation", "termination"):
        assert problem(kind) == "", kind


def test_a_contract_without_acts_is_changed_if_it_has_begun_and_not_if_nobody_knows_when():
    assert problem("variation", ()) == ""
    assert "not signed yet" in problem("variation", (), starts=parse_fuzzy_date("TBC"))


@pytest.mark.parametrize("kind", ["variation", "extension", "novation"])
def test_the_first_and_the_last_day_are_days_of_the_contract(kind):
    assert problem(kind, on=date(2019, 4, 1)) == ""
    assert "starts on 1 April 2019" in problem(kind, on=date(2019, 3, 31))
    assert problem(kind, on=date(2021, 3, 31)) == ""
    assert "ended on 31 March 2021" in problem(kind, on=date(2021, 4, 1))


def test_a_signed_contract_may_be_terminated_before_it_starts():
    assert problem("termination", on=date(2019, 3, 20)) == ""


def test_acts_count_in_order_and_two_may_count_from_one_day():
    acts = (*SIGNED, Recorded("variation", 3, date(2020, 1, 1), date(2019, 12, 1)))
    assert order_problem(acts, date(2020, 1, 1)) == ""
    assert "Enter 1 January 2020 or later" in order_problem(acts, date(2019, 12, 31))
    assert order_problem((), date(1999, 1, 1)) == ""


def test_a_day_changes_one_thing_once():
    assert same_day_problem(None, date(2020, 1, 1), "the end") == ""
    assert same_day_problem(date(2019, 12, 31), date(2020, 1, 1), "the end") == ""
    assert "changed the end from 1 January 2020" in same_day_problem(
        date(2020, 1, 1), date(2020, 1, 1), "the end"
    )


def test_a_decision_has_been_taken_by_somebody():
    good = {
        "decided_on": date(2020, 1, 1),
        "decided_by": "Board",
        "effective_on": date(2030, 1, 1),
        "signed_on": None,
        "today": date(2020, 1, 1),
    }
    assert not any(deed_problems(**good).values())
    assert "has not come yet" in deed_problems(**{**good, "decided_on": date(2020, 1, 2)})["decided_on"]
    assert "has not come yet" in deed_problems(**{**good, "signed_on": date(2020, 1, 2)})["signed_on"]
    assert "body or role" in deed_problems(**{**good, "decided_by": "  "})["decided_by"]
    assert "Enter the first day" in deed_problems(**{**good, "effective_on": None})["effective_on"]


@pytest.mark.parametrize(("asked", "fits"), [(0, False), (1, True), (36, True), (37, False), (-1, False)])
def test_an_option_is_taken_within_its_months(asked, fits):
    assert (option_problem(asked, 36, taken=False) == "") is fits


def test_no_option_and_a_taken_one():
    assert "No option is left" in option_problem(12, None, taken=False)
    assert "taken or has lapsed" in option_problem(12, 12, taken=True)


def test_a_value_says_what_it_is_of():
    assert "basis" in value_problem(parse_money("£5m"))
    assert "Enter the amount" in value_problem(parse_money("TBC", basis=Basis.PER_ANNUM))
    assert "financial year" in value_problem(parse_money("£5m", basis=Basis.BUDGET_YEAR))
    assert value_problem(parse_money("£5m", basis=Basis.BUDGET_YEAR, year="2027/28")) == ""
    assert value_problem(parse_money("£5m p.a.")) == ""


def test_base_and_extended_net_and_gross_are_values_of_their_own():
    base = parse_money("£5m", basis=Basis.TOTAL_CONTRACT_VALUE)
    kinds = {
        kind_of(type(base)(base.text, base.amount, base.qualifier, base.basis, extension=ext, net_gross=net))
        for ext in Extension
        for net in NetGross
    }
    assert len(kinds) == 9
    assert kind_words(base) == "total contract value"
    extended = type(base)(
        base.text,
        base.amount,
        base.qualifier,
        base.basis,
        extension=Extension.WITH_EXTENSION,
        net_gross=NetGross.GROSS,
    )
    assert kind_words(extended) == "total contract value, with extension, gross"
