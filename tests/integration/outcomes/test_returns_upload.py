"""A sheet of many KPIs: all rows shown at once, all or nothing submitted, the same file twice submits nothing."""

import hashlib
import io
from datetime import date

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from outcomes.models import KPI, KPIReturn
from outcomes.views.return_upload import SALT
from programmes.models import RoleAssignment
from tests.factories import BreakdownFactory, BreakdownMemberFactory, KPIFactory, OrganisationFactory
from tests.integration.outcomes.returning import approved, cast, line, sent
from tests.integration.procurement.pages import Page
from tests.pageforms import shown_in
from tests.unit.outcomes.returns_files import bomb, csv_text, with_parts, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.intake]


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr("commissioning.core.middleware.timezone.localdate", lambda *_: date(2025, 8, 15))
    world = cast()
    world.other = KPIFactory(
        programme=world.programme,
        name="Days waited",
        frequency="month",
        state="reporting",
        reported_from=date(2025, 6, 1),
        owner=world.owner,
        floor=0,
    )
    return world


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def address(world, name="return_upload"):
    return reverse(name, args=[world.programme.key])


def upload(world, content, name="returns.xlsx", person=None):
    client = client_of(person or world.commissioner)
    sheet = SimpleUploadedFile(name, content)
    return client, client.post(address(world), {"sheet": sheet, "step": "preview"})


def submit(world, client, response, **changed):
    fields = shown_in(response, "rows") | {"step": "confirm"} | changed
    return client.post(address(world), fields, follow=True)


def rows_of(world, *more):
    one, two = world.kpi.reference, world.other.reference
    return [
        [one, "April 2025", None, 55, 100],
        [one, "May 2025", None, None, None, None, "not reported"],
        [two, "June 2025", None, None, None, 0],
        *more,
    ]


def told(response):
    return {row[0]: (row[-2], row[-1]) for row in Page(response).tables[0]}


def test_a_good_file_is_shown_row_by_row_and_makes_one_return_for_each_kpi(world):
    content = xlsx(rows_of(world))
    client, check = upload(world, content, "June figures.xlsx")
    words = Page(check).words
    assert check.status_code == 200
    assert "3 new, 0 changed, 0 unchanged, 0 refused" in words
    assert "June figures.xlsx makes 2 returns, one for each KPI." in words
    assert [row[0] for row in Page(check).tables[0]] == ["Row 2", "Row 3", "Row 4"]
    assert not KPIReturn.objects.exists()

    done = submit(world, client, check)
    assert "2 returns were submitted from June figures.xlsx" in Page(done).words
    assert KPIReturn.objects.count() == 2
    for found in KPIReturn.objects.all():
        assert (found.channel, found.file_name) == ("uploaded", "June figures.xlsx")
        assert found.file_hash == hashlib.sha256(content).hexdigest()
    assert KPIReturn.objects.get(kpi=world.other).lines.get().value == 0


def test_the_same_file_twice_is_nothing_to_submit(world):
    content = xlsx(rows_of(world))
    client, check = upload(world, content)
    submit(world, client, check)
    _, again = upload(world, content)
    assert again.status_code == 422
    assert "0 new, 0 changed, 3 unchanged, 0 refused. There is nothing to submit" in Page(again).words
    twice = submit(world, client, check)  # the first check, confirmed a second time
    assert "they were not submitted twice" in Page(twice).words
    assert KPIReturn.objects.count() == 2


def test_a_half_bad_file_shows_every_fault_at_once_and_submits_nothing(world):
    strange = KPIFactory()  # of another programme
    approved(world, line("July 2025", of=(50, 100)))
    one = world.kpi.reference
    bad = [
        [one, "April 2025", None, 101, 100],
        [one, "Spring 2025", None, 5, 100],
        [one, "July 2025", None, 60, 100],
        [strange.reference, "April 2025", None, 5, 100],
        [one, "June 2025", "Nowhere", 5, 100],
        ["", "June 2025", None, 5, 100],
        [one, "June 2025", None, "n/a", 100],
        ["Total", None, None, 5, 100],
        [one, "May 2025", None, 1, 2],
    ]
    _, page = upload(world, xlsx(rows_of(world, *bad)))
    assert page.status_code == 422
    found = told(page)
    assert found["Row 4"][0] == "New"
    assert "numerator is above the denominator" in found["Row 5"][1]
    assert "“Spring 2025” is not one month" in found["Row 6"][1]
    assert "approved and locked for this period: correct it" in found["Row 7"][1]
    assert f"“{strange.reference}” is not a KPI of this programme" in found["Row 8"][1]
    assert strange.name not in Page(page).words
    assert "“Nowhere” is not a place, service or group" in found["Row 9"][1]
    assert "reference is missing" in found["Row 10"][1]
    assert "can mean several things" in found["Row 11"][1]
    assert "row of totals" in found["Row 12"][1]
    assert "given twice with different figures" in found["Row 13"][1]
    assert "given twice with different figures" in found["Row 3"][1]
    assert (
        "2 new, 0 changed, 0 unchanged, 10 refused. Nothing can be submitted while a row is refused"
        in Page(page).words
    )
    assert KPIReturn.objects.count() == 1


def test_a_kpi_of_another_owner_is_refused_for_its_commissioner_and_not_for_the_analyst(world):
    theirs = KPIFactory(
        programme=world.programme,
        frequency="month",
        state="reporting",
        owner=OrganisationFactory(name="The Trust"),
    )
    content = xlsx([[theirs.reference, "April 2025", None, None, None, 5]])
    _, page = upload(world, content)
    assert "which The Trust owns" in told(page)["Row 2"][1]
    _, twin = upload(world, content, person=world.analyst)
    assert twin.status_code == 200


def test_members_are_found_by_name_and_the_ambiguous_need_both_names(world):
    for name in ("District", "Ward"):
        BreakdownMemberFactory(breakdown=BreakdownFactory(programme=world.programme, name=name), name="North")
    one = world.kpi.reference
    _, page = upload(
        world, xlsx([[one, "April 2025", "North", 5, 10], [one, "April 2025", "ward: north", 5, 10]])
    )
    assert "write “District: North” or “Ward: North”" in told(page)["Row 2"][1]
    assert told(page)["Row 3"][0] == "New"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (with_parts(xlsx(), xl__vbaProject_dot_bin=b"x"), "holds macros"),
        (bomb(), "50 MB when unpacked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
    ],
    ids=["empty", "pdf", "macros", "bomb", "old"],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_box(world, content, said):
    _, page = upload(world, content)
    assert page.status_code == 422
    assert said in Page(page).words
    assert '<a href="#id_sheet">' in page.content.decode()


def test_windows_csv_says_how_it_was_read(world):
    rows = [[world.kpi.reference, "April 2025", None, 55, 100, None, None, "café – north"]]
    client, check = upload(world, csv_text(rows=rows).encode("cp1252"), "returns.csv")
    assert "Read as Windows-1252" in Page(check).words
    submit(world, client, check)
    assert KPIReturn.objects.get().lines.get().comment == "café – north"


def test_rows_that_were_tampered_with_or_are_somebody_elses_are_not_submitted(world):
    client, check = upload(world, xlsx(rows_of(world)))
    sealed = shown_in(check, "rows")["rows"]
    assert (
        "the check is too old, or is not yours"
        in Page(
            submit(world, client, check, rows=sealed[:-1] + ("A" if sealed[-1] != "A" else "B"))
        ).words.casefold()
    )
    other = client_of(world.analyst)
    refused = other.post(address(world), {"rows": sealed, "step": "confirm"})
    assert (refused.status_code, KPIReturn.objects.count()) == (422, 0)
    own = client.post(address(world), {"rows": sealed, "step": "confirm"})
    assert (own.status_code, KPIReturn.objects.count()) == (302, 2)


def test_what_is_sealed_holds_texts_and_no_judgement(world):
    """A forged judgement would be useless: everything is judged again when it is submitted."""
    client, check = upload(world, xlsx(rows_of(world)))
    payload = signing.loads(shown_in(check, "rows")["rows"], salt=SALT)
    assert payload["rows"][0][:4] == [2, world.kpi.reference, "April 2025", ""]
    sent(world, line("April 2025", of=(60, 100)), person=world.analyst)
    moved = client.post(address(world), shown_in(check, "rows") | {"step": "confirm"})
    assert moved.status_code == 409
    assert "60.0 % (60/100) awaits approval" in Page(moved).words
    assert KPIReturn.objects.count() == 1


def test_a_definition_that_changed_meanwhile_is_asked_about_again(world):
    client, check = upload(world, xlsx(rows_of(world)))
    KPI.objects.filter(pk=world.kpi.pk).update(definition="Another definition")
    moved = client.post(address(world), shown_in(check, "rows") | {"step": "confirm"})
    assert moved.status_code == 409
    assert "Something changed since you looked" in moved.content.decode()
    assert client.post(address(world), shown_in(moved, "rows") | {"step": "confirm"}).status_code == 302


def test_a_role_that_was_taken_away_meanwhile_submits_nothing(world):
    client, check = upload(world, xlsx(rows_of(world)))
    RoleAssignment.objects.filter(user=world.commissioner).delete()
    answer = client.post(address(world), shown_in(check, "rows") | {"step": "confirm"})
    assert answer.status_code == 404
    assert not KPIReturn.objects.exists()


def test_the_template_lists_what_is_due_and_comes_back_filled_in(world):
    client = client_of(world.commissioner)
    answer = client.get(address(world, "return_template"))
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book["Returns"]
    assert [cell.value for cell in sheet[3]][:7] == [
        "KPI reference",
        "KPI name",
        "Period",
        "Member",
        "Numerator",
        "Denominator",
        "Value",
    ]
    due = [(row[0].value, row[2].value) for row in sheet.iter_rows(min_row=4)]
    assert due == [
        *((world.kpi.reference, f"{month} 2025") for month in ("April", "May", "June", "July")),
        *((world.other.reference, f"{month} 2025") for month in ("June", "July")),
    ]
    sheet["E4"], sheet["F4"] = 55, 100
    buffer = io.BytesIO()
    book.save(buffer)
    _, check = upload(world, buffer.getvalue())
    assert "1 new, 0 changed, 0 unchanged, 0 refused" in Page(check).words
    assert told(check)["Row 4"][0] == "New"


def test_an_untouched_template_has_nothing_to_submit(world):
    client = client_of(world.commissioner)
    content = client.get(address(world, "return_template")).content
    _, page = upload(world, content)
    assert "0 new, 0 changed, 0 unchanged, 0 refused. There is nothing to submit" in Page(page).words


def test_who_may_send_nothing_gets_neither_page_nor_template(world):
    board = client_of(world.board)
    assert [board.get(address(world, name)).status_code for name in ("return_upload", "return_template")] == [
        403,
        403,
    ]
    own = client_of(world.commissioner)
    assert [own.get(address(world, name)).status_code for name in ("return_upload", "return_template")] == [
        200,
        200,
    ]


def test_what_could_be_shown_but_not_sent_back_is_refused_before_anybody_relies_on_it(world, monkeypatch):
    """The server takes 2.5 MB of text from a page: a check that is larger could be looked at and never submitted."""
    monkeypatch.setattr("outcomes.views.return_upload.MOST_SEALED", 300)
    _, refused = upload(world, xlsx(rows_of(world)))
    assert refused.status_code == 422
    assert "Split it, or shorten the comments" in Page(refused).words
    monkeypatch.setattr("outcomes.views.return_upload.MOST_SEALED", 2_000_000)
    client, check = upload(world, xlsx(rows_of(world)))
    submit(world, client, check)
    assert KPIReturn.objects.count() == 2
