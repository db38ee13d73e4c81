"""Write docs/api/openapi.json from the views, tables and columns (make api-doc)."""

import json
from typing import Any, Final

from django.core.management.base import BaseCommand

from commissioning.exchange.api.description import FILE
from commissioning.exchange.api.schema import build

SHORT: Final = 160  # characters: what fits is written on one line, so that a change reads as a change


def as_text(found: Any, indent: str = "") -> str:
    """JSON for people who read differences: what is short on one line, what is long a line for each part."""
    short = json.dumps(found, ensure_ascii=False)
    if len(short) <= SHORT or not isinstance(found, dict | list):
        return short
    inner = f"{indent} "
    parts = (
        [f"{json.dumps(name)}: {as_text(value, inner)}" for name, value in found.items()]
        if isinstance(found, dict)
        else [as_text(each, inner) for each in found]
    )
    opening, closing = "{}" if isinstance(found, dict) else "[]"
    joined = f",\n{inner}".join(parts)
    return f"{opening}\n{inner}{joined}\n{indent}{closing}"


class Command(BaseCommand):
    help = "Write docs/api/openapi.json: the description of the API in OpenAPI 3.1."

    def handle(self, *_args: object, **_options: object) -> None:
        text = as_text(build()) + "\n"
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_text(text)
        self.stdout.write(f"{FILE.name}: {len(text):,} characters")
