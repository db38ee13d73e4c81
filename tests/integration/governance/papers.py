"""Papers for tests: one that is complete in its style, and what a browser sends of one."""

import re
from html.parser import HTMLParser

from governance.forms_paper_text import is_written
from governance.models import BoardPaper
from governance.models.papers import ImplicationArea
from governance.rules.house_styles import HOUSE_STYLES
from tests.factories import (
    BoardPaperFactory,
    PaperImplicationFactory,
    PaperSectionFactory,
    RecommendationFactory,
)


def full_paper(style: str = "hampshire", **given) -> BoardPaper:
    """A draft that lacks nothing: every section and every implication, and two recommendations."""
    made = BoardPaperFactory(style=style, title="A crisis service", author_role="Director", **given)
    for section in HOUSE_STYLES[style].sections:
        if is_written(section):
            PaperSectionFactory(paper=made, code=section.code, text=f"About {section.code}.")
    for area in ImplicationArea.values:
        if any(demand.area == area for demand in HOUSE_STYLES[style].implications):
            PaperImplicationFactory(paper=made, area=area, text="None")
    for place, (verb, text) in enumerate([("agree", "the plan"), ("note", "the risks")], start=1):
        RecommendationFactory(
            programme=made.programme,
            paper=made,
            document=None,
            body=made.body,
            verb=verb,
            text=text,
            position=place,
            state="drafted",
        )
    return made


class FormReader(HTMLParser):
    """What a browser would send of the form of a page: every named control with its value."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self._area = self._select = ""
        self.feed(html[html.index("<main") :])

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        name = given.get("name", "")
        if tag == "input" and name:
            if "checked" in given or given.get("type") not in ("radio", "submit"):
                self.values[name] = given.get("value", "")
        elif tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.values[self._select] = given.get("value", "")

    def handle_endtag(self, tag) -> None:
        if tag == "textarea":
            self.values[self._area] = re.sub(r"\A\n", "", self.values[self._area])
            self._area = ""

    def handle_data(self, data) -> None:
        if self._area:
            self.values[self._area] += data


def sent_by(response) -> dict[str, str]:
    """The values that the page's form would send as it stands, without the token."""
    found = FormReader(response.content.decode()).values
    found.pop("csrfmiddlewaretoken", None)
    return found
