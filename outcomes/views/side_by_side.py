"""What a side-by-side page sets beside each other: one row to a heading, one cell to an area."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from outcomes.models.figures import FigureKind
from outcomes.selectors.area_values import AreaProfile, Said
from outcomes.selectors.figures import FigureView


@dataclass(frozen=True)
class Item:
    """One thing said, with a quieter line beneath it."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class SideCell:
    area: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Side:
    """A heading and what the review says under it of each area; an empty cell says that it says nothing."""

    heading: str
    cells: tuple[SideCell, ...]

    @property
    def is_said(self) -> bool:
        return any(cell.items for cell in self.cells)


def sides_of(profiles: Sequence[AreaProfile]) -> tuple[Side, ...]:
    """Every heading in the order of an area's own page, the short facts first."""
    if not profiles:
        return ()
    facts: list[tuple[str, Callable[[AreaProfile], Sequence[Item]]]] = [
        ("Type of model", lambda p: _one(p.row.model_type)),
        ("Described", lambda p: _one(f"{p.row.depth_label}, section {p.row.section}")),
        ("Interviewed", lambda p: _one(_people(p))),
        ("Populations", _populations),
    ]
    rest: list[tuple[str, Callable[[AreaProfile], Sequence[Item]]]] = [
        ("Figures of its context", lambda p: _figures(p.of_kind(FigureKind.CONTEXT))),
        ("Impacts", lambda p: _figures(p.of_kind(FigureKind.IMPACT, FigureKind.MULTI_SITE))),
        ("Learning", lambda p: [Item(_capital(point.text)) for point in p.learning]),
        ("Risks", _risks),
        ("Themes that cite it", _themes),
    ]
    headings = [
        Side(
            heading.label,
            tuple(_cell(p, [_said(row) for row in p.said(heading.kind)]) for p in profiles),
        )
        for heading in profiles[0].headings
    ]
    sides = [_side(heading, profiles, items) for heading, items in facts]
    return (*sides, *headings, *(_side(heading, profiles, items) for heading, items in rest))


def _side(
    heading: str, profiles: Sequence[AreaProfile], items: Callable[[AreaProfile], Sequence[Item]]
) -> Side:
    return Side(heading, tuple(_cell(profile, items(profile)) for profile in profiles))


def _cell(profile: AreaProfile, items: Sequence[Item]) -> SideCell:
    return SideCell(profile.row.short_name, tuple(items))


def _one(text: str) -> list[Item]:
    return [Item(_capital(text))] if text else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _people(profile: AreaProfile) -> str:
    count = profile.row.interviewees
    if not count:
        return "nobody"
    return "1 person" if count == 1 else f"{count} people"


def _said(row: Said) -> Item:
    number = f"{row.number}. " if row.number is not None else ""
    roles = [f"{part.lower()}: {', '.join(texts)}" for part, texts in row.roles]
    targets = [f"target: {words}" for words in row.targets]
    when = [row.when.printed] if row.when.is_dated else []
    note = "; ".join(filter(None, [row.label, row.wave, *roles, *targets, *when, row.note]))
    return Item(number + _capital(row.text), note)


def _populations(profile: AreaProfile) -> list[Item]:
    return [
        Item(f"{row.place}: {row.printed}", "; ".join(filter(None, [row.ages, row.basis])))
        for row in profile.populations
    ]


def _figures(figures: Sequence[FigureView]) -> list[Item]:
    """The figure before its words, so that a reader can run down the numbers."""
    found = []
    for figure in figures:
        value = figure.printed if figure.is_quantified else ""
        text = f"{value}: {figure.text}" if value else _capital(figure.text)
        basis = figure.basis_label if figure.kind != FigureKind.CONTEXT else ""
        note = "; ".join(filter(None, [basis, figure.direction, figure.site, figure.comparator, figure.note]))
        found.append(Item(text, note))
    return found


def _risks(profile: AreaProfile) -> list[Item]:
    return [
        Item(
            _capital(risk.text),
            f"Mitigation: {'; '.join(risk.mitigations)}" if risk.mitigations else "no mitigation named",
        )
        for risk in profile.risks
    ]


def _themes(profile: AreaProfile) -> list[Item]:
    return [
        Item(_capital(theme.text), "headline" if theme.headline else f"sub-points only: {len(theme.points)}")
        for theme in profile.themes
    ]
