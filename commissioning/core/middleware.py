"""What every request carries: the day it is asked on, and the actor that history rows are written under."""

import uuid
from collections.abc import Callable

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

Handler = Callable[[HttpRequest], HttpResponse]
OPEN_PREFIXES = (
    "/accounts/",
    "/static/",
    "/health/",
    "/brand.css",
    "/accessibility/",
    "/favicon.ico",
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
        with pghistory.context(
            user=user.pk if user else None, url=request.path, request=request_id
        ):
            return self.get_response(request)


class SignInRequiredMiddleware:
    """Deny by default: without signing in, only sign-in itself, health, and the accessibility statement answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated or request.path.startswith(OPEN_PREFIXES):
            response = self.get_response(request)
            if request.user.is_authenticated and not request.path.startswith(
                "/static/"
            ):
                response.setdefault("Cache-Control", "no-store, private")
            return response
        if request.method in {"GET", "HEAD"}:
            return redirect(f"{settings.LOGIN_PATH}?next={request.get_full_path()}")
        return redirect(settings.LOGIN_PATH)
