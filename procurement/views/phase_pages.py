"""What the pages of one phase share: finding it, its frame and trail, and sending a form through a door."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.forms.door import DoorForm
from commissioning.core.models import User
from procurement.models import ProcurementPhase, ProcurementStage
from programmes.access import Grants
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame

INVALID = 422
CONFLICT = 409
OVERTAKEN = (
    "Somebody changed this while you had it open. Nothing of yours was saved. What you typed is kept below: look at "
    "what stands now, then save again."
)


class PhasePage:
    """One request about one phase. Whoever may see the programme may see it; `editing` asks for the permission."""

    section = "procurement"

    def __init__(
        self, request: HttpRequest, key: str, number: int, *, editing: Permission | None = None
    ) -> None:
        self.request = request
        self.programme: Programme = programme_or_404(request, key)
        rows = ProcurementPhase.objects.select_related("process", "programme")
        self.phase: ProcurementPhase = record_or_404(request, rows, programme=self.programme, number=number)
        if editing is not None:
            require(request, editing, self.programme)
        self.today: date = request.today  # type: ignore[attr-defined]

    @property
    def by(self) -> User:
        return user_of(self.request)

    @property
    def grants(self) -> Grants:
        return grants_of(self.request)

    @property
    def who(self) -> dict[str, Any]:
        """What every door takes of the person."""
        return {"by": self.by, "grants": self.grants}

    def may(self, permission: Permission) -> bool:
        return self.grants.may(permission, self.programme.pk)

    @property
    def to(self) -> Addresses:
        return Addresses(self.programme.key)

    def stage(self, code: str) -> ProcurementStage:
        rows = ProcurementStage.objects.select_related("kind", "phase", "programme")
        found: ProcurementStage = record_or_404(
            self.request, rows, programme=self.programme, phase=self.phase, kind__code=code
        )
        return found

    def frame(self, *trail: Link, on: date | None = None, here: bool = False) -> dict[str, Any]:
        """The frame with the trail down to the phase; `here` is the page of its stages itself."""
        board = Link("Procurement", self.to.of("procurement"))
        stages = Link(f"Phase {self.phase.number}", self.to.of("phase_stages", self.phase.number))
        links = (board, *(() if here else (stages,)), *trail)
        return {
            **programme_frame(self.request, self.programme, self.section, trail=links, on=on),
            "phase": self.phase,
            "caption": f"{self.programme.place}: {self.phase}",
            "illustrative": self.phase.illustrative,
        }


def form_page(
    request: HttpRequest,
    frame: dict[str, Any],
    form: DoorForm,
    *,
    heading: str,
    submit: str,
    cancel_url: str,
    intro: str = "",
    known: Sequence[SummaryRow] = (),
    status: int = 0,
) -> HttpResponse:
    """One form on a page, with what is known now above it."""
    context = {
        **frame,
        "form": form,
        "heading": heading,
        "submit_text": submit,
        "cancel_url": cancel_url,
        "intro": intro,
        "known": known,
    }
    return render(request, "procurement/phase_form.html", context, status=status or status_of(form))


def status_of(form: DoorForm) -> int:
    return INVALID if form.is_bound and form.errors else 200


def sent(
    request: HttpRequest, form: DoorForm, write: Callable[[], Any], done: str, url: str
) -> HttpResponse | None:
    """The answer to a form whose door took it; None where it is to be shown again with what is wrong."""
    if not form.is_valid():
        return None
    try:
        write()
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return None
    except StaleEdit as stale:
        refreshed(form, stale.current.version)
        return None
    messages.success(request, done)
    return redirect(url)


def refreshed(form: DoorForm, version: int) -> None:
    """Say that somebody was quicker, and let the next save start from what stands now."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict: the form was sent
    data["version"] = str(version)
    form.data = data
    form.add_error(None, OVERTAKEN)
