"""The doors of asks: what a received paper asks of a body, and what became of it once a decision has answered."""

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from governance.models import Body, Decision, Recommendation
from governance.models.recommendations import CommitteeVerb, RecommendationState
from governance.rules.decision_record import state_after
from governance.selectors.asks import tally_of, with_stances, words_of
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.models import Document, Programme
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse
from programmes.services.sources import cite

DONE_FROM = frozenset({RecommendationState.AGREED, RecommendationState.AMENDED})
NOT_AGREED = "Only what a body has agreed to can have been done. Record its decision first."


def add_ask(
    programme: Programme,
    *,
    verb: str,
    text: str,
    body: Body | None,
    document: Document | None,
    by: User,
    grants: Grants,
    reason: str,
    in_recommendations_section: bool = True,
    body_as_printed: str = "",
    locator: str = "",
    illustrative: bool = False,
) -> Recommendation:
    """Record what a received paper asks of a body, by its verb, in its recommendations or only in its body text.

    `locator` is where it is printed, such as “para 4.7”; it becomes the ask's source. Raises PermissionDenied
    (WRITE_PAPERS) and ValidationError by field (verb, text, body, document, reason).
    """
    may(grants, Permission.WRITE_PAPERS, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        refuse(
            {
                "verb": ""
                if verb in CommitteeVerb.values
                else "Choose what the paper asks: to agree, to note …",
                "text": "" if text.strip() else "Say what is asked, in the paper’s words.",
                "body": _body_problem(programme, body),
                "document": _document_problem(programme, document),
                "reason": reason_problem(reason),
            }
        )
        row = Recommendation(
            reference=next_reference(Recommendation, "REC", programme),
            programme=programme,
            verb=verb,
            text=text.strip(),
            body=body,
            body_as_printed=body_as_printed.strip(),
            document=document,
            position=Recommendation.objects.filter(document=document).count() + 1,
            in_recommendations_section=in_recommendations_section,
            illustrative=illustrative or bool(body and body.illustrative),
        )
        row.full_clean()
        row.save()
        if locator.strip() and document is not None:
            cite(row, document=document, locator=locator, by=by, reason=reason)
        return row


def mark_actioned(
    ask: Recommendation, *, version: int, by: User, grants: Grants, reason: str
) -> Recommendation:
    """Say that what was agreed has been done: the end of an ask.

    Raises PermissionDenied (RECORD_DECISIONS), StaleEdit, and ValidationError for an ask that no body has agreed to, or
    without a reason.
    """
    may(grants, Permission.RECORD_DECISIONS, ask.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(Recommendation, ask.pk, version)
        refuse({"state": "" if row.state in DONE_FROM else NOT_AGREED, "reason": reason_problem(reason)})
        row.state = RecommendationState.ACTIONED
        row.save()
        return row


def follow_decision(ask: Recommendation) -> Recommendation:
    """Make the state and the outcome of an ask those of the latest decision that answers it.

    An ask whose last decision was taken off it is asked again; one whose decision needs other bodies stays asked until
    each of them has agreed. Call it inside the transaction of the decision or of the position: it takes the person and
    the reason from there.
    """
    row = Recommendation.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    latest = max(with_stances(Decision.objects.filter(recommendation=row)), key=_day, default=None)
    if latest is None:
        state, outcome = RecommendationState.ASKED.value, ""
    else:
        state, count = state_after(latest.outcome, row.verb), tally_of(latest)
        if state in DONE_FROM and count.of and not count.is_agreed_by_all:
            state = RecommendationState.ASKED.value
        outcome = f"{words_of(latest)} ({latest.reference})"
    if row.state == RecommendationState.ACTIONED and state in DONE_FROM:
        state = row.state
    if (row.state, row.outcome) != (state, outcome):
        row.state, row.outcome = state, outcome
        row.save()
    return row


def _day(row: Decision) -> tuple[str, int]:
    day = row.decided.end or row.decided.start
    return (day.isoformat() if day else "", row.pk)


def _body_problem(programme: Programme, body: Body | None) -> str:
    if body is None:
        return "Choose the body that is asked."
    return "" if body.programme_id == programme.pk else "Choose a body of this programme."


def _document_problem(programme: Programme, document: Document | None) -> str:
    if document is None:
        return "Choose the paper that asks it."
    return "" if document.programme_id == programme.pk else "Choose a paper of this programme."
