"""The pages of receiving, as a reader uses them: upload, preview, decide, confirm, receipt; and who may not."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commissioning.core.access import Role
from procurement.models import Contract, OcdsImport, PartyMatch, ProcurementPhase
from procurement.ocds.reading import MAX_BYTES
from procurement.rules_import import key_for
from tests.factories import ProgrammeFactory
from tests.integration.procurement.import_world import FIND_A_TENDER, SAMPLES, import_world
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.intake]


@pytest.fixture
def world():
    return import_world()


@pytest.fixture
def client(world):
    return signed_in(Role.PROGRAMME_MANAGER, world.programme)


def address(world, name, *args):
    return reverse(name, args=[world.programme.key, *args])


def upload(client, world, raw=FIND_A_TENDER, name="notices.json"):
    sent = SimpleUploadedFile(name, raw, content_type="application/json")
    return client.post(address(world, "ocds_import_add"), {"file": sent})


@pytest.fixture
def received(client, world):
    response = upload(client, world)
    assert response.status_code == 302
    return OcdsImport.objects.get()


def page_of(world, record):
    return address(world, "ocds_import", record.reference)


def answers(client, world, record, **chosen):
    """An answer for every question that the page asks, read from its form: the chosen one, else the last offered."""
    form = client.get(page_of(world, record)).context["form"]
    data = {}
    for bound in form:
        choices = [value for value, _ in bound.field.choices if isinstance(value, str) and value]
        wanted = [value for words, value in chosen.items() if words.replace("_", " ") in bound.label]
        data[bound.name] = wanted[0] if wanted else choices[0]
    return data


def all_answers(client, world, record):
    """The questions come in two rounds: parties and kinds of notice are asked once phase and regime are known."""
    data = {}
    for _ in range(3):
        page = client.post(page_of(world, record), {**data, "step": "look"})
        for bound in page.context["form"]:
            choices = [value for value, _ in bound.field.choices if isinstance(value, str) and value]
            if bound.name not in data:
                regime = "psr" if "SI" in bound.help_text or "Selection" in bound.help_text else "pa2023"
                data[bound.name] = regime if "regime" in bound.label else choices[0]
    return data


def test_a_file_is_kept_byte_for_byte_and_nothing_is_imported(client, world, received):
    assert bytes(received.original) == FIND_A_TENDER
    assert (received.state, ProcurementPhase.objects.count()) == ("previewed", 0)
    response = client.get(address(world, "ocds_import_file", received.reference))
    assert response.content == FIND_A_TENDER
    assert response["Content-Disposition"] == f'attachment; filename="{received.reference}.json"'


def test_the_preview_groups_by_process_and_says_what_is_odd_with_its_place(client, world, received):
    page = open_page(client, page_of(world, received))
    assert "ocds-h6vhtk-0fffa1, Find a Tender" in page.words
    assert "parenting programmes" in page.words
    assert "It seems to be Procurement Act 2023: it names the Procurement Act 2023." in page.words
    assert "Renewals without a maximum: 1" in page.words
    assert "The file is one page of several: 1" in page.words
    assert "renewals without a maximum" in page.words
    assert "The tender’s value (£2.40m without VAT, £2.88m with VAT)" in page.words
    # As first published, then as amended: what is shown is what is written.
    rows = [row for table in page.tables for row in table if len(row) == 5]
    assert [row[3] for row in rows if row[1] == "Value without VAT"][:2] == [
        "£1,425,000",
        "£1,605,000",
    ]


def test_assumed_zones_are_flagged_on_the_preview(client, world):
    upload(client, world, (SAMPLES / "ocds_contracts_finder.json").read_bytes())
    page = open_page(client, page_of(world, OcdsImport.objects.get()))
    assert "Times without a zone" in page.words
    assert "Days without a time" in page.words
    assert "Parties that no register identifies" in page.words


def test_what_is_undecided_is_named_at_its_field(client, world, received):
    response = client.post(page_of(world, received), {"step": "check"})
    assert response.status_code == 422
    page = Page(response)
    assert "There is a problem" in page.words
    assert "Answer “Where does this process go?”" in page.words
    assert not ProcurementPhase.objects.exists()


def test_decided_confirmed_imported_with_a_receipt(client, world, received):
    data = all_answers(client, world, received)
    assert PartyMatch.objects.filter(is_new=True).count() == 4
    summary = client.post(page_of(world, received), {**data, "step": "check"})
    assert summary.status_code == 200, Page(summary).words[:2000]
    words = Page(summary).words
    assert "Check before these notices are imported" in words
    assert "12 created, 0 updated, 0 unchanged, 0 refused" in words
    assert "Its notices make awards public" in words
    assert not ProcurementPhase.objects.exists()
    hidden = dict(summary.context["hidden"])
    done = client.post(page_of(world, received), {**hidden, "step": "confirm"}, follow=True)
    assert "Imported notices.json: 12 created, 0 updated, 0 unchanged, 0 refused." in Page(done).words
    assert Contract.objects.count() == 2
    again = open_page(client, page_of(world, received))
    assert "Nothing in the file differs from what stands here." in again.words
    listed = open_page(client, address(world, "ocds_imports"))
    assert listed.tables[0][0][3] == "12 created, 0 updated, 0 unchanged, 0 refused"


def test_a_preview_that_was_overtaken_is_told_and_writes_nothing(client, world, received):
    data = all_answers(client, world, received)
    summary = client.post(page_of(world, received), {**data, "step": "check"})
    hidden = {**dict(summary.context["hidden"]), "seen": "0" * 64}
    response = client.post(page_of(world, received), {**hidden, "step": "confirm"})
    assert response.status_code == 409
    assert "Something changed here after you were shown" in response.content.decode()
    assert not ProcurementPhase.objects.exists()


def test_nothing_is_imported_that_was_not_shown_first(client, world, received):
    data = all_answers(client, world, received)
    straight = client.post(page_of(world, received), {**data, "step": "confirm"})
    assert straight.status_code == 409
    assert "look at what this file would do first" in straight.content.decode()
    assert not ProcurementPhase.objects.exists()
    summary = client.post(page_of(world, received), {**data, "step": "check"})
    shown = dict(summary.context["hidden"])
    assert client.post(page_of(world, received), {**shown, "step": "confirm"}).status_code == 302
    assert ProcurementPhase.objects.count() == 2


def test_the_same_file_again_leads_to_its_import(client, world, received):
    response = upload(client, world)
    assert response.url == page_of(world, received)
    assert OcdsImport.objects.count() == 1


def test_putting_a_file_aside(client, world, received):
    sent = {"step": "discard", "version": received.version}
    assert client.post(page_of(world, received), sent).status_code == 302
    received.refresh_from_db()
    assert received.state == "discarded"
    assert "It was put aside." in open_page(client, page_of(world, received)).words


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("notices.csv", FIND_A_TENDER, "is not a .json file"),
        ("notices.json", b"", "The file is empty"),
        ("notices.json", b"   ", "The file is empty"),
        ("notices.json", b"<html></html>", "is a web page or XML, not JSON"),
        ("notices.json", b"{not json", "The file is not JSON: line 1"),
        ("notices.json", b"\xff\xfe\x00\xd8", "is not text in UTF-8"),
        ("notices.json", b"[" * 100_000, "nested more than 60 deep"),
        ("notices.json", b"{}", ""),
        ("notices.json", b"[]", ""),
        ("notices.json", b"null", ""),
        ("notices.json", b'{"releases": [{"ocid": 7}]}', "no ocid"),
        ("notices.json", b'{"releases": [{"ocid": "x"}]}', "no date"),
        ("notices.json", b" " * (MAX_BYTES + 1), "larger than 20 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_plain_error(client, world, name, raw, words):
    response = upload(client, world, raw, name)
    assert response.status_code == 422
    page = Page(response)
    assert "There is a problem" in page.words
    assert words in page.words
    assert "Traceback" not in page.words
    assert not OcdsImport.objects.exists()


def hostile(**changes):
    package = json.loads(FIND_A_TENDER.replace(b"1e9999", b"5"))
    package["releases"][0]["tender"].update(changes)
    return json.dumps(package).encode()


@pytest.mark.parametrize(
    "raw",
    [
        hostile(title="<script>alert(1)</script>" * 40),
        hostile(title="\u202e\u0000 odd", lots=[None, 7, {"id": {}}, {"title": ["x"]}]),
        hostile(lots=[{"id": "x" * 5000, "title": "y" * 5000}]),
        hostile(contractPeriod={"startDate": "0001-01-01", "endDate": "9999-99-99"}),
        hostile(documents=[{"id": "1", "noticeType": "UK4", "url": "javascript:alert(1)"}] * 3),
        hostile(classification={"scheme": "CPV", "id": "not a code"}, suitability=[1, 2], legalBasis="x"),
    ],
)
def test_a_hostile_file_is_shown_safely_and_imported_or_refused_whole(client, world, raw):
    response = upload(client, world, raw)
    assert response.status_code in {302, 422}
    record = OcdsImport.objects.get()
    page = client.get(page_of(world, record))
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    assert b'href="javascript' not in page.content
    data = all_answers(client, world, record)
    checked = client.post(page_of(world, record), {**data, "step": "check"})
    assert checked.status_code in {200, 422}


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.COMMISSIONER, Role.FINANCE_LEAD, Role.EVALUATOR])
def test_others_of_the_programme_are_told_that_it_is_not_theirs(world, received, role):
    other = signed_in(role, world.programme)
    for name, args in (
        ("ocds_imports", ()),
        ("ocds_import_add", ()),
        ("ocds_import", (received.reference,)),
        ("ocds_import_file", (received.reference,)),
    ):
        assert other.get(address(world, name, *args)).status_code == 403, name
    assert other.post(page_of(world, received), {"step": "confirm"}).status_code == 403


def test_strangers_are_told_that_there_is_no_such_page(world, received):
    elsewhere = ProgrammeFactory()
    stranger = signed_in(Role.PROGRAMME_MANAGER, elsewhere)
    for name, args in (("ocds_imports", ()), ("ocds_import", (received.reference,)), ("ocds_import_add", ())):
        assert stranger.get(address(world, name, *args)).status_code == 404, name
    foreign = reverse("ocds_import", args=[elsewhere.key, received.reference])
    assert stranger.get(foreign).status_code == 404


def test_a_party_is_asked_for_by_name_and_what_is_said_is_kept(client, world, received):
    all_answers(client, world, received)
    key = "GB-PPON-PZZA-1234-BCDF"
    assert PartyMatch.objects.get(key=key).is_new
    sent = {key_for("party", key): "no-such-organisation", "step": "look"}
    response = client.post(page_of(world, received), sent)
    assert "Choose an organisation of the list" in response.content.decode()
