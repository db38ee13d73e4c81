"""What a paper prints of a small number is hidden among a document's facts as on the KPI's own page."""

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.core.access import Role
from outcomes.rules_periods import parse_period
from tests.factories.outcomes import KPIFactory
from tests.factories.people import person_with
from tests.factories.programmes import FactFactory, SourceReferenceFactory
from tests.integration.outcomes.kpi_series import row

pytestmark = pytest.mark.django_db


def shown(value, **definition):
    """The page of the fact that a figure rests on, and that of its document, as a board member reads them."""
    kpi = KPIFactory(**{"frequency": "month", "state": "reporting", "suppress_below": 5, **definition})
    fact = FactFactory(programme=kpi.programme, kind="outcomes.measurement")
    source = SourceReferenceFactory(fact=fact)
    figure = row(kpi, 0, value, text="as few as three", fact=fact)
    figure.period = parse_period("month", "April 2025")
    figure.save()
    client = Client()
    client.force_login(person_with(Role.BOARD_MEMBER, programme=kpi.programme))
    key = kpi.programme.key
    pages = [
        client.get(reverse("fact_sources", args=[key, fact.pk])),
        client.get(reverse("document", args=[key, source.document.reference])),
    ]
    assert [page.status_code for page in pages] == [200, 200]
    return [page.content.decode() for page in pages]


@pytest.mark.parametrize(
    ("value", "definition"),
    [(3, {"measure": "number"}), ((3, 40), {"measure": "percentage"}), ("suppressed", {"measure": "number"})],
)
def test_words_of_a_count_that_may_be_hidden_are_not_shown(value, definition):
    for page in shown(value, **definition):
        assert "April 2025" in page
        assert "as few as three" not in page


@pytest.mark.parametrize(
    ("value", "definition"),
    [(3, {"measure": "number", "suppress_below": None}), (55, {"measure": "percentage"})],
)
def test_words_of_what_is_never_hidden_are_shown(value, definition):
    for page in shown(value, **definition):
        assert "as few as three" in page
