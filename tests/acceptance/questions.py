"""The public questions on the four papers, with answers worked out from the papers, not from this product."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

QUESTIONS = json.loads((Path(__file__).parent / "questions.json").read_text())["questions"]
BY_ID = {question["id"]: question for question in QUESTIONS}


def answer(number: str) -> dict[str, Any]:
    return BY_ID[number]["answer"]


def pounds(answered: dict[str, Any]) -> Decimal:
    return Decimal(answered["amount"])


def asked_by(names: dict[str, Any]) -> set[str]:
    """The questions that a module's tests are named for: `test_q43_q44_who_leads` asks Q-43 and Q-44."""
    tests = [name for name in names if name.startswith("test_q")]
    return {f"Q-{number}" for name in tests for number in re.findall(r"_q(\d\d)(?=_)", name)}
