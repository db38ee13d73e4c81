"""Models of care elsewhere: the areas, what a review says of them, their learning, risks and themes, as tables."""

from collections.abc import Mapping

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from outcomes.models import ThemeCitation
from outcomes.selectors.area_values import AreaProfile, AreaRow, Learnt, RiskRow, Said
from programmes.selectors.sources import Place, places_of

# The two columns by which the rows of every table here are brought together.
AREA = (
    SheetColumn("Area key", "The area's key, as in the address of its page.", width=12),
    SheetColumn("Area", "Its short name.", width=24),
)
AREA_COLUMNS = (
    SheetColumn("Reference", "The area's stable reference.", width=12),
    *AREA,
    SheetColumn("Number", "Its order in the review.", Kind.INTEGER),
    SheetColumn("Full name", "The name of the model of care.", width=40),
    SheetColumn("Place", "Where it is.", width=24),
    SheetColumn("Section", "Where the review describes it.", width=12),
    SheetColumn("Evidence", "Described in detail, or in summary.", width=20),
    SheetColumn("Model", "The kind of model, as the review classes it.", width=30),
    SheetColumn("Interviewees", "How many people of the area were interviewed.", Kind.INTEGER),
    SheetColumn("Webinars", "How many webinars were watched.", Kind.INTEGER),
    SheetColumn(
        "Population", "Of the review's own table of areas; empty where it has none.", Kind.NUMBER, width=14
    ),
    SheetColumn("Partners", "How many the review names.", Kind.INTEGER),
    SheetColumn("Learning points", "How many it gives.", Kind.INTEGER),
    SheetColumn("Impacts", "How many impact figures it gives.", Kind.INTEGER),
    SheetColumn("Impacts with a number", "How many of those state a number.", Kind.INTEGER),
    SheetColumn("Themes", "How many themes cite the area, by headline or sub-point.", Kind.INTEGER),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def areas_table(material: Material) -> SheetTable:
    return SheetTable(
        "areas",
        "Areas",
        "One row is one area whose model of care the review describes, with how much evidence there is of it.",
        AREA_COLUMNS,
        tuple(_area(profile, material.area_references) for profile in material.profiles),
    )


def _area(profile: AreaProfile, references: Mapping[str, str]) -> tuple[Value, ...]:
    row = profile.row
    return (
        references[row.key],
        *_own(row),
        row.number,
        row.name,
        row.place or None,
        row.section or None,
        row.depth_label,
        row.model_type or None,
        row.interviewees,
        row.webinars,
        row.population,
        row.partners,
        row.learning,
        row.impacts,
        row.quantified,
        row.themes,
        locators(profile.places),
        row.illustrative,
    )


def _own(row: AreaRow) -> tuple[Value, Value]:
    return row.key, row.short_name


STATEMENT_COLUMNS = (
    SheetColumn("Reference", "The statement's stable reference.", width=16),
    *AREA,
    SheetColumn("Heading", "What it tells of: Partner, Component of the model, Objective …", width=26),
    SheetColumn("Statement", "What the review says.", width=60),
    SheetColumn("Label", "The review's own sort of it.", width=24),
    SheetColumn("Wave", "Such as “delivery wave 1”.", width=18),
    SheetColumn("Number", "The number printed with it.", Kind.INTEGER),
    *date_columns("Date", "The day that it names."),
    SheetColumn("Targets", "What is to be reached, by when.", width=40),
    SheetColumn("Roles", "Who chairs, sits on, leads or receives reports: roles, never names.", width=40),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def area_statements_table(material: Material) -> SheetTable:
    rows = [
        _statement(profile, heading.label, said)
        for profile in material.profiles
        for heading in profile.headings
        for said in heading.said
    ]
    return SheetTable(
        "area_statements",
        "Area statements",
        "One row is one thing that the review says of one area.",
        STATEMENT_COLUMNS,
        tuple(rows),
    )


def _statement(profile: AreaProfile, heading: str, said: Said) -> tuple[Value, ...]:
    return (
        said.reference,
        *_own(profile.row),
        str(heading),
        said.text,
        said.label or None,
        said.wave or None,
        said.number,
        *date_values(said.when),
        joined(said.targets),
        joined([f"{part}: {', '.join(names)}" for part, names in said.roles]),
        said.note or None,
        locators(said.places),
        said.illustrative,
    )


LEARNING_COLUMNS = (
    SheetColumn("Reference", "The learning point's stable reference.", width=16),
    *AREA,
    SheetColumn("Learning point", "What people of the area say that they learnt.", width=60),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def learning_points_table(material: Material) -> SheetTable:
    return SheetTable(
        "learning_points",
        "Learning points",
        "One row is one thing that people of one area say that they learnt.",
        LEARNING_COLUMNS,
        tuple(_learnt(point) for profile in material.profiles for point in profile.learning),
    )


def _learnt(point: Learnt) -> tuple[Value, ...]:
    return (
        point.reference,
        point.area_key,
        point.area,
        point.text,
        locators(point.places),
        point.illustrative,
    )


RISK_COLUMNS = (
    SheetColumn("Reference", "The risk's stable reference.", width=16),
    *AREA,
    SheetColumn("Risk", "The risk or barrier, as the review words it.", width=60),
    SheetColumn("Label", "The review's own sort of it.", width=18),
    SheetColumn("Mitigations", "What is done about it; empty where the review names nothing.", width=60),
    SheetColumn("Shared", "yes where a mitigation serves several risks.", Kind.YES_NO),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    PRINTED_IN,
)


def area_risks_table(material: Material) -> SheetTable:
    rows = [_risk(profile, risk) for profile in material.profiles for risk in profile.risks]
    return SheetTable(
        "area_risks",
        "Area risks",
        "One row is one risk that one area names, with what is done about it.",
        RISK_COLUMNS,
        tuple(rows),
    )


def _risk(profile: AreaProfile, risk: RiskRow) -> tuple[Value, ...]:
    return (
        risk.reference,
        *_own(profile.row),
        risk.text,
        risk.label or None,
        joined(risk.mitigations),
        risk.shared,
        risk.note or None,
        locators(risk.places),
    )


# --- themes -----------------------------------------------------------------------------------------------------

CITATION_COLUMNS = (
    SheetColumn("Theme reference", "The theme's stable reference.", width=14),
    SheetColumn("Theme number", "Its order in the review.", Kind.INTEGER),
    SheetColumn("Theme", "Its headline.", width=60),
    SheetColumn("Sub-point", "The sub-point that cites the area; empty for the headline.", width=60),
    *AREA,
    SheetColumn("As printed", "The area's name there: “W Essex” is half of an area.", width=18),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def theme_citations_table(material: Material) -> SheetTable:
    cited = (
        ThemeCitation.objects.filter(theme__programme=material.programme)
        .select_related("theme", "point", "area")
        .order_by("theme__number", "point__position", "area__number", "pk")
    )
    rows = list(cited)
    places = places_of([fact for row in rows for fact in (row.theme.fact_id, _point_fact(row))])
    return SheetTable(
        "theme_citations",
        "Theme citations",
        "One row is one area cited with one theme or one of its sub-points. No row means not cited, not absent.",
        CITATION_COLUMNS,
        tuple(_citation(row, places) for row in rows),
    )


def _point_fact(row: ThemeCitation) -> int | None:
    return row.point.fact_id if row.point else None


def _citation(row: ThemeCitation, places: dict[int, tuple[Place, ...]]) -> tuple[Value, ...]:
    fact = _point_fact(row) or row.theme.fact_id
    return (
        row.theme.reference,
        row.theme.number,
        row.theme.text,
        row.point.text if row.point else None,
        row.area.key,
        row.area.short_name,
        row.as_printed or None,
        locators(places.get(fact or 0, ())),
        row.theme.illustrative,
    )
