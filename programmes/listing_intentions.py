"""What an address asks of the list of intentions: read once here, for the page and for its exports."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from programmes.forms.intentions_filter import IntentionFilter, sort_rows
from programmes.models import Programme
from programmes.selectors.intentions import IntentionRow, intentions
from programmes.tables_intentions import INTENTION_COLUMNS


@dataclass(frozen=True)
class IntentionListing:
    """Every intention as at the day, and those of the view in its order."""

    every: tuple[IntentionRow, ...]
    form: IntentionFilter
    rows: tuple[IntentionRow, ...]


def intention_listing(programme: Programme, params: QueryDict, on: date) -> IntentionListing:
    """The intentions that the address asks for, sorted as it asks; by their number where it does not."""
    every = intentions(programme, on)
    form = IntentionFilter(params)
    key, descending = chosen_sort(params, INTENTION_COLUMNS, "number")
    return IntentionListing(every, form, sort_rows(form.select(every), key, descending=descending))
