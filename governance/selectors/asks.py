"""What papers ask of whom. What partners said is read by selectors.feedback, and offered here too."""

from dataclasses import dataclass

from governance.models import Recommendation
from governance.selectors.feedback import SUPPORT, FeedbackRow, feedback, unanswered_feedback
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

__all__ = ["SUPPORT", "AskRow", "FeedbackRow", "asks", "feedback", "unanswered_feedback"]


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
