"""One import: its columns, its preview, its progress, its receipt, its undo."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core import progress
from commissioning.core.components import Link
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import pagination_of
from commissioning.exchange import jobs
from commissioning.exchange.forms import ColumnsForm, ConfirmForm, UndoForm
from commissioning.exchange.models import WORKING, ImportRun, RunState, Verdict
from commissioning.exchange.registers import resource_class
from commissioning.exchange.selectors.shown import about_rows, counts_of, row_views
from commissioning.exchange.services import columns, runs, undo
from commissioning.exchange.views.base import act_in, run_or_404, trail
from programmes.models import Programme
from programmes.views.page import programme_frame

PAGE_SIZE = 50
INVALID = 400
CHANGED = "Somebody dealt with this import while you had it open. This is where it stands now."
TEMPLATES = {
    RunState.COLUMNS: "exchange/import_columns.html",
    RunState.CHECKING: "exchange/import_progress.html",
    RunState.WRITING: "exchange/import_progress.html",
    RunState.PREVIEWED: "exchange/import_preview.html",
}
RECEIPT = "exchange/import_receipt.html"


@require_http_methods(["GET", "HEAD", "POST"])
def import_run(request: HttpRequest, key: str, pk: Any) -> HttpResponse:
    """The import as it stands; POST with step=columns, confirm, discard or again."""
    page = RunPage(request, key, pk)
    steps = {"columns": page.columns, "confirm": page.confirm, "discard": page.discard, "match": page.match}
    step = steps.get(request.POST.get("step", "")) if request.method == "POST" else None
    return step() if step else page.show()


class RunPage:
    """One request about one import."""

    def __init__(self, request: HttpRequest, key: str, pk: Any) -> None:
        self.request = request
        self.programme, self.run, self.act = run_or_404(request, key, pk)
        self.resource = resource_class(self.run.register)()
        self.url = reverse("import_run", args=[self.programme.key, self.run.pk])

    # --- steps ---

    def columns(self) -> HttpResponse:
        """Take which column is which, and go on to the preview."""
        form = self._columns_form(self.request.POST)
        if not form.is_valid():
            return self.show(form=form, status=INVALID)
        said = form.cleaned_data
        try:
            jobs.match_and_check(
                self.run, form.chosen, self.act, remember=said["remember"], shared=said["shared"]
            )
        except StaleEdit:
            messages.warning(self.request, CHANGED)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.show(form=form, status=INVALID)
        return redirect(self.url)

    def match(self) -> HttpResponse:
        """Back to the columns, from a preview that read them otherwise than meant."""
        try:
            columns.ask_again(self.run, self.act)
        except ValidationError as refusal:
            messages.warning(self.request, " ".join(refusal.messages))
        return redirect(self.url)

    def confirm(self) -> HttpResponse:
        """Import what the preview showed, or say why not and show it again."""
        form = self._confirm_form(self.request.POST)
        if not form.is_valid():
            return self.show(form=form, status=INVALID)
        said = form.cleaned_data
        act = act_in(
            self.request,
            self.programme,
            self.run.register,
            reason=said["reason"].strip(),
            effective_on=self.run.effective_on,
        )
        try:
            run = jobs.confirm_and_write(
                self.run,
                act,
                version=said["version"],
                reason=said["reason"],
                leave_out=said.get("leave_out", False),
            )
        except StaleEdit:
            messages.warning(self.request, CHANGED)
            return redirect(self.url)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form=form, status=INVALID)
        if run.state == RunState.DONE:
            messages.success(self.request, f"Imported: {counts_of(run)}.")
        elif run.state == RunState.PREVIEWED:
            messages.warning(self.request, runs.MOVED_ON)
        return redirect(self.url)

    def discard(self) -> HttpResponse:
        version = self.request.POST.get("version", "")
        try:
            runs.discard(self.run, self.act, version=int(version) if version.isdecimal() else -1)
        except StaleEdit:
            messages.warning(self.request, CHANGED)
        except ValidationError as refusal:
            messages.warning(self.request, " ".join(refusal.messages))
        else:
            messages.success(self.request, "Discarded. Nothing was imported.")
            return redirect("imports", self.programme.key)
        return redirect(self.url)

    # --- pages ---

    def show(self, form: Any = None, status: int = 200) -> HttpResponse:
        run = self.run
        context = {
            **programme_frame(self.request, self.programme, "imports", trail=trail(self.programme)),
            "caption": f"{self.programme.place}: import into {self.resource.title}",
            "heading": run.file_name,
            "run": run,
            "resource": self.resource,
            "about": about_rows(run),
            "counts": counts_of(run),
            "url": self.url,
            **self._of_state(form),
        }
        return render(self.request, TEMPLATES.get(RunState(run.state), RECEIPT), context, status=status)

    def _of_state(self, form: Any) -> dict[str, Any]:
        run = self.run
        if run.state in WORKING:
            return {"progress": progress.read(jobs.KIND, str(run.pk)), "fragment": self._is_fragment()}
        if run.state == RunState.COLUMNS:
            return {"form": form or self._columns_form(None)}
        if run.state == RunState.PREVIEWED:
            return {"form": form or self._confirm_form(None), **self._rows()}
        may_undo = run.state == RunState.DONE and undo.may_undo(run, self.act)
        undo_url = reverse("import_undo", args=[self.programme.key, run.pk]) if may_undo else ""
        again = reverse("import_add", args=[self.programme.key, run.register])
        return {"undo_url": undo_url, "again_url": again, **self._rows()}

    def _is_fragment(self) -> bool:
        return self.request.headers.get("HX-Request") == "true"

    def _rows(self) -> dict[str, Any]:
        """A page of the rows with the verdict asked for; by default those that matter: all but unchanged ones."""
        asked = self.request.GET.get("show", "")
        rows = self.run.rows.order_by("number")
        if asked in Verdict.values:
            rows = rows.filter(verdict=asked)
        elif asked != "all":
            rows = rows.exclude(verdict=Verdict.SAME)
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        noun = "row" if page.paginator.count == 1 else "rows"
        return {
            "rows": row_views(page.object_list),
            "pagination": pagination_of(page, self.request.GET, noun),
            "kinds": _kinds(self.run, asked, self.url),
            "refused_urls": self._refused_urls(),
        }

    def _refused_urls(self) -> list[tuple[str, str]]:
        if not self.run.counts.get(Verdict.REFUSED, 0):
            return []
        of = [self.programme.key, self.run.pk]
        return [(each, reverse("import_refused", args=[*of, each])) for each in ("xlsx", "csv")]

    def _confirm_form(self, data: Any) -> ConfirmForm:
        return ConfirmForm(data, version=self.run.version, refused=self.run.counts.get(Verdict.REFUSED, 0))

    def _columns_form(self, data: Any) -> ColumnsForm:
        found, headings = columns.proposed(self.run, self.act)
        return ColumnsForm(data, found, headings)


def _kinds(run: ImportRun, asked: str, url: str) -> list[Link]:
    """Links to the rows of each verdict; the one shown has no address."""
    kinds = [("", "New, changed and refused"), *((str(v), v.label) for v in Verdict), ("all", "All rows")]
    counts = {**run.counts, "all": run.counts.get("rows", 0)}
    counts[""] = counts["all"] - counts.get(Verdict.SAME, 0)
    return [
        Link(
            f"{words} ({counts.get(name, 0):,})",
            "" if name == asked else f"{url}?show={name}".removesuffix("?show="),
        )
        for name, words in kinds
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, key: str, pk: Any) -> HttpResponse:
    """What undoing would take back and what stands in its way; POST undoes it."""
    programme, run, act = run_or_404(request, key, pk)
    url = reverse("import_run", args=[programme.key, run.pk])
    if run.state != RunState.DONE:
        messages.info(request, undo.NOT_DONE.format(state=run.get_state_display().lower()))
        return redirect(url)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            undo.undo(run, act, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, "Undone. Every record stands as it did before the import.")
            return redirect(url)
    return _undo_page(request, programme, run, form)


def _undo_page(request: HttpRequest, programme: Programme, run: ImportRun, form: UndoForm) -> HttpResponse:
    url = reverse("import_run", args=[programme.key, run.pk])
    context = {
        **programme_frame(request, programme, "imports", trail=trail(programme, Link(run.file_name, url))),
        "caption": f"{programme.place}: import into {resource_class(run.register).title}",
        "heading": f"Undo the import of {run.file_name}",
        "plan": undo.plan_undo(run),
        "counts": counts_of(run),
        "form": form,
        "run": run,
        "submit_text": "Undo the import",
        "cancel_url": url,
    }
    return render(request, "exchange/import_undo.html", context, status=INVALID if form.errors else 200)
