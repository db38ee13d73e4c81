"""Targets and figures on the data-entry site: both through the doors that the KPI's own pages use."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from commissioning.core.admin_forms import REASON, RecordForm
from outcomes.models import Measurement, Target
from outcomes.models.kpis import KPIState
from outcomes.rules_kpis import make_way, target_problems
from outcomes.services.kpi_door import in_words
from outcomes.services.kpis import TARGET_FIELDS, correct_target, overlap_problem, set_target
from outcomes.services.measurements import (
    delete_measurement,
    lock_problem,
    return_problem,
    save_measurement,
    size_problem,
)
from outcomes.services.summaries import refresh
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin, link_to

from .door import ThroughDoor, who
from .frameworks import OUTCOMES


class TargetForm(RecordForm):
    today: date  # set for each request, by get_form of the page
    constraint_words = {
        "kpi_target_says_something": "Give the target in numbers or in words.",
        "kpi_target_ends_after_it_starts": "The last day is not before the first.",
    }

    def _post_clean(self) -> None:
        """By the same rules as on the KPI's page, once the values stand on the record."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors or self.instance.kpi_id is None:
            return
        for name, problem in self._problems().items():
            if problem:
                self.add_error(name if name in self.fields else None, problem)

    def _problems(self) -> Mapping[str, str]:
        target: Target = self.instance
        found = target_problems(target)
        if not target._state.adding:
            return {**found, "starts_on": overlap_problem(target)}
        others = list(Target.objects.filter(kpi=target.kpi_id, withdrawn=False))
        starts_on = target.starts_on or (self.today if others else None)
        return {"ends_on": make_way(starts_on, target.ends_on, others).problem, **found}


@admin.register(Target)
class TargetAdmin(ThroughDoor):
    """A new target ends the one before. One set already is put right here, and never becomes another KPI's."""

    listed_under = OUTCOMES
    word = "TGT"
    form = TargetForm
    fixed_fields = (*RecordedAdmin.fixed_fields, "kpi")
    list_display = ("__str__", "reference", "kpi_name", "date_printed", "starts_on", "ends_on", "withdrawn")
    list_filter = (OWN_PROGRAMME, "withdrawn")
    list_select_related = ("kpi",)
    search_fields = ("words", "kpi__name", "reference")
    readonly_fields = ("withdrawn",)
    labels = {
        "kpi": "KPI",
        "value": "In numbers",
        "words": "In words",
        "starts_on": "Holds from",
        "ends_on": "Last day",
        "origin": "Set by",
    }

    @admin.display(description="KPI", ordering="kpi__name")
    def kpi_name(self, target: Target) -> str:
        return target.kpi.name

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.today = request.today  # type: ignore[attr-defined]
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj is not None and obj.withdrawn)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Once its KPI is more than proposed a target is replaced, not deleted: what was aimed at stays."""
        proposed = obj is None or obj.kpi.state == KPIState.PROPOSED
        return proposed and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Target, form: Any, change: bool) -> None:
        if not change:
            self._set(request, obj, form)
        elif form.changes:
            # A box of the date's note is part of the date.
            changed = {"date" if name.startswith("date_") else name for name in form.changes}
            values = {name: getattr(obj, name) for name in TARGET_FIELDS if name in changed}
            reason = form.cleaned_data[REASON]
            correct_target(obj, values, version=obj.version, **who(request), reason=reason)
            obj.refresh_from_db()

    def _set(self, request: HttpRequest, obj: Target, form: Any) -> None:
        given = {name: getattr(obj, name) for name in (*TARGET_FIELDS, "reference")}
        made = set_target(
            obj.kpi,
            **given,
            **who(request),
            reason=form.cleaned_data[REASON],
            on=request.today,  # type: ignore[attr-defined]
        )
        obj.pk, obj._state.adding = made.pk, False
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Target) -> None:
        kpi_id = obj.kpi_id
        super().delete_model(request, obj)
        refresh([kpi_id])


class MeasurementForm(RecordForm):
    constraint_words = {
        "measurement_parts_value_or_reason": "Give numerator and denominator, or a value, or the reason why "
        "there is none: one of the three. A denominator is above nought.",
        "one_current_measurement_per_period": "This period has a figure already: correct that one.",
    }

    def _get_validation_exclusions(self) -> set[str]:
        """Whether a figure is the current one has no box, but one period has one current figure."""
        return super()._get_validation_exclusions() - {"is_current"}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors or self.instance.kpi_id is None:
            return
        if problem := return_problem(self.instance.kpi, self.instance.period_start):
            self.add_error("period", problem)
        if problem := size_problem(self.instance):
            self.add_error("value", problem)


@admin.register(Measurement)
class MeasurementAdmin(ThroughDoor):
    """Figures that papers print. What came in by an approved return is shown here and corrected on the KPI's page."""

    listed_under = OUTCOMES
    word = "MEA"
    form = MeasurementForm
    fixed_fields = (*RecordedAdmin.fixed_fields, "kpi")
    list_display = ("heading", "kpi_name", "whose", "figure", "reference", "is_current")
    list_filter = (OWN_PROGRAMME, "missing", "is_current")
    list_select_related = ("kpi", "member")
    search_fields = ("text", "kpi__name", "reference", "period_text")
    readonly_fields = ("approval",)
    fields = (
        "approval",
        "reference",
        "programme",
        "kpi",
        "period",
        "period_note",
        "member",
        "numerator",
        "denominator",
        "value",
        "missing",
        "qualifier",
        "is_final",
        "text",
        "source",
        "comment",
        "illustrative",
    )
    labels = {
        "kpi": "KPI",
        "member": "Place, service or group",
        "missing": "Why there is no figure",
        "is_final": "Final",
        "text": "As printed",
    }

    @admin.display(description="Period", ordering="period_start")
    def heading(self, measurement: Measurement) -> str:
        return measurement.period.printed or "without a date"

    @admin.display(description="KPI", ordering="kpi__name")
    def kpi_name(self, measurement: Measurement) -> str:
        return measurement.kpi.name

    @admin.display(description="Of", ordering="member__name")
    def whose(self, measurement: Measurement) -> str:
        return measurement.member.name if measurement.member else "the whole"

    @admin.display(description="Figure")
    def figure(self, measurement: Measurement) -> str:
        """As entered: this page is for those who enter figures, who see them all."""
        if measurement.missing:
            return str(measurement.get_missing_display())
        if measurement.numerator is None:
            return in_words(measurement.value)
        return f"{in_words(measurement.numerator)} of {in_words(measurement.denominator)}"

    @admin.display(description="Approval")
    def approval(self, measurement: Measurement) -> str:
        if not measurement.pk:
            return "Figures of a KPI that is reported on come in by returns, which somebody else approves."
        if not lock_problem(measurement):
            return "Entered here and not by a return, so it may be changed here."
        if not measurement.is_current:
            return "Replaced by a correction; it stays as it was."
        correct = link_to(
            "kpi_correct",
            "Correct it on the KPI’s page",
            measurement.programme.key,
            measurement.kpi.reference,
        )
        if measurement.kpi_return is None:
            return format_html("{} {}", lock_problem(measurement), correct)
        return format_html(
            "Approved by return {}, and locked since: a return of its own corrects it, with a reason. {}",
            measurement.kpi_return.reference,
            correct,
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj is not None and lock_problem(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj is not None and lock_problem(obj))

    def save_model(self, request: HttpRequest, obj: Measurement, form: Any, change: bool) -> None:
        if change and not form.changes:
            return
        obj.reference = obj.reference or self.next_reference(obj)
        save_measurement(obj, **who(request), reason=form.cleaned_data[REASON])

    def delete_model(self, request: HttpRequest, obj: Measurement) -> None:
        delete_measurement(obj, **who(request), reason=request.POST.get(REASON, ""))
