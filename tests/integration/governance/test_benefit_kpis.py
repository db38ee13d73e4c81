"""Benefits that a KPI measures: its series speaks, what it hides stays hidden, and nothing is copied."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.core.access import Role
from governance.models import Benefit, BenefitRealised
from governance.selectors.benefits import benefit_of, benefits
from outcomes.models.measurements import Missing
from tests.factories import (
    BenefitFactory,
    BenefitRealisedFactory,
    EngagementFactory,
    FeedbackFactory,
    KPIFactory,
    MeasurementFactory,
    ProgrammeFactory,
)
from tests.integration.procurement.pages import open_page, signed_in

pytestmark = pytest.mark.django_db
ON = date(2020, 4, 15)
AT = "?on=2020-04-15"


@pytest.fixture
def programme():
    return ProgrammeFactory(key="measured-in-wilton", reference="WIL-PROG", place="Wilton")


def url(programme, name="benefits", *args, query=AT):
    return reverse(name, args=[programme.key, *args]) + query


@pytest.fixture
def measured(programme):
    kpi = KPIFactory(
        programme=programme, name="Seen in time", unit="%", decimals=0, measure="number", suppress_below=5
    )
    row = BenefitFactory(
        programme=programme, kpi=kpi, baseline_value=40, target_value=60, target_by="March 2021"
    )
    return kpi, row


def figure_for(kpi, when, value, **given):
    return MeasurementFactory(kpi=kpi, programme=kpi.programme, period=when, value=value, **given)


def test_where_a_kpi_measures_it_its_series_speaks_and_nothing_is_copied(programme, measured):
    kpi, row = measured
    figure_for(kpi, "January 2020", Decimal(45))
    figure_for(kpi, "February 2020", Decimal(50))
    figure_for(kpi, "May 2020", Decimal(70))
    view = benefit_of(benefits(programme, ON), row.reference)
    assert (view.last.number, view.last.of_kpi, view.state) == (50, True, "on_the_way")
    assert benefit_of(benefits(programme, date(2020, 6, 1)), row.reference).state == "realised"
    assert not BenefitRealised.objects.filter(benefit=row).exists()
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme, "benefit", row.reference))
    assert "The KPI that measures it" in page.words
    assert reverse("kpi", args=[programme.key, kpi.reference]) in page.html
    assert "app-chart--realised" not in page.html


def test_a_small_number_that_the_kpi_hides_stays_hidden(programme, measured):
    kpi, row = measured
    figure_for(kpi, "January 2020", Decimal(45))
    figure_for(kpi, "February 2020", Decimal(3))
    client = signed_in(Role.ANALYST, programme)
    view = benefit_of(benefits(programme, ON), row.reference)
    assert (view.last.number, view.measured.newest_without) == (45, "February 2020: suppressed")
    register = open_page(client, url(programme))
    assert "newest, February 2020: suppressed" in register.words
    assert "3 %" not in register.words
    page = open_page(client, url(programme, "benefit", row.reference))
    assert "On that day the newest period had no figure to show: February 2020: suppressed." in page.words
    assert " 3 %" not in page.words


def test_the_kpis_own_polarity_says_which_way_is_better(programme, measured):
    kpi, row = measured
    figure_for(kpi, "January 2020", Decimal(70))
    assert benefit_of(benefits(programme, ON), row.reference).state == "realised"
    type(kpi).objects.filter(pk=kpi.pk).update(polarity="lower")
    found = benefit_of(benefits(programme, ON), row.reference).standing
    assert found.state == "words_only"
    assert found.reason.startswith("The target lies on the worse side of the baseline")
    Benefit.objects.filter(pk=row.pk).update(direction="up")
    said = benefit_of(benefits(programme, ON), row.reference).standing.reason
    assert said.startswith("The benefit says that more is better, and its KPI that less is.")


def test_a_kpi_without_figures_is_unknown_and_never_nought(programme, measured):
    kpi, row = measured
    figure_for(kpi, "January 2020", None, missing=Missing.NOT_REPORTED)
    view = benefit_of(benefits(programme, ON), row.reference)
    assert (view.last, view.state) == (None, "too_early")
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme))
    assert "no figure yet" in page.words
    assert "January 2020: not reported" in page.tables[0][0][4]


def test_more_benefits_and_entries_ask_no_more_of_the_database(programme, measured):
    client = signed_in(Role.PROGRAMME_MANAGER, programme)
    figure_for(measured[0], "January 2020", Decimal(45))
    row = BenefitFactory(programme=programme)
    first = BenefitRealisedFactory(benefit=row)

    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    addresses = [url(programme), url(programme, "benefit", row.reference), url(programme, "feedback")]
    few = [queries(address) for address in addresses]
    for number in range(5):
        more = BenefitFactory(programme=programme, kpi=KPIFactory(programme=programme))
        BenefitRealisedFactory(benefit=more)
        BenefitRealisedFactory(benefit=row, corrects=first if not number else None)
        FeedbackFactory(programme=programme, engagement=EngagementFactory(programme=programme))
    many = [queries(address) for address in addresses]
    assert [after - before for before, after in zip(few, many, strict=True)][:2] == [0, 0]
    assert (
        many[2] - few[2] <= 2
    )  # nothing had been said before: places are read only where there is something


def test_the_form_of_a_benefit_with_a_kpi_takes_words_only(programme, measured):
    kpi, row = measured
    manager = signed_in(Role.PROGRAMME_MANAGER, programme)
    page = open_page(manager, reverse("benefit_realised_add", args=[programme.key, row.reference]))
    assert f"In words only: {kpi.reference} measures it" in page.words
    assert 'name="value"' not in page.html
