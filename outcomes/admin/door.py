"""What data entry of a KPI's records shares: they are written through the doors that the KPI's own pages use."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from programmes.admin.base import RecordedAdmin


def who(request: HttpRequest) -> dict[str, Any]:
    """The person and what they may do, as every door takes them."""
    return {"by": request.user, "grants": request.grants}  # type: ignore[attr-defined]


class ThroughDoor(RecordedAdmin):
    """The form asks the door's questions beforehand; what happens in between is told, and nothing is saved.

    `labels` names boxes as the KPI's own pages do.
    """

    labels: Mapping[str, str] = {}

    def __init__(self, model: type[models.Model], site: AdminSite) -> None:
        super().__init__(model, site)
        for name, label in self.labels.items():
            if name in self._words:  # a relation that is shown only
                getattr(self, self._words[name]).short_description = label

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.labels:
            kwargs["label"] = self.labels[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def _write(self, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
        try:
            return super()._write(request, view)
        except ValidationError as refused:
            messages.error(request, f"Nothing was saved. {' '.join(refused.messages)}")
            return HttpResponseRedirect(request.path)
