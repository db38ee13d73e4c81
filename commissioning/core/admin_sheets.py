"""Spreadsheets in data entry: a list leads to the import and the export of its register, which are the site's own.

The floor above, where imports are, says for which kinds of record there are any.
"""

from collections.abc import Callable, Sequence

from django.db import models
from django.http import HttpRequest

from commissioning.core.components import Link

Links = Callable[[HttpRequest, type[models.Model]], Sequence[Link]]


class _Source:
    links: Links = staticmethod(lambda _request, _model: ())


def lead_to(links: Links) -> None:
    """Say where the lists of data entry lead to for spreadsheets."""
    _Source.links = staticmethod(links)


def sheet_links(request: HttpRequest, model: type[models.Model]) -> Sequence[Link]:
    """The imports and exports of the kind of record that the person may use; none for most kinds."""
    return _Source.links(request, model)
