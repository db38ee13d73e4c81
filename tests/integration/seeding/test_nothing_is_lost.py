"""Walks the fixture from end to end: every record, word, amount and date of it is in the database, with its source."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from commissioning.core.fields import FuzzyDateField, MoneyField
from procurement.models import ProcurementStage
from procurement.models.regimes import Dated
from programmes.models import Organisation, Recorded, SourceReference
from tests.integration.seeding.conftest import FACTS
from tests.integration.seeding.test_places import places_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
OURS = {"programmes", "outcomes", "procurement", "governance"}
# Never printed: the fixture's own keys, or choices that the tests below read as values.
NOT_WORDS = {
    "schema",
    "derived",
    "id",
    "precision",
    "status",
    "qualifier",
    "basis",
    "currency",
    "start",
    "end",
}
REFERENCES = {"organisation", "parent", "budget_line", "services", "escalates_to", "lead_commissioner_code"}
# Kept in another form, tested below: kinds as choices, "a: b" as what and why, numbers, units.
OTHER_FORMS = {"type", "appendix_a", "commissioner_codes", "computed", "code"}


def objects_in(data: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(data, dict):
        yield path, data
        for key, value in data.items():
            if key != "derived":
                yield from objects_in(value, f"{path}/{key}")
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from objects_in(value, f"{path}/{place}")


def records_by_reference() -> dict[str, models.Model]:
    return {
        row.reference: row
        for model in apps.get_models()
        if issubclass(model, Recorded)
        for row in model._default_manager.select_related("fact")
    }


def words_in(data: Any, key: str = "") -> Iterator[str]:
    """Every text of the fixture that a paper or its reader worded."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in NOT_WORDS | REFERENCES | OTHER_FORMS and not name.endswith("source"):
                yield from words_in(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from words_in(value, key)
    elif isinstance(data, str):
        yield data


def words_kept() -> set[str]:
    return {
        value
        for model in apps.get_models()
        if model._meta.app_label in OURS and not model.__name__.endswith("Event")
        for column in model._meta.fields
        if isinstance(column, models.CharField | models.TextField)
        for value in model._default_manager.values_list(column.name, flat=True)
    }


def sources_of(row: Any) -> list[SourceReference]:
    return list(SourceReference.objects.filter(fact=row.fact).select_related("extraction"))


def test_every_record_is_there_with_its_sources(printed: dict[str, Any]) -> None:
    rows, seen = records_by_reference(), 0
    for _, record in objects_in(printed):
        if "id" not in record:
            continue
        row, seen = rows[record["id"]], seen + 1
        assert row.fact is not None, record["id"]
        found = {
            (source.field, source.locator, source.extraction.name[:3] if source.extraction else "")
            for source in sources_of(row)
        }
        assert found, record["id"]
        for key, source in record.items():
            if source and (key == "source" or key.endswith("_source")) and key != "stated_value_source":
                field = "" if key == "source" else key.removesuffix("_source")
                missing = {(field, *place) for place in places_of(source)} - found
                assert not missing, (record["id"], key)
    assert seen == FACTS.read_text(encoding="utf-8").count('"id":')


def test_every_printed_word_is_kept_as_printed(printed: dict[str, Any]) -> None:
    kept = words_kept()
    lost = {word for word in words_in(printed) if word not in kept}
    assert lost == {"responses"}  # the unit of a count of responses, which is what its column is called


def test_every_amount_and_date_is_kept_to_the_penny_and_the_day(printed: dict[str, Any]) -> None:
    rows = records_by_reference()
    checked = {"money": 0, "date": 0}
    for _, record in objects_in(printed):
        for field, value in record.items():
            if "id" not in record or not isinstance(value, dict):
                continue
            row = rows["HAM-SV-P"] if field == "stated_value" else rows[record["id"]]
            if "qualifier" in value and "currency" in value:
                _same_money(row, value)
                checked["money"] += 1
            elif "precision" in value:
                _same_date(row, "dated" if record["id"] == "HAM-2018-12" else field, value)
                checked["date"] += 1
    assert checked == {"money": 22, "date": 18}


def _same_money(row: Any, value: dict[str, Any]) -> None:
    field = next(name for name, kept in vars(type(row)).items() if isinstance(kept, MoneyField))
    money = getattr(row, field)
    assert money.text == value["text"]
    assert money.amount == (None if value["amount"] is None else Decimal(value["amount"]))
    assert money.qualifier == value["qualifier"]
    basis = ("budget_year", "2020/21") if value["basis"] == "budget_2020_21" else (value["basis"], "")
    assert (money.basis, money.year) == basis
    assert money.note == value.get("note", "")


def _same_date(row: Any, field: str, value: dict[str, Any]) -> None:
    assert isinstance(getattr(type(row), field), FuzzyDateField)
    kept = getattr(row, field)
    assert kept.text == (value["text"] or "")
    assert [kept.start, kept.end] == [
        day and date.fromisoformat(day) for day in (value["start"], value["end"])
    ]
    assert (kept.precision, kept.status) == (value["precision"], value["status"])
    assert kept.year_inferred == value.get("year_inferred", False)


def test_kinds_of_organisation_and_their_parents(printed: dict[str, Any]) -> None:
    for record in printed["organisations"]:
        row = Organisation.objects.get(reference=record["id"])
        assert row.get_kind_display().casefold() == record["type"].casefold()
        assert (row.parent.reference if row.parent else None) == record.get("parent")


def test_no_record_is_there_that_no_paper_prints(printed: dict[str, Any]) -> None:
    sourceless = [row for row in records_by_reference().values() if row.fact is None]
    assert [row for row in sourceless if not isinstance(row, Dated | ProcurementStage)] == []
    # the stages that no paper dates say nothing; the tables of the law name their sources themselves
    stages = [row for row in sourceless if isinstance(row, ProcurementStage)]
    assert not any(s.planned.is_dated or s.forecast.is_dated or s.actual.is_dated for s in stages)
    assert not any(row.illustrative for row in records_by_reference().values())
