"""The money that papers name for one project, for the page of its summary on the floor below."""

from collections.abc import Iterable

from procurement.models import Funding
from programmes.models import ProjectSummary
from programmes.selectors.intentions_summary import ProjectFunding


def funding_of_project(summary: ProjectSummary) -> Iterable[ProjectFunding]:
    """Each funding in the order of the paper; an amount that is not stated is unknown, never nothing. One query."""
    for row in Funding.objects.filter(summary=summary):
        nature = row.nature_as_printed or row.get_nature_display()
        yield ProjectFunding(row.reference, row.name, nature, row.money, row.note)
