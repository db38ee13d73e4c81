"""Data entry of what a framework's version holds: edited in a draft; what was agreed is changed by a new version."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_forms import RecordForm
from outcomes.models import OutcomesFramework
from outcomes.models.frameworks import FrameworkState
from programmes.admin.base import RecordedAdmin, link_to

SETTLED = "This version is no draft any more. Make a new version of the framework, and change it there."


class InDraftForm(RecordForm):
    """Refuses to put a domain or an outcome into a version that has been agreed or superseded."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        framework: OutcomesFramework | None = cleaned.get("framework")
        if framework is not None and framework.state != FrameworkState.DRAFT:
            self.add_error("framework", SETTLED)
        return cleaned


class InDraftAdmin(RecordedAdmin):
    """Of an agreed or superseded version it is read here, with the way to a new version."""

    form = InDraftForm
    readonly_fields = ("framework_version",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or _is_draft(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or _is_draft(obj))

    @admin.display(description="Version")
    def framework_version(self, record: Any) -> str:
        if not record.pk:
            return "Edited while its version of the framework is a draft."
        framework = record.framework
        if framework.state == FrameworkState.DRAFT:
            return "A draft: it may be changed here."
        words = f"{framework.get_state_display()}: changed by making a new version of the framework"
        if framework.state == FrameworkState.SUPERSEDED:
            return f"{framework.get_state_display()}; it stays as it was."
        return link_to("framework_new_version", words, record.programme.key, framework.reference)


def _is_draft(record: Any) -> bool:
    return bool(record.framework.state == FrameworkState.DRAFT)
