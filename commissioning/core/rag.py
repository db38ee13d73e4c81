"""Delivery confidence: how likely a programme is to deliver, on three points by default or on five.

The words, not the colours, carry the rating; a rating nobody gave is "not rated" and never counts as green.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Self

from django.db.models import TextChoices


class _Confidence(TextChoices):
    @property
    def words(self) -> str:
        """What the rating means, in one sentence without its full stop."""
        return WORDS[self.value]

    @property
    def is_rated(self) -> bool:
        return self.value != "not_rated"

    @classmethod
    def worst(cls, ratings: Iterable[Self]) -> Self:
        """The worst of the ratings given; members are declared from best to worst. All unrated: not rated."""
        order = list(cls)
        return max((rating for rating in ratings if rating.is_rated), key=order.index, default=order[-1])


class ThreePointConfidence(_Confidence):
    """The default scale."""

    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"
    NOT_RATED = "not_rated", "Not rated"


class FivePointConfidence(_Confidence):
    """The older scale, for programmes whose boards still report on it."""

    GREEN = "green", "Green"
    AMBER_GREEN = "amber_green", "Amber/Green"
    AMBER = "amber", "Amber"
    AMBER_RED = "amber_red", "Amber/Red"
    RED = "red", "Red"
    NOT_RATED = "not_rated", "Not rated"

    @property
    def on_three_points(self) -> ThreePointConfidence:
        """The same rating on three points. The two mixed ratings become amber: neither is free of doubt nor lost."""
        mixed = self in (FivePointConfidence.AMBER_GREEN, FivePointConfidence.AMBER_RED)
        return ThreePointConfidence.AMBER if mixed else ThreePointConfidence(self.value)


WORDS: Final = {
    "green": "Delivery to time, cost and quality is highly likely; nothing now threatens it",
    "amber_green": "Delivery is probable; risks need constant attention so that they do not become issues",
    "amber": "Delivery is feasible; there are significant issues that can be resolved if acted on now",
    "amber_red": "Delivery is in doubt; there are major issues and it is not clear that they can be resolved",
    "red": "Delivery appears unachievable without changing the scope, the budget or the plan",
    "not_rated": "Nobody has rated this yet",
}
