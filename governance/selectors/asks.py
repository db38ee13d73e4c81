"""What papers ask of whom, and what partners said and were answered."""

from collections.abc import Collection
from dataclasses import dataclass

from governance.models import Recommendation
from programmes.models import Feedback, Programme
from programmes.selectors.sources import Place, places_of

SUPPORT = "support"  # feedback that asks for nothing, and so needs no answer


@dataclass(frozen=True)
class AskRow:
    """One recommendation of a paper. An empty `outcome` means that none is recorded."""

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


@dataclass(frozen=True)
class FeedbackRow:
    """Something a partner said, with the response and where each is printed."""

    reference: str
    text: str
    sentiment: str
    response: str
    places: tuple[Place, ...]
    response_places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def is_unanswered(self) -> bool:
        """It says more than support, and no response is printed."""
        return not self.response and self.sentiment != SUPPORT


def asks(programme: Programme) -> tuple[AskRow, ...]:
    """Everything asked in the programme's papers, in their order; two queries."""
    rows = list(Recommendation.objects.filter(programme=programme).select_related("body", "document"))
    places = places_of([row.fact_id for row in rows])
    return tuple(
        AskRow(
            ask_id=row.pk,
            reference=row.reference,
            verb=row.verb,
            verb_label=row.get_verb_display(),
            text=row.text,
            body=row.body.name,
            body_reference=row.body.reference,
            document_reference=row.document.reference,
            document_title=row.document.title,
            in_recommendations_section=row.in_recommendations_section,
            state=row.state,
            state_label=row.get_state_display(),
            outcome=row.outcome,
            places=places.get(row.fact_id or 0, ()),
            fact_id=row.fact_id,
            illustrative=row.illustrative,
        )
        for row in rows
    )


def feedback(programme: Programme) -> tuple[FeedbackRow, ...]:
    """What partners said, in the papers' order; two queries."""
    rows = list(Feedback.objects.filter(programme=programme))
    places = places_of([row.fact_id for row in rows])
    return tuple(
        FeedbackRow(
            reference=row.reference,
            text=row.text,
            sentiment=row.sentiment,
            response=row.response,
            places=tuple(place for place in places.get(row.fact_id or 0, ()) if place.field != "response"),
            response_places=tuple(
                place for place in places.get(row.fact_id or 0, ()) if place.field == "response"
            ),
            fact_id=row.fact_id,
            illustrative=row.illustrative,
        )
        for row in rows
    )


def unanswered_feedback(programme_ids: Collection[int]) -> list[tuple[int, str]]:
    """Feedback of many programmes at once that asks for an answer and has none: each programme's key and the words."""
    rows = Feedback.objects.filter(programme__in=programme_ids, response="").exclude(sentiment=SUPPORT)
    return list(rows.values_list("programme_id", "text"))
