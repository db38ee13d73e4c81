"""What a board may do about each combination of change and target: our advice, kept here alone, to be edited.

The idea of reading variation against assurance is that of NHS England's “Making Data Count”; the words are ours.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from outcomes.board import Assured, Change


class Advice(NamedTuple):
    """`word` stands in the matrix; `says` is the same as a sentence on an exception page."""

    word: str
    says: str


ADVICE: Final[Mapping[tuple[Change, Assured], Advice]] = {
    (Change.IMPROVEMENT, Assured.PASS): Advice("celebrate", "Celebrate, and learn what made it better."),
    (Change.IMPROVEMENT, Assured.HIT_OR_MISS): Advice("continue", "Continue what is being done."),
    (Change.IMPROVEMENT, Assured.FAIL): Advice(
        "enough?",
        "It improves, and as it runs now it will still not reach the target: ask whether what is done is enough.",
    ),
    (Change.IMPROVEMENT, Assured.NONE): Advice("note", "Note the improvement."),
    (Change.COMMON_CAUSE, Assured.PASS): Advice("by exception", "Needs no report."),
    (Change.COMMON_CAUSE, Assured.HIT_OR_MISS): Advice(
        "make reliable", "Nothing changes and the target is met by chance: make the way of working reliable."
    ),
    (Change.COMMON_CAUSE, Assured.FAIL): Advice(
        "redesign",
        "Nothing changes, and as it runs now it will not reach the target: the way of working needs a redesign.",
    ),
    (Change.COMMON_CAUSE, Assured.NONE): Advice("watch", "Watch."),
    (Change.CONCERN, Assured.PASS): Advice("find cause", "It still passes its target: find the cause first."),
    (Change.CONCERN, Assured.HIT_OR_MISS): Advice("act", "Find the cause and act on it."),
    (Change.CONCERN, Assured.FAIL): Advice(
        "escalate", "It is of concern and, as it runs now, will not reach its target: escalate."
    ),
    (Change.CONCERN, Assured.NONE): Advice("find cause", "Find the cause."),
}
STRONGEST: Final = (Change.CONCERN, Assured.FAIL)
NEUTRAL: Final = Advice(
    "explain", "Something has changed, and neither direction is stated to be better: explain what happened."
)


def advice_of(change: Change, assured: Assured) -> Advice | None:
    """The advice for a KPI; None for one without an icon of change."""
    return NEUTRAL if change == Change.NEUTRAL else ADVICE.get((change, assured))
