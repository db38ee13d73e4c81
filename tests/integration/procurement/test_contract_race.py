"""Eight people extend one contract at the same moment: one option is taken once, and nobody is silently overwritten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from commissioning.core.concurrency import StaleEdit
from procurement.models import Contract
from procurement.models.terms import ContractChange, ExtensionOption
from procurement.services.contract_bulk import bulk_change
from tests.factories import ContractFactory
from tests.integration.procurement.contract_life import Life

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 8


def together(work: Callable[[int], Any]) -> list[Any]:
    """Each person's result, or the refusal they met, with everybody starting at the same moment."""
    start = Barrier(PEOPLE)

    def one(person: int) -> Any:
        try:
            start.wait(timeout=30)
            return work(person)
        except (StaleEdit, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


def test_two_extensions_at_once_take_one_option() -> None:
    life = Life().signed()
    seen = life.version
    who = life.who(version=seen)

    results = together(lambda person: life.extend(date(2020, 12, 1 + person), **who))

    assert sum(isinstance(result, ContractChange) for result in results) == 1
    assert sum(isinstance(result, StaleEdit) for result in results) == PEOPLE - 1
    assert ExtensionOption.objects.get().change is not None
    open_ends = life.contract.ends.filter(ends_on__isnull=True)  # type: ignore[attr-defined]
    assert [row.ends.end for row in open_ends] == [date(2022, 3, 31)]


def test_who_tries_again_after_the_other_is_refused_for_want_of_an_option() -> None:
    life = Life().signed()

    def until_told(person: int) -> Any:
        while True:
            try:
                return life.extend(date(2020, 12, 1), **life.who())
            except StaleEdit:
                continue

    results = together(until_told)

    assert sum(isinstance(result, ContractChange) for result in results) == 1
    refusals = [result for result in results if isinstance(result, ValidationError)]
    assert len(refusals) == PEOPLE - 1
    assert all("No option is left" in refusal.message_dict["months"][0] for refusal in refusals)
    assert ContractChange.objects.filter(kind="extension").count() == 1


def test_of_eight_bulk_edits_one_is_saved_whole() -> None:
    life = Life()
    contracts = [life.contract, *(ContractFactory(programme=life.programme) for _ in range(3))]
    chosen = {contract.pk: contract.version for contract in contracts}

    def change(person: int) -> Any:
        return bulk_change(
            life.programme,
            chosen,
            field="department",
            value=f"Department {person}",
            by=life.by,
            grants=life.grants,
            reason="Race",
            on=life.today,
        )

    results = together(change)

    assert sum(isinstance(result, ValidationError) for result in results) == PEOPLE - 1
    assert len(set(Contract.objects.values_list("department", flat=True))) == 1
