"""The evaluation room of a phase: what its reader may see of it, and what they may do."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.concurrency import StaleEdit
from procurement.models import Lot, ProcurementPhase
from procurement.rules_sealed import MOMENT_WORDS, Seat, Standing
from procurement.selectors.evaluation import Room, room_of
from procurement.selectors.sealed import PhaseSight
from procurement.services.sealed_decision import log_readings
from procurement.tables_sealed import sections_of
from procurement.views.evaluation_acts import ACTS, Act
from procurement.views.sight import sight_of
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, user_of
from programmes.views.page import programme_frame

ROOM = "Evaluation room"
INVALID = 422
CONFLICT = 409
MOVED = "Somebody else changed this while you had it open. Look again, then press the button once more."
NOT_DECLARING = "Interests are declared by those who may be on a procurement team."


@require_safe
def evaluation(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The room. Whoever may see the programme may open it; what is in it depends on them. What was read is logged."""
    return EvaluationPage(request, key, number).show()


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_act(request: HttpRequest, key: str, number: int, act: str) -> HttpResponse:
    """One act's form, and the act: 404 for no such act, 403 for who may not, 422 if refused, 409 if overtaken."""
    page = EvaluationPage(request, key, number)
    found = ACTS.get(act)
    if found is None:
        raise Http404("No such act.")
    page.require(found)
    return page.do(found) if request.method == "POST" else page.ask(found)


class EvaluationPage:
    """One request in the room of one phase."""

    people: Any = ()

    def __init__(self, request: HttpRequest, key: str, number: int) -> None:
        self.request = request
        self.programme: Programme = programme_or_404(request, key)
        rows = ProcurementPhase.objects.select_related("programme")
        self.phase: ProcurementPhase = record_or_404(request, rows, programme=self.programme, number=number)
        self.today = request.today  # type: ignore[attr-defined]
        self.who = {"by": user_of(request), "grants": grants_of(request), "on": self.today}
        self.url = reverse("evaluation", args=[key, number])

    @cached_property
    def sight(self) -> PhaseSight:
        return sight_of(self.request, self.programme).phases[self.phase.pk]

    @cached_property
    def room(self) -> Room:
        return room_of(self.phase, user_of(self.request), self.sight, self.today)

    @cached_property
    def lots(self) -> tuple[Lot, ...]:
        return tuple(Lot.objects.filter(phase=self.phase))

    # --- acts ---

    def problem(self, act: Act) -> str:
        """Why the reader may not do it; "" where they may."""
        if act.seats is not None:
            return act.problem(self.sight)
        may = grants_of(self.request).may(Permission.EVALUATE, self.programme.pk)
        return "" if may else NOT_DECLARING

    def require(self, act: Act) -> None:
        problem = self.problem(act)
        if problem:
            raise PermissionDenied(problem)

    def ask(self, act: Act, form: Any = None, status: int = 200) -> HttpResponse:
        """The form. Its choices may name bids: that is a reading too."""
        form = form or act.form(self, None)
        self.log(act.heading, self.room.count_of(act.reads))
        context = {
            **self.frame(Link("Evaluation", self.url)),
            "heading": act.heading,
            "intro": act.intro,
            "form": form,
            "submit_text": act.button,
            "cancel_url": self.url,
        }
        return render(self.request, "procurement/evaluation_act.html", context, status=status)

    def do(self, act: Act) -> HttpResponse:
        form = act.form(self, self.request.POST)
        if not form.is_valid():
            return self.ask(act, form, INVALID)
        try:
            said = act.write(self, form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.ask(act, form, INVALID)
        except StaleEdit:
            form.add_error(None, MOVED)
            return self.ask(act, form, CONFLICT)
        messages.success(self.request, said)
        return redirect(self.url)

    # --- the page ---

    def show(self) -> HttpResponse:
        room = self.room
        self.log(ROOM, room.count)
        standing = room.sight.standing
        context = {
            **self.frame(),
            "heading": "Evaluation",
            "moment": MOMENT_WORDS[room.sight.moment],
            "places": sorted(seat.replace("_", " ") for seat in room.sight.seats if seat in TEAM_SEATS),
            "conflicted": standing == Standing.CONFLICTED,
            "undeclared": standing == Standing.UNDECLARED,
            "own_declarations": room.own_declarations,
            "sections": () if standing in CLOSED_TO else sections_of(room, self.links()),
            "declare_url": self.act_url("declare") if not self.problem(ACTS["declare"]) else "",
            "declare_form": ACTS["declare"].form(self, None) if standing == Standing.UNDECLARED else None,
        }
        return render(self.request, "procurement/evaluation.html", context)

    def links(self) -> dict[str, Link]:
        """The acts that the reader may do now, by name."""
        return {
            name: Link(act.heading, self.act_url(name))
            for name, act in ACTS.items()
            if self.sight.moment in act.moments and not self.problem(act)
        }

    def act_url(self, name: str) -> str:
        return reverse("evaluation_act", args=[self.programme.key, self.phase.number, name])

    def log(self, what: str, count: int) -> None:
        """Keep what was read, once for a page."""
        log_readings({self.phase.pk: count}, by=user_of(self.request), what=what)

    def frame(self, *trail: Link) -> dict[str, Any]:
        key, number = self.programme.key, self.phase.number
        board = Link("Procurement", reverse("procurement", args=[key]))
        phase = Link(f"Phase {number}", reverse("phase_stages", args=[key, number]))
        return {
            **programme_frame(self.request, self.programme, "procurement", trail=(board, phase, *trail)),
            "phase": self.phase,
            "caption": str(self.phase),
            "illustrative": self.phase.illustrative,
        }


TEAM_SEATS = frozenset(Seat) - {Seat.ANYBODY, Seat.MONEY, Seat.KEEPER, Seat.APPOINTS}
CLOSED_TO = (Standing.CONFLICTED, Standing.UNDECLARED)
