"""Who asks, in the framework's terms: a signed-in browser, or the bearer of a token."""

from typing import Any, Final

from django.http import HttpRequest
from rest_framework.authentication import CSRFCheck
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from commissioning.exchange.api.refusals import Refusal
from commissioning.exchange.models import TokenScope

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
NOT_KNOWN: Final = "This token does not work: it is mistyped, has ended, or its owner may not sign in."
NO_MARK: Final = "A browser's session writes only with a page's csrfmiddlewaretoken, sent as X-CSRFToken."


class WhoAsks:
    """The framework's name for what the middlewares found out already."""

    def authenticate(self, request: Any) -> tuple[Any, Any] | None:
        http: HttpRequest = request._request
        if hasattr(http, "api_token"):
            if http.api_token is None:
                raise AuthenticationFailed(NOT_KNOWN)
            return http.user, http.api_token
        if not http.user.is_authenticated:
            return None
        check_mark(http)
        return http.user, None

    def authenticate_header(self, request: Any) -> str:  # noqa: ARG002  # the framework asks with it
        return 'Bearer realm="api"'


def check_mark(request: HttpRequest) -> None:
    """Refuse what another site may have made a signed-in browser send: only unsafe methods are looked at."""
    check = CSRFCheck(lambda _: None)
    check.process_request(request)
    if check.process_view(request, None, (), {}):
        raise Refusal(403, "csrf", NO_MARK)


class SignedIn(BasePermission):  # type: ignore[misc]  # the framework ships no types
    """Deny by default; a token also needs the scope of what is asked."""

    def has_permission(self, request: Any, view: Any) -> bool:  # noqa: ARG002  # as the framework asks
        if not request.user.is_authenticated:
            return False
        wanted = TokenScope.READ if request.method in SAFE else TokenScope.WRITE
        if request.auth is not None and wanted not in request.auth.scopes:
            raise Refusal(403, "scope", f"This token may not {wanted.value}: make one that may.")
        return True
