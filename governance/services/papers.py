"""The doors of papers written here: begin one, change what it says, mark it ready, and take it back to draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from governance.models import BoardPaper, Body, PaperImplication, PaperSection
from governance.models.board_papers import HouseStyle, PaperPurpose, PaperState
from governance.models.papers import ImplicationArea
from governance.rules.house_styles import Problem
from governance.rules.meetings import role_title_problem
from governance.rules.paper_layout import problems
from governance.rules.paper_text import Appendix
from governance.selectors.board_papers import text_of
from governance.services.paper_asks import AskGiven, ask_problems, keep_asks
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import next_reference
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse

NOT_A_DRAFT = "This paper is {state}, so its words stand. Take it back to draft first, with the reason."
LONGEST = 20_000


@dataclass(frozen=True)
class PaperGiven:
    """All that a paper says besides whose it is. Texts are by the code of their section and of their area.

    A section, an area or a recommendation that is not among these stays as it is; one given blank is taken away.
    """

    title: str
    style: str
    purpose: str
    dated: FuzzyDate
    author_role: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    implications: Mapping[str, str] = field(default_factory=dict)
    asks: Sequence[AskGiven] = ()
    appendices: Sequence[Appendix] = ()


def add_paper(
    programme: Programme,
    given: PaperGiven,
    *,
    body: Body | None,
    reason: str,
    by: User,
    grants: Grants,
) -> BoardPaper:
    """Begin a paper for a body, as a draft; illustrative where the body or the programme is.

    Raises PermissionDenied (WRITE_PAPERS) and ValidationError by field: body, title, style, purpose, author_role or
    reason.
    """
    may(grants, Permission.WRITE_PAPERS, programme.pk)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        foreign = body is None or body.programme_id != programme.pk
        refuse({**_problems(given, reason), "body": "Choose a body of this programme." if foreign else ""})
        assert body is not None  # noqa: S101  # refused above
        paper = BoardPaper(
            reference=next_reference(BoardPaper, "PAPER", programme),
            programme=programme,
            body=body,
            illustrative=body.illustrative or programme.illustrative,
        )
        _write_head(paper, given)
        keep_asks(paper, given.asks)
        _keep_texts(paper, given)
        return paper


def change_paper(
    paper: BoardPaper, given: PaperGiven, *, version: int, reason: str, by: User, grants: Grants
) -> BoardPaper:
    """Save what a draft says, whole; nothing need be complete. Another style keeps every text by its code.

    Raises PermissionDenied, StaleEdit where somebody saved it after `version`, and ValidationError by field; a
    recommendation's is "ask_<its place among those given>".
    """
    may(grants, Permission.WRITE_PAPERS, paper.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(BoardPaper, paper.pk, version)
        _refuse_unless_draft(row)
        refuse({**_problems(given, reason), **ask_problems(row, given.asks)})
        keep_asks(row, given.asks)
        _keep_texts(row, given)
        _write_head(row, given)
        return row


def mark_ready(paper: BoardPaper, *, version: int, reason: str, by: User, grants: Grants) -> BoardPaper:
    """Say that the paper may be issued. Raises ValidationError with everything that stands in the way, by field."""
    may(grants, Permission.WRITE_PAPERS, paper.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(BoardPaper, paper.pk, version)
        if row.state != PaperState.DRAFT:
            raise ValidationError(f"This paper is {row.get_state_display().lower()} already.")
        refuse({"reason": reason_problem(reason)})
        refuse_unready(row)
        return _in_state(row, PaperState.READY)


def back_to_draft(paper: BoardPaper, *, version: int, reason: str, by: User, grants: Grants) -> BoardPaper:
    """Open a ready or an issued paper for changes again. Its issues stay as they are."""
    may(grants, Permission.WRITE_PAPERS, paper.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        row = lock_for_edit(BoardPaper, paper.pk, version)
        if row.state == PaperState.DRAFT:
            raise ValidationError("This paper is a draft already.")
        refuse({"reason": reason_problem(reason)})
        return _in_state(row, PaperState.DRAFT)


def refuse_unready(paper: BoardPaper) -> None:
    """Raise ValidationError, by field, with every problem that the paper's style finds."""
    found = problems(text_of(paper))
    if found:
        raise ValidationError(by_field(found))


def by_field(found: Sequence[Problem]) -> dict[str, list[str]]:
    """The messages of problems by the field that each is about."""
    made: dict[str, list[str]] = {}
    for each in found:
        made.setdefault(each.field, []).append(each.message)
    return made


def _refuse_unless_draft(paper: BoardPaper) -> None:
    if paper.state != PaperState.DRAFT:
        raise ValidationError(NOT_A_DRAFT.format(state=paper.get_state_display().lower()))


def _in_state(paper: BoardPaper, state: PaperState) -> BoardPaper:
    paper.state = state.value
    paper.full_clean()
    paper.save()
    return paper


def _problems(given: PaperGiven, reason: str) -> dict[str, str]:
    author = given.author_role.strip()
    found = {
        "title": "" if given.title.strip() else "Enter a title.",
        "style": "" if given.style in HouseStyle.values else "Choose the house style it is written in.",
        "purpose": "" if given.purpose in PaperPurpose.values else "Choose what the paper is for.",
        "author_role": role_title_problem(author) if author else "",
        "reason": reason_problem(reason),
    }
    texts = {f"section_{code}": text for code, text in given.sections.items()}
    texts |= {f"implication_{area}": text for area, text in given.implications.items()}
    for name, text in texts.items():
        if len(text) > LONGEST:
            found[name] = (
                f"This has {len(text):,} characters. Keep it to {LONGEST:,}, or attach it as an appendix."
            )
    return found


def _write_head(paper: BoardPaper, given: PaperGiven) -> None:
    """Save the paper itself, which raises its version whatever of it was changed."""
    paper.title, paper.style, paper.purpose = given.title.strip(), given.style, given.purpose
    paper.author_role = given.author_role.strip()
    paper.dated = given.dated
    paper.appendices = [
        {"label": each.label.strip(), "title": each.title.strip()}
        for each in given.appendices
        if each.label.strip() or each.title.strip()
    ]
    paper.full_clean()
    paper.save()


def _keep_texts(paper: BoardPaper, given: PaperGiven) -> None:
    areas = {area: text for area, text in given.implications.items() if area in ImplicationArea.values}
    _keep(PaperSection, paper, "code", given.sections)
    _keep(PaperImplication, paper, "area", areas)


def _keep(model: Any, paper: BoardPaper, key: str, texts: Mapping[str, str]) -> None:
    """Write each text that differs; a text given blank loses its row, whose history stays."""
    rows = {getattr(row, key): row for row in model.objects.filter(paper=paper)} if paper.pk else {}
    for code, given in texts.items():
        text, row = given.replace("\r\n", "\n").strip(), rows.get(code)
        if row is None and text:
            made = model(paper=paper, **{key: code}, text=text)
            made.full_clean()
            made.save()
        elif row is not None and not text:
            row.delete()
        elif row is not None and row.text != text:
            row.text = text
            row.save()
