"""The phase board, the stages of one phase, and changing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, Link, Panel, SummaryRow, Tag
from commissioning.core.tables import Cell, query_with
from procurement.forms.phases import AbandonForm, ReasonForm, StageForm
from procurement.listing_phases import StageListing, stage_listing
from procurement.models import StageChange
from procurement.selectors.stages import PhaseStages, stages_of
from procurement.selectors.tables_of_law import tables_of_law
from procurement.services.regime import abandon_phase, resume_phase
from procurement.services.stages import change_stage, make_stages
from procurement.tables_gateways import change_entries
from procurement.tables_phases import (
    board_tables,
    date_rows,
    gateway_panel,
    late_words,
    phase_tag,
    plan_cell,
    regime_row,
    stage_table,
    status_tag,
    unknowns,
    variance_cell,
)
from procurement.views.phase_pages import INVALID, PhasePage, form_page, sent
from procurement.views.register import downloads_of, may_take
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import as_at, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

CHANGES_SHOWN = 50


@dataclass(frozen=True)
class Card:
    """One phase on the board."""

    number: int
    title: str
    href: str
    tag: Tag
    panel: Panel
    dates: Sequence[SummaryRow]
    links: Sequence[Link]


@require_safe
def phase_board(request: HttpRequest, key: str) -> HttpResponse:
    """Every phase: where it stands, its stages with planned, forecast and actual, and what its next gateway lacks."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = stage_listing(programme, request.GET, on)
    frame = programme_frame(request, programme, "procurement", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        "heading": "Procurement",
        "summary": late_words(listing.every, on),
        "unknowns": unknowns(listing.every),
        "filter": filter_of(request, listing.form),
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "cards": [_card(phase, to) for phase in listing.phases if phase.rows or not listing.is_narrowed],
        "tables": board_tables([phase for phase in listing.phases if phase.rows], to),
        "empty": _board_empty(listing, request),
        "elsewhere": [
            Link("Pipeline by stage and value", to.of("pipeline")),
            Link("Notices and standstill", to.of("notices")),
            Link("Open contracting data", to.of("ocds")),
        ],
        "downloads": downloads_of(programme, "stages", request.GET)
        if may_take(frame, listing.form) and listing.every
        else (),
        "illustrative": any(phase.illustrative for phase in listing.every),
    }
    return render(request, "procurement/phase_board.html", context)


def _card(phase: PhaseStages, to: Addresses) -> Card:
    return Card(
        number=phase.number,
        title=phase.title,
        href=to.of("phase_stages", phase.number),
        tag=phase_tag(phase),
        panel=gateway_panel(phase, to),
        dates=[*date_rows(phase), regime_row(phase, to)],
        links=(
            Link("Stages and changes", to.of("phase_stages", phase.number), f"of phase {phase.number}"),
            Link("Lots and market", to.of("market", phase.number), f"of phase {phase.number}"),
            Link("Money and services", to.of("phase", phase.number), f"of phase {phase.number}"),
        ),
    )


def _board_empty(listing: StageListing, request: HttpRequest) -> Empty | None:
    if not listing.every:
        return Empty("No phase yet", "Procurement phases are added under Data entry.")
    if listing.is_narrowed and not any(phase.rows for phase in listing.phases):
        clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
        return Empty(
            "No stage fits these filters", "Take one away, or clear them all.", Link("Clear filters", clear)
        )
    return None


# --- one phase --------------------------------------------------------------------------------------------------


@require_safe
def phase_stages(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Every stage of one phase with why it stands so, and every change of them, newest first."""
    page = PhasePage(request, key, number)
    on = as_at(request)
    law = tables_of_law(on)
    (phase,) = stages_of(page.programme, on, phase=number, law=law)
    frame = page.frame(on=on, here=True)
    to = Addresses(page.programme.key, frame["keep_day"])
    may_edit = page.may(Permission.EDIT_PROCUREMENT)
    changes = StageChange.objects.filter(stage__phase=page.phase).select_related("stage__kind", "made_by")
    present = {row.code for row in phase.rows}
    lacking = [kind.name for kind in law.stages_for(phase.regime) if kind.code not in present]
    context = {
        **frame,
        "stages": phase,
        "heading": f"Stages of {phase.title}",
        "tag": phase_tag(phase),
        "panel": gateway_panel(phase, to, level=2),
        "dates": [*date_rows(phase), regime_row(phase, to), *_ended_row(phase)],
        "unknowns": unknowns([phase]),
        "table": stage_table(phase, to, may_edit=may_edit and not phase.ended),
        "history": change_entries(changes.order_by("-made_at", "-pk")[:CHANGES_SHOWN]),
        "may_edit": may_edit,
        "lacking": lacking if not phase.ended else [],
        "add_form": ReasonForm() if may_edit and lacking and not phase.ended else None,
        "links": _links(phase, to),
        "has_signed": page.phase.contracts.filter(signed_on__isnull=False).exists(),
    }
    return render(request, "procurement/phase_stages.html", context)


def _ended_row(phase: PhaseStages) -> list[SummaryRow]:
    return [SummaryRow("Abandoned", Cell(phase.status, note=phase.ended_because))] if phase.ended else []


def _links(phase: PhaseStages, to: Addresses) -> list[Link]:
    number = phase.number
    return [
        Link("Lots and market", to.of("market", number)),
        Link("Notices", to.of("notices", phase=str(number))),
        Link("Evaluation room", to.of("evaluation", number)),
        Link("Money, services and dates", to.of("phase", number)),
    ]


@require_POST
def stages_add(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Make the stages of the phase's regime that it lacks; 422 with the form where no reason is given."""
    page = PhasePage(request, key, number, editing=Permission.EDIT_PROCUREMENT)
    form = ReasonForm(request.POST)
    url = page.to.of("phase_stages", number)
    answer = sent(
        request,
        form,
        lambda: make_stages(page.phase, on=page.today, reason=form.cleaned_data["reason"], **page.who),
        "The stages of the regime are made. Their dates are still to be planned.",
        url,
    )
    return answer or form_page(
        request,
        page.frame(),
        form,
        heading="Make the stages of the regime",
        submit="Make the stages",
        cancel_url=url,
        status=INVALID,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stage_change(request: HttpRequest, key: str, number: int, code: str) -> HttpResponse:
    """Plan, re-forecast, record what happened, name an owner, leave out: one form, one reason."""
    page = PhasePage(request, key, number, editing=Permission.EDIT_PROCUREMENT)
    stage = page.stage(code)
    url = page.to.of("phase_stages", number)
    form = StageForm(request.POST if request.method == "POST" else None, stage=stage)
    answer = None
    if request.method == "POST":
        answer = sent(
            request,
            form,
            lambda: change_stage(
                stage,
                form.wanted(),
                on=page.today,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                **page.who,
            ),
            f"Saved. What stood before for “{stage.kind.name}” is kept below, with your reason.",
            url,
        )
    return answer or form_page(
        request,
        page.frame(),
        form,
        heading=f"Change “{stage.kind.name}”",
        submit="Save this change",
        cancel_url=url,
        intro="Change what has changed and leave the rest. What stood before is kept, with your reason and your role.",
        known=_known(page.programme, number, code, page),
    )


def _known(programme: Programme, number: int, code: str, page: PhasePage) -> list[SummaryRow]:
    (phase,) = stages_of(programme, page.today, phase=number)
    row = phase.row(code)
    if row is None:
        return []
    rows = [SummaryRow("Stands", Cell(tags=(status_tag(row),), note=row.reason))]
    if row.is_frozen:
        rows.append(SummaryRow("Planned", plan_cell(row)))
    if row.variance is not None:
        rows.append(SummaryRow("Variance", variance_cell(row)))
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def phase_abandon(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Give a procurement up, or take that back where it was recorded by mistake. Nothing is deleted either way."""
    page = PhasePage(request, key, number, editing=Permission.EDIT_PROCUREMENT)
    again = bool(page.phase.ended_as)
    data = request.POST if request.method == "POST" else None
    form: Any = ReasonForm(data) if again else AbandonForm(data, initial={"version": page.phase.version})
    url = page.to.of("phase_stages", number)
    answer = None
    if request.method == "POST":
        done = "It goes on: the abandonment is taken back." if again else "Recorded. The phase is abandoned."
        answer = sent(request, form, lambda: _end_or_resume(page, form, again=again), done, url)
    return answer or form_page(
        request,
        page.frame(),
        form,
        heading="Take the abandonment back" if again else "Abandon this procurement",
        submit="Take it back" if again else "Abandon this procurement",
        cancel_url=url,
        intro="Its stages, notices and records stay as they are, and can be read. It can be taken back.",
    )


def _end_or_resume(page: PhasePage, form: Any, *, again: bool) -> None:
    data = form.cleaned_data
    if again:
        resume_phase(page.phase, reason=data["reason"], **page.who)
        return
    abandon_phase(
        page.phase,
        ended_as=data["ended_as"],
        ended_on=data["ended_on"],
        reason=data["reason"],
        on=page.today,
        version=data["version"],
        **page.who,
    )
