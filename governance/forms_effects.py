"""Forms that plan what a decision puts into effect: one for each kind, giving references and ISO dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from governance.forms_actions import ReasonField
from governance.forms_decisions import offer
from governance.models.decisions import EffectKind
from outcomes.models import KPI
from procurement.forms.phases import day_field
from procurement.models import ProcurementPhase, ProcurementStage
from programmes.access import Grants
from programmes.models import Organisation, Programme, Service
from programmes.rules import Act, Inclusion
from programmes.selectors.handover import receivers
from programmes.selectors.leads import leads_to_name

NO_DOOR = "It is planned now and put into effect on its own page, once the decision stands."
WHY = "What in the decision says so. It stands in the history."
ACTS = (
    (Act.MOVE, "Move it to another phase, or into its first"),
    (Act.RENAME, "Change its name"),
    (Act.SETTLE, "Settle what is to be confirmed"),
    (Act.REMOVE, "Remove it from the scope"),
    (Act.BRING_IN, "Put it into the scope"),
)


class PlanForm(DoorForm):
    """A plan of one kind. Whether it fits the records is for the door to say."""

    intro = NO_DOOR

    def __init__(self, *given: Any, programme: Programme, grants: Grants, **more: Any) -> None:
        super().__init__(*given, **more)
        self.programme = programme
        self.grants = grants
        self.fields["reason"] = ReasonField(WHY)
        self.fill()

    def fill(self) -> None:
        """Offer the records of the programme."""
        raise NotImplementedError

    def plan(self) -> dict[str, Any]:
        """Once valid: the plan as it is kept, without what was left empty."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return {name: _kept(value) for name, value in given.items() if value not in ("", None, False)}

    def offer_services(self) -> None:
        rows = Service.objects.filter(programme=self.programme, scope__isnull=False).order_by("name")
        offer(self, "service", "Choose a service", ((each.reference, each.name) for each in rows))

    def offer_organisations(self, name: str, first: str, rows: Iterable[Organisation]) -> None:
        offer(self, name, first, ((each.reference, each.name) for each in rows))


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _service_field() -> forms.ChoiceField:
    return forms.ChoiceField(label="Which service?", error_messages={"required": "Choose the service"})


class ScopeForm(PlanForm):
    """A change of scope: the fields that the chosen act does not use are left out of the plan."""

    service = _service_field()
    act = forms.ChoiceField(
        label="What changes?",
        choices=ACTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what changes"},
    )
    effective = day_field("From which day does it count?")
    phase = forms.ChoiceField(
        label="Phase",
        required=False,
        help_text="Only to move it, or to put it into the scope: where it goes, or which is to procure it.",
    )
    name = forms.CharField(
        label="New name", required=False, max_length=200, help_text="Only to change its name."
    )
    inclusion = forms.ChoiceField(
        label="Its inclusion",
        required=False,
        help_text="Only to settle what is to be confirmed.",
        choices=[
            ("", "Not settled by this decision"),
            (Inclusion.CONFIRMED, "Confirmed"),
            (Inclusion.REFUSED, "Refused"),
        ],
    )
    commissioner = forms.ChoiceField(
        label="Its lead commissioner", required=False, help_text="Only to settle what is to be confirmed."
    )
    inclusion_tbc = forms.BooleanField(
        label="Its inclusion is still to be confirmed",
        required=False,
        help_text="Only to put it into the scope.",
    )
    commissioner_tbc = forms.BooleanField(
        label="Its commissioner is still to be confirmed",
        required=False,
        help_text="Only to put it into the scope.",
    )

    mark_optional = False
    by_act = {
        Act.MOVE: ("phase",),
        Act.RENAME: ("name",),
        Act.SETTLE: ("inclusion", "commissioner"),
        Act.REMOVE: (),
        Act.BRING_IN: ("phase", "inclusion_tbc", "commissioner_tbc"),
    }
    intro = f"{NO_DOOR} Budget lines stay where they are: move them on the page of the service."

    def fill(self) -> None:
        self.offer_services()
        phases = ProcurementPhase.objects.filter(programme=self.programme).order_by("number")
        offer(self, "phase", "None", ((str(each.number), str(each)) for each in phases))
        first = "Not settled by this decision"
        self.offer_organisations("commissioner", first, leads_to_name(self.programme, self.grants))

    def plan(self) -> dict[str, Any]:
        given = super().plan()
        kept = {"service", "act", "effective", *self.by_act[Act(given["act"])]}
        return {
            name: int(value) if name == "phase" else value for name, value in given.items() if name in kept
        }


class LeadForm(PlanForm):
    """The organisation that leads a service from a day on."""

    service = _service_field()
    to = forms.ChoiceField(
        label="Which organisation is to lead?",
        error_messages={"required": "Choose the organisation that is to lead"},
    )
    effective = day_field("From which day does it lead?")

    def fill(self) -> None:
        self.offer_services()
        self.offer_organisations("to", "Choose an organisation", receivers(self.programme, self.grants))


class GatewayForm(PlanForm):
    """What the body decided at a gateway: by it, on the day and for the reasons of the decision."""

    stage = forms.ChoiceField(label="Which gateway?", error_messages={"required": "Choose the gateway"})
    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=[("passed", "Go on: the gateway is passed"), ("held", "Not yet: the gateway is not passed")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the gateway is passed"},
    )

    def fill(self) -> None:
        rows = ProcurementStage.objects.filter(programme=self.programme, kind__is_gateway=True)
        found = rows.select_related("kind", "phase").order_by("phase__number", "kind__position")
        choices = (
            (f"{each.phase.number}:{each.kind.code}", f"Phase {each.phase.number}: {each.kind.name}")
            for each in found
        )
        offer(self, "stage", "Choose a gateway", choices)

    def plan(self) -> dict[str, Any]:
        number, _, code = self.cleaned_data["stage"].partition(":")
        return {"phase": int(number), "stage": code, "passed": self.cleaned_data["outcome"] == "passed"}


class TargetForm(PlanForm):
    """A target of a KPI, in numbers or in words, from a day on."""

    kpi = forms.ChoiceField(label="Which KPI?", error_messages={"required": "Choose the KPI"})
    value = forms.CharField(
        label="Target in numbers",
        required=False,
        max_length=20,
        help_text="In the KPI’s unit. Leave it empty for one in words.",
    )
    words = forms.CharField(label="Target in words", required=False, max_length=300)
    starts_on = day_field("Holds from")
    ends_on = day_field("Last day", required=False, help_text="Leave it empty if no end is set.")

    def fill(self) -> None:
        rows = KPI.objects.filter(programme=self.programme).order_by("name")
        offer(
            self,
            "kpi",
            "Choose a KPI",
            ((each.reference, f"{each.name} ({each.reference})") for each in rows),
        )

    def clean_value(self) -> str:
        return str(self.cleaned_data["value"]).replace(",", "").removesuffix("%").strip()


FORMS: dict[str, type[PlanForm]] = {
    EffectKind.SCOPE_CHANGE: ScopeForm,
    EffectKind.LEAD_HANDOVER: LeadForm,
    EffectKind.GATEWAY: GatewayForm,
    EffectKind.TARGET_CHANGE: TargetForm,
}
HEADINGS: dict[str, str] = {
    EffectKind.SCOPE_CHANGE: "Plan a change of scope",
    EffectKind.LEAD_HANDOVER: "Plan a handover of a lead",
    EffectKind.GATEWAY: "Plan what happens at a gateway",
    EffectKind.TARGET_CHANGE: "Plan a change of a target",
}
