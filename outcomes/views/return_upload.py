"""Upload a sheet of returns of many KPIs: every row read and judged, then one return for each KPI in one transaction.

Nothing is kept on the server between the two steps: the rows travel with the page, signed for the person and the
programme, and are judged again when they are submitted.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download, Link
from commissioning.core.spreadsheets import Properties, workbook, workbook_bytes
from outcomes.forms_returns import UploadForm
from outcomes.intake.files import MOST_BYTES, NotReadableError, Upload
from outcomes.intake.raws import Members, Raw, kpi_problem, period_of
from outcomes.intake.sheet import SheetRow, read_sheet, row_problem
from outcomes.models import KPI, BreakdownMember
from outcomes.models.returns import ReturnChannel, ReturnKind
from outcomes.returns_template import template_table
from outcomes.rules_lines import Given
from outcomes.selectors.returns_assess import Assessment, assess, counted_fates
from outcomes.selectors.returns_tracker import rows_for
from outcomes.services.returns import Batch, Came, submit
from outcomes.tables_returns import preview_table
from outcomes.views.return_form import ALREADY, CONFLICT, INVALID, MOVED
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, user_of
from programmes.views.page import programme_frame

SALT = "outcomes.returns.upload"
GOOD_FOR = 12 * 60 * 60  # seconds, as long as a session
TOO_LARGE = "The file is larger than 10 MB. Split it, or take out sheets and pictures."
TOO_MUCH = "The file holds more than can be checked at once. Split it, or shorten the comments."
MOST_SEALED = 2_000_000  # letters; the server takes no more than 2.5 MB of text from a page
GONE = "The check is too old, or is not yours. Upload the file again."
STOPPED = (
    "Nothing can be submitted while a row is refused: mend the file and upload it again. "
    "Rows that were sent before stay as they are."
)


@require_http_methods(["GET", "HEAD", "POST"])
def return_upload(request: HttpRequest, key: str) -> HttpResponse:
    """The form; POST with a file gives the check, POST with step=confirm the returns."""
    programme = programme_or_404(request, key)
    require_sender(request, programme)
    page = UploadPage(request, programme)
    if request.method != "POST":
        return page.show(UploadForm())
    return page.confirm() if request.POST.get("step") == "confirm" else page.preview()


@require_safe
def return_template(request: HttpRequest, key: str) -> HttpResponse:
    """A workbook with a row for every period that the reader has still to send, to be filled in and uploaded."""
    programme = programme_or_404(request, key)
    require_sender(request, programme)
    grants = grants_of(request)
    kpis = [
        kpi
        for kpi in KPI.objects.filter(programme=programme).select_related("owner").order_by("reference")
        if grants.may_submit_return(programme.pk, kpi.owner_id)
    ]
    rows = rows_for(kpis, request.today)  # type: ignore[attr-defined]
    properties = Properties(
        f"Returns, {programme.place}", "Commissioning programmes", "KPI returns", timezone.now()
    )
    body = workbook_bytes([template_table(rows)], properties)
    response = HttpResponse(body, content_type=workbook.CONTENT_TYPE)
    name = f"{programme.key}-returns-template.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def require_sender(request: HttpRequest, programme: Programme) -> None:
    """Refuse with 403 whoever may send no return at all."""
    grants = grants_of(request)
    if not any(
        grants.may(each, programme.pk) for each in (Permission.SUBMIT_RETURNS, Permission.SUBMIT_OWN_RETURNS)
    ):
        raise PermissionDenied(f"Your role in {programme.place} does not let you send returns.")


class UploadPage:
    """One request to upload a sheet."""

    def __init__(self, request: HttpRequest, programme: Programme) -> None:
        self.request = request
        self.programme = programme
        self.returns_url = reverse("returns", args=[programme.key])

    # --- steps ---

    def preview(self) -> HttpResponse:
        form = UploadForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.show(form)
        sheet = form.cleaned_data["sheet"]
        if sheet.size > MOST_BYTES:
            form.add_error("sheet", TOO_LARGE)
            return self.show(form)
        content = sheet.read()
        try:
            read = read_sheet(Upload(sheet.name, content))
        except NotReadableError as refusal:
            form.add_error("sheet", str(refusal))
            return self.show(form)
        came = Came(ReturnChannel.UPLOADED, str(sheet.name)[:200], hashlib.sha256(content).hexdigest())
        assessment = self.assess(read.rows)
        if assessment.refused or not assessment.sends:
            return self.refuse(form, assessment, came, read.decided)
        return self.check(read.rows, assessment, came, read.decided)

    def confirm(self) -> HttpResponse:
        """The rows that were checked, judged again: what was shown is written, or the new check is shown."""
        try:
            rows, came, seen, decided = self._opened(self.request.POST.get("rows", ""))
        except (signing.BadSignature, ValueError, TypeError, KeyError):
            form = UploadForm({}, {})
            form.errors.clear()
            form.add_error(None, GONE)
            return self.show(form)
        assessment = self.assess(rows)
        if not assessment.sends and not assessment.refused:
            messages.info(self.request, ALREADY)
            return redirect(self.returns_url)
        if assessment.fingerprint != seen:
            messages.warning(self.request, MOVED)
            if assessment.refused:
                return self.refuse(UploadForm({}, {}), assessment, came, decided, CONFLICT)
            return self.check(rows, assessment, came, decided, CONFLICT)
        try:
            sent = submit(
                self.programme,
                [Batch(kpi, lines) for kpi, lines in assessment.to_send.items()],
                by=user_of(self.request),
                grants=grants_of(self.request),
                on=self.request.today,  # type: ignore[attr-defined]
                came=came,
            )
        except ValidationError as refusal:
            form = UploadForm({}, {})
            form.errors.clear()
            form.add_error(None, refusal.messages)
            return self.show(form)
        references = ", ".join(each.reference for each in sent)
        noun = "1 return was" if len(sent) == 1 else f"{len(sent):,} returns were"
        told = f"{noun} submitted from {came.file_name}: {references}. {counted_fates(assessment.counts)}."
        messages.success(self.request, told)
        return redirect(self.returns_url)

    # --- reading ---

    def assess(self, rows: Sequence[SheetRow]) -> Assessment:
        """Every row of the sheet against the programme as it is now."""
        kpis = {
            kpi.reference.casefold(): kpi
            for kpi in KPI.objects.filter(programme=self.programme).select_related("owner")
        }
        found = BreakdownMember.objects.filter(breakdown__programme=self.programme).select_related(
            "breakdown"
        )
        members = Members(found.order_by("breakdown__name", "position", "name"))
        raws = [_raw(row, kpis, members) for row in rows]
        on = self.request.today  # type: ignore[attr-defined]
        return assess(raws, grants=grants_of(self.request), kind=ReturnKind.RETURN, on=on)

    def _sealed(self, rows: Sequence[SheetRow], came: Came, seen: str, decided: Sequence[str]) -> str:
        told = [(row.number, row.kpi, row.period, row.member, astuple(row.given)) for row in rows]
        payload = {
            "person": user_of(self.request).pk,
            "programme": self.programme.pk,
            "rows": told,
            "came": (came.file_name, came.file_hash),
            "seen": seen,
            "decided": list(decided),
        }
        return signing.dumps(payload, salt=SALT, compress=True)

    def _opened(self, sealed: str) -> tuple[list[SheetRow], Came, str, list[str]]:
        """Raises BadSignature for rows that were tampered with, are too old, or are somebody else's."""
        payload: dict[str, Any] = signing.loads(sealed, salt=SALT, max_age=GOOD_FOR)
        if (payload["person"], payload["programme"]) != (user_of(self.request).pk, self.programme.pk):
            raise signing.BadSignature("These rows were checked by somebody else or for another programme.")
        rows = [
            SheetRow(number, kpi, period, member, Given(*given))
            for number, kpi, period, member, given in payload["rows"]
        ]
        return rows, Came(ReturnChannel.UPLOADED, *payload["came"]), payload["seen"], payload["decided"]

    # --- pages ---

    @property
    def frame(self) -> dict[str, Any]:
        trail = (Link("Returns", self.returns_url),)
        template = reverse("return_template", args=[self.programme.key])
        return {
            **programme_frame(self.request, self.programme, "returns", trail=trail),
            "caption": f"{self.programme.place}: {self.programme.name}",
            "cancel_url": self.returns_url,
            "template": [Download("A workbook with what is due from you", template, "Excel, to fill in")],
        }

    def show(self, form: UploadForm, **more: Any) -> HttpResponse:
        status = more.pop("status", INVALID if form.is_bound and form.errors else 200)
        context = {**self.frame, "heading": "Upload a spreadsheet of returns", "form": form, **more}
        return render(self.request, "outcomes/return_upload.html", context, status=status)

    def refuse(
        self,
        form: UploadForm,
        assessment: Assessment,
        came: Came,
        decided: Sequence[str],
        status: int = INVALID,
    ) -> HttpResponse:
        """The form again with every row, where one of them is refused or none has anything to submit."""
        form.errors.clear()
        counts = counted_fates(assessment.counts)
        told = STOPPED if assessment.refused else "There is nothing to submit: no row is new or changed."
        form.add_error(None, f"{came.file_name}: {counts}. {told}")
        table = preview_table(assessment, many=True)
        return self.show(form, read=table, decided=decided, status=status)

    def check(
        self,
        rows: Sequence[SheetRow],
        assessment: Assessment,
        came: Came,
        decided: Sequence[str],
        status: int = 200,
    ) -> HttpResponse:
        kpis = len(assessment.to_send)
        sealed = self._sealed(rows, came, assessment.fingerprint, decided)
        if len(sealed) > MOST_SEALED:  # it could be shown, but not sent back
            form = UploadForm({}, {})
            form.errors.clear()
            form.add_error("sheet", TOO_MUCH)
            return self.show(form)
        context = {
            **self.frame,
            "heading": "Check this file before you submit it",
            "counts": counted_fates(assessment.counts),
            "file_name": came.file_name,
            "decided": decided,
            "returns": f"{kpis:,} return" if kpis == 1 else f"{kpis:,} returns, one for each KPI",
            "changes": preview_table(assessment, many=True),
            "hidden": [("rows", sealed)],
            "submit_text": "Submit for approval",
            "no_edit": True,
            "illustrative": any(kpi.illustrative for kpi in assessment.to_send),
        }
        return render(self.request, "outcomes/return_upload_check.html", context, status=status)


def _raw(row: SheetRow, kpis: dict[str, KPI], members: Members) -> Raw:
    """A row of the sheet with its KPI, period and member found, or with what is wrong with each of them."""
    label = f"row {row.number}"
    if problem := row_problem(row):
        return Raw(label, row.given, problems={"row": problem})
    kpi = kpis.get(row.kpi.strip().casefold())
    if kpi is None:
        known = [each.reference for each in kpis.values()]
        return Raw(label, row.given, problems={"kpi": kpi_problem(row.kpi, known)})
    period, unread = period_of(kpi, row.period)
    member, strange = members.find(row.member)
    problems = {name: words for name, words in (("period", unread), ("member", strange)) if words}
    return Raw(
        label,
        row.given,
        kpi,
        period,
        member.pk if member else None,
        member.name if member else "",
        problems=problems,
    )
