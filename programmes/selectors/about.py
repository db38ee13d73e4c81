"""What the papers say of the programme as a whole, one statement to a row."""

from collections import defaultdict
from dataclasses import dataclass

from programmes.models import (
    Challenge,
    Engagement,
    Programme,
    ProgrammePartner,
    ProgrammeStatement,
    ProgrammeTargetDate,
)
from programmes.models.programmes import StatementKind
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class StatementRow:
    text: str
    when: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool


@dataclass(frozen=True)
class AboutView:
    statements: tuple[tuple[str, tuple[StatementRow, ...]], ...]
    target_dates: tuple[tuple[ProgrammeTargetDate, tuple[Place, ...]], ...]
    partners: tuple[tuple[str, tuple[str, ...]], ...]
    challenges: tuple[tuple[Challenge, tuple[Place, ...]], ...]
    engagement: tuple[tuple[Engagement, tuple[Place, ...]], ...]
    places: tuple[Place, ...]


def about(programme: Programme) -> AboutView:
    """Statements by kind, target dates, partners by organisation, challenges and engagement; six queries."""
    statements = list(ProgrammeStatement.objects.filter(programme=programme))
    targets = list(ProgrammeTargetDate.objects.filter(programme=programme))
    challenges = list(Challenge.objects.filter(programme=programme))
    engagement = list(Engagement.objects.filter(programme=programme))
    records = [*statements, *targets, *challenges, *engagement, programme]
    places = places_of([record.fact_id for record in records])

    def of(fact_id: int | None) -> tuple[Place, ...]:
        return places.get(fact_id or 0, ())

    return AboutView(
        statements=_by_kind(statements, places),
        target_dates=tuple((row, of(row.fact_id)) for row in targets),
        partners=_partners(programme),
        challenges=tuple((row, of(row.fact_id)) for row in challenges),
        engagement=tuple((row, of(row.fact_id)) for row in engagement),
        places=of(programme.fact_id),
    )


def _by_kind(
    statements: list[ProgrammeStatement], places: dict[int, tuple[Place, ...]]
) -> tuple[tuple[str, tuple[StatementRow, ...]], ...]:
    rows: defaultdict[str, list[StatementRow]] = defaultdict(list)
    for item in statements:
        found = places.get(item.fact_id or 0, ())
        rows[item.kind].append(
            StatementRow(item.text, item.date.printed, found, item.fact_id, item.illustrative)
        )
    return tuple((str(kind.label), tuple(rows[kind])) for kind in StatementKind if rows[kind])


def _partners(programme: Programme) -> tuple[tuple[str, tuple[str, ...]], ...]:
    parts: defaultdict[str, list[str]] = defaultdict(list)
    rows = ProgrammePartner.objects.filter(programme=programme).select_related("organisation")
    for row in rows:
        parts[row.organisation.name].append(row.role_as_printed or row.get_role_display())
    return tuple((name, tuple(roles)) for name, roles in parts.items())
