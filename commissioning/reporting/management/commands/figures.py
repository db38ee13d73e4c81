"""`manage.py figures PROGRAMME [--on DATE] --json`: what the dashboards show, from the same selectors."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date

from commissioning.reporting.selectors.figures import Figures, figures
from commissioning.reporting.selectors.position import position
from programmes.models import Programme


class Command(BaseCommand):
    help = (
        "Print the figures that a programme's dashboards show. Amounts are decimal strings; unknown is null."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="The programme's key or reference, such as hampshire.")
        parser.add_argument("--on", help="The day asked about, as 2018-12-13; today when left out.")
        parser.add_argument("--json", action="store_true", help="Print JSON instead of lines to read.")

    def handle(self, *_args: Any, **options: Any) -> None:
        data = figures(position(programme_of(options["programme"]), day_of(options["on"])))
        if options["json"]:
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_readable(data)))


def programme_of(given: str) -> Programme:
    """A programme by its key or reference. Raises CommandError, naming those there are."""
    found: Programme | None = Programme.objects.filter(
        Q(key=given.lower()) | Q(reference=given.upper())
    ).first()
    if found is None:
        known = ", ".join(Programme.objects.values_list("key", flat=True)) or "none loaded yet"
        raise CommandError(f"There is no programme “{given}”. Programmes: {known}.")
    return found


def day_of(given: str | None) -> date:
    """A day as 2018-12-13; today where none is given. Raises CommandError for anything else."""
    if given is None:
        return timezone.localdate()
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"“{given}” is not a date. Write it like 2018-12-13.")
    return day


def _readable(data: Figures) -> list[str]:
    programme, services = data["programme"], data["services"]
    rows = [("Programme", programme), *((f"Phase {phase['number']}", phase) for phase in data["phases"])]
    return [
        f"{programme['place']}: {programme['name']}, as at {data['on']}",
        *(
            f"{name}: known {row['known'] or 'not known'}, {row['unknown_lines']} of {row['lines']} lines unknown, "
            f"stated {row['stated'] or 'nowhere'}: {row['verdict'] or 'nothing to compare'}"
            f"{', across bases' if row['across_bases'] else ''}"
            for name, row in rows
        ),
        *_of_services(services),
        *(f"Cover gap before phase {gap['phase']}: {gap['months']} months" for gap in data["cover_gaps"]),
        f"Discrepancies by kind: {data['discrepancies']['by_kind']}",
        f"Discrepancies that a reader recorded: {data['discrepancies']['recorded']}",
        *(
            f"{name.replace('_', ' ').capitalize()}: {_pairs(data[name])}"
            for name in ("milestones", "intentions", "posts", "groups_by_model", "areas")
            if data[name]
        ),
    ]


def _of_services(services: Figures | None) -> list[str]:
    if services is None:
        return ["Services: none named"]
    return [
        f"Services in scope: {services['in_scope']}, {services['tbc']} TBC, added {services['added_by_month']}",
        f"By lead commissioner: {services['by_lead_commissioner']}",
    ]


def _pairs(figures: Figures) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {'not known' if value is None else value}"
        for name, value in figures.items()
    )
