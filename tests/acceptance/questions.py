"""The public questions on the four papers, with answers worked out from the papers, not from this product."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

QUESTIONS = json.loads((Path(__file__).parent / "questions.json").read_text())["questions"]
BY_ID = {question["id"]: question for question in QUESTIONS}


def answer(number: str) -> dict[str, Any]:
    return BY_ID[number]["answer"]


def pounds(answered: dict[str, Any]) -> Decimal:
    return Decimal(answered["amount"])
