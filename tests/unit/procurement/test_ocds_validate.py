"""Every rule on a package, broken once beside the package that keeps them all."""

import pytest
from hypothesis import given, settings
from jsonschema import FormatChecker

from procurement.ocds import schemas, validate
from procurement.ocds.merging import record_package
from procurement.ocds.validate import KINDS, faults, format_checker, problems_of
from tests.unit.procurement.ocds_examples import SUPPLIER, a_package, a_release
from tests.unit.procurement.ocds_json import ANY_JSON


def test_the_package_that_keeps_every_rule_has_no_problem():
    assert problems_of(a_package()) == ()


def set_at(package, path, value):
    """Sets one place, given as names and positions; "DEL" takes it out."""
    *way, last = path
    node = package
    for part in way:
        node = node[part]
    if value == "DEL":
        del node[last]
    else:
        node[last] = value
    return package


R = ("releases", 0)
BREAKS = {
    "no uri": ((), "uri", "DEL", "", "“uri” is missing"),
    "no ocid": (R, "ocid", "DEL", "releases[0]", "“ocid” is missing"),
    "no tag": (R, "tag", [], "releases[0].tag", "empty"),
    "a number for a text": ((*R, "tender"), "title", 5, "releases[0].tender.title", "not text"),
    "text for money": ((*R, "tender", "value"), "amount", "TBC", "releases[0].tender.value.amount", "not a number"),
    "a day alone": (R, "date", "2026-07-01", "releases[0].date", "not a date with its time and zone"),
    "no zone": (R, "date", "2026-07-01T10:00:00", "releases[0].date", "not a date with its time and zone"),
    "no address": ((*R, "tender", "documents", 0), "url", "www.example.org/a b", "documents[0].url", "web address"),
    "a status not listed": ((*R, "tender"), "status", "open", "releases[0].tender.status", "not a code"),
    "capitals in an ocid": (R, "ocid", "ocds-ZZ9ABC-P1", "releases[0].ocid", "is not an ocid"),
    "a short prefix": (R, "ocid", "ocds-zz9-P1", "releases[0].ocid", "is not an ocid"),
    "a buyer not in parties": (R, "buyer", {"id": "X", "name": "Y"}, "releases[0].buyer", "not in parties"),
    "a buyer without id": (R, "buyer", {"name": "Y"}, "releases[0].buyer", "no id"),
    "a supplier not in parties": ((*R, "awards", 0), "suppliers", [{"id": "X"}], "suppliers[0]", "not in parties"),
    "a funder not in parties": (
        (*R, "planning", "budget", "budgetBreakdown", 0), "sourceParty", {"id": "X"}, "sourceParty", "not in parties",
    ),
    "an award not there": ((*R, "contracts", 0), "awardID", "A9", "contracts[0].awardID", "no award “A9”"),
    "a lot not there": ((*R, "tender", "items", 0), "relatedLot", "9", "items[0].relatedLot", "no lot “9”"),
    "lots not there": ((*R, "awards", 0), "relatedLots", ["1", "9"], "awards[0].relatedLots", "no lot “9”"),
    "an address that fits no pattern": (
        (*R, "tender", "lots", 0), "recurrence", {"dates": 5}, "recurrence.dates", "not a list",
    ),
    "a long text": ((*R, "tender"), "status", "x" * 99, "tender.status", "x…"),
    "a yes for a number": ((*R, "tender", "value"), "amount", True, "tender.value.amount", "“true” is not a number"),
    "a null": ((*R, "tender"), "description", None, "releases[0].tender.description", "null"),
    "a null where none may be": (R, "id", None, "releases[0].id", "null"),
    "infinity": ((*R, "tender", "value"), "amount", float("inf"), "tender.value.amount", "infinite"),
    "no currency": ((*R, "contracts", 0, "value"), "currency", "DEL", "contracts[0].value", "no currency"),
    "end before start": (
        (*R, "contracts", 0, "period"), "endDate", "2027-03-31T23:59:59+01:00", "contracts[0].period", "is before",
    ),
    "extent before end": (
        (*R, "contracts", 0, "period"), "maxExtentDate", "2029-03-31T23:59:59+01:00", "contracts[0].period", "endDate",
    ),
    "an id twice": ((*R, "awards", 0), "suppliers", [SUPPLIER, {**SUPPLIER, "name": "B"}], "suppliers[1].id", "twice"),
    "a supplier twice": ((*R, "awards", 0), "suppliers", [SUPPLIER, SUPPLIER], "suppliers", "twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_each_rule_broken_by_itself_is_found_at_its_place_with_a_cure(name):
    way, last, value, path, words = BREAKS[name]
    found = faults(problems_of(set_at(a_package(), (*way, last), value)))
    assert any(problem.path.endswith(path) and words in problem.words for problem in found), found
    assert all(problem.cure for problem in found)
    assert len(found) <= 2


def test_a_null_is_reported_once():
    found = problems_of(set_at(a_package(), (*R, "id"), None))
    assert [problem.path for problem in found] == ["releases[0].id"]


def test_ids_are_unique_within_a_list_and_within_scheme_where_lists_are_replaced_whole():
    def with_identifiers(*identifiers):
        package = a_package()
        package["releases"][0]["parties"][0]["additionalIdentifiers"] = list(identifiers)
        return problems_of(package)

    assert with_identifiers({"scheme": "GB-NHS", "id": "1"}, {"scheme": "GB-PPON", "id": "1"}) == ()
    twice = with_identifiers(
        {"scheme": "GB-NHS", "id": "1"}, {"scheme": "GB-NHS", "id": "1", "legalName": "A"}
    )
    assert twice[0].path == "releases[0].parties[0].additionalIdentifiers[1].id"


def test_the_id_of_a_release_is_unique_for_its_ocid_alone():
    other = a_release(ocid="ocds-zz9abc-P2")
    assert problems_of(a_package(a_release(), other)) == ()
    twice = problems_of(a_package(a_release(), a_release(date="2026-07-03T10:00:00+01:00")))
    assert [problem.path for problem in twice] == ["releases[1].id"]


def test_an_open_list_warns_and_a_known_code_does_not():
    warned = problems_of(set_at(a_package(), (*R, "parties", 0, "roles"), ["buyer", "sponsor"]))
    assert [(problem.is_warning, problem.path) for problem in warned] == [
        (True, "releases[0].parties[0].roles")
    ]
    assert "partyRole.csv" in warned[0].words
    assert faults(warned) == ()


def test_a_misspelt_field_warns():
    warned = problems_of(set_at(a_package(), (*R, "tender", "tittle"), "A"))
    assert [(problem.is_warning, problem.path) for problem in warned] == [(True, "releases[0].tender.tittle")]
    assert problems_of(set_at(a_package(), (*R, "tender", "title_cy"), "Gwasanaeth")) == ()


def test_a_field_of_an_extension_needs_its_extension_declared():
    warned = problems_of(a_package(extensions=schemas.urls_of(["budget_breakdown", "uk"])))
    assert {problem.path for problem in warned} >= {
        "releases[0].tender.lots",
        "releases[0].tender.legalBasis",
    }
    assert all(problem.is_warning for problem in warned)


def test_an_extension_not_kept_here_is_named():
    url = "https://raw.githubusercontent.com/portaledcahn/ocds_Links_extension/master/extension.json"
    warned = problems_of(a_package(extensions=[*schemas.urls_of(), url]))
    assert [(problem.path, problem.is_warning) for problem in warned] == [("extensions[9]", True)]


def records(**changes):
    """A record package of two releases of one process."""
    later = a_release(id="P1-2", date="2026-08-01T09:00:00+01:00", tag=["contractUpdate"])
    package = record_package(
        uri="https://www.example.org/ocds/records.json",
        published="2026-08-02T09:00:00+01:00",
        publisher={"name": "Sample County Council"},
        releases=[later, a_release()],
        with_versions=True,
    )
    package["records"][0].update(changes)
    return package


def test_a_record_package_with_its_versions_keeps_every_rule():
    assert problems_of(records(), "record-package") == ()


def test_inside_a_record_the_fault_is_found_in_the_release_and_not_blamed_on_missing_links():
    package = records()
    package["records"][0]["releases"][1]["tender"]["value"]["amount"] = "TBC"
    found = problems_of(package, "record-package")
    assert [problem.path for problem in found] == ["records[0].releases[1].tender.value.amount"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"releases": [a_release(ocid="ocds-zz9abc-P9")]}, "holds a release of ocds-zz9abc-P9"),
        ({"releases": [a_release(date="2026-09-01T09:00:00+01:00"), a_release(id="P1-0")]}, "order of date"),
        ({"compiledRelease": a_release()}, "not “compiled”"),
        ({"releases": [{"url": "not an address", "date": "2026-07-01T10:00:00+01:00"}]}, "web address"),
    ],
)
def test_records_have_rules_of_their_own(changes, words):
    found = problems_of(records(**changes), "record-package")
    assert any(words in problem.words for problem in found), found


def test_a_record_that_is_no_object_is_one_problem():
    package = records()
    package["records"].append("none")
    assert [problem.path for problem in problems_of(package, "record-package")] == ["records[1]"]


def test_two_records_of_one_ocid_are_found():
    package = records()
    package["records"].append(package["records"][0])
    assert any("two records" in problem.words for problem in problems_of(package, "record-package"))


def test_order_is_by_moment_not_by_text():
    early, late = "2026-07-01T10:30:00+01:00", "2026-07-01T10:00:00Z"
    package = records(releases=[a_release(date=early), a_release(id="P1-2", date=late)])
    assert problems_of(package, "record-package") == ()


def test_a_single_release_is_checked_with_the_extensions_it_is_given():
    assert problems_of(a_release(), "release", extensions=schemas.ALL) == ()
    assert problems_of(a_release(tag=["sold"]), "release")
    with pytest.raises(ValueError, match="release-package"):
        problems_of({}, "packet")


def test_dates_and_addresses_are_really_checked():
    assert not format_checker().conforms("2026-07-01", "date-time")
    assert format_checker().conforms("2026-07-01T00:00:00+01:00", "date-time")
    assert not format_checker().conforms("no address", "uri")


def test_without_the_checkers_nothing_passes_unseen(monkeypatch):
    monkeypatch.setattr(validate.Draft4Validator, "FORMAT_CHECKER", FormatChecker(formats=[]))
    with pytest.raises(validate.FormatsMissingError, match="date-time, uri"):
        format_checker.__wrapped__()


def test_what_is_no_package_is_one_problem():
    assert [problem.words for problem in problems_of([])] == ["The file is not a JSON object."]


def test_problems_stand_in_the_order_of_the_file():
    package = a_package(*(a_release(id=str(number), initiationType="x") for number in range(11)))
    assert [problem.path for problem in problems_of(package)] == [
        f"releases[{n}].initiationType" for n in range(11)
    ]


@given(ANY_JSON)
@settings(max_examples=150, deadline=None)
def test_no_json_makes_checking_raise(content):
    for kind in KINDS:
        for candidate in (content, {"releases": content}, {"records": [{"releases": content}]}):
            problems_of(candidate, kind)


def test_an_end_that_is_also_the_last_possible_end_is_in_order():
    end = "2030-03-31T23:59:59+01:00"
    assert problems_of(set_at(a_package(), (*R, "contracts", 0, "period", "maxExtentDate"), end)) == ()
