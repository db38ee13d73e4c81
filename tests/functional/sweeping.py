"""What a sweep is made of: a page with who gets it, and the eyes that look at it.

Every answer is read as text for every role. The browser, which costs a hundred times as much, is shown a page only
where its header or the rest of it differs by a word from what it has been shown before, and put to axe where the rest
does: wide and narrow where it has a kind of element that no page before it had, otherwise one of the two, turn about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from commissioning.core.access import Role
from tests.functional.visitor import Visitor

ON = "?on=2018-12-13"
AXE_WIDTHS = (1280, 375)
NARROWEST = 320
OPEN_DETAILS = "document.querySelectorAll('details').forEach(details => { details.open = true })"

ALL = frozenset(Role.values)
SCOPE = frozenset({"platform_administrator", "programme_manager", "commissioner"})
MONEY = frozenset({"platform_administrator", "programme_manager", "finance_lead"})
MAY_EVALUATE = SCOPE | {"finance_lead", "evaluator"}
EVIDENCE = frozenset({"platform_administrator", "programme_manager", "analyst"})
COMMISSIONER = frozenset({"commissioner"})
OUTSIDERS = COMMISSIONER | {"evaluator"}  # in the programmes of other places, by the demonstration accounts
PLANS = frozenset({"platform_administrator", "programme_manager"})


@dataclass(frozen=True)
class Page:
    """An address, and the roles that get it; the others who may see the programme get the page that says why not.

    `unseen` are the roles of people who may not know that the programme is there: they get 404.
    """

    url_name: str
    args: tuple[object, ...] = ()
    query: str = ""
    roles: frozenset[str] = ALL
    status: int = 200
    unseen: frozenset[str] = frozenset()

    def status_for(self, role: str) -> int:
        if role in self.unseen:
            return 404
        return self.status if role in self.roles else 403

    @property
    def path(self) -> str:
        return reverse(self.url_name, args=self.args) + self.query

    def __str__(self) -> str:
        return " ".join(map(str, (self.url_name, *self.args, self.query))).strip()


def own(
    url_name: str, *args: object, query: str = ON, roles: frozenset[str] = ALL, status: int = 200
) -> Page:
    return Page(url_name, ("hampshire", *args), query, roles, status)


def review(
    url_name: str, *args: object, query: str = "", roles: frozenset[str] = ALL, status: int = 200
) -> Page:
    """A page of the review of other places, in which the demonstration's commissioner has no role."""
    return Page(url_name, ("essex", *args), query, roles, status, OUTSIDERS)


def plan(
    url_name: str,
    *args: object,
    query: str = "?on=2013-10-01",
    roles: frozenset[str] = ALL,
    status: int = 200,
) -> Page:
    """A page of the programme with intentions, in which the demonstration's first commissioner has no role."""
    return Page(url_name, ("derby", *args), query, roles, status, OUTSIDERS)


def hub(
    url_name: str,
    *args: object,
    query: str = "?on=2015-03-01",
    roles: frozenset[str] = ALL,
    status: int = 200,
) -> Page:
    """A page of the commissioning hub, in which the demonstration's first commissioner has no role."""
    return Page(url_name, ("nottinghamshire", *args), query, roles, status, OUTSIDERS)


def county(url_name: str, *args: object, query: str = "", status: int = 200) -> Page:
    """A page of the illustrative county, in which the demonstration's first commissioner has no role."""
    return Page(url_name, ("illustration", *args), query, ALL, status, COMMISSIONER)


# --- looking ----------------------------------------------------------------------------------------------------

HEADER = re.compile(r"<header\b.*?</header>", re.DOTALL)
# What differs between any two answers and cannot be seen, or is as long in each: tokens, the number of a request.
OF_THIS_REQUEST = re.compile(r'<input\b[^>]*\btype="hidden"[^>]*>|\bquote [0-9a-f]{12}\b')
ADDRESS = re.compile(r'\b(?:href|action)="[^"#]*"')
START_TAG = re.compile(r"<[a-z][^>]*>")
# What an attribute says of one thing rather than of its kind. Classes, roles, states and types stay.
SAID = re.compile(
    r"\s(?:href|action|id|for|name|value|label|title|alt|content|datetime|list|maxlength"
    r"|d|points|transform|viewbox|[xyr][12]?|[cd][xy]|width|height"
    r'|data-[\w-]+|hx-[\w-]+|aria-(?:label|labelledby|describedby|controls|details))="[^"]*"',
    re.IGNORECASE,
)

KINDS_SEEN: set[str] = set()  # by every sweep of this process: programmes have the same kinds of page


@dataclass
class Sweep:
    """Shows pages to the browser and tells what is wrong with them; remembers what it has been shown."""

    headers: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    turns: int = 0

    def faults(self, visitor: Visitor, path: str, status: int = 200) -> Iterator[str]:
        """What is wrong with a page for one visitor, whose window is left at the narrowest width."""
        text, answered = visitor.fetch(path)
        if answered != status:
            yield f"{path} answered {answered} and not {status} to {visitor}"
            return
        text = OF_THIS_REQUEST.sub("", text)
        header = ADDRESS.sub("", "".join(HEADER.findall(text)))
        body = HEADER.sub("", text)
        if header in self.headers and body in self.bodies:
            return
        visitor.open(path, status=status)
        yield from too_wide(visitor, path, NARROWEST)
        if body not in self.bodies:
            yield from look(visitor, path, self._axe_widths(body))
            visitor.resize(NARROWEST)
        self.headers.add(header)
        self.bodies.add(body)

    def _axe_widths(self, body: str) -> tuple[int, ...]:
        """Every width where a kind of element has been on no page before, and one, turn about, elsewhere."""
        found = kinds_of(body)
        is_new = not found <= KINDS_SEEN
        KINDS_SEEN.update(found)
        self.turns += not is_new
        return AXE_WIDTHS if is_new else (AXE_WIDTHS[self.turns % len(AXE_WIDTHS)],)


def kinds_of(body: str) -> set[str]:
    """The kinds of element on a page: each start tag with its classes, roles, states and the names of what it says."""
    named = (
        SAID.sub(lambda match: " " + match[0].split("=")[0].strip(), tag) for tag in START_TAG.findall(body)
    )
    return set(named)


def look(visitor: Visitor, said: str, axe_widths: tuple[int, ...] = AXE_WIDTHS) -> Iterator[str]:
    """What is wrong with the page a visitor is on, at each width; its disclosures are opened on the way."""
    for width in (NARROWEST, *reversed(AXE_WIDTHS)):
        visitor.resize(width)
        yield from too_wide(visitor, said, width)
    visitor.page.evaluate(OPEN_DETAILS)
    for width in (*AXE_WIDTHS, NARROWEST):
        visitor.resize(width)
        yield from too_wide(visitor, f"{said}, disclosures open,", width)
        if width in axe_widths:
            yield from (f"{said} at {width} px: {found}" for found in visitor.axe_violations())


def too_wide(visitor: Visitor, said: str, width: int) -> Iterator[str]:
    if (pixels := visitor.overflow()) > 0:
        yield f"{said} is {pixels} px too wide at {width} px"
