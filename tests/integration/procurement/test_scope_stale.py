"""Two people, one record: the second is shown both versions by field, and nothing they typed is lost."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.models import User
from commissioning.core.money import parse_money
from procurement.models import BudgetLine, ProcurementPhase
from procurement.services import scope as doors
from procurement.services.budget import settle_budget_line
from programmes.access import Grants
from programmes.models import Programme, ScopeChange, Service, ServiceScope
from programmes.rules import Inclusion
from programmes.selectors.edits import Versions
from tests.factories import (
    BudgetLineFactory,
    CommissionerCodeFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    UserFactory,
    person_with,
    service_in_scope,
)

pytestmark = pytest.mark.django_db
MINE = {"effective": "June 2020", "reason": "Mine, from the June board."}


def text(response: HttpResponse) -> str:
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def programme() -> Programme:
    programme: Programme = ProgrammeFactory(key="hampshire")
    return programme


@pytest.fixture
def phases(programme: Programme) -> dict[int, ProcurementPhase]:
    return {number: ProcurementPhaseFactory(programme=programme, number=number) for number in (1, 2, 3)}


@pytest.fixture
def service(phases: dict[int, ProcurementPhase]) -> Service:
    return service_in_scope(OrganisationFactory(), phase=phases[2], name="Portage", reference="HAM-SVC-08")


@pytest.fixture
def them() -> User:
    person: User = UserFactory(job_title="Programme manager of Hampshire")
    return person


@pytest.fixture
def client(programme: Programme) -> Client:
    client = Client()
    client.force_login(person_with(Role.PROGRAMME_MANAGER, programme=programme, job_title="Deputy"))
    return client


class Tab:
    """One browser tab with the change form of a service open in it."""

    def __init__(self, client: Client, service: Service) -> None:
        self.client = client
        self.url = f"/programmes/{service.programme.key}/services/{service.reference}/change/"
        self.stamp = client.get(self.url).context["form"]["stamp"].value()

    def post(self, step: str, **values: Any) -> HttpResponse:
        return self.client.post(self.url, {"step": step, "stamp": self.stamp, **MINE, **values})

    def choose(self, conflict: HttpResponse, **keep: str) -> HttpResponse:
        """Send the conflict page's own form with these choices."""
        return self.client.post(self.url, {**dict(conflict.context["conflict"].hidden), **keep})


def current(service: Service) -> Versions:
    scope = ServiceScope.objects.select_related("service").get(service=service)
    return Versions(scope.service.version, scope.version)


def theirs(door: Any, service: Service, them: User, **more: Any) -> ScopeChange:
    change: ScopeChange = door(
        service,
        effective=parse_fuzzy_date("May 2020"),
        reason="Theirs, from the May board.",
        by=them,
        expected=current(service),
        **more,
    )
    return change


@pytest.mark.parametrize("step", ["preview", "confirm"])
def test_the_second_is_told_at_the_summary_and_at_the_confirmation(
    client: Client, service: Service, them: User, step: str
) -> None:
    tab = Tab(client, service)
    theirs(doors.programme_doors.rename_service, service, them, name="Home visiting")

    response = tab.post(step, act="rename", name="Portage home visiting")

    assert response.status_code == 409
    (field,) = response.context["conflict"].fields
    assert (field.name, field.before, field.theirs, field.yours) == (
        "name",
        "Portage",
        "Home visiting",
        "Portage home visiting",
    )
    assert "Saved by Programme manager of Hampshire on" in field.saved
    assert "Theirs, from the May board." in field.saved
    page = text(response)
    for typed in ("Portage home visiting", "June 2020", "Mine, from the June board."):
        assert typed in page
    service.refresh_from_db()
    assert service.name == "Home visiting"


def test_choosing_mine_goes_on_to_a_summary_against_the_new_record(
    client: Client, service: Service, them: User
) -> None:
    tab = Tab(client, service)
    theirs(doors.programme_doors.rename_service, service, them, name="Home visiting")
    conflict = tab.post("preview", act="rename", name="Portage home visiting")

    summary = tab.choose(conflict, keep_name="yours")

    assert summary.status_code == 200
    assert "Renamed from “Home visiting” to “Portage home visiting” from June 2020." in text(summary)
    saved = client.post(tab.url, {**dict(summary.context["hidden"]), "step": "confirm"})
    assert saved.status_code == 302
    service.refresh_from_db()
    assert service.name == "Portage home visiting"
    made = ScopeChange.objects.filter(scope__service=service).order_by("pk").values_list("reason", flat=True)
    assert list(made) == ["Theirs, from the May board.", "Mine, from the June board."]


def test_choosing_theirs_changes_nothing_and_says_so(client: Client, service: Service, them: User) -> None:
    tab = Tab(client, service)
    theirs(doors.programme_doors.rename_service, service, them, name="Home visiting")
    conflict = tab.post("preview", act="rename", name="Portage home visiting")

    done = client.post(
        tab.url, {**dict(conflict.context["conflict"].hidden), "keep_name": "theirs"}, follow=True
    )

    assert "The other version stays. Nothing of yours was saved." in text(done)
    assert ScopeChange.objects.count() == 1


def test_a_change_of_another_field_is_shown_and_mine_is_the_first_choice(
    client: Client, service: Service, them: User, phases: dict[int, ProcurementPhase]
) -> None:
    tab = Tab(client, service)
    theirs(doors.move_service, service, them, phase=phases[3])

    response = tab.post("preview", act="rename", name="Portage home visiting")

    assert response.status_code == 409
    (field,) = response.context["conflict"].fields
    assert (field.name, field.keep, field.theirs) == ("name", "yours", "Portage")
    assert "Phase changed from “Phase 2” to “Phase 3”." in text(response)
    summary = tab.choose(response, keep_name="yours")
    assert "Renamed from “Portage” to “Portage home visiting”" in text(summary)


def test_two_moves_are_shown_as_phases(
    client: Client, service: Service, them: User, phases: dict[int, ProcurementPhase]
) -> None:
    tab = Tab(client, service)
    theirs(doors.move_service, service, them, phase=phases[3])

    (field,) = tab.post("preview", act="move", phase="1").context["conflict"].fields
    assert (field.before, field.theirs, field.yours) == ("Phase 2", "Phase 3", "Phase 1")


def test_of_two_fields_one_may_be_kept_and_the_other_given_up(
    client: Client, service: Service, them: User
) -> None:
    scope = service.scope
    scope.state, scope.inclusion_tbc, scope.commissioner_tbc = "in_scope_tbc", True, True
    scope.save()
    lead = service.responsibilities.get().organisation
    tab = Tab(client, service)
    theirs(doors.settle_tbc, service, them, inclusion=Inclusion.CONFIRMED)
    CommissionerCodeFactory(programme=service.programme, organisation=lead)

    conflict = tab.post("preview", act="settle", inclusion="confirmed", commissioner=lead.reference)
    fields = {
        field.name: (field.before, field.theirs, field.keep) for field in conflict.context["conflict"].fields
    }
    assert fields["inclusion"] == ("to be confirmed", "confirmed", "theirs")
    assert fields["commissioner"][2] == "yours"

    summary = tab.choose(conflict, keep_inclusion="theirs", keep_commissioner="yours")
    assert summary.status_code == 200
    assert f"Lead commissioner confirmed as {lead.name} from June 2020." in text(summary)


def test_a_removal_meanwhile_keeps_what_i_typed_and_says_what_to_do(
    client: Client, service: Service, them: User
) -> None:
    tab = Tab(client, service)
    theirs(doors.remove_service, service, them)
    conflict = tab.post("preview", act="rename", name="Portage home visiting")
    assert "State changed from “In scope” to “Removed from scope”." in text(conflict)

    form = tab.choose(conflict, keep_name="yours")

    assert form.status_code == 422
    assert "Put it into scope first" in text(form)
    assert form.context["form"]["name"].value() == "Portage home visiting"


def test_an_edit_past_the_doors_is_noticed_and_named(client: Client, service: Service) -> None:
    tab = Tab(client, service)
    Service.objects.filter(pk=service.pk).update(description="As the service specification says.")

    response = tab.post("confirm", act="remove")

    assert response.status_code == 409
    assert "Description changed from “(blank)” to “As the service specification says.”." in text(response)


@pytest.mark.parametrize("stamp", ["", "nonsense", "1.2", "9.9.9", "-1.0.0", "1.1." + "9" * 40])
def test_a_stamp_that_is_not_ours_never_writes(client: Client, service: Service, stamp: str) -> None:
    response = Tab(client, service).post("confirm", act="rename", name="Taken", stamp=stamp)

    assert response.status_code == 409
    service.refresh_from_db()
    assert service.name == "Portage"


# --- budget lines -----------------------------------------------------------------------------------------------


@pytest.fixture
def line(programme: Programme, phases: dict[int, ProcurementPhase]) -> BudgetLine:
    line: BudgetLine = BudgetLineFactory(
        programme=programme, phase=phases[2], money="TBC", reference="HAM-BL-10", label="Portage"
    )
    return line


def test_a_line_settled_meanwhile_shows_both_amounts(client: Client, line: BudgetLine, them: User) -> None:
    url = f"/programmes/hampshire/money/lines/{line.reference}/settle/"
    stamp = client.get(url).context["form"]["stamp"].value()
    settle_budget_line(
        line,
        money=parse_money("£0.6m"),
        status="indicative",
        reason="Theirs.",
        by=them,
        grants=Grants(everything=True),
        on=date(2019, 3, 3),
        expected=line.version,
    )
    mine = {"amount": "£0.5m", "status": "confirmed", "reason": "Mine.", "stamp": stamp}

    conflict = client.post(url, {"step": "confirm", **mine})

    assert conflict.status_code == 409
    fields = {f.name: (f.before, f.theirs, f.yours) for f in conflict.context["conflict"].fields}
    assert fields == {
        "amount": ("TBC", "£0.6m", "£0.5m"),
        "status": ("To be confirmed", "Indicative", "Confirmed"),
    }
    assert "Mine." in text(conflict)
    hidden = dict(conflict.context["conflict"].hidden)

    form = client.post(url, {**hidden, "keep_amount": "yours", "keep_status": "yours"})
    assert form.status_code == 422
    assert "has an amount already: £0.6m" in text(form)
    assert form.context["form"]["amount"].value() == "£0.5m"

    kept = client.post(url, {**hidden, "keep_amount": "theirs", "keep_status": "yours"}, follow=True)
    assert "The other version stays" in text(kept)
    line.refresh_from_db()
    assert (line.money.text, line.status) == ("£0.6m", "indicative")


def test_a_line_edited_elsewhere_meanwhile_can_still_be_settled(client: Client, line: BudgetLine) -> None:
    url = f"/programmes/hampshire/money/lines/{line.reference}/settle/"
    stamp = client.get(url).context["form"]["stamp"].value()
    BudgetLine.objects.filter(pk=line.pk).update(note="Asked on 3 March.")
    mine = {"amount": "£0.5m", "status": "confirmed", "reason": "Mine.", "stamp": stamp}

    conflict = client.post(url, {"step": "preview", **mine})
    assert conflict.status_code == 409
    assert "Note changed from “(blank)” to “Asked on 3 March.”." in text(conflict)

    hidden = dict(conflict.context["conflict"].hidden)
    summary = client.post(url, {**hidden, "keep_amount": "yours", "keep_status": "yours"})
    assert summary.status_code == 200
    again = client.post(url, {**hidden, "keep_amount": "yours", "keep_status": "theirs"})
    assert "Select whether the amount is confirmed" in text(again)
    saved = client.post(url, {**dict(summary.context["hidden"]), "step": "confirm"})
    assert saved.status_code == 302
    line.refresh_from_db()
    assert line.money.text == "£0.5m"
