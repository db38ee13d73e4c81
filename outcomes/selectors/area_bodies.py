"""The boards and groups of the areas of a review: who chairs each, who sits on it, and whom it reports to."""

from dataclasses import dataclass

from outcomes.models import AreaStatement
from outcomes.models.areas import AreaRole, AreaRolePart, AreaStatementKind
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class AreaBody:
    """One body of an area as the review words it. A part that the review does not name is an empty tuple."""

    reference: str
    area_key: str
    area: str
    text: str
    note: str
    chairs: tuple[str, ...]
    members: tuple[str, ...]
    leads: tuple[str, ...]
    reports_to: tuple[str, ...]
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def chairs_words(self) -> str:
        """ "three co-chairs: provider, commissioner, parent", "chair: Director of Children's Services", or "".

        They are called co-chairs only where the review does, and otherwise “named”; those that it prints as first and
        present ones are not counted, because they do not chair together.
        """
        if not self.chairs:
            return ""
        if len(self.chairs) == 1:
            return f"chair: {self.chairs[0]}"
        if any("(initially" in chair.casefold() for chair in self.chairs):
            return f"chairs over time: {'; '.join(self.chairs)}"
        count = NUMBERS[len(self.chairs)] if len(self.chairs) < len(NUMBERS) else str(len(self.chairs))
        what = "co-chairs" if "co-chair" in self.text.casefold() else "named"
        return f"{count} {what}: {'; '.join(self.chairs) if self._has_commas else ', '.join(self.chairs)}"

    @property
    def _has_commas(self) -> bool:
        return any("," in chair for chair in self.chairs)


def area_bodies(programme: Programme) -> tuple[AreaBody, ...]:
    """What the review says of the governance of its areas, in its order; three queries.

    Only statements that name somebody who chairs, sits on, leads or hears the body: others stand on the area's page.
    """
    rows = [
        row
        for row in AreaStatement.objects.filter(programme=programme, kind=AreaStatementKind.GOVERNANCE)
        .order_by("area__number", "position", "reference")
        .select_related("area")
        .prefetch_related("roles")
        if row.roles.all()
    ]
    places = places_of([row.fact_id for row in rows])
    return tuple(
        AreaBody(
            reference=row.reference,
            area_key=row.area.key,
            area=row.area.short_name,
            text=row.text,
            note=row.note,
            chairs=_of(row, AreaRolePart.CHAIR),
            members=_of(row, AreaRolePart.MEMBER),
            leads=_of(row, AreaRolePart.LEAD),
            reports_to=_of(row, AreaRolePart.REPORTS_TO),
            places=places.get(row.fact_id or 0, ()),
            fact_id=row.fact_id,
            illustrative=row.illustrative,
        )
        for row in rows
    )


def _of(row: AreaStatement, part: AreaRolePart) -> tuple[str, ...]:
    roles: list[AreaRole] = list(row.roles.all())
    return tuple(role.text for role in roles if role.part == part)
