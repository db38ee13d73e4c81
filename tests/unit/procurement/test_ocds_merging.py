"""Merging: the rules of OCDS 1.1.5 worked by hand, with the network refused."""

import json
import socket
import subprocess
import sys
import textwrap

import pytest

from procurement.ocds import schemas
from procurement.ocds.merging import MergeError, compiled, record_package, release_package, versioned
from procurement.ocds.validate import problems_of
from tests.unit.procurement.ocds_examples import OCID, a_release


def delta(number, day, **fields):
    return {
        "ocid": OCID,
        "id": f"P1-{number}",
        "date": f"2026-07-{day:02d}T10:00:00+01:00",
        "tag": ["tenderUpdate"],
        "initiationType": "tender",
        **fields,
    }


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was touched")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


def test_later_releases_change_add_join_by_id_and_delete(no_network):
    first = delta(
        1, 1, tender={"id": "P1", "title": "A", "description": "old", "lots": [{"id": "1", "title": "One"}]}
    )
    second = delta(
        2,
        2,
        tender={"title": "B", "description": None, "lots": [{"id": "1", "status": "active"}, {"id": "2"}]},
    )
    assert compiled([second, first]) == {
        "ocid": OCID,
        "id": f"{OCID}-2026-07-02T10:00:00+01:00",
        "date": "2026-07-02T10:00:00+01:00",
        "tag": ["compiled"],
        "initiationType": "tender",
        "tender": {
            "id": "P1",
            "title": "B",
            "lots": [{"id": "1", "title": "One", "status": "active"}, {"id": "2"}],
        },
    }


def test_lists_without_ids_are_replaced_whole():
    first = delta(1, 1, parties=[{"id": "X", "roles": ["buyer", "payer"]}])
    second = delta(2, 2, parties=[{"id": "X", "roles": ["buyer"]}])
    assert compiled([first, second])["parties"] == [{"id": "X", "roles": ["buyer"]}]


def test_the_moment_orders_and_not_the_text():
    """10:30 British Summer Time is before 10:00 UTC, though it reads as later."""
    early = delta(1, 1, date="2026-07-01T10:30:00+01:00", tender={"title": "early"})
    late = delta(2, 1, date="2026-07-01T10:00:00Z", tender={"title": "late"})
    assert compiled([late, early])["tender"]["title"] == "late"


def test_the_releases_given_are_not_changed_and_share_nothing_with_the_result():
    first = delta(1, 1, tender={"additionalProcurementCategories": ["services"]})
    before = json.dumps(first)
    compiled([first])["tender"]["additionalProcurementCategories"].append("goods")
    assert json.dumps(first) == before


def test_versions_name_the_release_that_set_them():
    history = versioned([delta(1, 1, tender={"title": "A"}), delta(2, 2, tender={"title": "B"})])["tender"][
        "title"
    ]
    assert [(entry["releaseID"], entry["value"]) for entry in history] == [("P1-1", "A"), ("P1-2", "B")]


def test_two_entries_with_one_id_become_one_in_silence():
    twice = delta(1, 1, awards=[{"id": "A", "title": "x"}, {"id": "A", "status": "active"}])
    assert compiled([twice])["awards"] == [{"id": "A", "title": "x", "status": "active"}]


@pytest.mark.parametrize(
    ("releases", "words"),
    [
        ([], "no release"),
        ([delta(1, 1), delta(2, 2, ocid="ocds-zz9abc-P2")], "different processes"),
        ([delta(1, 1, odd={"a": 1}), delta(2, 2, odd=[{"id": "1", "b": 2}])], "contradict"),
        ([delta(1, 1, odd=[{"id": ["not", "an", "id"], "b": 2}])], "contradict"),
    ],
)
def test_what_cannot_be_merged_is_refused_with_a_cure(releases, words):
    with pytest.raises(MergeError) as refused:
        compiled(releases)
    assert words in refused.value.message
    assert refused.value.cure


FRAME = {
    "uri": "https://www.example.org/ocds/P1.json",
    "published": "2026-08-01T09:00:00+01:00",
    "publisher": {"name": "Sample County Council"},
    "licence": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}


def test_a_release_package_stands_in_date_order_and_passes_its_check():
    later = a_release(id="P1-2", date="2026-07-05T10:00:00+01:00")
    package = release_package(**FRAME, releases=[later, a_release()])
    assert [release["id"] for release in package["releases"]] == ["P1-1", "P1-2"]
    assert (package["version"], package["extensions"]) == ("1.1", schemas.urls_of())
    assert problems_of(package) == ()


def test_a_record_package_holds_each_process_once_with_all_releases_and_their_sum():
    later = a_release(id="P1-2", date="2026-07-05T10:00:00+01:00")
    other = a_release(ocid="ocds-zz9abc-P0")
    package = record_package(**FRAME, releases=[later, other, a_release()])
    assert [record["ocid"] for record in package["records"]] == ["ocds-zz9abc-P0", OCID]
    assert [release["id"] for release in package["records"][1]["releases"]] == ["P1-1", "P1-2"]
    assert package["records"][1]["compiledRelease"]["date"] == "2026-07-05T10:00:00+01:00"
    assert problems_of(package, "record-package") == ()


def test_a_policy_is_named_where_there_is_one():
    url = "https://www.example.org/policy"
    package = release_package(**FRAME, releases=[a_release()], policy=url)
    assert package["publicationPolicy"] == url
    assert problems_of(package) == ()


def test_no_extension_used_leaves_the_field_out():
    bare = {
        key: value
        for key, value in a_release().items()
        if key in {"ocid", "id", "date", "tag", "initiationType"}
    }
    package = release_package(**FRAME, releases=[bare], extensions=())
    assert "extensions" not in package
    assert problems_of(package) == ()


def test_a_process_of_its_own_merges_and_checks_without_opening_a_socket():
    """A new process has nothing kept from other tests, so every schema is read and merged with the network refused."""
    program = textwrap.dedent(
        """
        import json, sys
        def refuse(event, details):
            if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
                raise SystemExit("the network was touched: " + event)
        sys.addaudithook(refuse)
        from procurement.ocds.merging import record_package
        from procurement.ocds.validate import problems_of
        package = record_package(uri="https://www.example.org/r.json", published="2026-08-01T09:00:00+01:00",
                                 publisher={"name": "Sample"}, releases=json.load(sys.stdin), with_versions=True)
        print(problems_of(package, "record-package"))
        """
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps([a_release()]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout.strip(), ran.stderr.strip()) == ("()", "")
