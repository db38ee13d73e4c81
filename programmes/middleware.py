from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .access import grants_for


class GrantsMiddleware:
    """Sets `request.grants`: read afresh for every request, so that a role taken away ends with the next click."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.grants = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: grants_for(request.user, request.today)  # type: ignore[attr-defined, arg-type]
        )
        return self.get_response(request)
