"""What papers ask of boards, what partners said, and who among the lead commissioners sits at the table."""

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from governance.models import Recommendation
from governance.rules.evidence import LeadSeat
from governance.rules.words import counted, joined
from governance.selectors.asks import AskRow, FeedbackRow, asks, feedback
from governance.selectors.bodies import board_seats
from governance.selectors.evidence_links import evidence_for_targets
from governance.tables import ask_table, feedback_table, seat_table
from programmes.addresses import Addresses
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.page import programme_frame


@require_safe
def ask_list(request: HttpRequest, key: str) -> HttpResponse:
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "asks", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    grants = grants_of(request)
    asked, said, seats = asks(programme), feedback(programme), board_seats(programme, on)
    evidence = evidence_for_targets(Recommendation, [ask.ask_id for ask in asked], grants)
    context = {
        **frame,
        "supported": [(ask, evidence[ask.ask_id]) for ask in asked if ask.ask_id in evidence],
        "may_attach": grants.may(Permission.ATTACH_EVIDENCE, programme.pk),
        "may_add": grants.may(Permission.WRITE_PAPERS, programme.pk),
        "decisions_address": to.of("decisions"),
        "asked_summary": asked_summary(asked),
        "asks_table": ask_table(asked, programme, to),
        "said_summary": said_summary(said),
        "feedback_table": feedback_table(said, programme),
        "seats_summary": seats_summary(seats),
        "seats_table": seat_table(seats, programme, frame["keep_day"]),
        "boards_address": reverse("boards", args=[programme.key]) + frame["keep_day"],
        "illustrative": any(ask.illustrative for ask in asked) or any(row.illustrative for row in said),
    }
    return render(request, "governance/asks.html", context)


def asked_summary(asked: Sequence[AskRow]) -> str:
    """ "1 to agree, 2 to endorse; no outcome recorded for 3 of 3"."""
    if not asked:
        return "Nothing is asked."
    verbs = Counter(ask.verb_label.lower() for ask in asked)
    without = sum(not (ask.outcome or ask.decision) for ask in asked)
    words = joined(f"{count} to {verb}" for verb, count in verbs.items())
    return f"{words}. {f'No outcome is recorded for {without} of {len(asked)}' if without else 'Each has an outcome'}."


def said_summary(said: Sequence[FeedbackRow]) -> str:
    unanswered = sum(row.is_unanswered for row in said)
    if not said:
        return "No feedback is recorded."
    return f"{counted(len(said), 'point')} of feedback, {unanswered or 'none'} without an answer."


def seats_summary(seats: Sequence[LeadSeat]) -> str:
    missing = [seat.organisation for seat in seats if not seat.is_seated]
    if not seats:
        return "No service in scope has a lead commissioner on this day."
    if not missing:
        return f"All {len(seats)} lead commissioners have a seat."
    verb = "leads" if len(missing) == 1 else "lead"
    return f"{joined(missing)} {verb} services in scope without a seat on the programme board."
