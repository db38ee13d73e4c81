"""The doors of a programme's scope: what each writes, and what each refuses beside a passing twin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.models import User
from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    Programme,
    ScopeChange,
    Service,
    ServiceAlias,
)
from programmes.rules import Inclusion
from programmes.selectors.edits import Versions
from programmes.selectors.scope import scope_on
from programmes.services import scope as doors
from tests.factories import (
    OrganisationFactory,
    ProgrammeFactory,
    ServiceAliasFactory,
    ServiceFactory,
    UserFactory,
    service_in_scope,
)

pytestmark = pytest.mark.django_db
REASON = "Agreed by the programme board."


@dataclass
class Desk:
    """Someone at work on one programme, with fresh versions for every act."""

    programme: Programme
    by: User
    ccg: Organisation
    council: Organisation

    def act(
        self, door: Callable[..., Any], service: Service, effective: str = "April 2020", **more: Any
    ) -> Any:
        more = {"reason": REASON, "expected": versions(service), **more}
        return door(service, effective=parse_fuzzy_date(effective), by=self.by, **more)

    def add(self, name: str = "Speech and language therapy", **more: Any) -> Service:
        given = {"lead": self.ccg, "reason": REASON, "effective": parse_fuzzy_date("April 2020"), **more}
        return doors.add_service(self.programme, name=name, by=self.by, **given)

    def refused(self, field: str, door: Callable[..., Any], *args: Any, **more: Any) -> str:
        """The message of the refusal, after making sure that nothing was written."""
        before = ScopeChange.objects.count()
        with pytest.raises(ValidationError) as refusal:
            door(*args, **more)
        assert ScopeChange.objects.count() == before
        assert list(refusal.value.message_dict) == [field]
        (message,) = refusal.value.message_dict[field]
        return message


def versions(service: Service) -> Versions:
    fresh = Service.objects.select_related("scope").get(pk=service.pk)
    return Versions(fresh.version, fresh.scope.version)


@pytest.fixture
def desk() -> Desk:
    return Desk(
        ProgrammeFactory(reference="HAM-PRG"),
        UserFactory(job_title="Commissioner"),
        OrganisationFactory(reference="HAM-ORG-CCG", name="Hampshire CCGs"),
        OrganisationFactory(reference="HAM-ORG-CS", name="Children’s Services"),
    )


# --- adding -----------------------------------------------------------------------------------------------------


def test_an_added_service_has_a_reference_a_scope_a_lead_and_a_change(desk: Desk) -> None:
    service_in_scope(programme=desk.programme, reference="HAM-SVC-16", position=16)

    service = desk.add("  Speech and  language therapy ")

    assert (service.reference, service.name) == ("HAM-SVC-17", "Speech and language therapy")
    scope = service.scope
    assert (scope.reference, scope.state, scope.position) == ("HAM-SVC-17-SCOPE", "in_scope", 17)
    assert scope.added.printed == "April 2020"
    lead = CommissioningResponsibility.objects.get(service=service)
    assert (lead.organisation, lead.starts_on, lead.ends_on) == (desk.ccg, date(2020, 4, 1), None)
    change = ScopeChange.objects.get(scope=scope)
    assert change.reference == "HAM-SVC-17-CHANGE-1"
    assert change.before["state"] is None
    assert change.after == {
        "state": "in_scope",
        "name": "Speech and language therapy",
        "lead": "HAM-ORG-CCG",
        "inclusion_tbc": False,
        "commissioner_tbc": False,
    }
    assert (change.kind, change.reason, change.made_by) == ("added", REASON, desk.by)


def test_an_added_service_is_in_scope_from_its_effective_day(desk: Desk) -> None:
    desk.add(effective=date(2020, 4, 6))

    assert scope_on(desk.programme, date(2020, 4, 5)) == ()
    (row,) = scope_on(desk.programme, date(2020, 4, 6))
    assert (row.added.printed, row.lead_name) == ("6 April 2020", "Hampshire CCGs")


def test_a_lead_to_be_confirmed_may_be_left_out(desk: Desk) -> None:
    service = desk.add(lead=None, commissioner_tbc=True)

    assert service.scope.state == "in_scope_tbc"
    assert not CommissioningResponsibility.objects.filter(service=service).exists()


def test_an_addition_without_lead_is_refused_when_nothing_is_to_be_confirmed(desk: Desk) -> None:
    assert "Choose the lead commissioner" in desk.refused("lead", desk.add, lead=None)


def test_a_name_is_given_once_in_a_programme(desk: Desk) -> None:
    imms = service_in_scope(programme=desk.programme, name="Childhood imms and screening")
    ServiceAliasFactory(programme=desk.programme, service=imms, name="School aged imms")

    assert "already has this name" in desk.refused("name", desk.add, "childhood imms and Screening")
    assert "is another name of" in desk.refused("name", desk.add, "School aged imms")
    elsewhere = doors.add_service(
        ProgrammeFactory(reference="DER-PRG"),
        name="School aged imms",
        lead=desk.ccg,
        effective=date(2020, 4, 1),
        reason=REASON,
        by=desk.by,
    )
    assert elsewhere.reference == "DER-SVC-01"


def test_a_name_taken_past_the_doors_at_the_same_moment_is_a_clear_word(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    service_in_scope(programme=desk.programme, name="Parenting")
    monkeypatch.setattr(doors, "names_of_programme", lambda programme: {})
    monkeypatch.setattr(Service, "full_clean", lambda service: None)

    with pytest.raises(ValidationError, match="this very moment"), transaction.atomic():
        desk.add("Parenting")
    monkeypatch.undo()
    desk.add("Parents’ groups")


def test_a_deleted_services_reference_is_not_given_again(desk: Desk) -> None:
    ServiceFactory(programme=desk.programme, reference="HAM-SVC-01")
    ServiceFactory(programme=desk.programme, reference="HAM-SVC-02").delete()

    assert desk.add().reference == "HAM-SVC-03"


# --- renaming ---------------------------------------------------------------------------------------------------


def test_a_renamed_service_keeps_its_old_name_as_one_that_ended(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme, name="Portage")

    change = desk.act(doors.rename_service, service, name="Portage home visiting")

    service.refresh_from_db()
    assert service.name == "Portage home visiting"
    alias = ServiceAlias.objects.get(service=service)
    assert (alias.name, alias.ends_on) == ("Portage", date(2020, 4, 1))
    assert (change.before, change.after) == ({"name": "Portage"}, {"name": "Portage home visiting"})
    assert [row.name for row in scope_on(desk.programme, date(2020, 3, 31))] == ["Portage"]
    assert [row.name for row in scope_on(desk.programme, date(2020, 4, 1))] == ["Portage home visiting"]


def test_a_renaming_can_be_taken_back_and_made_again(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme, name="Portage")
    desk.act(doors.rename_service, service, name="Portage home visiting")
    desk.act(doors.rename_service, service, "May 2020", name="Portage")
    desk.act(doors.rename_service, service, "June 2020", name="Home visiting")

    service.refresh_from_db()
    assert service.name == "Home visiting"
    ended = dict(ServiceAlias.objects.filter(service=service).values_list("name", "ends_on"))
    assert ended == {"Portage": date(2020, 6, 1), "Portage home visiting": date(2020, 5, 1)}


def test_the_name_it_has_and_the_names_of_others_are_refused(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme, name="Portage")
    service_in_scope(programme=desk.programme, name="Parenting")

    def rename(name: str) -> None:
        desk.act(doors.rename_service, service, name=name)

    assert "already called “Portage”" in desk.refused("name", rename, "Portage")
    assert "already has this name" in desk.refused("name", rename, "PARENTING")
    rename("Portage home visiting")


# --- removing and bringing in -----------------------------------------------------------------------------------


def test_a_removed_service_stays_with_its_lead_and_can_be_put_back(desk: Desk) -> None:
    service = service_in_scope(desk.ccg, programme=desk.programme)

    removal = desk.act(doors.remove_service, service)
    assert (removal.before, removal.after) == ({"state": "in_scope"}, {"state": "removed"})
    assert "already" in desk.refused("act", desk.act, doors.remove_service, service)

    back = desk.act(doors.bring_into_scope, service, "May 2020")
    assert (back.kind, back.before, back.after) == ("added", {"state": "removed"}, {"state": "in_scope"})
    counted = [scope_on(desk.programme, date(2020, month, 1))[0].is_counted for month in (3, 4, 5)]
    assert counted == [True, False, True]
    assert CommissioningResponsibility.objects.get(service=service).ends_on is None


def test_what_is_in_scope_cannot_be_brought_in(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme)

    assert "in scope already" in desk.refused("act", desk.act, doors.bring_into_scope, service)


def test_a_removed_service_is_not_renamed(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme, state="removed")

    refusal = desk.refused("act", desk.act, doors.rename_service, service, name="New name")
    assert "Put it into scope first" in refusal


# --- settling ---------------------------------------------------------------------------------------------------


def test_confirming_the_present_lead_clears_the_flag_and_moves_no_responsibility(desk: Desk) -> None:
    service = service_in_scope(
        desk.ccg, programme=desk.programme, state="in_scope_tbc", commissioner_tbc=True, inclusion_tbc=None
    )
    CommissioningResponsibility.objects.filter(service=service).update(standing="proposed")

    change = desk.act(doors.settle_tbc, service, commissioner=desk.ccg)

    assert change.before == {"state": "in_scope_tbc", "commissioner_tbc": True}
    assert change.after == {"state": "in_scope", "commissioner_tbc": False}
    lead = CommissioningResponsibility.objects.get(service=service)
    assert (lead.standing, lead.ends_on) == ("current", None)


def test_confirming_another_lead_hands_the_service_over_on_the_day(desk: Desk) -> None:
    service = service_in_scope(
        desk.ccg, programme=desk.programme, state="in_scope_tbc", commissioner_tbc=True
    )

    change = desk.act(doors.settle_tbc, service, commissioner=desk.council)

    assert (change.before["lead"], change.after["lead"]) == ("HAM-ORG-CCG", "HAM-ORG-CS")
    leads = [scope_on(desk.programme, date(2020, *day))[0].lead_name for day in ((3, 31), (4, 1))]
    assert leads == ["Hampshire CCGs", "Children’s Services"]


def test_a_lead_that_began_the_same_day_stays_as_a_claim_that_does_not_govern(desk: Desk) -> None:
    service = desk.add(commissioner_tbc=True)

    desk.act(doors.settle_tbc, service, "April 2020", commissioner=desk.council)

    governing = CommissioningResponsibility.objects.filter(service=service).values_list(
        "organisation__name", "governing"
    )
    assert dict(governing) == {"Hampshire CCGs": False, "Children’s Services": True}


def test_one_of_two_flags_settled_leaves_the_service_to_be_confirmed(desk: Desk) -> None:
    service = service_in_scope(
        desk.ccg,
        programme=desk.programme,
        state="in_scope_tbc",
        commissioner_tbc=True,
        inclusion_tbc=True,
    )

    change = desk.act(doors.settle_tbc, service, inclusion=Inclusion.CONFIRMED)

    assert change.after == {"inclusion_tbc": False}
    service.scope.refresh_from_db()
    assert service.scope.state == "in_scope_tbc"


def test_a_refused_inclusion_removes_the_service(desk: Desk) -> None:
    service = service_in_scope(desk.ccg, programme=desk.programme, state="in_scope_tbc", inclusion_tbc=True)

    change = desk.act(doors.settle_tbc, service, inclusion=Inclusion.REFUSED)

    assert (change.kind, change.after) == ("tbc_settled", {"state": "removed", "inclusion_tbc": False})


def test_what_is_not_to_be_confirmed_cannot_be_settled(desk: Desk) -> None:
    settled = service_in_scope(desk.ccg, programme=desk.programme)
    open_ = service_in_scope(desk.ccg, programme=desk.programme, state="in_scope_tbc", commissioner_tbc=True)

    assert "Nothing about" in desk.refused("act", desk.act, doors.settle_tbc, settled, commissioner=desk.ccg)
    refusal = desk.refused("inclusion", desk.act, doors.settle_tbc, open_, inclusion=Inclusion.CONFIRMED)
    assert "confirmed already" in refusal
    assert "Choose what has been settled" in desk.refused("inclusion", desk.act, doors.settle_tbc, open_)


def test_a_handover_behind_a_later_one_is_refused(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme, state="in_scope_tbc", commissioner_tbc=True)
    CommissioningResponsibility.objects.create(
        reference="X-1",
        programme=desk.programme,
        service=service,
        organisation=desk.ccg,
        starts_on=date(2021, 4, 1),
    )

    refusal = desk.refused("effective", desk.act, doors.settle_tbc, service, commissioner=desk.council)
    assert "Hampshire CCGs leads the service from 1 April 2021" in refusal


# --- every door -------------------------------------------------------------------------------------------------


def test_a_change_dated_before_the_latest_one_is_refused(desk: Desk) -> None:
    service = desk.add("Portage", effective=parse_fuzzy_date("September 2018"))
    desk.act(doors.rename_service, service, "April 2020", name="Portage home visiting")

    refusal = desk.refused("effective", desk.act, doors.remove_service, service, "March 2020")
    assert "renamed from April 2020" in refusal
    desk.act(doors.remove_service, service, "April 2020")


def test_a_change_before_the_addition_is_refused(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme, added="September 2018")

    refusal = desk.refused("effective", desk.act, doors.remove_service, service, "August 2018")
    assert "added to scope from September 2018" in refusal


def test_all_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme, name="Portage")

    with pytest.raises(ValidationError) as refusal:
        desk.act(doors.rename_service, service, "TBC", name="Portage", reason=" ")
    assert set(refusal.value.message_dict) == {"name", "effective", "reason"}


def test_a_record_that_moved_on_is_refused(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme)
    seen = versions(service)
    desk.act(doors.rename_service, service, name="Theirs")

    with pytest.raises(StaleEdit):
        desk.act(doors.rename_service, service, name="Mine", expected=seen)
    service.refresh_from_db()
    assert service.name == "Theirs"


def test_a_scope_changed_past_the_doors_is_noticed_too(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme)
    seen = versions(service)
    Service.objects.filter(pk=service.pk).update(description="Edited under Data entry")

    with pytest.raises(StaleEdit):
        desk.act(doors.remove_service, service, expected=seen)


@pytest.mark.audit
def test_every_row_written_carries_who_and_why(desk: Desk) -> None:
    service = service_in_scope(programme=desk.programme, name="Portage")
    desk.act(doors.rename_service, service, name="Portage home visiting", reason=f"  {REASON}\n")

    alias = ServiceAlias.objects.get(service=service)
    last_events = [record.events.latest("pgh_id") for record in (service, service.scope, alias)]
    for event in last_events:
        assert (event.pgh_context["user"], event.pgh_context["reason"]) == (desk.by.pk, REASON)
