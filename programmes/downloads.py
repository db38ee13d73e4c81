"""Links that take a table away, for those who may: the whole of it, or the part that a filter leaves, said in words."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from commissioning.core.components import Download
from commissioning.core.tables import query_with
from programmes.addresses import Addresses

KINDS = (("table_xlsx", "a workbook", "Excel"), ("table_csv", "CSV", "one table, UTF-8"))


def whole_downloads(frame: Mapping[str, Any], to: Addresses, **tables: str) -> tuple[Download, ...]:
    """Each table whole, in both kinds, on the day of the page; `tables` are the words for each, such as “Every post”.

    Nothing for a reader who may not export. The words must say “every”: the file follows no filter of the page.
    """
    if not frame["may_export"]:
        return ()
    return tuple(
        Download(f"{words} as {kind}", to.of(name, table), note)
        for table, words in tables.items()
        for name, kind, note in KINDS
    )


def filtered_downloads(
    frame: Mapping[str, Any], to: Addresses, params: QueryDict, table: str, words: str
) -> tuple[Download, ...]:
    """One table as the page's filter leaves it: the address carries filter and day."""
    if not frame["may_export"]:
        return ()
    asked = query_with(params, page=None)
    view = "" if asked == "?" else asked
    return tuple(
        Download(f"{words} as {kind}", reverse(name, args=[to.key, table]) + view, note)
        for name, kind, note in KINDS
    )
