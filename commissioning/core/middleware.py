"""What every request carries: the day it is asked on, and the actor that history rows are written under."""

import uuid
from collections.abc import Callable
from urllib.parse import urlencode

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from commissioning.core.problems import is_api

Handler = Callable[[HttpRequest], HttpResponse]
OPEN_PREFIXES = (
    "/accounts/",
    "/static/",
    "/health/",
    "/brand.css",
    "/accessibility/",
    "/favicon.ico",
    "/calendar/",  # feeds by private link: the token in the address stands for whoever made it
)


class RequestContextMiddleware:
    """Sets `request.today` (the only place where pages read the clock) and the history context."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.today = timezone.localdate()  # type: ignore[attr-defined]
        request_id = uuid.uuid4().hex[:12]
        request.request_id = request_id  # type: ignore[attr-defined]
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        user = getattr(request, "user", None)
        with pghistory.context(user=user.pk if user else None, url=request.path, request=request_id):
            return self.get_response(request)


class SignInRequiredMiddleware:
    """Deny by default: without signing in, only sign-in, health, the accessibility statement and private feeds answer.

    Whoever asks for anything else is sent to sign in, whether or not the page exists, and comes back to it after.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Open addresses first: health answers without asking who is there, and so without a database.
        # The API lets nobody in either, but says so as data: every address under it asks who is there.
        is_open = request.path.startswith(OPEN_PREFIXES) or is_api(request)
        may_pass = is_open or request.user.is_authenticated
        response = self.get_response(request) if may_pass else self._to_sign_in(request)
        response.setdefault("Cache-Control", "no-store, private")
        return response

    @staticmethod
    def _to_sign_in(request: HttpRequest) -> HttpResponse:
        """Only what can be fetched again is come back to: a form sent after the session ended is not."""
        if request.method not in {"GET", "HEAD"}:
            return redirect(settings.LOGIN_PATH)
        address = f"{settings.LOGIN_PATH}?{urlencode({'next': request.get_full_path()})}"
        if request.headers.get("HX-Request") == "true":
            # Otherwise htmx would follow the redirect and put the sign-in page inside a fragment of this one.
            return HttpResponseClientRedirect(address)
        return redirect(address)
