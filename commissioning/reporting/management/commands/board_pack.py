"""`manage.py board_pack PROGRAMME --meeting DATE --pdf FILE --docx FILE`: make a pack through the door of the page."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from commissioning.core.audit import acting_as_command
from commissioning.core.models import User
from commissioning.reporting.forms_packs import meeting_words
from commissioning.reporting.management.commands.figures import day_of, programme_of
from commissioning.reporting.pack.make import make, meetings_on
from commissioning.reporting.pack.options import APPENDICES, options_of
from governance.models import BoardPack, Meeting
from governance.models.meetings import MeetingState
from governance.services.packs import word_of
from programmes.access import Grants, grants_for
from programmes.models import Programme


class Command(BaseCommand):
    help = (
        "Make the board pack of a meeting and keep it; write its PDF of record and its Word copy. "
        "The position is that of the meeting's day, or of today while that is still to come."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="The programme's key or reference, such as hampshire.")
        parser.add_argument(
            "--meeting",
            required=True,
            metavar="DATE",
            help="The day of the meeting, as 2018-12-13; any day within it for one dated loosely.",
        )
        parser.add_argument("--body", help="The body's reference, where several meet that day.")
        parser.add_argument("--pdf", metavar="FILE", help="Where to write the PDF of record.")
        parser.add_argument("--docx", metavar="FILE", help="Where to write the Word copy.")
        parser.add_argument("--by", metavar="EMAIL", help="Whose pack it is; their roles must allow it.")
        parser.add_argument(
            "--appendices", nargs="*", default=[], metavar="NAME", help=f"Any of: {', '.join(APPENDICES)}."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        programme, day = programme_of(options["programme"]), day_of(options["meeting"])
        meeting = _meeting(programme, day, options["body"] or "")
        wanted = _appendices(options["appendices"])
        files = _files(options)
        user = _user(options["by"])
        with transaction.atomic():  # no pack is kept whose files could not be written
            pack = _made(meeting, wanted, day, user)
            for path, content in _contents(pack, files):
                write_whole(path, content)
        for path in files.values():
            self.stdout.write(f"Wrote {path}.")
        self.stdout.write(
            f"{pack.reference}: pack {pack.number} for {meeting_words(meeting)}, as at {pack.as_at.isoformat()}, "
            f"SHA-256 of the PDF {pack.pdf_sha256}."
        )


def _made(meeting: Meeting, wanted: dict[str, Any], day: date, user: User | None) -> BoardPack:
    """As the person given, with what their roles allow today; else as the command itself."""
    today = timezone.localdate()
    grants = grants_for(user, today) if user is not None else Grants(everything=True)
    try:
        with acting_as_command("board_pack"):
            return make(meeting, wanted, as_at=min(day, today), by=user, grants=grants, today=today)
    except PermissionDenied as error:
        raise CommandError(f"{user} may not make packs in {meeting.programme.place}.") from error
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error


def _meeting(programme: Programme, day: date, body: str) -> Meeting:
    rows = Meeting.objects.filter(programme=programme).exclude(state=MeetingState.CANCELLED)
    every = list(rows.select_related("body", "programme").order_by("held_start", "reference"))
    found = [each for each in meetings_on(every, day) if body in ("", each.body.reference)]
    if not found:
        where = f" of {body}" if body else ""
        raise CommandError(
            f"No meeting{where} is recorded for {programme.place} on {day.isoformat()}. {_known(every)}"
        )
    if len(found) > 1:
        bodies = ", ".join(each.body.reference for each in found)
        raise CommandError(
            f"{len(found)} meetings are recorded for {programme.place} on {day.isoformat()}. "
            f"Say which with --body: {bodies}."
        )
    return found[0]


def _known(meetings: Sequence[Meeting]) -> str:
    if not meetings:
        return "None is recorded at all: record one on the page of meetings, or in data entry."
    words = "; ".join(f"{meeting_words(each)} ({each.body.reference})" for each in meetings)
    return f"Meetings recorded: {words}."


def _appendices(given: Iterable[str]) -> dict[str, Any]:
    try:
        return options_of(given)
    except ValueError as error:
        raise CommandError(str(error)) from error


def _user(email: str | None) -> User | None:
    if email is None:
        return None
    found: User | None = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no active account “{email}”.")
    return found


def _files(options: dict[str, Any]) -> dict[str, Path]:
    """The files to write, refused before any pack is made where their folder is not there."""
    files = {name: Path(options[name]) for name in ("pdf", "docx") if options[name]}
    if not files:
        raise CommandError("Say where to write the pack: --pdf FILE, --docx FILE, or both.")
    for path in files.values():
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent} to write {path.name} in.")
        if path.is_dir():
            raise CommandError(f"{path} is a folder. Give the name of a file.")
    return files


def _contents(pack: BoardPack, files: dict[str, Path]) -> Iterable[tuple[Path, bytes]]:
    if "pdf" in files:
        yield files["pdf"], bytes(pack.pdf)
    if "docx" in files:
        yield files["docx"], word_of(pack)


def write_whole(path: Path, content: bytes) -> None:
    """All of the file or nothing of it: written aside in the same folder, then put in place of what was there.

    Raises CommandError where the folder cannot be written; what stood there then still stands.
    """
    try:
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(aside).chmod(0o644)
            Path(aside).replace(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
