"""Make a pack in one action, hold one against another, and see who gets the packs of each body."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.reporting.forms_packs import PackForm, meeting_words
from commissioning.reporting.pack.make import make
from commissioning.reporting.pack.options import APPENDICES
from commissioning.reporting.pack.since import between, earlier_pack, text_changes
from commissioning.reporting.tables_packs import (
    circulation_tables,
    compare_table,
    text_table,
)
from commissioning.reporting.views.packs import pack_or_404, packs_of, trail_of
from governance.models import BoardPack, Meeting
from governance.models.meetings import MeetingState
from procurement.views.scope_change import INVALID
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404, require, user_of
from programmes.views.page import programme_frame


@require_http_methods(["GET", "HEAD", "POST"])
def pack_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form, with the meeting chosen that one arrives from; a POST makes the pack and opens it."""
    programme = programme_or_404(request, key)
    require(request, Permission.MAKE_PACKS, programme)
    form = PackForm(
        request.POST if request.method == "POST" else None,
        meetings=_meetings(request, programme),
        initial=_asked(request),
    )
    if request.method == "POST" and form.is_valid():
        made = _made(request, form)
        if made is not None:
            messages.success(request, f"Made. Pack {made.number} is kept as it is now.")
            return redirect("pack", programme.key, made.reference)
    to = Addresses(programme.key, "")
    context = {
        **programme_frame(request, programme, "packs", trail=trail_of(to)),
        "form": form,
        "heading": "Make a board pack",
        "caption": f"{programme.place}: {programme.name}",
        "submit_text": "Make the pack",
        "cancel_url": to.of("packs"),
        "has_meetings": bool(form.meetings),
        "meetings_url": to.of("meetings"),
    }
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, "reporting/pack_add.html", context, status=status)


def _made(request: HttpRequest, form: PackForm) -> BoardPack | None:
    values = form.values()
    try:
        return make(
            values.pop("meeting"),
            values.pop("options"),
            **values,
            by=user_of(request),
            grants=grants_of(request),
            today=request.today,  # type: ignore[attr-defined]
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return None


def _meetings(request: HttpRequest, programme: Programme) -> list[Meeting]:
    rows = Meeting.objects.visible_to(grants_of(request)).filter(programme=programme)
    return list(
        rows.exclude(state=MeetingState.CANCELLED)
        .select_related("body", "programme")
        .order_by("-held_start", "reference")
    )


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for, so that a meeting's page can lead straight here."""
    wanted = [name for name in request.GET.getlist("appendices") if name in APPENDICES]
    return {"meeting": request.GET.get("meeting", ""), "appendices": wanted}


@require_safe
def pack_compare(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """With the pack of the meeting before, or with the one that `?with=REF` names."""
    programme, later = pack_or_404(request, key, ref)
    earlier = _other(request, programme, later)
    to = Addresses(programme.key, "")
    own = Link(f"Pack {later.number}: {meeting_words(later.meeting)}", to.of("pack", ref))
    found = between(earlier, later) if earlier else ()
    context = {
        **programme_frame(request, programme, "packs", trail=[*trail_of(to), own]),
        "later": later,
        "earlier": earlier,
        "heading": f"Pack {later.number} compared",
        "later_words": _words(later),
        "earlier_words": _words(earlier) if earlier else "",
        "earlier_url": to.of("pack", earlier.reference) if earlier else "",
        "summary": _summary(found) if earlier else "",
        "table": compare_table(found, earlier, later) if earlier else None,
        "text": text_table(_text(earlier, later)) if earlier else None,
        "others": [
            Link(_words(each), f"{to.of('pack_compare', ref)}?with={each.reference}")
            for each in packs_of(programme)
            if each.pk not in (later.pk, earlier.pk if earlier else None)
        ],
        "illustrative": later.illustrative,
    }
    return render(request, "reporting/pack_compare.html", context)


def _text(earlier: BoardPack, later: BoardPack) -> list[tuple[str, str]]:
    """Nothing where one of the two cannot be read as a document."""
    try:
        return text_changes(earlier, later)
    except (KeyError, ValueError):
        return []


def _other(request: HttpRequest, programme: Programme, later: BoardPack) -> BoardPack | None:
    asked = request.GET.get("with", "")
    if not asked:
        return earlier_pack(later)
    rows = BoardPack.objects.visible_to(grants_of(request)).filter(programme=programme, reference=asked)
    found = rows.select_related("meeting__body").defer("pdf").first()
    if found is None:
        raise Http404("No such pack.")
    return found


def _words(pack: BoardPack) -> str:
    return f"{meeting_words(pack.meeting)}, pack {pack.number}, as at {pack.as_at.day} {pack.as_at:%B %Y}"


def _summary(found: Any) -> str:
    """ "4 figures differ: 2 changed, 1 new, 1 gone."."""
    if not found:
        return "Every figure is the same in both."
    counts = {kind: sum(each.kind == kind for each in found) for kind in ("changed", "new", "gone")}
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    noun = "figure differs" if len(found) == 1 else "figures differ"
    return f"{len(found)} {noun}: {said}."


@require_safe
def pack_recipients(request: HttpRequest, key: str) -> HttpResponse:
    """Who gets the packs of each body on the day, by role: never a name or an address."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    to = Addresses(programme.key, "")
    tables, count = circulation_tables(programme, on)
    context = {
        **programme_frame(request, programme, "packs", trail=trail_of(to), on=on),
        "tables": tables,
        "count": count,
        "may_keep": grants_of(request).may(Permission.EDIT_DATA, programme.pk),
    }
    return render(request, "reporting/pack_recipients.html", context)
