"""Pages of imports and saved exports that are counted, and the imports that they are of: one in each state."""

from collections.abc import Callable

from commissioning.core.models import User
from commissioning.exchange.models import ImportRun, RunState, SavedExport, Verdict
from programmes.models import Programme
from tests.factories import ImportRunFactory, SavedExportFactory
from tests.factories.exchange import ExportFileFactory, ImportRowFactory

REGISTERS = ("services", "budget_lines", "contracts", "milestones", "risks", "kpi_targets", "measurements")
STATES = (RunState.COLUMNS, RunState.CHECKING, RunState.PREVIEWED, RunState.DONE, RunState.REFUSED)
CONTENT = b"Reference,Person answerable\r\nHAM-MS-1,Head of service\r\n"


def more_of_imports(programme: Programme, by: User, count: int) -> None:
    """An import in each state with `count` rows of each verdict; as many exports that the person has saved."""
    for state in STATES:
        run = ImportRunFactory(
            programme=programme, made_by=by, state=state, content=CONTENT, **_said(state, by, count)
        )
        for number in range(count):
            for place, verdict in enumerate(Verdict.values):
                ImportRowFactory(run=run, number=2 + number * len(Verdict.values) + place, **_row(verdict))
    for _ in range(count):
        export = SavedExportFactory(programme=programme, made_by=by)
        ExportFileFactory(export=export)


def _said(state: str, by: User, count: int) -> dict[str, object]:
    counts = {"rows": count * len(Verdict.values), **dict.fromkeys(Verdict.values, count)}
    confirmed = {"confirmed_by": by} if state == RunState.DONE else {}
    return {"counts": counts, "sheet": "plan.csv", "heading_row": 1, **confirmed}


def _row(verdict: str) -> dict[str, object]:
    return {
        "verdict": verdict,
        "key": "HAM-MS-1",
        "changes": [["Owner", "", "Head of service"]] if verdict in {"new", "changed"} else [],
        "problems": [["B", "Owner", "x", "Write it otherwise."]] if verdict == "refused" else [],
    }


def first_run(state: str) -> Callable[[], object]:
    return lambda: ImportRun.objects.filter(programme__key="hampshire", state=state).latest("made_at").pk


FIRST: dict[object, Callable[[], object]] = {
    **{f"an import that is {state}": first_run(state) for state in STATES},
    "a saved export": lambda: SavedExport.objects.filter(programme__key="hampshire").earliest("pk").pk,
    "its file": lambda: (
        SavedExport.objects.filter(programme__key="hampshire").earliest("pk").files.earliest("pk").pk
    ),
}
PREVIEWED, DONE = f"an import that is {RunState.PREVIEWED}", f"an import that is {RunState.DONE}"

# (name of the address, what stands in it after the programme's key, the query, what tells two views apart)
PAGES: tuple[tuple[str, tuple[object, ...], str, str], ...] = (
    ("imports", (), "", ""),
    *(("import_add", (register,), "", register) for register in REGISTERS),
    ("import_template", ("milestones",), "", ""),
    *(("import_run", (f"an import that is {state}",), "", state) for state in STATES),
    ("import_run", (PREVIEWED,), "?show=refused", "the refused rows"),
    ("import_undo", (DONE,), "", ""),
    ("import_file", (DONE,), "", ""),
    ("import_refused", (PREVIEWED, "xlsx"), "", ""),
    ("saved_exports", (), "", ""),
    ("saved_export_add", (), "?table=risks", ""),
    ("saved_export_file", ("a saved export", "its file"), "", ""),
)
LEFT_OUT = {"saved_export_act"}  # only sent, never opened
