"""Who commissions what from a sheet: a new row is a handover or a new part; what is on record is never rewritten."""

from datetime import date
from types import SimpleNamespace

import pytest

from commissioning.core.access import Role
from commissioning.exchange.models import Verdict
from programmes.models import CommissioningResponsibility, ResponsibilityChange
from tests.factories import (
    CommissionerCodeFactory,
    CommissioningResponsibilityFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ServiceFactory,
    service_in_scope,
)
from tests.factories.people import person_with
from tests.integration.exchange.registers.by_hand import (
    ON,
    WHY,
    act_of,
    added,
    refusal,
    row_of,
    told,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]
HANDOVER = {"Service": "School nursing", "Organisation": "Health Trust", "Starts": date(2019, 5, 1)}


@pytest.fixture
def world() -> SimpleNamespace:
    programme = ProgrammeFactory()
    council, trust = OrganisationFactory(name="County Council"), OrganisationFactory(name="Health Trust")
    OrganisationAliasFactory(organisation=trust, name="The Trust")
    for organisation, code in ((council, "CC"), (trust, "HT")):
        CommissionerCodeFactory(programme=programme, organisation=organisation, code=code)
    service = service_in_scope(programme=programme, name="School nursing")
    term = CommissioningResponsibilityFactory(
        programme=programme, service=service, organisation=council, starts_on=date(2015, 4, 1)
    )
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return SimpleNamespace(
        programme=programme,
        council=council,
        trust=trust,
        service=service,
        term=term,
        act=act_of(manager, programme),
    )


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"Role": "Lead commissioner", "Ends": None, "Statutory": "", "Code": None, "Reference": None},
        {"Organisation": "the trust"},
        {"Organisation": None, "Code": "ht"},
        {"Service": None, "Service reference": "REFERENCE"},
        {"Starts": None},
        {"Decided by": "Cabinet, 1 April 2019"},
    ],
    ids=["name", "blanks", "other name", "code", "reference", "from the day", "decided"],
)
def test_a_new_lead_is_handed_over_by_one_act(world: SimpleNamespace, cells: dict[str, object]) -> None:
    given = {**HANDOVER, **cells}
    if given.get("Service reference"):
        given["Service reference"] = world.service.reference
    found = added("responsibilities", world.act, given)
    act = ResponsibilityChange.objects.get()
    day = given["Starts"] or ON
    old, new = CommissioningResponsibility.objects.order_by("starts_on")
    assert (old.organisation, old.ends_on, old.closed_by) == (world.council, day, act)
    assert (new.organisation, new.starts_on, new.opened_by, new.reference) == (
        world.trust,
        day,
        act,
        found.key[0],
    )
    assert (act.reason, act.decision, act.made_by) == (WHY, given.get("Decided by") or WHY, world.act.by)


@pytest.mark.parametrize("role", ["Co-commissioner", "Transacting body", "funder", "Host"])
def test_another_part_is_added_beside_the_lead(world: SimpleNamespace, role: str) -> None:
    row = {**HANDOVER, "Role": role, "Ends": date(2021, 4, 1), "Statutory": "no"}
    found = added("responsibilities", world.act, row)
    term = CommissioningResponsibility.objects.get(reference=found.key[0])
    assert (term.organisation, term.starts_on, term.ends_on) == (
        world.trust,
        date(2019, 5, 1),
        date(2021, 4, 1),
    )
    assert (term.standing, term.statutory, term.governing) == ("current", False, True)
    assert term.events.latest("pgh_id").pgh_context["reason"] == WHY
    world.term.refresh_from_db()
    assert world.term.ends_on is None


def test_a_part_to_come_is_agreed_and_one_that_is_over_has_ended(world: SimpleNamespace) -> None:
    for starts, ends, standing in (
        (date(2020, 4, 1), None, "Agreed"),
        (date(2015, 4, 1), date(2016, 4, 1), "Ended"),
    ):
        found = added(
            "responsibilities", world.act, {**HANDOVER, "Role": "Funder", "Starts": starts, "Ends": ends}
        )
        assert row_of("responsibilities", world.act, Reference=found.key[0])["Standing"] == standing


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Organisation": "County Council"}, "Organisation", "leads the service already"),
        ({"Starts": date(2015, 4, 1)}, "Starts", "Enter a day after 1 April 2015"),
        ({"Ends": date(2021, 4, 1)}, "Ends", "when another organisation takes it over"),
        ({"Statutory": "yes"}, "Statutory", "Leave this empty"),
        ({"Organisation": None}, "Organisation", "Name the organisation"),
        ({"Organisation": "Nobody"}, "Organisation", "is no organisation"),
        ({"Code": "XX"}, "Code", "is no code"),
        ({"Code": "CC"}, "Code", "Write one, and empty the other"),
        ({"Service": "School nurses"}, "Service", "Did you mean “School nursing”?"),
        ({"Service": None}, "Service reference", "Write the service’s reference or its name."),
        ({"Role": "Helper"}, "Role", "is not one of the choices"),
        ({"Role": "Funder", "Ends": date(2019, 5, 1)}, "Ends", "Enter a day after 1 May 2019"),
        ({"Starts": "03/04/2019 or so"}, "Starts", ""),
    ],
)
def test_what_is_wrong_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, object], heading: str, part: str
) -> None:
    found = refusal("responsibilities", world.act, {**HANDOVER, **cells})
    assert found[0] == heading
    assert part in found[1]


def test_the_same_part_twice_on_one_day_is_refused_and_after_it_is_not(world: SimpleNamespace) -> None:
    row = {**HANDOVER, "Role": "Funder", "Ends": date(2020, 4, 1)}
    added("responsibilities", world.act, row)
    again = {**row, "Starts": date(2019, 6, 1)}
    heading, message = refusal("responsibilities", world.act, again)
    assert (heading, "has this part from 1 May 2019 already" in message) == ("Organisation", True)
    added("responsibilities", world.act, {**again, "Starts": date(2020, 4, 1), "Ends": None})


def test_a_reference_and_a_name_of_two_services_are_refused(world: SimpleNamespace) -> None:
    other = ServiceFactory(programme=world.programme, name="Vision")
    row = {**HANDOVER, "Service reference": other.reference}
    assert refusal("responsibilities", world.act, row)[0] == "Service"


@pytest.mark.parametrize(
    "cells",
    [
        {"Organisation": "Health Trust"},
        {"Ends": date(2020, 4, 1)},
        {"Starts": date(2014, 4, 1)},
        {"Role": "Funder"},
    ],
)
def test_a_term_on_record_is_never_rewritten(world: SimpleNamespace, cells: dict[str, object]) -> None:
    row = row_of("responsibilities", world.act, Reference=world.term.reference)
    heading, message = refusal("responsibilities", world.act, row, **cells)
    assert (heading, message) == (next(iter(cells)), "A responsibility on record is not changed here.")


def test_two_handovers_of_one_service_follow_each_other_in_one_file(world: SimpleNamespace) -> None:
    city = OrganisationFactory(name="City Council")
    CommissionerCodeFactory(programme=world.programme, organisation=city, code="CITY")
    rows = [HANDOVER, {**HANDOVER, "Organisation": "City Council", "Starts": date(2019, 6, 1)}]
    plan = written("responsibilities", world.act, rows)
    assert [row.verdict for row in plan.rows] == [Verdict.NEW, Verdict.NEW], [told(row) for row in plan.rows]
    terms = CommissioningResponsibility.objects.order_by("starts_on")
    assert [term.organisation for term in terms] == [world.council, world.trust, city]


# --- whose ------------------------------------------------------------------------------------------------------


def test_another_programmes_service_is_unknown_here(world: SimpleNamespace) -> None:
    other = service_in_scope(programme=ProgrammeFactory(), name="Elsewhere")
    for cells in ({"Service": "Elsewhere"}, {"Service": None, "Service reference": other.reference}):
        heading, message = refusal("responsibilities", world.act, {**HANDOVER, **cells})
        assert heading.startswith("Service")
        assert "is no service that can be named here" in message


def test_a_commissioner_gives_away_only_what_their_own_organisation_leads(world: SimpleNamespace) -> None:
    own, another = (
        act_of(person_with(Role.COMMISSIONER, programme=world.programme, organisation=each), world.programme)
        for each in (world.council, world.trust)
    )
    part = {**HANDOVER, "Role": "Funder"}
    for row in (HANDOVER, part):
        heading, message = refusal("responsibilities", another, row)
        assert (heading, "by the commissioners of County Council" in message) == ("", True)
    for row in (part, HANDOVER):
        plan = written("responsibilities", own, [row])
        assert plan.rows[0].verdict == Verdict.NEW, told(plan.rows[0])


def test_who_leads_today_does_not_give_away_what_another_takes_up_later(world: SimpleNamespace) -> None:
    written("responsibilities", world.act, [{**HANDOVER, "Starts": date(2019, 9, 1)}])
    own = act_of(
        person_with(Role.COMMISSIONER, programme=world.programme, organisation=world.council), world.programme
    )
    row = {**HANDOVER, "Organisation": "County Council", "Starts": date(2019, 10, 1)}
    heading, message = refusal("responsibilities", own, row)
    assert (heading, "Health Trust leads the service then" in message) == ("Starts", True)
    plan = written("responsibilities", world.act, [row])
    assert plan.rows[0].verdict == Verdict.NEW, told(plan.rows[0])


def test_who_may_only_read_adds_nothing(world: SimpleNamespace) -> None:
    reader = act_of(person_with(Role.BOARD_MEMBER, programme=world.programme), world.programme)
    assert refusal("responsibilities", reader, HANDOVER)[0] == ""
