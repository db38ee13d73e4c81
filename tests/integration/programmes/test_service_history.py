"""A service's history in plain sentences, from what people and papers recorded."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models import Service
from programmes.selectors.history import HistoryEntry, change_entry, service_history
from tests.factories import (
    CommissioningResponsibilityFactory,
    OrganisationFactory,
    ScopeChangeFactory,
    ServiceAliasFactory,
    SourceReferenceFactory,
    UserFactory,
    cite,
    service_in_scope,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return service_in_scope(name="Portage")


def sentence(service: Service, kind: str, before: dict, after: dict, effective: str = "April 2020") -> str:  # type: ignore[type-arg]
    change = ScopeChangeFactory(
        programme=service.programme,
        scope=service.scope,
        kind=kind,
        before=before,
        after=after,
        effective=effective,
    )
    return change_entry(change).sentence


@pytest.mark.parametrize(
    ("kind", "before", "after", "told"),
    [
        ("moved", {"phase": 2}, {"phase": 3}, "Moved from phase 2 to phase 3 from April 2020."),
        ("moved", {"phase": None}, {"phase": 3}, "Placed in phase 3 from April 2020."),
        (
            "moved",
            {"phase": 2, "lines": {"HAM-BL-04": 2}},
            {"phase": 3, "lines": {"HAM-BL-04": 3}},
            "Moved from phase 2 to phase 3 from April 2020, with budget line HAM-BL-04.",
        ),
        (
            "added",
            {"state": None},
            {"state": "in_scope", "phase": 3},
            "Added to scope from April 2020, in phase 3.",
        ),
        (
            "added",
            {"state": None},
            {"state": "in_scope_tbc", "commissioner_tbc": True, "inclusion_tbc": True},
            "Added to scope from April 2020; inclusion and commissioner to be confirmed.",
        ),
        ("added", {"state": "removed"}, {"state": "in_scope"}, "Put back into scope from April 2020."),
        ("added", {"state": "aligned"}, {"state": "in_scope"}, "Brought into scope from April 2020."),
        ("removed", {"state": "in_scope"}, {"state": "removed"}, "Removed from scope from April 2020."),
        (
            "removed",
            {"state": "in_scope", "phase": 2},
            {"state": "removed", "phase": None},
            "Removed from scope from April 2020, leaving phase 2.",
        ),
        ("renamed", {"name": "A"}, {"name": "B"}, "Renamed from “A” to “B” from April 2020."),
        (
            "tbc_settled",
            {"state": "in_scope_tbc", "inclusion_tbc": True},
            {"state": "in_scope", "inclusion_tbc": False},
            "Inclusion confirmed from April 2020.",
        ),
        (
            "tbc_settled",
            {"state": "in_scope_tbc", "inclusion_tbc": True, "phase": 2},
            {"state": "removed", "inclusion_tbc": False, "phase": None},
            "Inclusion refused and removed from scope from April 2020, leaving phase 2.",
        ),
    ],
)
def test_each_kind_of_change_has_its_sentence(
    service: Service,
    kind: str,
    before: dict,
    after: dict,
    told: str,  # type: ignore[type-arg]
) -> None:
    assert sentence(service, kind, before, after) == told


def test_organisations_are_named_and_never_shown_by_reference(service: Service) -> None:
    OrganisationFactory(reference="ORG-1", name="Hampshire CCGs")
    OrganisationFactory(reference="ORG-2", name="Children’s Services")

    told = sentence(
        service,
        "tbc_settled",
        {"commissioner_tbc": True, "lead": "ORG-1"},
        {"commissioner_tbc": False, "lead": "ORG-2"},
    )
    assert told == (
        "Lead commissioner confirmed as Children’s Services, in place of Hampshire CCGs, from April 2020."
    )
    added = sentence(service, "added", {"state": None}, {"state": "in_scope", "lead": "ORG-1"})
    assert added == "Added to scope from April 2020, led by Hampshire CCGs."


def test_a_confirmed_lead_that_did_not_change_is_named_too(service: Service) -> None:
    lead = OrganisationFactory(name="Hampshire CCGs")
    CommissioningResponsibilityFactory(
        programme=service.programme, service=service, organisation=lead, starts_on=date(2015, 4, 1)
    )
    ScopeChangeFactory(
        programme=service.programme,
        scope=service.scope,
        kind="tbc_settled",
        before={"commissioner_tbc": True},
        after={"commissioner_tbc": False},
        effective="April 2020",
    )

    sentences = [entry.sentence for entry in service_history(service)]
    assert sentences == [
        "Lead commissioner confirmed as Hampshire CCGs from April 2020.",
        "Hampshire CCGs: lead commissioner from 1 April 2015.",
    ]


def test_the_full_sentence_says_who_when_and_why() -> None:
    entry = HistoryEntry(
        "Moved from phase 2 to phase 3 from April 2020.", "Commissioner", date(2019, 3, 3), "Board paper 7."
    )
    assert entry.full == (
        "Moved from phase 2 to phase 3 from April 2020, by Commissioner on 3 March 2019: Board paper 7."
    )
    assert HistoryEntry("Also named “OT”.").full == "Also named “OT”."


def test_history_is_newest_first_and_tells_names_and_sources(service: Service) -> None:
    who = UserFactory(job_title="Commissioner")
    former = ServiceAliasFactory(
        programme=service.programme, service=service, name="Home visiting", ends_on=date(2019, 5, 1)
    )
    printed = ServiceAliasFactory(programme=service.programme, service=service, name="Portage (HCC CS)")
    cite(printed, "Appendix B")
    renamed = ScopeChangeFactory(
        programme=service.programme,
        scope=service.scope,
        kind="renamed",
        effective="May 2019",
        before={"name": former.name},
        after={"name": "Portage"},
        made_by=who,
        reason="As the paper names it.",
    )
    place = SourceReferenceFactory(fact__programme=service.programme, locator="para 2.4")
    ScopeChangeFactory(
        programme=service.programme, scope=service.scope, effective="September 2018", fact=place.fact
    )

    first, second, third = service_history(service)
    assert (first.sentence, first.who) == (
        "Renamed from “Home visiting” to “Portage” from May 2019.",
        "Commissioner",
    )
    assert first.on == renamed.made_at.date()
    assert first.why == "As the paper names it."
    assert (second.who, second.on, second.sources[0].locator) == ("", date(2018, 9, 1), "para 2.4")
    assert (third.sentence, third.on) == ("Also named “Portage (HCC CS)”.", None)


def test_a_former_name_without_a_renaming_and_an_undated_lead_are_told(service: Service) -> None:
    ServiceAliasFactory(
        programme=service.programme, service=service, name="Home visiting", ends_on=date(2019, 5, 1)
    )
    lead = OrganisationFactory(name="Hampshire CCGs")
    held = {"programme": service.programme, "service": service, "organisation": lead}
    CommissioningResponsibilityFactory(**held)
    CommissioningResponsibilityFactory(**held, governing=False, ends_on=date(2015, 4, 1))

    assert {entry.sentence for entry in service_history(service)} == {
        "Named “Home visiting” until 30 April 2019.",
        "Hampshire CCGs: lead commissioner; the record gives no dates.",
        "Hampshire CCGs: lead commissioner until 31 March 2015 (a claim that does not govern).",
    }


def test_a_lead_that_an_addition_tells_of_is_not_told_twice(service: Service) -> None:
    lead = OrganisationFactory(reference="ORG-1", name="Hampshire CCGs")
    CommissioningResponsibilityFactory(
        programme=service.programme, service=service, organisation=lead, starts_on=date(2020, 4, 1)
    )
    ScopeChangeFactory(
        programme=service.programme,
        scope=service.scope,
        effective="April 2020",
        after={"state": "in_scope", "lead": "ORG-1"},
    )

    (entry,) = service_history(service)
    assert entry.sentence == "Added to scope from April 2020, led by Hampshire CCGs."


def test_the_number_of_queries_does_not_grow_with_the_history(service: Service) -> None:
    lead = OrganisationFactory(reference="ORG-1")

    def count(rows: int) -> int:
        for number in range(rows):
            ScopeChangeFactory(
                programme=service.programme,
                scope=service.scope,
                after={"state": "in_scope", "lead": "ORG-1"},
                made_by=UserFactory(),
            )
            alias = ServiceAliasFactory(programme=service.programme, service=service)
            cite(alias, f"para {rows}.{number}")
            CommissioningResponsibilityFactory(
                programme=service.programme, service=service, organisation=lead, governing=False
            )
        with CaptureQueriesContext(connection) as queries:
            assert service_history(service)
        return len(queries)

    assert count(1) == count(5)
