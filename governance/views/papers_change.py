"""The one form of a paper: save it, insert a starting text, ask for more rows, and be told who was quicker."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import ConflictField, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell
from governance.forms_paper_text import APPENDICES, ASKS, GROUPS, HEAD, PaperForm, RowGroup, fingerprint
from governance.models import BoardPaper
from governance.models.board_papers import HouseStyle, PaperPurpose, PaperState
from governance.selectors.board_papers import text_of
from governance.selectors.paper_starters import FOR_AREA, FOR_SECTION, LABELS, starting_text
from governance.services.papers import change_paper
from governance.views.papers import paper_frame, paper_or_404
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.selectors.edits import FieldEdit, WatchedField, edits_since
from programmes.views.base import grants_of, programme_or_404, require, user_of
from programmes.views.stale import THEIRS, stale_page

INVALID = 422
MORE = 3
CHOICES = {"style": dict(HouseStyle.choices), "purpose": dict(PaperPurpose.choices)}
STAMPS = ("csrfmiddlewaretoken", "insert", "more", "step", "version", "seen")


@require_http_methods(["GET", "HEAD", "POST"])
def paper_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; 422 with what is wrong, 409 with both versions for who was overtaken. Nothing typed is lost."""
    programme = programme_or_404(request, key)
    paper = paper_or_404(request, programme, ref)
    require(request, Permission.WRITE_PAPERS, programme)
    page = ChangePage(request, programme, paper)
    if request.method != "POST":
        return page.show(page.form())
    if "insert" in request.POST or "more" in request.POST:
        return page.prepare()
    data: QueryDict = request.POST
    if data.get("step") == "resolve":
        data = page.resolved()
    return page.save(page.form(data))


class ChangePage:
    """One request to change one paper."""

    def __init__(self, request: HttpRequest, programme: Programme, paper: BoardPaper) -> None:
        self.request, self.programme, self.paper = request, programme, paper
        self.url = Addresses(programme.key).of("paper", paper.reference)

    def form(self, data: Any = None, typed: Any = None) -> PaperForm:
        return PaperForm(data, paper=self.paper, text=text_of(self.paper), typed=typed)

    @property
    def frame(self) -> dict[str, Any]:
        return {
            **paper_frame(self.request, self.programme, self.paper, beneath=True),
            "heading": "Write this paper",
            "cancel_url": self.url,
        }

    def show(self, form: PaperForm, *, inserted: str = "") -> HttpResponse:
        context = {
            **self.frame,
            "form": form,
            "is_draft": self.paper.state == PaperState.DRAFT,
            "state": self.paper.get_state_display().lower(),
            "head": [form[name] for name in HEAD],
            "sections": [
                _with_starters(form, f"section_{s.code}", FOR_SECTION.get(s.code, ())) for s in form.sections
            ],
            "implications": [
                _with_starters(form, f"implication_{d.area}", FOR_AREA.get(d.area, ())) for d in form.demands
            ],
            "kept": [form[name] for name in form.kept],
            "asks": _rows(form, ASKS),
            "appendices": _rows(form, APPENDICES),
            "hidden": [form[name] for name in ("version", "seen", *(group.counter for group in GROUPS))],
            "inserted": form[inserted] if inserted else None,
        }
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, "governance/paper_change.html", context, status=status)

    def prepare(self) -> HttpResponse:
        """Show the form again as typed, with more rows or a starting text in it. Nothing is saved or judged."""
        typed = {
            name: str(value) for name, value in self.request.POST.items() if name not in ("insert", "more")
        }
        field, _, kind = self.request.POST.get("insert", "").partition(":")
        for group in GROUPS:
            if self.request.POST.get("more") == group.name:
                held = typed.get(group.counter, "")
                typed[group.counter] = str((int(held[:6]) if held.isdecimal() else 0) + MORE)
        form = self.form(typed=typed)
        if kind not in LABELS or field not in form.fields:
            return self.show(form)
        today = self.request.today  # type: ignore[attr-defined]
        before = typed.get(field, "").strip()
        text = starting_text(self.programme, kind, today)
        return self.show(
            self.form(typed={**typed, field: f"{before}\n\n{text}" if before else text}), inserted=field
        )

    def save(self, form: PaperForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            change_paper(
                self.paper,
                form.given(),
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                by=user_of(self.request),
                grants=grants_of(self.request),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.overtaken(form)
        messages.success(self.request, "Saved. This is how the paper reads now.")
        return redirect(self.url)

    # --- somebody was quicker ---

    def overtaken(self, form: PaperForm) -> HttpResponse:
        """409. What only one of the two changed is taken from that one; what both changed is the author's choice."""
        edits = self._edits(form.cleaned_data["version"])
        self.paper = paper_or_404(self.request, self.programme, self.paper.reference)
        now = self.form()
        theirs, yours = now.texts(now.shown), form.texts(form.data)
        seen, merged = _seen(form), {name: value for name, value in form.typed if name not in STAMPS}
        both = []
        for name in {**theirs, **yours}:
            was, saved, typed = seen.get(name, ""), theirs.get(name, ""), yours.get(name, "")
            if saved == typed or fingerprint(saved) == was:
                continue
            if fingerprint(typed) == was:
                take(merged, name, now)
            else:
                both.append(_conflict(now if name in now.fields else form, name, saved, typed, edits))
        stamps = [("version", str(self.paper.version)), ("seen", str(now.initial["seen"]))]
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else saved this paper while you had it open"},
            record=f"“{self.paper}”",
            fields=both,
            edits=edits,
            hidden=[*merged.items(), *stamps],
            cancel_url=self.url,
            rest=[SummaryRow("Your reason", Cell(form.cleaned_data["reason"]))],
            submit_text="Save these choices",
        )

    def resolved(self) -> QueryDict:
        """What was typed, with what is recorded now wherever the author chose it."""
        data = self.request.POST.copy()
        now = self.form()
        for name in now.texts(now.shown):
            if data.get(f"keep_{name}") == THEIRS:
                take(data, name, now)
        return data

    def _edits(self, version: int) -> tuple[FieldEdit, ...]:
        """Who saved, when and why; texts are compared on the page itself."""
        watched = (
            WatchedField("version", "The paper", lambda row: f"as saved {row.version}"),
            WatchedField("title", "Title", lambda row: row.title),
            WatchedField("style", "House style", lambda row: CHOICES["style"].get(row.style, row.style)),
            WatchedField("state", "State", lambda row: str(PaperState(row.state).label)),
        )
        return edits_since(self.paper, version, watched)


def take(data: Any, name: str, now: PaperForm) -> None:
    """Put what is recorded now in place of what was typed of one thing; rows of a kind go together."""
    group = next((each for each in GROUPS if each.name == name), None)
    if group is None:
        shown = now.shown.get(name, "")
        data[name] = str(getattr(shown, "printed", shown) or "")
        return
    for field in [each for each in data if each.startswith(f"{group.prefix}_")]:
        del data[field]
    data[group.counter] = str(now.shown[group.counter])
    for field, value in now.shown.items():
        if field.startswith(f"{group.prefix}_"):
            data[field] = str(value)


def _seen(form: PaperForm) -> dict[str, str]:
    try:
        seen = json.loads(form.cleaned_data.get("seen") or "{}")
    except ValueError:
        seen = {}
    return seen if isinstance(seen, dict) else {}


def _conflict(
    form: PaperForm, name: str, saved: str, typed: str, edits: tuple[FieldEdit, ...]
) -> ConflictField:
    words = CHOICES.get(name, {})
    who = ""
    if edits:
        at = timezone.localtime(edits[-1].at)
        who = f", saved by {edits[-1].who} on {at.day} {at:%B %Y at %H:%M}"
    return ConflictField(
        name,
        form.label_of(name),
        theirs=str(words.get(saved, saved)) or "(blank)",
        yours=str(words.get(typed, typed)) or "(blank)",
        saved=f"As it stands now{who}",
    )


def _with_starters(form: PaperForm, name: str, kinds: tuple[str, ...]) -> dict[str, Any]:
    """A field with the buttons that put a starting text into it."""
    return {
        "field": form[name],
        "starters": [{"value": f"{name}:{kind}", "label": LABELS[kind]} for kind in kinds],
    }


def _rows(form: PaperForm, group: RowGroup) -> list[dict[str, Any]]:
    return [
        {part: form[group.field(place, part)] for part in group.parts}
        for place in range(1, form.count(group) + 1)
    ]
