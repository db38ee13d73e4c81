"""What the export benchmarks write: figures of KPIs, made in the database, and the ways to get them out as a file.

A file of any way is read back as texts by heading, so that files of different programs can be held against each other.
"""

import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO, Final

MONTHS: Final = 60
COLUMNS: Final[Mapping[str, str]] = {
    "Reference": "reference",
    "KPI": "kpi__reference",
    "Name": "kpi__name",
    "Period": "period_text",
    "Period from": "period_start",
    "Period to": "period_end",
    "Value": "value",
    "Qualifier": "qualifier",
    "Data source": "source",
    "Comment": "comment",
}
ORDER: Final = ("kpi__reference", "period_start", "pk")
FIGURES: Final = """
INSERT INTO outcomes_measurement (reference, programme_id, kpi_id, period_text, period_start, period_end,
    period_precision, period_status, period_year_inferred, period_recurrence, period_note, value, missing, qualifier,
    is_final, text, source, comment, is_current, illustrative, version)
SELECT k.reference || '-' || m, k.programme_id, k.id, to_char(month, 'FMMonth YYYY'), month,
    (month + interval '1 month' - interval '1 day')::date, 'month', 'stated', false, '', '',
    (400 + (k.id * 7 + m * 13) %% 200) / 10.0, '', 'exact', true, '', 'Monthly return of the provider',
    CASE WHEN m %% 6 = 0 THEN 'Counted again, and "confirmed" – see note ' || m ELSE '' END, true, false, 1
FROM outcomes_kpi k CROSS JOIN generate_series(0, 59) m
    CROSS JOIN LATERAL (SELECT (date '2021-04-01' + make_interval(months => m))::date AS month) months
WHERE k.programme_id = %s
"""
COPY: Final = """
COPY (SELECT m.reference, k.reference, k.name, m.period_text, m.period_start, m.period_end, m.value, m.qualifier,
             m.source, m.comment
      FROM outcomes_measurement m JOIN outcomes_kpi k ON k.id = m.kpi_id
      WHERE m.programme_id = {programme} ORDER BY k.reference, m.period_start, m.id)
TO STDOUT WITH (FORMAT csv, HEADER true)
"""


def set_up() -> None:
    """Django with the settings that the shell names, else those of development."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commissioning.settings")
    os.environ.setdefault("ENVIRONMENT", "development")
    import django

    django.setup()


def made(rows: int) -> Any:
    """A programme with so many figures, 60 months a KPI: by SQL, so that making them leaves no trace in memory.

    The database's user must be a superuser, as that of the embedded one is.
    """
    from django.db import connection

    from outcomes.models import KPI
    from programmes.models import Programme

    programme = Programme.objects.create(
        reference="BENCH", key="benchmark", name="Benchmark", place="Benchmark", illustrative=True
    )
    given = {
        "frequency": "month",
        "polarity": "higher",
        "state": "reporting",
        "suppress_below": None,
        "unit": "%",
    }
    KPI.objects.bulk_create(
        KPI(
            programme=programme,
            reference=f"B-{place:05}",
            name=f"Children seen in time, district {place}",
            **given,
        )
        for place in range(max(1, rows // MONTHS))
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # no history of what is rolled back anyway
        cursor.execute(FIGURES, [programme.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE outcomes_measurement, outcomes_kpi")
    return programme


# --- the ways -----------------------------------------------------------------------------------------------------


def copied(programme: Any) -> bytes:
    """PostgreSQL's own CSV: the least that could be done for these columns."""
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(COPY.format(programme=int(programme.pk))) as copy:
        return b"".join(copy)


def figures(programme: Any) -> Any:
    from outcomes.models import Measurement

    return Measurement.objects.filter(programme=programme).order_by(*ORDER)


def plain_table(programme: Any) -> Any:
    """The same columns as everybody's, as a table of the product whose rows come straight from the database."""
    from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Streamed

    kinds = {"Period from": Kind.DATE, "Period to": Kind.DATE, "Value": Kind.NUMBER}
    columns = [SheetColumn(heading, heading, kinds.get(heading, Kind.TEXT)) for heading in COLUMNS]
    rows = figures(programme).values_list(*COLUMNS.values())
    return SheetTable(
        "figures",
        "Figures",
        "One row is one figure.",
        columns,
        Streamed(lambda: rows.iterator(2_000), rows.count),
    )


def register_table(programme: Any) -> Any:
    """The product's register of measurements: more columns, small numbers hidden, as the page gives it."""
    from django.http import QueryDict

    from commissioning.reporting.exports import table
    from commissioning.reporting.exports.material import Material

    return table(Material(programme, date(2026, 4, 1), QueryDict()), "measurements")


def write_xlsx(out: BinaryIO, table: Any) -> None:
    from commissioning.core.spreadsheets import Properties, write_workbook

    write_workbook(
        out,
        [table],
        Properties("Figures", "Benchmark", "Figures", datetime.fromisoformat("2026-04-01T09:00Z")),
    )


def as_xlsx(table: Any) -> bytes:
    buffer = io.BytesIO()
    write_xlsx(buffer, table)
    return buffer.getvalue()


def stock(programme: Any, kind: str) -> bytes:
    """django-import-export as it comes: a resource with these columns, its own writer of the kind of file."""
    from import_export import fields, resources
    from import_export.formats import base_formats

    from outcomes.models import Measurement

    declared: dict[str, Any] = {
        name: fields.Field(attribute=name, column_name=heading) for heading, name in COLUMNS.items()
    }
    meta = type("Meta", (), {"model": Measurement, "fields": list(COLUMNS.values())})
    resource: Any = type("FigureResource", (resources.ModelResource,), {**declared, "Meta": meta})()
    data = resource.export(figures(programme).select_related("kpi"))
    body = {"xlsx": base_formats.XLSX, "csv": base_formats.CSV}[kind]().export_data(data)
    return body.encode() if isinstance(body, str) else body


# --- reading back -------------------------------------------------------------------------------------------------


def read_csv(body: bytes) -> list[dict[str, str]]:
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    return _named(rows)


def read_xlsx(body: bytes) -> list[dict[str, str]]:
    """The sheet with the rows; of the product's the headings are in its third row."""
    import python_calamine

    sheet = python_calamine.load_workbook(io.BytesIO(body)).get_sheet_by_index(0)
    rows = sheet.to_python()
    start = next(place for place, row in enumerate(rows) if "Reference" in row)
    return _named(rows[start:])


def _named(rows: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    """With COPY's own headings replaced, which name no table."""
    headings = list(COLUMNS) if rows[0][0] == "reference" else [str(cell) for cell in rows[0]]
    wanted = [(headings.index(heading), heading) for heading in COLUMNS]
    return [{heading: _plain(row[place]) for place, heading in wanted} for row in rows[1:]]


def _plain(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text.removesuffix(" 00:00:00")
    return f"{number.normalize():f}"


# --- memory -------------------------------------------------------------------------------------------------------


def growth(work: Iterator[Any]) -> float:
    """By how many MiB the process grew at its most while the work went on: the whole process, not Python's share."""
    with open("/proc/self/clear_refs", "w") as asked:  # noqa: PTH123 -- a file of the system: the peak starts anew
        asked.write("5")
    before = _status("VmRSS")
    for _ in work:
        pass
    return round((_status("VmHWM") - before) / 1024, 1)


def _status(name: str) -> int:
    with open("/proc/self/status") as status:  # noqa: PTH123
        return next(int(line.split()[1]) for line in status if line.startswith(f"{name}:"))
