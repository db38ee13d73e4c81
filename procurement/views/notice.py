"""One notice: what is known of it, publishing it, and what keeps its standstill open."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import HistoryEntry, Link
from commissioning.core.concurrency import StaleEdit
from commissioning.core.preview import undone
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.forms.market import NoticeEditForm, PublishForm, StandstillForm
from procurement.models import Notice
from procurement.rules_signing import is_voluntary
from procurement.selectors.notices import NoticeRow, notices_of
from procurement.services.notices import edit_notice, publish_notice, record_standstill
from procurement.tables_notices import notice_rows, standstill_rows, state_tag
from procurement.views.phase_pages import refreshed, sent, status_of
from programmes.addresses import Addresses
from programmes.tables import day_words
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404, user_of
from programmes.views.page import programme_frame

CHANGE, PUBLISH, CONFIRM, BACK, STANDSTILL = "change", "publish", "confirm", "edit", "standstill"


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The notice; POST with step=change, standstill or publish, which asks to confirm where it opens the award."""
    page = NoticePage(request, key, ref)
    if request.method != "POST":
        return page.show()
    if not page.may_edit:
        raise PermissionDenied("Your role in this programme does not allow this.")
    steps = {
        CHANGE: page.edit,
        PUBLISH: page.publish,
        CONFIRM: page.confirm,
        BACK: page.back,
        STANDSTILL: page.standstill,
    }
    step = steps.get(request.POST.get("step", ""))
    return step() if step else page.show()


class NoticePage:
    """One request about one notice."""

    def __init__(self, request: HttpRequest, key: str, ref: str) -> None:
        self.request = request
        self.programme = programme_or_404(request, key)
        rows = Notice.objects.select_related("kind", "phase", "contract")
        self.record: Notice = record_or_404(request, rows, programme=self.programme, reference=ref)
        self.today = request.today  # type: ignore[attr-defined]
        self.on = as_at(request) if request.method != "POST" else self.today
        self.to = Addresses(self.programme.key)
        self.url = self.to.of("notice", ref)
        self.may_edit = grants_of(request).may(Permission.EDIT_PROCUREMENT, self.programme.pk)
        self.voluntary = is_voluntary(self.record.kind.regime, light_touch=self.record.phase.light_touch)

    @property
    def who(self) -> dict[str, Any]:
        return {"by": user_of(self.request), "grants": grants_of(self.request)}

    def row(self) -> NoticeRow:
        every = notices_of(self.programme, self.on)
        found = next((row for row in every if row.reference == self.record.reference), None)
        if found is None:
            raise Http404("No such notice.")
        return found

    def show(self, shown: Any = None) -> HttpResponse:
        row = self.row()
        trail = (Link("Procurement", self.to.of("procurement")), Link("Notices", self.to.of("notices")))
        forms = self._forms(shown, row) if self.may_edit else {}
        context = {
            **programme_frame(self.request, self.programme, "procurement", trail=trail, on=self.on),
            "caption": f"{self.programme.place}: {self.record.phase}",
            "heading": f"{row.code} {row.name}",
            "tag": state_tag(row),
            "known": notice_rows(row, self.to),
            "standstill": standstill_rows(row),
            "starts_standstill": row.starts_standstill,
            "opens_award": row.opens_award,
            "form": shown,
            "voluntary": self.voluntary,
            "illustrative": row.illustrative,
            **forms,
        }
        status = status_of(shown) if shown else 200
        return render(self.request, "procurement/notice.html", context, status=status)

    def _forms(self, shown: Any, row: NoticeRow) -> dict[str, Any]:
        """The forms that fit where the notice stands, the one that was refused with what is wrong."""
        published = self.record.published_on is not None
        is_open = published and row.starts_standstill and self.record.standstill_closed_on is None
        asked = is_open and (self.voluntary or row.regime == "psr")

        def one(kind: Any, make: Any) -> Any:
            return shown if isinstance(shown, kind) else make()

        return {
            "edit_form": one(NoticeEditForm, self._edit_form),
            "publish_form": None if published else one(PublishForm, self._publish_form),
            "standstill_form": one(StandstillForm, self._standstill_form) if asked else None,
        }

    def _edit_form(self, data: Any = None) -> NoticeEditForm:
        return NoticeEditForm(data, notice=self.record, prefix=CHANGE)

    def _publish_form(self, data: Any = None) -> PublishForm:
        record = self.record
        initial = {"version": record.version, "external_id": record.external_id, "url": record.url}
        return PublishForm(data, initial=initial, prefix=PUBLISH)

    def _standstill_form(self, data: Any = None) -> StandstillForm:
        record = self.record
        initial = {
            "version": record.version,
            "representations_on": record.representations_on,
            "further_decision_on": record.further_decision_on,
        }
        return StandstillForm(data, voluntary=self.voluntary, initial=initial, prefix=STANDSTILL)

    def edit(self) -> HttpResponse:
        form = self._edit_form(self.request.POST)
        return self._sent(
            form, lambda: self._edited(form), "Saved. What stood before is kept in the history."
        )

    def _edited(self, form: NoticeEditForm) -> Notice:
        said = form.said(self.record.contract)
        data = form.cleaned_data
        return edit_notice(self.record, said, reason=data["reason"], version=data["version"], **self.who)

    def publish(self) -> HttpResponse:
        """Written at once, unless it ends the secrecy of the award: that is shown first, to be confirmed."""
        form = self._publish_form(self.request.POST)
        if not self.record.kind.opens_award:
            return self.confirm()
        if not form.is_valid():
            return self.show(form)
        try:
            undone(lambda: self._published(form))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit as stale:
            refreshed(form, stale.current.version)
            return self.show(form)
        return self._summary(form)

    def back(self) -> HttpResponse:
        return self.show(self._publish_form(self.request.POST))

    def confirm(self) -> HttpResponse:
        form = self._publish_form(self.request.POST)
        opened = " The award is public from that day." if self.record.kind.opens_award else ""
        return self._sent(form, lambda: self._published(form), f"Recorded as published.{opened}")

    def _summary(self, form: PublishForm) -> HttpResponse:
        day = form.cleaned_data["published_on"]
        rows = (
            ("Notice", str(self.record.kind)),
            ("Published on", day_words(day)),
            (
                "From that day",
                "The award is public: the provider and the value of the contracts it is about.",
            ),
        )
        context = {
            **programme_frame(self.request, self.programme, "procurement", trail=(Link("Notice", self.url),)),
            "caption": f"{self.programme.place}: {self.record.phase}",
            "heading": "Check before the award becomes public",
            "act": "Recording this notice as published ends the secrecy of the award",
            "later": "It cannot be made secret again.",
            "changes": Table(
                "What will be recorded",
                (Column("What"), Column("Value")),
                tuple(Row((Cell(name), Cell(words))) for name, words in rows),
            ),
            "entries": [
                HistoryEntry(
                    f"Published: {self.record.kind}.",
                    day,
                    str(user_of(self.request)),
                    form.cleaned_data["reason"],
                )
            ],
            "hidden": [
                (name, value) for name, value in self.request.POST.items() if name.startswith(PUBLISH + "-")
            ],
            "confirm_text": "Confirm and record as published",
            "cancel_url": self.url,
        }
        return render(self.request, "layouts/confirm_page.html", context)

    def _published(self, form: PublishForm) -> Notice:
        return publish_notice(self.record, on=self.today, **form.cleaned_data, **self.who)

    def standstill(self) -> HttpResponse:
        form = self._standstill_form(self.request.POST)
        return self._sent(
            form, lambda: self._held(form), "Recorded. Where the standstill stands is said below."
        )

    def _held(self, form: StandstillForm) -> Notice:
        return record_standstill(self.record, on=self.today, **form.cleaned_data, **self.who)

    def _sent(self, form: Any, write: Any, done: str) -> HttpResponse:
        return sent(self.request, form, write, done, self.url) or self.show(form)
