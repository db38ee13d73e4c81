"""KPIs of every kind of icon for tests of boards. Series are written out so that their icons follow by hand."""

import csv
import io
import re
from decimal import Decimal
from typing import Any

from django.test import Client

from outcomes.models import KPI
from outcomes.services.summaries import refresh
from tests.factories.kpis import OutcomeDomainFactory, OutcomeMeasureFactory
from tests.factories.outcomes import OutcomeFactory, OutcomesFrameworkFactory, TargetFactory
from tests.factories.people import person_with
from tests.integration.outcomes.kpi_series import kpi_with

# Alternates by 2 about 50: mean 50, moving ranges all 2, so limits are 50 ± 5.32. The last point lies within.
STEADY = [49, 51] * 8
# The same, and then a point far outside.
UP = [*STEADY, 90]
DOWN = [*STEADY, 10]
PASSED, MISSED, CHANCED = Decimal(1), Decimal(99), Decimal(50)


def board_of(programme: Any) -> dict[str, KPI]:
    """Nine KPIs, higher is better: up, down or steady against none, a passed, a failed or a chancy target."""
    kinds: dict[str, tuple[list[int], Decimal | None, dict[str, Any]]] = {
        "worse and failing": (DOWN, MISSED, {}),
        "worse without target": (DOWN, None, {}),
        "worse and passing": (DOWN, Decimal(-99), {}),
        "better and failing": (UP, Decimal(999), {}),
        "steady and failing": (STEADY, MISSED, {}),
        "steady and by chance": (STEADY, CHANCED, {}),
        "steady and passing": (STEADY, PASSED, {}),
        "changing, no direction": (UP, None, {"polarity": "neither"}),
        "too short": (STEADY[:11], MISSED, {}),
    }
    found = {}
    for place, (name, (values, target, given)) in enumerate(kinds.items(), start=1):
        kpi = kpi_with(values, programme=programme, name=name, reference=f"T-KPI-{place}", unit="%", **given)
        if target is not None:
            TargetFactory(kpi=kpi, programme=programme, value=target, words="")
        found[name] = kpi
    refresh([kpi.pk for kpi in found.values()])
    return found


def in_domains(programme: Any, **domains: list[KPI]) -> None:
    """Tie KPIs to an outcome in each domain; a name that starts with `proxy_` ties them as proxies."""
    framework = OutcomesFrameworkFactory(programme=programme, state="agreed")
    for place, (name, kpis) in enumerate(domains.items()):
        domain = OutcomeDomainFactory(
            programme=programme, framework=framework, name=name.removeprefix("proxy_"), position=place
        )
        outcome = OutcomeFactory(
            programme=programme, framework=framework, domain=domain, reference=f"T-OUT-{place}"
        )
        for kpi in kpis:
            OutcomeMeasureFactory(outcome=outcome, kpi=kpi, is_proxy=name.startswith("proxy_"))


def signed_in(role, programme):
    browser = Client()
    browser.force_login(person_with(role, programme=programme))
    return browser


def names(response):
    """The KPIs of the page in their order."""
    return re.findall(r'scope="row"[^>]*><span class="app-cell"><a href="[^"]*">([^<]*)</a>', said(response))


def said(response):
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def rows_of(response):
    assert response.status_code == 200, response.status_code
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
