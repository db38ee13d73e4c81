"""The change-scope and add-service pages: form, summary, confirmation, and who may reach them."""

from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from commissioning.core.access import Role
from procurement.models import BudgetLine, ProcurementPhase
from procurement.selectors.phases import phase_of_scope
from programmes.models import Organisation, Programme, ScopeChange, Service
from tests.factories import (
    BudgetLineFactory,
    CommissionerCodeFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    person_with,
    service_in_scope,
)

pytestmark = pytest.mark.django_db
WHEN_AND_WHY = {"effective": "April 2020", "reason": "Agreed by the board."}


@dataclass
class World:
    """A programme with three phases, its lead's commissioner signed in, and one service in phase 2."""

    programme: Programme
    phases: dict[int, ProcurementPhase]
    ccg: Organisation
    service: Service
    client: Client

    @property
    def url(self) -> str:
        return f"/programmes/{self.programme.key}/services/{self.service.reference}/change/"

    def open(self) -> dict[str, str]:
        """The form as it stands: what a browser would send back unchanged."""
        response = self.client.get(self.url)
        assert response.status_code == 200
        return {"stamp": response.context["form"]["stamp"].value()}

    def post(self, step: str, **values: Any) -> HttpResponse:
        return self.client.post(self.url, {"step": step, **WHEN_AND_WHY, **values})

    def go_through(self, **values: Any) -> HttpResponse:
        """Form, summary, confirmation, as a person without scripts goes."""
        typed = {**self.open(), **values}
        summary = self.post("preview", **typed)
        assert summary.status_code == 200, summary.context["form"].errors
        assert not ScopeChange.objects.exists()
        hidden: dict[str, list[str]] = {}
        for name, value in summary.context["hidden"]:
            hidden.setdefault(name, []).append(value)
        return self.client.post(self.url, {**hidden, "step": "confirm"}, follow=True)


def text(response: HttpResponse) -> str:
    return " ".join(unescape(response.content.decode()).split())


def sign_in(role: Role | None, world: World, **more: Any) -> Client:
    client = Client()
    client.force_login(person_with(role, programme=world.programme, **more))
    return client


@pytest.fixture
def world() -> World:
    programme = ProgrammeFactory(key="hampshire", place="Hampshire", reference="HAM-PRG")
    phases = {number: ProcurementPhaseFactory(programme=programme, number=number) for number in (1, 2, 3)}
    ccg = OrganisationFactory(reference="HAM-ORG-CCG", name="Hampshire CCGs")
    CommissionerCodeFactory(programme=programme, organisation=ccg, code="CCG")
    service = service_in_scope(ccg, phase=phases[2], name="Portage", reference="HAM-SVC-08")
    client = Client()
    client.force_login(
        person_with(Role.COMMISSIONER, programme=programme, organisation=ccg, job_title="CCG commissioner")
    )
    return World(programme, phases, ccg, service, client)


# --- the three steps --------------------------------------------------------------------------------------------


def test_a_move_goes_from_form_to_summary_to_the_service_page(world: World) -> None:
    line = BudgetLineFactory(
        programme=world.programme, phase=world.phases[2], services=[world.service], reference="HAM-BL-10"
    )

    done = world.go_through(act="move", phase="3", lines=[str(line.pk)])

    assert done.redirect_chain == [(f"/programmes/hampshire/services/{world.service.reference}/", 302)]
    assert "Saved. Moved from phase 2 to phase 3 from April 2020, with budget line HAM-BL-10." in text(done)
    assert "change the scope again" in text(done)
    assert phase_of_scope(world.programme, date(2020, 4, 1)) == {world.service.scope.pk: 3}
    assert BudgetLine.objects.get(pk=line.pk).phase == world.phases[3]


def test_the_summary_shows_before_and_after_lines_and_the_sentence_of_the_history(world: World) -> None:
    paediatrics = service_in_scope(phase=world.phases[2], name="Paediatrics")
    BudgetLineFactory(
        programme=world.programme,
        phase=world.phases[2],
        services=[world.service, paediatrics],
        label="Shared line",
    )

    summary = world.post("preview", **world.open(), act="move", phase="3")

    page = text(summary)
    for words in (
        "Check this change before you save it",
        "Phase 2",
        "Phase 3",
        "Stays: it also pays for Paediatrics, and is never split",
        "Moved from phase 2 to phase 3 from April 2020.",
        "CCG commissioner",
        "Agreed by the board.",
        "Nothing has been saved yet",
    ):
        assert words in page
    assert not ScopeChange.objects.exists()


@pytest.mark.parametrize(
    ("act", "fields", "told"),
    [
        ("rename", {"name": "Portage home visiting"}, "Renamed from “Portage” to “Portage home visiting”"),
        ("remove", {}, "Removed from scope from April 2020, leaving phase 2."),
    ],
)
def test_every_act_can_be_confirmed(world: World, act: str, fields: dict[str, str], told: str) -> None:
    assert told in text(world.go_through(act=act, **fields))


def test_what_is_to_be_confirmed_can_be_settled(world: World) -> None:
    scope = world.service.scope
    scope.state, scope.commissioner_tbc, scope.inclusion_tbc = "in_scope_tbc", True, None
    scope.save()

    page = text(world.client.get(world.url))
    assert "Settle what is to be confirmed" in page
    assert "Now: to be confirmed, Hampshire CCGs" in page

    done = world.go_through(act="settle", commissioner="HAM-ORG-CCG")
    assert "Lead commissioner confirmed as Hampshire CCGs from April 2020." in text(done)


def test_a_removed_service_can_only_be_put_back(world: World) -> None:
    world.service.scope.state = "removed"
    world.service.scope.save()

    response = world.client.get(world.url)
    assert [value for value, _ in response.context["form"].fields["act"].choices] == ["bring_in"]
    done = world.go_through(act="bring_in", into_phase="3", commissioner_tbc="on")
    assert "Put back into scope from April 2020, in phase 3; commissioner to be confirmed." in text(done)


def test_go_back_and_change_keeps_everything_typed(world: World) -> None:
    typed = {**world.open(), "act": "rename", "name": "Portage home visiting"}

    back = world.post("edit", **typed)

    assert back.status_code == 200
    form = back.context["form"]
    kept = {name: form[name].value() for name in ("act", "name", "effective", "reason", "stamp")}
    assert kept == {**typed, **WHEN_AND_WHY}
    assert not form.errors


def test_a_change_that_takes_effect_later_says_so(world: World) -> None:
    typed = {**world.open(), "act": "rename", "name": "Portage home visiting", "effective": "1 April 2090"}
    later = "It takes effect on 1 April 2090: until then, pages show the scope as it is now."

    assert later in text(world.post("preview", **typed))
    saved = text(world.client.post(world.url, {"step": "confirm", **WHEN_AND_WHY, **typed}, follow=True))
    assert later in saved
    assert later not in text(world.post("preview", **{**typed, "effective": "April 2020"}))


# --- refusals ---------------------------------------------------------------------------------------------------


def test_errors_stand_in_the_title_the_summary_and_at_the_field(world: World) -> None:
    response = world.client.post(
        world.url,
        {"step": "preview", **world.open(), "act": "rename", "name": "Portage", "effective": "soon"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    for field in ("effective", "reason"):
        assert f'href="#id_{field}"' in page
    assert "Say why the scope changes" in page


@pytest.mark.parametrize(
    ("values", "field", "part"),
    [
        ({"act": ""}, "act", "Select what you want to change"),
        ({"act": "rename", "name": " "}, "name", "Enter the service’s name"),
        ({"act": "rename", "name": "Portage"}, "name", "already called"),
        ({"act": "move"}, "phase", "Choose the phase"),
        ({"act": "move", "phase": "2"}, "phase", "in phase 2 already"),
        ({"act": "settle"}, "inclusion", "Choose what has been settled"),
        ({"act": "bring_in"}, "act", "in scope already"),
        ({"act": "remove", "effective": "TBC"}, "effective", "Enter the date from which"),
        ({"act": "remove", "effective": "the year dot"}, "effective", "dot"),
        ({"act": "remove", "reason": ""}, "reason", "Say why"),
    ],
)
def test_each_refusal_is_said_at_its_field(
    world: World, values: dict[str, str], field: str, part: str
) -> None:
    response = world.post("preview", **{**world.open(), **values})

    assert response.status_code == 422
    assert part in " ".join(response.context["form"].errors[field])
    assert not ScopeChange.objects.exists()


def test_a_shared_line_is_not_offered_and_the_page_says_that_it_stays(world: World) -> None:
    nursing = service_in_scope(phase=world.phases[2], name="School nursing")
    shared = BudgetLineFactory(
        programme=world.programme,
        phase=world.phases[2],
        services=[world.service, nursing],
        label="Both",
        money="3.0m",
    )

    assert "“Both” (£3.0m) also pays for School nursing: it is never split, and stays." in text(
        world.client.get(world.url)
    )
    forged = world.post("preview", **world.open(), act="move", phase="3", lines=[str(shared.pk)])
    assert "also pays for School nursing" in forged.context["form"].errors["lines"][0]


def test_confirming_twice_saves_once_and_says_so(world: World) -> None:
    typed = {**world.open(), "act": "rename", "name": "Portage home visiting"}
    assert world.post("confirm", **typed).status_code == 302

    again = world.client.post(world.url, {"step": "confirm", **WHEN_AND_WHY, **typed}, follow=True)

    assert "saved already; it was not saved twice" in text(again)
    assert ScopeChange.objects.count() == 1


# --- who may ----------------------------------------------------------------------------------------------------


@pytest.mark.authz
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.PLATFORM_ADMINISTRATOR, 200),
        (Role.PROGRAMME_MANAGER, 200),
        (Role.COMMISSIONER, 403),  # of an organisation that does not lead the service
        (Role.FINANCE_LEAD, 403),
        (Role.BOARD_MEMBER, 403),
        (Role.ANALYST, 403),
        (None, 404),
    ],
)
def test_only_the_lead_and_the_manager_change_a_service(world: World, role: Role | None, status: int) -> None:
    client = sign_in(role, world)

    assert client.get(world.url).status_code == status
    posted = client.post(
        world.url, {"step": "confirm", **world.open(), **WHEN_AND_WHY, "act": "rename", "name": "Taken"}
    )
    assert posted.status_code == (302 if status == 200 else status)
    world.service.refresh_from_db()
    assert world.service.name == ("Taken" if status == 200 else "Portage")


@pytest.mark.authz
def test_a_refusal_says_who_may_in_plain_words(world: World) -> None:
    page = text(sign_in(Role.BOARD_MEMBER, world).get(world.url))

    assert "You may read “Portage”. Its scope is changed by the commissioners of Hampshire CCGs" in page


@pytest.mark.authz
def test_a_service_of_another_programme_is_not_found_under_this_one(world: World) -> None:
    elsewhere = service_in_scope()

    assert (
        world.client.get(f"/programmes/hampshire/services/{elsewhere.reference}/change/").status_code == 404
    )
    assert world.client.get(f"/programmes/{elsewhere.programme.key}/services/add/").status_code == 404


@pytest.mark.authz
def test_a_commissioner_cannot_give_the_service_to_another_organisation(world: World) -> None:
    council = OrganisationFactory(reference="HAM-ORG-CS", name="Children’s Services")
    CommissionerCodeFactory(programme=world.programme, organisation=council, code="HCC CS")
    scope = world.service.scope
    scope.state, scope.commissioner_tbc = "in_scope_tbc", True
    scope.save()

    refused = world.post("preview", **world.open(), act="settle", commissioner="HAM-ORG-CS")
    assert refused.status_code == 422
    assert "commissioner" in refused.context["form"].errors

    world.client = sign_in(Role.PROGRAMME_MANAGER, world)
    assert "in place of Hampshire CCGs" in text(world.go_through(act="settle", commissioner="HAM-ORG-CS"))


# --- adding -----------------------------------------------------------------------------------------------------

ADD = "/programmes/hampshire/services/add/"
NEW = {**WHEN_AND_WHY, "name": "Speech therapy", "lead": "HAM-ORG-CCG", "phase": "3"}


def test_a_service_is_added_after_a_summary(world: World) -> None:
    assert world.client.get(ADD).status_code == 200
    summary = world.client.post(ADD, {"step": "preview", **NEW})
    assert "Added to scope from April 2020, in phase 3, led by Hampshire CCGs." in text(summary)
    assert not Service.objects.filter(name="Speech therapy").exists()

    hidden = dict(summary.context["hidden"])
    done = world.client.post(ADD, {**hidden, "step": "confirm"}, follow=True)

    assert "“Speech therapy” was added as HAM-SVC-09." in text(done)
    assert done.redirect_chain == [("/programmes/hampshire/services/HAM-SVC-09/", 302)]


def test_going_back_from_the_summary_keeps_what_was_typed(world: World) -> None:
    back = world.client.post(ADD, {"step": "edit", **NEW})

    assert back.status_code == 200
    assert {name: back.context["form"][name].value() for name in NEW} == NEW


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "PORTAGE"}, "name"),
        ({"lead": ""}, "lead"),
        ({"lead": "HAM-ORG-XX"}, "lead"),
        ({"effective": ""}, "effective"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_is_wrong_with_a_new_service_is_said_at_its_field(
    world: World, values: dict[str, str], field: str
) -> None:
    for step in ("preview", "confirm"):
        response = world.client.post(ADD, {"step": step, **NEW, **values})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
    assert Service.objects.count() == 1


@pytest.mark.authz
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.PLATFORM_ADMINISTRATOR, 302),
        (Role.PROGRAMME_MANAGER, 302),
        (Role.COMMISSIONER, 422),  # may add, but not for an organisation that is not their own
        (Role.FINANCE_LEAD, 403),
        (Role.BOARD_MEMBER, 403),
        (Role.ANALYST, 403),
        (None, 404),
    ],
)
def test_who_may_add_a_service_led_by_this_organisation(world: World, role: Role | None, status: int) -> None:
    response = sign_in(role, world).post(ADD, {"step": "confirm", **NEW})

    assert response.status_code == status
    assert Service.objects.filter(name="Speech therapy").exists() == (status == 302)


def test_a_manager_may_leave_the_lead_open_by_marking_it(world: World) -> None:
    manager = sign_in(Role.PROGRAMME_MANAGER, world)

    refused = manager.post(ADD, {"step": "confirm", **NEW, "lead": ""})
    assert "Choose the lead commissioner" in refused.context["form"].errors["lead"][0]
    assert (
        manager.post(ADD, {"step": "confirm", **NEW, "lead": "", "commissioner_tbc": "on"}).status_code == 302
    )


def test_the_organisation_of_a_reader_is_not_offered_to_them_as_another(world: World) -> None:
    form = world.client.get(ADD).context["form"]
    assert [value for value, _ in form.fields["lead"].choices] == ["HAM-ORG-CCG"]
