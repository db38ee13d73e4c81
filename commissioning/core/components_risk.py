"""The 5×5 risk map as plain data for components/app-risk-map.html: scores, bands in words, and risks by reference.

Bands come from the caller, so that a programme may band its scores anew without touching any risk. A risk that nobody
has scored has no place on the map and is listed under it: unknown is never low.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

SCALE: Final = (1, 2, 3, 4, 5)
SHADES: Final = 5  # in static/css/governance.css, pale to dark, in every one of which the text is legible


class RiskBand(Protocol):
    """Scores from `from_score` up to the next band's are called `name`; `governance.rules.scoring.Band` is one."""

    @property
    def name(self) -> str: ...

    @property
    def from_score(self) -> int: ...


@dataclass(frozen=True)
class MappedRisk:
    """Likelihood and impact from 1 to 5, None where nobody has assessed them; the target pair likewise."""

    reference: str
    title: str
    likelihood: int | None = None
    impact: int | None = None
    target_likelihood: int | None = None
    target_impact: int | None = None
    href: str = ""

    @property
    def now(self) -> tuple[int, int] | None:
        """(likelihood, impact), or None unless both are assessed."""
        return _pair(self.likelihood, self.impact)

    @property
    def target(self) -> tuple[int, int] | None:
        return _pair(self.target_likelihood, self.target_impact)

    @property
    def missing(self) -> str:
        """What keeps it off the map, in words; empty for a risk that is on it."""
        if self.now:
            return ""
        if self.likelihood is None and self.impact is None:
            return "likelihood and impact not assessed"
        return "likelihood not assessed" if self.likelihood is None else "impact not assessed"


@dataclass(frozen=True)
class RiskCell:
    """`shade` runs from 0 for the mildest band to the darkest that the stylesheet has for the worst."""

    likelihood: int
    impact: int
    band: str
    shade: int
    now: Sequence[MappedRisk] = ()
    target: Sequence[MappedRisk] = ()

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def is_occupied(self) -> bool:
        return bool(self.now or self.target)


@dataclass(frozen=True)
class RiskRow:
    impact: int
    words: str
    cells: Sequence[RiskCell]


@dataclass(frozen=True)
class RiskMap:
    """Five rows, impact 5 at the top, of five cells, likelihood 1 at the left. Score: likelihood × impact, 1 to 25.

    `likelihood_words` and `impact_words` name the five points where the programme has words for them. Raises ValueError
    for bands that leave scores without one or are out of order, for words that are not five, a value outside 1 to 5, or
    a reference given twice.
    """

    risks: Sequence[MappedRisk]
    bands: Sequence[RiskBand]
    caption: str = "Risk map: impact by likelihood"
    likelihood_words: Sequence[str] = field(default=("",) * 5)
    impact_words: Sequence[str] = field(default=("",) * 5)

    def __post_init__(self) -> None:
        leasts = [band.from_score for band in self.bands]
        if not leasts or leasts[0] != 1 or leasts != sorted(set(leasts)):
            raise ValueError(f"{self.caption}: bands must rise from a score of 1.")
        if not len(self.likelihood_words) == len(self.impact_words) == len(SCALE):
            raise ValueError(f"{self.caption}: five words for likelihood and five for impact.")
        if len({risk.reference for risk in self.risks}) < len(self.risks):
            raise ValueError(f"{self.caption}: two risks have the same reference.")
        for risk in self.risks:
            values = (risk.likelihood, risk.impact, risk.target_likelihood, risk.target_impact)
            if any(value is not None and value not in SCALE for value in values):
                raise ValueError(f"{risk.reference}: likelihood and impact are 1 to 5.")

    @property
    def likelihoods(self) -> Sequence[tuple[int, str]]:
        """The column headers: the point and its word."""
        return tuple(zip(SCALE, self.likelihood_words, strict=True))

    @property
    def rows(self) -> Sequence[RiskRow]:
        return tuple(
            RiskRow(
                impact,
                self.impact_words[impact - 1],
                tuple(self.cell(likelihood, impact) for likelihood in SCALE),
            )
            for impact in reversed(SCALE)
        )

    def cell(self, likelihood: int, impact: int) -> RiskCell:
        """The cell with the risks that stand there now and those whose target it is."""
        place = self._band(likelihood * impact)
        return RiskCell(
            likelihood,
            impact,
            self.bands[place].name,
            round(place * (SHADES - 1) / max(len(self.bands) - 1, 1)),
            tuple(risk for risk in self.risks if risk.now == (likelihood, impact)),
            tuple(risk for risk in self.risks if risk.target == (likelihood, impact)),
        )

    @property
    def occupied(self) -> Sequence[RiskCell]:
        """Cells that hold a risk, the highest score first; of equal scores the higher impact."""
        cells = [cell for row in self.rows for cell in row.cells if cell.is_occupied]
        return tuple(sorted(cells, key=lambda cell: (-cell.score, -cell.impact)))

    @property
    def has_targets(self) -> bool:
        return any(risk.target for risk in self.risks)

    @property
    def assessed(self) -> Sequence[MappedRisk]:
        return tuple(risk for risk in self.risks if risk.now)

    @property
    def unassessed(self) -> Sequence[MappedRisk]:
        return tuple(risk for risk in self.risks if not risk.now)

    @property
    def finding(self) -> str:
        """“8 risks: 2 extreme, 3 high; 3 not assessed; 1 of 5 has reached its target.”

        A risk without a score is in no band, and one without a target is not measured against any.
        """
        if not self.risks:
            return "No risk is recorded."
        whole = f"{len(self.risks)} risk{'s' if len(self.risks) > 1 else ''}"
        if not self.assessed:
            return f"{whole}, none assessed." if len(self.risks) > 1 else "1 risk, not assessed."
        counts = self._counts(self.assessed)
        said = [f"{whole}: {', '.join(counts)}"]
        if self.unassessed:
            said.append(f"{len(self.unassessed)} not assessed")
        return "; ".join((*said, *self._against_target())) + "."

    def _counts(self, risks: Iterable[MappedRisk]) -> list[str]:
        """“2 extreme” for each band that holds any, the worst first."""
        held = [0] * len(self.bands)
        for risk in risks:
            if risk.now:
                held[self._band(_score(risk.now))] += 1
        return [
            f"{held[place]} {band.name.lower()}"
            for place, band in reversed(list(enumerate(self.bands)))
            if held[place]
        ]

    def _against_target(self) -> list[str]:
        pairs = [(risk.now, risk.target) for risk in self.risks if risk.now and risk.target]
        if not pairs:
            return []
        met = sum(_score(now) <= _score(target) for now, target in pairs)
        reached = "have reached their target" if met > 1 else "has reached its target"
        return [f"{met or 'none'} of {len(pairs)} {reached}"]

    def _band(self, score: int) -> int:
        return max(place for place, band in enumerate(self.bands) if band.from_score <= score)


def _pair(likelihood: int | None, impact: int | None) -> tuple[int, int] | None:
    return None if likelihood is None or impact is None else (likelihood, impact)


def _score(pair: tuple[int, int]) -> int:
    return pair[0] * pair[1]
