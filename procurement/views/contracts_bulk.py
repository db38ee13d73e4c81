"""Change one field of several contracts: choose, look at every row, confirm; undo a bulk edit from its history."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import HistoryEntry
from commissioning.core.preview import undone
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.forms.contract_bulk import BulkForm
from procurement.listing_contracts import contract_listing
from procurement.selectors.contract_fields import label_of
from procurement.services.contract_bulk import BulkEdit, bulk_change, past_edits, undo_bulk
from procurement.services.contract_door import may_change
from procurement.views.contract import contracts_trail
from procurement.views.sight import sight_of
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, require, user_of
from programmes.views.lists import chips_of
from programmes.views.page import programme_frame

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def contracts_bulk(request: HttpRequest, key: str) -> HttpResponse:
    """The contracts of the address's view with a box each; step=preview, confirm, or undo with a token."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_CONTRACTS, programme)
    page = BulkPage(request, programme)
    if request.method != "POST":
        return page.show(page.form())
    steps = {"preview": page.preview, "confirm": page.confirm, "undo": page.undo}
    step = steps.get(request.POST.get("step", ""))
    return step() if step else page.show(page.form(request.POST))


class BulkPage:
    """One request to change several contracts."""

    def __init__(self, request: HttpRequest, programme: Programme) -> None:
        self.request = request
        self.programme = programme
        self.today = request.today  # type: ignore[attr-defined]
        sight = sight_of(request, programme)
        self.listing = contract_listing(programme, request.GET, self.today, sight)
        grants = grants_of(request)
        self.mine = [
            row for row in self.listing.rows if may_change(grants, programme.pk, row.commissioning_ids)
        ]
        self.others = [row for row in self.listing.rows if row not in self.mine]
        self.cancel_url = reverse("contracts", args=[programme.key])

    def form(self, data: QueryDict | None = None) -> BulkForm:
        return BulkForm(data, rows=self.mine)

    def frame(self) -> dict[str, Any]:
        trail = contracts_trail(self.programme)
        return {
            **programme_frame(self.request, self.programme, "contracts", trail=trail),
            "caption": f"{self.programme.place}: {self.programme.name}",
            "cancel_url": self.cancel_url,
        }

    def show(self, form: BulkForm) -> HttpResponse:
        chips = "; ".join(chips_of(self.listing.form))
        asked = self.request.POST.get("step", "edit") if form.is_bound else "edit"
        context = {
            **self.frame(),
            "heading": "Change several contracts",
            "form": form,
            "intro": f"The contracts of this view: {chips}." if chips else "Every contract of the register.",
            "others": self.others,
            "none": not self.mine,
            "submit_text": "Continue to the summary",
            "edits": self._edits(),
        }
        status = INVALID if asked != "edit" and form.errors else 200
        return render(self.request, "procurement/contracts_bulk.html", context, status=status)

    def _edits(self) -> list[dict[str, Any]]:
        return [
            {
                "token": edit.token,
                "words": f"{edit.field[:1].upper()}{edit.field[1:]} of {edit.count} "
                f"{'contract' if edit.count == 1 else 'contracts'}"
                f"{' (an earlier edit undone)' if edit.undoes else ''}",
                "when": timezone.localtime(edit.at),
                "who": edit.who,
                "why": edit.why,
                "undone": edit.is_undone,
            }
            for edit in past_edits(self.programme)
        ]

    def _write(self, form: BulkForm) -> BulkEdit:
        given = form.cleaned_data
        return bulk_change(
            self.programme,
            form.chosen(),
            field=given["field"],
            value=given["value"],
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=given["reason"],
            on=self.today,
        )

    def preview(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            edit = undone(lambda: self._write(form))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        count = len(edit.changed)
        context = {
            **self.frame(),
            "heading": "Check this change before you save it",
            "act": f"The {label_of(edit.field)} of {count} {'contract' if count == 1 else 'contracts'} changes",
            "changes": bulk_table(edit),
            "entries": [
                HistoryEntry(f"Bulk edit: {label_of(edit.field)}.", None, "", form.cleaned_data["reason"])
            ],
            "hidden": form.typed,
        }
        return render(self.request, "layouts/confirm_page.html", context)

    def confirm(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            edit = self._write(form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        count = len(edit.changed)
        messages.success(
            self.request,
            f"Saved. The {label_of(edit.field)} of {count} {'contract' if count == 1 else 'contracts'} changed. "
            "It can be undone below.",
        )
        return redirect("contracts_bulk", self.programme.key)

    def undo(self) -> HttpResponse:
        try:
            edit = undo_bulk(
                self.programme,
                self.request.POST.get("token", ""),
                by=user_of(self.request),
                grants=grants_of(self.request),
                reason="",
                on=self.today,
            )
        except ValidationError as refusal:
            messages.error(self.request, " ".join(refusal.messages))
        else:
            messages.success(
                self.request, f"Undone for {len(edit.changed)} contracts. The history keeps both."
            )
        return redirect("contracts_bulk", self.programme.key)


def bulk_table(edit: BulkEdit) -> Table:
    """Every contract chosen: those that change, then those that hold the value already."""
    rows = [
        Row((Cell(one.name, note=one.reference), Cell(one.before or "(blank)"), Cell(one.after or "(blank)")))
        for one in edit.changed
    ]
    rows += [
        Row((Cell(one.name, note=one.reference), Cell(one.before or "(blank)"), Cell("as it is")))
        for one in edit.same
    ]
    columns = (Column("Contract"), Column("Now"), Column("Then"))
    return Table("What changes", columns, rows, caption_size="s")
