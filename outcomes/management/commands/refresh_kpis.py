"""`manage.py refresh_kpis`: works out the stored summaries of KPIs, all or only those that something made stale."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commissioning.core.audit import acting_as_command
from outcomes.models import KPI
from outcomes.selectors.summaries import stale_ids
from outcomes.services.summaries import refresh
from programmes.models import Programme


class Command(BaseCommand):
    help = (
        "Work out what board pages show of each KPI and store it. Pages are right without it, since a stale summary is "
        "worked out again when it is read; after loading much data this makes them quick again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="Every KPI, not only those with a stale summary."
        )
        parser.add_argument(
            "--programme", metavar="KEY", help="Only the KPIs of this programme, such as hampshire."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        programmes = self._programmes(options["programme"])
        ids = stale_ids(programmes)
        found = len(ids)
        if options["all"]:
            rows = KPI.objects.all() if programmes is None else KPI.objects.filter(programme__in=programmes)
            ids = list(rows.order_by("pk").values_list("pk", flat=True))
        with acting_as_command("refresh_kpis"):
            done = refresh(ids)
        self.stdout.write(f"{_kpis(done)} worked out, {found} of them stale before.")

    def _programmes(self, key: str | None) -> list[Programme] | None:
        if key is None:
            return None
        programmes = list(Programme.objects.filter(key=key))
        if not programmes:
            known = ", ".join(Programme.objects.order_by("key").values_list("key", flat=True)) or "none yet"
            raise CommandError(f"There is no programme “{key}”: give one of {known}.")
        return programmes


def _kpis(count: int) -> str:
    return f"{count:,} {'KPI' if count == 1 else 'KPIs'}"
