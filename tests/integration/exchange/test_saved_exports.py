"""Exports that are kept under a name: made with today's rights, by hand and by the clock, and their maker's alone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from commissioning.core.access import Role
from commissioning.exchange.models import Cadence, ExportFile, SavedExport
from commissioning.exchange.services import exports
from programmes.access import grants_for
from programmes.models import RoleAssignment
from tests.factories import MilestoneFactory, ProgrammeFactory
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db
SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


@pytest.fixture
def programme():
    made = ProgrammeFactory()
    MilestoneFactory(programme=made, text="Open the hub", state="planned")
    MilestoneFactory(programme=made, text="Close the ward", state="done")
    return made


def saved(programme, role=Role.ANALYST, *, by=None, **given):
    by = by or person_with(role, programme=programme)
    asked = {"name": "Plans", "table": "milestones", "query": "", "file_format": "csv", "cadence": ""}
    return exports.save_export(
        programme, **{**asked, **given}, by=by, grants=grants_for(by, SUNDAY), on=SUNDAY
    )


def test_a_file_holds_the_rows_of_the_filter_as_at_its_day(programme):
    export = saved(programme, query="state=planned&page=3&on=2019-01-01")
    assert export.query == "state=planned"
    made = exports.make_file(export, on=SUNDAY)
    text = bytes(made.content).decode("utf-8-sig")
    assert "Open the hub" in text
    assert "Close the ward" not in text
    assert "2026-11-22" in text
    assert made.problem == ""


@pytest.mark.parametrize(("kind", "starts"), [("xlsx", b"PK"), ("zip", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_every_kind_of_file_can_be_made(programme, kind, starts):
    made = exports.make_file(saved(programme, file_format=kind), on=SUNDAY)
    assert bytes(made.content).startswith(starts)
    assert made.file_name == f"{programme.key}-milestones-2026-11-22.{kind}"


def test_the_whole_programme_is_a_workbook_and_nothing_else(programme):
    assert exports.make_file(saved(programme, table="", file_format="xlsx"), on=SUNDAY).size > 1000
    with pytest.raises(ValidationError, match="The whole programme is a workbook"):
        saved(programme, table="", file_format="csv")


def test_who_takes_nothing_away_saves_nothing(programme):
    with pytest.raises(PermissionDenied, match="does not take spreadsheets away"):
        saved(programme, Role.BOARD_MEMBER)
    assert saved(programme, Role.FINANCE_LEAD).pk


def test_a_file_is_made_with_the_rights_of_the_day(programme):
    by = person_with(Role.ANALYST, programme=programme)
    export = saved(programme, by=by)
    RoleAssignment.objects.filter(user=by).delete()
    made = exports.make_file(export, on=SUNDAY)
    assert (made.problem, made.size) == (exports.LOST, 0)


def test_the_clock_makes_what_is_due_once_and_sets_the_next_day(programme):
    weekly = saved(programme, name="Weekly", cadence=Cadence.WEEKLY)
    by_hand = saved(programme, name="By hand")
    assert (weekly.next_on, by_hand.next_on) == (MONDAY, None)
    assert exports.make_due(SUNDAY) == 0
    assert exports.make_due(MONDAY) == 1
    assert exports.make_due(MONDAY) == 0
    weekly.refresh_from_db()
    assert weekly.next_on == date(2026, 11, 30)
    assert ExportFile.objects.get().export == weekly


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [("", None), ("daily", MONDAY), ("weekly", MONDAY), ("monthly", date(2026, 12, 1))],
)
def test_the_next_day(cadence, expected):
    assert exports.next_day(cadence, SUNDAY) == expected


def test_old_files_go(programme):
    export = saved(programme)
    for _ in range(exports.FILES_KEPT + 2):
        last = exports.make_file(export, on=SUNDAY)
    assert export.files.count() == exports.FILES_KEPT
    assert export.files.filter(pk=last.pk).exists()


def test_its_maker_takes_it_on_the_page_and_nobody_else(client, programme):
    by = person_with(Role.ANALYST, programme=programme)
    made = exports.make_file(saved(programme, by=by), on=SUNDAY)
    address = reverse("saved_export_file", args=[programme.key, made.export_id, made.pk])
    client.force_login(by)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content == bytes(made.content)
    client.force_login(person_with(Role.PROGRAMME_MANAGER, programme=programme))
    assert client.get(address).status_code == 404


def test_it_is_saved_made_and_removed_on_the_page(client, programme):
    client.force_login(person_with(Role.ANALYST, programme=programme))
    add = reverse("saved_export_add", args=[programme.key])
    assert b'value="state=planned"' in client.get(f"{add}?table=milestones&query=state%3Dplanned").content
    sent = {"name": "Plans", "table": "milestones", "query": "", "format": "csv", "cadence": "weekly"}
    assert client.post(add, sent).status_code == 302
    export = SavedExport.objects.get()
    act = reverse("saved_export_act", args=[programme.key, export.pk])
    client.post(act, {"step": "make"})
    listed = client.get(reverse("saved_exports", args=[programme.key])).content.decode()
    assert export.files.get().file_name in listed
    assert "1 file made of it goes with it" in client.post(act, {"step": "ask"}).content.decode()
    client.post(act, {"step": "remove"})
    assert not SavedExport.objects.exists()
