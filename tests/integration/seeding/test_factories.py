"""Every model has a factory, and a bare call of it makes a row that the database and the model accept."""

import pytest
from django.apps import apps
from django.db.models import JSONField
from factory.django import DjangoModelFactory

from commissioning.core.money import Qualifier
from tests import factories

pytestmark = pytest.mark.django_db
LABELS = {"core", "programmes", "outcomes", "procurement", "governance"}
FACTORIES = [
    made
    for name in factories.__all__
    if isinstance(made := getattr(factories, name), type) and issubclass(made, DjangoModelFactory)
]


@pytest.mark.parametrize("made_by", FACTORIES, ids=lambda made_by: made_by.__name__)
def test_makes_a_valid_row(made_by: type[DjangoModelFactory]) -> None:
    row = made_by()
    row.refresh_from_db()
    # what code writes as data, and no form ever shows, may be empty
    data = {
        field.name
        for field in row._meta.fields
        if isinstance(field, JSONField) and not getattr(row, field.name)
    }
    row.full_clean(exclude=data)


def test_every_model_has_a_factory() -> None:
    models = {
        model
        for label in LABELS
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.endswith("Event") and "auto_created" not in model.__dict__
    }
    tied_by_their_lines = {"BudgetLineService", "BudgetLineFunder"}
    without = {model.__name__ for model in models} - {made_by._meta.model.__name__ for made_by in FACTORIES}
    # by triggers, by the door that changes the KPI, and by the work in the background
    worked_out = {"SearchEntry", "KPISummary", "Progress", "FinishedJob"}
    assert without <= tied_by_their_lines | worked_out


def test_money_and_dates_may_be_given_as_printed() -> None:
    line = factories.BudgetLineFactory(money="~£13m")
    assert (line.money.amount, line.money.qualifier, line.status) == (
        13_000_000,
        Qualifier.APPROX,
        "confirmed",
    )
    assert factories.BudgetLineFactory(money="TBC").status == "tbc"
    step = factories.MilestoneFactory(date="July 2019")
    assert str(step.date.end) == "2019-07-31"


def test_what_is_made_together_belongs_to_one_programme() -> None:
    phase = factories.ProcurementPhaseFactory()
    service = factories.service_in_scope(factories.OrganisationFactory(), phase=phase, name="Portage")
    line = factories.BudgetLineFactory(programme=phase.programme, phase=phase, services=[service])
    assert service.programme == line.phase.programme == service.responsibilities.get().programme
    assert list(line.services.all()) == [service]
    fact = factories.cite(line, "para 2.4", "Appendix B")
    assert {source.document.programme for source in fact.source_references.all()} == {phase.programme}
