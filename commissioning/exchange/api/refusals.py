"""What the API refuses, and how it says so: always application/problem+json, always naming what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions

from commissioning.core.problems import DETAILS, FieldError, problem

TOO_MANY_ERRORS = 100  # told at once; the rest follow when these are put right


class Refusal(Exception):  # noqa: N818  # an answer, not a fault
    """A refusal with its status, the code that names it, and what is wrong with which field."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = tuple(errors), headers or {}


def wrong(errors: Sequence[FieldError], *, code: str = "bad-parameter", status: int = 400) -> Refusal:
    """A refusal of everything that is wrong at once, its first sentence also said as the whole."""
    return Refusal(status, code, errors[0].message, errors=errors[:TOO_MANY_ERRORS])


def answer_refusal(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """The framework's exception handler. None for faults, which the error handlers of the site answer."""
    request: HttpRequest = context["request"]._request
    if isinstance(exc, Refusal):
        response = problem(request, exc.status, code=exc.code, detail=exc.detail, errors=exc.errors)
        for name, value in exc.headers.items():
            response[name] = value
        return response
    status = _status(exc)
    if status is None:
        return None
    response = problem(request, status, detail=_detail(exc, status))
    if isinstance(exc, exceptions.Throttled):
        response["Retry-After"] = str(max(1, int(exc.wait or 1)))
    if status == 401:
        response["WWW-Authenticate"] = getattr(exc, "auth_header", 'Bearer realm="api"')
    return response


def _status(exc: Exception) -> int | None:
    by_kind: tuple[tuple[type[Exception], int], ...] = (
        (exceptions.NotAuthenticated, 401),
        (Http404, 404),
        (PermissionDenied, 403),
        (RequestDataTooBig, 413),
        (BadRequest, 400),
        (SuspiciousOperation, 400),
    )
    for kind, status in by_kind:
        if isinstance(exc, kind):
            return status
    return int(exc.status_code) if isinstance(exc, exceptions.APIException) else None


def _detail(exc: Exception, status: int) -> str:
    """Our own words where the status says all; a sentence of ours where the refusing code gave one."""
    if isinstance(exc, exceptions.AuthenticationFailed):
        return str(exc.detail)
    if isinstance(exc, PermissionDenied | BadRequest) and str(exc):
        return str(exc)
    return DETAILS.get(status) or MORE[status]


MORE: Mapping[int, str] = {
    406: "Ask for application/json or text/csv.",
    415: "Send the body as application/json.",
}
