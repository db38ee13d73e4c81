from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from commissioning.seeding.law import load_law
from commissioning.seeding.load import Load
from commissioning.seeding.records import FixtureError
from commissioning.seeding.reference import load_reference_fixture

ORGANISATIONS = Path(settings.BASE_DIR) / "fixtures" / "reference" / "organisations.json"


class Command(BaseCommand):
    help = (
        "Loads what every programme shares: organisations, and the tables of procurement law. Safe to repeat, in "
        "production too: writes only what was never loaded before, and changes or removes nothing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            with transaction.atomic():
                loads = (
                    load_reference_fixture(ORGANISATIONS, command="load_reference"),
                    load_law(command="load_reference"),
                )
        except FixtureError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        for load in loads:
            self._tell(load)

    def _tell(self, load: Load) -> None:
        self.stdout.write(f"{load.fixture}: {load.created} records loaded, {load.kept} were loaded before.")
        for line in load.left_out:
            self.stdout.write(f"  {line}")
