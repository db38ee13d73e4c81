"""What the tests of services and money share: signing in, opening a page, reading its tables as a reader would."""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from commissioning.core.access import Role
from commissioning.core.models import User
from tests.factories import person_with


class TableReader(HTMLParser):
    """The rows of every table of a page, each cell as its visible words, and the links of each cell."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.links: list[list[list[list[str]]]] = []
        self._open = self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "table":
            self.tables.append([])
            self.links.append([])
        elif tag == "tr":
            self.tables[-1].append([])
            self.links[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.links[-1][-1].append([])
            self._open += 1
        elif tag == "a" and self._open:
            self.links[-1][-1][-1].append(given["href"])
        if (tag == "span" and given.get("aria-hidden") == "true") or (tag == "span" and self._hidden):
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._open -= 1
            self.tables[-1][-1][-1] = " ".join(self.tables[-1][-1][-1].split())
        if tag == "span" and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if self._open and not self._hidden:
            self.tables[-1][-1][-1] += f" {data}"


@dataclass
class Page:
    """One answer: its words, its tables (body rows alone) and the links of their cells."""

    response: HttpResponse

    def __post_init__(self) -> None:
        self.html = self.response.content.decode()
        reader = TableReader(self.html)
        self.tables = [rows[1:] for rows in reader.tables]
        self.links = [rows[1:] for rows in reader.links]

    @property
    def words(self) -> str:
        main = self.html[self.html.index("<main") : self.html.index("</main>")]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

    @property
    def results(self) -> str:
        """The words of the list itself, without the filter above it."""
        main = self.html[self.html.index('id="results"') : self.html.index("</main>")]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

    @property
    def first_column(self) -> list[str]:
        return [row[0] for row in self.tables[0]] if self.tables else []


def signed_in(role: Role | None, programme: Any = None, **fields: Any) -> Client:
    client = Client()
    client.force_login(person_with(role, programme=programme, **fields))
    return client


def signed_in_as(email: str) -> Client:
    """One of the accounts that come with the demonstration data."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def open_page(client: Client, path: str) -> Page:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return Page(response)
