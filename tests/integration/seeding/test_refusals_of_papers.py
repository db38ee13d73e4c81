"""A fixture of Nottinghamshire or Derby that is not right is refused by record and field, and leaves nothing behind."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commissioning.seeding.load import Load
from commissioning.seeding.models import LoadedRecord
from commissioning.seeding.programme import load_programme_fixture
from commissioning.seeding.records import FixtureError
from governance.models import Body, GovernanceLink
from programmes.models import (
    CommissioningResponsibility,
    Milestone,
    Organisation,
    Programme,
    ProjectSummary,
    Service,
    ServiceGroup,
)
from tests.integration.seeding.conftest import DEMO

pytestmark = pytest.mark.django_db
Files = dict[str, Any]
Change = Callable[[Files, Files], object]


@pytest.fixture
def load_changed_paper(tmp_path: Path) -> Callable[..., Load]:
    """Loads a paper after `change(facts, reading)` has altered the copies it is given."""

    def load(key: str, change: Change = lambda _facts, _reading: None) -> Load:
        names = f"{key}.json", f"{key}_reading.json"
        files = [json.loads((DEMO / name).read_text(encoding="utf-8")) for name in names]
        change(*files)
        for name, data in zip(names, files, strict=True):
            (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
        return load_programme_fixture(*(tmp_path / name for name in names), command="load_demo")

    return load


@pytest.mark.parametrize(
    ("key", "change", "said"),
    [
        (
            "nottinghamshire",
            lambda f, _: f["commissioners_table_1"][0].update(lead_commissioner="Nobody"),
            "NOT-T1-01, lead_commissioner: 'Nobody' is not the name of an organisation",
        ),
        (
            "nottinghamshire",
            lambda f, _: f["commissioners_table_1"][0]["from"].update(
                start=None, end=None, precision="none", status="tbc"
            ),
            "NOT-T1-01, from: has no first day",
        ),
        (
            "nottinghamshire",
            lambda _, r: r["services_meant"].update({"NOT-SG-01": ["NOT-T1-99"]}),
            "NOT-SG-01, services: there is no service NOT-T1-99",
        ),
        (
            "nottinghamshire",
            lambda f, _: f["service_groups"][0].update(model="NOT-MOD-X"),
            "NOT-SG-01, model: there is no commissioning model NOT-MOD-X",
        ),
        (
            "nottinghamshire",
            lambda _, r: r["statements"][1].update(at="programme.visions"),
            "nottinghamshire_reading.json, programme.visions: is nowhere in the fixture",
        ),
        (
            "nottinghamshire",
            lambda _, r: r["statements"][0].update(kind="oddity"),
            "NOT-PUR-1, kind: Value 'oddity' is not a valid choice",
        ),
        (
            "nottinghamshire",
            lambda f, _: f["governance"]["accountability_chain"][0].update(type="friendship"),
            "nottinghamshire_reading.json link_kinds, friendship: is missing",
        ),
        (
            "nottinghamshire",
            lambda f, _: f["governance"]["childrens_trust_board_membership"].append("Nobody"),
            "NOT-GOV-CTB, members: 'Nobody' is not the name of an organisation",
        ),
        (
            "nottinghamshire",
            lambda f, _: f["posts"][0].update(fte="one"),
            "NOT-POST-1, fte: is text where a number was expected",
        ),
        (
            "derby",
            lambda f, _: f["project_summaries"][0].update(intention="DER-CI-9"),
            "DER-PRJ-1, intention: there is no commissioning intention DER-CI-9",
        ),
        (
            "derby",
            lambda f, _: f["project_summaries"][0]["milestones"][0]["date"].update(precision="moon"),
            "DER-PRJ-1 milestones 1, date: 'moon' is not a valid Precision",
        ),
        (
            "derby",
            lambda f, _: f["hwb_actions"][0].update(status="perhaps"),
            "DER-ACT-1, status: 'perhaps' is not the state of an action",
        ),
        (
            "derby",
            lambda f, _: f["governance"]["chain"][0].update({"to": "Nobody"}),
            "'Nobody' is not the name of a body",
        ),
        (
            "derby",
            lambda f, _: f["implications"][0].update(area="weather"),
            "weather: is missing",
        ),
        (
            "derby",
            lambda _, r: r["project_funding"][0].update(qualifier="vague"),
            "DER-FUND-1, qualifier: 'vague' is not one of those for money",
        ),
    ],
)
def test_what_is_wrong_is_told_by_record_and_field(
    load_changed_paper: Callable[..., Load], key: str, change: Change, said: str
) -> None:
    with pytest.raises(FixtureError) as refused:
        load_changed_paper(key, change)
    assert said in str(refused.value)
    assert not Programme.objects.exists()
    assert not LoadedRecord.objects.exists()


@pytest.mark.parametrize("key", ["nottinghamshire", "derby"])
def test_the_same_files_unchanged_are_loaded(load_changed_paper: Callable[..., Load], key: str) -> None:
    assert load_changed_paper(key).left_out == []
    assert Programme.objects.get().key == key


def test_what_needs_a_deleted_record_is_left_out_and_said(load_changed_paper: Callable[..., Load]) -> None:
    load_changed_paper("nottinghamshire")
    Body.objects.get(reference="NOT-GOV-NSCB").delete()

    def another_link(facts: Files, _reading: Files) -> None:
        facts["governance"]["accountability_chain"].append(
            {"from": "Hub", "to": "Nottinghamshire Safeguarding Children Board", "type": "appropriate links"}
        )

    again = load_changed_paper("nottinghamshire", another_link)
    assert again.created == 0
    assert again.left_out == ["NOT-LINK-6: NOT-GOV-NSCB was deleted, so it is left out"]
    assert GovernanceLink.objects.count() == 4


def test_a_claim_that_a_person_took_away_stays_away_and_a_new_group_is_added(
    load_changed_paper: Callable[..., Load],
) -> None:
    load_changed_paper("nottinghamshire")
    CommissioningResponsibility.objects.get(reference="NOT-SG-10-LEAD-1").delete()

    def another_group(facts: Files, reading: Files) -> None:
        facts["service_groups"].append({**facts["service_groups"][9], "id": "NOT-SG-18", "name": "More"})
        reading["services_meant"]["NOT-SG-18"] = ["NOT-T1-12"]

    again = load_changed_paper("nottinghamshire", another_group)
    assert again.left_out == []
    assert not CommissioningResponsibility.objects.filter(reference="NOT-SG-10-LEAD-1").exists()
    added = ServiceGroup.objects.get(reference="NOT-SG-18")
    assert [service.reference for service in added.services.all()] == ["NOT-T1-12"]
    assert {lead.reference for lead in added.leads.all()} == {"NOT-ORG-HUB"}
    assert again.created == 3  # the group, its entry in the printed list, the lead that it claims


def test_a_milestone_added_to_a_paper_later_finds_its_project(
    load_changed_paper: Callable[..., Load],
) -> None:
    load_changed_paper("derby")
    ProjectSummary.objects.filter(reference="DER-PRJ-5").update(aim="ours")

    def another(facts: Files, _reading: Files) -> None:
        milestones = facts["project_summaries"][4]["milestones"]
        milestones.append({**milestones[0], "text": "one more"})

    again = load_changed_paper("derby", another)
    assert (again.created, again.left_out) == (1, [])
    row = Milestone.objects.get(text="one more")
    assert (row.reference, row.summary.aim) == ("DER-PRJ-5-M-4", "ours")


def test_an_organisation_that_another_paper_names_is_used_and_not_made_again(
    load_changed_paper: Callable[..., Load],
) -> None:
    load_changed_paper("nottinghamshire")

    def shared(facts: Files, _reading: Files) -> None:
        facts["organisations"][4]["name"] = "Health and Wellbeing Board"

    again = load_changed_paper("derby", shared)
    assert again.left_out == []
    assert Organisation.objects.filter(name="Health and Wellbeing Board").count() == 1
    board = Body.objects.get(reference="DER-GOV-HWB")
    assert board.organisation is not None
    assert board.organisation.reference == "NOT-ORG-HWB"
    assert Service.objects.count() == 19
