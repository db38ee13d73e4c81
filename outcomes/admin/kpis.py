from django.contrib import admin

from commissioning.core.admin_forms import RecordForm
from commissioning.core.admin_inline import RecordInline
from outcomes.models import KPI, Breakdown, BreakdownMember, KPIService, Measurement, OutcomeMeasure, Target
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .frameworks import OUTCOMES


class KPIForm(RecordForm):
    constraint_words = {
        "kpi_rate_says_per_how_many": "A rate says per how many, such as 1000; nothing else does.",
        "kpi_floor_below_ceiling": "The floor is below the ceiling.",
    }


class KPIMeasureInline(RecordInline):
    model = OutcomeMeasure
    fk_name = "kpi"
    verbose_name = "outcome that it measures"
    verbose_name_plural = "outcomes that it measures"


class KPIServiceInline(RecordInline):
    model = KPIService
    verbose_name = "service"


@admin.register(KPI)
class KPIAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "KPI"
    form = KPIForm
    list_display = ("name", "reference", "unit", "polarity", "state", "owner")
    list_filter = (OWN_PROGRAMME, "state", "polarity")
    list_select_related = ("owner",)
    search_fields = ("name", "reference", "related_to")
    inlines = (KPIMeasureInline, KPIServiceInline)


class TargetForm(RecordForm):
    constraint_words = {
        "kpi_target_says_something": "Give the target in numbers or in words.",
        "kpi_target_ends_after_it_starts": "The last day is not before the first.",
    }


@admin.register(Target)
class TargetAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "TGT"
    form = TargetForm
    list_display = ("__str__", "reference", "kpi", "date_printed")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("kpi",)
    search_fields = ("words", "kpi__name", "reference")


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


class MeasurementForm(RecordForm):
    constraint_words = {
        "measurement_parts_value_or_reason": "Give numerator and denominator, or a value, or the reason why "
        "there is none: one of the three. A denominator is above nought.",
        "one_current_measurement_per_period": "This period has a figure already: correct that one.",
    }


@admin.register(Measurement)
class MeasurementAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "MEA"
    form = MeasurementForm
    list_display = ("__str__", "reference", "kpi", "value", "missing", "period_printed")
    list_filter = (OWN_PROGRAMME, "missing")
    list_select_related = ("kpi",)
    search_fields = ("text", "kpi__name", "reference")
