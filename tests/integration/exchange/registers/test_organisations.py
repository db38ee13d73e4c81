"""Organisations from a sheet: one register for every programme, kept by few, seen as far as the programmes are."""

from types import SimpleNamespace

import pytest

from commissioning.core.access import Role
from commissioning.exchange.models import Verdict
from programmes.models import Organisation, OrganisationAlias
from tests.factories import OrganisationAliasFactory, OrganisationFactory, ProgrammeFactory, service_in_scope
from tests.factories.people import person_with
from tests.integration.exchange.registers.by_hand import (
    WHY,
    act_of,
    added,
    changed,
    exported,
    refusal,
    row_of,
    told,
    with_cells,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]


@pytest.fixture
def world() -> SimpleNamespace:
    council = OrganisationFactory(reference="ORG-CC", name="County Council", kind="local_authority")
    trust = OrganisationFactory(reference="ORG-HT", name="Health Trust", kind="provider")
    OrganisationAliasFactory(organisation=trust, name="The Trust")
    programme = ProgrammeFactory()
    service_in_scope(council, programme=programme)
    keeper = person_with(Role.PLATFORM_ADMINISTRATOR)
    return SimpleNamespace(council=council, trust=trust, programme=programme, act=act_of(keeper, None))


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"Name": "Health and Care Trust"}, "name", "Health and Care Trust"),
        ({"Kind": "NHS commissioner"}, "kind", "nhs_commissioner"),
        ({"Parent reference": "ORG-CC"}, "parent", "County Council"),
        ({"Parent reference": "county council"}, "parent", "County Council"),
    ],
)
def test_each_column_changes_and_says_why_in_the_history(
    world: SimpleNamespace, cells: dict[str, str], name: str, value: str
) -> None:
    changed("organisations", world.act, row_of("organisations", world.act, Reference="ORG-HT"), **cells)
    world.trust.refresh_from_db()
    assert str(getattr(world.trust, name)) == value
    event = world.trust.events.latest("pgh_id")
    assert event.pgh_context["reason"] == WHY
    assert event.pgh_context["user"] == world.act.by.pk


def test_a_parent_is_taken_away_by_an_empty_cell(world: SimpleNamespace) -> None:
    world.trust.parent = world.council
    world.trust.save()
    row = row_of("organisations", world.act, Reference="ORG-HT")
    changed("organisations", world.act, row, Parent_reference=None)
    world.trust.refresh_from_db()
    assert world.trust.parent is None


def test_other_names_are_exactly_those_listed_and_what_stays_keeps_its_row(world: SimpleNamespace) -> None:
    kept = OrganisationAlias.objects.get()
    row = row_of("organisations", world.act, Reference="ORG-HT")
    changed("organisations", world.act, row, Other_names="HT; The Trust; HT")
    assert set(OrganisationAlias.objects.values_list("name", flat=True)) == {"HT", "The Trust"}
    assert OrganisationAlias.objects.filter(pk=kept.pk).exists()
    changed(
        "organisations", world.act, row_of("organisations", world.act, Reference="ORG-HT"), Other_names=None
    )
    assert not OrganisationAlias.objects.exists()


def test_a_new_row_has_its_own_reference_or_the_next_one(world: SimpleNamespace) -> None:
    own = {"Reference": "ORG-NEW", "Name": "New body", "Kind": "Provider", "Other names": "NB; Newbody"}
    assert added("organisations", world.act, own).key == ("ORG-NEW",)
    found = added("organisations", world.act, {"Reference": None, "Name": "Next body", "Kind": None})
    assert found.key[0].startswith("ORG-")
    assert Organisation.objects.get(name="Next body").kind == "other"


def test_a_row_may_be_part_of_one_that_an_earlier_row_adds(world: SimpleNamespace) -> None:
    rows = [
        {"Name": "Directorate", "Parent reference": None},
        {"Name": "Team", "Parent reference": "Directorate"},
    ]
    plan = written("organisations", world.act, rows)
    assert [row.verdict for row in plan.rows] == [Verdict.NEW, Verdict.NEW]
    assert str(Organisation.objects.get(name="Team").parent) == "Directorate"


def test_a_name_that_is_known_is_that_organisation(world: SimpleNamespace) -> None:
    changed("organisations", world.act, {"Name": "health trust", "Kind": "Other"})
    assert Organisation.objects.count() == 3 - 1


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Reference": "ORG-HT", "Name": "COUNTY COUNCIL"}, "Name", "(ORG-CC) has this name already"),
        ({"Reference": "ORG-TYPO", "Name": "Health Trust"}, "Name", "(ORG-HT) has this name already"),
        ({"Reference": "ORG-HT", "Name": None}, "Name", ""),
        ({"Reference": "ORG-HT", "Kind": "Club"}, "Kind", "is not one of the choices"),
        ({"Reference": "ORG-HT", "Parent reference": "ORG-HT"}, "Parent reference", "not part of itself"),
        ({"Reference": "ORG-HT", "Parent reference": "ORG-XX"}, "Parent reference", "is no organisation"),
        (
            {"Reference": "ORG-HT", "Other names": "county council"},
            "Other names",
            "the name of another organisation",
        ),
        ({"Reference": "ORG-HT", "Other names": "Health Trust"}, "Other names", "its own name already"),
        ({"Reference": "not fit", "Name": "New body"}, "Reference", "cannot stand in the address"),
        ({"Reference": "ORG-NEW", "Kind": "Provider"}, "Name", "A new organisation needs this."),
    ],
)
def test_what_is_wrong_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, str], heading: str, part: str
) -> None:
    found = refusal("organisations", world.act, cells)
    assert found[0] == heading
    assert part in found[1]


def test_nothing_is_part_of_itself_by_way_of_others(world: SimpleNamespace) -> None:
    OrganisationFactory(reference="ORG-T", name="Team", parent=world.council)
    row = row_of("organisations", world.act, Reference="ORG-CC")
    assert refusal("organisations", world.act, row, Parent_reference="ORG-T")[0] == "Parent reference"
    changed("organisations", world.act, row, Parent_reference="ORG-HT")


# --- whose ------------------------------------------------------------------------------------------------------


def test_others_see_what_their_programmes_name_and_change_nothing(world: SimpleNamespace) -> None:
    manager = act_of(person_with(Role.PROGRAMME_MANAGER, programme=world.programme), None)
    assert [row["Reference"] for row in exported("organisations", manager)] == ["ORG-CC"]
    row = row_of("organisations", manager, Reference="ORG-CC")
    plan = written("organisations", manager, [with_cells(row, Kind="Other"), {"Name": "New body"}])
    assert [each.verdict for each in plan.rows] == [Verdict.REFUSED] * 2
    assert "kept by platform administrators" in told(plan.rows[0])[0][3]
    plan = written("organisations", world.act, [with_cells(row, Kind="Other"), {"Name": "New body"}])
    assert [each.verdict for each in plan.rows] == [Verdict.CHANGED, Verdict.NEW]


def test_who_keeps_them_sees_all(world: SimpleNamespace) -> None:
    found = {row["Reference"]: row for row in exported("organisations", world.act)}
    assert set(found) >= {"ORG-CC", "ORG-HT"}
    assert found["ORG-HT"]["Other names"] == "The Trust"
