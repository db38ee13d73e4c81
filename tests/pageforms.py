"""Fill in a page's form as a browser would: every control with what it shows, hidden ones included."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

SENT_WHEN_PRESSED = {"submit", "button", "image", "reset", "file"}


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._select: str | None = None
        self._textarea: str | None = None
        self._option: bool = False
        self._first: tuple[str, str] | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return self.forms[-1]["fields"] if self.forms else {}

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        at = dict(attrs)
        if tag == "form":
            self.forms.append(
                {"method": at.get("method", "get"), "action": at.get("action", ""), "fields": {}}
            )
        name = at.get("name")
        if tag == "input" and name:
            kind = at.get("type", "text")
            if kind in SENT_WHEN_PRESSED or (kind in {"checkbox", "radio"} and "checked" not in at):
                return
            self.fields[name] = at.get("value", "on" if kind == "checkbox" else "")
        elif tag == "select" and name:
            self._select, self._first = name, None
        elif tag == "option" and self._select:
            value = at.get("value", "")
            if self._first is None:
                self._first = (self._select, value)
            if "selected" in at:
                self.fields[self._select] = value
        elif tag == "textarea" and name:
            self._textarea = name
            self.fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            if self._select not in self.fields and self._first:
                self.fields[self._select] = self._first[1]
            self._select = None
        elif tag == "textarea":
            if self._textarea:
                # A browser drops the line break that opens a text area's content.
                self.fields[self._textarea] = (
                    self.fields[self._textarea].removeprefix("\n").removeprefix("\r\n")
                )
            self._textarea = None


def forms_of(response: Any) -> Iterator[dict[str, Any]]:
    """Every form of the page: method, action, and its fields with the values shown."""
    parser = _Controls()
    parser.feed(response.content.decode())
    yield from parser.forms


def shown_in(response: Any, field: str = "csrfmiddlewaretoken") -> dict[str, Any]:
    """The fields, with the values shown, of the form that posts and has the field (the last one such)."""
    found = [
        form["fields"] for form in forms_of(response) if form["method"] == "post" and field in form["fields"]
    ]
    assert found, f"The page has no form with {field}."
    return found[-1]
