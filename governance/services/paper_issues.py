"""The door through which a paper is issued: frozen as it reads, with its file of record, written once."""

from __future__ import annotations

import hashlib
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from governance.models import BoardPaper, PaperIssue, Recommendation
from governance.models.board_papers import PaperState
from governance.models.recommendations import RecommendationState
from governance.rules.paper_document import document_of, fingerprint, frozen, thawed
from governance.selectors.board_papers import text_of
from governance.services.papers import refuse_unready
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse

NOT_READY = "Only a paper that is marked ready can be issued. This one is {state}."


def issue_paper(
    paper: BoardPaper, *, version: int, on: date, reason: str, by: User, grants: Grants
) -> PaperIssue:
    """Freeze the paper as it reads on the day `on`, with its PDF of record, and ask what it recommends.

    Recommendations that were drafted are asked from then on. The issue is written once; later edits of the paper leave
    it alone. Raises PermissionDenied (WRITE_PAPERS), StaleEdit, and ValidationError where the paper is not ready or
    cannot be set.
    """
    may(grants, Permission.WRITE_PAPERS, paper.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(BoardPaper, paper.pk, version)
        if row.state != PaperState.READY:
            raise ValidationError(NOT_READY.format(state=row.get_state_display().lower()))
        refuse({"reason": reason_problem(reason)})
        refuse_unready(row)
        made = _frozen_issue(row, on, by)
        for ask in Recommendation.objects.filter(paper=row, state=RecommendationState.DRAFTED):
            ask.state = RecommendationState.ASKED
            ask.save()
        row.state = PaperState.ISSUED
        row.save()
        return made


def pdf_again(issue: PaperIssue) -> bytes:
    """The PDF set anew from the frozen content: the same bytes as the file of record while the template is the same."""
    from commissioning.core.documents import typeset  # heavy, and only pages that set a paper need it

    return typeset.pdf(thawed(issue.content)[1])


def word_of(issue: PaperIssue) -> bytes:
    """The Word copy, made from the frozen content and never from the paper as it is now."""
    from commissioning.core.documents import word

    return word.docx(thawed(issue.content)[1])


def _frozen_issue(paper: BoardPaper, on: date, by: User) -> PaperIssue:
    from commissioning.core.documents import typeset

    number = max(PaperIssue.objects.filter(paper=paper).values_list("number", flat=True), default=0) + 1
    text = text_of(paper)
    try:
        document = document_of(
            text,
            on=on,
            colour=settings.BRANDING["colour"],
            reference=f"{paper.reference}, issue {number}",
            illustrative=paper.illustrative,
        )
        pdf = typeset.pdf(document)
    except (ValueError, RuntimeError) as error:
        raise ValidationError(f"The paper cannot be set as a PDF: {error}") from error
    content = frozen(text, document)
    issue = PaperIssue(
        reference=next_reference(PaperIssue, "ISSUE", paper.programme),
        programme=paper.programme,
        paper=paper,
        number=number,
        content=content,
        content_sha256=fingerprint(content),
        template=typeset.TEMPLATE,
        pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        made_by=by,
        illustrative=paper.illustrative,
    )
    issue.full_clean(exclude={"pdf"})
    issue.save()
    return issue
