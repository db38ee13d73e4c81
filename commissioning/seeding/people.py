"""The demonstration accounts: one for each role, with a published password, never in production."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

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
    """Make the accounts and roles that were never made before; returns how many accounts.

    An account that exists keeps its password, its role and whatever else people have changed. A role in a programme
    that has not been loaded waits until it is, and so does an account for the programme that it is chiefly for.
    """
    fixture = read_fixture(path)
    with one_at_a_time(command, REASON):
        loaded = dict(LoadedRecord.objects.values_list("reference", "found_as"))
        people = [record for record in fixture.records("people") if not _waits(record, loaded)]
        new = [record for record in people if record.id not in loaded]
        # Worked out once: slow by design, and one published password opens them all.
        hashed = make_password(fixture.text("password")) if new else ""
        entries = {record.id: _found_as(record) for record in new}
        made = [_make(record, hashed) for record in new if not entries[record.id]]
        entries |= dict.fromkeys(_give_further_roles(people, {**loaded, **entries}), "")
        LoadedRecord.objects.bulk_create(
            LoadedRecord(reference=reference, fixture=path.name, found_as=found_as)
            for reference, found_as in entries.items()
        )
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


def _waits(record: Record, loaded: Mapping[str, str]) -> bool:
    return "programme" in record and record.text("programme") not in loaded


def _found_as(record: Record) -> str:
    """The address of an account that was there before and is somebody's own: it is given nothing, now or later."""
    email = record.text("email")
    return email if User.objects.filter(email__iexact=email).exists() else ""


def _make(record: Record, hashed: str) -> bool:
    """Make the account with its first role, unless a person has deleted the place that the role is for."""
    placed = _places(record)
    if placed is None:
        return False
    user = User.objects.create(
        email=record.text("email"), password=hashed, job_title=record.text("job_title")
    )
    RoleAssignment.objects.create(user=user, role=_role(record), **placed)
    return True


def _give_further_roles(people: Iterable[Record], loaded: Mapping[str, str]) -> Iterator[str]:
    """Give the accounts of this fixture their role in further programmes, each once; yields what is now given.

    Nothing is given where a person has deleted the account or the programme.
    """
    for record in people:
        for place in record.records("also") if not loaded[record.id] else ():
            reference = f"{record.id}-{place.text('programme')}"
            if reference in loaded or _waits(place, loaded):
                continue
            user, placed = User.objects.filter(email=record.text("email")).first(), _places(place)
            if user is not None and placed is not None:
                RoleAssignment.objects.create(user=user, role=_role(record), **placed)
            yield reference


def _role(record: Record) -> Role:
    if record.text("role") not in Role.values:
        raise record.error("role", f"{record.text('role')!r} is not a role")
    return Role(record.text("role"))


def _places(record: Record) -> dict[str, Any] | None:
    """The programme and the organisation that the role is for; None where a person has deleted one of them."""
    found = {
        "programme": _placed(Programme, record, "programme"),
        "organisation": _placed(Organisation, record, "organisation"),
    }
    gone = any(name in record and row is None for name, row in found.items())
    return None if gone else found


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
