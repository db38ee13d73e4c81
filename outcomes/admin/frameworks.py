from django.contrib import admin

from commissioning.core.admin_forms import RecordForm
from commissioning.core.admin_inline import RecordInline
from outcomes.models import (
    KPI,
    FrameworkDeveloper,
    HighImpactArea,
    Measurement,
    Outcome,
    OutcomesFramework,
    Target,
)
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

OUTCOMES = "Outcomes and KPIs"


class FrameworkDeveloperInline(RecordInline):
    model = FrameworkDeveloper
    verbose_name = "developer"
    verbose_name_plural = "developed by"


@admin.register(OutcomesFramework)
class OutcomesFrameworkAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "OF"
    list_display = ("name", "reference", "state", "programme")
    list_filter = (OWN_PROGRAMME, "state")
    list_select_related = ("programme",)
    search_fields = ("name", "reference")
    inlines = (FrameworkDeveloperInline,)


@admin.register(Outcome)
class OutcomeAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "OUT"
    list_display = ("text", "reference", "framework")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("framework",)
    search_fields = ("text", "reference")


@admin.register(HighImpactArea)
class HighImpactAreaAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "HIA"
    list_display = ("name", "reference", "origin", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("name", "reference")


class KPIForm(RecordForm):
    constraint_words = {"kpi_proxy_names_outcome": "A proxy names the outcome that it stands in for."}


@admin.register(KPI)
class KPIAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "KPI"
    form = KPIForm
    list_display = ("name", "reference", "unit", "polarity", "state", "outcome", "is_proxy")
    list_filter = (OWN_PROGRAMME, "state", "is_proxy")
    list_select_related = ("outcome",)
    search_fields = ("name", "reference", "related_to")


class TargetForm(RecordForm):
    constraint_words = {"kpi_target_says_something": "Give the target in numbers or in words."}


@admin.register(Target)
class TargetAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "TGT"
    form = TargetForm
    list_display = ("__str__", "reference", "kpi", "date_printed")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("kpi",)
    search_fields = ("words", "kpi__name", "reference")


class MeasurementForm(RecordForm):
    constraint_words = {
        "measurement_null_exactly_when_not_stated": "Give the value, or say that it is not stated: not both."
    }


@admin.register(Measurement)
class MeasurementAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "MEA"
    form = MeasurementForm
    list_display = ("text", "reference", "kpi", "value", "qualifier", "period_printed")
    list_filter = (OWN_PROGRAMME, "qualifier")
    list_select_related = ("kpi",)
    search_fields = ("text", "kpi__name", "reference")
