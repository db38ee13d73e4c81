"""The filter of the portfolio."""

from collections.abc import Callable, Iterable, Mapping

from django.http import QueryDict

from commissioning.core.forms.filters import ViewForm, choice
from commissioning.reporting.selectors.portfolio import PortfolioRow
from programmes.models.programmes import ProgrammeKind, ProgrammeState

ANY = ("", "Any")
TROUBLES: Mapping[str, tuple[str, Callable[[PortfolioRow], bool]]] = {
    "late": ("Something late", lambda row: bool(row.late)),
    "undated": ("Something undated", lambda row: bool(row.undated)),
    "unknown": ("An amount not known", lambda row: bool(row.unknown or row.fundings_unknown)),
    "discrepancies": ("An open recorded discrepancy", lambda row: bool(row.discrepancies)),
}


class PortfolioForm(ViewForm):
    """Which programmes: of a kind, in a state, with something that wants looking at."""

    kind = choice("Kind", [ANY, *ProgrammeKind.choices])
    state = choice("State", [ANY, *ProgrammeState.choices])
    has = choice("With", [ANY, *((key, label) for key, (label, _) in TROUBLES.items())])

    def __init__(self, params: QueryDict) -> None:
        super().__init__({name: params.get(name, "") for name in self.base_fields})

    def select(self, rows: Iterable[PortfolioRow]) -> tuple[PortfolioRow, ...]:
        """The rows that fit every side in use, in their order."""
        kind, state, has = self.chosen("kind"), self.chosen("state"), self.chosen("has")
        return tuple(
            row
            for row in rows
            if (not kind or row.programme.kind == kind)
            and (not state or row.programme.state == state)
            and (not has or TROUBLES[has][1](row))
        )
