"""What an address asks of the list of feedback: read once here, for the page and for its exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from governance.forms_feedback import ANSWERED, NONE_NEEDED, UNANSWERED, UNSTATED, FeedbackFilterForm
from governance.selectors.feedback import FeedbackRow, feedback_on, unanswered_first
from programmes.models import Programme


@dataclass(frozen=True)
class FeedbackListing:
    """Every point as at the day, and those of the view, unanswered ones first."""

    every: tuple[FeedbackRow, ...]
    form: FeedbackFilterForm
    rows: tuple[FeedbackRow, ...]


def feedback_listing(programme: Programme, params: QueryDict, on: date) -> FeedbackListing:
    """The points that the address asks for: those without an answer first, then in the papers' order."""
    every = feedback_on(programme, on)
    form = FeedbackFilterForm(params, every)
    return FeedbackListing(every, form, unanswered_first(filtered(every, form)))


def filtered(rows: Sequence[FeedbackRow], form: FeedbackFilterForm) -> tuple[FeedbackRow, ...]:
    """The points that fit every side in use; the search looks at what was said, by whom, and the answer."""
    words = str(form.chosen("q")).casefold().split()
    answer, engagement, sentiment = (form.chosen(name) for name in ("answer", "engagement", "sentiment"))
    return tuple(
        row
        for row in rows
        if all(word in _searched(row) for word in words)
        and (not answer or answer == answer_of(row))
        and engagement in {"", row.engagement_reference or UNSTATED}
        and sentiment in {"", row.sentiment or UNSTATED}
    )


def answer_of(row: FeedbackRow) -> str:
    """Whether a point is answered, unanswered, or needs no answer and has none."""
    if row.response:
        return ANSWERED
    return UNANSWERED if row.is_unanswered else NONE_NEEDED


def _searched(row: FeedbackRow) -> str:
    own = (row.text, row.reference, row.said_by, row.response, row.engagement)
    return " ".join(own).casefold()
