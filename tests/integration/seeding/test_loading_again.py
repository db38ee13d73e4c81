"""A load never undoes a person's work, never leaves half of itself, and says who wrote what."""

import threading
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Max

from commissioning.core.audit import acting
from commissioning.core.money import parse_money
from commissioning.seeding import programme as loading
from commissioning.seeding.load import Load
from commissioning.seeding.models import LoadedRecord
from commissioning.seeding.records import FixtureError
from governance.models import Body, Recommendation
from outcomes.models import Measurement
from procurement.models import BudgetLine, BudgetLineService
from programmes.models import (
    Challenge,
    Document,
    Fact,
    Organisation,
    Programme,
    ProgrammeStatement,
    Service,
    SourceReference,
)
from tests.factories import ChallengeFactory, OrganisationFactory, ProgrammeFactory, UserFactory
from tests.integration.seeding.conftest import DEMO, Loader, load_hampshire

Facts = dict[str, Any]
EVENTS = "Event"


def events() -> dict[str, int]:
    """The newest history row of every tracked table: unchanged means that nothing whatever was written."""
    return {
        model.__name__: model._default_manager.aggregate(newest=Max("pgh_id"))["newest"] or 0
        for model in apps.get_models()
        if model.__name__.endswith(EVENTS) and hasattr(model, "pgh_id")
    }


def new_challenge(facts: Facts, _reading: Facts) -> None:
    facts["challenges"].append(
        {"id": "HAM-CH-4", "title": "A fourth", "text": "printed later", "source": "para 6.5"}
    )


def test_a_second_load_writes_nothing(loaded: Load) -> None:
    before, entries = events(), LoadedRecord.objects.count()
    again = load_hampshire()
    assert (again.created, again.left_out) == (0, [])
    assert again.kept == loaded.created
    assert (events(), LoadedRecord.objects.count()) == (before, entries)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["nottinghamshire", "derby", "essex"])
def test_a_second_load_of_another_paper_writes_nothing_either(key: str) -> None:
    fixture = loading.Fixture.of(DEMO, key)
    first = fixture.load(command="load_demo")
    assert first.created > 100
    assert first.left_out == []
    before = {model: model._default_manager.count() for model in apps.get_models()}
    newest = events()
    again = fixture.load(command="load_demo")
    assert (again.created, again.left_out, again.kept) == (0, [], first.created)
    assert {model: model._default_manager.count() for model in apps.get_models()} == before
    assert events() == newest


@pytest.mark.usefixtures("loaded")
def test_what_a_person_edited_stays_and_what_they_deleted_stays_deleted(load_changed: Loader) -> None:
    line = BudgetLine.objects.get(reference="HAM-BL-08")
    line.money, line.status = parse_money("£0.5m"), "confirmed"
    with acting(by=UserFactory(), reason="Confirmed by the CCGs"):
        line.save()
        BudgetLineService.objects.filter(line__reference="HAM-BL-01", service__name="School Nursing").delete()
        Challenge.objects.get(reference="HAM-CH-2").delete()
        Measurement.objects.all().delete()
        SourceReference.objects.filter(locator="para 7.2").delete()
    before = events()
    again = load_changed(new_challenge)
    assert again.created == 1
    assert BudgetLine.objects.get(reference="HAM-BL-08").money.text == "£0.5m"
    assert BudgetLineService.objects.filter(line__reference="HAM-BL-01").count() == 1
    assert set(Challenge.objects.values_list("reference", flat=True)) == {"HAM-CH-1", "HAM-CH-3", "HAM-CH-4"}
    assert not Measurement.objects.exists()
    assert not SourceReference.objects.filter(locator="para 7.2").exists()
    changed = {name for name, newest in events().items() if newest != before[name]}
    assert changed == {"ChallengeEvent", "FactEvent", "SourceReferenceEvent"}


@pytest.mark.usefixtures("loaded")
def test_a_new_record_that_needs_a_deleted_one_is_left_out_and_said(load_changed: Loader) -> None:
    Body.objects.get(reference="HAM-GOV-5").delete()

    def change(facts: Facts, reading: Facts) -> None:
        reading["named_bodies"]["High impact area board"] = "HAM-GOV-5"
        facts["recommendations"].append(
            {
                "id": "HAM-REC-4",
                "verb": "note",
                "text": "progress",
                "body": "High impact area board",
                "outcome": None,
                "source": "para 3.8",
            }
        )

    again = load_changed(change)
    assert again.created == 0
    assert again.left_out == ["HAM-REC-4: HAM-GOV-5 was deleted, so it is left out"]
    assert not Recommendation.objects.filter(reference="HAM-REC-4").exists()


@pytest.mark.usefixtures("loaded")
def test_a_new_line_is_not_tied_to_a_service_that_was_deleted(load_changed: Loader) -> None:
    Service.objects.get(reference="HAM-ALN-5").delete()

    def change(facts: Facts, _reading: Facts) -> None:
        line = {**facts["budget_lines"][0], "id": "HAM-BL-15", "services": ["HAM-ALN-5", "HAM-SVC-01"]}
        facts["budget_lines"].append(line)

    again = load_changed(change)
    assert again.left_out == ["HAM-BL-15: HAM-ALN-5 was deleted, so it is not tied to it"]
    line = BudgetLine.objects.get(reference="HAM-BL-15")
    assert [service.reference for service in line.services.all()] == ["HAM-SVC-01"]


@pytest.mark.django_db
def test_nothing_is_loaded_into_a_programme_that_a_person_deleted() -> None:
    LoadedRecord.objects.create(reference="HAM-PRG", fixture="hampshire.json")
    load = load_hampshire()
    assert (load.created, Fact.objects.count(), Document.objects.count()) == (0, 0, 0)
    assert load.left_out == ["hampshire.json: HAM-PRG was deleted, so nothing of it is loaded"]


@pytest.mark.django_db
def test_an_organisation_that_another_programme_brought_is_used_and_not_doubled() -> None:
    there = OrganisationFactory(reference="NOT-ORG-NHSE", name="NHS ENGLAND", kind="other")
    load_hampshire()
    assert Organisation.objects.filter(name__iexact="NHS England").get() == there
    assert LoadedRecord.objects.get(reference="HAM-ORG-NHSE").found_as == "NOT-ORG-NHSE"
    assert [item.service.name for item in there.responsibilities.all()] == ["Childhood imms and screening"]
    assert load_hampshire().created == 0


@pytest.mark.django_db
def test_a_reference_that_a_person_has_used_is_theirs() -> None:
    ChallengeFactory(programme=ProgrammeFactory(), reference="HAM-CH-1", title="Mine")
    load = load_hampshire()
    assert Challenge.objects.get(reference="HAM-CH-1").title == "Mine"
    assert load.left_out == ["HAM-CH-1: a record with this reference was there before, and is left as it is"]
    assert load_hampshire().left_out == []


@pytest.mark.django_db
def test_an_interrupted_load_leaves_nothing_and_the_next_one_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(_load: Load) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(loading, "STEPS", (*loading.STEPS, interrupt))
        with pytest.raises(KeyboardInterrupt):
            load_hampshire()
    assert not any(newest for newest in events().values())
    assert not LoadedRecord.objects.exists()
    assert load_hampshire().created > 200


@pytest.mark.django_db
def test_every_row_written_says_which_command_wrote_it_and_why() -> None:
    load_hampshire()
    reason = (
        "Loaded from Delivering system wide integration of children and young people's services by 2022/23"
    )
    contexts = {
        model.__name__: {
            (context.get("command"), context.get("reason"))
            for context in model._default_manager.values_list("pgh_context", flat=True)
        }
        for model in apps.get_models()
        if model.__name__.endswith(EVENTS) and hasattr(model, "pgh_context")
    }
    written = {name: found for name, found in contexts.items() if found}
    assert set().union(*written.values()) == {("load_demo", reason)}
    through = {"BudgetLineServiceEvent", "BudgetLineFunderEvent", "PhaseLeadEvent", "PhaseMilestoneEvent"}
    assert through | {"FrameworkDeveloperEvent", "PhaseScopeEvent", "SourceReferenceEvent"} <= written.keys()


@pytest.mark.django_db
def test_records_are_made_once_and_not_changed_afterwards() -> None:
    load_hampshire()
    assert {row.version for model in (Programme, Document, BudgetLine) for row in model.objects.all()} == {1}


@pytest.mark.django_db
def test_a_first_load_writes_in_bulk(django_assert_max_num_queries: Any) -> None:
    """Over 230 records, nearly 400 sources and their history: queries must not follow the number of records."""
    with django_assert_max_num_queries(220):
        load_hampshire()


@pytest.mark.django_db
def test_sections_that_a_paper_does_not_have_are_left_out(load_changed: Loader) -> None:
    def change(facts: Facts, _reading: Facts) -> None:
        remove(facts, "governance", "precedent")
        remove(facts, "budget_year")
        remove(facts, "features")
        facts["kpis"][1]["period"] = "last winter"

    load_changed(change)
    kinds = set(ProgrammeStatement.objects.values_list("kind", flat=True))
    assert not kinds & {"precedent", "budget_year", "feature"}
    period = Measurement.objects.get().period
    assert (period.text, period.is_dated) == ("last winter", False)
    assert str(LoadedRecord.objects.get(reference="HAM-PRG")) == "HAM-PRG"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_load_everything_once() -> None:
    results: list[int] = []

    def load() -> None:
        try:
            results.append(load_hampshire().created)
        finally:
            connection.close()

    threads = [threading.Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(results) == 0
    assert max(results) > 200
    assert len(results) == 2
    assert Programme.objects.count() == 1


def remove(facts: Facts, *path: Any) -> None:
    *way, last = path
    for step in way:
        facts = facts[step]
    del facts[last]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: remove(f, "services", 3, "name"), "HAM-SVC-04, name: is missing"),
        (lambda f: f["services"][3].update(name=4), "HAM-SVC-04, name: is a number where text was expected"),
        (
            lambda f: f["services"][3].update(name="x" * 201),
            "HAM-SVC-04, name: Ensure this value has at most 200",
        ),
        (lambda f: f["services"][3].update(phase=9), "HAM-SVC-04, phase: there is no phase 9"),
        (lambda f: f["services"][3].update(phase="2"), "HAM-SVC-04, phase: is text where a whole number was"),
        (lambda f: f["services"][3].update(id="HAM-SVC-03"), "HAM-SVC-03, id: is used twice"),
        (lambda f: f["services"][3].update(name="Portage"), "service_name_once_per_programme"),
        (
            lambda f: f["services"][3].update(commissioner_tbc_flag=None),
            "HAM-SVC-04, commissioner_tbc_flag: must",
        ),
        (
            lambda f: f["services"][3].update(lead_commissioner_code="ICB"),
            "'ICB' is not among the commissioner codes",
        ),
        (lambda f: f["budget_lines"][0]["money"].update(amount=None), "HAM-BL-01, money: "),
        (lambda f: f["budget_lines"][0]["money"].pop("basis"), "HAM-BL-01, money: has no 'basis'"),
        (
            lambda f: f["budget_lines"][0].update(services="HAM-SVC-01"),
            "HAM-BL-01, services: is text where a list",
        ),
        (lambda f: f["budget_lines"][0].update(services=[1]), "HAM-BL-01, services: must hold only text"),
        (
            lambda f: f["budget_lines"][0].update(services=["NO"]),
            "HAM-BL-01, services: there is no service NO",
        ),
        (lambda f: f["budget_lines"][0].update(source=";"), "HAM-BL-01, source: names no place"),
        (
            lambda f: f["budget_lines"][0].update(source="para 1 (007)"),
            "names extraction 007, which the document",
        ),
        (lambda f: f["phases"][0]["go_live"].update(end="2020-13-01"), "HAM-PH-1, go_live: "),
        (lambda f: f["phases"][0].update(led_by="Nobody"), "HAM-PH-1, led_by: 'Nobody' is not the name of"),
        (lambda f: f["phases"][0]["stated_values"][0].update(id="HAM-SV-9"), "HAM-SV-9: has no reading"),
        (
            lambda f: f["organisations"][0].update(roles=["dogsbody"]),
            "HAM-ORG-HCC, roles: 'dogsbody' is not tied",
        ),
        (lambda f: f["organisations"][0].update(type="guild"), "HAM-ORG-HCC, type: 'guild' is not one of"),
        (
            lambda f: f["organisations"][0].update(parent="HAM-ORG-PH"),
            "HAM-ORG-HCC, parent: is part of a circle",
        ),
        (
            lambda f: f["organisations"][1].update(parent="HAM-NO"),
            "HAM-ORG-PH, parent: there is no organisation",
        ),
        (lambda f: f["outcomes_framework"].update(developed_by=["Nobody"]), "HAM-OF, developed_by: 'Nobody'"),
        (
            lambda f: f["kpis"][1]["value"].update(value="many"),
            "HAM-KPI-2 value, value: is text where a number",
        ),
        (
            lambda f: f["recommendations"][0].update(body="Nobody"),
            "HAM-REC-1, body: 'Nobody' is not the name",
        ),
        (lambda f: f["inconsistencies"][0].update(kind="oddity"), "HAM-INC-01, kind: 'oddity' is not tied"),
        (lambda f: f["challenges"].append("soon"), "challenges 4: is text where a record was expected"),
        (lambda f: remove(f, "governance"), "HAM-REC-1, body: there is no body HAM-GOV-4"),
    ],
)
def test_a_malformed_fixture_names_the_record_and_the_field_and_leaves_nothing(
    load_changed: Loader, change: Any, said: str
) -> None:
    with pytest.raises(FixtureError) as refused:
        load_changed(lambda facts, _reading: change(facts))
    assert said in str(refused.value)
    assert not any(newest for newest in events().values())
