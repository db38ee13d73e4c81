"""The demonstration accounts: one for each role, with a published password, never in production."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import models

from commissioning.core.access import ROLE_DESCRIPTIONS, Role
from commissioning.core.models import User
from programmes.models import Organisation, Programme, RoleAssignment

from .load import one_at_a_time
from .models import LoadedRecord
from .records import Record, read_fixture

REASON = "Account for looking round an evaluation copy"

Placed = TypeVar("Placed", bound=models.Model)


@dataclass(frozen=True)
class SignIn:
    """How to sign in as one of the demonstration accounts, and what that account may do."""

    role: str
    job_title: str
    email: str
    password: str
    may: str


def load_people(path: Path, *, command: str) -> int:
    """Make the accounts that were never made before, each with its role; returns how many.

    An account that exists keeps its password, its role and whatever else people have changed.
    """
    fixture = read_fixture(path)
    with one_at_a_time(command, REASON):
        loaded = set(LoadedRecord.objects.values_list("reference", flat=True))
        new = [record for record in fixture.records("people") if record.id not in loaded]
        # Worked out once: slow by design, and one published password opens them all.
        hashed = make_password(fixture.text("password")) if new else ""
        made = [_make(record, hashed) for record in new]
        LoadedRecord.objects.bulk_create(LoadedRecord(reference=r.id, fixture=path.name) for r in new)
    return sum(made)


def sign_ins(path: Path, *, on: date) -> Iterator[SignIn]:
    """The accounts that still open with the published password and hold their role on the day.

    Of an account that people have changed in either way nothing is told.
    """
    fixture = read_fixture(path)
    password = fixture.text("password")
    for record in fixture.records("people"):
        user = User.objects.filter(email=record.text("email"), is_active=True).first()
        role = _role(record)
        held = user and RoleAssignment.objects.on(on).filter(user=user, role=role).exists()
        if user and held and user.check_password(password):
            yield SignIn(role.label, user.job_title, user.email, password, ROLE_DESCRIPTIONS[role])


def _make(record: Record, hashed: str) -> bool:
    email = record.text("email")
    if User.objects.filter(email__iexact=email).exists():
        return False
    programme = _placed(Programme, record, "programme")
    organisation = _placed(Organisation, record, "organisation")
    if ("programme" in record and programme is None) or ("organisation" in record and organisation is None):
        return False
    user = User.objects.create(email=email, password=hashed, job_title=record.text("job_title"))
    RoleAssignment.objects.create(
        user=user, role=_role(record), programme=programme, organisation=organisation
    )
    return True


def _role(record: Record) -> Role:
    if record.text("role") not in Role.values:
        raise record.error("role", f"{record.text('role')!r} is not a role")
    return Role(record.text("role"))


def _placed(model: type[Placed], record: Record, field: str) -> Placed | None:
    """The programme or organisation that the role is for; None where a person has deleted it."""
    if field not in record:
        return None
    reference = record.text(field)
    entry = LoadedRecord.objects.filter(reference=reference).first()
    if entry is None:
        raise record.error(field, f"there is no {model._meta.verbose_name} {reference}")
    placed: Placed | None = model._default_manager.filter(reference=entry.found_as or reference).first()
    return placed
