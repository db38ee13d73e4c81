"""What every page's layout needs: the deployment's name and colour, navigation, who is signed in, footer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

import commissioning
from commissioning.core.branding import Branding


@dataclass(frozen=True)
class NavItem:
    """One link of the header or footer. `current` marks the page (or section) the reader is on."""

    text: str
    url: str
    current: bool = False


def branding(request: HttpRequest) -> dict[str, Any]:
    """Layout context: `branding`, `nav`, `footer_links`, `product_version`.

    A view adds its own sections as `section_nav` (a sequence of NavItem); the layout prints them after `nav`.
    Lazy, because fragments and error pages that never print the header should not pay for it.
    """
    return {
        "branding": SimpleLazyObject(layout_branding),
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "footer_links": SimpleLazyObject(_footer_links),
        "product_version": getattr(commissioning, "__version__", ""),
    }


def layout_branding() -> Branding:
    """The deployment's name, colour and partners, from settings alone: error pages print them without a request."""
    given = settings.BRANDING
    return Branding.from_settings(given, f"{reverse('brand_css')}?c={given['colour'].removeprefix('#')}")


def _nav(request: HttpRequest) -> Sequence[NavItem]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    home = reverse("home")
    return (NavItem("Home", home, current=request.path == home),)


def _footer_links() -> Sequence[NavItem]:
    return (
        NavItem("Accessibility statement", reverse("accessibility")),
        NavItem("For programs: the API", reverse("api_docs")),
    )
