"""Tokens for the API: made, ended, and looked up by their hash."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.models import User
from commissioning.exchange.models import ApiToken, TokenScope

MARK: Final = "ict_"  # what scanners for leaked secrets can look for
TOKEN_BYTES: Final = 32
LONGEST_TOKEN: Final = 100
SHOWN: Final = 12  # its first characters, so that its owner can tell one from another
MOST_DAYS: Final = 90
MOST_TOKENS: Final = 20


def make_token(
    *, name: str, scopes: Sequence[str], expires_on: date, on: date, by: User, reason: str = ""
) -> tuple[ApiToken, str]:
    """Make a token for oneself and give its text, which nothing keeps but its SHA-256.

    Raises ValidationError, by field, for a name that is missing or taken by another of one's tokens that still works,
    for no known scope, for a last day that has passed or is more than 90 days off, and where there are too many.
    """
    name = name.strip()
    with transaction.atomic(), acting(by=by, reason=reason or "API token made"):
        User.objects.select_for_update().get(
            pk=by.pk
        )  # so that two made at once are counted one after the other
        working = list(working_tokens(by, on))
        _check(name, scopes, expires_on, on, working)
        text = MARK + secrets.token_urlsafe(TOKEN_BYTES)
        token = ApiToken.objects.create(
            user=by,
            name=name,
            token_hash=hash_of(text),
            starts=text[:SHOWN],
            scopes=sorted(set(scopes)),
            expires_on=expires_on,
        )
    return token, text


def end_token(token: ApiToken, *, at: datetime, by: User, reason: str = "") -> bool:
    """End a token at once; False where it had ended already."""
    with transaction.atomic(), acting(by=by, reason=reason or "API token ended"):
        token = ApiToken.objects.select_for_update().get(pk=token.pk)
        if token.ended_at is not None:
            return False
        token.ended_at = at
        token.save()
    return True


def token_behind(text: str, on: date) -> ApiToken | None:
    """The token, with its owner, if it works on the day; None for one that never was, ended, or whose owner may not in.

    The owner is asked afresh each time, so that an account switched off takes its tokens with it.
    """
    if not text.startswith(MARK) or len(text) > LONGEST_TOKEN:
        return None
    working = ApiToken.objects.filter(ended_at__isnull=True, expires_on__gte=on, user__is_active=True)
    found: ApiToken | None = working.filter(token_hash=hash_of(text)).select_related("user").first()
    return found


def note_use(token: ApiToken, on: date) -> None:
    """Remember that the token was used on the day: once a day, so that reading does not write each time."""
    if token.last_used_on == on:
        return
    with transaction.atomic(), acting(by=token.user, reason="API token used", token=token.pk):
        ApiToken.objects.filter(pk=token.pk, ended_at__isnull=True).update(last_used_on=on)


def working_tokens(user: User, on: date) -> Sequence[ApiToken]:
    """The person's tokens that work on the day, the newest first."""
    return list(ApiToken.objects.filter(user=user, ended_at__isnull=True, expires_on__gte=on))


def hash_of(text: str) -> str:
    """The SHA-256 of a token, in hexadecimal: all that is kept of it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _check(name: str, scopes: Sequence[str], expires_on: date, on: date, working: Sequence[ApiToken]) -> None:
    wrong: dict[str, str] = {}
    if not name:
        wrong["name"] = "Enter what the token is for"
    elif any(token.name.casefold() == name.casefold() for token in working):
        wrong["name"] = f"You have a token called “{name}” already: end it first, or choose another name"
    if not scopes or not set(scopes) <= set(TokenScope.values):
        wrong["scopes"] = "Select what the token may do"
    if not on <= expires_on <= on + timedelta(days=MOST_DAYS):
        wrong["expires_on"] = f"The last day must be from today to {MOST_DAYS} days from now"
    if len(working) >= MOST_TOKENS and not wrong:
        wrong["name"] = f"You have {MOST_TOKENS} tokens, and nobody may have more: end one first"
    if wrong:
        raise ValidationError({key: [message] for key, message in wrong.items()})
