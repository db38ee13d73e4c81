"""What papers ask of whom. What partners said is read by selectors.feedback, and offered here too."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from governance.models import BodyPosition, Decision, PositionAsked, Recommendation
from governance.rules.decision_record import PUTS_INTO_EFFECT
from governance.rules.positions import Stance, Tally, tally
from governance.selectors.feedback import SUPPORT, FeedbackRow, feedback, unanswered_feedback
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

__all__ = ["SUPPORT", "AskRow", "FeedbackRow", "asks", "feedback", "unanswered_feedback"]


@dataclass(frozen=True)
class AskRow:
    """One recommendation of a paper. An empty `outcome` means that none is recorded.

    `paper_reference` is that of a paper written here; one received has `document_reference` instead. `decision` is the
    reference of the latest decision that answers it.
    """

    ask_id: int
    reference: str
    verb: str
    verb_label: str
    text: str
    body: str
    body_reference: str
    document_reference: str
    document_title: str
    in_recommendations_section: bool
    state: str
    state_label: str
    outcome: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool
    paper_reference: str = ""
    body_as_printed: str = ""
    decision: str = ""
    decision_words: str = ""
    version: int = 1


def asks(programme: Programme) -> tuple[AskRow, ...]:
    """Everything asked in the programme's papers, in their order; three queries."""
    found = Recommendation.objects.filter(programme=programme).select_related("body", "document", "paper")
    rows = list(found)
    places = places_of([row.fact_id for row in rows])
    decided = _decisions([row.pk for row in rows])
    return tuple(
        AskRow(
            ask_id=row.pk,
            reference=row.reference,
            verb=row.verb,
            verb_label=row.get_verb_display(),
            text=row.text,
            body=row.body.name,
            body_reference=row.body.reference,
            document_reference=row.document.reference if row.document else "",
            document_title=row.document.title if row.document else str(row.paper),
            in_recommendations_section=row.in_recommendations_section,
            state=row.state,
            state_label=row.get_state_display(),
            outcome=row.outcome,
            places=places.get(row.fact_id or 0, ()),
            fact_id=row.fact_id,
            illustrative=row.illustrative,
            version=row.version,
            paper_reference=row.paper.reference if row.paper else "",
            body_as_printed=row.body_as_printed,
            decision=decided[row.pk].reference if row.pk in decided else "",
            decision_words=words_of(decided[row.pk]) if row.pk in decided else "",
        )
        for row in rows
    )


def ask_of(rows: Iterable[AskRow], reference: str) -> AskRow | None:
    return next((row for row in rows if row.reference == reference), None)


def with_stances(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with `stances`: the latest position of each body asked, "" while it is awaited. No further query."""
    given = Coalesce("on_end", "on_start", Cast("made_at", DateField()))
    latest = BodyPosition.objects.filter(decision=OuterRef("decision"), body=OuterRef("body")).order_by(
        given.desc(), "-made_at", "-pk"
    )
    asked = PositionAsked.objects.filter(decision=OuterRef("pk")).order_by("pk")
    stances = asked.annotate(latest=Coalesce(Subquery(latest.values("position")[:1]), Value("")))
    return rows.annotate(stances=ArraySubquery(stances.values("latest")))


def tally_of(row: Decision) -> Tally:
    """Who agreed of the bodies that a decision `with_stances` needs; conditions are not looked at."""
    kinds: dict[str, str] = {str(place): kind for place, kind in enumerate(row.stances)}  # type: ignore[attr-defined]
    return tally(list(kinds), {place: Stance(kind) for place, kind in kinds.items() if kind})


def words_of(row: Decision) -> str:
    """What a decision `with_stances` says of its ask, and when: “Agreed, 13 December 2018”.

    Where other bodies have to agree too, how many of them did; agreement by some is never told as agreement.
    """
    count = tally_of(row)
    day = row.decided.printed
    if count.of and row.outcome in PUTS_INTO_EFFECT:
        return f"{count.words}; decided {day}" if day else count.words
    return ", ".join(filter(None, [row.get_outcome_display(), day]))


def _decisions(asked: Collection[int]) -> dict[int, Decision]:
    """The latest decision on each ask, by the first day that its date can mean."""
    rows = with_stances(Decision.objects.filter(recommendation__in=asked)).order_by(
        F("decided_start").asc(nulls_first=True), "pk"
    )
    return {row.recommendation_id: row for row in rows if row.recommendation_id is not None}
