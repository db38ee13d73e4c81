"""Write the summary of a project, in the shape of its one page, or change it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link
from programmes.forms.intentions import PlanForm, SummaryForm, sealed
from programmes.models import CommissioningIntention, Programme, ProjectSummary, SummaryLine
from programmes.models.intentions import SummaryLineKind
from programmes.selectors.intentions import summary_page
from programmes.selectors.intentions_plan import SummaryPlan, stamp_of, summary_plan
from programmes.services.intentions import Saved, add_summary, change_summary
from programmes.tables_intentions import milestone_links
from programmes.views.base import programme_or_404, record_or_404, require, user_of
from programmes.views.intentions_door import PlanPage
from programmes.views.page import programme_frame

GROUPS = (
    ("The project", ("name",)),
    ("Who and when", ("sro", "lead", "lead_vacant", "period")),
    ("What for", ("aim", "history", "objective", "scope")),
    ("Benefits", ("benefit_users", "benefit_staff", "benefit_organisation", "benefit_general")),
    ("How it is judged", ("metric",)),
    ("Milestones", ("milestones",)),
    ("Linked projects and note", ("linked_project", "note")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def summary_add(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The one-page form of a new project of an intention."""
    programme = programme_or_404(request, key)
    intention = record_or_404(
        request, CommissioningIntention.objects.all(), programme=programme, reference=ref
    )
    require(request, Permission.EDIT_PLAN, programme)
    return SummaryPage(request, programme, None, intention).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def project_summary_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The one-page form of a project as it stands; 409 for who was overtaken."""
    programme = programme_or_404(request, key)
    row = record_or_404(
        request, ProjectSummary.objects.select_related("intention"), programme=programme, reference=ref
    )
    require(request, Permission.EDIT_PLAN, programme)
    return SummaryPage(request, programme, row, row.intention).answer()


class SummaryPage(PlanPage):
    """One request to write one project summary."""

    template = "programmes/project_summary_form.html"
    record: ProjectSummary | None

    def __init__(
        self,
        request: HttpRequest,
        programme: Programme,
        record: ProjectSummary | None,
        intention: CommissioningIntention,
    ) -> None:
        super().__init__(request, programme, record)
        self.intention = intention

    @property
    def heading(self) -> str:  # type: ignore[override]
        return "Change the project summary" if self.record else "Add a project summary"

    @cached_property
    def lines(self) -> list[SummaryLine]:
        return list(SummaryLine.objects.filter(summary=self.record)) if self.record else []

    def frame(self) -> dict[str, Any]:
        own = reverse("intention", args=[self.programme.key, self.intention.reference])
        trail = [
            Link("Intentions", reverse("intentions", args=[self.programme.key])),
            Link(f"Intention {self.intention.number}", own),
        ]
        if self.record:
            trail.append(Link(self.record.name, self.address(self.record)))
        about = f"Intention {self.intention.number}: {self.intention.title}"
        return {
            **programme_frame(self.request, self.programme, "intentions", trail=trail),
            "caption": self.record.name if self.record else about,
            "cancel_url": self.address(self.record) if self.record else own,
            "submit_text": "Save the summary",
            "illustrative": bool(self.record and self.record.illustrative),
        }

    def beside(self, form: PlanForm) -> dict[str, Any]:
        today = self.request.today  # type: ignore[attr-defined]
        view = summary_page(self.programme, self.record.reference, today) if self.record else None
        return {
            "groups": [(title, [form[name] for name in names]) for title, names in GROUPS],
            "milestone_links": milestone_links(view.dates, self.programme.key) if view else [],
        }

    def form(self, data: QueryDict | None = None) -> PlanForm:
        plan = summary_plan(self.record, self.lines) if self.record else None
        shown = [(kind, line) for kind, lines in plan.lists.items() for line in lines] if plan else []
        return SummaryForm(data, shown=shown, initial=self._initial(plan) if plan else {})

    def _initial(self, plan: SummaryPlan) -> dict[str, Any]:
        lists = {kind.value: plan.texts[kind] for kind in SummaryLineKind}
        own = {name: getattr(plan, name) for name in plan.texts if name not in lists}
        return {**own, **lists, "seen": sealed(*self.current())}

    def current(self) -> tuple[str, Mapping[str, str]]:
        if self.record is None:
            return "", {}
        return stamp_of(self.record, self.lines), summary_plan(self.record, self.lines).texts

    def write(self, form: PlanForm, stamp: str) -> Saved[Any]:
        if not isinstance(form, SummaryForm):
            raise TypeError("A project summary is written from its own form.")
        common: dict[str, Any] = {
            "by": user_of(self.request),
            "reason": form.cleaned_data["reason"],
            "on": self.request.today,  # type: ignore[attr-defined]
            "milestones": form.cleaned_data["milestones"],
        }
        if self.record is None:
            return add_summary(self.intention, form.plan(), **common)
        return change_summary(self.record, form.plan(), expected=stamp, **common)

    def address(self, record: Any) -> str:
        return reverse("project_summary", args=[self.programme.key, record.reference])
