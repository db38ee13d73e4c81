"""Write down an intention, or change one."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link
from programmes.forms.intentions import IntentionForm, PlanForm, sealed
from programmes.models import CommissioningIntention, IntentionLine
from programmes.models.intentions import IntentionLineKind, IntentionState, PlannedElsewhere
from programmes.selectors.intentions_plan import (
    IntentionPlan,
    intention_plan,
    next_number,
    organisations_to_name,
    stamp_of,
)
from programmes.services.intentions import Saved, add_intention, change_intention
from programmes.views.base import programme_or_404, record_or_404, require, user_of
from programmes.views.intentions_door import PlanPage
from programmes.views.page import programme_frame


@require_http_methods(["GET", "HEAD", "POST"])
def intention_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a new intention; a number that is taken is refused with the first one free."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_PLAN, programme)
    return IntentionPage(request, programme, None).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def intention_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form of an intention as it stands; 409 for who was overtaken."""
    programme = programme_or_404(request, key)
    row = record_or_404(
        request, CommissioningIntention.objects.select_related("group"), programme=programme, reference=ref
    )
    require(request, Permission.EDIT_PLAN, programme)
    return IntentionPage(request, programme, row).answer()


class IntentionPage(PlanPage):
    """One request to write one intention."""

    record: CommissioningIntention | None

    @property
    def heading(self) -> str:  # type: ignore[override]
        return f"Change intention {self.record.number}" if self.record else "Add an intention"

    @cached_property
    def lines(self) -> list[IntentionLine]:
        if self.record is None:
            return []
        return list(IntentionLine.objects.filter(intention=self.record).select_related("organisation"))

    def frame(self) -> dict[str, Any]:
        every = reverse("intentions", args=[self.programme.key])
        trail = [Link("Intentions", every)]
        if self.record:
            trail.append(Link(f"Intention {self.record.number}", self.address(self.record)))
        return {
            **programme_frame(self.request, self.programme, "intentions", trail=trail),
            "caption": self.record.title if self.record else self.programme.name,
            "cancel_url": self.address(self.record) if self.record else every,
            "submit_text": "Save the intention",
            "illustrative": bool(self.record and self.record.illustrative),
        }

    def form(self, data: QueryDict | None = None) -> PlanForm:
        plan = intention_plan(self.record, self.lines) if self.record else None
        shown = [(kind, line) for kind, lines in plan.lists.items() for line in lines] if plan else []
        return IntentionForm(
            data,
            shown=shown,
            organisations=organisations_to_name(self.programme),
            initial=self._initial(plan),
        )

    def _initial(self, plan: IntentionPlan | None) -> dict[str, Any]:
        if plan is None:
            return {
                "number": next_number(self.programme),
                "parts": 1,
                "state": IntentionState.NOT_STATED,
                "planned_elsewhere": PlannedElsewhere.NO,
            }
        lists = {kind.value: plan.texts[kind] for kind in IntentionLineKind}
        own = {name: getattr(plan, name) for name in plan.texts if name not in lists and name != "group"}
        group = plan.group.pk if plan.group else None
        return {**own, **lists, "group": group, "seen": sealed(*self.current())}

    def current(self) -> tuple[str, Mapping[str, str]]:
        if self.record is None:
            return "", {}
        return stamp_of(self.record, self.lines), intention_plan(self.record, self.lines).texts

    def write(self, form: PlanForm, stamp: str) -> Saved[Any]:
        if not isinstance(form, IntentionForm):
            raise TypeError("An intention is written from its own form.")
        common: dict[str, Any] = {
            "by": user_of(self.request),
            "reason": form.cleaned_data["reason"],
            "on": self.request.today,  # type: ignore[attr-defined]
        }
        if self.record is None:
            return add_intention(self.programme, form.plan(), **common)
        return change_intention(self.record, form.plan(), expected=stamp, **common)

    def address(self, record: Any) -> str:
        return reverse("intention", args=[self.programme.key, record.reference])
