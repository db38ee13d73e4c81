"""Value objects from the seed files' money and date objects."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commissioning.core.fuzzydate import DateStatus, Precision
from commissioning.core.money import Basis, Qualifier
from commissioning.core.seed_values import fuzzy_date_from_seed, money_from_seed

HERE = Path(__file__)
PAPER_MONEY: list[dict[str, Any]] = json.loads(HERE.with_name("paper_money.json").read_text())
PAPER_DATES: list[dict[str, Any]] = json.loads(HERE.with_name("paper_dates.json").read_text())


@pytest.mark.parametrize("seed", PAPER_MONEY, ids=lambda seed: f"{seed['paper']} {seed['text']}")
def test_every_amount_in_the_papers_converts_as_extracted(seed: dict[str, Any]) -> None:
    money = money_from_seed(seed)
    assert money.printed == seed["text"]
    assert money.amount == (None if seed["amount"] is None else Decimal(str(seed["amount"])))
    assert money.qualifier == seed["qualifier"]
    assert money.note == seed.get("note", "")


@pytest.mark.parametrize("seed", PAPER_DATES, ids=lambda seed: f"{seed['paper']} {seed['text']}")
def test_every_date_in_the_papers_converts_as_extracted(seed: dict[str, Any]) -> None:
    found = fuzzy_date_from_seed(seed)
    assert found.text == (seed["text"] or "")
    assert [day and day.isoformat() for day in (found.start, found.end)] == [seed["start"], seed["end"]]
    assert (found.precision, found.status) == (seed["precision"], seed["status"])
    assert found.year_inferred == seed.get("year_inferred", False)


def test_the_year_in_a_seed_basis_becomes_a_year() -> None:
    line = money_from_seed(
        {"text": "19.5m", "amount": 19_500_000, "qualifier": "exact", "basis": "budget_2020_21"}
    )
    assert (line.basis, line.year, line.currency) == (Basis.BUDGET_YEAR, "2020/21", "GBP")
    saving = money_from_seed(
        {"text": "£962,000", "amount": 962_000, "qualifier": "exact", "basis": "five_year_projection"}
    )
    assert (saving.basis, saving.year) == (Basis.PROJECTION, "")


def test_pence_are_not_lost_on_the_way() -> None:
    seed = {"text": "£19.20 per child", "amount": 19.2, "qualifier": "exact", "basis": "per_child_per_annum"}
    assert money_from_seed(seed).amount == Decimal("19.20")


def test_a_range_has_its_upper_end() -> None:
    posts = {
        "text": "£17,802 - £20,198",
        "amount": 17_802,
        "upper": 20_198,
        "qualifier": "range",
        "basis": "unstated",
    }
    assert money_from_seed(posts).upper == 20_198


def test_a_printed_unit_may_be_missing_where_the_extractor_supplies_the_amount() -> None:
    line = money_from_seed(
        {"text": "0.87", "amount": 870_000, "qualifier": "exact", "basis": "budget_2020_21"}
    )
    assert (line.printed, line.amount) == ("0.87", 870_000)


def test_tbc_is_unknown_and_contradictions_are_refused() -> None:
    tbc = {"text": "TBC", "amount": None, "qualifier": "tbc", "basis": "budget_2020_21", "tbc": True}
    assert money_from_seed(tbc).qualifier == Qualifier.TBC
    for wrong in (
        {"amount": 0},
        {"tbc": False},
        {"qualifier": "exact", "tbc": False},
        {"basis": "per_month"},
    ):
        with pytest.raises(ValueError, match=r"."):
            money_from_seed({**tbc, **wrong})


def test_no_date_object_is_a_blank_date() -> None:
    blank = fuzzy_date_from_seed(None)
    assert (blank.precision, blank.status, blank.printed) == (Precision.NONE, DateStatus.BLANK, "")


def test_a_date_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="precision none"):
        fuzzy_date_from_seed(
            {"text": "TBC", "start": "2020-08-01", "end": None, "precision": "none", "status": "tbc"}
        )
