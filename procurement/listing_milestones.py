"""What an address asks of the list of milestones: read once here, for the page and for its exports."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from procurement.forms.milestones import MilestoneFilterForm
from procurement.selectors.milestones import MilestoneRow, milestones
from procurement.selectors.milestones_list import filter_milestones, sort_milestones
from procurement.tables_milestones import MILESTONE_COLUMNS
from programmes.models import Programme


@dataclass(frozen=True)
class MilestoneListing:
    """Every milestone as at the day, and those of the view in its order, all pages of it."""

    every: tuple[MilestoneRow, ...]
    form: MilestoneFilterForm
    rows: tuple[MilestoneRow, ...]


def milestone_listing(programme: Programme, params: QueryDict, on: date) -> MilestoneListing:
    """The milestones that the address asks for, sorted as it asks; in date order, undated last, where it does not."""
    every = milestones(programme, on=on)
    form = MilestoneFilterForm(params, every)
    key, descending = chosen_sort(params, MILESTONE_COLUMNS, default="")
    rows = sort_milestones(filter_milestones(every, form.filter(), on), key, descending=descending)
    return MilestoneListing(every, form, rows)
