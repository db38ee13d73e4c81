"""The regime that follows from subject, buyer and date, with the lists and dates given as data."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.models.regimes import Regime
from procurement.rules_regime import (
    REGIMES,
    CpvError,
    RegimeSuggestion,
    RegimeTable,
    Subject,
    in_list,
    read_cpv,
    regime_problem,
    suggest_regime,
)

TABLE = RegimeTable(
    psr_from=date(2024, 1, 1),
    psr_buyers=frozenset({"nhs_england", "icb", "nhs_trust", "council", "combined_authority"}),
    psr_cpv=("851", "85323000"),
    act_from=date(2025, 2, 24),
    light_touch_cpv=("8531", "80"),
    pcr_from=date(2015, 2, 26),
)
HEALTH_VISITING = Subject(True, "85323000", "council", date(2026, 3, 23))
PARENTING = Subject(False, "85310000-5", "council", date(2026, 3, 23))
STATIONERY = Subject(False, "30192700-8", "council", date(2026, 3, 23))


@pytest.mark.parametrize(
    ("subject", "regime", "light_touch"),
    [
        (HEALTH_VISITING, "psr", False),
        (replace(HEALTH_VISITING, bought_by="icb", main_cpv="85100000"), "psr", False),
        (replace(HEALTH_VISITING, begun_on=date(2024, 1, 1)), "psr", False),
        (replace(HEALTH_VISITING, begun_on=date(2023, 12, 31)), "pcr2015", False),
        (replace(HEALTH_VISITING, bought_by="school"), "pa2023", False),
        (replace(HEALTH_VISITING, main_cpv="85310000"), "pa2023", True),
        (replace(HEALTH_VISITING, health_care=False), "pa2023", False),
        (PARENTING, "pa2023", True),
        (replace(PARENTING, begun_on=date(2025, 2, 24)), "pa2023", True),
        (replace(PARENTING, begun_on=date(2025, 2, 23)), "pcr2015", False),
        (replace(PARENTING, begun_on=date(2015, 2, 26)), "pcr2015", False),
        (STATIONERY, "pa2023", False),
        (replace(HEALTH_VISITING, mixed=True, mixed_separable=False), "psr", False),
        (replace(HEALTH_VISITING, mixed=True, mixed_separable=True), "pa2023", False),
        (replace(PARENTING, mixed=True, mixed_separable=False), "pa2023", True),
    ],
)
def test_the_regime_that_follows(subject: Subject, regime: str, light_touch: bool) -> None:
    found = suggest_regime(subject, TABLE)
    assert (found.regime, found.light_touch, found.unsure) == (regime, light_touch, ())
    assert found.is_certain
    assert found.reasons


def test_each_condition_that_is_met_is_a_reason() -> None:
    assert suggest_regime(HEALTH_VISITING, TABLE).reasons == (
        "It is health care to individuals.",
        "CPV 85323000 is listed for the Provider Selection Regime.",
        "The buyer is of a kind that the Provider Selection Regime covers.",
        "It began on or after 1 January 2024.",
    )
    assert suggest_regime(PARENTING, TABLE).reasons == (
        "It is not health care to individuals.",
        "CPV 85310000 is not listed for the Provider Selection Regime.",
        "It began on or after 24 February 2025.",
        "CPV 85310000 is listed for light touch contracts.",
    )


@pytest.mark.parametrize(
    ("changes", "cure"),
    [
        ({"health_care": None}, "Say whether it is health care to individuals."),
        ({"main_cpv": ""}, "Enter the main CPV code."),
        ({"bought_by": ""}, "Say which kind of organisation buys it."),
        ({"begun_on": None}, "Enter the day on which the procurement began."),
        ({"mixed": None}, "Say whether anything else is bought with it."),
        ({"mixed": True}, "Say whether the rest could reasonably be supplied separately."),
    ],
)
def test_what_is_not_known_is_asked_for_and_nothing_is_guessed(changes: dict, cure: str) -> None:
    found = suggest_regime(replace(HEALTH_VISITING, **changes), TABLE)
    assert (found.regime, found.unsure) == ("", (cure,))
    assert not found.is_certain
    assert found.words == "not known yet"


def test_one_condition_that_fails_settles_it_whatever_else_is_unknown() -> None:
    found = suggest_regime(Subject(False, "", "", date(2024, 6, 1)), TABLE)
    assert (found.regime, found.unsure) == ("pcr2015", ())
    undated = suggest_regime(Subject(False, "85310000", "", None), TABLE)
    assert (undated.regime, undated.unsure) == ("", ("Enter the day on which the procurement began.",))


def test_light_touch_cannot_be_told_without_a_code() -> None:
    found = suggest_regime(replace(PARENTING, main_cpv=""), TABLE)
    assert (found.regime, found.light_touch) == ("pa2023", False)
    assert found.unsure == ("Enter the main CPV code: light touch depends on it.",)
    assert not found.is_certain


def test_procurements_older_than_the_2015_regulations_are_not_put_under_them() -> None:
    older = replace(PARENTING, begun_on=date(2013, 10, 1))
    found = suggest_regime(older, TABLE)
    assert found.regime == ""
    assert found.unsure == (
        "It began before 26 February 2015, under older rules. Record it as exempt with that reason.",
    )
    assert suggest_regime(older, replace(TABLE, pcr_from=None)).regime == "pcr2015"


def test_an_exemption_is_only_ever_claimed_and_says_what_would_apply_otherwise() -> None:
    found = suggest_regime(replace(PARENTING, exempt_reason="Between two authorities."), TABLE)
    assert (found.regime, found.light_touch) == ("exempt", False)
    assert found.reasons[:2] == (
        "Held to be exempt: Between two authorities.",
        "If it were not: the Procurement Act 2023, light touch.",
    )
    assert suggest_regime(replace(PARENTING, exempt_reason=" "), TABLE).regime == "pa2023"


PSR = RegimeSuggestion("psr", light_touch=False)


def test_a_choice_against_the_suggestion_needs_a_reason() -> None:
    assert regime_problem("psr", PSR, "") == ""
    assert regime_problem("pa2023", PSR, "") == (
        "What is recorded points to “the Provider Selection Regime”. Choose that, or say why it is the Procurement Act "
        "2023."
    )
    assert regime_problem("pa2023", PSR, "Counsel advised so.") == ""


def test_an_exemption_needs_a_reason_and_a_regime_has_to_be_one() -> None:
    assert regime_problem("exempt", PSR, " ") == "Say why the procurement is exempt."
    assert regime_problem("exempt", PSR, "Between two authorities.") == ""
    assert regime_problem("", PSR, "Any.").startswith("Choose the regime: the Provider Selection Regime, ")


def test_the_regime_stays_once_the_procurement_has_begun() -> None:
    assert "stays as it is" in regime_problem("psr", PSR, "A reason.", begun=True)


@pytest.mark.parametrize(
    ("text", "code"), [("85323000-9", "85323000"), (" 85323000 ", "85323000"), ("", ""), ("  ", "")]
)
def test_a_cpv_code_is_read_with_or_without_its_check_digit(text: str, code: str) -> None:
    assert read_cpv(text) == code


@pytest.mark.parametrize("text", ["8532300", "853230001", "85323000-99", "health", "85323000 9"])
def test_what_is_no_cpv_code_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(CpvError, match="Write eight digits, such as 85100000"):
        Subject(True, text, "council", None)


def test_a_list_holds_only_digits() -> None:
    with pytest.raises(CpvError, match="Write 2 to 8 digits"):
        replace(TABLE, psr_cpv=("851xxxxx",))
    assert in_list("85112000", ("851",)) is True
    assert in_list("85200000", ("851", "85323000")) is False
    assert in_list("", ("851",)) is None


@given(
    st.sampled_from([True, False, None]),
    st.sampled_from(["", "85100000", "85323000", "85310000", "30192700"]),
    st.sampled_from(["", "council", "school"]),
    st.none() | st.dates(date(2014, 1, 1), date(2027, 12, 31)),
    st.sampled_from([True, False, None]),
    st.sampled_from([True, False, None]),
)
def test_filling_in_what_is_unknown_never_contradicts_a_suggestion(
    health: bool | None,
    cpv: str,
    buyer: str,
    begun: date | None,
    mixed: bool | None,
    separable: bool | None,
) -> None:
    """What was certain with gaps stays so however they are filled; what is not certain says what is missing."""
    subject = Subject(health, cpv, buyer, begun, separable, mixed)
    found = suggest_regime(subject, TABLE)
    if not found.is_certain:
        assert found.unsure
        return
    filled = [
        replace(subject, main_cpv=cpv or code, bought_by=buyer or kind, health_care=care)
        for code in ("85100000", "30192700")
        for kind in ("council", "school")
        for care in ([True, False] if health is None else [health])
    ]
    assert {suggest_regime(other, TABLE).regime for other in filled} == {found.regime}


def test_the_regimes_are_those_that_a_phase_can_have() -> None:
    assert set(REGIMES) == set(Regime.values)
