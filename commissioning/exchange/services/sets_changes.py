"""What a row of a set changes in a figure, as its preview says it: cells before and after, as the export has them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from commissioning.core.intake.values import same
from commissioning.exchange.selectors.words import shown
from outcomes.models import KPI
from outcomes.models.measurements import Missing
from outcomes.selectors.series_read import exact
from outcomes.selectors.series_types import six_decimals

WORDS: Final = {"text": "As printed", "source": "Data source", "comment": "Comment"}
HEADINGS: Final = (
    "Value",
    "Value marker",
    "Numerator",
    "Denominator",
    "Qualifier",
    "As printed",
    "Provisional",
    "Data source",
    "Comment",
)
MARKERS: Final = {str(each.value): f"[{each.label[0].lower()}{each.label[1:]}]" for each in Missing}
Number = Decimal | None


@dataclass(slots=True)
class ChangedRow:
    """A figure that stands, and what a row says of it; None for a column that the file has not."""

    number: int
    measurement_id: int
    kpi_id: int
    numerator: Number
    denominator: Number
    value: Number
    missing: str
    qualifier: str
    is_final: bool
    text: str
    source: str
    comment: str
    new_numerator: Number
    new_denominator: Number
    new_value: Number
    new_missing: str
    new_qualifier: str | None
    new_provisional: bool | None
    new_text: str | None
    new_source: str | None
    new_comment: str | None
    reference: str

    def drop_alike(self) -> list[str]:
        """The words that spell what stands another way: they are left as they stand."""
        found: list[str] = []
        if (self.new_text, self.new_source, self.new_comment) == (None, None, None):
            return found
        for name in WORDS:
            given, stands = getattr(self, f"new_{name}"), getattr(self, name)
            if given is not None and given != stands and same(given, stands or None):
                setattr(self, f"new_{name}", None)
                found.append(name)
        return found

    def changes_anything(self) -> bool:
        return self._before() != self._after()

    def _before(self) -> tuple[Any, ...]:
        figure = (self.numerator, self.denominator, self.value, self.missing)
        return (*figure, self.qualifier, self.text, self.is_final, self.source, self.comment)

    def _after(self) -> tuple[Any, ...]:
        parts = self.new_numerator, self.new_denominator
        value = self.new_value if self.new_numerator is None else None
        qualifier = self.new_qualifier
        if qualifier is None or (not qualifier and self.missing):
            qualifier = self.qualifier
        return (
            *parts,
            value,
            self.new_missing,
            qualifier or "exact",
            self.text if self.new_text is None else self.new_text,
            self.is_final if self.new_provisional is None else not self.new_provisional,
            self.source if self.new_source is None else self.new_source,
            self.comment if self.new_comment is None else self.new_comment,
        )

    def changes(self, kpi: KPI) -> list[list[str]]:
        """[heading, before, after] of every cell that the export will have otherwise."""
        before, after = _cells(kpi, self._before()), _cells(kpi, self._after())
        return [
            [heading, shown(was), shown(now)]
            for heading, was, now in zip(HEADINGS, before, after, strict=True)
            if was != now
        ]


def _cells(kpi: KPI, row: tuple[Any, ...]) -> tuple[Any, ...]:
    numerator, denominator, value, missing, qualifier, text, is_final, source, comment = row
    known = numerator is not None or value is not None
    number = value
    if numerator is not None:
        worked_out = exact(kpi, numerator, denominator, None)
        number = None if worked_out is None else six_decimals(worked_out)
    return (
        number,
        None if known else MARKERS.get(missing),
        numerator,
        denominator,
        qualifier if known else None,
        text or None,
        not is_final,
        source or None,
        comment or None,
    )
