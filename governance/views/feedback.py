"""“You said, we did”: what partners and the public said by engagement, the answers, and who still waits for one."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, HistoryEntry, Link
from commissioning.core.tables import query_with
from governance.forms_feedback import ANSWERED, NONE_NEEDED, UNANSWERED
from governance.listing_feedback import FeedbackListing, answer_of, feedback_listing
from governance.rules.words import counted
from governance.selectors.feedback import AnswerChange, FeedbackRow, changed_answers, engagement
from governance.tables_feedback import engagement_table, feedback_tables
from procurement.views.register import may_take
from programmes.addresses import Addresses
from programmes.downloads import filtered_downloads
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame


@require_safe
def feedback_list(request: HttpRequest, key: str) -> HttpResponse:
    """What has no answer stands first in its engagement and is counted; a changed answer keeps the one before."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = feedback_listing(programme, request.GET, on)
    every, form, rows = listing.every, listing.form, listing.rows
    asked = engagement(programme, every)
    frame = programme_frame(request, programme, "feedback", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    may_edit = grants_of(request).may(Permission.EDIT_PLAN, programme.pk)
    shown = "all " if len(rows) == len(every) else ""
    context = {
        **frame,
        "heading": "You said, we did",
        "summary": summary_of(every),
        "summary_links": summary_links(every, to),
        "filter": filter_of(request, form) if every else None,
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "shown": f"Showing {shown}{counted(len(rows), 'point')}",
        "tables": feedback_tables(rows, on, to, may_edit=may_edit),
        "empty": None if rows else _empty(listing, request),
        "downloads": filtered_downloads(frame, to, request.GET, "feedback", "This list")
        if every and may_take(frame, form)
        else (),
        "engagement": engagement_table(asked, to) if asked else None,
        "changed": [change_entry(change) for change in changed_answers(programme)],
        "may_edit": may_edit,
        "illustrative": any(row.illustrative for row in rows) or any(row.illustrative for row in asked),
    }
    return render(request, "governance/feedback.html", context)


def summary_of(rows: Sequence[FeedbackRow]) -> str:
    """ "5 points of feedback: 1 without an answer, 3 answered, 1 that needs none." """
    if not rows:
        return "No feedback is recorded by this day."
    found = {
        code: sum(answer_of(row) == code for row in rows) for code in (UNANSWERED, ANSWERED, NONE_NEEDED)
    }
    verb = "needs" if found[NONE_NEEDED] == 1 else "need"
    parts = [f"{found[UNANSWERED] or 'none'} without an answer", f"{found[ANSWERED]} answered"]
    if found[NONE_NEEDED]:
        parts.append(f"{found[NONE_NEEDED]} that {verb} none")
    return f"{counted(len(rows), 'point')} of feedback: {', '.join(parts)}."


def summary_links(rows: Sequence[FeedbackRow], to: Addresses) -> list[Link]:
    """What waits, as a link to exactly those points."""
    waiting = sum(row.is_unanswered for row in rows)
    return [Link(f"{waiting} without an answer", to.of("feedback", answer=UNANSWERED))] if waiting else []


def change_entry(change: AnswerChange) -> HistoryEntry:
    """An answer that took the place of another, with both."""
    details = [f"Before: {change.before}", f"Now: {change.after}" if change.after else "Now: no answer"]
    return HistoryEntry(
        f"{change.reference}, “{change.text}”: the answer was changed.",
        timezone.localtime(change.at),
        change.who,
        change.why,
        details,
    )


def _empty(listing: FeedbackListing, request: HttpRequest) -> Empty:
    if not listing.every:
        return Empty(
            "No feedback yet",
            "What partners and the public say is recorded here point by point, so that each can be answered.",
        )
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty(
        "Nothing said fits these filters", "Take one away, or clear them.", Link("Clear filters", clear)
    )
