"""A spreadsheet into a register by command, for feeds by the clock: the same preview and receipt as the site.

    manage.py import_sheet milestones plan.xlsx --programme derby --json
    manage.py import_sheet milestones plan.xlsx --programme derby --commit --by me@example.org --reason "Weekly plan"

Exit status: 0 nothing refused; 3 some rows refused; 4 the file, the person, the register or the command line refused.
With --json whatever is printed is one JSON document, on refusal {"status": "refused", "message": …, "rows": []}.
Nothing is written without --commit; with it, nothing where a row is refused, unless --leave-out-refused imports the
others. An import that another person's change overtakes is checked once more and written as the register then is.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from commissioning.core.intake.limits import LIMITS
from commissioning.core.models import User
from commissioning.exchange.access import PREVIEWING
from commissioning.exchange.models import ImportRun, RunState, Verdict
from commissioning.exchange.registers import CLASSES, resource_of
from commissioning.exchange.registers.base import Act
from commissioning.exchange.selectors.receipt import receipt
from commissioning.exchange.services import receiving, runs
from procurement.selectors.sealed import PUBLIC, Sight
from programmes.access import Grants, grants_for
from programmes.models import Programme

SOME_REFUSED: Final = 3
FILE_REFUSED: Final = 4
TRIES: Final = 2  # a feed by the clock has nobody to look at a new preview
OVERTAKEN: Final = (
    "Other people keep changing these records, so nothing was imported. Run it again in a moment."
)
UNRECOGNISED: Final = (
    "Its columns are not all recognised. Hand it in once on the site and say which column is which: that is remembered "
    "for files with the same headings."
)


class Refused(Exception):  # noqa: N818
    """The whole file, or who hands it in: nothing was checked or written."""


class Parser(CommandParser):
    """A command line that is not understood is refused as a file is, so that a feed has one way of being refused."""

    def error(self, message: str) -> NoReturn:
        told = {"status": "refused", "message": message, "rows": []}
        if "--json" in sys.argv or not self.called_from_command_line:
            sys.stdout.write(as_json(told) + "\n")
        else:
            self.print_usage(sys.stderr)
            sys.stderr.write(in_words(told) + "\n")
        sys.exit(FILE_REFUSED)


class Command(BaseCommand):
    help = "Preview or import a spreadsheet into a register."

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **options)
        parser.__class__ = Parser
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("register", choices=sorted(CLASSES))
        parser.add_argument("file", type=Path)
        parser.add_argument("--programme", default="", help="Its key, as in the address of its pages.")
        parser.add_argument("--commit", action="store_true", help="Import it; otherwise only the preview.")
        parser.add_argument("--by", default="", help="E-mail address of the account that it is imported as.")
        parser.add_argument("--reason", default="", help="Why; it stands in the history of each record.")
        parser.add_argument("--effective-on", type=date.fromisoformat, help="From when changes count.")
        parser.add_argument("--leave-out-refused", action="store_true", help="Import the other rows.")
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, **options: Any) -> None:
        try:
            with transaction.atomic():
                told, status = self.work(options)
                if told["status"] != RunState.DONE:  # not even the record of the preview stays
                    transaction.set_rollback(True)
        except Refused as refusal:
            told, status = {"status": "refused", "message": str(refusal), "rows": []}, FILE_REFUSED
        self.stdout.write(as_json(told) if options["json"] else in_words(told))
        if status:
            sys.exit(status)

    def work(self, options: dict[str, Any]) -> tuple[dict[str, Any], int]:
        """The preview or receipt, and the exit status. Raises Refused."""
        act = act_of(options)
        run = self.previewed(options, act)
        for _ in range(TRIES):
            refused = run.counts.get(Verdict.REFUSED, 0)
            if not options["commit"] or (refused and not options["leave_out_refused"]) or not writes(run):
                break
            run = self.written(run, act, leave_out=options["leave_out_refused"])
            if run.state == RunState.DONE:
                break
        else:
            raise Refused(OVERTAKEN)
        return receipt(run), SOME_REFUSED if run.counts.get(Verdict.REFUSED, 0) else 0

    def previewed(self, options: dict[str, Any], act: Act) -> ImportRun:
        content = content_of(options["file"])
        try:
            run = receiving.receive(options["register"], act, content=content, file_name=options["file"].name)
        except PermissionDenied as refusal:
            raise Refused(str(refusal)) from refusal
        if run.state == RunState.COLUMNS:
            raise Refused(UNRECOGNISED)
        if run.state == RunState.REFUSED:
            raise Refused(run.problem)
        return runs.check(run, act)

    def written(self, run: ImportRun, act: Act, *, leave_out: bool) -> ImportRun:
        try:
            confirmed = runs.confirm(run, act, version=run.version, reason=act.reason, leave_out=leave_out)
            return runs.commit(confirmed, act)
        except (ValidationError, PermissionDenied) as refusal:
            raise Refused(" ".join(getattr(refusal, "messages", [str(refusal)]))) from refusal


def content_of(path: Path) -> bytes:
    """The file, or as much of one that is too long as is needed to see that."""
    try:
        with path.open("rb") as file:
            return file.read(LIMITS.file_bytes + 1)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def writes(run: ImportRun) -> bool:
    return bool(run.counts.get(Verdict.NEW, 0) + run.counts.get(Verdict.CHANGED, 0))


def act_of(options: dict[str, Any]) -> Act:
    """Who hands the file in: the account named, with its own rights; a preview without one sees what all may see."""
    resource = resource_of(options["register"])
    programme = Programme.objects.filter(key=options["programme"]).first()
    if options["programme"] and programme is None:
        raise Refused(f"There is no programme {options['programme']}.")
    if resource.of_programme and programme is None:
        raise Refused("Say which programme: --programme and its key, as in the address of its pages.")
    if options["commit"] and not (options["by"] and options["reason"].strip()):
        raise Refused("--commit needs --by and --reason: who imports it, and why.")
    on = timezone.localdate()
    by = User.objects.filter(email__iexact=options["by"], is_active=True).first() if options["by"] else None
    if options["by"] and by is None:
        raise Refused(f"There is no active account {options['by']}.")
    grants = grants_for(by, on) if by else Grants(everything=True)
    return Act(
        programme if resource.of_programme else None,
        by or _nobody(),
        grants,
        on,
        options["effective_on"] or on,
        options["reason"].strip() or PREVIEWING,
        Sight.for_person(by, grants, programme, on) if by and programme else PUBLIC,
    )


def _nobody() -> User:
    """Who a preview without an account is made as; it is rolled back with the preview."""
    return User.objects.create_user("preview@localhost", job_title="A preview by command")


def as_json(told: dict[str, Any]) -> str:
    """JSON that any terminal and any log can hold: letters beyond ASCII are escaped where it is not UTF-8."""
    utf8 = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    return json.dumps(told, indent=2, ensure_ascii=not utf8)


def in_words(told: dict[str, Any]) -> str:
    """The same for people: counts, then every row that is not unchanged."""
    if told["status"] == "refused":
        return f"Refused: {told['message']}"
    counts = ", ".join(f"{count} {name}" for name, count in told["counts"].items())
    lines = [f"{told['status']}: {counts}", *told["told"]]
    for row in told["rows"]:
        if row["verdict"] == Verdict.SAME:
            continue
        lines.append(
            f"{row['sheet']} row {row['row']}: {row['verdict']} {row['key']} {row['label']}".rstrip()
        )
        lines += [f"    {c['column']} {c['heading']}: {c['message']}" for c in row["problems"]]
        lines += [f"    {c['heading']}: {c['before'] or '–'} → {c['after'] or '–'}" for c in row["changes"]]
    return "\n".join(lines)
