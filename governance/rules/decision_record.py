"""What a record of decision must hold and does not, and what a decision says of the ask that it answers.

A council records an executive decision with its date and reasons, the alternatives considered and rejected, interests
declared and dispensations granted (Local Authorities (Executive Arrangements) (Meetings and Access to Information)
(England) Regulations 2012, SI 2012/2089, regulations 12 and 13). Other bodies are held to no such rule: for them, too,
what is missing is named and nothing is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NOTHING_DECLARED: Final = frozenset(
    {"none", "none.", "none declared", "none declared.", "nil", "no interests"}
)

# What an outcome makes of the ask that it answers. Noting answers only what asked for no more than to note.
STATES: Final = {
    "agreed": "agreed",
    "amended": "amended",
    "deferred": "deferred",
    "referred": "deferred",
    "rejected": "rejected",
    "noted": "asked",
}
PUTS_INTO_EFFECT: Final = frozenset({"agreed", "amended"})


@dataclass(frozen=True)
class RecordFacts:
    """What a record says. `interests_declared` counts those declared at its meeting, beside `interests` in words."""

    is_dated: bool
    reasons: str
    alternatives_rejected: str
    interests: str
    dispensations: str
    interests_declared: int = 0
    is_key: bool = False
    key_because: str = ""
    may_be_called_in: bool = False
    is_published: bool = False
    has_effective_date: bool = False


def lacking(facts: RecordFacts) -> tuple[str, ...]:
    """What the record does not say, each as words that stand alone: “no reasons recorded”."""
    return tuple(_lacking(facts))


def _lacking(facts: RecordFacts) -> Iterator[str]:
    some_interest = bool(facts.interests_declared) or declares(facts.interests)
    for is_missing, words in (
        (not facts.is_dated, "no day of decision recorded"),
        (not facts.reasons.strip(), "no reasons recorded"),
        (not facts.alternatives_rejected.strip(), "no alternatives recorded as rejected"),
        (
            not facts.interests.strip() and not facts.interests_declared,
            "not recorded whether interests were declared",
        ),
        (
            some_interest and not facts.dispensations.strip(),
            "not recorded whether a dispensation was given for the interests declared",
        ),
        (facts.is_key and not facts.key_because.strip(), "not recorded why it is a key decision"),
        (facts.may_be_called_in and not facts.is_published, "no day of publication recorded"),
        (not facts.has_effective_date, "no effective date recorded"),
    ):
        if is_missing:
            yield words


def declares(interests: str) -> bool:
    """Whether the words name an interest: “None” is an answer, and names none."""
    said = interests.strip().casefold()
    return bool(said) and said not in NOTHING_DECLARED


def state_after(outcome: str, verb: str) -> str:
    """The state of an ask once a decision has answered it.

    Noting is agreeing only where the ask was to note: a body that noted what it was asked to approve has not answered,
    and the ask stands as asked. What was referred elsewhere is deferred until an answer comes back. Raises KeyError for
    an outcome that does not exist.
    """
    if outcome == "noted" and verb == "note":
        return "agreed"
    return STATES[outcome]
