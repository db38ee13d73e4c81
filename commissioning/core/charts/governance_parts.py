"""What a governance map is made of: bodies, typed links between them, and the words and line of each kind of link."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple


class LinkLine(NamedTuple):
    """`label` stands on the line, `one` and `many` in sentences. `dash` is empty for an unbroken line.

    `double` lines have a white core. `arrow`: whether the line points at its target.
    """

    label: str
    one: str
    many: str
    width: str
    dash: str = ""
    double: bool = False
    arrow: bool = True

    def after(self, name: str) -> str:
        """The verb as it follows that name: “Board reports to”, “Commissioning Groups (eight intentions) report to”."""
        head = re.split(r" \(| for | of ", name)[0].lower()
        return self.many if head.endswith("s") and not head.endswith(("ss", "us", "is")) else self.one


LINK_LINES: Final = {
    "reports_to": LinkLine("Reports to", "reports to", "report to", "2"),
    "accountable_to": LinkLine("Accountable to", "is accountable to", "are accountable to", "4"),
    "escalates_to": LinkLine("Escalates to", "escalates to", "escalate to", "2.5", "11 5"),
    "line_managed_by": LinkLine(
        "Line managed by", "is line managed by", "are line managed by", "6", double=True
    ),
    "advises": LinkLine("Advises", "advises", "advise", "3", "3 4"),
    "links_with": LinkLine("Links with", "links with", "link with", "2", "14 4 3 4", arrow=False),
}
UPWARD: Final = frozenset({"reports_to", "accountable_to", "escalates_to", "line_managed_by"})
# To escalate a matter, to advise or to link is no line of accountability.
ACCOUNTABILITY: Final = frozenset({"reports_to", "accountable_to", "line_managed_by"})


@dataclass(frozen=True)
class MapBody:
    """A body or a post. `kind` is what it is in a few words: “Statutory board”. `href` is used in list and table only.

    A sovereign body decides for itself; nobody else's agreement stands for its own.
    """

    reference: str
    name: str
    kind: str = ""
    is_sovereign: bool = False
    is_programme_board: bool = False
    href: str = ""

    @property
    def standing(self) -> tuple[str, ...]:
        """Everything said under the name, one line of thought each; nothing that the name says already."""
        marks = (
            "Programme board" if self.is_programme_board else "",
            "Sovereign body" if self.is_sovereign else "",
        )
        return tuple(words for words in (self.kind, *marks) if words and words != self.name)


@dataclass(frozen=True)
class MapLink:
    """`kind` is one of LINK_LINES. Proposed: a paper says that it may come, not that it is so."""

    source: str
    target: str
    kind: str
    note: str = ""
    is_proposed: bool = False

    @property
    def line(self) -> LinkLine:
        return LINK_LINES[self.kind]

    @property
    def label(self) -> str:
        return f"{self.line.label} (proposed)" if self.is_proposed else self.line.label


def in_order(bodies: Sequence[MapBody], links: Sequence[MapLink]) -> list[MapLink]:
    """By the places of source and target among the bodies, then by kind, so that one map has one picture."""
    place = {body.reference: index for index, body in enumerate(bodies)}
    kinds = list(LINK_LINES)
    return sorted(links, key=lambda link: (place[link.source], place[link.target], kinds.index(link.kind)))
