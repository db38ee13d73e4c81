"""Pages as a reader sees them: their text without markup, for asking whether a page shows an answer."""

import html
import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from commissioning.core.models import User

TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
Page = Callable[..., str]


def reader(key: str, day: str) -> Page:
    """A function that gives the words of a page of the programme on a day, to someone who manages it."""
    client = Client()
    client.force_login(User.objects.get(email="manager@example.org"))

    def words(name: str, *args: object, query: str = "") -> str:
        address = f"{reverse(name, args=[key, *args])}?on={day}&{query}"
        response = client.get(address)
        assert response.status_code == 200, address
        return plain(response.content.decode())

    return words


def plain(markup: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", markup)).split())


def says(text: str, *phrases: str) -> bool:
    """Whether each phrase stands in the text; a page may begin it with a capital where the paper does not."""
    missing = [phrase for phrase in phrases if phrase.casefold() not in text.casefold()]
    assert not missing, missing
    return not missing
