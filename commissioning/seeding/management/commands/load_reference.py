from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commissioning.seeding.records import FixtureError
from commissioning.seeding.reference import load_reference_fixture

ORGANISATIONS = Path(settings.BASE_DIR) / "fixtures" / "reference" / "organisations.json"


class Command(BaseCommand):
    help = (
        "Loads what every programme shares. Safe to repeat, in production too: writes only what was never loaded "
        "before, and changes or removes nothing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            load = load_reference_fixture(ORGANISATIONS, command="load_reference")
        except FixtureError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(f"{load.fixture}: {load.created} records loaded, {load.kept} were loaded before.")
