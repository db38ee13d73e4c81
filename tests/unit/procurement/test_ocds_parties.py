"""Who a party is. Numbers are made up except in form; forms as published by Companies House and org-id.guide."""

import pytest

from procurement.ocds.parties import PartyKey, keys_of, match, name_key, party_id, party_key


@pytest.mark.parametrize(
    ("scheme", "number", "key"),
    [
        ("GB-COH", "1234567", "01234567"),
        ("GB-COH", 1234567, "01234567"),
        ("gb-coh", " 0123 4567 ", "01234567"),
        ("GB-COH", "sc1234", "SC001234"),
        ("GB-COH", "OC312345", "OC312345"),
        ("GB-COH", "IP12345R", "IP12345R"),
        ("GB-CHC", "1099999", "1099999"),
        ("GB-NHS", "rx9", "RX9"),
        ("GB-LAE", "ham", "HAM"),
        ("GB-PPON", "pabc-1234-defg", "PABC-1234-DEFG"),
        ("XI-VAT", "GB123", "GB123"),
    ],
)
def test_an_identifier_has_one_written_form(scheme, number, key):
    assert party_key(scheme, number).id == key


@pytest.mark.parametrize(
    ("scheme", "number"),
    [
        ("GB-COH", "N/A"), ("GB-COH", "123456789"), ("GB-COH", "00000000"), ("GB-CHC", "12"), ("GB-PPON", "PABC-1234"),
        ("GB-FTS", "1234"), ("GB-CFS", "77"), ("", "1"), ("GB-COH", ""), (None, "1"), ("GB-COH", None),
        ("GB-COH", True), ("GB-XXX", "--"), ("GB-XXX", "0000"), ("GB-XXX", "n/a"),
    ],
)  # fmt: skip
def test_what_identifies_nobody_is_no_key(scheme, number):
    assert party_key(scheme, number) is None


def test_every_identifier_counts_once_the_main_one_first():
    party = {
        "id": "GB-COH-01234567",
        "identifier": {"scheme": "GB-PPON", "id": "PABC-1234-DEFG"},
        "additionalIdentifiers": [{"scheme": "GB-COH", "id": "1234567"}, "odd", {"scheme": "GB-CHC"}],
    }
    assert keys_of(party) == (PartyKey("GB-PPON", "PABC-1234-DEFG"), PartyKey("GB-COH", "01234567"))
    assert party_id(keys_of(party)[1]) == "GB-COH-01234567"
    assert keys_of({"id": "1", "name": "A"}) == ()
    assert keys_of("A") == ()


KNOWN = {("GB-COH", "01234567"): "Alder", ("GB-NHS", "RX9"): "Birch"}
NAMES = {name_key("Alder Care Limited"): ["Alder"], name_key("Birch Trust"): ["Birch", "Old Birch"]}


def test_an_identifier_matches_whatever_the_name():
    found = match(
        {"name": "Something Else", "identifier": {"scheme": "GB-COH", "id": "1234567"}}, KNOWN, NAMES
    )
    assert (found.kind, found.found, found.key) == ("identifier", "Alder", PartyKey("GB-COH", "01234567"))


def test_the_same_name_only_offers():
    found = match({"name": "ALDER CARE LTD."}, KNOWN, NAMES)
    assert (found.kind, found.found, found.candidates) == ("offered", None, ("Alder",))
    assert match({"name": "Birch Trust"}, KNOWN, NAMES).candidates == ("Birch", "Old Birch")


def test_a_name_is_not_even_offered_where_the_number_says_otherwise():
    other = {"name": "Alder Care Ltd", "identifier": {"scheme": "GB-COH", "id": "7654321"}}
    assert match(other, KNOWN, NAMES).kind == "none"


def test_identifiers_of_two_organisations_are_offered_never_chosen():
    party = {
        "identifier": {"scheme": "GB-COH", "id": "01234567"},
        "additionalIdentifiers": [{"scheme": "GB-NHS", "id": "RX9"}],
    }
    found = match(party, KNOWN)
    assert (found.kind, found.found, found.candidates) == ("offered", None, ("Alder", "Birch"))
    assert "different organisations" in found.why


def test_nobody_is_found_without_name_or_number():
    assert match({}, KNOWN, NAMES).kind == "none"
    assert match({"name": "  "}, KNOWN, {"": ["Alder"]}).kind == "none"
    assert match({"name": 7}, KNOWN, NAMES).kind == "none"
