"""Files from elsewhere, of every kind: what cannot be read gives one error with a cure, and nothing ever raises."""

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.ocds import schemas
from procurement.ocds.cautions import HEADINGS
from procurement.ocds.envelope import MAX_RELEASES
from procurement.ocds.hazards import read_package
from procurement.ocds.received import processes_of
from tests.unit.procurement.ocds_examples import OCID, a_package, codes, delta, read
from tests.unit.procurement.ocds_json import ANY_JSON


def test_records_are_read_by_their_releases_or_else_their_compiled_release():
    full = read({"records": [{"ocid": OCID, "releases": [delta(1), delta(2)], "compiledRelease": delta(9)}]})
    assert (full.kind, len(full.releases[OCID]), codes(full)) == ("record package", 2, set())
    linked = [{"url": "https://www.example.org/1", "date": "2026-07-01T10:00:00Z"}]
    compiled = read({"records": [{"ocid": OCID, "releases": linked, "compiledRelease": delta(9)}]})
    assert (len(compiled.releases[OCID]), codes(compiled)) == (1, {"only_compiled"})
    nothing = read({"records": [{"ocid": OCID, "releases": linked}]})
    assert nothing.is_empty
    assert "links are not followed" in nothing.errors[0].cure


def test_a_release_in_a_record_may_leave_its_ocid_to_the_record():
    inner = {key: value for key, value in delta(1).items() if key != "ocid"}
    assert list(read({"records": [{"ocid": OCID, "releases": [inner]}]}).compiled) == [OCID]


def test_one_part_that_is_no_release_does_not_stop_the_others():
    received = read({"releases": [5, delta(1), None]})
    assert [error.path for error in received.errors] == ["releases[0]", "releases[2]"]
    assert list(received.compiled) == [OCID]


@pytest.mark.parametrize(
    "url", ["https://[", "https://a b.example", "ftp://www.example.org", "https://localhost", "TBC"]
)
def test_an_address_that_cannot_be_linked_is_kept_and_said(url):
    received = read([delta(1, tender={"documents": [{"id": "1", "url": url}]})])
    assert received.compiled[OCID]["tender"]["documents"][0]["url"] == url
    assert codes(received) == {"bad_url"}


def test_a_release_alone_a_record_alone_and_lists_are_read():
    assert read(delta(1)).kind == "release"
    assert read({"ocid": OCID, "compiledRelease": delta(1)}).kind == "record"
    assert read([a_package(), a_package(delta(5))]).kind == "list"
    assert len(read([a_package(), delta(5)]).releases[OCID]) == 2


def test_a_page_of_several_is_said():
    received = read(a_package(links={"next": "https://www.example.org/2"}))
    assert codes(received) == {"more_pages"}


DEEP = b'{"releases": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
BROKEN = {
    "empty": (b"", "empty"),
    "blank": (b" \n", "empty"),
    "not JSON": (b'{"releases": [', "not JSON: line 1"),
    "a web page": (b"<!doctype html><title>Sign in</title>", "web page"),
    "another encoding": ("{\"a\": \"£\"}".encode("latin-1"), "not text in UTF-8"),
    "deep": (DEEP, "nested more than"),
    "rather deep": (b'{"releases": ' + b"[" * 80 + b"]" * 80 + b"}", "nested more than"),
    "a text": (b'"OCDS"', "no package or release"),
    "a number": (b"5", "no package or release"),
    "another JSON": (b'{"features": []}', "not OCDS"),
    "no release": (b'{"releases": []}', "no release in it"),
    "an empty list": (b"[]", "no release in it"),
    "releases of the wrong kind": (b'{"releases": "none"}', "not a list"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_gives_one_error_with_a_cure(name):
    raw, words = BROKEN[name]
    received = read_package(raw)
    assert received.is_empty
    assert len(received.errors) == 1
    assert words in received.errors[0].words
    assert received.errors[0].cure
    assert received.sha256 == sha256(raw).hexdigest()


def test_too_large_and_too_many_are_refused_and_the_limit_itself_is_not():
    raw = json.dumps(a_package()).encode()
    assert read_package(raw, limit=len(raw)).errors == ()
    assert "at most" in read_package(raw, limit=len(raw) - 1).errors[0].words
    many = read({"releases": [{"ocid": OCID}] * (MAX_RELEASES + 1)})
    assert [f"{MAX_RELEASES:,}" in error.words for error in many.errors] == [True]


def test_a_byte_order_mark_and_utf_16_are_read():
    text = json.dumps(a_package())
    assert read_package(text.encode("utf-8-sig")).errors == ()
    assert read_package(text.encode("utf-16")).errors == ()


def test_releases_that_contradict_each_other_are_an_error_of_that_process_alone():
    bad = [delta(1, "2026-07-01", odd={"a": 1}), delta(2, odd=[{"id": "1"}])]
    received = read([*bad, delta(3, ocid="ocds-zz9abc-P2")])
    assert list(received.compiled) == ["ocds-zz9abc-P2"]
    assert "contradict" in received.errors[0].words


# --- anything at all --------------------------------------------------------------------------------------------------


def check(received):
    """Whatever came in: what comes out can be kept, walked and explained."""
    json.dumps([received.releases, received.compiled], allow_nan=False).encode()
    assert all(error.cure for error in received.errors)
    assert codes(received) <= set(HEADINGS)
    assert received.errors or not received.is_empty
    processes_of(received)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_no_bytes_make_reading_raise(raw):
    check(read_package(raw))


@given(ANY_JSON)
@settings(max_examples=200, deadline=None)
def test_no_json_makes_reading_raise(content):
    check(read_package(json.dumps(content).encode()))


RELEASE_FIELDS = st.sampled_from(
    ["parties", "buyer", "tender", "awards", "contracts", "planning", "links", "tag"]
)


@given(st.lists(st.dictionaries(RELEASE_FIELDS, ANY_JSON, max_size=4), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_no_content_of_releases_makes_reading_raise(contents):
    releases = [delta(number, **fields) for number, fields in enumerate(contents)]
    check(read({"releases": releases, "extensions": schemas.urls_of()}))
