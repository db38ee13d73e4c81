"""What an address asks of a review's figures: read once here, for the page and for its exports."""

from dataclasses import dataclass

from django.http import QueryDict

from outcomes.forms import FigureForm
from outcomes.selectors.figures import FigureView, figures_of, sorted_by_basis
from programmes.models import Programme


@dataclass(frozen=True)
class FigureListing:
    """Every figure, and those that the filter leaves, sorted by what they rest on."""

    every: tuple[FigureView, ...]
    form: FigureForm
    rows: tuple[FigureView, ...]


def figure_listing(programme: Programme, params: QueryDict) -> FigureListing:
    every = figures_of(programme)
    form = FigureForm(params, every)
    return FigureListing(every, form, sorted_by_basis(every, form.filter()))


def asks_for_figures(params: QueryDict) -> bool:
    """Whether an address uses any side of the filter; without one a file holds every figure, context included."""
    return any(params.get(name) for name in FigureForm.base_fields)
