"""Stated values against the lines of the same coverage: the reconciliation that page, workbook and command share."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commissioning.core.comparison import Comparison, compare
from commissioning.core.money import Money
from procurement.models import StatedValue, StatedValueReading
from procurement.selectors.lines import LineRow, filter_lines
from programmes.models import CommissionerCode, Programme
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class Reading:
    """One reading of a coverage, the lines it takes in, and how the stated value compares with them."""

    label: str
    phase_id: int | None
    phase_number: int | None
    commissioner_id: int | None
    commissioner_code: str
    service_id: int | None
    lines: tuple[LineRow, ...]
    comparison: Comparison

    @property
    def is_whole_phase(self) -> bool:
        return self.phase_id is not None and self.commissioner_id is None and self.service_id is None

    @property
    def is_whole_programme(self) -> bool:
        return self.phase_id is None and self.commissioner_id is None and self.service_id is None


@dataclass(frozen=True)
class StatedRow:
    """A stated value with every reading of what it covers; more than one reading means the wording is ambiguous."""

    reference: str
    covers: str
    money: Money
    readings: tuple[Reading, ...]
    places: tuple[Place, ...]
    fact_id: int | None

    @property
    def is_ambiguous(self) -> bool:
        return len(self.readings) > 1


@dataclass(frozen=True)
class StatedSum:
    """Values that one place states for the parts of a whole, added by their bounds and compared with the whole."""

    locator: str
    phase_number: int | None
    parts: tuple[StatedRow, ...]
    lines: tuple[LineRow, ...]
    comparison: Comparison

    @property
    def expression(self) -> str:
        return " + ".join(part.money.printed for part in self.parts)


def stated_rows(programme: Programme, lines: Sequence[LineRow]) -> tuple[StatedRow, ...]:
    """Every stated value of the programme, in the papers' order, compared with `lines` under each of its readings."""
    values = list(StatedValue.objects.filter(programme=programme))
    readings = _readings(programme)
    places = places_of([value.fact_id for value in values])
    return tuple(
        StatedRow(
            reference=value.reference,
            covers=value.covers,
            money=value.money,
            readings=tuple(
                _compared(value.money, reading, code, lines) for reading, code in readings[value.pk]
            ),
            places=places.get(value.fact_id or 0, ()),
            fact_id=value.fact_id,
        )
        for value in values
    )


def _readings(programme: Programme) -> defaultdict[int, list[tuple[StatedValueReading, str]]]:
    codes = dict(
        CommissionerCode.objects.filter(programme=programme, is_variant=False).values_list(
            "organisation_id", "code"
        )
    )
    found: defaultdict[int, list[tuple[StatedValueReading, str]]] = defaultdict(list)
    rows = StatedValueReading.objects.filter(stated_value__programme=programme).select_related("phase")
    for reading in rows:
        found[reading.stated_value_id].append((reading, codes.get(reading.commissioner_id or 0, "")))
    return found


def _compared(money: Money, reading: StatedValueReading, code: str, lines: Sequence[LineRow]) -> Reading:
    covered = filter_lines(
        lines,
        phase_id=reading.phase_id,
        organisation_id=reading.commissioner_id,
        service_id=reading.service_id,
    )
    return Reading(
        label=reading.label,
        phase_id=reading.phase_id,
        phase_number=reading.phase.number if reading.phase else None,
        commissioner_id=reading.commissioner_id,
        commissioner_code=code,
        service_id=reading.service_id,
        lines=covered,
        comparison=compare_with_lines([money], covered),
    )


def compare_with_lines(stated: Sequence[Money], lines: Sequence[LineRow]) -> Comparison:
    """The comparison of domain money with budget lines; it cannot be judged while an unknown line may be negative."""
    negative = any(line.may_be_negative and line.is_unknown for line in lines)
    return compare(stated, [line.money for line in lines], may_be_negative=negative)


def headline(rows: Iterable[StatedRow], phase_id: int | None) -> tuple[StatedRow, Reading] | None:
    """The value that heads a phase (or, for None, the programme): the first stated for the whole of it.

    An ambiguous value never heads anything while an unambiguous one is stated.
    """
    candidates = [
        (row, reading)
        for row in rows
        for reading in row.readings
        if (
            reading.is_whole_programme
            if phase_id is None
            else reading.is_whole_phase and reading.phase_id == phase_id
        )
    ]
    return min(candidates, key=lambda pair: pair[0].is_ambiguous, default=None)


def stated_sums(
    rows: Sequence[StatedRow], lines: Sequence[LineRow], phase_ids: Sequence[int]
) -> tuple[StatedSum, ...]:
    """What one place's values add up to, where together they cover a whole.

    For a phase: two or more values of one place that name different commissioners of it. For the programme: values
    of one place that between them name every phase. An ambiguous value counts by its widest reading.
    """
    by_place: defaultdict[str, list[tuple[StatedRow, Reading]]] = defaultdict(list)
    for row in rows:
        for place in row.places:
            if not place.field and row.readings:
                by_place[place.locator].append((row, row.readings[0]))
    sums: list[StatedSum] = []
    for locator, stated in by_place.items():
        sums += _phase_sums(locator, stated, lines)
        if phase_ids and {reading.phase_id for _, reading in stated} >= set(phase_ids):
            parts = [row for row, reading in stated if reading.phase_id is not None]
            sums.append(_sum(locator, None, parts, lines))
    return tuple(sums)


def _phase_sums(
    locator: str, stated: Sequence[tuple[StatedRow, Reading]], lines: Sequence[LineRow]
) -> Iterable[StatedSum]:
    by_phase: defaultdict[tuple[int, int], list[StatedRow]] = defaultdict(list)
    for row, reading in stated:
        if (
            reading.phase_id
            and reading.phase_number is not None
            and reading.commissioner_id
            and not reading.service_id
        ):
            by_phase[reading.phase_id, reading.phase_number].append(row)
    for (phase_id, number), parts in by_phase.items():
        if len(parts) > 1:
            yield _sum(locator, number, parts, filter_lines(lines, phase_id=phase_id))


def _sum(locator: str, number: int | None, parts: Sequence[StatedRow], lines: Sequence[LineRow]) -> StatedSum:
    comparison = compare_with_lines([part.money for part in parts], lines)
    return StatedSum(locator, number, tuple(parts), tuple(lines), comparison)
