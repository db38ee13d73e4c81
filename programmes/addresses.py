"""The addresses of one programme's pages, each keeping the day that the reader asked about."""

from django.urls import reverse
from django.utils.http import urlencode


class Addresses:
    def __init__(self, programme_key: str, keep: str = "") -> None:
        self.key = programme_key
        self.keep = keep

    def of(self, name: str, *args: object, **query: str) -> str:
        """The address of a page by its name; `query` is added to the day."""
        asked = urlencode({side: value for side, value in query.items() if value})
        joined = f"{self.keep}{'&' if self.keep else '?'}{asked}" if asked else self.keep
        return reverse(name, args=[self.key, *args]) + joined
