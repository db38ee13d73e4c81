"""The review as its file prints it, and who reads the pages made of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from commissioning.core.models import User

FACTS = Path(settings.BASE_DIR) / "fixtures" / "demo" / "essex.json"


@pytest.fixture(scope="session")
def review() -> dict[str, Any]:
    """What the file says; tests read it and never change it."""
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return facts


def as_(who: str) -> Client:
    """A browser signed in as one of the demonstration accounts, such as “board”."""
    client = Client()
    client.force_login(User.objects.get(email=f"{who}@example.org"))
    return client


@pytest.fixture(scope="module")
def board(essex) -> Client:
    return as_("board")


@pytest.fixture(scope="module")
def analyst(essex) -> Client:
    return as_("analyst")
