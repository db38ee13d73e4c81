"""KPIs as they are defined and charted, from and to files. An empty cell of a setting leaves the setting as it is."""

from collections.abc import Mapping
from typing import Any

from commissioning.core.access import Permission
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import (
    KeptChoice,
    KeptDay,
    KeptInteger,
    KeptYesNo,
    NamedColumns,
)
from commissioning.exchange.registers.fields import (
    DayColumn,
    IntegerColumn,
    KeyColumn,
    NumberColumn,
    TextColumn,
)
from commissioning.exchange.registers.kpi_columns import HiddenBelowColumn
from commissioning.exchange.registers.lookups import programme_of
from commissioning.exchange.registers.naming import Named, Names, Naming, organisations_in, words_for
from outcomes.models import KPI
from outcomes.models.chart_settings import SPCProfile
from outcomes.models.kpis import Frequency, KPIState, MeasureKind, Polarity, SeriesKind
from outcomes.selectors.kpi_page import owners_in
from outcomes.services.kpi_adding import add_kpi
from outcomes.services.kpis import change_definition
from programmes.models import Programme


class KPIDefinitionResource(Naming, RegisterResource):
    register = "kpi_definitions"
    title = "KPI definitions"
    one = "KPI"
    model = KPI
    permissions = (Permission.EDIT_KPIS,)
    key = ("KPI",)
    natural_key = ("Name",)
    label = "Name"

    reference = KeyColumn("KPI", aliases=("Reference", "Ref", "ID", "KPI reference", "KPI ref"))
    name = TextColumn("Name", required=True, aliases=("KPI name", "Indicator", "Measure", "Title"))
    definition = TextColumn("Definition", aliases=("Description",))
    why_it_matters = TextColumn("Why it matters", aliases=("Rationale",))
    numerator = TextColumn("Numerator")
    denominator = TextColumn("Denominator")
    method = TextColumn("Method", aliases=("Calculation", "Methodology"))
    collection = TextColumn("Collection", aliases=("Data collection",))
    source = TextColumn("Data source", aliases=("Source",))
    frequency = KeptChoice("Frequency", Frequency.choices, aliases=("Reporting frequency",))
    measure = KeptChoice("Kind", MeasureKind.choices, aliases=("Type", "Measure type", "Kind of measure"))
    per = IntegerColumn("Per", aliases=("Rate per", "For every"))
    unit = TextColumn("Unit", aliases=("Units", "Unit of measure"))
    decimals = KeptInteger("Decimals", aliases=("Decimal places",))
    polarity = KeptChoice("Better", Polarity.choices, aliases=("Polarity", "Good is", "Direction"))
    series = KeptChoice("Series", SeriesKind.choices)
    suppress_below = HiddenBelowColumn("Hidden below", aliases=("Suppress below", "Suppression threshold"))
    tolerance = NumberColumn("Tolerance")
    owner = NamedColumns("Owner", aliases=("Owning organisation", "Organisation"))
    owner_role = TextColumn("Owner's role", aliases=("Owner role", "Responsible role"))
    state = KeptChoice("State", KPIState.choices, aliases=("Status",))
    reported_from = KeptDay("Reported from", none=("none", "not reported"))
    retired_on = KeptDay("Retired on", none=("none", "not retired"))
    return_days = KeptInteger("Return days", aliases=("Due days",))
    spc_profile = KeptChoice("Chart rules", SPCProfile.choices, aliases=("SPC rules",))
    spc_shift = KeptInteger("Points in a shift")
    spc_trend = KeptInteger("Points in a trend")
    spc_minimum_points = KeptInteger("Points needed")
    spc_screening = KeptYesNo("Ranges screened")
    baseline_points = IntegerColumn("Baseline points")
    baseline_until = DayColumn("Baseline until")
    floor = NumberColumn("Floor", aliases=("Minimum",))
    ceiling = NumberColumn("Ceiling", aliases=("Maximum",))
    related_to = TextColumn("Related to")
    note = TextColumn("Note", aliases=("Notes", "Comment", "Comments"))

    def add(self, values: Mapping[str, Any], act: Act) -> KPI:
        return add_kpi(
            programme_of(act),
            self._owned(values, act),
            by=act.by,
            grants=act.grants,
            reason=act.reason,
            on=act.effective_on,
        )

    def change(self, record: KPI, values: Mapping[str, Any], act: Act) -> KPI:
        """A new state brings its day by itself, the one from which the import counts."""
        change_definition(
            record,
            self._owned(values, act),
            version=record.version,
            by=act.by,
            grants=act.grants,
            reason=act.reason,
            on=act.effective_on,
        )
        return record

    def records(self, act: Act) -> Mapping[Key, KPI]:
        rows = KPI.objects.filter(programme=act.programme).select_related("programme", "owner")
        return {(row.reference,): row for row in rows}

    def before(self, record: KPI, name: str) -> Any:
        if name == "owner":
            owners = [record.owner] if record.owner else []
            return words_for(organisations_in(record.programme, owners, ""), owners)
        return super().before(record, name)

    def _owned(self, values: Mapping[str, Any], act: Act) -> dict[str, Any]:
        """The values with the owner found; who may own a KPI is whom its own page offers."""
        found = dict(values)
        named: Named | None = found.get("owner")
        if named is not None:
            names = self._known("owners", programme_of(act), lambda p: _owners(p, act))
            found["owner"] = names.meant_one(named) if any(named.words) else None
        return found


def _owners(programme: Programme, act: Act) -> Names:
    rows = owners_in(programme, act.grants)
    return organisations_in(programme, rows, "an organisation that may own a KPI of this programme")
