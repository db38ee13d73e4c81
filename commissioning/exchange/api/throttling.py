"""How many requests are answered: counted where every worker sees it, by person or, signed out, by address."""

from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import SimpleRateThrottle

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Count(SimpleRateThrottle):  # type: ignore[misc]  # the framework ships no types
    """One count of one asker. The rate is read when it is asked for, so that a deployment can set its own."""

    def __init__(self, scope: str, asker: str) -> None:
        self.scope, self.asker = scope, asker
        super().__init__()

    def get_rate(self) -> str:
        return str(settings.API_RATES[self.scope])

    def get_cache_key(self, request: Any, view: Any) -> str:  # noqa: ARG002  # as the framework asks
        return f"throttle:{self.scope}:{self.asker}"


def counts_of(request: HttpRequest) -> Iterator[Count]:
    """The counts that a request is held against: everything, and apart from that writing, searches and files."""
    if not request.user.is_authenticated:
        yield Count("api_address", str(get_adapter().get_client_ip(request)))
        return
    asker = str(request.user.pk)
    yield Count("api_person", asker)
    if request.method not in SAFE:
        yield Count("api_write", asker)
    elif "search" in request.GET or is_file(request):
        yield Count("api_heavy", asker)


def is_file(request: HttpRequest) -> bool:
    """Whether CSV is asked for."""
    return request.GET.get("format") == "csv" or "text/csv" in request.headers.get("Accept", "")
