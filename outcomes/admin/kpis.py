from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_forms import REASON, RecordForm
from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from outcomes.models import KPI, Breakdown, BreakdownMember, KPIService, OutcomeMeasure
from outcomes.models.kpis import KPIState
from outcomes.rules_kpis import definition_problems
from outcomes.services.kpi_adding import add_kpi
from outcomes.services.kpi_door import CHART_FIELDS, EDITABLE, label_of
from outcomes.services.kpis import change_definition
from outcomes.services.measurements import refresh_broken_down
from outcomes.services.summaries import refresh
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin, link_to

from .door import ThroughDoor, who
from .frameworks import OUTCOMES


class KPIForm(RecordForm):
    constraint_words = {
        "kpi_rate_says_per_how_many": "A rate says per how many, such as 1000; nothing else does.",
        "kpi_floor_below_ceiling": "The floor is below the ceiling.",
    }

    def _post_clean(self) -> None:
        """By the same rules as on the KPI's page, once the values stand on the record."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        changed = EDITABLE if self.instance._state.adding else self.changes
        problems = definition_problems(self.instance, changed)
        if "retired_on" not in self.changes:
            problems.pop("retired_on", None)  # the door takes it off with the state
        for name, problem in problems.items():
            self.add_error(name if name in self.fields else None, problem)


class KPIMeasureInline(ReadOnlyMixin, RecordInline):
    """Which outcomes it measures. A version of the framework says so, while that is a draft."""

    model = OutcomeMeasure
    fk_name = "kpi"
    verbose_name = "outcome that it measures"
    verbose_name_plural = "outcomes that it measures (tied on the outcome, in a draft of the framework)"
    extra = 0
    read_with = ("outcome__framework",)


class KPIServiceInline(RecordInline):
    model = KPIService
    verbose_name = "service"


@admin.register(KPI)
class KPIAdmin(ThroughDoor):
    """Changes go through the door of the KPI's own page, which keeps each with its values before and after."""

    listed_under = OUTCOMES
    word = "KPI"
    form = KPIForm
    list_display = ("name", "reference", "unit", "polarity", "state", "owner")
    list_filter = (OWN_PROGRAMME, "state", "polarity")
    list_select_related = ("owner",)
    search_fields = ("name", "reference", "related_to")
    readonly_fields = ("own_page",)
    labels = {name: label_of(name) for name in EDITABLE}
    fields = (
        "own_page",
        "reference",
        "programme",
        *(name for name in EDITABLE if name not in CHART_FIELDS),
        *(name for name in EDITABLE if name in CHART_FIELDS),
    )
    inlines = (KPIMeasureInline, KPIServiceInline)

    @admin.display(description="Figures, chart and changes")
    def own_page(self, kpi: KPI) -> str:
        if not kpi.pk:
            return "On the KPI’s page, once it is saved."
        return link_to("kpi", "On the KPI’s page", kpi.programme.key, kpi.reference)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A KPI with a history is retired, not deleted: what was reported and said of it stays."""
        return super().has_delete_permission(request, obj) and not (obj is not None and has_history(obj))

    def save_model(self, request: HttpRequest, obj: KPI, form: Any, change: bool) -> None:
        if not change:
            made = add_kpi(
                obj.programme,
                {name: getattr(obj, name) for name in EDITABLE},
                **who(request),
                reason=form.cleaned_data[REASON],
                on=request.today,  # type: ignore[attr-defined]
                reference=obj.reference,
            )
            obj.pk, obj._state.adding = made.pk, False
            obj.refresh_from_db()
        elif form.changes:
            change_definition(
                obj,
                {name: form.cleaned_data[name] for name in form.changes},
                version=obj.version,
                **who(request),
                reason=form.cleaned_data[REASON],
                on=request.today,  # type: ignore[attr-defined]
            )
            obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refresh([form.instance.pk])


def has_history(kpi: KPI) -> bool:
    """Whether the KPI is more than proposed, or anything hangs on it that is kept for good."""
    if kpi.state != KPIState.PROPOSED:
        return True
    kept = (kpi.changes, kpi.comments, kpi.exception_reports, kpi.returns)
    return any(rows.exists() for rows in kept) or kpi.measurements.exclude(kpi_return=None).exists()


class BreakdownMemberInline(RecordInline):
    model = BreakdownMember
    verbose_name = "place, service or group"
    verbose_name_plural = "places, services or groups"


@admin.register(Breakdown)
class BreakdownAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "BRK"
    list_display = ("name", "reference", "kind", "programme")
    list_filter = (OWN_PROGRAMME, "kind")
    list_select_related = ("programme",)
    search_fields = ("name", "reference")
    inlines = (BreakdownMemberInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        refresh_broken_down(form.instance)
