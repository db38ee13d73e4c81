"""Services from a sheet: each change by the door of its act, and what no door does refused at its column."""

from datetime import date
from types import SimpleNamespace

import pytest

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers import resource_of
from commissioning.exchange.registers.service_columns import LeadSaid
from commissioning.exchange.services.writing import refusals
from procurement.models import PhaseScope
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    ResponsibilityChange,
    ScopeChange,
    Service,
)
from programmes.selectors.handover import seen_leads
from programmes.services.handover import hand_over_lead
from tests.factories import (
    CommissionerCodeFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    service_in_scope,
)
from tests.factories.people import person_with
from tests.integration.exchange.registers.by_hand import (
    ON,
    WHY,
    act_of,
    added,
    changed,
    exported,
    one,
    planned,
    refusal,
    row_of,
    told,
    with_cells,
    written,
)

TRUST = {"Lead_commissioner": "Health Trust", "Lead_commissioner_code": "HT"}
pytestmark = [pytest.mark.intake, pytest.mark.django_db]


@pytest.fixture
def world() -> SimpleNamespace:
    """A programme with two phases, two commissioners with codes, and one service that is plain."""
    programme = ProgrammeFactory()
    first, second = (ProcurementPhaseFactory(programme=programme, number=number) for number in (1, 2))
    council, trust = OrganisationFactory(name="County Council"), OrganisationFactory(name="Health Trust")
    CommissionerCodeFactory(programme=programme, organisation=council, code="CC")
    CommissionerCodeFactory(programme=programme, organisation=trust, code="HT")
    service = service_in_scope(council, phase=first, name="School nursing")
    CommissioningResponsibility.objects.update(starts_on=date(2015, 4, 1))
    PhaseScope.objects.update(starts_on=date(2018, 1, 1))
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return SimpleNamespace(
        programme=programme,
        first=first,
        second=second,
        council=council,
        trust=trust,
        service=service,
        act=act_of(manager, programme),
    )


def latest(service: Service) -> ScopeChange:
    found: ScopeChange = ScopeChange.objects.filter(scope__service=service).latest("pk")
    return found


# --- what changes, by its door ----------------------------------------------------------------------------------


def test_another_name_renames_and_keeps_the_former_one(world: SimpleNamespace) -> None:
    row = row_of("services", world.act, Service="School nursing")
    found = changed("services", world.act, row, Service="School health")
    change = latest(world.service)
    assert (change.kind, change.reason, change.made_by) == ("renamed", WHY, world.act.by)
    assert found.changes == [["Service", "School nursing", "School health"]]
    assert row_of("services", world.act, Service="School health")["Other names"] == "School nursing"


def test_another_phase_moves_the_service_from_the_day_on(world: SimpleNamespace) -> None:
    changed("services", world.act, row_of("services", world.act, Service="School nursing"), Phase=2)
    assert latest(world.service).kind == "moved"
    held = PhaseScope.objects.filter(scope__service=world.service).order_by("starts_on")
    assert [(each.phase.number, each.starts_on, each.ends_on) for each in held] == [
        (1, date(2018, 1, 1), ON),
        (2, ON, None),
    ]


@pytest.mark.parametrize(
    "cells",
    [
        {"Lead_commissioner_code": "HT", "Lead_commissioner": None},
        {"Lead_commissioner": "health  TRUST", "Lead_commissioner_code": ""},
        {"Lead_commissioner": "Health Trust", "Lead_commissioner_code": "ht"},
    ],
    ids=["code", "name", "both"],
)
def test_another_lead_is_handed_over_with_its_act(world: SimpleNamespace, cells: dict[str, str]) -> None:
    changed("services", world.act, row_of("services", world.act, Service="School nursing"), **cells)
    act = ResponsibilityChange.objects.get()
    assert (act.reason, act.decision, act.made_by) == (WHY, WHY, world.act.by)
    terms = CommissioningResponsibility.objects.filter(service=world.service).order_by("starts_on")
    assert [(term.organisation, term.ends_on) for term in terms] == [(world.council, ON), (world.trust, None)]


def test_a_state_removes_and_brings_in_again(world: SimpleNamespace) -> None:
    row = row_of("services", world.act, Service="School nursing")
    changed("services", world.act, row, State="Removed from scope", Phase=None)
    assert latest(world.service).kind == "removed"
    gone = row_of("services", world.act, Service="School nursing")
    changed("services", world.act, gone, State="In scope – TBC", Inclusion_TBC="yes", Phase=2)
    back = row_of("services", world.act, Service="School nursing")
    assert latest(world.service).kind == "added"
    assert (back["Phase"], back["Inclusion TBC"], back["Commissioner TBC"]) == (2, "yes", "no")


def test_what_is_to_be_confirmed_is_settled_by_its_flag_or_by_the_state(world: SimpleNamespace) -> None:
    for name, cells in (
        ("By flag", {"Inclusion_TBC": "no", "State": "In scope"}),
        ("By state", {"State": "in_scope", "Inclusion_TBC": None}),
    ):
        service = service_in_scope(
            world.council, programme=world.programme, name=name, state="in_scope_tbc", inclusion_tbc=True
        )
        changed("services", world.act, row_of("services", world.act, Service=name), **cells)
        assert latest(service).kind == "tbc_settled"
        assert row_of("services", world.act, Service=name)["State"] == "In scope"


def test_a_commissioner_is_settled_on_the_one_named(world: SimpleNamespace) -> None:
    service_in_scope(programme=world.programme, name="Vision", state="in_scope_tbc", commissioner_tbc=True)
    row = row_of("services", world.act, Service="Vision")
    assert refusal("services", world.act, row, Commissioner_TBC="no", State="In scope") == (
        "Lead commissioner",
        "Nobody leads the service on that day. Name the lead commissioner that is settled on.",
    )
    changed("services", world.act, row, Commissioner_TBC="no", State="In scope", Lead_commissioner_code="ht")
    assert row_of("services", world.act, Service="Vision")["Lead commissioner"] == "Health Trust"


def test_an_inclusion_that_is_refused_is_settled_and_leaves_the_phase(world: SimpleNamespace) -> None:
    service = service_in_scope(
        world.council, phase=world.first, name="Vision", state="in_scope_tbc", inclusion_tbc=True
    )
    row = row_of("services", world.act, Service="Vision")
    changed("services", world.act, row, State="Removed from scope", Inclusion_TBC="no", Phase="")
    assert latest(service).kind == "tbc_settled"
    assert row_of("services", world.act, Service="Vision")["Phase"] is None


def test_name_phase_and_lead_change_in_one_row(world: SimpleNamespace) -> None:
    row = row_of("services", world.act, Service="School nursing")
    found = changed("services", world.act, row, Service="School health", Phase=2, **TRUST)
    kinds = ScopeChange.objects.filter(scope__service=world.service).values_list("kind", flat=True)
    assert set(kinds) == {"renamed", "moved"}
    assert ResponsibilityChange.objects.count() == 1
    assert [heading for heading, *_ in found.changes] == [
        "Service",
        "Phase",
        "Lead commissioner code",
        "Lead commissioner",
    ]


def test_a_row_refused_in_its_second_act_leaves_nothing_of_its_first(world: SimpleNamespace) -> None:
    row = row_of("services", world.act, Service="School nursing")
    heading, message = refusal("services", world.act, row, Service="School health", Phase=7)
    assert (heading, message) == ("Phase", "This programme has no phase 7. Its phases: 1, 2.")
    assert not ScopeChange.objects.exists()


# --- new ones ---------------------------------------------------------------------------------------------------


def test_a_new_row_adds_a_service_with_its_lead_and_phase(world: SimpleNamespace) -> None:
    found = added(
        "services",
        world.act,
        {
            "Service": "Health visiting",
            "Phase": 2,
            "Lead commissioner code": "HT",
            "Added as printed": "May 2019",
        },
    )
    row = row_of("services", world.act, Reference=found.key[0])
    assert (row["Phase"], row["Lead commissioner"], row["State"], row["Added as printed"]) == (
        2,
        "Health Trust",
        "In scope",
        "May 2019",
    )
    change = ScopeChange.objects.get()
    assert (change.kind, change.reason, change.effective.printed) == ("added", WHY, "May 2019")


def test_a_new_service_may_have_its_commissioner_to_be_confirmed(world: SimpleNamespace) -> None:
    row = {"Service": "Health visiting", "State": "In scope – TBC"}
    assert refusal("services", world.act, row) == (
        "State",
        "“In scope – TBC” needs a yes in “Commissioner TBC” or in “Inclusion TBC”.",
    )
    added("services", world.act, {**row, "Commissioner TBC": "yes"})
    assert row_of("services", world.act, Service="Health visiting")["Commissioner TBC"] == "yes"


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({}, "Lead commissioner", "Name the lead commissioner, or write yes"),
        ({"State": "Future consideration"}, "State", "A new service is added to the scope"),
        ({"Commissioner TBC": "not said"}, "Commissioner TBC", "Write yes or no"),
        ({"Lead commissioner": "Health Trust", "Phase": 9}, "Phase", "no phase 9"),
        (
            {"Lead commissioner": "Health Trust", "Added as printed": "TBC"},
            "Added as printed",
            "Enter the date",
        ),
    ],
)
def test_a_new_row_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, object], heading: str, part: str
) -> None:
    found = refusal("services", world.act, {"Service": "Health visiting", **cells})
    assert found[0] == heading
    assert part in found[1]


def test_another_name_that_two_organisations_have_stands_for_neither(world: SimpleNamespace) -> None:
    row = row_of("services", world.act, Service="School nursing")
    OrganisationAliasFactory(organisation=world.trust, name="The NHS")
    third = OrganisationFactory(name="City Trust")
    CommissionerCodeFactory(programme=world.programme, organisation=third, code="CITY")
    alias = OrganisationAliasFactory(organisation=third, name="the nhs")
    cells = {"Lead_commissioner": "The NHS", "Lead_commissioner_code": None}
    assert refusal("services", world.act, row, **cells)[0] == "Lead commissioner"
    alias.delete()
    changed("services", world.act, row, **cells)


def test_a_name_in_the_programme_is_that_service_and_not_another(world: SimpleNamespace) -> None:
    row = {"Service": "school  NURSING", "Phase": 2}
    assert planned("services", world.act, [row]).rows[0].record == world.service
    row_of("services", world.act, Service="School nursing")
    changed(
        "services",
        world.act,
        row_of("services", world.act, Service="School nursing"),
        Service="School health",
    )
    heading, message = refusal(
        "services", world.act, {"Service": "School nursing", "Lead commissioner": "County Council"}
    )
    assert heading == "Service"
    assert "is another name of “School health”" in message


# --- what no door does ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"State": "Future consideration"}, "State", "write “In scope”"),
        ({"State": "In scope – TBC"}, "State", "needs a yes in “Commissioner TBC”"),
        (
            {"State": "In scope – TBC", "Inclusion_TBC": "yes"},
            "Inclusion TBC",
            "not made to be confirmed again",
        ),
        ({"Commissioner_TBC": "yes"}, "State", "says that nothing is to be confirmed"),
        ({"State": "Removed from scope"}, "Phase", "leaves its phase. Empty this cell."),
        ({"State": "Out of scope"}, "State", "is not one of the choices"),
        ({"Commissioner_TBC": "perhaps"}, "Commissioner TBC", "is neither yes nor no"),
        (
            {"Lead_commissioner": "Nobody known"},
            "Lead commissioner",
            "is no organisation that can be named here",
        ),
        ({"Lead_commissioner": "Health Trusts"}, "Lead commissioner", "Did you mean “Health Trust”?"),
        ({"Lead_commissioner_code": "XX"}, "Lead commissioner code", "is no code"),
        ({"Added_as_printed": "May 2011"}, "Added as printed", "does not change afterwards"),
        ({"Service": None}, "Service", "Enter the service’s name."),
        ({"Lead_commissioner_code": "HT"}, "Lead commissioner code", "the name that of County Council"),
    ],
)
def test_what_no_act_leads_to_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, str | None], heading: str, part: str
) -> None:
    found = refusal("services", world.act, row_of("services", world.act, Service="School nursing"), **cells)
    assert found[0] == heading
    assert part in found[1]


def test_a_code_and_a_name_of_two_organisations_are_refused(world: SimpleNamespace) -> None:
    third = OrganisationFactory(name="City Council")
    CommissionerCodeFactory(programme=world.programme, organisation=third, code="CITY")
    row = row_of("services", world.act, Service="School nursing")
    heading, message = refusal(
        "services", world.act, row, Lead_commissioner_code="HT", Lead_commissioner="City Council"
    )
    assert heading == "Lead commissioner code"
    assert "Health Trust" in message
    assert "City Council" in message


def test_worked_out_cells_are_told_and_never_read(world: SimpleNamespace) -> None:
    row = row_of("services", world.act, Service="School nursing")
    plan = planned("services", world.act, [with_cells(row, Budget_in_words="£1m", Phase_name="Another")])
    assert [each.verdict for each in plan.rows] == [Verdict.SAME]
    assert {word.split("”")[0] for word in plan.told} == {"“Budget in words", "“Phase name"}


def test_a_day_before_the_latest_change_is_refused(world: SimpleNamespace) -> None:
    row = row_of("services", world.act, Service="School nursing")
    changed("services", world.act, row, Service="School health")
    early = act_of(world.act.by, world.programme, effective_on=date(2019, 1, 1))
    heading, message = refusal(
        "services", early, row_of("services", early, Service="School health"), Service="Nursing"
    )
    assert (heading, "later" in message) == ("", True)


# --- whose ------------------------------------------------------------------------------------------------------


def test_another_programmes_service_is_unknown_here(world: SimpleNamespace) -> None:
    other = service_in_scope(name="Elsewhere", programme=ProgrammeFactory())
    heading, message = refusal("services", world.act, {"Reference": other.reference, "Service": "Elsewhere"})
    assert heading == "Reference"
    assert message.startswith("No service with this reference is known here.")
    assert "Elsewhere" not in message


def test_a_commissioner_changes_only_what_their_own_organisation_leads(world: SimpleNamespace) -> None:
    own = act_of(
        person_with(Role.COMMISSIONER, programme=world.programme, organisation=world.council), world.programme
    )
    another = act_of(
        person_with(Role.COMMISSIONER, programme=world.programme, organisation=world.trust), world.programme
    )
    row = row_of("services", own, Service="School nursing")
    heading, message = refusal("services", another, row, Service="School health")
    assert (heading, "by the commissioners of County Council" in message) == ("", True)
    changed("services", own, row, Service="School health")


def test_a_commissioner_adds_for_their_own_organisation_only(world: SimpleNamespace) -> None:
    own = act_of(
        person_with(Role.COMMISSIONER, programme=world.programme, organisation=world.council), world.programme
    )
    row = {"Service": "Health visiting", "Lead commissioner code": "HT"}
    assert refusal("services", own, row)[0] == "Lead commissioner code"
    assert refusal("services", own, {"Service": "Open", "Commissioner TBC": "yes"})[0] == "Lead commissioner"
    added("services", own, {**row, "Lead commissioner code": "CC"})


def test_who_may_only_read_changes_nothing(world: SimpleNamespace) -> None:
    reader = act_of(person_with(Role.BOARD_MEMBER, programme=world.programme), world.programme)
    row = row_of("services", world.act, Service="School nursing")
    assert refusal("services", reader, row, Service="School health")[0] == ""
    assert refusal("services", reader, {"Service": "New", "Lead commissioner": "County Council"})[0] == ""


def test_a_rehearsal_says_the_same_and_writes_nothing(world: SimpleNamespace) -> None:
    row = with_cells(
        row_of("services", world.act, Service="School nursing"), Service="School health", Phase=2
    )
    new = {"Service": "Health visiting", "Lead commissioner": "Health Trust"}
    before = exported("services", world.act)
    seen = written("services", world.act, [row, new], rehearsed=True)
    assert exported("services", world.act) == before
    done = written("services", world.act, [row, new])
    assert [(each.verdict, each.changes) for each in seen.rows] == [
        (each.verdict, each.changes) for each in done.rows
    ]


def test_a_lead_that_somebody_else_handed_over_meanwhile_is_not_handed_over_again(
    world: SimpleNamespace,
) -> None:
    """Whoever takes the file to the door last is told, although neither version of the service has moved."""
    third = OrganisationFactory(name="City Council")
    CommissionerCodeFactory(programme=world.programme, organisation=third, code="CITY")
    resource = resource_of("services")
    record = resource.records(world.act)[(world.service.reference,)]
    hand_over_lead(
        world.service,
        to=third,
        effective=date(2019, 6, 1),
        reason="Meanwhile",
        decision="Board",
        by=world.act.by,
        expected=seen_leads(world.service),
    )
    with pytest.raises(StaleEdit) as stale:
        resource.change(record, {"lead": LeadSaid(code="HT")}, world.act)
    assert refusals(stale.value, resource)[0][1].startswith("Somebody else changed this record")
    assert CommissionerCode.objects.count() == 3
    fresh = row_of("services", world.act, Service="School nursing")
    assert one("services", world.act, with_cells(fresh, **TRUST)).verdict == Verdict.CHANGED, told
