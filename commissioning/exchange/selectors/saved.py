"""Saved exports as their page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.urls import reverse

from commissioning.exchange.models import ExportFile, SavedExport
from commissioning.exchange.selectors.table_words import table_words


@dataclass(frozen=True)
class FileView:
    name: str
    on: date
    size: int
    href: str
    problem: str


@dataclass(frozen=True)
class ExportView:
    """`what` is the table with its filters; `next_on` is None for one that is made only when asked for."""

    name: str
    what: str
    often: str
    kind: str
    next_on: date | None
    act_url: str
    files: tuple[FileView, ...]


def export_views(rows: QuerySet[SavedExport]) -> list[ExportView]:
    """Two queries, without the files' contents."""
    files = ExportFile.objects.defer("content").order_by("-made_at", "-pk")
    return [
        _view(export)
        for export in rows.select_related("programme").prefetch_related(Prefetch("files", files))
    ]


def _view(export: SavedExport) -> ExportView:
    of = [export.programme.key, export.pk]
    return ExportView(
        name=export.name,
        what="; ".join((table_words(export.table), *_asked(export.query))),
        often=export.get_cadence_display(),
        kind=export.get_format_display(),
        next_on=export.next_on,
        act_url=reverse("saved_export_act", args=of),
        files=tuple(_files(export.files.all(), of)),
    )


def _asked(query: str) -> Iterable[str]:
    """Filters and order as people read them: “kind: milestone”, “sorted by when, descending”."""
    for name, value in ((name, value) for name, values in QueryDict(query).lists() for value in values):
        if name == "sort":
            yield f"sorted by {value.removeprefix('-')}{', descending' if value.startswith('-') else ''}"
        elif value:
            yield f"{name.replace('_', ' ')}: {value}"


def _files(files: Iterable[ExportFile], of: list[object]) -> Iterable[FileView]:
    for made in files:
        href = "" if made.problem else reverse("saved_export_file", args=[*of, made.pk])
        yield FileView(made.file_name, made.on, made.size, href, made.problem)
