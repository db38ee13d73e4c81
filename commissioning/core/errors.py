"""Pages for what went wrong: plain words, the request's number, no trace, no database; problem+json under /api/.

They are rendered without the request, because the header would ask who is signed in, and that may be the very thing
that is failing.
"""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from commissioning.core.context import layout_branding
from commissioning.core.problems import is_api, problem

Handler = Callable[[HttpRequest], HttpResponse]
SECONDS_TO_RETRY = 10


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the sentence that the refusing code gave, if it gave one."""
    return _page(request, 403, why=str(exception) if exception else "")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django logs it
    """403 for a form without this site's mark: sent from elsewhere, or with cookies switched off."""
    return _page(
        request, 403, why="The form could not be checked as coming from this site. Go back and reload."
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404, the same for what does not exist and for what the reader may not know of: never the exception's words."""
    return _page(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    response = _page(request, 429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 with Retry-After where the database does not answer, since that passes."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _page(request, 503)
        response["Retry-After"] = str(SECONDS_TO_RETRY)
        return response
    return _page(request, 500)


class ErrorPageMiddleware:
    """Gives the bare 405 and 413 responses of Django and its packages the page that every other error has."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in {405, 413} and not response.streaming and not response.content:
            page = _page(request, response.status_code)
            response.content = page.content
            response["Content-Type"] = page["Content-Type"]
        return response


def _page(request: HttpRequest, status: int, *, why: str = "") -> HttpResponse:
    if is_api(request):
        return problem(request, status, detail=why)
    context = {
        "branding": layout_branding(),
        "request_id": getattr(request, "request_id", ""),
        "why": why,
        "status": status,
    }
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)
