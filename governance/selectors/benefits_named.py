"""Benefits that papers name: statements of the programme and lines of project summaries, read where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from governance.models.benefits import BenefitAudience
from programmes.models import Programme, ProgrammeStatement, SummaryLine
from programmes.models.intentions import SummaryLineKind
from programmes.models.programmes import StatementKind
from programmes.selectors.sources import Place, places_of

AUDIENCES: Final = {
    SummaryLineKind.BENEFIT_USERS: BenefitAudience.USERS,
    SummaryLineKind.BENEFIT_STAFF: BenefitAudience.STAFF,
    SummaryLineKind.BENEFIT_ORGANISATION: BenefitAudience.ORGANISATION,
    SummaryLineKind.BENEFIT_GENERAL: BenefitAudience.NOT_STATED,
}


@dataclass(frozen=True)
class NamedBenefit:
    """A benefit in a paper's words. `project` is the summary that names it, "" where the programme's paper does.

    Papers print neither owner nor baseline nor measure beside a benefit, so there is nowhere to keep them here.
    """

    text: str
    audience: str
    audience_label: str
    project: str
    project_reference: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool


def named_benefits(programme: Programme) -> tuple[NamedBenefit, ...]:
    """Those of the programme's own paper, then those of each project summary, by audience; three queries."""
    statements = list(ProgrammeStatement.objects.filter(programme=programme, kind=StatementKind.BENEFIT))
    lines = list(
        SummaryLine.objects.filter(summary__programme=programme, kind__in=list(AUDIENCES)).select_related(
            "summary"
        )
    )
    lines.sort(key=lambda line: (line.summary.reference, list(AUDIENCES).index(_kind(line)), line.position))
    places = places_of([*(row.fact_id for row in statements), *(line.summary.fact_id for line in lines)])
    own = [_of_programme(row, places.get(row.fact_id or 0, ())) for row in statements]
    return (*own, *(_of_summary(line, places.get(line.summary.fact_id or 0, ())) for line in lines))


def counts_by_audience(named: Sequence[NamedBenefit]) -> tuple[tuple[str, int], ...]:
    """(audience in words, how many), in the order of the audiences, without those that have none."""
    counted = (
        (str(audience.label), sum(row.audience == audience.value for row in named))
        for audience in BenefitAudience
    )
    return tuple((label, count) for label, count in counted if count)


def _kind(line: SummaryLine) -> SummaryLineKind:
    return SummaryLineKind(line.kind)


def _of_programme(row: ProgrammeStatement, places: tuple[Place, ...]) -> NamedBenefit:
    unsaid = BenefitAudience.NOT_STATED
    return NamedBenefit(
        row.text, unsaid.value, str(unsaid.label), "", "", places, row.fact_id, row.illustrative
    )


def _of_summary(line: SummaryLine, places: tuple[Place, ...]) -> NamedBenefit:
    audience = AUDIENCES[_kind(line)]
    return NamedBenefit(
        line.text,
        audience.value,
        str(audience.label),
        line.summary.name,
        line.summary.reference,
        places,
        line.summary.fact_id,
        line.summary.illustrative,
    )
