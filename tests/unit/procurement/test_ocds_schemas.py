"""OCDS schemas and codelists: all there, merged in the published order, nothing switched off by a patch."""

import ast
import json

import pytest

from procurement.ocds import schemas

# Counted in the folders of the publishers: nineteen lists of the standard.
LISTS_OF_THE_STANDARD = 19


def test_the_standard_and_nine_extensions_lie_beside_their_licences():
    folders = [schemas.STANDARD, *(schemas.FOLDER / "extensions" / name for name in schemas.ALL)]
    assert len(folders) == 10
    for folder in folders:
        assert (folder / "LICENSE").read_text().strip(), folder.name
    assert {path.name for path in (schemas.FOLDER / "extensions").iterdir()} == set(schemas.ALL)


def test_the_notice_of_third_parties_names_every_folder_and_both_licences():
    notice = (schemas.FOLDER.parents[2] / "docs" / "third-party.md").read_text()
    for name in ("1__1__5", *schemas.ALL):
        assert f"/{name}`]" in notice
    assert "Apache-2.0" in notice
    assert "MIT (Cabinet Office)" in notice


def test_core_alone_has_nineteen_lists_and_no_lots():
    assert len(schemas.codelists(())) == LISTS_OF_THE_STANDARD
    assert "lots" not in schemas.release_schema(())["definitions"]["Tender"]["properties"]


def test_extensions_add_their_fields_and_later_ones_win():
    tender = schemas.release_schema()["definitions"]["Tender"]["properties"]
    assert {"lots", "legalBasis", "suitability", "specialRegime", "aboveThreshold"} <= set(tender)
    assert "amountGross" in schemas.release_schema()["definitions"]["Value"]["properties"]
    assert (
        "budgetBreakdown"
        in schemas.release_schema(["budget_breakdown"])["definitions"]["Budget"]["properties"]
    )


def test_pagination_adds_links_without_switching_off_what_a_package_must_have():
    package = schemas.documents(("pagination",))[schemas.RELEASE_PACKAGE]
    assert set(package["required"]) == {"uri", "publisher", "publishedDate", "releases", "version"}
    assert "links" in package["properties"]


def test_a_plus_list_adds_to_the_list_of_the_same_name():
    assert "sourceParty" not in schemas.codelists(())["partyRole.csv"]
    assert {"buyer", "sourceParty", "removedSupplier"} <= schemas.codelists()["partyRole.csv"]
    assert "finalStageBids" in schemas.codelists()["bidStatistics.csv"]
    assert schemas.codelists()["penaltyType.csv"]


def test_extensions_are_declared_by_their_published_addresses_in_order():
    assert schemas.urls_of(["uk", "eu_profile"]) == [
        "https://standard.open-contracting.org/profiles/eu/latest/en/extension.json",
        "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json",
    ]
    with pytest.raises(KeyError, match="lots"):
        schemas.urls_of(["lots"])


def test_what_a_package_declares_is_known_by_repository_and_the_rest_is_named():
    links = "https://raw.githubusercontent.com/portaledcahn/ocds_Links_extension/master/extension.json"
    names, unknown = schemas.declared(
        [
            "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/v0.4/extension.json",
            "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json",
            links,
            7,
        ]
    )
    assert names == ("eu_profile", "uk")
    assert schemas.declared(
        ["https://standard.open-contracting.org/profiles/eu/master/en/extension.json"]
    ) == (
        ("eu_profile",),
        (),
    )
    assert unknown == (links, "7")
    assert schemas.declared("eu_profile") == ((), ())


def test_merging_a_patch_changes_neither_side_and_null_removes_nothing():
    target, change = {"a": {"b": 1}, "c": 2}, {"a": {"d": 3}, "c": None}
    assert schemas.patched(target, change) == {"a": {"b": 1, "d": 3}, "c": 2}
    assert (target, change) == ({"a": {"b": 1}, "c": 2}, {"a": {"d": 3}, "c": None})


def test_the_kernel_of_ocds_knows_no_model_clock_or_network():
    forbidden = ("django", "procurement.models", "urllib.request", "urllib3", "requests", "http", "socket")
    for path in sorted(schemas.FOLDER.parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith(forbidden)], path.name
            if isinstance(node, ast.Attribute):
                assert ast.unparse(node) not in {"date.today", "datetime.now", "time.time"}, path.name


def test_published_files_are_still_json():
    files = list(schemas.FOLDER.rglob("*.json"))
    assert len(files) == 23
    assert all(isinstance(json.loads(path.read_text()), dict) for path in files)


@pytest.mark.parametrize("name", schemas.ALL)
def test_an_extension_declared_alone_refers_to_nothing_that_is_not_there(name):
    """The UK extension alone refers to places, which another extension defines."""
    schema = schemas.release_schema([name])
    written = json.dumps(schema)
    referred = {part.split('"')[0] for part in written.split('"#/definitions/')[1:]}
    assert referred <= set(schema["definitions"])
    assert (name == "uk") == ("Location" in schema["definitions"] and name != "eu_profile")
