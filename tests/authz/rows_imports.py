"""Imports and saved exports: a register's own people hand files in; an export is its maker's alone."""

from commissioning.exchange.models import ExportFile, ImportRun, SavedExport
from tests.authz.cast import MANAGERS, MEMBERS
from tests.authz.row import CHANGERS, EXPORTERS, NOBODY, Row
from tests.authz.world import World

ABSENT = "00000000-0000-0000-0000-000000000000"
# Whoever may import milestones may read its imports; the commissioner of other services too, to whom the doors say no.
IMPORTERS = CHANGERS | {"other_services_commissioner"}


def into(world: World) -> list[object]:
    return [world.programme.key, "milestones"]


def run_of(world: World) -> list[object]:
    return [world.programme.key, world.of(ImportRun).pk]


def foreign_run(own: World, other: World) -> list[object]:
    return [own.programme.key, other.of(ImportRun).pk]


def no_run(world: World) -> list[object]:
    return [world.programme.key, ABSENT]


def refused_of(world: World) -> list[object]:
    return [*run_of(world), "csv"]


def no_refused(world: World) -> list[object]:
    return [*no_run(world), "csv"]


def foreign_refused(own: World, other: World) -> list[object]:
    return [*foreign_run(own, other), "csv"]


def export_of(world: World) -> list[object]:
    return [world.programme.key, world.of(SavedExport).pk]


def file_of(world: World) -> list[object]:
    return [*export_of(world), world.of(ExportFile).pk]


RUN = {"args": run_of, "absent": no_run, "foreign": foreign_run, "reads": IMPORTERS}
ROWS: tuple[Row, ...] = (
    Row("imports"),
    Row(
        "import_add",
        args=into,
        reads=IMPORTERS,
        refused=MEMBERS - IMPORTERS,
        writes=IMPORTERS,
        sends={"effective_on": "never"},
        written=400,
        absent=lambda world: [world.programme.key, "no-such-register"],
    ),
    Row("import_template", args=into, reads=IMPORTERS, refused=MEMBERS - IMPORTERS),
    Row("import_run", **RUN, writes=IMPORTERS, written=200),
    Row("import_undo", **RUN, writes=MANAGERS, written=400, refused_writing=IMPORTERS - MANAGERS),
    Row("import_file", **RUN),
    Row("import_refused", args=refused_of, absent=no_refused, foreign=foreign_refused, reads=IMPORTERS),
    Row("saved_exports", reads=EXPORTERS, refused=MEMBERS - EXPORTERS),
    Row(
        "saved_export_add",
        reads=EXPORTERS,
        refused=MEMBERS - EXPORTERS,
        writes=EXPORTERS,
        sends={"name": ""},
        written=400,
    ),
    # Nobody of the cast made this one: it does not exist for them, whatever their role.
    Row(
        "saved_export_act",
        args=export_of,
        reads=NOBODY,
        writes=frozenset(),
        refused_writing=MEMBERS - EXPORTERS,
    ),
    Row("saved_export_file", args=file_of, reads=frozenset(), refused=MEMBERS - EXPORTERS),
)
