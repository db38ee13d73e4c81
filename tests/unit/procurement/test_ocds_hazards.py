"""Packages from elsewhere: every known hazard is read, said and harmless."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from procurement.ocds.cautions import HEADINGS, by_kind
from procurement.ocds.hazards import content_hash_of, read_package
from procurement.ocds.received import processes_of
from tests.unit.procurement.ocds_examples import OCID, SUPPLIER, a_package, a_release, codes, delta, read

SAMPLES = Path(__file__).resolve().parents[3] / "fixtures" / "samples"


def test_a_package_that_keeps_every_rule_is_read_without_a_warning_and_unchanged():
    raw = json.dumps(a_package()).encode()
    received = read_package(raw)
    # Options without a later last end would be a hazard; this contract gives one, its lot's period gives none at all.
    assert (received.warnings, received.errors) == ((), ())
    assert received.sha256 == sha256(raw).hexdigest()
    assert (received.kind, received.publisher) == ("release package", "Sample County Council")
    assert received.published == "2026-07-02T09:00:00+01:00"
    assert list(received.releases) == list(received.compiled) == [OCID]
    assert received.releases[OCID] == (a_release(),)
    assert not received.is_empty


@pytest.mark.parametrize("name", ["ocds_contracts_finder", "ocds_find_a_tender"])
def test_the_samples_are_read_whole_and_can_be_kept_in_a_database(name):
    raw = (SAMPLES / f"{name}.json").read_bytes()
    received = read_package(raw)
    assert received.errors == ()
    assert b"llustrative" in raw
    json.dumps([received.releases, received.compiled], allow_nan=False).encode()
    again = read_package(raw)
    assert again == received


def test_contracts_finder_shapes_are_each_said():
    received = read_package((SAMPLES / "ocds_contracts_finder.json").read_bytes())
    assert codes(received) == {
        "number_as_text", "zoneless_date", "day_alone", "unreadable_date", "no_release_id", "bad_url",
        "party_without_id", "party_unidentified", "party_id_reused", "supplier_twice", "unknown_party", "zero_amount",
        "maximum_end_as_end", "odd_value",
    }  # fmt: skip


def test_find_a_tender_shapes_are_each_said():
    received = read_package((SAMPLES / "ocds_find_a_tender.json").read_bytes())
    assert codes(received) == {
        "unlimited_renewals", "more_pages", "party_unidentified", "party_id_reused", "supplier_twice",
        "maximum_end_as_end", "unreadable_date", "psr_in_old_form",
    }  # fmt: skip


def test_every_code_has_its_heading_and_kinds_keep_their_order():
    received = read_package((SAMPLES / "ocds_contracts_finder.json").read_bytes())
    kinds = by_kind(received.warnings)
    assert [kind.code for kind in kinds] == [code for code in HEADINGS if code in codes(received)]
    assert sum(len(kind.cautions) for kind in kinds) == len(received.warnings)


# --- one hazard at a time ---------------------------------------------------------------------------------------------


def test_renewals_without_a_maximum_become_null_and_unlimited():
    lots = [{"id": "1", "renewal": {"maximumRenewals": "X"}}, {"id": "2", "renewal": {"maximumRenewals": 3}}]
    raw = json.dumps(delta(1, tender={"lots": lots})).replace('"X"', "1e9999")
    received = read_package(raw.encode())
    assert received.releases[OCID][0]["tender"]["lots"] == [
        {"id": "1", "renewal": {"maximumRenewals": None, "unlimited": True}},
        {"id": "2", "renewal": {"maximumRenewals": 3, "unlimited": False}},
    ]
    assert [caution.path for caution in received.warnings if caution.code == "unlimited_renewals"] == [
        "tender.lots[0].renewal.maximumRenewals"
    ]


def test_a_later_number_of_renewals_ends_the_unlimited():
    def lots(maximum):
        return {"lots": [{"id": "1", "renewal": {"maximumRenewals": maximum}}]}

    first, second = delta(1, "2026-07-01", tender=lots(float("inf"))), delta(2, tender=lots(2))
    (process,) = processes_of(read_package(json.dumps([first, second]).encode()))
    assert (process.lots[0].renewal.maximum, process.lots[0].renewal.is_unlimited) == (2, False)
    (process,) = processes_of(
        read_package(json.dumps([{**first, "date": "2026-08-01T10:00:00Z"}, second]).encode())
    )
    assert (process.lots[0].renewal.maximum, process.lots[0].renewal.is_unlimited) == (None, True)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_a_number_that_is_none_is_left_out_wherever_it_stands(number):
    raw = json.dumps(delta(1, tender={"value": {"amount": "X", "currency": "GBP"}, "odd": ["X"]}))
    received = read_package(raw.replace('"X"', number).encode())
    assert received.releases[OCID][0]["tender"] == {"value": {"currency": "GBP"}, "odd": []}
    assert codes(received) == {"not_a_number"}
    json.dumps(received.compiled, allow_nan=False)


def test_a_name_twice_in_an_object_is_said_with_its_place():
    raw = json.dumps(delta(1, tender={"title": "A"})).replace('"title": "A"', '"title": "A", "title": "B"')
    received = read_package(raw.encode())
    assert received.compiled[OCID]["tender"]["title"] == "B"
    assert [(caution.path, caution.code) for caution in received.warnings] == [("tender", "repeated_name")]


def test_characters_a_database_refuses_are_taken_out():
    received = read(delta(1, tender={"title": "A\x00B\ud800C", "description": "£ – 😀"}))
    assert received.compiled[OCID]["tender"] == {"title": "ABC", "description": "£ – 😀"}
    assert codes(received) == {"unreadable_character"}
    json.dumps(received.compiled).encode()


def test_releases_are_changes_merged_by_moment():
    early = delta(1, tender={"title": "early", "status": "active"}, date="2026-07-01T10:30:00+01:00")
    late = delta(2, tender={"title": "late"}, date="2026-07-01T10:00:00Z")
    received = read([late, early])
    assert received.compiled[OCID]["tender"] == {"title": "late", "status": "active"}
    assert [release["id"] for release in received.releases[OCID]] == ["P1-1", "P1-2"]


def test_a_missing_id_comes_from_the_content_and_is_the_same_next_time():
    one = {key: value for key, value in delta(1).items() if key != "id"}
    received = read([one])
    identity = received.releases[OCID][0]["id"]
    assert identity == f"sha256-{content_hash_of(one)[:32]}"
    assert read(a_package(one)).releases[OCID][0]["id"] == identity
    assert read([{**one, "language": "cy"}]).releases[OCID][0]["id"] != identity
    assert codes(received) == {"no_release_id"}


def test_the_same_release_twice_is_read_once_and_another_with_its_id_gets_its_own():
    received = read([delta(1), delta(1), delta(1, tender={"title": "B"})])
    first, second = received.releases[OCID]
    assert first["id"] == "P1-1"
    assert second["id"].startswith("sha256-")
    assert codes(received) == {"release_twice", "release_id_reused"}


def test_a_release_without_a_date_takes_that_of_its_package_or_is_left_out_with_a_cure():
    undated = {key: value for key, value in delta(1).items() if key != "date"}
    received = read(a_package(undated))
    assert received.releases[OCID][0]["date"] == "2026-07-02T09:00:00+01:00"
    assert codes(received) == {"no_date"}
    alone = read([undated, delta(2)])
    assert [(error.path, bool(error.cure)) for error in alone.errors] == [("[0].date", True)]
    assert [release["id"] for release in alone.releases[OCID]] == ["P1-2"]


def test_a_release_without_an_ocid_is_an_error_and_the_others_are_read():
    received = read([{**delta(1), "ocid": " "}, delta(2)])
    assert [error.path for error in received.errors] == ["[0].ocid"]
    assert len(received.releases[OCID]) == 1


def test_an_ocid_keeps_its_letters_and_an_odd_one_is_said():
    received = read([delta(1, ocid="OCDS-zz9abc-P1"), delta(2)])
    assert set(received.compiled) == {"OCDS-zz9abc-P1", OCID}
    assert codes(received) == {"odd_ocid"}


def party(identity, name, **more):
    return {"id": identity, "name": name, **more}


def test_an_id_that_means_another_organisation_next_time_is_read_as_two():
    first = delta(1, "2026-07-01", parties=[party("1", "Sample Council")], buyer={"id": "1"})
    second = delta(
        2, parties=[party("1", "Sample Supplier")], awards=[{"id": "A", "suppliers": [{"id": "1"}]}]
    )
    received = read([first, second])
    (process,) = processes_of(received)
    assert [one.name for one in process.parties] == ["Sample Council", "Sample Supplier"]
    assert process.buyer.name == "Sample Council"
    assert [one.name for one in process.suppliers] == ["Sample Supplier"]
    assert "party_id_reused" in codes(received)


def test_two_numbers_of_one_register_are_two_organisations_whatever_their_names():
    one, other = ({"scheme": "GB-COH", "id": number} for number in ("1234567", "7654321"))
    first = delta(1, "2026-07-01", parties=[party("1", "Sample Ltd", identifier=one)])
    second = delta(2, parties=[party("1", "Sample Ltd", identifier=other)])
    assert len(read([first, second]).compiled[OCID]["parties"]) == 2


def test_an_organisation_with_the_same_identifier_stays_one_whatever_its_name():
    register = {"scheme": "GB-COH", "id": "1234567"}
    first = delta(1, "2026-07-01", parties=[party("1", "Old Name Ltd", identifier=register)])
    second = delta(2, parties=[party("1", "New Name Ltd", identifier={**register, "id": "01234567"})])
    received = read([first, second])
    assert [one["name"] for one in received.compiled[OCID]["parties"]] == ["New Name Ltd"]
    assert codes(received) == set()


def test_parties_without_ids_never_become_one():
    unnumbered = {"name": "Sample Partnership"}
    received = read([delta(1, "2026-07-01", parties=[unnumbered]), delta(2, parties=[unnumbered])])
    ids = [one["id"] for one in received.compiled[OCID]["parties"]]
    assert len(set(ids)) == 2
    assert codes(received) == {"party_without_id", "party_unidentified"}


def test_a_supplier_named_twice_is_one_and_two_of_the_same_name_alone_are_two():
    twice = [
        SUPPLIER,
        {"id": SUPPLIER["id"], "address": {"locality": "Exampleton"}},
        {"name": "A"},
        {"name": "A"},
    ]
    received = read([delta(1, awards=[{"id": "A1", "suppliers": twice}])])
    kept = received.releases[OCID][0]["awards"][0]["suppliers"]
    assert kept == [{**SUPPLIER, "address": {"locality": "Exampleton"}}, {"name": "A"}]
    different = [{"name": "A", "address": {"locality": "X"}}, {"name": "A", "address": {"locality": "Y"}}]
    received = read([delta(1, awards=[{"id": "A1", "suppliers": different}])])
    assert len(received.releases[OCID][0]["awards"][0]["suppliers"]) == 2


def test_entries_that_share_an_id_are_said():
    received = read([delta(1, tender={"documents": [{"id": "1", "title": "A"}, {"id": "1", "title": "B"}]})])
    assert [(c.path, c.code) for c in received.warnings] == [("[0].tender.documents[1]", "repeated_id")]


@pytest.mark.parametrize(
    ("tender", "contract", "is_said"),
    [
        ({"hasRenewal": True}, {"endDate": "2030-03-31T23:59:59+01:00"}, True),
        ({"description": "A term of 3 + 1 + 1 years"}, {"endDate": "2030-03-31T23:59:59+01:00"}, True),
        (
            {"hasRenewal": True},
            {"endDate": "2030-03-31T23:59:59+01:00", "maxExtentDate": "2032-03-31T23:59:59+01:00"},
            False,
        ),
        (
            {"hasRenewal": True},
            {"endDate": "2032-03-31T23:59:59+01:00", "maxExtentDate": "2032-03-31T23:59:59+01:00"},
            True,
        ),
        ({"hasRenewal": False}, {"endDate": "2030-03-31T23:59:59+01:00"}, False),
    ],
)
def test_an_end_that_may_take_in_the_extensions_is_said(tender, contract, is_said):
    received = read([delta(1, tender=tender, contracts=[{"id": "C", "awardID": "A", "period": contract}])])
    paths = [caution.path for caution in received.warnings if caution.code == "maximum_end_as_end"]
    assert paths == (["contracts[0].period.endDate"] if is_said else [])


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("1,250.50", 1250.5),
        ("650000", 650000),
        ("TBC", None),
        (["5"], None),
        (True, None),
        ("12,34", None),
        ("9" * 31, None),
    ],
)
def test_numbers_written_as_text_are_read_and_words_are_not(value, kept):
    received = read([delta(1, tender={"value": {"amount": value, "currency": "GBP"}})])
    assert received.releases[OCID][0]["tender"]["value"].get("amount") == kept
    assert codes(received) == ({"wrong_shape"} if kept is None else {"number_as_text"})


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"awards": {"id": "A"}}, {"awards": [{"id": "A"}]}),
        ({"buyer": [{"id": "A"}]}, {"buyer": {"id": "A"}}),
        ({"tender": "none"}, {}),
        ({"tender": {"documents": [None, {"id": "1"}]}}, {"tender": {"documents": [{"id": "1"}]}}),
        ({"parties": ["A", {"id": "B"}]}, {"parties": [{"id": "B"}]}),
        ({"tender": {"title": {"en": "A"}}}, {"tender": {}}),
        ({"contracts": [{"id": True, "title": "A"}]}, {"contracts": [{"title": "A"}]}),
    ],
)
def test_values_of_the_wrong_kind_are_brought_into_shape_or_left_out_and_said(fields, kept):
    received = read([delta(1, **fields)])
    assert "wrong_shape" in codes(received)
    release = received.releases[OCID][0]
    assert {name: release[name] for name in fields if name in release} == kept
