"""Themes across the areas of a review: where each is cited with its headline, and where only with a sub-point.

An empty cell means that the review does not cite the area there. It does not mean that the area lacks it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from outcomes.models import CareModelArea, Theme, ThemeCitation, ThemePoint
from outcomes.selectors.area_values import Learnt
from outcomes.selectors.areas import learning_of
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class AreaHead:
    """An area as the heading of a column: `headlines` and `touched` count themes, the second with sub-points too."""

    key: str
    number: int
    short_name: str
    name: str
    depth_label: str
    interviewees: int
    headlines: int
    touched: int


@dataclass(frozen=True)
class Citation:
    """An area cited with a theme: with its headline (`point` is empty) or with a sub-point, as printed."""

    area_key: str
    area: str
    point: str
    as_printed: str


@dataclass(frozen=True)
class MatrixCell:
    theme_key: str
    area_key: str
    headline: bool
    points: int

    @property
    def is_cited(self) -> bool:
        return self.headline or self.points > 0


@dataclass(frozen=True)
class MatrixRow:
    key: str
    number: int
    text: str
    cells: tuple[MatrixCell, ...]

    @property
    def headlines(self) -> int:
        """The areas cited with the headline."""
        return sum(cell.headline for cell in self.cells)

    @property
    def touched(self) -> int:
        """The areas cited with the headline or with a sub-point."""
        return sum(cell.is_cited for cell in self.cells)


@dataclass(frozen=True)
class ThemeMatrix:
    areas: tuple[AreaHead, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def most_cited(self) -> tuple[MatrixRow, ...]:
        """The themes whose headline cites the most areas; none where nothing is cited."""
        most = max((row.headlines for row in self.rows), default=0)
        return tuple(row for row in self.rows if most and row.headlines == most)


@dataclass(frozen=True)
class PointView:
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class ThemeView:
    """One theme with its citations, and the learning points of an area that the reader asks for."""

    key: str
    number: int
    text: str
    headline: tuple[Citation, ...]
    points: tuple[PointView, ...]
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    def of_area(self, key: str) -> tuple[Citation, ...]:
        every = (*self.headline, *(citation for point in self.points for citation in point.citations))
        return tuple(citation for citation in every if citation.area_key == key)

    @property
    def area_keys(self) -> tuple[str, ...]:
        every = (*self.headline, *(citation for point in self.points for citation in point.citations))
        return tuple(dict.fromkeys(citation.area_key for citation in every))


def theme_matrix(programme: Programme) -> ThemeMatrix:
    """Themes by areas in the review's order, areas without any citation included; three queries."""
    areas = list(CareModelArea.objects.filter(programme=programme))
    themes = list(Theme.objects.filter(programme=programme))
    headlines: set[tuple[int, int]] = set()
    points: dict[tuple[int, int], int] = {}
    cited: list[tuple[int, int, int | None]] = list(
        ThemeCitation.objects.filter(theme__programme=programme).values_list("theme", "area", "point")
    )
    for theme_id, area_id, point_id in cited:
        if point_id is None:
            headlines.add((theme_id, area_id))
        else:
            points[theme_id, area_id] = points.get((theme_id, area_id), 0) + 1
    rows = tuple(
        MatrixRow(
            theme.key,
            theme.number,
            theme.text,
            tuple(
                MatrixCell(
                    theme.key,
                    area.key,
                    (theme.pk, area.pk) in headlines,
                    points.get((theme.pk, area.pk), 0),
                )
                for area in areas
            ),
        )
        for theme in themes
    )
    return ThemeMatrix(tuple(_heads(areas, rows)), rows)


def _heads(areas: Iterable[CareModelArea], rows: tuple[MatrixRow, ...]) -> Iterable[AreaHead]:
    for place, area in enumerate(areas):
        cells = [row.cells[place] for row in rows]
        yield AreaHead(
            area.key,
            area.number,
            area.short_name,
            area.name,
            area.get_depth_display(),
            area.interviewees,
            sum(cell.headline for cell in cells),
            sum(cell.is_cited for cell in cells),
        )


def theme_of(programme: Programme, key: str) -> ThemeView | None:
    """One theme with every citation, as printed; None where the programme has no such theme."""
    theme = Theme.objects.filter(programme=programme, key=key).first()
    if theme is None:
        return None
    cited = list(
        ThemeCitation.objects.filter(theme=theme).select_related("area").order_by("area__number", "pk")
    )
    by_point: dict[int | None, list[Citation]] = {}
    points = list(ThemePoint.objects.filter(theme=theme))
    words = {point.pk: point.text for point in points}
    for row in cited:
        citation = Citation(
            row.area.key, row.area.short_name, words.get(row.point_id or 0, ""), row.as_printed
        )
        by_point.setdefault(row.point_id, []).append(citation)
    return ThemeView(
        key=theme.key,
        number=theme.number,
        text=theme.text,
        headline=tuple(by_point.get(None, ())),
        points=tuple(PointView(point.text, tuple(by_point.get(point.pk, ()))) for point in points),
        places=places_of([theme.fact_id]).get(theme.fact_id or 0, ()),
        fact_id=theme.fact_id,
        illustrative=theme.illustrative,
    )


def learning_where_cited(programme: Programme, keys: Iterable[str]) -> tuple[Learnt, ...]:
    """The learning points of the areas that a theme cites, in the review's order."""
    found = list(CareModelArea.objects.filter(programme=programme, key__in=list(keys)))
    return learning_of(programme, found)
