"""Sign-in as this product wants it: no sign-up, no way off the site, and guessing slowed for each account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator: nobody signs themselves up."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """After signing in, only addresses of the very host that was asked; other allowed hosts are elsewhere too."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count for the account at one address, so that a stranger elsewhere locks nobody out."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Also count wrong passwords for the account from all addresses together, against guessing from many."""
        super().pre_authenticate(request, **credentials)
        account = super()._get_login_attempts_cache_key(request, **credentials)
        usage = ratelimit.consume(request, app="allauth.account", action="login_failed_account", key=account)
        if not usage:
            raise self.validation_error("too_many_login_attempts")
        self._account_usage = usage

    def _rollback_login_failed_rl_usage(self) -> None:
        """The right password counts neither way."""
        super()._rollback_login_failed_rl_usage()
        if usage := getattr(self, "_account_usage", None):
            usage.rollback()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """A password that was reset by e-mail starts the count afresh."""
        super()._delete_login_attempts_cached_email(request, **credentials)
        account = super()._get_login_attempts_cache_key(request, **credentials)
        ratelimit.clear(request, app="allauth.account", action="login_failed_account", key=account)
