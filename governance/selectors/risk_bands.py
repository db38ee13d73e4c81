"""The bands that name a programme's scores on a day: its own, or ours until it has set any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.models import RiskBanding
from governance.rules.scoring import DEFAULT_BANDS, Band, last_score
from programmes.models import Programme

OURS = "The product’s own bands, after the usual practice of the NHS: this programme has not set its own."


@dataclass(frozen=True)
class Banding:
    """A set of bands and from when it counts. `starts_on` is None for ours, which hold until there are its own."""

    bands: tuple[Band, ...]
    reference: str = ""
    starts_on: date | None = None
    reason: str = ""
    made_by: str = ""
    illustrative: bool = False

    @property
    def is_ours(self) -> bool:
        return not self.reference

    def scores(self, band: Band) -> str:
        """ "8 to 12": the scores that can fall in the band; "none" for one that no product of two levels reaches."""
        last = last_score(band, self.bands)
        if not any(a * b >= band.from_score and a * b <= last for a in range(1, 6) for b in range(1, 6)):
            return "none"
        return str(last) if last == band.from_score else f"{band.from_score} to {last}"


PRODUCTS_OWN = Banding(DEFAULT_BANDS)


def bandings(programme: Programme) -> tuple[Banding, ...]:
    """Every set of bands that the programme has had, the one that begins last first; two queries."""
    rows = RiskBanding.objects.filter(programme=programme).select_related("made_by").prefetch_related("bands")
    return tuple(
        Banding(
            bands=tuple(
                Band(band.name, band.from_score, band.words, band.escalates) for band in row.bands.all()
            ),
            reference=row.reference,
            starts_on=row.starts_on,
            reason=row.reason,
            made_by=str(row.made_by),
            illustrative=row.illustrative,
        )
        for row in rows
    )


def bands_on(programme: Programme, on: date | None = None) -> Banding:
    """The bands in force on a day: of those begun by then the latest, by its day and then by when it was made.

    Before a programme has set any they are ours. Without a day, the set that begins last; at most two queries.
    """
    return in_force(bandings(programme), on)


def in_force(found: Sequence[Banding], on: date | None) -> Banding:
    """Of sets of bands with the last to begin first, the one that counts on the day."""
    for each in found:
        begun = on is None or each.starts_on is None or each.starts_on <= on
        if begun and each.bands:
            return each
    return PRODUCTS_OWN
