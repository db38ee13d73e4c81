"""Tables of the pages of imports."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.exchange.models import ImportRun, RunState
from commissioning.exchange.registers import resource_class
from commissioning.exchange.selectors.shown import counts_of
from programmes.models import Programme

TONES = {
    RunState.DONE: Tone.GOOD,
    RunState.PREVIEWED: Tone.INFO,
    RunState.COLUMNS: Tone.INFO,
    RunState.REFUSED: Tone.ALERT,
    RunState.INTERRUPTED: Tone.ALERT,
}


def register_table(registers: Sequence[str], programme: Programme) -> Table:
    """Each register that the reader may import into, with its template and what stands in it now."""
    columns = (Column("Register"), Column("What one row is"), Column("Start from"))
    rows = [_register_row(name, programme) for name in registers]
    return Table("What you may import", columns, rows, empty="Your role here imports nothing.")


def _register_row(name: str, programme: Programme) -> Row:
    resource = resource_class(name)
    add = reverse("import_add", args=[programme.key, name])
    template = reverse("import_template", args=[programme.key, name])
    export = reverse("table_xlsx", args=[programme.key, name])
    query = f"?{resource.query}" if resource.query else ""
    links = (
        Link("Template", template, f"of {resource.title}"),
        Link("What stands now", f"{export}{query}", f"in {resource.title}"),
    )
    return Row((Cell(resource.title, href=add), Cell(f"One {resource.one}"), Cell(links=links)))


def run_table(runs: Iterable[ImportRun], programme: Programme) -> Table:
    columns = (Column("File"), Column("Register"), Column("Handed in"), Column("State"), Column("Rows"))
    rows = [_run_row(run, programme) for run in runs]
    return Table("Imports so far", columns, rows, empty="Nothing has been imported here yet.")


def _run_row(run: ImportRun, programme: Programme) -> Row:
    state = RunState(run.state)
    url = reverse("import_run", args=[programme.key, run.pk])
    who = Cell(date_format(localtime(run.made_at), "j F Y, H:i"), note=str(run.made_by))
    counted = counts_of(run) if "new" in run.counts else "–"
    tag = Tag(state.label, TONES.get(state, Tone.NEUTRAL))
    title = resource_class(run.register).title
    return Row((Cell(run.file_name, href=url), Cell(title), who, Cell(tags=(tag,)), Cell(counted)))
