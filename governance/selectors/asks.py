"""What papers ask of whom. What partners said is read by selectors.feedback, and offered here too."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F

from governance.models import Decision, Recommendation
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
            decision_words=_decision_words(decided[row.pk]) if row.pk in decided else "",
        )
        for row in rows
    )


def ask_of(rows: Iterable[AskRow], reference: str) -> AskRow | None:
    return next((row for row in rows if row.reference == reference), None)


def _decisions(asked: Collection[int]) -> dict[int, Decision]:
    """The latest decision on each ask, by the first day that its date can mean."""
    rows = Decision.objects.filter(recommendation__in=asked).order_by(
        F("decided_start").asc(nulls_first=True), "pk"
    )
    return {row.recommendation_id: row for row in rows if row.recommendation_id is not None}


def _decision_words(row: Decision) -> str:
    when = row.decided.printed
    return f"{row.get_outcome_display()}{f', {when}' if when else ''}"
