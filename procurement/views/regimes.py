"""Under which rules a phase buys: what its subject and date point to, and what a person decides."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Panel, SummaryRow, Tone
from commissioning.core.tables import Cell
from procurement.forms.phases import RegimeForm
from procurement.models import ProcurementPhase
from procurement.rules_regime import RegimeSuggestion
from procurement.selectors.regime import begun_day, suggestion_for
from procurement.selectors.tables_of_law import Law, tables_of_law
from procurement.services.regime import choose_regime, has_begun
from procurement.views.phase_pages import PhasePage, sent, status_of
from programmes.tables import day_words

LOOK = "look"
FROZEN = "The procurement has begun, so its regime stays as it is, for later notices and changes too."


@require_http_methods(["GET", "HEAD", "POST"])
def phase_regime(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What is suggested and why, what was decided, and the form; POST with step=look only asks again."""
    editing = Permission.EDIT_PROCUREMENT if request.method == "POST" else None
    page = PhasePage(request, key, number, editing=editing)
    law = tables_of_law(page.today)
    begun = has_begun(page.phase)
    data = request.POST if request.method == "POST" else None
    form = RegimeForm(data, phase=page.phase, processes=law.processes)
    looking = request.method == "POST" and request.POST.get("step") == LOOK
    if data is not None and not looking:
        answer = sent(
            request,
            form,
            lambda: choose_regime(
                page.phase, form.wanted(), on=page.today, version=form.cleaned_data["version"], **page.who
            ),
            "The regime is recorded. Stages and notices of the regime can now be made.",
            page.to.of("phase_stages", number),
        )
        if answer is not None:
            return answer
    return _show(page, law, form, begun=begun, looking=looking)


def _show(page: PhasePage, law: Law, form: RegimeForm, *, begun: bool, looking: bool) -> HttpResponse:
    phase = page.phase
    answers = form.answers() if form.is_bound else None
    suggestion = suggestion_for(phase, law, answers)
    may_edit = page.may(Permission.EDIT_PROCUREMENT) and not begun and not phase.ended_as
    shown: Any = form
    if looking:
        shown = _unjudged(form, phase, law)
    context = {
        **page.frame(),
        "heading": "Regime",
        "known": _known(phase),
        "suggested": _panel(suggestion, law, begun_day(phase)),
        "form": shown if may_edit else None,
        "frozen": FROZEN if begun else "",
    }
    status = 200 if looking else status_of(form)
    return render(page.request, "procurement/phase_regime.html", context, status=status)


def _unjudged(form: RegimeForm, phase: ProcurementPhase, law: Law) -> RegimeForm:
    """The form with everything as it was typed, not yet checked: the person only asked what the answers point to."""
    typed = {name: form.data.get(name, "") for name in form.fields}
    typed["light_touch"] = bool(typed["light_touch"])
    return RegimeForm(phase=phase, processes=law.processes, initial=typed)


def _known(phase: ProcurementPhase) -> list[SummaryRow]:
    words = (
        phase.get_regime_display() + (", light touch" if phase.light_touch else "") if phase.regime else ""
    )
    rows = [SummaryRow("Regime", Cell(words) if words else Cell("not chosen", unknown=True))]
    process = str(phase.process) if phase.process else ""
    rows.append(SummaryRow("Process", Cell(process) if process else Cell("not chosen", unknown=True)))
    if phase.regime:
        day = day_words(phase.regime_decided_on) if phase.regime_decided_on else ""
        rows.append(SummaryRow("Decided by", Cell(phase.regime_decided_by or "not stated", note=day)))
        rows.append(SummaryRow("Why", Cell(phase.regime_reason or "no reason recorded")))
    if phase.cpv:
        rows.append(SummaryRow("Main CPV code", Cell(phase.cpv)))
    return rows


def _panel(suggestion: RegimeSuggestion, law: Law, begun: Any) -> Panel:
    counted = (
        f"Counted from {day_words(begun)}, the first day that its tender or its start can mean."
        if begun
        else ""
    )
    unsettled = [
        rule.note for code, rule in law.rules.items() if code == suggestion.regime and not rule.is_certain
    ]
    return Panel(
        f"What is recorded points to {suggestion.words}",
        " ".join(filter(None, [counted, *unsettled])),
        Tone.INFO if suggestion.is_certain else Tone.UNKNOWN,
        items=(*suggestion.reasons, *suggestion.unsure),
        status="Suggested; a person decides" if suggestion.regime else "Cannot be told yet",
        level=2,
    )
