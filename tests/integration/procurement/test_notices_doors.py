"""The doors of notices: planned, published, the award opened with them, and what keeps standstill open."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.models import Contract, Notice, ProcurementPhase
from procurement.rules_days import Calendar
from procurement.rules_standstill import standstill
from procurement.selectors.notices import notices_of
from procurement.services.notices import Said, add_notice, edit_notice, publish_notice, record_standstill
from procurement.services.standstill import signing_problem
from tests.factories import BidFactory, ContractFactory, DecisionRecordFactory, person_with
from tests.factories.contracts import ContractLotFactory
from tests.factories.phases import (
    ConflictDeclarationFactory,
    LotFactory,
    NoticeKindFactory,
    ProcurementProcessFactory,
)
from tests.integration.procurement.phase_world import ON, phase_world

pytestmark = pytest.mark.django_db
WHY = "As the timetable says."


@pytest.fixture
def world():
    return phase_world()


@pytest.fixture
def uk6(world):
    return NoticeKindFactory(
        code="UK6", regime="pa2023", starts_standstill=True, opens_award=True, is_required=True, stage=None
    )


def phase():
    return ProcurementPhase.objects.select_related("process", "programme").get()


def plan(world, kind, who="manager", **said):
    return add_notice(phase(), kind, Said(**said), reason=WHY, **world.acting(who))


def publish(world, notice, day, on=None, who="manager", **more):
    fresh = Notice.objects.get(pk=notice.pk)
    return publish_notice(fresh, published_on=day, on=on or day, reason=WHY, **more, **world.acting(who))


def row_of(world, on, code="UK6"):
    return next(row for row in notices_of(world.phase.programme, on) if row.code == code)


def test_publishing_the_notice_that_opens_the_award_opens_the_phase_and_its_contracts(world, uk6):
    contract = ContractFactory(programme=world.phase.programme, phase=world.phase, public_from=None)
    other = NoticeKindFactory(code="UK4", regime="pa2023")
    publish(world, plan(world, other), date(2026, 2, 1))
    contract.refresh_from_db()
    assert (phase().award_public_from, contract.public_from) == (None, None)
    publish(world, plan(world, uk6), date(2026, 3, 26))
    contract.refresh_from_db()
    assert phase().award_public_from == contract.public_from == date(2026, 3, 26)


def test_no_award_is_published_while_what_is_evaluated_here_is_undecided(world, uk6):
    """A notice ends the secrecy of bids, so it waits for the final record; one dated before the record is refused."""
    contract = ContractFactory(programme=world.phase.programme, phase=world.phase, public_from=None)
    notice = plan(world, uk6)
    BidFactory(programme=world.phase.programme, phase=world.phase)
    with pytest.raises(ValidationError) as refusal:
        publish(world, notice, date(2026, 3, 26))
    assert "not final" in refusal.value.message_dict["published_on"][0]
    record = DecisionRecordFactory(programme=world.phase.programme, phase=world.phase)
    with pytest.raises(ValidationError):
        publish(world, notice, date(2026, 3, 26))
    record.final_on = date(2026, 3, 20)
    record.save()
    with pytest.raises(ValidationError) as refusal:
        publish(world, notice, date(2026, 3, 19), on=date(2026, 3, 26))
    assert "20 March 2026" in refusal.value.message_dict["published_on"][0]
    contract.refresh_from_db()
    assert contract.public_from is None
    publish(world, notice, date(2026, 3, 20), on=date(2026, 3, 26))
    contract.refresh_from_db()
    assert contract.public_from == date(2026, 3, 20)


def test_a_notice_of_one_contract_opens_that_contract_alone(world, uk6):
    own, other = (
        ContractFactory(programme=world.phase.programme, phase=world.phase, public_from=None)
        for _ in range(2)
    )
    publish(world, plan(world, uk6, contract=own), date(2026, 3, 26))
    assert Contract.objects.get(pk=own.pk).public_from == date(2026, 3, 26)
    assert Contract.objects.get(pk=other.pk).public_from is None
    assert phase().award_public_from is None, "the estimates of what is still being evaluated stay sealed"
    publish(world, plan(world, uk6, contract=other), date(2026, 4, 9))
    assert phase().award_public_from == Contract.objects.get(pk=other.pk).public_from == date(2026, 4, 9)


@pytest.mark.parametrize("lots", [1, 2])
def test_the_notice_of_one_lot_opens_the_phase_only_where_no_other_lot_waits(world, uk6, lots):
    own = ContractFactory(programme=world.phase.programme, phase=world.phase, public_from=None)
    made = [LotFactory(programme=world.phase.programme, phase=world.phase, number=n + 1) for n in range(lots)]
    ContractLotFactory(contract=own, lot=made[0])
    publish(world, plan(world, uk6, contract=own), date(2026, 3, 26))
    assert phase().award_public_from == (date(2026, 3, 26) if lots == 1 else None)


def test_nothing_is_opened_where_the_day_is_refused(world, uk6):
    notice = plan(world, uk6)
    with pytest.raises(ValidationError) as refusal:
        publish(world, notice, date(2026, 3, 27), on=date(2026, 3, 26))
    assert "has not come yet" in refusal.value.message_dict["published_on"][0]
    assert phase().award_public_from is None


def test_no_notice_is_published_before_there_were_such_notices(world, uk6):
    uk6.starts_on = date(2025, 2, 24)
    uk6.save()
    with pytest.raises(ValidationError) as refusal:
        publish(world, plan(world, uk6), date(2025, 2, 23), on=ON)
    assert "since 24 February 2025" in refusal.value.message_dict["published_on"][0]
    assert publish(world, Notice.objects.get(), date(2025, 2, 24), on=ON).published_on == date(2025, 2, 24)


def test_a_year_typed_wrong_breaks_no_page(world):
    """In a forecast, or in the day of a notice of a kind without a first day: no bank holidays are known for it."""
    row = due_for_signing(world, "psr", "1 October 1950", count=-9, starts_standstill=True)
    assert (row.due_on, row.overdue) == (None, False)
    assert "it cannot be counted: Bank holidays are known for 1978 to 2100" in row.due_words
    kind = NoticeKindFactory(code="OLD", regime="psr", starts_standstill=True)
    with pytest.raises(ValidationError) as refusal:
        publish(world, plan(world, kind), date(1926, 6, 2), on=ON)
    assert "Bank holidays are known from 1978" in refusal.value.message_dict["published_on"][0]


def test_what_is_published_stays_published(world, uk6):
    notice = publish(world, plan(world, uk6), date(2026, 3, 26))
    with pytest.raises(ValidationError, match="It was published on 26 March 2026"):
        publish(world, notice, date(2026, 3, 27))
    with pytest.raises(ValidationError, match="what was published stays"):
        edit_notice(notice, Said(due_on=date(2026, 4, 1)), reason=WHY, **world.acting())
    fresh = Notice.objects.get(pk=notice.pk)
    assert edit_notice(fresh, Said(external_id="2026/S 1"), reason=WHY, **world.acting()).external_id


def test_a_notice_belongs_to_the_regime_of_its_phase(world):
    with pytest.raises(ValidationError) as refusal:
        plan(world, NoticeKindFactory(code="F02", regime="pcr2015"))
    assert "another regime" in refusal.value.message_dict["kind"][0]


def test_who_only_reads_may_not_plan_or_publish(world, uk6):
    notice = plan(world, uk6, "commissioner")
    for who in ("board", "finance", "analyst"):
        with pytest.raises(PermissionDenied):
            plan(world, uk6, who)
        with pytest.raises(PermissionDenied):
            publish(world, notice, ON, who=who)
    assert phase().award_public_from is None


def test_an_expected_notice_is_overdue_from_the_day_after_it_is_due(world):
    """Procurement Act 2023: contract details within 30 days of signing; light touch 120."""
    NoticeKindFactory(
        code="UK7", regime="pa2023", is_required=True, anchor="signed", count=30, light_touch_count=120
    )
    assert row_of(world, ON, "UK7").due_on is None
    ContractFactory(programme=world.phase.programme, phase=world.phase, signed_on=date(2026, 3, 2))
    due = date(2026, 4, 1)
    assert row_of(world, due, "UK7").due_on == due
    assert not row_of(world, due, "UK7").overdue
    assert row_of(world, date(2026, 4, 2), "UK7").overdue
    world.phase.light_touch = True
    world.phase.save()
    assert row_of(world, due, "UK7").due_on == date(2026, 6, 30)


def test_a_notice_recorded_as_not_needed_is_neither_expected_nor_overdue(world):
    kind = NoticeKindFactory(code="UK7", regime="pa2023", is_required=True, anchor="signed", count=30)
    ContractFactory(programme=world.phase.programme, phase=world.phase, signed_on=date(2026, 3, 2))
    plan(world, kind, not_needed_because="Below the threshold")
    row = row_of(world, date(2026, 12, 1), "UK7")
    assert (row.state, row.overdue) == ("Not needed", False)


def test_a_notice_published_later_is_not_yet_published_on_the_day(world, uk6):
    publish(world, plan(world, uk6), date(2026, 3, 26))
    assert row_of(world, date(2026, 3, 25)).published_on is None
    assert row_of(world, date(2026, 3, 26)).standstill.ends == date(2026, 4, 8)


# --- standstill ---------------------------------------------------------------------------------------------------


def test_signing_waits_for_the_act_standstill_to_end(world, uk6):
    assert "No notice" in signing_problem(phase(), date(2026, 3, 26))
    publish(world, plan(world, uk6), date(2026, 3, 26))
    assert "8 April 2026" in signing_problem(phase(), date(2026, 4, 8))
    assert signing_problem(phase(), date(2026, 4, 9)) == ""


@pytest.fixture
def psr(world):
    world.phase.regime = "psr"
    world.phase.save()
    kind = NoticeKindFactory(code="PSR-INTENT", regime="psr", starts_standstill=True, opens_award=True)
    return publish(world, plan(world, kind), date(2025, 6, 2))


def hold(world, notice, on=date(2025, 7, 1), **days):
    fresh = Notice.objects.get(pk=notice.pk)
    return record_standstill(fresh, on=on, reason=WHY, **days, **world.acting())


def test_representations_keep_standstill_open_until_it_is_closed(world, psr):
    assert signing_problem(phase(), date(2025, 6, 14)) == ""
    hold(world, psr, representations_on=date(2025, 6, 10))
    assert "Kept open by representations" in signing_problem(phase(), date(2025, 6, 14))
    with pytest.raises(ValidationError) as refusal:
        hold(world, psr, closed_on=date(2025, 6, 27))
    assert "further decision" in refusal.value.message_dict["closed_on"][0]
    hold(world, psr, further_decision_on=date(2025, 6, 20))
    with pytest.raises(ValidationError) as refusal:
        hold(world, psr, closed_on=date(2025, 6, 26))
    assert "27 June 2025" in refusal.value.message_dict["closed_on"][0]
    hold(world, psr, closed_on=date(2025, 6, 27))
    assert "not over" in signing_problem(phase(), date(2025, 6, 27))
    assert signing_problem(phase(), date(2025, 6, 28)) == ""


def test_representations_that_come_after_standstill_keep_nothing_open(world, psr):
    """Published on 2 June 2025, standstill ends with Friday 13 June (SI 2023/1348 regulation 12)."""
    with pytest.raises(ValidationError) as refusal:
        hold(world, psr, representations_on=date(2025, 6, 14))
    assert "Standstill ended with 13 June 2025" in refusal.value.message_dict["representations_on"][0]
    assert signing_problem(phase(), date(2025, 6, 14)) == ""
    hold(world, psr, representations_on=date(2025, 6, 13))
    assert "Kept open" in signing_problem(phase(), date(2025, 6, 14))


def test_before_signing_nothing_counts_from_it(world):
    NoticeKindFactory(code="UK7", regime="pa2023", is_required=True, anchor="signed", count=30)
    ContractFactory(programme=world.phase.programme, phase=world.phase, signed_on=date(2026, 3, 2))
    assert row_of(world, date(2026, 3, 1), "UK7").due_on is None
    assert row_of(world, date(2026, 3, 2), "UK7").due_on == date(2026, 4, 1)


def test_on_an_earlier_day_what_came_later_does_not_show(world, psr):
    hold(world, psr, representations_on=date(2025, 6, 10))
    hold(world, psr, further_decision_on=date(2025, 6, 20))
    hold(world, psr, closed_on=date(2025, 6, 27))
    days = {
        date(2025, 6, 9): (date(2025, 6, 14), None, None, None),
        date(2025, 6, 10): (None, date(2025, 6, 10), None, None),
        date(2025, 6, 26): (None, date(2025, 6, 10), date(2025, 6, 20), None),
        date(2025, 6, 27): (date(2025, 6, 28), date(2025, 6, 10), date(2025, 6, 20), date(2025, 6, 27)),
    }
    for on, (sign_from, *rest) in days.items():
        row = row_of(world, on, "PSR-INTENT")
        found = [row.representations_on, row.further_decision_on, row.standstill_closed_on]
        assert (row.held.sign_from, found) == (sign_from, rest), on


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"representations_on": date(2025, 6, 1)}, "representations_on"),  # before publication
        ({"representations_on": date(2025, 7, 2)}, "representations_on"),  # to come
        ({"further_decision_on": date(2025, 6, 20)}, "further_decision_on"),  # of no representations
        ({}, "act"),
    ],
)
def test_days_of_a_standstill_follow_one_another(world, psr, days, field):
    with pytest.raises(ValidationError) as refusal:
        hold(world, psr, **days)
    assert field in refusal.value.message_dict


def test_direct_awards_a_and_b_wait_for_nothing(world):
    world.phase.regime = "psr"
    world.phase.process = ProcurementProcessFactory(regime="psr", code="da_c")
    world.phase.save()
    assert signing_problem(phase(), ON) != ""
    world.phase.process = ProcurementProcessFactory(regime="psr", code="da_b")
    world.phase.save()
    assert signing_problem(phase(), ON) == ""


def due_for_signing(world, regime, signing, **kind):
    """When a notice that starts standstill is due for a signing that is only forecast."""
    world.phase.regime = regime
    world.phase.save()
    stage = world.stage("signature")
    stage.forecast = parse_fuzzy_date(signing)
    stage.save()
    NoticeKindFactory(
        code="AWARD", regime=regime, is_required=True, anchor="signed", unit="working_days", **kind
    )
    return row_of(world, ON, "AWARD")


@pytest.mark.parametrize(
    ("regime", "count", "signing", "due"),
    [
        # Counted by hand on England's bank holidays. For 1 October 2026 also as the worked example of back-planning.
        ("pa2023", -8, "1 October 2026", date(2026, 9, 21)),
        ("psr", -9, "1 October 2026", date(2026, 9, 18)),
        # Published Thursday 24 September, standstill would begin on Friday 25 and end with Wednesday 7 October.
        ("psr", -9, "7 October 2026", date(2026, 9, 23)),
        ("psr", -9, "10 April 2026", date(2026, 3, 25)),
        ("pa2023", -8, "7 October 2026", date(2026, 9, 25)),
    ],
)
def test_the_notice_that_starts_standstill_is_due_in_time_to_sign(world, regime, count, signing, due):
    row = due_for_signing(world, regime, signing, count=count, starts_standstill=True)
    assert row.due_on == due
    assert f"expected {signing}" in row.due_words
    england = Calendar("england")
    day_after = england.next_working_day(due)
    assert standstill(regime, due, england).sign_from <= parse_fuzzy_date(signing).end
    assert standstill(regime, day_after, england).sign_from > parse_fuzzy_date(signing).end


def test_a_notice_that_starts_no_standstill_keeps_the_days_of_its_row(world):
    assert due_for_signing(world, "psr", "7 October 2026", count=-9).due_on == date(2026, 9, 24)


def test_a_voluntary_standstill_does_not_move_the_notice(world):
    world.phase.light_touch = True
    row = due_for_signing(
        world, "pa2023", "7 October 2026", count=-8, light_touch_count=-1, starts_standstill=True
    )
    assert row.due_on == date(2026, 10, 6)


def test_whoever_declared_a_conflict_does_not_open_the_award(world, uk6):
    """Publishing would show them what their conflict took away; a notice that opens nothing they may publish."""
    world.people["conflicted"] = person_with(Role.PROGRAMME_MANAGER, programme=world.phase.programme)
    ConflictDeclarationFactory(
        programme=world.phase.programme,
        phase=world.phase,
        user=world.people["conflicted"],
        has_conflict=True,
        text="A cousin works for a bidder.",
    )
    contract = ContractFactory(programme=world.phase.programme, phase=world.phase, public_from=None)
    opening = plan(world, uk6)
    with pytest.raises(PermissionDenied, match="declared a conflict"):
        publish(world, opening, date(2026, 3, 26), who="conflicted")
    contract.refresh_from_db()
    assert (phase().award_public_from, contract.public_from) == (None, None)
    other = plan(world, NoticeKindFactory(code="UK4", regime="pa2023"))
    assert publish(world, other, date(2026, 3, 26), who="conflicted").published_on
    assert publish(world, opening, date(2026, 3, 26)).published_on
    assert phase().award_public_from == date(2026, 3, 26)
