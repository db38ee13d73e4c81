"""What every act on a version shares: type why, look at what it does, confirm; 409 for who was overtaken."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from commissioning.core.components import HistoryEntry, Link
from commissioning.core.concurrency import StaleEdit
from commissioning.core.history import beginning_of
from commissioning.core.preview import undone
from commissioning.core.tables import Table
from outcomes.forms_frameworks import VersionForm
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import user_of
from programmes.views.page import programme_frame

INVALID, CONFLICT = 422, 409
OVERTAKEN = (
    "Somebody changed it while you had it open. What stands below is as it is now: look again, then go on."
)


class VersionPage:
    """One request to act on one version of a framework or a strategy. Subclasses say which act and what it does."""

    heading = ""
    check_heading = ""
    form_class: ClassVar[type[VersionForm]] = VersionForm

    def __init__(self, request: HttpRequest, programme: Programme, record: Any) -> None:
        self.request = request
        self.programme = programme
        self.record = record

    @cached_property
    def frame(self) -> dict[str, Any]:
        to = Addresses(self.programme.key)
        trail = (Link("Outcomes and KPIs", to.of("outcomes")),)
        return {
            **programme_frame(self.request, self.programme, "outcomes", trail=trail),
            "caption": str(self.record),
            "cancel_url": self.back,
            "illustrative": self.record.illustrative,
        }

    @property
    def back(self) -> str:
        return Addresses(self.programme.key).of("outcomes")

    # --- what each act says for itself ---

    def stamp(self) -> str:
        raise NotImplementedError

    def write(self, form: Any) -> Any:
        raise NotImplementedError

    def act_words(self, written: Any, form: Any) -> str:
        """What the summary says is about to happen, without a full stop."""
        raise NotImplementedError

    def changes(self, written: Any) -> Table:
        raise NotImplementedError

    def saved_words(self, written: Any) -> str:
        raise NotImplementedError

    def after(self, written: Any) -> str:
        """Where a confirmed act leads."""
        raise NotImplementedError

    def already_done(self, form: Any) -> Any:
        """What a first press of Confirm has made, for a second press; None where it has made nothing."""
        raise NotImplementedError

    def intro(self) -> Sequence[str]:
        return ()

    # --- steps ---

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.form_class(initial={"stamp": self.stamp()}))
        form = self.form_class(self.request.POST)
        steps = {"preview": self.preview, "confirm": self.confirm}
        step = steps.get(self.request.POST.get("step", ""))
        if step is None:
            return self.show(form)
        return step(form) if form.is_valid() else self.show(form, status=INVALID)

    def show(self, form: VersionForm, *, status: int = 200) -> HttpResponse:
        context = {
            **self.frame,
            "heading": self.heading,
            "form": form,
            "intro": self.intro(),
            "submit_text": "Continue to the summary",
        }
        return render(self.request, "outcomes/version_form.html", context, status=status)

    def preview(self, form: VersionForm) -> HttpResponse:
        try:
            written, table = undone(lambda: self._written(form))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form, status=INVALID)
        except StaleEdit:
            return self.stale()
        why = getattr(form, "why", "")
        context = {
            **self.frame,
            "heading": self.check_heading,
            "act": self.act_words(written, form),
            "changes": table,
            "entries": [HistoryEntry(self.act_words(written, form), None, str(user_of(self.request)), why)],
            "hidden": form.typed,
        }
        return render(self.request, "layouts/confirm_page.html", context)

    def _written(self, form: VersionForm) -> tuple[Any, Table]:
        written = self.write(form)
        return written, self.changes(written)

    def confirm(self, form: VersionForm) -> HttpResponse:
        try:
            written = self.write(form)
        except (ValidationError, StaleEdit) as problem:
            done = self.already_done(form)
            if done is not None:
                messages.info(self.request, "This had been saved already; it was not saved twice.")
                return redirect(self.after(done))
            if isinstance(problem, StaleEdit):
                return self.stale()
            form.refuse_with(problem)
            return self.show(form, status=INVALID)
        messages.success(self.request, self.saved_words(written))
        return redirect(self.after(written))

    def stale(self) -> HttpResponse:
        """The form again with everything typed, on what the version holds now."""
        data: QueryDict = self.request.POST.copy()
        data["stamp"] = self.stamp()
        again = self.form_class(data)
        again.is_valid()
        again.add_error(None, OVERTAKEN)
        return self.show(again, status=CONFLICT)


def made_by_same_hand(record: Any, reason: str, person: Any) -> bool:
    """Whether a record begins with this reason and this person: a second press of Confirm, and no conflict."""
    first = beginning_of(record)
    return first is not None and (first.who, first.why) == (str(person), reason)
