"""The tables of procurement law: shared by every programme, dated, each row with its source and how settled it is."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin

from commissioning.core.admin_forms import RecordForm
from procurement.models import (
    CalendarDay,
    CpvRange,
    GatewayRequirement,
    NoticeKind,
    ProcurementProcess,
    RegimeRule,
    StageKind,
    Threshold,
)
from procurement.models.regimes import Check
from programmes.admin.base import RecordedAdmin
from programmes.admin.organisations import SharedMixin

from .base import LAW

OVERLAPS = (
    "Another row for the same thing is in force in part of this period ({row}). End that one first: its last day is "
    "the day before this one starts."
)


class LawAdmin(SharedMixin, RecordedAdmin):
    """A row that ends stays: what was begun under it still goes by it."""

    listed_under = LAW
    fixed_fields: Sequence[str] = ("reference",)


class OneAtATimeForm(RecordForm):
    """For tables in which two rows for the same thing on the same day would leave nobody knowing which counts."""

    same: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        keys = {name: data.get(name, getattr(self.instance, name, None)) for name in self.same}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if all(keys.values()):
            others = type(self.instance)._default_manager.filter(**keys).exclude(pk=self.instance.pk)
            for row in others:
                begins_before_end = ends is None or row.starts_on is None or row.starts_on < ends
                ends_after_start = row.ends_on is None or starts is None or starts < row.ends_on
                if begins_before_end and ends_after_start:
                    self.add_error("starts_on", OVERLAPS.format(row=row.reference))
                    break
        return data


class RegimeRuleForm(OneAtATimeForm):
    same = ("regime",)


@admin.register(RegimeRule)
class RegimeRuleAdmin(LawAdmin):
    word = "RULE"
    form = RegimeRuleForm
    list_display = ("regime", "reference", "calendar", "starts_on", "ends_on", "is_certain")
    list_filter = ("regime", "is_certain")
    search_fields = ("reference", "source", "note")


@admin.register(CalendarDay)
class CalendarDayAdmin(LawAdmin):
    word = "DAY"
    list_display = ("day", "reference", "calendar", "is_closed", "why")
    list_filter = ("calendar", "is_closed")
    search_fields = ("why", "reference")


class ThresholdForm(OneAtATimeForm):
    same = ("category",)


@admin.register(Threshold)
class ThresholdAdmin(LawAdmin):
    word = "THR"
    form = ThresholdForm
    list_display = ("category", "reference", "amount", "starts_on", "ends_on", "is_certain")
    list_filter = ("category", "is_certain")
    search_fields = ("reference", "source", "note")


@admin.register(CpvRange)
class CpvRangeAdmin(LawAdmin):
    word = "CPV"
    list_display = ("begins_with", "reference", "name", "listed", "starts_on", "ends_on", "is_certain")
    list_filter = ("listed", "is_certain")
    search_fields = ("begins_with", "name", "reference")


@admin.register(ProcurementProcess)
class ProcurementProcessAdmin(LawAdmin):
    word = "PROCESS"
    list_display = ("name", "reference", "regime", "method", "starts_on", "ends_on", "is_certain")
    list_filter = ("regime", "method", "is_certain")
    search_fields = ("name", "code", "used_when", "source", "reference")


@admin.register(StageKind)
class StageKindAdmin(LawAdmin):
    """Its code is what rules know it by, and never changes."""

    word = "STAGE"
    fixed_fields = ("reference", "code")
    list_display = ("name", "reference", "position", "is_gateway", "phase_status", "is_certain")
    list_filter = ("is_gateway", "is_certain")
    search_fields = ("name", "code", "source", "reference")


class GatewayRequirementForm(RecordForm):
    def clean(self) -> dict[str, Any]:
        """A requirement belongs to a gateway, and one of a notice names a notice that is there."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        stage, code = data.get("stage"), (data.get("notice_code") or "").strip()
        if stage is not None and not stage.is_gateway:
            self.add_error("stage", f"{stage.name} is no gateway. Choose a gateway, or make it one first.")
        if data.get("check_kind") == Check.NOTICE:
            if not NoticeKind.objects.filter(code=code).exists():
                self.add_error(
                    "notice_code", "Write the code of a notice of the table of notices, such as UK6."
                )
        elif code:
            self.add_error("notice_code", "Leave this empty, or choose “A notice is published” as the check.")
        return data


@admin.register(GatewayRequirement)
class GatewayRequirementAdmin(LawAdmin):
    word = "REQ"
    form = GatewayRequirementForm
    list_display = ("text", "reference", "stage", "regimes", "check_kind", "starts_on", "ends_on")
    list_filter = ("stage", "check_kind", "is_certain")
    list_select_related = ("stage",)
    search_fields = ("text", "cure", "notice_code", "source", "reference")


@admin.register(NoticeKind)
class NoticeKindAdmin(LawAdmin):
    """The flag that ends the secrecy of an award is set here, and nowhere else."""

    word = "NOTICE"
    fixed_fields = ("reference", "regime", "code")
    list_display = (
        "code",
        "name",
        "reference",
        "regime",
        "stage",
        "is_required",
        "opens_award",
        "is_certain",
    )
    list_filter = ("regime", "is_required", "starts_standstill", "opens_award", "is_certain")
    list_select_related = ("stage",)
    search_fields = ("code", "name", "required_when", "source", "reference")
