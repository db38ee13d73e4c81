"""Commissioning models as Appendix 2 of the Nottinghamshire paper prints them, their flags, and their form."""

from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.models import User
from programmes.models import CommissioningModel, Programme, ServiceGroup
from programmes.selectors.commissioning_models import models_of, service_groups, under_two_models
from programmes.services.service_groups import GroupTerms, change_group
from tests.factories import (
    CommissioningModelFactory,
    ProgrammeFactory,
    ServiceGroupFactory,
    ServiceGroupServiceFactory,
    UserFactory,
    person_with,
    service_in_scope,
)


def text(response: HttpResponse) -> str:
    return " ".join(unescape(response.content.decode()).split())


# --- the paper ------------------------------------------------------------------------------------------------------


def test_seventeen_groups_five_co_ordinated_four_joint_eight_integrated(nottinghamshire: Programme) -> None:
    assert [(model.name, model.level, model.groups) for model in models_of(nottinghamshire)] == [
        ("Co-ordinated", 1, 5),
        ("Joint", 2, 4),
        ("Integrated", 3, 8),
    ]
    assert len(service_groups(nottinghamshire)) == 17


def test_each_model_stands_by_its_four_parts(nottinghamshire: Programme) -> None:
    parts = {model.name: [part.arrangement for part in model.parts] for model in models_of(nottinghamshire)}

    assert parts == {
        "Co-ordinated": ["Joint", "Separate", "Separate", "Separate"],
        "Joint": [
            "Joint",
            "Joint specification, lead commissioner contracts",
            "Agreed jointly, budgets aligned",
            "Retained by each commissioner",
        ],
        "Integrated": ["Delegated to one team", "Delegated to one team", "Pooled", "Delegated to one team"],
    }


def test_a_group_keeps_its_lead_rationale_and_end_as_printed(nottinghamshire: Programme) -> None:
    groups = {group.reference: group for group in service_groups(nottinghamshire)}
    visiting, obesity = groups["NOT-SG-04"], groups["NOT-SG-06"]

    assert (visiting.lead_as_printed, visiting.until.printed) == (
        "NHS England Area Teams",
        "until April 2015",
    )
    assert visiting.rationale.startswith("commissioned by NHSE AT until April 2015 then LA Public Health")
    assert obesity.lead_as_printed == "Public Health / Integrated Commissioning Hub"
    assert len(obesity.leads) == 2
    assert {service.reference for service in groups["NOT-SG-08"].services} == {
        "NOT-SVC-TEENPREG",
        "NOT-T1-11",
    }


def test_every_integrated_group_of_the_paper_has_a_section_75_agreement_at_least_intended(
    nottinghamshire: Programme,
) -> None:
    integrated = [group for group in service_groups(nottinghamshire) if group.level == 3]

    assert len(integrated) == 8
    assert {group.pooling_as_printed for group in integrated} == {"formal pooling via Section 75 agreements"}
    assert not [group for group in integrated if group.lacks_pooling]


def test_teenage_pregnancy_has_components_under_two_models(nottinghamshire: Programme) -> None:
    ((service, groups),) = under_two_models(service_groups(nottinghamshire))

    assert service.reference == "NOT-SVC-TEENPREG"
    assert [(group.reference, group.model) for group in groups] == [
        ("NOT-SG-08", "Joint"),
        ("NOT-SG-14", "Integrated"),
    ]


def test_the_page_shows_them_with_what_is_flagged(nottinghamshire: Programme) -> None:
    client = Client()
    client.force_login(User.objects.get(email="board@example.org"))

    response = client.get("/programmes/nottinghamshire/models/")

    shown = text(response)
    assert "17 groups of services: 5 co-ordinated, 4 joint, 8 integrated." in shown
    assert "None: every integrated group has one in place or intended." in shown
    assert [len(model["table"].rows) for model in response.context["models"]] == [5, 4, 8]
    assert "/models/NOT-SG" not in response.content.decode()  # a board member changes nothing


# --- groups of one's own --------------------------------------------------------------------------------------------


@pytest.fixture
def programme(db: None) -> Programme:
    programme: Programme = ProgrammeFactory(key="nottinghamshire")
    return programme


@pytest.fixture
def joint(programme: Programme) -> CommissioningModel:
    model: CommissioningModel = CommissioningModelFactory(
        programme=programme, name="Joint", level=2, reference="NOT-MOD-JO", money="aligned"
    )
    return model


@pytest.fixture
def integrated(programme: Programme) -> CommissioningModel:
    model: CommissioningModel = CommissioningModelFactory(
        programme=programme, name="Integrated", level=3, reference="NOT-MOD-IN", money="pooled"
    )
    return model


@pytest.fixture
def group(programme: Programme, joint: CommissioningModel, integrated: CommissioningModel) -> ServiceGroup:
    group: ServiceGroup = ServiceGroupFactory(
        programme=programme,
        reference="NOT-SG-09",
        name="Community paediatrics",
        commissioning_model=joint,
        money="aligned",
    )
    return group


@pytest.fixture
def by(db: None) -> User:
    person: User = UserFactory(job_title="Commissioner")
    return person


def terms(group: ServiceGroup, **more: Any) -> GroupTerms:
    kept = {name: getattr(group, name) for name in GroupTerms.__dataclass_fields__}
    return GroupTerms(**{**kept, **more})


@pytest.mark.parametrize(
    ("level", "pooling", "flagged"),
    [
        (3, "none", True),
        (3, "not_stated", True),
        (3, "intended", False),
        (3, "in_place", False),
        (2, "none", False),
        (1, "not_stated", False),
    ],
)
def test_integrated_without_a_pooled_fund_or_section_75_is_flagged(
    programme: Programme, level: int, pooling: str, flagged: bool
) -> None:
    model = CommissioningModelFactory(programme=programme, level=level)
    ServiceGroupFactory(programme=programme, commissioning_model=model, pooling=pooling)

    (row,) = service_groups(programme)

    assert row.lacks_pooling is flagged


def test_two_groups_of_one_model_for_a_service_are_no_conflict(
    programme: Programme, group: ServiceGroup, joint: CommissioningModel, integrated: CommissioningModel
) -> None:
    service = service_in_scope(programme=programme)
    other = ServiceGroupFactory(programme=programme, commissioning_model=joint)
    for each in (group, other):
        ServiceGroupServiceFactory(group=each, service=service)
    assert under_two_models(service_groups(programme)) == ()

    third = ServiceGroupFactory(programme=programme, commissioning_model=integrated)
    ServiceGroupServiceFactory(group=third, service=service)
    ((found, groups),) = under_two_models(service_groups(programme))
    assert (found.service_id, len(groups)) == (service.pk, 3)


def test_a_group_that_differs_from_its_model_says_how(programme: Programme, group: ServiceGroup) -> None:
    group.money = "pooled"
    group.save()

    (row,) = service_groups(programme)

    money = next(part for part in row.parts if part.name == "money")
    assert (money.arrangement, money.usual) == ("Pooled", "Agreed jointly, budgets aligned")
    assert [part.usual for part in row.parts if part.name != "money"] == ["", "", ""]


def test_describing_a_group_anew_keeps_who_why_and_what_stood_before(
    group: ServiceGroup, integrated: CommissioningModel, by: User
) -> None:
    asked = terms(group, intended_model=integrated, intended=parse_fuzzy_date("By April 2015"))

    changed = change_group(group, asked, reason="Agreed in principle.", by=by, expected=group.version)

    assert (changed.intended_model, changed.intended.printed) == (integrated, "By April 2015")
    event = group.events.order_by("pgh_id").last()
    assert (event.pgh_context["user"], event.pgh_context["reason"]) == (by.pk, "Agreed in principle.")


@pytest.mark.parametrize(
    ("field", "more", "words"),
    [
        (
            "intended",
            {"intended": parse_fuzzy_date("April 2015")},
            "Choose the model that is intended by then",
        ),
        ("commissioning_model", {}, "Nothing is different"),
    ],
)
def test_a_refusal_names_the_field(group: ServiceGroup, by: User, field: str, more: Any, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        change_group(group, terms(group, **more), reason="Why not", by=by, expected=group.version)

    assert words in refusal.value.message_dict[field][0]
    assert (
        change_group(group, terms(group, note="New"), reason="So", by=by, expected=group.version).note
        == "New"
    )


def test_the_model_intended_is_another_one(
    group: ServiceGroup, joint: CommissioningModel, integrated: CommissioningModel, by: User
) -> None:
    with pytest.raises(ValidationError, match="It is Joint now"):
        change_group(group, terms(group, intended_model=joint), reason="So", by=by, expected=group.version)
    assert change_group(
        group, terms(group, intended_model=integrated), reason="So", by=by, expected=group.version
    )


def test_a_reason_is_asked_for(group: ServiceGroup, by: User) -> None:
    with pytest.raises(ValidationError, match="Say why it changes"):
        change_group(group, terms(group, note="New"), reason=" ", by=by, expected=group.version)


def test_whoever_comes_second_is_told(group: ServiceGroup, by: User) -> None:
    seen = group.version
    change_group(group, terms(group, note="First"), reason="So", by=by, expected=seen)

    with pytest.raises(StaleEdit):
        change_group(group, terms(group, note="Second"), reason="So", by=by, expected=seen)

    group.refresh_from_db()
    assert group.note == "First"


# --- the form -------------------------------------------------------------------------------------------------------

URL = "/programmes/nottinghamshire/models/NOT-SG-09/change/"


@pytest.fixture
def client_of(programme: Programme) -> Any:
    def client_of(role: Role) -> Client:
        client = Client()
        client.force_login(person_with(role, programme=programme, job_title=f"The {role.label}"))
        return client

    return client_of


def typed(client: Client, **more: Any) -> dict[str, Any]:
    form = client.get(URL).context["form"]
    shown = {field.name: field.value() for field in form}
    shown["intended"] = shown["intended"].printed if shown["intended"] else ""
    return {
        **{name: "" if value is None else value for name, value in shown.items()},
        "reason": "Agreed.",
        **more,
    }


def test_a_commissioner_describes_a_group_in_the_browser(client_of: Any, group: ServiceGroup) -> None:
    client = client_of(Role.COMMISSIONER)

    response = client.post(URL, typed(client, intended_model="NOT-MOD-IN", intended="By April 2015"))

    assert response.status_code == 302
    page = text(client.get("/programmes/nottinghamshire/models/"))
    assert "Integrated, By April 2015" in page
    history = text(client.get(URL))
    assert "Model intended changed from “none” to “Integrated”." in history
    assert "The Commissioner" in history


def test_who_only_reads_is_refused(client_of: Any, group: ServiceGroup) -> None:
    assert client_of(Role.BOARD_MEMBER).get(URL).status_code == 403
    assert client_of(Role.PROGRAMME_MANAGER).get(URL).status_code == 200


def test_a_refusal_stands_at_its_field(client_of: Any, group: ServiceGroup) -> None:
    client = client_of(Role.PROGRAMME_MANAGER)

    response = client.post(URL, typed(client, intended="April 2015"))

    assert response.status_code == 422
    assert "Choose the model that is intended by then, or leave the date empty." in text(response)


def test_whoever_is_overtaken_chooses_field_by_field(client_of: Any, group: ServiceGroup, by: User) -> None:
    client = client_of(Role.PROGRAMME_MANAGER)
    mine = typed(client, note="Mine", rationale="My words")
    change_group(group, terms(group, note="Theirs"), reason="Theirs first.", by=by, expected=group.version)

    conflict = client.post(URL, mine)

    assert conflict.status_code == 409
    assert "Theirs first." in text(conflict)
    assert [field.name for field in conflict.context["conflict"].fields] == ["rationale", "note"]
    sent = {**dict(conflict.context["conflict"].hidden), "keep_note": "theirs", "keep_rationale": "yours"}
    assert client.post(URL, sent).status_code == 302
    group.refresh_from_db()
    assert (group.note, group.rationale) == ("Theirs", "My words")


def test_a_programme_without_models_says_so(client_of: Any, programme: Programme) -> None:
    assert "No commissioning model yet" in text(
        client_of(Role.ANALYST).get("/programmes/nottinghamshire/models/")
    )
