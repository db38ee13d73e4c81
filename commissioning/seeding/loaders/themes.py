"""Themes across the areas of a review, with their sub-points and the areas that each cites, as printed."""

from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, sources_of
from commissioning.seeding.records import Record
from outcomes.models import CareModelArea, Theme, ThemeCitation, ThemePoint


def load_themes(load: Load) -> None:
    """An area cited with the headline is one citation, with a sub-point another; an area not named has none."""
    records = load.seed.records("themes")
    themes = load.save(
        Theme,
        [Draft(r.id, partial(_theme, load, r, place), sources_of(r)) for place, r in enumerate(records, 1)],
    )
    points = load.save(ThemePoint, [draft for record in records for draft in _points(load, record)])
    cited: list[ThemeCitation] = []
    for record in records:
        theme = themes.get(record.id)
        if theme is None:
            continue
        cited += _citations(load, theme, None, record)
        for reference, point in _point_records(record):
            if reference in points:
                cited += _citations(load, theme, points[reference], point)
    ThemeCitation.objects.bulk_create(cited)


def _theme(load: Load, record: Record, place: int) -> Theme:
    return Theme(programme=load.programme, key=record.text("key"), number=place, text=record.text("text"))


def _point_records(theme: Record) -> Iterator[tuple[str, Record]]:
    for place, record in enumerate(theme.records("sub_points"), 1):
        yield f"{theme.id}-P-{place}", record


def _points(load: Load, theme: Record) -> Iterator[Draft]:
    for place, (reference, record) in enumerate(_point_records(theme), 1):
        yield Draft(reference, partial(_point, load, theme, record, place), sources_of(theme))


def _point(load: Load, theme: Record, record: Record, place: int) -> ThemePoint:
    parent = load.find(Theme, theme.id, record=theme, field="id")
    return ThemePoint(programme=load.programme, theme=parent, text=record.text("text"), position=place)


def _citations(load: Load, theme: Theme, point: ThemePoint | None, record: Record) -> Iterator[ThemeCitation]:
    keys, printed = record.strings("areas"), record.strings("areas_as_printed")
    if len(keys) != len(printed):
        raise record.error("areas_as_printed", "must name each area once, in the order of “areas”")
    for key, words in zip(keys, printed, strict=True):
        reference = load.seed.record("areas").record(key).id
        for area in load.those_left(CareModelArea, [reference], record=record, field="areas"):
            yield ThemeCitation(theme=theme, point=point, area=area, as_printed=words)
