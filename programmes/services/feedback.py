"""The doors of “You said, we did”: what somebody said, and the answer. An answer changed later says why."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from programmes.access import Grants
from programmes.models import Engagement, Feedback, Programme, SourceReference
from programmes.references import lock_programme, next_reference
from programmes.rules_intentions import role_problem
from programmes.rules_milestones import HONORIFIC, day_words, reason_problem
from programmes.services.scope_door import refuse

NOT_YOURS = "Your role in this programme does not allow this."
LONGEST_TEXT, LONGEST_SAID_BY, LONGEST_SENTIMENT = 4000, 200, 40


def add_feedback(
    programme: Programme,
    *,
    text: str,
    said: FuzzyDate,
    today: date,
    by: User,
    grants: Grants,
    reason: str,
    engagement: Engagement | None = None,
    said_by: str = "",
    sentiment: str = "",
) -> Feedback:
    """Record one point that a partner or the public made; it stands unanswered until `answer_feedback`.

    What hangs on made-up engagement is made up too. Raises PermissionDenied (EDIT_PLAN), and ValidationError by field
    (text, engagement, said_by, said, sentiment, reason).
    """
    _may(grants, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(programme.pk)
        refuse(
            {
                "text": _length_problem(text, LONGEST_TEXT, "Say what was said."),
                "engagement": _engagement_problem(programme, engagement),
                "said_by": said_by_problem(said_by),
                "said": _ahead_problem(said, today),
                "sentiment": _length_problem(sentiment, LONGEST_SENTIMENT),
                "reason": reason_problem(reason),
            }
        )
        row = Feedback(
            reference=next_reference(Feedback, "FB", programme),
            programme=programme,
            text=text.strip(),
            engagement=engagement,
            said_by=said_by.strip(),
            sentiment=sentiment.strip(),
            illustrative=programme.illustrative or bool(engagement and engagement.illustrative),
        )
        row.said = said
        row.full_clean()
        row.save()
        return row


def answer_feedback(
    feedback: Feedback,
    *,
    response: str,
    responded: FuzzyDate,
    today: date,
    by: User,
    grants: Grants,
    reason: str = "",
    version: int | None = None,
) -> Feedback:
    """Answer a point, or change its answer, which needs a reason; the answer before stays in the history.

    Where a paper printed the answer before, its places are taken off the new one, which no paper prints. Raises
    PermissionDenied (EDIT_PLAN), ValidationError by field (response, responded, reason) and StaleEdit.
    """
    with _locked(feedback, by=by, grants=grants, reason=reason, version=version) as row:
        changes = bool(row.response)
        same = (response.strip(), responded) == (row.response, row.responded)
        refuse(
            {
                "response": (
                    "This is the answer that stands already. Change it, or leave it."
                    if changes and same
                    else _length_problem(response, LONGEST_TEXT, "Say what was answered or done.")
                ),
                "responded": _responded_problem(row, responded, today),
                "reason": _change_problem(reason) if changes else "",
            }
        )
        if changes and response.strip() != row.response and row.fact_id:
            SourceReference.objects.filter(fact=row.fact_id, field="response").delete()
        row.response = response.strip()
        row.responded = responded
        row.full_clean()
        row.save()
        return row


def said_by_problem(said_by: str) -> str:
    """Who said it is a group or a role. What can only be one person's is refused; "" where nothing is wrong."""
    if len(said_by.strip()) > LONGEST_SAID_BY:
        return f"Name the group or the role in {LONGEST_SAID_BY} characters or fewer."
    if problem := role_problem(said_by):
        return problem
    if HONORIFIC.search(said_by):
        return "This looks like a person’s name. Enter a group or a role, such as Parents at the workshops."
    return ""


def _may(grants: Grants, programme_id: int) -> None:
    if not grants.may(Permission.EDIT_PLAN, programme_id):
        raise PermissionDenied(NOT_YOURS)


@contextmanager
def _locked(
    feedback: Feedback, *, by: User, grants: Grants, reason: str, version: int | None
) -> Iterator[Feedback]:
    _may(grants, feedback.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(feedback.programme_id)
        yield lock_for_edit(Feedback, feedback.pk, feedback.version if version is None else version)


def _length_problem(text: str, most: int, empty: str = "") -> str:
    if not text.strip():
        return empty
    return f"Say it in {most:,} characters or fewer." if len(text.strip()) > most else ""


def _engagement_problem(programme: Programme, engagement: Engagement | None) -> str:
    if engagement is None or engagement.programme_id == programme.pk:
        return ""
    return "Choose engagement of this programme."


def _ahead_problem(when: FuzzyDate, today: date) -> str:
    first = when.start or when.end
    if first is None or first <= today:
        return ""
    return f"{when.printed} is still to come. Enter {day_words(today)} or an earlier day."


def _responded_problem(row: Feedback, responded: FuzzyDate, today: date) -> str:
    """An answer has its day, unless it is one that a paper prints without; none comes before what it answers."""
    if not responded.is_dated:
        printed_undated = bool(row.response) and not row.responded.is_dated
        return (
            ""
            if printed_undated
            else "Enter when it was answered, such as 12 December 2018 or December 2018."
        )
    said = row.said if row.said.is_dated or row.engagement is None else row.engagement.date
    if responded.end and said.start and responded.end < said.start:
        return f"It was said {said.printed}. Enter a day on or after {day_words(said.start)}."
    return _ahead_problem(responded, today)


def _change_problem(reason: str) -> str:
    return reason_problem(reason) and "Say why the answer changes, for those who were given the one before."
