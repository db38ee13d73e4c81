"""The three commands as an operator runs them: first, again, in production, and with a fixture that is not right."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commissioning.core.access import ROLE_DESCRIPTIONS, Permission, Role
from commissioning.core.models import User
from commissioning.seeding.management.commands import load_demo, load_reference
from commissioning.seeding.models import LoadedRecord
from commissioning.seeding.people import load_people
from commissioning.seeding.records import FixtureError, read_fixture
from programmes.access import grants_for
from programmes.models import Organisation, Programme, RoleAssignment
from tests.factories import ChallengeFactory, OrganisationFactory
from tests.integration.seeding.conftest import PEOPLE, load_hampshire

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 15)
PAPERS = ("hampshire", "nottinghamshire", "derby", "essex")
EVERYWHERE = (*PAPERS, "illustration")
HELD = {  # the role of each account, and the organisation whose services a commissioner changes
    "administrator@example.org": (Role.PLATFORM_ADMINISTRATOR, None),
    "manager@example.org": (Role.PROGRAMME_MANAGER, None),
    "commissioner@example.org": (Role.COMMISSIONER, "HAM-ORG-CS"),
    "commissioner.ccg@example.org": (Role.COMMISSIONER, "HAM-ORG-CCG"),
    "finance@example.org": (Role.FINANCE_LEAD, None),
    "board@example.org": (Role.BOARD_MEMBER, None),
    "analyst@example.org": (Role.ANALYST, None),
    "evaluator@example.org": (Role.EVALUATOR, None),
    "commissioner.hub@example.org": (Role.COMMISSIONER, "NOT-ORG-PH"),
    "commissioner.derby@example.org": (Role.COMMISSIONER, "DER-ORG-PH"),
    "commissioner.illustration@example.org": (Role.COMMISSIONER, "ILL-ORG-CC"),
}
CHIEFLY = {
    "commissioner.hub@example.org": "nottinghamshire",
    "commissioner.derby@example.org": "derby",
    "commissioner.illustration@example.org": "illustration",
}
ALSO = {"evaluator@example.org": "illustration"}
IN_ALL = ("manager@example.org", "finance@example.org", "board@example.org", "analyst@example.org")


def run(capsys: pytest.CaptureFixture[str], command: str, **options: Any) -> str:
    capsys.readouterr()
    call_command(command, **options)
    return capsys.readouterr().out


def people_with(tmp_path: Path, **changes: Any) -> Path:
    people = json.loads(PEOPLE.read_text(encoding="utf-8"))
    people["people"][2].update(changes)
    path = tmp_path / "people.json"
    path.write_text(json.dumps(people), encoding="utf-8")
    return path


def test_an_account_for_each_role_that_can_do_what_the_role_can(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo")
    assert set(User.objects.values_list("email", flat=True)) == set(HELD)
    assert {role for role, _ in HELD.values()} == set(Role)
    for email, (role, organisation) in HELD.items():
        user = User.objects.get(email=email)
        assert user.check_password("evaluate-hampshire")
        grants = grants_for(user, TODAY)
        programme = Programme.objects.get(key=CHIEFLY.get(email, "hampshire"))
        assert grants.roles(programme.pk) == (role.label,)
        assert grants.may(Permission.VIEW, programme.pk)
        assert not user.is_staff
        assert not user.is_superuser
        if organisation:
            own = Organisation.objects.get(reference=organisation)
            assert grants.may_change_scope(programme.pk, own.pk)
            assert not grants.may_change_scope(programme.pk, Organisation.objects.get(name="NHS England").pk)
    assert "11 made" in capsys.readouterr().out


def test_some_hold_their_role_in_every_programme_and_the_others_in_one() -> None:
    call_command("load_demo")
    assert tuple(Programme.objects.order_by("pk").values_list("key", flat=True)) == EVERYWHERE
    for email, (role, _) in HELD.items():
        grants = grants_for(User.objects.get(email=email), TODAY)
        for programme in Programme.objects.all():
            held = email in IN_ALL or programme.key in (CHIEFLY.get(email, "hampshire"), ALSO.get(email))
            if role != Role.PLATFORM_ADMINISTRATOR:
                assert grants.roles(programme.pk) == ((role.label,) if held else ()), (email, programme)
                assert grants.may(Permission.VIEW, programme.pk) == held


def test_a_role_waits_for_its_programme_and_one_taken_away_stays_away(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "8 made" in run(capsys, "load_demo", programme=["hampshire"])
    assert RoleAssignment.objects.filter(user__email__in=IN_ALL).count() == 4
    assert "1 made" in run(capsys, "load_demo", programme=["derby"])
    assert RoleAssignment.objects.filter(user__email__in=IN_ALL).count() == 8
    RoleAssignment.objects.get(user__email="board@example.org", programme__key="derby").delete()
    User.objects.get(email="analyst@example.org").delete()
    assert "2 made" in run(capsys, "load_demo")
    places = RoleAssignment.objects.filter(user__email="board@example.org")
    assert set(places.values_list("programme__key", flat=True)) == set(EVERYWHERE) - {"derby"}
    assert not User.objects.filter(email="analyst@example.org").exists()


def test_one_programme_can_be_loaded_alone_and_others_later(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "load_demo", programme=["nottinghamshire"])
    assert "nottinghamshire.json" in told
    assert "hampshire.json" not in told.replace("nottinghamshire.json", "")
    assert [each.key for each in Programme.objects.all()] == ["nottinghamshire"]
    run(capsys, "load_demo")
    assert Programme.objects.count() == 5


def test_sign_ins_are_one_line_each_and_end_when_a_person_takes_over(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_demo")
    lines = run(capsys, "demo_sign_ins").splitlines()
    assert len(lines) == 11
    for line, (email, (role, _)) in zip(lines, HELD.items(), strict=True):
        assert email in line
        assert "evaluate-hampshire" in line
        assert line.endswith(ROLE_DESCRIPTIONS[role])
        assert line.startswith(role.label)
    analyst = User.objects.get(email="analyst@example.org")
    analyst.set_password("another-long-password")
    analyst.save()
    RoleAssignment.objects.filter(user__email="board@example.org").delete()
    User.objects.filter(email="finance@example.org").update(is_active=False)
    left = run(capsys, "demo_sign_ins")
    assert len(left.splitlines()) == 8
    assert not any(name in left for name in ("analyst@", "board@", "finance@"))


def test_accounts_are_never_made_twice_nor_changed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo")
    analyst = User.objects.get(email="analyst@example.org")
    analyst.job_title = "Head of analysis"
    analyst.set_password("another-long-password")
    analyst.save()
    User.objects.get(email="board@example.org").delete()
    RoleAssignment.objects.filter(user__email="finance@example.org").delete()
    assert "0 made" in run(capsys, "load_demo")
    analyst.refresh_from_db()
    assert analyst.job_title == "Head of analysis"
    assert analyst.check_password("another-long-password")
    assert not User.objects.filter(email="board@example.org").exists()
    assert not RoleAssignment.objects.filter(user__email="finance@example.org").exists()


def test_an_account_that_was_there_before_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.create_user("Board@example.org", "mine-and-long-enough", job_title="Somebody")
    assert "10 made" in run(capsys, "load_demo")
    user = User.objects.get(email="board@example.org")
    assert user.check_password("mine-and-long-enough")
    assert not user.role_assignments.exists()


def test_history_of_accounts_says_which_command_made_them() -> None:
    call_command("load_demo")
    contexts = User.pgh_event_model.objects.values_list("pgh_context", flat=True)  # type: ignore[attr-defined]
    assert {(c["command"], c["reason"]) for c in contexts} == {
        ("load_demo", "Account for looking round an evaluation copy")
    }


def test_production_refuses_and_never_gets_the_accounts(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="--yes-load-demo"):
        call_command("load_demo")
    assert not Programme.objects.exists()
    assert "accounts" not in run(capsys, "load_demo", yes_load_demo=True)
    assert Programme.objects.count() == 4
    assert not Programme.objects.filter(illustrative=True).exists()  # made up: in production only by its name
    assert not User.objects.exists()
    with pytest.raises(CommandError, match="no demonstration accounts"):
        call_command("demo_sign_ins")


def test_a_role_whose_organisation_was_deleted_makes_no_account(tmp_path: Path) -> None:
    call_command("load_demo")
    User.objects.get(email="commissioner@example.org").delete()
    Organisation.objects.create(reference="ORG-OLD", name="Closed", kind="other").delete()
    LoadedRecord.objects.create(reference="ORG-OLD", fixture="hampshire.json")
    path = people_with(tmp_path, id="DEMO-NEW", email="new@example.org", organisation="ORG-OLD")
    assert load_people(path, command="load_demo") == 0
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "king"}, "DEMO-COMMISSIONER, role: 'king' is not a role"),
        ({"organisation": "NO-ORG"}, "DEMO-COMMISSIONER, organisation: there is no organisation NO-ORG"),
        ({"email": None}, "DEMO-COMMISSIONER, email: is missing"),
    ],
)
def test_malformed_people_are_named_and_none_is_made(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    load_hampshire()
    with pytest.raises(FixtureError, match=said):
        load_people(people_with(tmp_path, **changes), command="load_demo")
    assert not User.objects.exists()


def test_a_fixture_that_is_missing_or_broken_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_demo, "DEMO", tmp_path)
    with pytest.raises(
        CommandError, match=r"Nothing of hampshire was loaded. hampshire.json: there is no such file"
    ):
        call_command("load_demo")
    (tmp_path / "hampshire.json").write_text("{", encoding="utf-8")
    with pytest.raises(FixtureError, match="is not valid JSON"):
        read_fixture(tmp_path / "hampshire.json")


def test_what_is_left_out_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    ChallengeFactory(reference="HAM-CH-1")
    assert "HAM-CH-1: a record with this reference was there before" in run(capsys, "load_demo")


def test_reference_data_is_loaded_once_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PRODUCTION = True  # safe there too
    assert "organisations.json: 0 records loaded" in run(capsys, "load_reference")
    assert "procurement.json: 0 records loaded" in run(capsys, "load_reference")
    there = OrganisationFactory(name="Shared board", reference="T-1")
    path = tmp_path / "organisations.json"
    body = {"id": "ORG-1", "name": "National body", "type": "Other"}
    part = {"id": "ORG-2", "name": "Regional office", "type": "Other", "parent": "ORG-1"}
    shared = {"id": "ORG-3", "name": "shared board", "type": "Statutory board"}
    path.write_text(json.dumps({"organisations": [part, body, shared]}), encoding="utf-8")
    monkeypatch.setattr(load_reference, "ORGANISATIONS", path)
    assert "2 records loaded" in run(capsys, "load_reference")
    assert Organisation.objects.get(reference="ORG-2").parent == Organisation.objects.get(reference="ORG-1")
    there.refresh_from_db()
    assert (there.name, there.version) == ("Shared board", 1)
    Organisation.objects.get(reference="ORG-2").delete()
    assert "0 records loaded, 3 were loaded before" in run(capsys, "load_reference")
    path.write_text(json.dumps({"organisations": [{"id": "ORG-9"}]}), encoding="utf-8")
    with pytest.raises(CommandError, match="ORG-9, name: is missing"):
        call_command("load_reference")
