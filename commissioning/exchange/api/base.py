"""What every address of the API does first: count, find out who asks, refuse whoever may not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import MethodNotAllowed, NotFound, Throttled
from rest_framework.views import APIView

from commissioning.core.problems import FieldError
from commissioning.exchange.api.formats import CSVAnswer, JSONAnswer, json_bytes
from commissioning.exchange.api.refusals import wrong
from commissioning.exchange.api.throttling import counts_of
from programmes.views.base import read_day


class ApiView(APIView):  # type: ignore[misc]  # the framework ships no types
    """JSON, for whoever is signed in. `http` is the request as the rest of the product knows it."""

    renderer_classes: tuple[type[Any], ...] = (JSONAnswer,)
    http_method_names = ("get", "head", "post", "patch")

    @property
    def http(self) -> HttpRequest:
        request: HttpRequest = self.request._request
        return request

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Counted before anything else, so that guessing tokens is counted too."""
        waits = [
            count.wait() for count in counts_of(request._request) if not count.allow_request(request, self)
        ]
        if waits:
            raise Throttled(max(wait or 1 for wait in waits))
        super().initial(request, *args, **kwargs)

    def not_allowed(self, *allowed: str) -> MethodNotAllowed:
        """405 that says what this very address knows."""
        self.headers["Allow"] = ", ".join(allowed)
        return MethodNotAllowed(self.request.method)


class TableAnswers(ApiView):
    """An address that also answers with a file."""

    renderer_classes = (JSONAnswer, CSVAnswer)

    @property
    def wants_file(self) -> bool:
        return bool(self.request.accepted_renderer.format == CSVAnswer.format)


class Absent(ApiView):
    """Every address that there is not."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound


def day_of(request: HttpRequest) -> date:
    """The day of `?as_at=2018-12-13`, else today. Raises Refusal 400 for what is no day."""
    today: date = request.today  # type: ignore[attr-defined]
    given = request.GET.get("as_at", "").strip()
    if not given and "as_at" not in request.GET:
        return today
    day, problem = read_day(given)
    if day is None:
        raise wrong([FieldError("as_at", problem, "unreadable")])
    return day


def json_answer(data: Any, headers: Mapping[str, str], *, status: int = 200) -> HttpResponse:
    """An answer that is finished here: what is written, and what is kept for an idempotency key."""
    response = HttpResponse(json_bytes(data), status=status, content_type="application/json")
    for name, value in headers.items():
        response[name] = value
    return response
