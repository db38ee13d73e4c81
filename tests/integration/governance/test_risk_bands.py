"""Bands: ours until a programme sets its own, a look before they are set, and no risk written or left without one."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from governance.models import Risk, RiskBand, RiskBanding
from governance.rules.scoring import DEFAULT_BANDS, Band
from governance.selectors.risks import bands_on, risks
from governance.services.risk_bands import bands_faults, set_bands
from programmes.access import Grants, grants_for
from tests.factories import ProgrammeFactory, RiskAssessmentFactory, RiskFactory, UserFactory, person_with
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
AT = "/programmes/plan/risks/bands/"
TWO = (Band("Fine", 1), Band("Bad", 10, "Tell the board", escalates=True))
START = date(2026, 6, 1)
GIVEN = {
    "name_1": "Fine",
    "from_1": "1",
    "name_2": "Bad",
    "from_2": "10",
    "words_2": "Tell the board",
    "escalates_2": "on",
    "starts_on": "1 June 2026",
    "reason": "Agreed by the board",
    "seen": "",
}


@pytest.fixture
def plan():
    return ProgrammeFactory(key="plan")


@pytest.fixture
def manager(plan):
    return signed_in(Role.PROGRAMME_MANAGER, plan)


@pytest.fixture
def scored(plan):
    """Scores 12 and 4, and one risk that nobody has assessed."""
    for title, pair in (("Twelve", (3, 4)), ("Four", (2, 2))):
        risk = RiskFactory(programme=plan, title=title)
        RiskAssessmentFactory(risk=risk, likelihood=pair[0], impact=pair[1], on=date(2026, 1, 1))
    RiskFactory(programme=plan, title="Unknown")


def setting(programme, bands=TWO, *, starts_on=START, seen="", by=None, grants=None):
    return set_bands(
        programme,
        bands,
        starts_on=starts_on,
        seen=seen,
        by=by or UserFactory(),
        grants=grants or Grants(everything=True),
        reason="Agreed by the board",
    )


def test_before_a_programme_has_set_any_they_are_ours_and_said_to_be(plan, manager):
    assert bands_on(plan, START).is_ours
    assert bands_on(plan, START).bands == DEFAULT_BANDS
    page = open_page(manager, AT)
    assert "this programme has not set its own" in page.words
    assert [row[:2] for row in page.tables[0]] == [
        ["Extreme", "15 to 25"],
        ["High", "8 to 12"],
        ["Moderate", "4 to 6"],
        ["Low", "1 to 3"],
    ]


def test_each_day_has_the_bands_that_had_begun_and_the_later_made_of_one_day(plan):
    first = setting(plan)
    second = setting(plan, (Band("All", 1),), seen=first.reference)
    third = setting(plan, TWO, starts_on=date(2027, 1, 1), seen=second.reference)
    found = {day: bands_on(plan, day).reference for day in (date(2026, 5, 31), START, date(2027, 1, 1))}
    assert list(found.values()) == ["", second.reference, third.reference]
    assert bands_on(plan).reference == third.reference


def test_no_risk_is_written_and_each_is_in_a_band_before_and_after(plan, scored):
    before = list(Risk.objects.values_list("pk", "version"))
    setting(plan)
    assert list(Risk.objects.values_list("pk", "version")) == before

    def bands(day):
        return {view.title: view.band.name if view.band else None for view in risks(plan, day)}

    assert bands(date(2026, 5, 31)) == {"Twelve": "High", "Four": "Moderate", "Unknown": None}
    assert bands(START) == {"Twelve": "Bad", "Four": "Fine", "Unknown": None}


@pytest.mark.parametrize(
    ("bands", "says"),
    [
        ((), "There are no bands"),
        ((Band("Low", 2), Band("High", 8)), "Let it begin at 1"),
        ((Band("Low", 1), Band("High", 1)), "Let each band begin above"),
        ((Band("Low", 1), Band("low", 8)), "Two bands are called"),
        ((Band("Low", 1), Band("Odd", 17), Band("High", 20)), "No score falls in “Odd”, 17 to 19"),
    ],
)
def test_bands_that_leave_a_score_without_one_or_hold_none_are_refused(plan, bands, says):
    assert says in " ".join(bands_faults(bands))
    with pytest.raises(ValidationError) as refusal:
        setting(plan, bands)
    assert says in refusal.value.message_dict["bands"][0]
    assert not RiskBanding.objects.exists()
    assert bands_faults(TWO) == ()


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.BOARD_MEMBER])
def test_who_runs_the_programme_sets_them_and_nobody_else(plan, role):
    person = person_with(role, programme=plan)
    with pytest.raises(PermissionDenied):
        setting(plan, by=person, grants=grants_for(person, START))
    manager = person_with(Role.PROGRAMME_MANAGER, programme=plan)
    assert setting(plan, by=manager, grants=grants_for(manager, START)).bands.count() == 2


def test_the_summary_says_what_each_risk_becomes_and_saves_nothing_until_it_is_confirmed(
    plan, manager, scored
):
    page = Page(manager.post(AT, {**GIVEN, "step": "preview"}))
    assert "2 of 2 assessed risks change band; every score stays as it is." in page.words
    rows = {row[0].split(" ")[0]: row[1:] for row in page.tables[0]}
    assert rows["Twelve"][0] == "12"
    assert "High" in rows["Twelve"][1]
    assert "Bad" in rows["Twelve"][2]
    assert "to be escalated from then on" in rows["Twelve"][3]
    assert rows["Unknown"][0] == "not assessed"
    assert not RiskBanding.objects.exists()
    done = Page(manager.post(AT, {**GIVEN, "step": "confirm"}, follow=True))
    assert "The bands count from 1 June 2026; no score has changed." in done.words
    assert list(RiskBand.objects.values_list("name", "from_score", "escalates")) == [
        ("Fine", 1, False),
        ("Bad", 10, True),
    ]


def test_what_is_wrong_is_said_with_its_row_and_what_was_typed_stays(plan, manager):
    answer = manager.post(AT, {**GIVEN, "from_2": "", "name_3": "", "from_3": "12", "step": "preview"})
    page = Page(answer)
    assert answer.status_code == 422
    assert "Band 2: enter the score from which it begins" in page.words
    assert "Band 3: give it a name, or empty the whole row" in page.words
    assert 'value="Bad"' in page.html
    far = Page(manager.post(AT, {**GIVEN, "from_2": "26", "step": "preview"}))
    assert "Band 2: the highest score is 25" in far.words


def test_to_go_back_keeps_what_was_typed(plan, manager):
    answer = manager.post(AT, {**GIVEN, "step": "edit"})
    assert answer.status_code == 200
    assert 'value="Bad"' in answer.content.decode()
    assert not RiskBanding.objects.exists()


def test_who_was_overtaken_is_told_and_can_send_again(plan, manager):
    setting(plan, (Band("All", 1),))
    answer = manager.post(AT, {**GIVEN, "step": "confirm"})
    page = Page(answer)
    assert answer.status_code == 422
    assert "Somebody else set bands" in page.words
    assert RiskBanding.objects.count() == 1
    newest = RiskBanding.objects.get().reference
    assert f'value="{newest}"' in page.html  # the page now knows of them
    manager.post(AT, {**GIVEN, "seen": newest, "step": "confirm"})
    assert RiskBanding.objects.count() == 2


def test_a_reader_sees_the_bands_and_no_form(plan):
    board = signed_in(Role.BOARD_MEMBER, plan)
    assert "<form" not in open_page(board, AT).html.split("<main")[1].split("</main>")[0]
    assert board.post(AT, {**GIVEN, "step": "confirm"}).status_code == 403
    assert not RiskBanding.objects.exists()
