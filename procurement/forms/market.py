"""Forms over notices, lots and market engagement."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.values import FuzzyDateFormField
from procurement.forms.phases import WHEN_HINT, day_field, reason_field, version_field
from procurement.models import Contract, Notice, NoticeKind, ProcurementPhase
from procurement.models.lots import EngagementKind
from procurement.services.notices import Said
from programmes.models import Service


class _NoticeFields(DoorForm):
    due_on = day_field(
        "Due on",
        required=False,
        help_text="Only where it differs from the rule of its kind, such as 29 August 2026.",
    )
    not_needed_because = forms.CharField(
        label="Not needed because",
        required=False,
        max_length=300,
        help_text="Leave empty where it is needed.",
    )
    external_id = forms.CharField(
        label="The portal’s own number",
        required=False,
        max_length=120,
        help_text="Such as 2026/S 000-012345.",
    )
    url = forms.URLField(
        label="Address",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter an address that begins with https://"},
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea({"rows": 3}))
    reason = reason_field()

    def said(self, contract: Contract | None = None) -> Said:
        """Once valid: what the door takes."""
        data = self.cleaned_data
        return Said(
            due_on=data.get("due_on"),
            external_id=data["external_id"],
            url=data["url"],
            not_needed_because=data.get("not_needed_because", ""),
            note=data["note"],
            contract=contract,
        )


class NoticeAddForm(_NoticeFields):
    """A notice of a phase: of a kind that the phase's regime knows."""

    kind = forms.ChoiceField(label="Which notice?", error_messages={"required": "Choose the notice"})
    field_order = ("kind",)

    def __init__(
        self, *given: Any, kinds: Sequence[tuple[ProcurementPhase, Sequence[NoticeKind]]], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.known = {f"{phase.number}:{kind.code}": (phase, kind) for phase, each in kinds for kind in each}
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [
            (str(phase), [(f"{phase.number}:{kind.code}", str(kind)) for kind in each])
            for phase, each in kinds
            if each
        ]

    @property
    def chosen(self) -> tuple[ProcurementPhase, NoticeKind]:
        return self.known[self.cleaned_data["kind"]]


class NoticeEditForm(_NoticeFields):
    version = version_field()

    def __init__(self, *given: Any, notice: Notice, **more: Any) -> None:
        names = ("due_on", "not_needed_because", "external_id", "url", "note", "version")
        initial = {name: getattr(notice, name) for name in names}
        super().__init__(*given, **{"initial": initial, **more})
        if notice.published_on is not None:
            del self.fields["not_needed_because"], self.fields["due_on"]


class PublishForm(DoorForm):
    published_on = day_field("Published on")
    external_id = forms.CharField(label="The portal’s own number", required=False, max_length=120)
    url = forms.URLField(
        label="Address",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter an address that begins with https://"},
    )
    reason = reason_field()
    version = version_field()


class StandstillForm(DoorForm):
    """What keeps a standstill open and what ends it; an empty day leaves what is recorded."""

    representations_on = day_field("Representations received on", required=False)
    further_decision_on = day_field("Further decision told on", required=False)
    closed_on = day_field("Standstill closed on", required=False)
    reason = reason_field()
    version = version_field()

    def __init__(self, *given: Any, voluntary: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        if voluntary:
            del self.fields["representations_on"], self.fields["further_decision_on"]


class LotForm(DoorForm):
    title = forms.CharField(
        label="What is the lot called?",
        max_length=200,
        error_messages={"required": "Say what the lot is called"},
    )
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea({"rows": 3}))
    services = forms.MultipleChoiceField(
        label="Services in it", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = reason_field()
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, services: Iterable[Service], **more: Any) -> None:
        super().__init__(*given, **more)
        self.known = {service.reference: service for service in services}
        field = self.fields["services"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(code, service.name) for code, service in self.known.items()]
        if not self.known:
            del self.fields["services"]

    def chosen(self) -> list[Service]:
        return [self.known[code] for code in self.cleaned_data.get("services", ())]


class EngagementForm(DoorForm):
    kind = forms.ChoiceField(label="How was the market asked?", choices=EngagementKind.choices)
    held = FuzzyDateFormField(label="When?", required=False, help_text=WHEN_HINT)
    text = forms.CharField(
        label="What was asked?",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what was asked"},
    )
    learnt = forms.CharField(label="What was learnt?", required=False, widget=forms.Textarea({"rows": 4}))
    providers = forms.IntegerField(
        label="How many providers took part?",
        required=False,
        min_value=0,
        max_value=32_000,
        help_text="A number, never names. Leave empty where it is not known.",
        widget=forms.TextInput({"class": "nhsuk-input--width-4", "inputmode": "numeric"}),
    )
    reason = reason_field()
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)


class NoEngagementForm(DoorForm):
    why = forms.CharField(
        label="Why is the market not asked?",
        max_length=300,
        help_text="The tender notice has to explain it. Leave empty to take it back.",
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    version = version_field()
