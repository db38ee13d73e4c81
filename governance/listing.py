"""The list of discrepancies as an address asks for it: what the page shows and what a file of it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from commissioning.core.tables import Column, chosen_sort
from governance.forms import DiscrepancyFilter
from governance.selectors.discrepancies import DiscrepancyView, by_kind
from governance.selectors.discrepancy_list import in_order, narrowed

DISCREPANCY_COLUMNS = (
    Column("Discrepancy", key="title"),
    Column("Kind", key="kind"),
    Column("Found by", key="origin"),
    Column("State", key="state"),
    Column("Owner", key="owner"),
)


@dataclass(frozen=True)
class DiscrepancyListing:
    """The filter as given, and every row that fits it, in the order asked for."""

    form: DiscrepancyFilter
    rows: tuple[DiscrepancyView, ...]


def discrepancy_listing(views: Sequence[DiscrepancyView], params: QueryDict) -> DiscrepancyListing:
    """`views` are those found or recorded on the day; open ones come first, then by kind, unless a column is chosen."""
    form = DiscrepancyFilter(params, views=views, kinds=by_kind(views))
    column, descending = chosen_sort(params, DISCREPANCY_COLUMNS, default="")
    return DiscrepancyListing(form, in_order(narrowed(views, form.sides), column, descending=descending))
