"""Pages that belong to no domain app: the deployment's colour and the accessibility statement."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

A_YEAR = 365 * 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def brand_css(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django gives it to every view
    """A stylesheet of one rule, because the content policy refuses inline styles.

    The colour was checked when settings loaded. The layout puts it in the address, so a changed colour is a new address
    and the browser may keep the old one for ever.
    """
    return HttpResponse(
        f":root{{--app-brand:{settings.BRANDING['colour']}}}\n",
        content_type="text/css; charset=utf-8",
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that public sector sites must publish (SI 2018/952, regulation 8)."""
    return render(request, "accessibility.html")
