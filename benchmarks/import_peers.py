"""Other ways to take a file of figures in: the least there is, and django-import-export, tuned and as it comes."""

import csv
import io
from typing import Any

from benchmarks.import_sheets import HEADINGS, MONTHS

BARE = "benchmark_measurement"
SETUP = f"""
CREATE TABLE {BARE} (LIKE outcomes_measurement INCLUDING ALL);
CREATE TABLE benchmark_period (label text PRIMARY KEY, starts date, ends date);
"""
LOAD = "CREATE TEMP TABLE benchmark_stage (kpi text, period text, value numeric, source text) ON COMMIT DROP"
JOINED = """
FROM benchmark_stage s JOIN outcomes_kpi k ON k.reference = s.kpi JOIN benchmark_period p ON p.label = s.period
"""
COUNT = f"""
SELECT count(*) FILTER (WHERE m.id IS NULL), count(*) FILTER (WHERE m.value <> s.value OR m.source <> s.source)
{JOINED} LEFT JOIN {BARE} m ON m.kpi_id = k.id AND m.period_start = p.starts AND m.period_end = p.ends
    AND m.member_id IS NULL AND m.is_current
"""
UPSERT = f"""
INSERT INTO {BARE} AS m (
    version, reference, illustrative, text, value, qualifier, period_text, period_start, period_end, period_precision,
    period_status, period_year_inferred, period_recurrence, period_note, kpi_id, programme_id, comment, is_current,
    is_final, missing, source
)
SELECT 1, 'BIMP-NEW-' || row_number() OVER (), TRUE, '', s.value, 'exact', p.label, p.starts, p.ends, 'month', 'stated',
    FALSE, '', '', k.id, k.programme_id, '', TRUE, TRUE, '', s.source {JOINED}
ON CONFLICT (kpi_id, member_id, period_start, period_end) WHERE is_current AND period_start IS NOT NULL
DO UPDATE SET value = EXCLUDED.value, source = EXCLUDED.source
WHERE m.value <> EXCLUDED.value OR m.source <> EXCLUDED.source
"""


def cells_of(content: bytes) -> list[list[Any]]:
    """Every row under the headings, read in this process by what reads fastest."""
    if content.startswith(b"PK"):
        from python_calamine import CalamineWorkbook

        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [list(row) for row in sheet.iter_rows()][1:]
    return list(csv.reader(io.StringIO(content.decode())))[1:]


def prepare_floor(cursor: Any, programme: Any) -> None:
    """The register without its triggers and references to other tables, and every label that the file has."""
    from commissioning.core.periods import Month

    cursor.execute(SETUP)
    months = [Month(2010, 4).plus(month) for month in range(MONTHS)]
    cursor.executemany(
        "INSERT INTO benchmark_period VALUES (%s, %s, %s)", [(m.label, m.start, m.end) for m in months]
    )
    cursor.execute(
        f"INSERT INTO {BARE} SELECT * FROM outcomes_measurement WHERE programme_id = %s", [programme.pk]
    )
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{BARE}', 'id'), (SELECT max(id) FROM {BARE}))")


def floor(cursor: Any, content: bytes) -> tuple[int, int]:
    """Read, COPY, count what is new and changed, upsert: nothing checked, nothing told, no history."""
    cursor.execute(LOAD)
    with cursor.copy("COPY benchmark_stage FROM STDIN") as copy:
        for row in cells_of(content):
            copy.write_row(row)
    cursor.execute(COUNT)
    new, changed = cursor.fetchone()
    cursor.execute(UPSERT)
    return int(new), int(changed)


# --- django-import-export ---------------------------------------------------------------------------------------------


def resource(programme: Any, *, tuned: bool) -> Any:
    """A resource of the measurements of one programme. Tuned: in bulk, with lookups made once, without differences."""
    from import_export import fields, resources, widgets

    from outcomes.models import KPI, Measurement
    from outcomes.rules_periods import parse_period

    class Measurements(resources.ModelResource):  # type: ignore[misc]  # the package has no types
        kpi = fields.Field("kpi", HEADINGS[0], widgets.ForeignKeyWidget(KPI, "reference"))
        value = fields.Field("value", HEADINGS[2], widgets.DecimalWidget())
        source = fields.Field("source", HEADINGS[3])
        period_start = fields.Field("period_start", "start", widgets.DateWidget())

        class Meta:
            model = Measurement
            fields = ("kpi", "value", "source", "period_start")
            import_id_fields = ("kpi", "period_start")
            skip_unchanged = True
            use_bulk = tuned
            skip_diff = tuned
            batch_size = 1_000

        def before_import(self, dataset: Any, **kwargs: Any) -> None:  # noqa: ARG002
            self.number = 0
            self.periods: dict[str, Any] = {}
            if tuned:
                kpis = {kpi.reference: kpi for kpi in KPI.objects.filter(programme=programme)}
                self.fields["kpi"].widget = _Known(kpis)
                rows = Measurement.objects.filter(programme=programme, is_current=True)
                self.known = {(row.kpi_id, row.period_start): row for row in rows}

        def before_import_row(self, row: Any, **kwargs: Any) -> None:  # noqa: ARG002
            text = row[HEADINGS[1]]
            if not tuned or text not in self.periods:
                self.periods[text] = parse_period("month", text)
            self.period = self.periods[text]
            row["start"] = self.period.start.isoformat()

        def get_instance(self, instance_loader: Any, row: Any) -> Any:
            if not tuned:
                return super().get_instance(instance_loader, row)
            return self.known.get((self.fields["kpi"].widget.clean(row[HEADINGS[0]]).pk, self.period.start))

        def init_instance(self, row: Any = None) -> Any:  # noqa: ARG002
            self.number += 1
            made = Measurement(programme=programme, reference=f"BIMP-NEW-{self.number}")
            made.period = self.period
            return made

    return Measurements()


class _Known:
    """A widget that finds a KPI among those read before."""

    coerce_to_string = True

    def __init__(self, kpis: Any) -> None:
        self.kpis = kpis

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002
        return self.kpis[value]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return str(value.reference)


def import_export(programme: Any, content: bytes, *, tuned: bool) -> tuple[int, int]:
    """Preview (a dry run) and import, as the package's admin pages do."""
    import tablib

    for dry_run in (True, False):
        kind = "xlsx" if content.startswith(b"PK") else "csv"
        data = tablib.Dataset().load(content if kind == "xlsx" else content.decode(), format=kind)
        data.append_col([""] * len(data), header="start")  # filled row by row
        result = resource(programme, tuned=tuned).import_data(data, dry_run=dry_run, raise_errors=True)
    return result.totals["new"], result.totals["update"]
