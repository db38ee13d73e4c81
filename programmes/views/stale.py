"""The page for a person whom somebody else overtook: both versions, field by field, and nothing typed is lost."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from commissioning.core.components import Conflict, ConflictField, HistoryEntry, SummaryRow
from programmes.selectors.edits import FieldEdit

CONFLICT = 409
THEIRS = "theirs"


def conflict_field(
    name: str, label: str, *, now: str, yours: str, edits: Sequence[FieldEdit]
) -> ConflictField:
    """One field: what it was when the person opened it, what it is now and by whose hand, and what they typed."""
    own = [edit for edit in edits if edit.name == name]
    if not own:
        return ConflictField(
            name, label, now, yours, before=now, saved="As it stands, unchanged", keep="yours"
        )
    last = own[-1]
    why = f": “{last.why}”" if last.why else ""
    saved = f"Saved by {last.who} on {moment(last)}{why}"
    return ConflictField(name, label, now, yours, before=own[0].before or "(blank)", saved=saved)


def moment(edit: FieldEdit) -> str:
    at = timezone.localtime(edit.at)
    return f"{at.day} {at:%B %Y at %H:%M}"


def told(edits: Sequence[FieldEdit]) -> list[HistoryEntry]:
    """Everything the others did, newest first."""
    return [
        HistoryEntry(
            f"{edit.label} changed from “{edit.before or '(blank)'}” to “{edit.after or '(blank)'}”.",
            timezone.localtime(edit.at),
            edit.who,
            edit.why,
        )
        for edit in reversed(edits)
    ]


def stale_page(
    request: HttpRequest,
    frame: dict[str, Any],
    *,
    record: str,
    fields: Sequence[ConflictField],
    edits: Sequence[FieldEdit],
    hidden: Sequence[tuple[str, str]],
    cancel_url: str,
    rest: Sequence[SummaryRow] = (),
    submit_text: str = "Continue to the summary",
) -> HttpResponse:
    """HTTP 409. `rest` is what the person typed besides, which is kept whatever they choose."""
    last = edits[-1] if edits else None
    conflict = Conflict(
        record=record,
        who=last.who if last else "Someone",
        when=last.at if last else timezone.now(),
        why=last.why if last else "",
        fields=fields,
        hidden=(*hidden, ("step", "resolve")),
        cancel_url=cancel_url,
        submit_text=submit_text,
    )
    context = {**frame, "conflict": conflict, "told": told(edits), "rest": rest, "record": record}
    return render(request, "layouts/stale.html", context, status=CONFLICT)
