from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commissioning.seeding.people import sign_ins

PEOPLE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "people.json"


class Command(BaseCommand):
    help = "Prints how to sign in as each role. Says nothing of accounts whose password has been changed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("A production site has no demonstration accounts.")
        for found in sign_ins(PEOPLE, on=timezone.localdate()):
            self.stdout.write(f"{found.job_title:<44} {found.email:<30} {found.password}  {found.may}")
