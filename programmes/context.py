"""What every page's header says across programmes: where else to look, and which other programmes there are."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property

from commissioning.core.context import NavItem
from programmes.models import Programme
from programmes.views.base import read_day


@dataclass(frozen=True)
class Across:
    """Read when a header is printed, and then in one query: only programmes that the reader may see are named."""

    request: HttpRequest

    @cached_property
    def programmes(self) -> tuple[NavItem, ...]:
        """Each visible programme, the one of this page marked, on the day that this page shows."""
        current = self._current_key()
        keep = self._kept_day()
        rows = Programme.objects.visible_to(self.request.grants)  # type: ignore[attr-defined]
        return tuple(
            NavItem(place or name, reverse("programme", args=[key]) + keep, current=key == current)
            for key, place, name in rows.values_list("key", "place", "name")
        )

    @property
    def current(self) -> NavItem | None:
        return next((item for item in self.programmes if item.current), None)

    @property
    def links(self) -> tuple[NavItem, ...]:
        """Search, and the portfolio for whoever has more than one programme to set side by side."""
        names = (("portfolio", "Portfolio"),) if len(self.programmes) > 1 else ()
        return tuple(
            NavItem(words, reverse(name), current=self.request.path == reverse(name))
            for name, words in (*names, ("search", "Search"))
        )

    def _current_key(self) -> str:
        match = self.request.resolver_match
        return str(match.kwargs.get("key", "")) if match else ""

    def _kept_day(self) -> str:
        day, _ = read_day(self.request.GET.get("on", ""))
        today = self.request.today  # type: ignore[attr-defined]
        return f"?on={day.isoformat()}" if day and day != today else ""


def across(request: HttpRequest) -> dict[str, Any]:
    """Layout context: `across`, empty for whoever is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not hasattr(request, "grants"):
        return {"across": None}
    return {"across": SimpleLazyObject(lambda: Across(request) if user.is_authenticated else None)}
