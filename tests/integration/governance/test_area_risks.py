"""The risks that areas of a review name, on the review's page of risks: Cornwall's three and their five mitigations."""

import pytest

from commissioning.core.access import Role
from governance.models import Mitigation, Risk
from outcomes.selectors.area_risks import area_risks
from tests.factories import AreaRiskFactory, CareModelAreaFactory, ProgrammeFactory
from tests.integration.procurement.pages import open_page, signed_in

pytestmark = pytest.mark.django_db
LIST = "/programmes/essex/risks/"


def test_cornwalls_five_mitigations_serve_each_of_its_three_risks(essex):
    """The review, section on Cornwall: the five apply to all three risks collectively."""
    (cornwall,) = [area for area in area_risks(essex) if area.key == "CORNWALL"]
    assert (len(cornwall.risks), len(cornwall.mitigations), cornwall.shared, cornwall.unmitigated) == (
        3,
        5,
        5,
        0,
    )
    risks = {risk.reference for risk in cornwall.risks}
    assert risks == {"ESX-COR-R-01", "ESX-COR-R-02", "ESX-COR-R-03"}
    assert {each.serves for each in cornwall.mitigations} == {frozenset(risks)}


def test_the_review_has_none_of_its_own_and_shows_what_its_areas_name(essex):
    """Counted in the review: 31 risks in nine areas, 12 of them without a mitigation; 16 mitigations serve one risk."""
    page = open_page(signed_in(Role.BOARD_MEMBER, essex), LIST)
    assert "A review of other places keeps no risks of its own." in page.words
    assert "9 areas name 31 risks; 12 are without a mitigation; 5 of 21 mitigations serve several risks." in (
        page.words
    )
    assert "3 risks and 5 mitigations, each of which serves all 3 risks." in page.words
    assert 'href="/programmes/essex/areas/CORNWALL/#risks"' in page.html
    (matrix,) = [table for table in page.tables if table and table[0][1:] == ["yes", "yes", "yes"]]
    assert len(matrix) == 5
    assert "Dedicated Programme Manager" in [row[0] for row in matrix]
    assert "mitigations apply to all three risks collectively" in page.words


def test_nothing_of_it_is_copied(essex):
    assert not Risk.objects.filter(programme=essex).exists()
    assert not Mitigation.objects.filter(programme=essex).exists()


def test_a_risk_without_a_mitigation_says_so_and_an_area_without_risks_is_left_out(db):
    review = ProgrammeFactory(key="review", kind="evidence_review")
    area = CareModelAreaFactory(programme=review, key="ALPHA")
    CareModelAreaFactory(programme=review, key="BETA")
    AreaRiskFactory(programme=review, area=area, text="no money")
    assert [each.key for each in area_risks(review)] == ["ALPHA"]
    page = open_page(signed_in(Role.BOARD_MEMBER, review), "/programmes/review/risks/")
    assert "1 area names 1 risk; 1 is without a mitigation." in page.words
    assert "1 risk; no mitigation is named." in page.words


def test_a_programme_with_neither_says_that_none_is_recorded(db):
    plan = ProgrammeFactory(key="plan")
    page = open_page(signed_in(Role.BOARD_MEMBER, plan), "/programmes/plan/risks/")
    assert "No risks yet" in page.words
    assert "areas of this review" not in page.words
