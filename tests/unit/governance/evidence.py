"""Evidence for one check, made by hand: no database. Each fact has one place, named by its number."""

from datetime import date
from typing import Any

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision, parse_fuzzy_date
from governance.rules.evidence import Evidence
from governance.rules.evidence_areas import AreaEvidence
from governance.rules.evidence_commissioning import CommissioningEvidence
from governance.rules.evidence_plans import PlanEvidence
from programmes.selectors.sources import Place

ON = date(2013, 6, 10)
BLANK = FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)
ONGOING = FuzzyDate("On-going", None, None, Precision.NONE, DateStatus.ONGOING)


def when(text: str, **more: Any) -> FuzzyDate:
    return parse_fuzzy_date(text, **more) if text else BLANK


def commissioning(on: date = ON, places: dict[int, str] | None = None, **rows: Any) -> Evidence:
    return _evidence(on, places, commissioning=CommissioningEvidence(**rows))


def plans(on: date = ON, places: dict[int, str] | None = None, **rows: Any) -> Evidence:
    return _evidence(on, places, plans=PlanEvidence(**rows))


def areas(on: date = ON, places: dict[int, str] | None = None, **rows: Any) -> Evidence:
    return _evidence(on, places, areas=AreaEvidence(**rows))


def _evidence(on: date, places: dict[int, str] | None, **bundles: Any) -> Evidence:
    found = {
        fact: (Place(fact, "", "NOT-2013-06", "Report", locator, "", ""),)
        for fact, locator in (places or {}).items()
    }
    return Evidence(reference="NOT-PRG", on=on, places=found, **bundles)
