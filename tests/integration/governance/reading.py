"""What a reader of a page sees, and who is reading."""

import html
import re

from django.http import HttpResponse
from django.test import Client

from commissioning.core.models import User

TAG = re.compile(r"<[^>]+>")


def text_of(response: HttpResponse) -> str:
    """The words of a page, hidden headings included, with single spaces."""
    return " ".join(html.unescape(TAG.sub(" ", response.content.decode())).split())


def signed_in(who: str) -> Client:
    """A browser signed in as one of the demonstration accounts, such as “manager”."""
    client = Client()
    client.force_login(User.objects.get(email=f"{who}@example.org"))
    return client
