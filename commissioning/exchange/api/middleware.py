"""The bearer of a token is its owner, for one request, and may never do more than the owner may on that day."""

from collections.abc import Callable
from typing import Final

import pghistory
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from commissioning.core.problems import is_api
from commissioning.exchange.services.tokens import note_use, token_behind

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenMiddleware:
    """Signs the bearer of a token in, for one request to the API and no other address.

    Whoever sends an Authorization header is taken at that word alone: a session cookie beside it counts for nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("Authorization")
        if given is None or not is_api(request):
            return self.get_response(request)
        scheme, _, text = given.partition(" ")
        today = request.today  # type: ignore[attr-defined]
        token = token_behind(text.strip(), today) if scheme.lower() == "bearer" else None
        request.user = token.user if token else AnonymousUser()
        request.api_token = token  # type: ignore[attr-defined]
        if token is None:
            return self.get_response(request)
        note_use(token, today)
        if request.method in SAFE:
            return self.get_response(request)
        with pghistory.context(user=token.user_id, token=token.pk):
            return self.get_response(request)
