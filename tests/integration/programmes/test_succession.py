"""Organisations that pass to others: what the one act writes, its preview, and each refusal beside a passing twin."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    OrganisationSuccession,
    Programme,
    ResponsibilityChange,
    Service,
)
from programmes.selectors.responsibilities import lead_on
from programmes.selectors.successions import successions
from programmes.services.succession import preview_succession, record_succession
from tests.factories import (
    CommissioningResponsibilityFactory,
    OrganisationFactory,
    ProgrammeFactory,
    UserFactory,
    service_in_scope,
)

pytestmark = pytest.mark.django_db
DAY = date(2013, 4, 1)
SAID = {"reason": "The Act of 2012.", "decision": "Parliament, 27 March 2012"}


@dataclass
class Desk:
    programme: Programme
    trust: Organisation
    groups: Organisation
    health: Organisation
    by: User
    services: list[Service]
    terms: list[CommissioningResponsibility]

    def asked(self, **more: Any) -> dict[str, Any]:
        return {
            "predecessors": [self.trust],
            "successors": [self.groups],
            "kind": "renamed",
            "effective": DAY,
            **more,
        }

    def record(self, **more: Any) -> ResponsibilityChange:
        return record_succession(self.programme, by=self.by, **{**self.asked(), **SAID, **more})

    def split(self, **more: Any) -> ResponsibilityChange:
        to = {self.terms[0].pk: self.groups, self.terms[1].pk: self.health}
        given = {"kind": "split", "successors": [self.groups, self.health], "assignments": to}
        return self.record(**{**given, **more})

    def refused(self, act: Any = None, **more: Any) -> dict[str, list[str]]:
        """The refusal by field, after making sure that nothing was written."""
        before = list(CommissioningResponsibility.objects.values()), OrganisationSuccession.objects.count()
        with pytest.raises(ValidationError) as refusal:
            (act or self.record)(**more)
        assert (
            list(CommissioningResponsibility.objects.values()),
            OrganisationSuccession.objects.count(),
        ) == before
        return refusal.value.message_dict

    def leaders(self, day: date) -> list[str]:
        found = (lead_on(self.programme, service.reference, day) for service in self.services)
        return [row.organisation if row else "nobody" for row in found]


@pytest.fixture
def desk() -> Desk:
    programme = ProgrammeFactory(reference="NOT-PRG")
    trust, groups, health = (
        OrganisationFactory(name=name) for name in ("County PCT", "CCGs", "Public Health")
    )
    services = [
        service_in_scope(programme=programme, name=name, reference=reference)
        for name, reference in (("Maternity", "NOT-T1-01"), ("School nursing", "NOT-T1-05"))
    ]
    terms = [
        CommissioningResponsibilityFactory(
            programme=programme,
            service=service,
            organisation=trust,
            starts_on=date(2006, 10, 1),
            statutory=True,
        )
        for service in services
    ]
    return Desk(programme, trust, groups, health, UserFactory(), services, terms)


def test_a_renaming_ends_and_opens_every_responsibility_on_the_day(desk: Desk) -> None:
    act = desk.record()

    assert desk.leaders(date(2013, 3, 31)) == ["County PCT", "County PCT"]
    assert desk.leaders(DAY) == ["CCGs", "CCGs"]
    assert (act.kind, act.text) == ("succession", "County PCT renamed CCGs.")
    opened = CommissioningResponsibility.objects.filter(opened_by=act)
    assert {(row.organisation, row.starts_on, row.statutory) for row in opened} == {(desk.groups, DAY, True)}
    assert CommissioningResponsibility.objects.filter(closed_by=act).count() == 2


def test_a_split_passes_each_responsibility_to_whom_it_was_given(desk: Desk) -> None:
    act = desk.split()

    assert desk.leaders(DAY) == ["CCGs", "Public Health"]
    pairs = OrganisationSuccession.objects.order_by("reference")
    assert [(row.reference, row.successor.name, row.kind, row.took_effect_on) for row in pairs] == [
        (f"{act.reference}-1", "CCGs", "split", DAY),
        (f"{act.reference}-2", "Public Health", "split", DAY),
    ]
    assert act.text == "County PCT split between CCGs and Public Health."


def test_several_organisations_merge_into_one(desk: Desk) -> None:
    other = OrganisationFactory(name="Bassetlaw PCT")
    CommissioningResponsibilityFactory(
        programme=desk.programme,
        service=desk.services[0],
        organisation=other,
        role="co_commissioner",
        standing="proposed",
        starts_on=None,
    )

    act = desk.record(predecessors=[desk.trust, other], kind="merged")

    assert OrganisationSuccession.objects.filter(successor=desk.groups).count() == 2
    opened = CommissioningResponsibility.objects.filter(opened_by=act).order_by("role")
    assert [(row.role, row.standing) for row in opened] == [
        ("co_commissioner", "proposed"),
        ("lead_commissioner", "current"),
        ("lead_commissioner", "current"),
    ]


def test_nothing_of_an_old_row_is_rewritten_but_its_end_and_standing(desk: Desk) -> None:
    columns = (
        "reference",
        "organisation_id",
        "starts_on",
        "role",
        "governing",
        "statutory",
        "note",
        "term_text",
    )
    before = list(CommissioningResponsibility.objects.order_by("pk").values(*columns))

    desk.split()

    kept = CommissioningResponsibility.objects.filter(pk__in=[term.pk for term in desk.terms])
    assert list(kept.order_by("pk").values(*columns)) == before
    assert set(kept.values_list("ends_on", "standing")) == {(DAY, "ended")}


def test_terms_that_ended_before_and_other_programmes_are_left_alone(desk: Desk) -> None:
    past = CommissioningResponsibilityFactory(
        programme=desk.programme, organisation=desk.trust, governing=False, ends_on=DAY
    )
    elsewhere = CommissioningResponsibilityFactory(organisation=desk.trust, starts_on=date(2006, 10, 1))

    desk.record()

    for row in (past, elsewhere):
        row.refresh_from_db()
        assert (row.version, row.closed_by) == (1, None)


def test_a_term_that_was_to_begin_later_never_begins_and_the_successors_does(desk: Desk) -> None:
    desk.terms[0].ends_on = date(2014, 4, 1)
    desk.terms[0].organisation = OrganisationFactory(name="Area Teams")
    desk.terms[0].save()
    later = CommissioningResponsibilityFactory(
        programme=desk.programme,
        service=desk.services[0],
        organisation=desk.trust,
        standing="agreed",
        starts_on=date(2014, 4, 1),
    )

    desk.record()

    later.refresh_from_db()
    assert (later.starts_on, later.ends_on, later.governing, later.standing) == (
        date(2014, 4, 1),
        None,
        False,
        "ended",
    )
    assert [desk.leaders(day)[0] for day in (date(2014, 3, 31), date(2014, 4, 1))] == ["Area Teams", "CCGs"]


def test_a_new_organisation_is_made_by_the_act(desk: Desk) -> None:
    desk.record(successors=[Organisation(name="  Integrated   Care Board ")])

    made = Organisation.objects.get(name="Integrated Care Board")
    assert (made.kind, made.reference.startswith("ORG-")) == (desk.trust.kind, True)
    assert desk.leaders(DAY) == ["Integrated Care Board"] * 2


# --- the preview ----------------------------------------------------------------------------------------------------


def test_the_preview_names_every_row_and_writes_nothing(desk: Desk) -> None:
    before = list(CommissioningResponsibility.objects.values())

    seen = preview_succession(desk.programme, **desk.asked())

    assert [(p.term.service.name, p.to, p.opens_on, p.until) for p in seen.passings] == [
        ("Maternity", desk.groups, DAY, None),
        ("School nursing", desk.groups, DAY, None),
    ]
    assert seen.problems == {}
    assert list(CommissioningResponsibility.objects.values()) == before


def test_a_split_asks_for_a_choice_for_each_responsibility(desk: Desk) -> None:
    given = {"kind": "split", "successors": [desk.groups, desk.health]}

    seen = preview_succession(desk.programme, **desk.asked(**given))
    first = desk.terms[0].pk
    some = preview_succession(desk.programme, **desk.asked(**given, assignments={first: desk.groups}))

    assert set(seen.problems) == {f"term_{term.pk}" for term in desk.terms}
    assert "Choose who takes on “Maternity” as lead commissioner." in seen.problems.values()
    assert set(some.problems) == {f"term_{desk.terms[1].pk}"}


def test_a_choice_of_somebody_who_does_not_take_over_is_no_choice(desk: Desk) -> None:
    stranger = OrganisationFactory()
    to = {desk.terms[0].pk: desk.groups, desk.terms[1].pk: stranger}

    assert list(desk.refused(desk.split, assignments=to)) == [f"term_{desk.terms[1].pk}"]


def test_what_changed_since_the_preview_is_told(desk: Desk) -> None:
    seen = preview_succession(desk.programme, **desk.asked())
    desk.terms[0].note = "corrected"
    desk.terms[0].save()

    with pytest.raises(StaleEdit):
        desk.record(expected=seen.stamp)
    fresh = preview_succession(desk.programme, **desk.asked())
    assert desk.record(expected=fresh.stamp).pk


# --- refusals -------------------------------------------------------------------------------------------------------


def test_it_is_recorded_once(desk: Desk) -> None:
    desk.record()

    (words,) = desk.refused()["predecessors"]
    assert "County PCT was succeeded by CCGs on 1 April 2013." in words
    assert "NOT-CRC" not in words, "the record may be another programme's"
    assert ResponsibilityChange.objects.count() == 1


def test_a_body_is_not_succeeded_again_by_others_or_on_another_day(desk: Desk) -> None:
    desk.record()

    assert "predecessors" in desk.refused(successors=[desk.health])
    assert "predecessors" in desk.refused(effective=date(2014, 4, 1))


def test_another_programme_passes_on_its_own_responsibilities_without_a_second_pair(desk: Desk) -> None:
    desk.record()
    elsewhere = ProgrammeFactory(reference="DER-PRG")
    held = CommissioningResponsibilityFactory(
        programme=elsewhere, organisation=desk.trust, starts_on=date(2006, 10, 1)
    )

    act = record_succession(elsewhere, by=desk.by, **desk.asked(), **SAID)

    held.refresh_from_db()
    assert (held.ends_on, held.closed_by) == (DAY, act)
    assert OrganisationSuccession.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "before", "after", "passes"),
    [
        ("renamed", 1, 1, True),
        ("renamed", 2, 1, False),
        ("renamed", 1, 2, False),
        ("split", 1, 1, False),
        ("split", 1, 2, True),
        ("split", 2, 3, True),
        ("merged", 1, 1, True),
        ("merged", 2, 1, True),
        ("merged", 3, 2, True),
        ("merged", 1, 2, False),
    ],
)
def test_a_kind_fits_the_number_of_organisations_on_each_side(
    desk: Desk, kind: str, before: int, after: int, passes: bool
) -> None:
    given = {
        "kind": kind,
        "predecessors": [desk.trust, *(OrganisationFactory() for _ in range(before - 1))],
        "successors": [OrganisationFactory() for _ in range(after)],
    }

    found = preview_succession(desk.programme, **desk.asked(**given)).problems

    assert ("kind" not in found) is passes


@pytest.mark.parametrize(("side", "words"), [("predecessors", "are succeeded"), ("successors", "take over")])
def test_both_sides_are_named(desk: Desk, side: str, words: str) -> None:
    assert words in desk.refused(**{side: []})[side][0]


def test_no_organisation_stands_on_both_sides(desk: Desk) -> None:
    assert "stands on both sides" in desk.refused(successors=[desk.trust])["successors"][0]
    same_name = [Organisation(name="county  pct")]
    assert "stands on both sides" in desk.refused(successors=same_name)["successors"][0]


def test_every_problem_is_told_at_once(desk: Desk) -> None:
    refused = desk.refused(kind="split", reason=" ", decision="")

    assert set(refused) == {"kind", "reason", "decision"}


def test_the_page_lists_what_it_moved(desk: Desk) -> None:
    act = desk.split()

    (view,) = successions(desk.programme)

    assert view.reference == act.reference
    assert [claim.service_name for claim in view.closed] == ["Maternity", "School nursing"]
    assert [(claim.service_name, claim.organisation) for claim in view.opened] == [
        ("Maternity", "CCGs"),
        ("School nursing", "Public Health"),
    ]
    assert (view.decision, view.made_by) == (SAID["decision"], str(desk.by))
