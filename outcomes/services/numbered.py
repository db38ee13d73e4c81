"""Several references at once, for copies: one look at what was given before, not one for each."""

from django.db import models

from programmes.models import Programme
from programmes.references import next_reference


def numbered(model: type[models.Model], word: str, programme: Programme, count: int) -> list[str]:
    """The next `count` references of a kind, in order. Call it inside a transaction, and use them there."""
    if not count:
        return []
    stem, _, first = next_reference(model, word, programme).rpartition("-")
    return [f"{stem}-{int(first) + place:0{len(first)}}" for place in range(count)]
