"""What data entry of a KPI's records shares: they are written through the doors that the KPI's own pages use."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from programmes.admin.base import RecordedAdmin


def who(request: HttpRequest) -> dict[str, Any]:
    """The person and what they may do, as every door takes them."""
    return {"by": request.user, "grants": request.grants}  # type: ignore[attr-defined]


class ThroughDoor(RecordedAdmin):
    """The form asks the door's questions beforehand; what happens in between is told, and nothing is saved."""

    def _write(self, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
        try:
            return super()._write(request, view)
        except ValidationError as refused:
            messages.error(request, f"Nothing was saved. {' '.join(refused.messages)}")
            return HttpResponseRedirect(request.path)
