"""The choice of a regime: suggested by subject, buyer and date, decided by a person, frozen once procurement begins."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.models import ProcurementPhase
from procurement.selectors.regime import Answers, suggestion_for
from procurement.selectors.tables_of_law import tables_of_law
from procurement.services.regime import RegimeWanted, abandon_phase, choose_regime, resume_phase
from tests.factories import ContractFactory, NoticeFactory, OrganisationFactory, PhaseLeadFactory
from tests.factories.phases import CpvRangeFactory, NoticeKindFactory, ProcurementProcessFactory
from tests.integration.procurement.phase_world import ON, phase_world

pytestmark = pytest.mark.django_db
WHY = "Health visiting is health care to individuals."


@pytest.fixture
def world():
    made = phase_world(regime="")
    CpvRangeFactory(listed="psr", begins_with="851")
    CpvRangeFactory(listed="light_touch", begins_with="853", name="Social work")
    council = OrganisationFactory(kind="local_authority")
    PhaseLeadFactory(phase=made.phase, organisation=council)
    return made


def begin(world, words):
    world.phase.procurement_start = parse_fuzzy_date(words)
    world.phase.save()
    stage = world.stage("tender")
    stage.planned = parse_fuzzy_date(words)
    stage.save()


def suggested(world, **answers):
    given = {"health_care": True, "cpv": "85100000", **answers}
    return suggestion_for(world.phase, tables_of_law(ON), Answers(**given))


@pytest.mark.parametrize(
    ("begun", "answers", "regime", "light_touch"),
    [
        ("1 January 2024", {}, "psr", False),  # the first day of SI 2023/1348
        ("31 December 2023", {}, "pcr2015", False),
        ("23 February 2025", {"health_care": False}, "pcr2015", False),
        ("24 February 2025", {"health_care": False}, "pa2023", False),  # the first day of the Act
        ("24 February 2025", {"health_care": False, "cpv": "85311000"}, "pa2023", True),
        ("1 June 2025", {"mixed": True, "separable": True}, "pa2023", False),
        ("1 June 2025", {"mixed": True, "separable": False}, "psr", False),
        ("1 June 2025", {"health_care": None}, "", False),
    ],
)
def test_what_is_suggested_follows_date_and_subject(world, begun, answers, regime, light_touch):
    begin(world, begun)
    found = suggested(world, **answers)
    assert (found.regime, found.light_touch) == (regime, light_touch)


def test_a_claim_of_exemption_says_what_would_apply_otherwise(world):
    begin(world, "1 June 2025")
    found = suggested(world, exempt_reason="A contract between authorities")
    assert found.regime == "exempt"
    assert "If it were not: the Provider Selection Regime." in found.reasons


def wanted(**more):
    return RegimeWanted(
        **{
            "answers": Answers(health_care=True, cpv="85100000"),
            "regime": "psr",
            "light_touch": False,
            "process": None,
            "decided_by": "Head of Procurement",
            "decided_on": ON,
            "reason": WHY,
            **more,
        }
    )


def choose(world, who="manager", **more):
    return choose_regime(ProcurementPhase.objects.get(), wanted(**more), on=ON, **world.acting(who))


def test_a_person_decides_and_who_when_and_why_are_kept(world):
    begin(world, "1 June 2026")
    phase = choose(world, process=ProcurementProcessFactory(regime="psr"))
    assert (phase.regime, phase.regime_decided_by, phase.regime_reason) == ("psr", "Head of Procurement", WHY)
    assert phase.is_health_care
    assert phase.process is not None


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"regime": ""}, "regime", "Choose the regime"),
        ({"reason": " "}, "reason", "Say why"),
        ({"decided_by": ""}, "decided_by", "which role or body"),
        ({"decided_on": date(2026, 3, 3)}, "decided_on", "has not come yet"),
        ({"light_touch": True}, "light_touch", "Untick"),
        ({"answers": Answers(health_care=True, cpv="851")}, "cpv", "eight digits"),
    ],
)
def test_what_does_not_fit_is_named_at_its_field(world, more, field, words):
    begin(world, "1 June 2026")
    with pytest.raises(ValidationError) as refusal:
        choose(world, **more)
    assert words in refusal.value.message_dict[field][0]


def test_a_process_of_another_regime_is_refused(world):
    with pytest.raises(ValidationError) as refusal:
        choose(world, process=ProcurementProcessFactory(regime="pa2023"))
    assert "another regime" in refusal.value.message_dict["process"][0]


def test_who_only_reads_may_not_choose(world):
    for who in ("board", "finance", "analyst"):
        with pytest.raises(PermissionDenied):
            choose(world, who)
    assert choose(world, "commissioner").regime == "psr"


def test_once_the_tender_is_issued_the_regime_is_frozen(world):
    choose(world)
    stage = world.stage("tender")
    stage.actual = parse_fuzzy_date("1 March 2026")
    stage.save()
    with pytest.raises(ValidationError) as refusal:
        choose(world, regime="exempt")
    assert "has begun" in refusal.value.message_dict["regime"][0]
    assert ProcurementPhase.objects.get().regime == "psr"


def frozen(world):
    with pytest.raises(ValidationError) as refusal:
        choose(world, regime="exempt", answers=Answers(True, "85100000", exempt_reason="In house"))
    return "has begun" in refusal.value.message_dict["regime"][0]


def test_a_signed_contract_freezes_the_regime_and_an_unsigned_one_does_not(world):
    choose(world)
    contract = ContractFactory(programme=world.phase.programme, phase=world.phase, signed_on=None)
    assert choose(world, reason="Looked at again: still health care.").regime == "psr"
    contract.signed_on = ON
    contract.save()
    assert frozen(world)


def test_a_notice_of_the_award_freezes_the_regime_and_one_of_engagement_does_not(world):
    """Nobody steps out of the standstill of a published intention, not even where no stage of the tender is kept."""
    choose(world)
    award = NoticeKindFactory(code="PSR-INTENT", regime="psr", stage=world.stage("award").kind)
    early = NoticeKindFactory(code="EARLY", regime="psr", stage=world.stage("specification").kind)
    NoticeFactory(phase=world.phase, programme=world.phase.programme, kind=early, published_on=ON)
    assert choose(world, reason="Looked at again: still health care.").regime == "psr"
    world.stages["tender"].delete()
    NoticeFactory(phase=world.phase, programme=world.phase.programme, kind=award, published_on=ON)
    assert frozen(world)


def test_a_phase_without_a_regime_is_given_one_however_far_it_has_come(world):
    stage = world.stage("tender")
    stage.actual = parse_fuzzy_date("1 March 2026")
    stage.save()
    assert choose(world).regime == "psr"
    assert frozen(world)


# --- abandoning ---------------------------------------------------------------------------------------------------


def abandon(world, who="manager", **more):
    given = {"ended_as": "cancelled", "ended_on": ON, "reason": "No bid was received.", **more}
    return abandon_phase(ProcurementPhase.objects.get(), on=ON, **given, **world.acting(who))


def test_a_phase_is_abandoned_with_a_reason_and_that_can_be_taken_back(world):
    phase = abandon(world, ended_as="unsuccessful")
    assert (phase.ended_as, phase.ended_on, phase.ended_because) == (
        "unsuccessful",
        ON,
        "No bid was received.",
    )
    with pytest.raises(ValidationError, match="abandoned already"):
        abandon(world)
    assert resume_phase(phase, reason="By mistake.", **world.acting()).ended_as == ""


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ended_as": "lost"}, "ended_as"),
        ({"ended_on": date(2026, 3, 3)}, "ended_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_abandoning_asks_how_when_and_why(world, more, field):
    with pytest.raises(ValidationError) as refusal:
        abandon(world, **more)
    assert field in refusal.value.message_dict


def test_what_is_signed_is_no_longer_abandoned(world):
    ContractFactory(programme=world.phase.programme, phase=world.phase, signed_on=ON)
    with pytest.raises(ValidationError) as refusal:
        abandon(world)
    assert "End the contract instead" in refusal.value.message_dict["act"][0]
