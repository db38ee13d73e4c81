"""The address of a page of the programme, with the as-at day and a filter kept."""

from django.urls import reverse

from commissioning.reporting.selectors.position import Position


def address(at: Position, name: str, query: str = "", keep: str = "", *args: object) -> str:
    url = reverse(name, args=[at.programme.key, *args])
    parts = [part for part in (keep.removeprefix("?"), query) if part]
    return f"{url}?{'&'.join(parts)}" if parts else url
