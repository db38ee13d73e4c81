"""One act hands a lead over: what it writes, and what it refuses beside a passing twin."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.models import User
from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    ResponsibilityChange,
    Service,
)
from programmes.selectors.edits import Versions
from programmes.selectors.handover import LeadStamp, seen_leads
from programmes.selectors.history import service_history
from programmes.services.handover import hand_over_lead
from programmes.services.scope import settle_tbc
from tests.factories import (
    CommissioningResponsibilityFactory,
    OrganisationFactory,
    OrganisationSuccessionFactory,
    ProgrammeFactory,
    UserFactory,
    service_in_scope,
)

pytestmark = pytest.mark.django_db
REASON = "The Act moves it."
DECISION = "Children’s Trust Board, 15 April 2013"
COLUMNS = (
    "starts_on",
    "organisation_id",
    "role",
    "governing",
    "statutory",
    "note",
    "reference",
    "organisation_as_printed",
)


@dataclass
class Desk:
    service: Service
    teams: Organisation
    council: Organisation
    term: CommissioningResponsibility
    by: User

    def hand_over(self, **more: Any) -> ResponsibilityChange:
        given = {
            "to": self.council,
            "effective": parse_fuzzy_date("April 2015"),
            "reason": REASON,
            "decision": DECISION,
            "by": self.by,
            "expected": seen_leads(self.service),
        }
        return hand_over_lead(self.service, **{**given, **more})

    def refused(self, **more: Any) -> dict[str, list[str]]:
        """The refusal by field, after making sure that nothing was written."""
        before = ResponsibilityChange.objects.count(), list(CommissioningResponsibility.objects.values())
        with pytest.raises(ValidationError) as refusal:
            self.hand_over(**more)
        assert (
            ResponsibilityChange.objects.count(),
            list(CommissioningResponsibility.objects.values()),
        ) == before
        return refusal.value.message_dict

    def leader(self, day: date) -> str | None:
        held = CommissioningResponsibility.objects.filter(service=self.service, governing=True).on(day)
        return held.values_list("organisation__name", flat=True).first()


@pytest.fixture
def desk() -> Desk:
    programme = ProgrammeFactory(reference="NOT-PRG")
    service = service_in_scope(programme=programme, name="Health visiting", reference="NOT-T1-02")
    teams = OrganisationFactory(name="NHS England Area Teams")
    council = OrganisationFactory(name="Public Health")
    term = CommissioningResponsibilityFactory(
        programme=programme,
        service=service,
        organisation=teams,
        starts_on=date(2013, 4, 1),
        statutory=True,
        note="as printed",
    )
    return Desk(service, teams, council, term, UserFactory(job_title="Programme manager"))


def test_one_act_closes_a_term_and_opens_the_next_on_the_same_day(desk: Desk) -> None:
    act = desk.hand_over()

    old, new = CommissioningResponsibility.objects.order_by("starts_on")
    assert (old.ends_on, old.standing, old.closed_by) == (date(2015, 4, 1), "ended", act)
    assert (new.organisation, new.starts_on, new.ends_on) == (desk.council, date(2015, 4, 1), None)
    assert (new.opened_by, new.governing, new.standing) == (act, True, "current")
    assert [desk.leader(day) for day in (date(2015, 3, 1), date(2015, 5, 1))] == [
        desk.teams.name,
        desk.council.name,
    ]


def test_the_act_keeps_decision_reason_date_and_person(desk: Desk) -> None:
    act = desk.hand_over()

    assert (act.reference, act.kind, act.effective.printed) == ("NOT-CRC-1", "handover", "April 2015")
    assert (act.decision, act.reason, act.made_by) == (DECISION, REASON, desk.by)
    assert act.text == "Lead of “Health visiting” handed over from NHS England Area Teams to Public Health."


def test_nothing_of_the_closed_term_is_rewritten_but_its_end_and_standing(desk: Desk) -> None:
    before = CommissioningResponsibility.objects.values(*COLUMNS).get()

    desk.hand_over()

    assert CommissioningResponsibility.objects.values(*COLUMNS).get(pk=desk.term.pk) == before
    history = desk.term.events.order_by("pgh_id").values_list("ends_on", "standing", "pgh_context__reason")
    assert list(history)[-1] == (date(2015, 4, 1), "ended", REASON)


def test_the_history_of_the_service_tells_the_act_once(desk: Desk) -> None:
    desk.hand_over()

    told = [entry.full for entry in service_history(desk.service) if "handed over" in entry.sentence]
    assert len(told) == 1
    assert "from April 2015" in told[0]
    assert DECISION in told[0]
    assert REASON.rstrip(".") in told[0]
    assert "Programme manager" in told[0]


def test_a_service_that_nobody_leads_is_taken_up(desk: Desk) -> None:
    CommissioningResponsibility.objects.filter(pk=desk.term.pk).update(ends_on=date(2014, 4, 1))

    act = desk.hand_over(expected=seen_leads(desk.service))

    assert act.text == "Public Health takes the lead of “Health visiting”, which nobody led."
    assert desk.leader(date(2014, 12, 1)) is None
    assert desk.leader(date(2015, 4, 1)) == "Public Health"


def test_claims_that_do_not_govern_stay_as_they_are(desk: Desk) -> None:
    claim = CommissioningResponsibilityFactory(
        programme=desk.service.programme, service=desk.service, governing=False, standing="proposed"
    )

    desk.hand_over()

    claim.refresh_from_db()
    assert (claim.version, claim.standing, claim.ends_on) == (1, "proposed", None)


# --- refusals, each beside what passes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "wrong", "right", "words"),
    [
        ("effective", "1 April 2013", "2 April 2013", "Enter a day after 1 April 2013"),
        ("effective", "January 2012", "May 2013", "Enter a day after 1 April 2013"),
        ("effective", "TBC", "1 May 2015", "Enter the date"),
        ("reason", "  ", "Because of the Act", "Say why it changes"),
        ("decision", " ", "The board, 1 May", "Say who decided it"),
    ],
)
def test_a_refusal_names_the_field_and_the_cure(
    desk: Desk, field: str, wrong: str, right: str, words: str
) -> None:
    read = parse_fuzzy_date if field == "effective" else str
    refused = desk.refused(**{field: read(wrong)})

    assert list(refused) == [field]
    assert words in refused[field][0]
    assert desk.hand_over(**{field: read(right)}).pk


def test_the_organisation_that_leads_already_is_refused(desk: Desk) -> None:
    assert "leads the service already" in desk.refused(to=desk.teams)["to"][0]


def test_every_problem_is_told_at_once(desk: Desk) -> None:
    assert set(
        desk.refused(to=desk.teams, reason="", decision="", effective=parse_fuzzy_date("March 2013"))
    ) == {
        "reason",
        "decision",
        "effective",
    }
    assert set(desk.refused(to=desk.teams, reason="", decision="")) == {"to", "reason", "decision"}


def test_a_handover_behind_a_later_term_is_refused_and_one_after_it_passes(desk: Desk) -> None:
    desk.hand_over(effective=date(2015, 4, 1))
    hub = OrganisationFactory(name="The hub")

    words = desk.refused(to=hub, effective=date(2014, 4, 1))["effective"][0]

    assert words == (
        "Public Health leads the service from 1 April 2015, as already recorded. Enter a day after 1 April 2015."
    )
    assert "began to lead on 1 April 2015" in desk.refused(to=hub, effective=date(2015, 4, 1))["effective"][0]
    assert desk.hand_over(to=hub, effective=date(2015, 4, 2)).pk
    assert desk.leader(date(2015, 4, 1)) == "Public Health"


def test_an_organisation_that_has_been_succeeded_takes_no_lead_from_then_on(desk: Desk) -> None:
    OrganisationSuccessionFactory(predecessor=desk.council, took_effect_on=date(2014, 4, 1))

    assert "was succeeded on 1 April 2014" in desk.refused()["to"][0]
    assert desk.hand_over(effective=date(2014, 3, 31)).pk


def test_a_form_made_before_another_handover_is_told_and_not_carried_out(desk: Desk) -> None:
    seen = seen_leads(desk.service)
    desk.hand_over()

    with pytest.raises(StaleEdit):
        desk.hand_over(to=OrganisationFactory(), effective=date(2016, 4, 1), expected=seen)

    assert ResponsibilityChange.objects.count() == 1


def test_a_form_made_before_a_term_was_corrected_is_told(desk: Desk) -> None:
    seen = seen_leads(desk.service)
    desk.term.note = "corrected under Data entry"
    desk.term.save()

    with pytest.raises(StaleEdit):
        desk.hand_over(expected=seen)


@pytest.mark.parametrize("text", ["", "1", "x/1.1", "1/1", "0/1.1.1", "9" * 40 + "/1.1"])
def test_a_stamp_that_is_not_ours_has_seen_nothing(desk: Desk, text: str) -> None:
    assert LeadStamp.read(text) != seen_leads(desk.service)
    assert LeadStamp.read(str(seen_leads(desk.service))) == seen_leads(desk.service)


# --- one truth ------------------------------------------------------------------------------------------------------


def test_settling_a_commissioner_goes_the_same_way(desk: Desk) -> None:
    scope = desk.service.scope
    scope.state, scope.commissioner_tbc = "in_scope_tbc", True
    scope.save()

    settle_tbc(
        desk.service,
        commissioner=desk.council,
        effective=date(2015, 4, 1),
        reason=REASON,
        by=desk.by,
        expected=Versions(desk.service.version, scope.version),
    )

    act = ResponsibilityChange.objects.get()
    assert (act.reason, act.made_by, act.effective.printed) == (REASON, desk.by, "1 April 2015")
    assert CommissioningResponsibility.objects.get(closed_by=act).organisation == desk.teams
    assert CommissioningResponsibility.objects.get(opened_by=act).organisation == desk.council
    told = [entry.sentence for entry in service_history(desk.service)]
    assert not [words for words in told if "handed over" in words]  # the settled TBC tells of it already


def test_the_database_itself_refuses_a_second_governing_lead(desk: Desk) -> None:
    def write(governing: bool) -> CommissioningResponsibility:
        with transaction.atomic():
            return CommissioningResponsibility.objects.create(
                reference=f"NOT-DIRECT-{governing}",
                programme=desk.service.programme,
                service=desk.service,
                organisation=desk.council,
                starts_on=date(2014, 4, 1),
                governing=governing,
            )

    with pytest.raises(IntegrityError, match="one_governing_lead_per_service"):
        write(governing=True)
    assert write(governing=False).pk
