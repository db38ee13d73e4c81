"""What has changed since a pack was made, and what differs between two packs: figure by figure, and in the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from commissioning.core.documents.blocks import plain_text
from commissioning.reporting.pack.build import figures_on
from governance.models import BoardPack
from governance.rules.changed import Difference, Figure, differences
from governance.services.packs import document_of


@dataclass(frozen=True)
class Since:
    """One difference. `corrected`: what is recorded of the pack's own day has changed, not only what is true today."""

    difference: Difference
    corrected: bool


def figures_of(content: Mapping[str, Any]) -> list[Figure]:
    """The frozen figures of a pack, in the order in which it printed them."""
    return _figures(content.get("figures", {}))


def _figures(kept: Mapping[str, Mapping[str, str]]) -> list[Figure]:
    return [
        Figure(key, each["label"], each["printed"], each.get("address", "")) for key, each in kept.items()
    ]


def since(pack: BoardPack, today: date) -> tuple[Since, ...]:
    """The figures that a pack made today would print otherwise, those of a changed past marked.

    A pack for 13 December 2018 read today differs where the world has moved on, and where somebody has since put right
    what was recorded of that day; a reader wants to tell one from the other.
    """
    then = figures_of(pack.content)
    now = differences(then, _figures(figures_on(pack.meeting, today, pack.options)))
    own = now
    if pack.as_at != today:
        own = differences(then, _figures(figures_on(pack.meeting, pack.as_at, pack.options)))
    corrected = {each.key for each in own}
    moved = {each.key for each in now}
    only_own = tuple(Since(each, corrected=True) for each in own if each.key not in moved)
    return (*(Since(each, corrected=each.key in corrected) for each in now), *only_own)


def between(earlier: BoardPack, later: BoardPack) -> tuple[Difference, ...]:
    """The figures of the later pack that differ from those of the earlier one, gone or new ones among them."""
    return differences(figures_of(earlier.content), figures_of(later.content))


def text_changes(earlier: BoardPack, later: BoardPack) -> list[tuple[str, str]]:
    """Sentences and rows that one pack has and the other has not, as (“+” or “-”, text), in reading order.

    Lines are held against each other whole: what looks alike within them is not looked for, since that takes minutes
    between packs that have little in common.
    """
    before, after = (plain_text(document_of(each)).splitlines() for each in (earlier, later))
    found: list[tuple[str, str]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for gone, come in zip_longest(before[i1:i2], after[j1:j2], fillvalue=""):
            found += [("-", gone), ("+", come)]
    return [(sign, line) for sign, line in found if line.strip()]


def earlier_pack(pack: BoardPack) -> BoardPack | None:
    """The latest pack of the body's meeting before, by day; without one, the pack before of the same meeting."""
    body = BoardPack.objects.filter(programme=pack.programme, meeting__body=pack.meeting.body)
    before = body.exclude(meeting=pack.meeting).filter(as_at__lt=pack.as_at)
    found = before.order_by("-as_at", "-number", "-pk").defer("pdf").first()
    if found is not None:
        return found
    return body.filter(meeting=pack.meeting, number__lt=pack.number).order_by("-number").defer("pdf").first()
