"""What a gateway needs before it may be passed, and who may pass it all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import Money


class Need(TextChoices):
    """Evidence is something attached to the stage; a fact is a field that is filled in."""

    EVIDENCE = "evidence", "Evidence"
    FACT = "fact", "Fact"


@dataclass(frozen=True)
class Requirement:
    """One thing that a gateway needs: `code` names the kind of evidence or the fact, `words` and `cure` tell a person.

    Raises ValueError for a need that does not exist or a requirement without words or cure.
    """

    code: str
    words: str
    cure: str
    need: Need | str = Need.EVIDENCE

    def __post_init__(self) -> None:
        if self.need not in Need.values:
            raise ValueError(
                f"“{self.need}” is no need of a gateway. Choose one of: {', '.join(Need.values)}."
            )
        if not (self.code and self.words.strip() and self.cure.strip()):
            raise ValueError("A requirement needs a code, words that say what it is, and a cure.")


@dataclass(frozen=True)
class Missing:
    """What a gateway still lacks, and what to do about it."""

    code: str
    words: str
    cure: str


def missing_for(
    gateway_requirements: Iterable[Requirement], evidence: Collection[str], facts: Mapping[str, object]
) -> tuple[Missing, ...]:
    """The requirements not met, in their order.

    `evidence` holds the kinds that are attached and `facts` the fields' values. A fact is there when it is known: not
    empty, not False, a date with days, money with an amount. Nought is known.
    """
    return tuple(
        Missing(wanted.code, wanted.words, wanted.cure)
        for wanted in gateway_requirements
        if not (wanted.code in evidence if wanted.need == Need.EVIDENCE else is_known(facts.get(wanted.code)))
    )


def is_known(value: object) -> bool:
    """Whether a field's value says something; unknown is never nought, and nought is never unknown."""
    match value:
        case None | False:
            return False
        case FuzzyDate():
            return value.is_dated
        case Money():
            return value.is_known
        case str():
            return bool(value.strip())
        case Collection():
            return bool(value)
        case _:
            return True


def move_problem(missing: Sequence[Missing], *, may_override: bool, reason: str = "") -> str:
    """Why the gateway may not be passed, with the cure, or "".

    With nothing missing it may. Otherwise only somebody who may override, and who gives the reason to be recorded.
    """
    if not missing or (may_override and reason.strip()):
        return ""
    lacking = " ".join(f"{item.words.rstrip('.')}: {item.cure}" for item in missing)
    if may_override:
        return f"Missing for this gateway. {lacking} Or give the reason for passing it without."
    return f"Missing for this gateway. {lacking}"
