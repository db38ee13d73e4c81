"""A package declares the extensions it uses: which those are, told by fields that each extension alone has."""

import pytest

from procurement.ocds import schemas
from procurement.ocds.used import extensions_used
from procurement.ocds.validate import problems_of
from tests.unit.procurement.ocds_examples import a_package, a_release

CORE = {"ocid": "ocds-zz9abc-P1", "id": "1", "date": "2026-07-01T10:00:00+01:00", "tag": ["tender"]}


@pytest.mark.parametrize(
    ("fields", "used"),
    [
        ({"tender": {"id": "1", "title": "A", "title_cy": "B"}}, ()),
        ({"tender": {"lots": [{"id": "1"}]}}, ("eu_profile",)),
        ({"planning": {"budget": {"budgetBreakdown": [{"id": "1"}]}}}, ("budget_breakdown",)),
        ({"tender": {"value": {"amountGross": 1}}}, ("uk",)),
        ({"tender": {"suitability": {"sme": True}}}, ("suitability",)),
        ({"tender": {"suitability": {"vcse": True}}}, ("suitability", "uk")),
        ({"tender": {"lots": [{"id": "1", "suitability": {"sme": True}}]}}, ("eu_profile", "suitability")),
        ({"contracts": [{"implementation": {"endDate": "2026-07-01T10:00:00Z"}}]}, ("contract_completion",)),
        ({"tender": {"tittle": "A"}}, ()),
    ],
)
def test_each_field_names_its_extension(fields, used):
    assert extensions_used([{**CORE, **fields}]) == used


def test_a_package_that_declares_what_it_uses_passes_its_check():
    used = extensions_used([a_release()])
    assert used == ("eu_profile", "budget_breakdown", "uk")
    assert problems_of(a_package(extensions=schemas.urls_of(used))) == ()
    for one in used:
        fewer = [name for name in used if name != one]
        assert problems_of(a_package(extensions=schemas.urls_of(fewer))) != ()
