"""How far each dimension may stray: as the programme has set it, else as this product suggests, and says so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from governance.models import Tolerance
from governance.rules.rating_facts import DEFAULT_TOLERANCES, DIMENSION_LABELS
from governance.rules.rating_facts import Tolerance as Limits
from programmes.models import Programme


@dataclass(frozen=True)
class ToleranceView:
    """The limits of one dimension. `is_own` where the programme set them; `words` are as it agreed them."""

    dimension: str
    label: str
    limits: Limits
    is_own: bool = False
    words: str = ""
    reference: str = ""
    version: int = 0
    illustrative: bool = False

    @property
    def printed(self) -> str:
        return self.limits.printed


def tolerances(programme: Programme) -> tuple[ToleranceView, ...]:
    """One for each dimension that is rated by a measure, in the order of reports; one query.

    The overall rating has none: it is the worst of the others. Tolerances are those recorded now.
    """
    own = {row.dimension: row for row in Tolerance.objects.filter(programme=programme)}
    return tuple(_view(code, own.get(code)) for code in DEFAULT_TOLERANCES)


def limits_of(views: tuple[ToleranceView, ...]) -> dict[str, Limits]:
    return {view.dimension: view.limits for view in views}


def _view(code: str, row: Tolerance | None) -> ToleranceView:
    ours = DEFAULT_TOLERANCES[code]
    label = DIMENSION_LABELS[code]
    if row is None:
        return ToleranceView(code, label, ours)
    limits = replace(ours, amber_from=row.amber_from, red_from=row.red_from)
    return ToleranceView(
        code,
        label,
        limits,
        is_own=True,
        words=row.words,
        reference=row.reference,
        version=row.version,
        illustrative=row.illustrative,
    )
