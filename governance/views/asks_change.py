"""The page of one ask, where it is marked as done; and the form that records what a received paper asks."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow, Tag, Tone
from commissioning.core.forms.door import DoorForm
from commissioning.core.tables import Cell
from governance.forms_actions import ReasonField
from governance.forms_decisions import AskForm
from governance.models import Body, Recommendation
from governance.selectors.asks import AskRow, ask_of, asks
from governance.services.recommendations import DONE_FROM, add_ask, mark_actioned
from governance.tables import OUTSIDE
from governance.views.decisions import history_of
from procurement.forms.phases import version_field
from procurement.views.phase_pages import sent, status_of
from programmes.addresses import Addresses
from programmes.models import Document, Programme
from programmes.tables import source_cell
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame

STATE_TONES = {
    "drafted": Tone.NEUTRAL,
    "asked": Tone.INFO,
    "agreed": Tone.GOOD,
    "amended": Tone.GOOD,
    "deferred": Tone.WARN,
    "rejected": Tone.ALERT,
    "actioned": Tone.GOOD,
}


class ActionedForm(DoorForm):
    """That what was agreed has been done."""

    reason = ReasonField("What was done, and which minute or report says so. It stands in the history.")
    version = version_field()


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """What is asked of whom, its state and the decision that answers it; POST says that it has been done."""
    programme = programme_or_404(request, key)
    record: Recommendation = record_or_404(
        request, Recommendation.objects.all(), programme=programme, reference=ref
    )
    if request.method != "POST":
        return _ask_page(request, programme, record)
    require(request, Permission.RECORD_DECISIONS, programme)
    form = ActionedForm(request.POST)
    answer = sent(
        request,
        form,
        lambda: mark_actioned(record, by=user_of(request), grants=grants_of(request), **form.cleaned_data),
        "Saved. The ask is marked as done.",
        reverse("ask", args=[programme.key, ref]),
    )
    return answer or _ask_page(request, programme, record, form)


def _ask_page(
    request: HttpRequest, programme: Programme, record: Recommendation, form: ActionedForm | None = None
) -> HttpResponse:
    row = ask_of(asks(programme), record.reference)
    if row is None:
        raise Http404("No such ask.")
    frame = programme_frame(request, programme, "asks", trail=())
    to = Addresses(programme.key, frame["keep_day"])
    may_record = grants_of(request).may(Permission.RECORD_DECISIONS, programme.pk)
    context = {
        **frame,
        "breadcrumbs": [*frame["breadcrumbs"], Link("Asks", to.of("asks"))],
        "row": row,
        "tags": [
            Tag(row.verb_label, Tone.INFO),
            Tag(row.state_label, STATE_TONES[row.state]),
            *(() if row.in_recommendations_section else (OUTSIDE,)),
        ],
        "known": known_rows(row, to),
        "decide_url": to.of("decision_add", ask=row.reference) if may_record else "",
        "done_form": (form or ActionedForm(initial={"version": row.version}))
        if may_record and row.state in DONE_FROM
        else form,
        "history": history_of(record),
        "illustrative": row.illustrative,
    }
    return render(request, "governance/ask.html", context, status=status_of(form) if form else 200)


def known_rows(row: AskRow, to: Addresses) -> list[SummaryRow]:
    """Of whom it is asked and by which paper, and what became of it."""
    printed_as = f"printed as “{row.body_as_printed}”" if row.body_as_printed else ""
    decided = (
        Cell(row.decision_words, to.of("decision", row.decision), note=row.decision)
        if row.decision
        else Cell(row.outcome)
        if row.outcome
        else Cell("No outcome recorded", unknown=True)
    )
    if row.document_reference:
        paper = Cell(row.document_title, to.of("document", row.document_reference))
    else:
        paper = Cell(row.document_title, to.of("paper", row.paper_reference))
    return [
        SummaryRow("Asked of", Cell(row.body, to.of("body", row.body_reference), note=printed_as)),
        SummaryRow("Asked in", paper),
        SummaryRow(
            "Where in it",
            Cell("Recommendations section" if row.in_recommendations_section else "Only in the body text"),
        ),
        SummaryRow("Printed in", source_cell(row.places, row.fact_id, to)),
        SummaryRow("Outcome", decided),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def ask_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form; 422 with what is wrong. What a paper written here asks is written on the page of that paper."""
    programme = programme_or_404(request, key)
    require(request, Permission.WRITE_PAPERS, programme)
    grants = grants_of(request)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        bodies=Body.objects.visible_to(grants).filter(programme=programme),
        documents=Document.objects.visible_to(grants).filter(programme=programme),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_ask(programme, by=user_of(request), grants=grants, **form.values())
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. The ask is {made.reference}.")
            return redirect("ask", programme.key, made.reference)
    context = {
        **programme_frame(
            request, programme, "asks", trail=[Link("Asks", reverse("asks", args=[programme.key]))]
        ),
        "form": form,
        "heading": "Record an ask",
        "caption": f"{programme.place}: {programme.name}",
        "intro": "What a received paper asks of a body, in its own words. One that stands only in the body text is "
        "easily overlooked: say so, and it is marked.",
        "nobody": not form.bodies,
        "submit_text": "Record this ask",
        "cancel_url": reverse("asks", args=[programme.key]),
    }
    return render(request, "governance/decision_form.html", context, status=status_of(form))
