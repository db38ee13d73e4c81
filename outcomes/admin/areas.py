"""Models of care elsewhere: the areas, what a review says of each, and their risks with what is done about them."""

from typing import Any

from django.contrib import admin

from commissioning.core.admin_forms import RecordForm
from commissioning.core.admin_inline import RecordInline
from outcomes.models import (
    AreaMitigation,
    AreaRisk,
    AreaRiskMitigation,
    AreaRole,
    AreaStatement,
    AreaTarget,
    CareModelArea,
    LearningPoint,
)
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

COMPARED = "Models of care compared"
OWN_AREA = ("area", admin.RelatedOnlyFieldListFilter)


class CareModelAreaForm(RecordForm):
    constraint_words = {"care_model_area_key_once": "The programme has an area of this key already."}


@admin.register(CareModelArea)
class CareModelAreaAdmin(RecordedAdmin):
    listed_under = COMPARED
    word = "A"
    form = CareModelAreaForm
    list_display = ("short_name", "reference", "number", "model_type", "depth", "programme")
    list_filter = (OWN_PROGRAMME, "depth", "illustrative")
    list_select_related = ("programme",)
    search_fields = ("name", "short_name", "place", "model_type", "key", "reference")


class AreaRoleInline(RecordInline):
    model = AreaRole
    verbose_name = "role"
    verbose_name_plural = "roles, of a statement on governance: titles, never names"


class AreaTargetForm(RecordForm):
    constraint_words = {"area_target_says_something": "Give the target in numbers or in words."}


class AreaTargetInline(RecordInline):
    model = AreaTarget
    form = AreaTargetForm
    fields = ("value", "unit", "words", "by", "position")
    verbose_name = "target"
    verbose_name_plural = "targets, of an objective or a priority"


@admin.register(AreaStatement)
class AreaStatementAdmin(RecordedAdmin):
    listed_under = COMPARED
    word = "AST"
    list_display = ("text", "reference", "area", "kind", "label", "date_printed")
    list_filter = (OWN_PROGRAMME, OWN_AREA, "kind")
    list_select_related = ("area",)
    search_fields = ("text", "label", "wave", "note", "roles__text", "reference")
    inlines = (AreaTargetInline, AreaRoleInline)


@admin.register(LearningPoint)
class LearningPointAdmin(RecordedAdmin):
    listed_under = COMPARED
    word = "LP"
    list_display = ("text", "reference", "area", "position")
    list_filter = (OWN_PROGRAMME, OWN_AREA)
    list_select_related = ("area",)
    search_fields = ("text", "reference")


class AreaRiskMitigationForm(RecordForm):
    constraint_words = {"area_risk_mitigation_once": "This mitigation stands beside the risk already."}

    def clean(self) -> dict[str, Any]:
        """What is done about a risk is done in the area that has it."""
        super().clean()
        mitigation, risk = self.cleaned_data.get("mitigation"), self.instance.risk
        if mitigation is not None and risk.area_id and mitigation.area_id != risk.area_id:
            self.add_error("mitigation", "Choose a mitigation of the same area as the risk.")
        return self.cleaned_data


class AreaRiskMitigationInline(RecordInline):
    model = AreaRiskMitigation
    form = AreaRiskMitigationForm
    verbose_name = "mitigation"
    verbose_name_plural = "mitigated by"


@admin.register(AreaRisk)
class AreaRiskAdmin(RecordedAdmin):
    listed_under = COMPARED
    word = "AR"
    list_display = ("text", "reference", "area", "label")
    list_filter = (OWN_PROGRAMME, OWN_AREA)
    list_select_related = ("area",)
    search_fields = ("text", "label", "reference")
    inlines = (AreaRiskMitigationInline,)


@admin.register(AreaMitigation)
class AreaMitigationAdmin(RecordedAdmin):
    listed_under = COMPARED
    word = "AM"
    list_display = ("text", "reference", "area")
    list_filter = (OWN_PROGRAMME, OWN_AREA)
    list_select_related = ("area",)
    search_fields = ("text", "note", "reference")
