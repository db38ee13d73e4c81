"""A governance map in words: its caption, its description, its table, and the list that phones show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from commissioning.core.charts.governance_layers import layers, without_circles
from commissioning.core.charts.governance_parts import (
    ACCOUNTABILITY,
    LINK_LINES,
    UPWARD,
    MapBody,
    MapLink,
)
from commissioning.core.tables import Cell, Column, Row, Table

MOST_TOLD: Final = 2
NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NO_LINK: Final = "No link recorded"


@dataclass(frozen=True)
class ListedLink:
    """One line under a body: “Accountable to”, whom, and the note. `against` closes a circle of answering."""

    words: str
    name: str
    href: str = ""
    note: str = ""
    is_proposed: bool = False
    closes_circle: bool = False


@dataclass(frozen=True)
class ListedBody:
    body: MapBody
    links: Sequence[ListedLink]
    linked: bool


def finding(bodies: Sequence[MapBody], links: Sequence[MapLink]) -> str:
    """The caption: how many bodies; who answers to two or in a circle, or else who answers to whom; who has no link.

    Two lines of accountability are lines of reporting, accountability or management from one body to two others:
    escalating, advising and linking are none. Proposed links count as none either.
    """
    if not bodies:
        return "No body is recorded yet."
    names = {body.reference: body.name for body in bodies}
    linked = {end for link in links for end in (link.source, link.target)}
    doubles = _two_lines(links, names)
    _, closing = without_circles(links)
    told = [*_circles(closing, names), *doubles] or _groups(links, names)
    without = sum(body.reference not in linked for body in bodies)
    if without:
        told.append(f"{without} with no link recorded" if links else "no link recorded between them")
    return "; ".join((counted(len(bodies), "body", "bodies"), *told)) + "."


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _two_lines(links: Iterable[MapLink], names: Mapping[str, str]) -> list[str]:
    upward: dict[str, list[MapLink]] = {}
    for link in links:
        if link.kind in ACCOUNTABILITY and not link.is_proposed:
            upward.setdefault(link.source, []).append(link)
    found = [(source, own) for source, own in upward.items() if len({link.target for link in own}) > 1]
    told = []
    for source, own in found[:MOST_TOLD]:
        many = NUMBERS[len(own)] if len(own) < len(NUMBERS) else str(len(own))
        ends = ", and ".join(f"{link.line.after(names[source])} {names[link.target]}" for link in own)
        told.append(f"{many} lines of accountability from {names[source]}, which {ends}")
    return _cut(told, len(found), "with more than one line of accountability")


def _circles(closing: Sequence[MapLink], names: Mapping[str, str]) -> list[str]:
    told = [f"{_sentence(link, names)}, which already answers to it" for link in closing[:MOST_TOLD]]
    return _cut(told, len(closing), "that close a circle")


def _groups(links: Iterable[MapLink], names: Mapping[str, str]) -> list[str]:
    """“8 report to the Board”, one for each kind and target, upward links first; with one source, its name."""
    found: dict[tuple[bool, str, str, bool], list[str]] = {}
    for link in links:
        key = (link.kind not in UPWARD, link.kind, link.target, link.is_proposed)
        found.setdefault(key, []).append(names[link.source])
    told = []
    for (_, kind, target, proposed), sources in sorted(found.items(), key=lambda item: item[0][0])[
        :MOST_TOLD
    ]:
        line = LINK_LINES[kind]
        who = f"{sources[0]} {line.after(sources[0])}" if len(sources) == 1 else f"{len(sources)} {line.many}"
        told.append(f"{who} {names[target]}{' (proposed)' if proposed else ''}")
    return _cut(told, len(found), "shown below")


def _cut(told: list[str], whole: int, what: str) -> list[str]:
    return [*told, f"{whole - len(told)} more {what}"] if whole > len(told) else told


def description(bodies: Sequence[MapBody], links: Sequence[MapLink]) -> str:
    """Every link as a sentence, for those who do not see the drawing."""
    names = {body.reference: body.name for body in bodies}
    told = (f"{_sentence(link, names)}{' (proposed)' if link.is_proposed else ''}." for link in links)
    return " ".join(told)


def _sentence(link: MapLink, names: Mapping[str, str]) -> str:
    source = names[link.source]
    return f"{source} {link.line.after(source)} {names[link.target]}"


def listed(bodies: Sequence[MapBody], links: Sequence[MapLink]) -> list[ListedBody]:
    """Bodies from the top row down with the links that start at each; those without a link last."""
    known = {body.reference: body for body in bodies}
    level = layers(list(known), links)
    _, closing = without_circles(links)
    own: dict[str, list[ListedLink]] = {}
    for link in links:
        target = known[link.target]
        own.setdefault(link.source, []).append(
            ListedLink(link.label, target.name, target.href, link.note, link.is_proposed, link in closing)
        )
    order = sorted(known, key=lambda one: level.get(one, len(known)))
    return [ListedBody(known[one], own.get(one, ()), one in level) for one in order]


def governance_table(
    bodies: Sequence[MapBody], links: Sequence[MapLink], caption: str = "Bodies and their links"
) -> Table:
    """Each link with its note, then each body without one. A column of notes is left out where nothing is noted."""
    known = {body.reference: body for body in bodies}
    linked = {end for link in links for end in (link.source, link.target)}
    rows = [
        [
            _named(known[link.source]),
            Cell(link.label),
            _named(known[link.target]),
            Cell(link.note),
        ]
        for link in links
    ]
    rows += [
        [_named(body), Cell(NO_LINK, unknown=True), Cell(), Cell()]
        for body in bodies
        if body.reference not in linked
    ]
    columns = [Column("Body"), Column("Link"), Column("To"), Column("Note")]
    kept = 4 if any(link.note for link in links) else 3
    return Table(
        caption=caption,
        columns=columns[:kept],
        rows=[Row(cells[:kept]) for cells in rows],
        caption_size="s",
        empty="No body is recorded yet.",
    )


def _named(body: MapBody) -> Cell:
    return Cell(body.name, href=body.href, note=", ".join(body.standing))
