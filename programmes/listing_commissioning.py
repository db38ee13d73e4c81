"""What an address asks of who commissions what: read once here, for the page and for its exports."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from programmes.forms.commissioning import PartsForm
from programmes.models import Programme
from programmes.selectors.matrix import WhoCommissions, narrowed, who_commissions
from programmes.selectors.responsibilities import ClaimRow


@dataclass(frozen=True)
class PartsListing:
    """Every service as at the day, and those that the filter leaves, each with all its terms."""

    every: WhoCommissions
    form: PartsForm
    who: WhoCommissions

    @property
    def terms(self) -> tuple[ClaimRow, ...]:
        """Every term of the services that are left, also those that do not hold on the day."""
        return tuple(claim for row in self.who.services for claim in row.claims)


def parts_listing(programme: Programme, params: QueryDict, on: date) -> PartsListing:
    every = who_commissions(programme, on)
    form = PartsForm(params, every)
    return PartsListing(every, form, narrowed(every, form.filter()))


def asks_for_parts(params: QueryDict) -> bool:
    """Whether an address uses any side of the filter; without one a file holds every term of the programme."""
    return any(params.get(name) for name in PartsForm.base_fields)
