"""Gateways: what is missing is named with its cure, and stops the move unless somebody who may says why not."""

from datetime import date
from decimal import Decimal

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.money import parse_money
from procurement.rules_stages import Missing, Requirement, missing_for, move_problem

NEEDS = [
    Requirement("business_case", "No business case is attached.", "Attach the business case."),
    Requirement("value", "The value is not known.", "Enter the whole-life value.", "fact"),
    Requirement("go_live", "Go-live is not dated.", "Enter go-live.", "fact"),
    Requirement("lots", "The number of lots is not said.", "Enter it, 0 for none.", "fact"),
]


def test_what_is_missing_for_a_gateway_is_named_with_its_cure() -> None:
    facts = {"value": parse_money("TBC"), "go_live": parse_fuzzy_date("TBC"), "lots": None}
    missing = missing_for(NEEDS, set(), facts)
    assert [item.code for item in missing] == ["business_case", "value", "go_live", "lots"]
    assert missing[0] == Missing(
        "business_case", "No business case is attached.", "Attach the business case."
    )


def test_nothing_is_missing_when_all_is_known_nought_included() -> None:
    facts = {"value": parse_money("£0.87m"), "go_live": parse_fuzzy_date("April 2027"), "lots": 0}
    assert missing_for(NEEDS, {"business_case", "other"}, facts) == ()
    assert missing_for(NEEDS[1:2], (), {"value": parse_money("nil")}) == ()


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (None, False),
        (False, False),
        ("", False),
        (" ", False),
        ((), False),
        (True, True),
        (Decimal(0), True),
        ("psr", True),
        (("a",), True),
        (date(2026, 3, 2), True),
    ],
)
def test_a_fact_is_there_when_it_is_known(value: object, known: bool) -> None:
    wanted = [Requirement("x", "x is missing.", "Enter x.", "fact")]
    assert (missing_for(wanted, (), {"x": value}) == ()) is known


def test_a_gateway_is_stopped_with_the_reasons_unless_overridden_with_a_reason_by_who_may() -> None:
    missing = missing_for(NEEDS[:2], (), {})
    stopped = (
        "Missing for this gateway. No business case is attached: Attach the business case. "
        "The value is not known: Enter the whole-life value."
    )
    assert move_problem(missing, may_override=False) == stopped
    assert move_problem(missing, may_override=False, reason="The board agreed.") == stopped
    assert move_problem(missing, may_override=True, reason=" ") == (
        f"{stopped} Or give the reason for passing it without."
    )
    assert move_problem(missing, may_override=True, reason="The board agreed.") == ""
    assert move_problem((), may_override=False) == ""


def test_a_requirement_that_tells_a_person_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="Choose one of: evidence, fact"):
        Requirement("x", "x is missing.", "Enter x.", "wish")
    with pytest.raises(ValueError, match="and a cure"):
        Requirement("x", "x is missing.", " ")
