"""What a page hands to the `app-*` components: finished, frozen, plain data. No queries, no rules, no HTML.

Each feeds templates/components/app-<name>.html through the tag `app_<name>`: see docs/how-to/write-a-page.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.forms import BaseForm

    from commissioning.core.tables import Cell, Table


class Tone(StrEnum):
    """How much a thing wants looking at. Each has its own shape and words as well as its colour."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    ALERT = "alert"
    UNKNOWN = "unknown"


TONE_COLOURS = {
    Tone.NEUTRAL: "grey",
    Tone.INFO: "blue",
    Tone.GOOD: "green",
    Tone.WARN: "yellow",
    Tone.ALERT: "red",
    Tone.UNKNOWN: "unknown",
}
TONE_WORDS = {
    Tone.WARN: "To check",
    Tone.ALERT: "Needs action",
    Tone.UNKNOWN: "Not known",
}


@dataclass(frozen=True)
class Link:
    """`words` are read out after the text where the text alone is not clear: Change *scope of CAMHS*."""

    text: str
    href: str
    words: str = ""


@dataclass(frozen=True)
class Tag:
    text: str
    tone: Tone = Tone.NEUTRAL

    @property
    def colour(self) -> str:
        return TONE_COLOURS[self.tone]


@dataclass(frozen=True)
class Tile:
    """One figure beside what it should equal. `href` opens exactly the rows behind it."""

    heading: str
    figure: str
    against: str = ""
    href: str = ""
    link_text: str = "See the rows"
    tone: Tone = Tone.INFO
    status: str = ""

    @property
    def words(self) -> str:
        """The tone in words; empty for a figure that asks for nothing."""
        return self.status or TONE_WORDS.get(self.tone, "")


@dataclass(frozen=True)
class Citation:
    """Where a figure was printed. `href` leads to the document at that place."""

    document: str
    place: str = ""
    href: str = ""
    extraction: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Panel:
    """Something that needs attention: what is wrong, who owns it, by when."""

    heading: str
    text: str = ""
    tone: Tone = Tone.INFO
    owner: str = ""
    due: str = ""
    items: Sequence[str] = ()
    link: Link | None = None
    source: Citation | None = None
    status: str = ""
    level: int = 3

    @property
    def words(self) -> str:
        return self.status or TONE_WORDS.get(self.tone, "")


@dataclass(frozen=True)
class Figure:
    """A chart twice (720 and 340 wide), a heading that states the finding, and the data as a table."""

    heading: str
    wide: str
    narrow: str = ""
    note: str = ""
    table: "Table | None" = None
    narrow_items: Sequence[str] = ()
    sources: Sequence[Citation] = ()
    illustrative: bool = False
    level: int = 3


@dataclass(frozen=True)
class SummaryRow:
    key: str
    value: "Cell"
    actions: Sequence[Link] = ()


@dataclass(frozen=True)
class HistoryEntry:
    """One change in a plain sentence: “Moved from phase 2 to phase 3.” What a paper does not date has no `when`."""

    sentence: str
    when: datetime | date | None = None
    who: str = ""
    why: str = ""
    details: Sequence[str] = ()
    source: Citation | None = None


@dataclass(frozen=True)
class ConflictField:
    """One field that both people changed. The chosen side arrives as `keep_<name>` = `theirs` or `yours`.

    `saved` says whose the other version is, where not all fields were saved at once; `keep` is the side chosen first.
    """

    name: str
    label: str
    theirs: str
    yours: str
    before: str = ""
    saved: str = ""
    keep: str = "theirs"

    @property
    def input_name(self) -> str:
        return f"keep_{self.name}"


@dataclass(frozen=True)
class Conflict:
    """Someone else saved first. `hidden` carries everything of the reader's own version back to the server."""

    record: str
    who: str
    when: datetime
    fields: Sequence[ConflictField]
    hidden: Sequence[tuple[str, str]] = ()
    why: str = ""
    cancel_url: str = ""
    submit_text: str = "Save these choices"


@dataclass(frozen=True)
class Empty:
    """Why there is nothing here, and what to do next."""

    heading: str
    text: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class Download:
    """`note` says what the file holds: “Excel workbook, 6 sheets”."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class AsAt:
    """The day a page stands on. `hidden` keeps the rest of the address; `clear_url` returns to today.

    `note` says what on the page does not follow the day.
    """

    on: date
    today: date
    action: str = ""
    hidden: Sequence[tuple[str, str]] = ()
    clear_url: str = ""
    name: str = "on"
    error: str = ""
    note: str = ""

    @property
    def is_today(self) -> bool:
        return self.on == self.today


@dataclass(frozen=True)
class Filter:
    """A GET form over a list. `results_id` is the element that htmx replaces; without scripts the page reloads.

    `also_id` is a second one, for a finding that stands above the form.
    """

    form: "BaseForm"
    action: str = ""
    results_id: str = "results"
    heading: str = "Filter"
    submit: str = "Show results"
    clear_url: str = ""
    applied: Sequence[Link] = ()
    hidden: Sequence[tuple[str, str]] = ()
    also_id: str = ""


@dataclass(frozen=True)
class PageLink:
    """A numbered page; without an address it stands for a gap (…)."""

    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Pagination:
    summary: str
    pages: Sequence[PageLink] = field(default=())
    previous_url: str = ""
    next_url: str = ""
