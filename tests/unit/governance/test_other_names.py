"""Check 5 for organisations, bodies and areas."""

import pytest

from governance.rules.evidence_commissioning import OtherNames
from governance.rules.other_names import is_slip, other_name_findings
from tests.unit.governance.evidence import commissioning


def found(what, name, *others):
    thing = OtherNames("X-1", name, what, 1, tuple((other, 2) for other in others))
    evidence = commissioning(places={1: "para 1.6", 2: "para 4.9"}, named=(thing,))
    return list(other_name_findings(evidence))


def test_an_organisation_printed_with_a_slip():
    (finding,) = found("organisation", "Nottingham North and East CCG", "Nottinghamshire North and East CCG")
    assert finding.key == "names-x-1"
    assert finding.title == "Nottingham North and East CCG: printed under 2 names"


@pytest.mark.parametrize(
    "other",
    ["CCGs", "NNE", "North and East CCG", "Bassetlaw West and South Trust", "NOTTINGHAM NORTH AND EAST CCG"],
)
def test_a_short_name_or_another_name_is_no_slip(other):
    assert not is_slip(other, "Nottingham North and East CCG")
    assert found("organisation", "Nottingham North and East CCG", other) == []


def test_a_board_that_is_also_called_a_group():
    (finding,) = found(
        "body",
        "Integrated Commissioning Board",
        "Integrated Commissioning Group",
        "Integrated Commissioning group",
        "CYPs Integrated Commissioning group",
    )
    assert finding.computed == {"names": 3}  # capitals alone make no other name
    assert [each.place for each in finding.statements] == ["para 1.6", "para 4.9", "para 4.9"]


def test_a_bodys_short_name_is_no_other_name():
    assert found("body", "Integrated Commissioning Hub", "Hub team", "Hub") == []


def test_an_area_that_was_renamed():
    (finding,) = found("area", "Better Start Transformation Programme", "First 1000 Days")
    assert finding.arithmetic.endswith("are read as one area.")
