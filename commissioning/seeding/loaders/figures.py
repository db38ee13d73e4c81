"""The figures of a review: context, impacts with what they rest on, several sites compared, populations."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from commissioning.core.money import Basis, Money, Qualifier
from commissioning.seeding.load import Draft, Load, RecordGoneError, Source, sources_of, with_values
from commissioning.seeding.records import Record
from outcomes.models import CareModelArea, FigureDerivation, ImpactFigure, PopulationFigure
from outcomes.models.figures import DerivationKind, FigureBasis, FigureKind, FigureQualifier

from .areas import area_of, areas_of, printed_at

QUALIFIERS = {"at least": FigureQualifier.AT_LEAST, "up to": FigureQualifier.RANGE}
MONEY_QUALIFIERS = {"exact": Qualifier.EXACT, "approx": Qualifier.APPROX, "over": Qualifier.OVER}
INTERVIEW = "interview:"
POUNDS = "GBP"
SITES = 200  # positions from which the figures of several sites follow the area's own


def load_figures(load: Load) -> None:
    """Nothing for a paper that compares no areas."""
    if "areas" not in load.seed:
        return
    for _, area in areas_of(load):
        drafts = [*_context(load, area), *_impacts(load, area), *_sites(load, area)]
        load.save(ImpactFigure, drafts)
    _load_derivations(load)
    load.save(PopulationFigure, [*_table(load), *_other_populations(load)])


def _context(load: Load, area: Record) -> Iterator[Draft]:
    """Numbers that describe the area, and the counts that the review prints of its lists."""
    records = area.records("figures")
    for place, record in enumerate(records, 1):
        reference = f"{area.id}-FIG-{place}"
        make = partial(_figure, load, area, FigureKind.CONTEXT, record, reference, place)
        yield Draft(reference, make, printed_at(load, area, "figures", record))
    for place, (field, source, value) in enumerate(_counts(area), len(records) + 1):
        words = field.removesuffix("_count").replace("_", " ")
        record = Record({"label": f"{words} counted", "value": value, "unit": words.split()[-1]}, area.name)
        reference = f"{area.id}-FIG-{place}"
        make = partial(_figure, load, area, FigureKind.CONTEXT, record, reference, place)
        yield Draft(reference, make, [Source(source)])


def _counts(area: Record) -> Iterator[tuple[str, str, int]]:
    """Every count, with its name and where it is printed: a group of counts, or one by itself (`…_count`)."""
    counts = area.part("counts")
    for field in counts.data:
        if field != "counts_source":
            yield field, counts.text("counts_source"), counts.number(field)
    for field in area.data:
        if field.endswith("_count"):
            yield field, area.text(f"{field.removesuffix('_count')}_source"), area.number(field)


def _impacts(load: Load, area: Record) -> Iterator[Draft]:
    for place, record in enumerate(area.records("impacts"), 1):
        make = partial(_figure, load, area, FigureKind.IMPACT, record, record.id, place)
        yield Draft(record.id, make, sources_of(record))


def _sites(load: Load, area: Record) -> Iterator[Draft]:
    """A summary of several sites: each site's figures, then what it says of the site in words."""
    position = SITES
    for number, site in enumerate(area.records("multi_site_evaluation"), 1):
        figures = [
            *site.records("figures"),
            *(Record({"label": words}, site.name) for words in site.strings("qualitative")),
        ]
        for place, record in enumerate(figures, 1):
            position += 1
            reference, where = f"{area.id}-SITE-{number}-{place}", site.text("site")
            make = partial(_figure, load, area, FigureKind.MULTI_SITE, record, reference, position, where)
            yield Draft(reference, make, [Source(area.text("multi_site_source"))])


def _figure(
    load: Load, area: Record, kind: FigureKind, record: Record, reference: str, position: int, site: str = ""
) -> ImpactFigure:
    text = record.words("text") or record.text("label")
    basis, printed = _basis(load, record, text)
    row = with_values(
        ImpactFigure,
        programme=load.programme,
        area=area_of(load, area),
        kind=kind,
        text=text,
        domain=record.words("domain"),
        measure=load.reading.part("measures").words(reference),
        site=site,
        direction=record.words("direction") or _direction(text),
        basis=basis,
        basis_as_printed=printed,
        period=record.words("period"),
        note=_note(record),
        position=position,
    )
    _set_value(row, record)
    _set_comparison(row, _set_against(load, area, record, reference))
    return row


def _set_against(load: Load, area: Record, record: Record, reference: str) -> Record:
    """The figure with the one that the reading sets it against: 29% of some children beside 78% of all."""
    other = load.reading.part("set_against").words(reference)
    if not other or "comparator" in record:
        return record
    beside = area.records("figures")[int(other.rsplit("-", 1)[1]) - 1]
    comparator = {"label": beside.text("label"), "value": beside.data["value"]}
    return Record({**record.data, "comparator": comparator}, record.name)


def _direction(text: str) -> str:
    return "reduction" if text.startswith("reduction in") else ""


def _basis(load: Load, record: Record, text: str) -> tuple[FigureBasis, str]:
    """What the figure rests on, with the review's own words where they say more than ours."""
    printed = record.words("basis")
    if printed:
        tied = load.reading.part("bases").words(printed)
        return (FigureBasis(tied), printed) if tied else (FigureBasis.NOT_STATED, printed.strip('"'))
    if text.startswith(INTERVIEW):
        return FigureBasis.INTERVIEW, ""
    if record.part("money").words("basis") == "five_year_projection":
        return FigureBasis.PROJECTED, "five years"
    return FigureBasis.NOT_STATED, ""


def _set_value(row: ImpactFigure, record: Record) -> None:
    """Pounds as money, anything else as a number with its unit; neither where the review gives none."""
    row.qualifier = FigureQualifier.NOT_STATED
    if "money" in record:
        row.money = record.money("money")
        row.qualifier = FigureQualifier.EXACT
        return
    if "value" not in record:
        return
    if record.words("unit") == POUNDS:
        row.money = _pounds(record)
        row.qualifier = FigureQualifier.EXACT
        return
    words = record.words("qualifier") or "exact"
    row.qualifier = QUALIFIERS.get(words) or FigureQualifier(words)
    row.value, row.unit = record.decimal("value"), record.words("unit")
    row.upper = record.decimal("upper") if "upper" in record else None
    row.from_value = record.decimal("from_value") if "from_value" in record else None
    if words == "up to":  # from nothing to the value
        row.value, row.upper = Decimal(0), row.value


def _pounds(record: Record) -> Money:
    """An amount whose words the extraction did not keep."""
    qualifier = MONEY_QUALIFIERS[record.words("qualifier") or "exact"]
    return Money(text="", amount=record.decimal("value"), qualifier=qualifier, basis=Basis.UNSTATED)


def _set_comparison(row: ImpactFigure, record: Record) -> None:
    if "comparator" in record:
        comparator = record.record("comparator")
        row.comparator_label, row.comparator_value = comparator.text("label"), comparator.decimal("value")
    if "target" in record:
        target = record.record("target")
        row.target_value = target.decimal("value")
        row.target_period, row.target_origin = target.words("period"), target.words("origin")


def _note(record: Record) -> str:
    waits = (("average_wait", "average wait"), ("maximum_wait", "longest wait"))
    said = [f"{words}: {record.text(field)}" for field, words in waits if field in record]
    return "; ".join(filter(None, [record.words("note"), *said]))


def _load_derivations(load: Load) -> None:
    """How a stated figure follows from two others, by the reading; one that a person took away stays away."""
    for record in load.reading.records("derivations"):
        if not load.is_new(record.id):
            continue
        try:
            result, first, second = (_found(load, record, field) for field in ("result", "first", "second"))
        except RecordGoneError as gone:
            load.left_out.append(f"{record.id}: {gone}, so it is left out")
            continue
        kind = DerivationKind(record.text("kind"))
        FigureDerivation.objects.create(result=result, kind=kind, first=first, second=second)
        load.enter(record.id)


def _found(load: Load, record: Record, field: str) -> ImpactFigure:
    return load.find(ImpactFigure, record.text(field), record=record, field=field)


def _table(load: Load) -> Iterator[Draft]:
    """The review's own table of areas, whose last row is a comparator and no area."""
    table, prefix = load.seed.record("population_table"), load.reading.text("prefix")
    for place, record in enumerate(table.records("rows"), 1):
        make = partial(_table_row, load, record)
        yield Draft(f"{prefix}-POP-{place}", make, [Source(table.text("source").replace(",", ";"))])


def _table_row(load: Load, record: Record) -> PopulationFigure:
    key = record.text("area")
    areas = load.seed.record("areas")
    area = area_of(load, areas.record(key)) if key in areas else None
    return PopulationFigure(
        programme=load.programme,
        area=area,
        place=area.short_name if area else key,
        ages="0-18",
        value=record.decimal("value"),
        basis=load.seed.record("methodology").text("population_basis"),
        in_table=True,
    )


def _other_populations(load: Load) -> Iterator[Draft]:
    """Populations printed elsewhere in the review: the reading says whom they count, the review how many."""
    for record in load.reading.records("populations"):
        yield Draft(record.id, partial(_population, load, record), sources_of(record))


def _population(load: Load, record: Record) -> PopulationFigure:
    area = load.find(CareModelArea, record.text("area"), record=record, field="area")
    figure = _found(load, record, "figure")
    row = PopulationFigure(
        programme=load.programme,
        area=area,
        place=record.text("place"),
        ages=record.words("ages"),
        basis=record.words("basis"),
        qualifier=figure.qualifier,
        upper=figure.upper,
    )
    if figure.value is not None:
        row.value = figure.value
        return row
    printed = re.search(r"\d[\d,]*", figure.text)
    if printed is None:
        raise record.error("figure", f"{figure.reference} prints no population")
    row.value, row.qualifier = Decimal(printed[0].replace(",", "")), FigureQualifier.EXACT
    return row
