"""`manage.py document_model`: writes docs/model.md from the models themselves. A test holds the two together."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from inspect import cleandoc
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models

from commissioning.core.fields import CompositeField

FLOORS = ("core", "programmes", "outcomes", "procurement", "governance", "seeding")
TARGET = Path(settings.BASE_DIR) / "docs" / "model.md"
EVERYWHERE = {"id", "version", "illustrative"}
HEAD = """# The data model

Drawn from the code by `manage.py document_model`; a test fails when the two differ. Floors from the bottom up: a model
points at its own floor or a lower one. The diagrams leave out the arrow that nearly every model has to its Programme.
Every record also has `version` (two editors are told of each other), most have
`reference` (stable), `fact` (the anchor of its sources) and `illustrative` (not printed in any paper). Every table has
an append-only history table beside it, written by triggers.
"""


class Command(BaseCommand):
    help = "Write docs/model.md from the models."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail where the file is out of date."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        drawn = model_document()
        if options["check"]:
            if not TARGET.exists() or TARGET.read_text() != drawn:
                raise CommandError("docs/model.md is out of date. Run: make model-doc")
            return
        TARGET.write_text(drawn)
        self.stdout.write(f"Wrote {TARGET.relative_to(settings.BASE_DIR)}.")


def model_document() -> str:
    """The whole document as Markdown: for each floor a diagram of its models and a table for each model."""
    parts = [HEAD]
    for label in FLOORS:
        config = apps.get_app_config(label)
        own = [model for model in config.get_models() if not hasattr(model, "pgh_tracked_model")]
        if own:
            parts.append(f"## {config.verbose_name}\n")
            parts.append(_diagram(own))
            parts += [_section(model) for model in own]
    return "\n".join(parts).rstrip() + "\n"


def _diagram(own: Iterable[type[models.Model]]) -> str:
    lines = []
    for model in own:
        for field in _fields(model):
            if isinstance(field, models.ForeignKey) and not _is_everywhere(field):
                target = field.related_model
                end = "||--o|" if field.unique else "||--o{"
                name = target if isinstance(target, str) else target.__name__
                lines.append(f"  {name} {end} {model.__name__} : {field.name}")
    return "\n".join(["```mermaid", "erDiagram", *lines, "```", ""]) if lines else ""


def _is_everywhere(field: models.Field[Any, Any]) -> bool:
    """What nearly every record has, said once at the head: its programme, its anchor for sources, its counters."""
    anchor = field.name == "fact" and isinstance(field, models.OneToOneField)
    return (
        anchor
        or field.name in EVERYWHERE
        or (field.name == "programme" and isinstance(field, models.ForeignKey))
    )


def _section(model: type[models.Model]) -> str:
    said = cleandoc(model.__doc__ or "")
    described = "" if said.startswith(f"{model.__name__}(") else f"{said}\n\n"
    rows = [f"| `{name}` | {kind} | {note} |" for name, kind, note in _rows(model)]
    rules = [f"- `{constraint.name}`" for constraint in model._meta.constraints]
    ruled = "\nThe database holds it to:\n\n" + "\n".join(rules) + "\n" if rules else ""
    return (
        f"### {model.__name__}\n\n{described}| Field | Kind | Note |\n|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
        + ruled
    )


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return list(model._meta.concrete_fields)


def _rows(model: type[models.Model]) -> Iterable[tuple[str, str, str]]:
    composites = {
        name: value
        for base in reversed(model.__mro__)
        for name, value in vars(base).items()
        if isinstance(value, CompositeField)
    }
    hidden = {column for value in composites.values() for column in value.columns}
    for field in _fields(model):
        if field.name in hidden or (_is_everywhere(field) and field.name != "programme"):
            continue
        yield field.name, _kind(field), str(field.help_text).replace("|", "\\|")
    for name, value in composites.items():
        kind = type(value).__name__.removesuffix("Field")
        yield name, kind, "one value of several columns, kept with its text as printed"


def _kind(field: models.Field[Any, Any]) -> str:
    if isinstance(field, models.ForeignKey):
        target = field.related_model
        name = target if isinstance(target, str) else target.__name__
        return f"→ {name}" + (", may be empty" if field.null else "")
    if field.choices:
        return "one of: " + ", ".join(str(label) for _, label in field.flatchoices)
    return field.get_internal_type().removesuffix("Field").lower() + (", may be empty" if field.null else "")
