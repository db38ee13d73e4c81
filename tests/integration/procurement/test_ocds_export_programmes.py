"""Every programme of the demonstration as open contracting data: valid, and saying what its papers say."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from procurement.ocds.validate import faults, problems_of
from procurement.publishing.material import Material
from procurement.publishing.packages import record_package_of, release_package_of
from procurement.publishing.releases import releases_of
from programmes.models import Programme

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
URI = "https://commissioning.example.org/ocds/programme/releases.json"
NEVER = {"TBC", "tbc", "To be confirmed", "N/A"}


def values_of(node: Any) -> Iterator[tuple[str, Any]]:
    """Every (field, value) in a release."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield name, value
            yield from values_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from values_of(value)


@pytest.fixture(scope="module")
def made(all_five):
    return {one.key: releases_of(Material(one, ON), AT) for one in Programme.objects.all()}


def test_there_is_a_process_for_each_phase_and_one_for_the_planning(made):
    assert len(made) == 5
    found = {key: len(releases) - 1 for key, releases in made.items()}
    assert found["hampshire"] == 3
    assert found["derby"] == 1
    assert sorted(
        count for key, count in found.items() if key not in {"hampshire", "derby", "illustration"}
    ) == [0, 0]
    assert found["illustration"] >= 3


@pytest.mark.parametrize("kind", ["release-package", "record-package"])
def test_every_programme_is_valid(made, kind):
    build = release_package_of if kind == "release-package" else record_package_of
    for key, releases in made.items():
        found = problems_of(build(releases, uri=URI, at=AT), kind)
        assert faults(found) == (), (key, found[:3])
        # The statutory instrument of the Provider Selection Regime: the list of schemes is open and lacks it.
        assert all("“UKSI”" in each.words for each in found), key


def test_what_is_not_known_is_never_tbc_nor_null_and_nought_only_where_it_is_stated(made):
    for key, releases in made.items():
        for name, value in values_of(releases):
            assert value is not None, (key, name)
            assert not (isinstance(value, str) and value in NEVER), (key, name)
            assert not (name in {"amount", "amountGross"} and value == 0), key


def test_hampshires_budget_is_as_the_paper_prints_it(made):
    """Board report, appendix: 20.95m known in phase 1, 12.47m and two TBC in phase 2, 13.70m and one TBC in phase 3."""
    sums, unknown = [], []
    for release in made["hampshire"][1:]:
        lines = release["planning"]["budget"]["budgetBreakdown"]
        sums.append(sum(line["amount"]["amount"] for line in lines if "amount" in line))
        unknown.append(sum("not known (TBC)" in line["description"] for line in lines))
    assert sums == [20_950_000, 12_470_000, 13_700_000]
    assert unknown == [0, 2, 1]
    totals = [
        release["planning"]["budget"].get("amount", {}).get("amount") for release in made["hampshire"][1:]
    ]
    assert totals == [20_950_000, None, None]


def test_totals_that_disagree_both_stay_with_the_gap(made):
    words = made["hampshire"][0]["planning"]["budget"]["description"]
    assert "~20.5m" in words
    assert "£20.95m: £0.45m more" in words


def test_hampshires_dates_are_first_and_last_moments_with_their_words(made):
    first = made["hampshire"][1]["tender"]
    assert first["tenderPeriod"]["startDate"] == "2019-02-01T00:00:00+00:00"
    assert first["contractPeriod"]["startDate"] == "2020-08-01T00:00:00+01:00"
    assert "“Aug 2020”" in first["contractPeriod"]["description"]


def test_what_is_made_up_says_so(made):
    for release in made["illustration"]:
        title = release.get("tender", release).get("title")
        assert title.startswith("Illustrative: ")


def test_identifiers_and_ids_are_the_same_on_every_day(made, all_five):
    again = {one.key: releases_of(Material(one, ON), AT) for one in Programme.objects.all()}
    assert again == made


# --- the command --------------------------------------------------------------------------------------------------


def run(capsys, *args: str) -> str:
    call_command("export_ocds", *args)
    return capsys.readouterr().out


def test_the_command_checks_with_the_example_prefix_and_refuses_to_print(all_five, capsys):
    for key in ("hampshire", "illustration"):
        assert "Valid: no fault" in run(capsys, key, "--check")
        assert "Valid: no fault" in run(capsys, key, "--check", "--records")
    with pytest.raises(CommandError, match="ocds-213czf") as refused:
        run(capsys, "hampshire")
    assert refused.value.returncode == 1
    assert "--check" in str(refused.value)


def test_the_command_prints_and_writes_under_a_registered_prefix(all_five, capsys, settings, tmp_path):
    settings.OCID_PREFIX = "ocds-a1b2c3"
    package = json.loads(run(capsys, "hampshire"))
    assert len(package["releases"]) == 4
    assert problems_of(package) == ()
    out = tmp_path / "records.json"
    run(capsys, "hampshire", "--records", "--out", str(out))
    records = json.loads(out.read_text(encoding="utf-8"))
    assert records["records"][0]["ocid"] == "ocds-a1b2c3-HAM-PH-1"
    assert problems_of(records, "record-package") == ()


def test_the_command_names_the_programmes_there_are(all_five, capsys):
    with pytest.raises(CommandError, match=r"no programme 'nowhere'.*hampshire"):
        run(capsys, "nowhere", "--check")


def test_the_command_lists_faults_and_ends_with_one(all_five, capsys, settings, monkeypatch):
    settings.OCID_PREFIX = "ocds-a1b2c3"
    monkeypatch.setattr(
        "procurement.publishing.packages.publisher", lambda: {"name": "A", "uri": "no address"}
    )
    with pytest.raises(CommandError, match="Not valid: 1 fault") as refused:
        call_command("export_ocds", "hampshire", "--check")
    assert refused.value.returncode == 1
    assert "publisher.uri" in capsys.readouterr().err
