"""Errors as data: what programs get where people get a page. application/problem+json, as RFC 9457 has it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

CONTENT_TYPE: Final = "application/problem+json"
PREFIX: Final = "/api/"
PAGES: Final = "/api/docs/"  # for people: they get pages, and are sent to sign in
# What each type is explained under. A relative address, so that no host name can be put into an answer.
TYPES: Final = f"{PAGES}errors/"

DETAILS: Final = {
    400: "The request cannot be read.",
    401: "Sign in, or send a token: Authorization: Bearer …",
    403: "You may not do this.",
    404: "There is nothing here, or nothing that you may see. Addresses end with a slash.",
    405: "This address does not know that method.",
    413: "The request is too long.",
    429: "Too many requests. Wait for the seconds that Retry-After says.",
    500: "Something went wrong here. Nothing was written.",
    503: "The service is not available for a moment. Ask again after the seconds that Retry-After says.",
}


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of a body, one parameter or one header; `field` is "" for the whole request."""

    field: str
    message: str
    code: str


def is_api(request: HttpRequest) -> bool:
    """Whether whoever asks for the address is a program."""
    return request.path.startswith(PREFIX) and not request.path.startswith(PAGES)


def problem(
    request: HttpRequest, status: int, *, code: str = "", detail: str = "", errors: Sequence[FieldError] = ()
) -> HttpResponse:
    """The answer. `code` names the type of problem; without one it is named by its status."""
    title = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": f"{TYPES}#{code or title.lower().replace(' ', '-')}",
        "title": title,
        "status": status,
        "detail": detail or DETAILS.get(status, title),
        "request_id": getattr(request, "request_id", ""),
    }
    if errors:
        body["errors"] = [asdict(error) for error in errors]
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
