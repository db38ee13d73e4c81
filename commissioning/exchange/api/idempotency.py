"""Asking twice does once: what was answered to a request with an Idempotency-Key is kept, and given again."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from commissioning.core.models import User
from commissioning.core.problems import FieldError
from commissioning.exchange.api.refusals import Refusal, wrong
from commissioning.exchange.models import KeptAnswer

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
KEPT_FOR: Final = timedelta(hours=24)
KEY: Final = re.compile(r"[\x21-\x7e]{1,80}")
KEPT_HEADERS: Final = ("Content-Type", "Location", "ETag")
OTHER: Final = "This key was sent with another request before. Make a new key for a new request."


def once(request: HttpRequest, user: User, at: datetime, produce: Callable[[], HttpResponse]) -> HttpResponse:
    """What `produce` answers; with a key sent before within a day, what was answered then, and nothing is done.

    Two requests with one key at the same moment: the second waits for the first, for the database lets one key in once.
    A refusal is not kept, since it wrote nothing. Raises Refusal 400 for a key that is none, 422 for one used before
    with another request.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return produce()
    if not KEY.fullmatch(key):
        message = "A key is 1 to 80 visible characters without spaces, such as a UUID."
        raise wrong([FieldError(HEADER, message, "unreadable")], code="bad-header")
    with transaction.atomic():
        KeptAnswer.objects.filter(made_at__lt=at - KEPT_FOR).delete()
        kept, is_new = KeptAnswer.objects.get_or_create(
            user=user, key=key, defaults={"request_hash": _fingerprint(request)}
        )
        if not is_new:
            return _again(kept, request)
        response = produce()
        kept.status = response.status_code
        kept.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        kept.body = response.content.decode()
        kept.save()
    return response


def _again(kept: KeptAnswer, request: HttpRequest) -> HttpResponse:
    if kept.request_hash != _fingerprint(request):
        raise Refusal(422, "key-used", OTHER, errors=[FieldError(HEADER, OTHER, "used")])
    response = HttpResponse(kept.body, status=kept.status, headers=kept.headers)
    response[REPLAYED] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(asked).hexdigest()
