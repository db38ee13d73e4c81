"""Sign-in, sign-out and passwords, and nothing else that the package behind them offers.

Nobody changes the address they sign in with: an administrator vouched for it. The names stay, because the package
itself looks them up, but their pages do not exist.
"""

from typing import NoReturn

from allauth.account.urls import urlpatterns as offered
from django.http import Http404, HttpRequest
from django.urls import URLPattern

CLOSED = {
    "account_email",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_signup",
}


def absent(request: HttpRequest, **kwargs: str) -> NoReturn:  # noqa: ARG001
    raise Http404


urlpatterns = [
    URLPattern(url.pattern, absent, name=url.name) if url.name in CLOSED else url for url in offered
]
