"""`manage.py work`: does what is queued in the background, or shows the queue."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from procrastinate.contrib.django.models import ProcrastinateJob

from commissioning.core import waiting, worker


class Command(BaseCommand):
    help = "Do the work that is queued in the background, until stopped (Ctrl-C or SIGTERM)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what waits now, and end.")
        parser.add_argument(
            "--beside", action="store_true", help="End when the process that started this ends."
        )
        parser.add_argument("--show", action="store_true", help="Only show what waits, and what went wrong.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["show"]:
            self._show()
            return
        work = worker.Work(once=options["once"], beside=options["beside"])
        worker.wait_for_the_database()
        if settings.DEBUG and options["beside"]:
            worker.stop_when_code_changes()
        if not asyncio.run(work.run()):
            raise CommandError("The worker ended by itself: see above. Start it again.")

    def _show(self) -> None:
        counts = waiting.counts()
        for status, count in counts.items():
            self.stdout.write(f"{status}: {count:,}")
        waited = waiting.oldest()
        if waited is None:
            self.stdout.write("Nothing waits.")
        else:
            self.stdout.write(f"The oldest has waited for {int(waited.total_seconds())} seconds.")
        for failed in ProcrastinateJob.objects.filter(status="failed").order_by("-pk")[:20]:
            self.stdout.write(f"Failed: job {failed.pk}, {failed}")
