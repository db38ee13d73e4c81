import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procurement.ocds.validate import Problem, faults, problems_of
from procurement.publishing.packages import address_of, record_package_of, release_package_of
from procurement.publishing.standing import CURRENT, prefix_problem, standing_of
from programmes.models import Programme


class Command(BaseCommand):
    help = (
        "Prints a programme as an OCDS 1.1.5 package: what may be public today, whether or not it is published. Prints "
        "no package, lists the faults and ends with 1 where it is not valid, or the ocid prefix is the example."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="The key in the programme's address, such as hampshire.")
        parser.add_argument(
            "--records",
            action="store_true",
            help="A record package: every published release, the one of today, and all of them merged.",
        )
        parser.add_argument("--out", type=Path, help="Write to this file instead.")
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only check, and say so; the example prefix is then no fault. Writes nothing.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(key=options["programme"]).first()
        if programme is None:
            keys = ", ".join(Programme.objects.values_list("key", flat=True))
            raise CommandError(f"There is no programme {options['programme']!r}. Choose one of: {keys}.")
        package = _package(programme, records=options["records"])
        kind = "record-package" if options["records"] else "release-package"
        found = problems_of(package, kind)
        self._tell(found)
        if faults(found):
            raise CommandError(
                f"Not valid: {len(faults(found))} faults. No package was written.", returncode=1
            )
        if options["check"]:
            self.stdout.write(f"Valid: no fault, {len(found)} warnings.")
            return
        self._write(package, options["out"])

    def _tell(self, found: Sequence[Problem]) -> None:
        for problem in found:
            word = "Warning" if problem.is_warning else "Fault"
            self.stderr.write(f"{word}: {problem.path or 'the file'}: {problem.words} {problem.cure}")

    def _write(self, package: dict[str, Any], out: Path | None) -> None:
        if refused := prefix_problem(settings.OCID_PREFIX, _ocids(package)):
            raise CommandError(f"{refused} To check only, add --check.", returncode=1)
        text = json.dumps(package, ensure_ascii=False, indent=2)
        if out is None:
            self.stdout.write(text)
            return
        out.write_text(f"{text}\n", encoding="utf-8")
        self.stdout.write(f"Written to {out}.")


def _ocids(package: dict[str, Any]) -> list[str]:
    return [str(one["ocid"]) for one in (package.get("releases") or package.get("records") or [])]


def _package(programme: Programme, *, records: bool) -> dict[str, Any]:
    at = timezone.now()
    standing = standing_of(programme, timezone.localdate(), at)
    current = [process.release for process in standing.processes]
    if not records:
        return release_package_of(current, uri=address_of("ocds_releases", programme.key), at=at)
    published = [row.body for row in programme.publishedreleases.order_by("dated_at", "pk")]
    fresh = [process.release for process in standing.processes if process.state != CURRENT]
    return record_package_of([*published, *fresh], uri=address_of("ocds_records", programme.key), at=at)
