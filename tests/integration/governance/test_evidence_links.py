"""Evidence attached to plans: the doors, the pages, and who is shown what."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from commissioning.core.access import Role
from governance.models import EvidenceLink, Risk
from governance.selectors.evidence_links import evidence_for_targets, links_of, targets_for
from governance.selectors.risks import risks
from governance.services.evidence import attach_evidence, detach_evidence
from programmes.access import grants_for
from tests import factories
from tests.factories.people import person_with
from tests.integration.governance.reading import text_of

pytestmark = pytest.mark.django_db
WHY = "The same difficulty, met in another place."


@pytest.fixture
def plan():
    """A programme with something of each kind that evidence may support."""
    return factories.ProgrammeFactory(key="plan", place="Planshire")


@pytest.fixture
def point():
    """A learning point of a review that is another programme."""
    review = factories.ProgrammeFactory(key="review", place="Reviewshire")
    return factories.LearningPointFactory(
        programme=review, area__programme=review, area__key="CC4C", text="start with willing GPs"
    )


@pytest.fixture
def analyst(plan, point):
    """Attaches evidence in the plan, and reads the review."""
    person = person_with(Role.ANALYST, programme=plan)
    factories.RoleAssignmentFactory(user=person, role=Role.BOARD_MEMBER, programme=point.programme)
    return person


def grants(person):
    return grants_for(person, date(2026, 1, 1))


def targets_in(plan):
    return (
        factories.CommissioningIntentionFactory(programme=plan, title="Redesign pathways"),
        factories.RiskFactory(programme=plan, title="GPs may not join in"),
        factories.RecommendationFactory(programme=plan),
    )


def test_evidence_is_attached_to_each_kind_of_target_with_who_and_why(plan, point, analyst):
    for target in targets_in(plan):
        link = attach_evidence(point, target, note=f"  {WHY} ", by=analyst, grants=grants(analyst))
        assert (link.programme, link.note, link.attached_by) == (plan, WHY, analyst)
        shown = evidence_for_targets(type(target), [target.pk], grants(analyst))[target.pk]
        assert [(each.text, each.note, each.area_key) for each in shown] == [
            ("start with willing GPs", WHY, "CC4C")
        ]
    assert len(links_of(point, grants(analyst))) == 3


def test_a_figure_is_attached_with_its_value_and_basis(plan, point, analyst):
    figure = factories.ImpactFigureFactory(
        programme=point.programme, area=point.area, value=39, unit="percent", basis="observed"
    )
    risk = factories.RiskFactory(programme=plan)
    attach_evidence(figure, risk, note=WHY, by=analyst, grants=grants(analyst))
    (shown,) = evidence_for_targets(Risk, [risk.pk], grants(analyst))[risk.pk]
    assert (shown.value, shown.basis_label) == ("39%", "Observed")


def test_the_history_says_who_attached_it_and_why(plan, point, analyst):
    link = attach_evidence(point, targets_in(plan)[0], note=WHY, by=analyst, grants=grants(analyst))
    event = EvidenceLink.events.rel.related_model.objects.get(pgh_obj=link)
    assert event.pgh_context["reason"] == WHY
    assert event.pgh_context["user"] == analyst.pk


@pytest.mark.parametrize("note", ["", "   "])
def test_a_note_is_required(plan, point, analyst, note):
    with pytest.raises(ValidationError) as refusal:
        attach_evidence(point, targets_in(plan)[0], note=note, by=analyst, grants=grants(analyst))
    assert "note" in refusal.value.message_dict
    assert not EvidenceLink.objects.exists()


def test_the_same_evidence_is_not_attached_twice_but_other_evidence_is(plan, point, analyst):
    target = targets_in(plan)[1]
    attach_evidence(point, target, note=WHY, by=analyst, grants=grants(analyst))
    with pytest.raises(ValidationError) as refusal:
        attach_evidence(point, target, note="Again", by=analyst, grants=grants(analyst))
    assert "attached to it already" in refusal.value.message_dict["target"][0]
    other = factories.LearningPointFactory(programme=point.programme, area=point.area)
    attach_evidence(other, target, note=WHY, by=analyst, grants=grants(analyst))
    assert EvidenceLink.objects.count() == 2


def test_the_database_itself_refuses_a_second_link(plan, point, analyst):
    link = attach_evidence(point, targets_in(plan)[1], note=WHY, by=analyst, grants=grants(analyst))
    twin = EvidenceLink(
        reference="PLAN-EV-X",
        programme=plan,
        learning_point=point,
        risk=link.risk,
        note=WHY,
        attached_by=analyst,
    )
    with pytest.raises(IntegrityError, match="evidence_link_once"), transaction.atomic():
        twin.save()


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.FINANCE_LEAD])
def test_roles_that_may_not_attach_are_refused(plan, point, role):
    person = person_with(role, programme=plan)
    factories.RoleAssignmentFactory(user=person, role=Role.ANALYST, programme=point.programme)
    with pytest.raises(PermissionDenied):
        attach_evidence(point, targets_in(plan)[0], note=WHY, by=person, grants=grants(person))


@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.ANALYST, Role.COMMISSIONER])
def test_roles_that_may_attach_may(plan, point, role):
    more = {"organisation": factories.OrganisationFactory()} if role == Role.COMMISSIONER else {}
    person = person_with(role, programme=plan, **more)
    factories.RoleAssignmentFactory(user=person, role=Role.BOARD_MEMBER, programme=point.programme)
    assert attach_evidence(point, targets_in(plan)[0], note=WHY, by=person, grants=grants(person))


def test_a_review_that_the_person_may_not_see_yields_no_evidence(plan, point):
    person = person_with(Role.PROGRAMME_MANAGER, programme=plan)
    with pytest.raises(PermissionDenied):
        attach_evidence(point, targets_in(plan)[0], note=WHY, by=person, grants=grants(person))


def test_evidence_of_an_unseen_review_is_not_shown(plan, point, analyst):
    target = targets_in(plan)[1]
    attach_evidence(point, target, note=WHY, by=analyst, grants=grants(analyst))
    stranger = person_with(Role.PROGRAMME_MANAGER, programme=plan)
    assert evidence_for_targets(Risk, [target.pk], grants(stranger)) == {}
    assert evidence_for_targets(Risk, [target.pk], grants(analyst))


def test_targets_are_those_of_programmes_where_the_person_may_attach(plan, point, analyst):
    targets_in(plan)
    factories.RiskFactory(programme=point.programme, title="Elsewhere")
    words = [choice.words for group in targets_for(grants(analyst)) for choice in group.choices]
    assert any("Redesign pathways" in each for each in words)
    assert not any("Elsewhere" in each for each in words)


def test_evidence_is_taken_off_with_a_reason_and_stays_in_the_history(plan, point, analyst):
    link = attach_evidence(point, targets_in(plan)[1], note=WHY, by=analyst, grants=grants(analyst))
    with pytest.raises(ValidationError) as refusal:
        detach_evidence(link, reason=" ", by=analyst, grants=grants(analyst))
    assert "reason" in refusal.value.message_dict
    assert EvidenceLink.objects.filter(pk=link.pk).exists()
    detach_evidence(link, reason="Not the same difficulty after all", by=analyst, grants=grants(analyst))
    assert not EvidenceLink.objects.filter(pk=link.pk).exists()
    last = EvidenceLink.events.rel.related_model.objects.filter(pgh_obj_id=link.pk).latest("pgh_id")
    assert last.pgh_context["reason"] == "Not the same difficulty after all"


def test_who_may_not_attach_may_not_take_off(plan, point, analyst):
    link = attach_evidence(point, targets_in(plan)[1], note=WHY, by=analyst, grants=grants(analyst))
    board = person_with(Role.BOARD_MEMBER, programme=plan)
    with pytest.raises(PermissionDenied):
        detach_evidence(link, reason=WHY, by=board, grants=grants(board))


# --- pages ------------------------------------------------------------------------------------------------------


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def attach_url(point) -> str:
    return reverse("evidence_attach", args=[point.programme.key]) + f"?evidence={point.reference}"


def test_the_page_attaches_and_leads_to_what_the_evidence_supports(plan, point, analyst):
    _, risk, _ = targets_in(plan)
    client = signed_in(analyst)
    asked = client.get(attach_url(point))
    assert "Start with willing GPs" in text_of(asked)
    done = client.post(attach_url(point), {"target": f"risk:{risk.reference}", "note": WHY}, follow=True)
    words = text_of(done)
    assert "Attached to “GPs may not join in”" in words
    assert f"Why it bears on this: {WHY}" in words
    again = client.post(attach_url(point), {"target": f"risk:{risk.reference}", "note": WHY})
    assert again.status_code == 422
    assert "attached to it already" in text_of(again)
    assert EvidenceLink.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"note": WHY}, "Choose what the evidence is for"),
        ({"target": "risk:NOWHERE", "note": WHY}, "not among what you may attach evidence to"),
    ],
)
def test_the_page_names_the_field_and_the_cure(plan, point, analyst, sent, problem):
    targets_in(plan)
    answer = signed_in(analyst).post(attach_url(point), sent)
    assert answer.status_code == 422
    assert problem in text_of(answer)
    assert not EvidenceLink.objects.exists()


def test_a_target_elsewhere_cannot_be_slipped_in(plan, point, analyst):
    elsewhere = factories.RiskFactory(programme=point.programme)
    answer = signed_in(analyst).post(
        attach_url(point), {"target": f"risk:{elsewhere.reference}", "note": WHY}
    )
    assert answer.status_code == 422
    assert not EvidenceLink.objects.exists()


def test_without_evidence_the_page_says_where_to_choose_it(point, analyst):
    words = text_of(signed_in(analyst).get(reverse("evidence_attach", args=["review"])))
    assert "Choose a learning point or a figure first" in words
    unknown = reverse("evidence_attach", args=["review"]) + "?evidence=NOT-THERE"
    assert signed_in(analyst).get(unknown).status_code == 404


def test_the_page_takes_off_with_a_reason(plan, point, analyst):
    link = attach_evidence(point, targets_in(plan)[1], note=WHY, by=analyst, grants=grants(analyst))
    address = reverse("evidence_detach", args=["plan", link.reference])
    client = signed_in(analyst)
    assert WHY in text_of(client.get(address))
    refused = client.post(address, {"reason": ""})
    assert (refused.status_code, EvidenceLink.objects.count()) == (422, 1)
    done = client.post(address, {"reason": "It was the wrong risk"}, follow=True)
    assert "Taken off" in text_of(done)
    assert not EvidenceLink.objects.exists()


def test_the_register_says_what_nobody_has_assessed_owned_or_mitigated(plan):
    factories.RiskFactory(programme=plan, title="Bare")
    kept = factories.RiskFactory(programme=plan, title="Kept", owner_role="Director")
    factories.RiskMitigationFactory(risk=kept, mitigation__text="A plan")
    factories.RiskAssessmentFactory(risk=kept, likelihood=3, impact=4)
    board = signed_in(person_with(Role.BOARD_MEMBER, programme=plan))
    words = text_of(board.get(reverse("risks", args=["plan"])))
    assert "2 risks: 1 not assessed, 1 without an owner, 1 without a mitigation." in words
    assert "likelihood 3 × impact 4" in words
    assert [row.title for row in risks(plan)] == ["Kept", "Bare"]
    assert [row.score for row in risks(plan)] == [12, None]


def test_illustrative_evidence_is_marked(plan, point, analyst):
    risk = factories.RiskFactory(programme=plan, illustrative=True)
    assert attach_evidence(point, risk, note=WHY, by=analyst, grants=grants(analyst)).illustrative


def test_a_programme_without_risks_says_so(plan):
    board = signed_in(person_with(Role.BOARD_MEMBER, programme=plan))
    assert "No risk is recorded." in text_of(board.get(reverse("risks", args=["plan"])))


@pytest.mark.parametrize("place", [0, 1, 2], ids=["intention", "risk", "recommendation"])
def test_each_page_shows_the_evidence_of_what_it_is_about(plan, point, analyst, place):
    targets = targets_in(plan)
    pages = (
        reverse("intention", args=["plan", targets[0].reference]),
        reverse("risks", args=["plan"]),
        reverse("asks", args=["plan"]),
    )
    client = signed_in(analyst)
    assert WHY not in text_of(client.get(pages[place]))
    attach_evidence(point, targets[place], note=WHY, by=analyst, grants=grants(analyst))
    words = text_of(client.get(pages[place]))
    assert "Evidence from elsewhere" in words
    assert f"Why it bears on this: {WHY}" in words
    assert "Take it off : start with willing GPs" in words
    others = [text_of(client.get(each)) for number, each in enumerate(pages) if number != place]
    assert not any(WHY in each for each in others)


@pytest.mark.parametrize("place", [0, 1, 2], ids=["intention", "risk", "recommendation"])
def test_attaching_by_the_page_leads_to_the_page_that_shows_it(plan, point, analyst, place):
    target = targets_in(plan)[place]
    kind = ("intention", "risk", "recommendation")[place]
    done = signed_in(analyst).post(
        attach_url(point), {"target": f"{kind}:{target.reference}", "note": WHY}, follow=True
    )
    assert done.status_code == 200
    assert f"Why it bears on this: {WHY}" in text_of(done)
