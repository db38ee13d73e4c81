"""One risk on a day: what it is, its scores, what is done about it, who was told, and all that was done with it."""

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import HistoryEntry, Link, Panel, SummaryRow, Tone
from commissioning.core.tables import Cell
from commissioning.core.values_html import date_cell
from governance.models import Risk, RiskAct
from governance.models.risks import RiskActKind, RiskState
from governance.rules.risk_states import Act, open_acts
from governance.rules.words import counted
from governance.selectors.evidence_links import evidence_for_targets
from governance.selectors.risk_bands import OURS
from governance.selectors.risks import Assessed, RiskView, bands_on, risk_of, risks
from governance.tables_risks import NOBODY, mitigations_table, review_cell, scores_table, state_tags
from governance.views.risk_change import watched_of
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.selectors.edits import edits_since
from programmes.tables import day_words, source_cell
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.page import programme_frame
from programmes.views.recorded import recorded_entry

ACT_WORDS = {
    Act.ESCALATE: "Escalate it to a body",
    Act.RETURN: "End its escalation",
    Act.REVIEW: "Record a review",
    Act.MITIGATE: "Say that it is being mitigated",
    Act.ACCEPT: "Accept it",
    Act.CLOSE: "Close it",
    Act.REOPEN: "Reopen it",
}


@require_safe
def risk(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The page of a risk; one raised after the day is shown and says so."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    banding = bands_on(programme, on)
    view = risk_of(risks(programme, on, include_later=True, banding=banding), ref)
    if view is None:
        raise Http404("No such risk.")
    frame = programme_frame(request, programme, "risks", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    grants = grants_of(request)
    may_edit = grants.may(Permission.EDIT_RISKS, programme.pk)
    dropped = [each for each in view.mitigations if not each.counts]
    context = {
        **frame,
        "breadcrumbs": [*frame["breadcrumbs"], Link("Risks", to.of("risks"))],
        "view": view,
        "tags": state_tags(view),
        "later": view.raised.printed if view.raised.start and view.raised.start > on else "",
        "panels": panels_of(view, on),
        "sentence": sentence_of(view),
        "summary_rows": summary_rows(view, on, to),
        "scores": scores_table(view, banding),
        "ours": OURS if banding.is_ours else "",
        "bands_url": to.of("risk_bands"),
        "table": mitigations_table(
            [each for each in view.mitigations if each.counts], to, caption="What is done about it"
        ),
        "dropped": mitigations_table(dropped, to, caption="No longer done") if dropped else None,
        "evidence": evidence_for_targets(Risk, [view.risk_id], grants).get(view.risk_id, ()),
        "show_empty": True,
        "may_attach": grants.may(Permission.ATTACH_EVIDENCE, programme.pk),
        "may_edit": may_edit,
        "acts": [
            Link(ACT_WORDS[act], to.of("risk_act", view.reference, act.value)) for act in _open(view, request)
        ]
        if may_edit
        else (),
        "entries": history_of(programme, view, on),
        "illustrative": view.illustrative,
    }
    return render(request, "governance/risk.html", context)


def _open(view: RiskView, request: HttpRequest) -> tuple[Act, ...]:
    """The acts that it is open to as it stands now: on a day of the past the page offers none."""
    return open_acts(view.standing) if view.on == request.today else ()  # type: ignore[attr-defined]


def sentence_of(view: RiskView) -> str:
    """Cause, event and effect as one sentence; the paper's words where it was not put in those parts."""
    if not view.event:
        return ""
    cause = f"Because {_lower(view.cause)}, there" if view.cause else "There"
    effect = f"; its effect would be: {_lower(view.effect)}" if view.effect else ""
    return f"{cause} is a risk that {_lower(view.event)}{effect}."


def _lower(text: str) -> str:
    """Words as they go on inside a sentence: the first letter small, unless the word is an abbreviation."""
    text = text.strip().rstrip(".")
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]


def panels_of(view: RiskView, on: date) -> list[Panel]:
    """What of the risk wants doing, worst first."""
    found = []
    if view.needs_escalation and view.band:
        found.append(
            Panel(
                f"To be escalated: no body has been told of this {view.band.name.lower()} risk",
                view.band.words,
                Tone.ALERT,
                owner=view.owner_role,
                level=2,
            )
        )
    if view.review_overdue and view.review_due:
        late = counted((on - view.review_due).days, "day")
        found.append(
            Panel(
                f"Its review is {late} overdue",
                f"It was due on {day_words(view.review_due)}.",
                Tone.WARN,
                owner=view.owner_role,
                level=2,
            )
        )
    if view.score is None and view.state != RiskState.CLOSED:
        text = "How likely it is, and how much it would matter, is not known: it is not a low risk."
        found.append(Panel("Nobody has assessed this risk", text, Tone.UNKNOWN, level=2))
    return found


def summary_rows(view: RiskView, on: date, to: Addresses) -> list[SummaryRow]:
    """What is known of the risk; what is not is said to be not known."""
    blank = Cell("not stated", unknown=True)
    printed = [SummaryRow("As printed", Cell(view.text))] if view.fact_id and view.text else []
    more = [SummaryRow("Besides", Cell(view.text))] if view.text and not view.fact_id else []
    response = Cell(view.response_label, note=view.response_note) if view.response else None
    return [
        *printed,
        SummaryRow("Cause", Cell(view.cause) if view.cause else blank),
        SummaryRow("Event", Cell(view.event) if view.event else blank),
        SummaryRow("Effect", Cell(view.effect) if view.effect else blank),
        *more,
        SummaryRow("Phase", Cell(view.phase_name or "The programme as a whole")),
        SummaryRow("Raised", date_cell(view.raised)),
        SummaryRow("Owner", Cell(view.owner_role) if view.owner_role else NOBODY),
        SummaryRow("Response", response or Cell("not decided", unknown=True)),
        SummaryRow("Review due", review_cell(view.review_due, on, overdue=view.review_overdue)),
        SummaryRow("Escalated to", _escalated(view, to)),
        SummaryRow("Printed in", source_cell(view.places, view.fact_id, to)),
    ]


def _escalated(view: RiskView, to: Addresses) -> Cell:
    if not view.escalated_to:
        return Cell("nobody")
    return Cell(view.escalated_to, to.of("body", view.escalated_reference), view.escalated_because)


# --- what was done with it --------------------------------------------------------------------------------------


def history_of(programme: Programme, view: RiskView, on: date) -> list[HistoryEntry]:
    """Assessments, acts and changes of its words up to the day, the newest first, and how it began."""
    record = Risk.objects.get(pk=view.risk_id)
    acts = RiskAct.objects.filter(risk=record, on__lte=on).select_related("body", "made_by")
    dated: list[tuple[date, datetime, HistoryEntry]] = [
        *((each.on, each.made_at, _assessment(each)) for each in view.assessments),
        *((act.on, act.made_at, _act(act)) for act in acts),
    ]
    for edit in edits_since(record, 1, watched_of(programme)):
        at = timezone.localtime(edit.at)
        if at.date() <= on:
            change = f"{edit.label} changed from “{edit.before or '(blank)'}” to “{edit.after or '(blank)'}”."
            dated.append((at.date(), edit.at, HistoryEntry(change, at, edit.who, edit.why)))
    newest = sorted(dated, key=lambda each: each[:2], reverse=True)
    return [*(entry for *_, entry in newest), *recorded_entry(record)]


def _assessment(each: Assessed) -> HistoryEntry:
    sum_words = f"{each.likelihood} × {each.impact} = {each.score}"
    sentence = f"Assessed, {each.level_label.lower()}: {sum_words}, which is {each.band.name.lower()}."
    return HistoryEntry(sentence, each.on, each.made_by, each.rationale)


def _act(act: RiskAct) -> HistoryEntry:
    body = f" {act.body.name}" if act.body else ""
    said = {
        RiskActKind.ESCALATED: f"Escalated to{body}.",
        RiskActKind.RETURNED: f"Escalation to{body} ended.",
        RiskActKind.REVIEWED: "Reviewed.",
        RiskActKind.STATE: _moved(act),
    }
    return HistoryEntry(said[RiskActKind(act.kind)], act.on, str(act.made_by), act.reason)


def _moved(act: RiskAct) -> str:
    return f"State: {_state(act.state_before)}, now {_state(act.state_after).lower()}."


def _state(code: str) -> str:
    return str(RiskState(code).label) if code else "not stated"
