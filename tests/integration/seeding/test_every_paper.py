"""Walks the four fixtures from end to end: every record, word, date and amount is in the database, with its place.

What a fixture does not number is found by the reference that its section gives it.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from commissioning.core.fields import FuzzyDateField, MoneyField
from commissioning.seeding.models import LoadedRecord
from governance.models import Discrepancy
from governance.models.discrepancies import DiscrepancyKind
from outcomes.models import AreaTarget
from procurement.models import ProcurementStage
from procurement.models.regimes import Dated
from programmes.models import Organisation, Recorded, SourceReference
from tests.integration.seeding.conftest import DEMO
from tests.integration.seeding.test_places import places_of

pytestmark = pytest.mark.usefixtures("all_four")
PAPERS = ("hampshire", "nottinghamshire", "derby", "essex")
OURS = {"programmes", "outcomes", "procurement", "governance"}

# The sections of records that no fixture numbers, by paper, and the references that theirs have here.
UNNUMBERED: dict[str, dict[str, str]] = {
    "nottinghamshire": {
        "support_functions": "NOT-SUP-{}",
        "governance/accountability_chain": "NOT-LINK-{}",
        "governance/prior_presentations": "NOT-PRV-{}",
        "implications": "NOT-IMP-{}",
        "programme/vision": "NOT-VIS-{}",
        "programme/functions": "NOT-FUN-{}",
        "funding/service_funding_routes": "NOT-FRT-{}",
        "background_papers": "NOT-BGP-{}",
        "document/missing": "NOT-GAP-{}",
    },
    "derby": {
        "pressures": "DER-PRS-{}",
        "implications": "DER-IMP-{}",
        "other_facts": "DER-FACT-{}",
        "programme/strategic_sources": "DER-STR-{}",
        "document/requested_by": "DER-FACT-ASKED-{}",
        "document/approved_by": "DER-APP-{}",
        "document/appendices": "DER-PART-{}",
        "governance/chain": "DER-LINK-{}",
    },
}
SINGLE: dict[str, dict[str, str]] = {
    "nottinghamshire": {
        "posts_existing": "NOT-POST-EX",
        "risk_log_status": "NOT-FACT-1",
        "other_options": "NOT-OPT-1",
        "reasons": "NOT-REA-1",
        "organisation_roles/0": "NOT-ORG-NNE-ROLE-1",
        "organisation_roles/1": "NOT-ORG-BAS-ROLE-1",
        "programme/fully_operational": "NOT-TGT-1",
    },
    "derby": {
        "programme/driver": "DER-DRV-1",
        "programme/approach": "DER-APR-1",
        "programme/team_lead": "DER-FACT-LEAD",
    },
}
# Kept in another form, and tested in it elsewhere: references, kinds as choices, what the fixture itself works out.
NOT_WORDS = {
    "schema", "derived", "id", "key", "precision", "status", "qualifier", "basis", "currency", "start", "end",
    "type", "parent", "organisation", "model", "intention", "group", "summary_projects", "top_priority", "computed",
    "lead_commissioner_code", "verb", "kind", "unit", "budget_line", "services", "escalates_to",
    "commissioner_codes", "code",
}  # fmt: skip
APART = re.compile(r": |; | \(|\)|(?<=^Appendix \d) ")
# Dates that are days here: from when a lead or a partner's part runs, and when an answer's new post begins.
DAYS_ONLY = {("NOT-T1", "from"), ("NOT-PRG", "from"), ("DER-ACT", "response_date")}


@cache
def facts(paper: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DEMO / f"{paper}.json").read_text(encoding="utf-8"))
    return read


def objects_in(data: Any, owner: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every record, with the reference of the numbered one that it stands in, and the field that it stands under."""

    def walk(value: Any, owner: str, field: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if isinstance(value, dict):
            inside = value.get("id", owner)
            yield inside, field, value
            for name, each in value.items():
                if name != "derived":
                    yield from walk(each, inside, name)
        elif isinstance(value, list):
            for each in value:
                yield from walk(each, owner, field)

    yield from walk(data, owner, "")


def at(paper: str, path: str) -> Any:
    value: Any = facts(paper)
    for step in path.split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def recorded() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if issubclass(model, Recorded):
            yield model


@pytest.fixture(scope="module")
def rows(all_four: Any) -> dict[str, models.Model]:
    """Every record by its reference, and an organisation that two papers share by both of theirs."""
    found = {
        row.reference: row for model in recorded() for row in model._default_manager.select_related("fact")
    }
    for entry in LoadedRecord.objects.exclude(found_as=""):
        if entry.found_as in found:
            found[entry.reference] = found[entry.found_as]
    return found


@pytest.fixture(scope="module")
def words(all_four: Any) -> str:
    """All that is kept in words, and every source's label, a line to each."""
    kept = [
        value
        for model in apps.get_models()
        if model._meta.app_label in OURS and not model.__name__.endswith("Event")
        for column in model._meta.fields
        if isinstance(column, models.CharField | models.TextField)
        for value in model._default_manager.values_list(column.name, flat=True)
    ]
    return "\n".join(dict.fromkeys(kept))


@pytest.fixture(scope="module")
def places(all_four: Any) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for fact, locator in SourceReference.objects.values_list("fact_id", "locator"):
        found.setdefault(fact, set()).add(locator)
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_every_numbered_record_is_there_with_every_place_it_is_printed(
    paper: str, rows: dict[str, Any], places: dict[int, set[str]]
) -> None:
    seen = 0
    for _, _, record in objects_in(facts(paper)):
        if "id" not in record:
            continue
        row, seen = rows[record["id"]], seen + 1
        assert row.fact is not None, record["id"]
        shared = isinstance(row, Organisation) and row.reference != record["id"]
        for key, source in record.items():
            if key == "source" and not shared:
                printed = {place for place, _ in places_of(source)}
                assert printed <= places[row.fact_id], record["id"]
    assert seen == (DEMO / f"{paper}.json").read_text(encoding="utf-8").count('"id":')


@pytest.mark.parametrize(("paper", "section"), [(p, s) for p in UNNUMBERED for s in UNNUMBERED[p]])
def test_every_record_of_a_section_without_numbers_is_there(
    paper: str, section: str, rows: dict[str, Any], places: dict[int, set[str]]
) -> None:
    records = at(paper, section)
    assert records
    for place, record in enumerate(records, 1):
        row = rows[UNNUMBERED[paper][section].format(place)]
        assert places[row.fact_id]
        if isinstance(record, dict) and "source" in record:
            assert {found for found, _ in places_of(record["source"])} <= places[row.fact_id]
    assert UNNUMBERED[paper][section].format(len(records) + 1) not in rows


@pytest.mark.parametrize(("paper", "section"), [(p, s) for p in SINGLE for s in SINGLE[p]])
def test_every_single_record_without_a_number_is_there(
    paper: str, section: str, rows: dict[str, Any], places: dict[int, set[str]]
) -> None:
    assert at(paper, section)
    assert places[rows[SINGLE[paper][section]].fact_id]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_word_of_a_paper_or_its_reader_is_kept(paper: str, words: str) -> None:
    lost = {word for word in _words(facts(paper)) if any(piece not in words for piece in _pieces(word))}
    assert lost == set()


def _pieces(word: str) -> list[str]:
    """What is joined in the fixture may be apart here: "Appendix 2 Principles", "a: b", "a; b", "name (place)"."""
    return [piece for piece in APART.split(word) if piece]


def _words(data: Any, key: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in NOT_WORDS and not name.endswith("source"):
                yield from _words(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _words(value, key)
    elif isinstance(data, str):
        yield data


@pytest.mark.parametrize(("paper", "at_least"), [("nottinghamshire", 10), ("derby", 50), ("essex", 1)])
def test_every_date_is_kept_as_printed_with_its_bounds(
    paper: str, at_least: int, rows: dict[str, Any]
) -> None:
    kept = _dates_by_reference(rows)
    checked = 0
    for owner, field, value in objects_in(facts(paper)):
        if "precision" not in value or any(owner.startswith(o) and field == f for o, f in DAYS_ONLY):
            continue
        stem = owner.removesuffix("PRG")  # what is said of a programme may be a record of its own
        assert any(
            reference.startswith(stem) and _date(value) in dates for reference, dates in kept.items()
        ), (owner, field, value)
        checked += 1
    assert checked >= at_least


def _dates_by_reference(rows: dict[str, Any]) -> dict[str, set[tuple[Any, ...]]]:
    """The dates of each record; those of a row without a reference are its statement's."""
    found: dict[str, set[tuple[Any, ...]]] = {}
    holders = [*rows.items(), *((each.statement.reference, each) for each in AreaTarget.objects.all())]
    for reference, row in holders:
        for name, column in vars(type(row)).items():
            if isinstance(column, FuzzyDateField):
                kept = getattr(row, name)
                found.setdefault(reference, set()).add(
                    (kept.text, kept.start, kept.end, kept.precision, kept.status, kept.year_inferred)
                )
    return found


def _date(value: dict[str, Any]) -> tuple[Any, ...]:
    start, end = (day and date.fromisoformat(day) for day in (value["start"], value["end"]))
    inferred = value.get("year_inferred", False)
    return (value["text"] or "", start, end, value["precision"], value["status"], inferred)


def test_every_amount_of_money_is_kept_or_kept_as_unknown(rows: dict[str, Any]) -> None:
    kept: dict[str, list[Any]] = {}
    for reference, row in rows.items():
        for name, column in vars(type(row)).items():
            if isinstance(column, MoneyField):
                kept.setdefault(reference, []).append(getattr(row, name))
    for owner, field, value in objects_in(facts("nottinghamshire")):
        if field == "salary":
            (salary,) = kept[owner]
            assert (salary.text, salary.amount, salary.upper) == (
                value["text"],
                Decimal(value["min"]),
                Decimal(value["max"]),
            )
    assert kept["NOT-FUND"][0].amount is None
    assert kept["NOT-FUND"][0].note == at("nottinghamshire", "funding/amount_note")
    capital, tariff = kept["DER-FUND-1"][0], kept["DER-FUND-2"][0]
    assert (capital.text, capital.amount, capital.qualifier) == (
        "agreed (amount not stated)",
        None,
        "not_stated",
    )
    assert (tariff.text, tariff.amount, tariff.qualifier) == ("awaiting agreement", None, "awaited")


@pytest.mark.parametrize(
    ("paper", "count"), [("hampshire", 18), ("nottinghamshire", 16), ("derby", 16), ("essex", 25)]
)
def test_every_inconsistency_is_kept_as_its_reader_recorded_it(
    paper: str, count: int, rows: dict[str, Any]
) -> None:
    records = facts(paper)["inconsistencies"]
    assert len(records) == count
    for record in records:
        row = rows[record["id"]]
        assert isinstance(row, Discrepancy)
        assert (row.is_recorded, row.handling, row.recorded_kind) == (True, "open", record["kind"])
        assert (row.title, row.computed) == (record["title"], record["computed"])
        assert row.kind in DiscrepancyKind.values
        said = [{"text": said.text, "source": said.place} for said in row.statements.all()]
        assert said == record["statements"]


def test_nothing_is_there_without_a_place_and_nothing_is_invented(rows: dict[str, Any]) -> None:
    bare = {reference for reference, row in rows.items() if row.fact is None and not _says_nothing(row)}
    assert bare == set()
    assert not any(row.illustrative for row in rows.values())


def _says_nothing(row: Any) -> bool:
    """A stage that no paper dates, or a row of the tables of the law, which names its source itself."""
    if isinstance(row, ProcurementStage):
        return not (row.planned.is_dated or row.forecast.is_dated or row.actual.is_dated)
    return isinstance(row, Dated)


def test_every_record_of_a_paper_belongs_to_its_programme(rows: dict[str, Any]) -> None:
    prefixes = {"HAM": "hampshire", "NOT": "nottinghamshire", "DER": "derby", "ESX": "essex"}
    for reference, row in rows.items():
        if hasattr(row, "programme") and row.programme is not None:
            assert row.programme.key == prefixes[reference[:3]], reference
