"""The API's description as it is checked in: read once by each process."""

import json
from functools import cache
from typing import Any, Final

from django.conf import settings

FILE: Final = settings.BASE_DIR / "docs" / "api" / "openapi.json"


@cache
def description_bytes() -> bytes:
    return bytes(FILE.read_bytes())


@cache
def description() -> dict[str, Any]:
    """The same, read."""
    found: dict[str, Any] = json.loads(description_bytes())
    return found
