"""Hand the lead of a service over: choose and type, look at what ends and what begins, confirm."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.components import HistoryEntry, Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.preview import undone
from commissioning.core.tables import Cell, Column, Row, Table
from programmes.forms.commissioning import HandoverForm
from programmes.models import CommissioningResponsibility, Programme, ResponsibilityChange, Service
from programmes.rules import effective_day, tidy
from programmes.rules_leads import long
from programmes.selectors.handover import LeadStamp, acts_on, lead_edits, receivers, seen_leads
from programmes.selectors.leads import lead_organisations
from programmes.selectors.responsibilities import ClaimRow, governing_lead, history_of
from programmes.services.handover import hand_over_lead
from programmes.services.scope_rights import refuse_another_lead
from programmes.strips import standing_words
from programmes.tables import period_words
from programmes.views.base import grants_of, programme_or_404, record_or_404, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import THEIRS, conflict_field, stale_page

INVALID = 422
WRONG = "If this was wrong, hand the lead over again: the history keeps both."


@require_http_methods(["GET", "HEAD", "POST"])
def lead_handover(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; with step=preview the summary, with step=confirm the deed; 409 for who was overtaken."""
    programme = programme_or_404(request, key)
    service: Service = record_or_404(request, Service.objects.all(), programme=programme, reference=ref)
    page = HandoverPage(request, programme, service)
    if not may_hand_over(request, programme, service):
        return page.refuse()
    if request.method != "POST":
        return page.show(page.form())
    steps = {"preview": page.preview, "confirm": page.confirm, "resolve": page.resolve}
    return steps.get(request.POST.get("step", ""), page.edit)()


def may_hand_over(request: HttpRequest, programme: Programme, service: Service) -> bool:
    """A programme manager any lead; a commissioner what their own organisation leads today."""
    leads = lead_organisations([programme.pk], request.today)  # type: ignore[attr-defined]
    return grants_of(request).may_change_scope(programme.pk, leads.get(service.pk))


class HandoverPage:
    """One request to hand one lead over."""

    def __init__(self, request: HttpRequest, programme: Programme, service: Service) -> None:
        self.request = request
        self.programme = programme
        self.service = service
        self.service_url = reverse("service", args=[programme.key, service.reference])

    @cached_property
    def claims(self) -> tuple[ClaimRow, ...]:
        return history_of(self.service)

    @cached_property
    def lead(self) -> ClaimRow | None:
        return governing_lead(self.claims, self.request.today)  # type: ignore[attr-defined]

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (
            Link("Services", reverse("services", args=[self.programme.key])),
            Link(self.service.name, self.service_url),
        )
        return {
            **programme_frame(self.request, self.programme, "services", trail=trail),
            "service": self.service,
            "caption": self.service.name,
            "cancel_url": self.service_url,
            "illustrative": self.service.illustrative,
        }

    def form(self, data: QueryDict | None = None) -> HandoverForm:
        return HandoverForm(
            data,
            receivers=receivers(self.programme, grants_of(self.request)),
            initial={"stamp": str(seen_leads(self.service))},
        )

    # --- steps ---

    def refuse(self) -> HttpResponse:
        """403, except for a second press of Confirm by whoever has just given their own lead away."""
        form = self.form(self.request.POST) if self.request.method == "POST" else None
        done = self._already_done(form) if form is not None and form.is_valid() else None
        if done is None:
            raise PermissionDenied(
                f"You may read “{self.service.name}”. Its lead is handed over by the commissioners of the "
                "organisation that leads it, or by a programme manager."
            )
        return done

    def show(self, form: HandoverForm) -> HttpResponse:
        context = {
            **self.frame,
            "heading": "Hand the lead over",
            "form": form,
            "record_rows": self._record_rows(),
            "submit_text": "Continue to the summary",
        }
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, "programmes/lead_handover.html", context, status=status)

    def edit(self) -> HttpResponse:
        """Back from the summary, with everything as it was typed."""
        return self.show(self.form(self.request.POST))

    def preview(self) -> HttpResponse:
        return self._preview(self.form(self.request.POST))

    def _preview(self, form: HandoverForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            act, after = undone(lambda: (self._write(form), history_of(self.service)))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self._stale(form)
        return self._summary(form, act, after)

    def confirm(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            act = self._write(form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self._already_done(form) or self._stale(form)
        said = f"Saved as {act.reference}. {act.text} {self._later(form)} {WRONG}"
        messages.success(self.request, tidy(said))
        return redirect(self.service_url)

    def resolve(self) -> HttpResponse:
        """The person has chosen: theirs stays, or their own goes on to a summary of its own."""
        if self.request.POST.get("keep_to", THEIRS) == THEIRS:
            messages.info(self.request, "The other version stays. Nothing of yours was saved.")
            return redirect(self.service_url)
        return self.preview()

    def _write(self, form: HandoverForm) -> ResponsibilityChange:
        given = form.cleaned_data
        refuse_another_lead(self.service, given["effective"], grants=grants_of(self.request))
        return hand_over_lead(
            self.service,
            to=form.receiver,
            effective=given["effective"],
            reason=given["reason"],
            decision=given["decision"],
            by=user_of(self.request),
            expected=LeadStamp.read(given["stamp"]),
        )

    # --- pages ---

    def _record_rows(self) -> list[SummaryRow]:
        on = self.request.today  # type: ignore[attr-defined]
        if self.lead is None:
            return [SummaryRow("Leads now", Cell("nobody", unknown=True))]
        held = period_words(self.lead.starts_on, self.lead.ends_on)
        rows = [SummaryRow("Leads now", Cell(self.lead.organisation, note=held))]
        later = [c for c in self.claims if c.governing and c.is_lead and c.starts_on and c.starts_on > on]
        return [
            *rows,
            *(
                SummaryRow("Leads later", Cell(c.organisation, note=period_words(c.starts_on, c.ends_on)))
                for c in later
            ),
        ]

    def _summary(
        self, form: HandoverForm, act: ResponsibilityChange, after: Sequence[ClaimRow]
    ) -> HttpResponse:
        decision, reason = (tidy(form.cleaned_data[name]) for name in ("decision", "reason"))
        context = {
            **self.frame,
            "heading": "Check this handover before you save it",
            "act": tidy(f"{act.text} It takes effect {_from(act)}").rstrip("."),
            "changes": terms_before_and_after(self.claims, after, self.request.today),  # type: ignore[attr-defined]
            "entries": [
                HistoryEntry(
                    act.text, None, str(user_of(self.request)), reason, details=[f"Decided: {decision}"]
                )
            ],
            "later": self._later(form),
            "hidden": form.typed,
        }
        return render(self.request, "layouts/confirm_page.html", context)

    def _later(self, form: HandoverForm) -> str:
        day = effective_day(form.cleaned_data["effective"])
        if day is None or day <= self.request.today:  # type: ignore[attr-defined]
            return ""
        return f"Until {long(day)}, pages show the lead as it is now."

    def _already_done(self, form: HandoverForm) -> HttpResponse | None:
        """A second press of Confirm finds that the first has done it: that is no conflict."""
        seen = LeadStamp.read(form.cleaned_data["stamp"])
        since = [act for act in acts_on(self.service) if act.pk > seen.act]
        given = form.cleaned_data
        ours = (
            user_of(self.request).pk,
            given["effective"],
            given["reason"].strip(),
            given["decision"].strip(),
        )
        if (
            len(since) != 1
            or (since[0].made_by_id, since[0].effective, since[0].reason, since[0].decision) != ours
        ):
            return None
        if not since[0].opened.filter(organisation=form.receiver).exists():
            return None
        messages.info(self.request, "This handover had been saved already; it was not saved twice.")
        return redirect(self.service_url)

    def _stale(self, form: HandoverForm) -> HttpResponse:
        stamp = LeadStamp.read(form.cleaned_data["stamp"])
        edits = lead_edits(self.service, stamp)
        now = seen_leads(self.service)
        newest = _newest_lead(self.service)
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else changed who leads this service while you had it open"},
            record=f"“{self.service.name}”",
            fields=[
                conflict_field("to", "Lead commissioner", now=newest, yours=form.receiver.name, edits=edits)
            ],
            edits=edits,
            hidden=[(n, str(now) if n == "stamp" else value) for n, value in form.typed],
            cancel_url=self.service_url,
            rest=[
                SummaryRow("From when", Cell(form.data.get("effective", ""))),
                SummaryRow("Who decided it", Cell(form.data.get("decision", ""))),
                SummaryRow("Why", Cell(form.data.get("reason", ""))),
            ],
        )


def terms_before_and_after(before: Sequence[ClaimRow], after: Sequence[ClaimRow], on: Any) -> Table:
    """Only the terms that differ: what each says now, and after the change."""
    was = {claim.claim_id: claim for claim in before}
    rows = []
    for claim in after:
        old = was.get(claim.claim_id)
        if old is not None and old.version == claim.version:
            continue
        rows.append(
            Row(
                (
                    Cell(claim.organisation, note=claim.service_name),
                    Cell(_term_words(old, on) if old else "–", words="" if old else "no such term"),
                    Cell(_term_words(claim, on)),
                )
            )
        )
    columns = (Column("Term of"), Column("Now"), Column("After the change"))
    return Table("What ends and what begins", columns, tuple(rows))


def _term_words(claim: ClaimRow, on: Any) -> str:
    governs = "governs" if claim.governing else "does not govern"
    role, standing = claim.role_label, standing_words(claim, on).lower()
    return f"{role}, {standing}, {period_words(claim.starts_on, claim.ends_on)}; {governs}"


def _newest_lead(service: Service) -> str:
    rows = CommissioningResponsibility.objects.filter(
        service=service, role="lead_commissioner", governing=True
    )
    newest = rows.select_related("organisation").order_by("-starts_on", "-pk").first()
    return newest.organisation.name if newest else "nobody"


def _from(act: ResponsibilityChange) -> str:
    day = effective_day(act.effective)
    printed = act.effective.printed
    return (
        f"on {long(day)}" + (f" (entered as “{printed}”)." if day and printed != long(day) else ".")
        if day
        else ""
    )
