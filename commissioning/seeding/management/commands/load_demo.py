from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commissioning.seeding.illustration import KEY as ILLUSTRATION
from commissioning.seeding.illustration.story import load_story
from commissioning.seeding.law import load_law
from commissioning.seeding.load import Load
from commissioning.seeding.people import load_people
from commissioning.seeding.programme import KEYS, PAPERS, published
from commissioning.seeding.records import FixtureError

DEMO = Path(settings.BASE_DIR) / "fixtures" / "demo"


class Command(BaseCommand):
    help = (
        "Loads the published programmes, the illustrative one and the demonstration accounts. Writes only what was "
        "never loaded before: what people have edited or deleted stays as they left it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--yes-load-demo",
            action="store_true",
            help="Needed in production, which then gets the papers, made-up figures only by name, and no accounts.",
        )
        parser.add_argument(
            "--programme",
            action="append",
            choices=KEYS,
            help="Load this programme only; may be given several times. Left out, all of them are loaded.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.PRODUCTION and not options["yes_load_demo"]:
            raise CommandError(
                "This is a production site, and nothing was loaded. To load the published programmes (without "
                "demonstration accounts), add --yes-load-demo."
            )
        try:
            self._tell(load_law(command="load_demo"))  # phases go through the stages of its tables
        except FixtureError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        for fixture in published(DEMO, options["programme"] or (PAPERS if settings.PRODUCTION else None)):
            try:
                self._tell(fixture.load(command="load_demo"))
            except FixtureError as error:
                raise CommandError(f"Nothing of {fixture.key} was loaded. {error}") from error
        if not settings.PRODUCTION:
            try:
                made = load_people(DEMO / "people.json", command="load_demo")
            except FixtureError as error:
                raise CommandError(f"No demonstration account was made. {error}") from error
            self.stdout.write(f"Demonstration accounts: {made} made.")
            try:
                told = load_story(DEMO / f"{ILLUSTRATION}.json", command="load_demo")
            except FixtureError as error:
                raise CommandError(
                    f"Nothing that people of the illustration did was loaded. {error}"
                ) from error
            self.stdout.write(f"Returns, comments and reports of the illustration: {told} records loaded.")

    def _tell(self, load: Load) -> None:
        self.stdout.write(f"{load.fixture}: {load.created} records loaded, {load.kept} were loaded before.")
        for line in load.left_out:
            self.stdout.write(f"  {line}")
