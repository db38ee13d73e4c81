"""New versions of frameworks and strategies: what is copied, who may, and when a door stays shut."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from outcomes.models import KPI, Outcome, OutcomesFramework, Strategy, StrategyAim
from outcomes.selectors.framework import framework_of
from outcomes.selectors.framework_changes import ChangeKind, framework_changes
from outcomes.selectors.framework_stamp import framework_stamp, strategy_stamp
from outcomes.services.frameworks import agree, new_version
from outcomes.services.strategies import agree_strategy, new_strategy_version
from programmes.access import grants_for
from tests.factories import (
    FrameworkDeveloperFactory,
    KPIFactory,
    OutcomeAimFactory,
    OutcomeDomainFactory,
    OutcomeFactory,
    OutcomeMeasureFactory,
    OutcomesFrameworkFactory,
    ProgrammeFactory,
    StrategyAimFactory,
    StrategyFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 30)
WHY = "The board asked for outcomes that families would recognise."
PLACE = "Health and Wellbeing Board, item 7"


@pytest.fixture
def framework():
    """Two domains, three outcomes; one KPI direct, one a proxy; one aim served."""
    programme = ProgrammeFactory(reference="FRM-PRG")
    strategy = StrategyFactory(programme=programme, state="agreed")
    aim = StrategyAimFactory(programme=programme, strategy=strategy, text="Every child ready for school")
    made = OutcomesFrameworkFactory(
        programme=programme, state="agreed", strategy=strategy, agreed_on=date(2024, 4, 1)
    )
    FrameworkDeveloperFactory(framework=made)
    early, later = (
        OutcomeDomainFactory(programme=programme, framework=made, name=name, position=place)
        for place, name in enumerate(["Early years", "Adolescence"], 1)
    )
    ready, well, safe = (
        OutcomeFactory(programme=programme, framework=made, domain=domain, text=text, position=place)
        for place, (domain, text) in enumerate(
            [(early, "School readiness"), (later, "Emotional wellbeing"), (None, "Fewer admissions")], 1
        )
    )
    OutcomeAimFactory(outcome=ready, aim=aim)
    OutcomeMeasureFactory(
        outcome=ready, kpi=KPIFactory(programme=programme, name="Development"), is_proxy=True
    )
    OutcomeMeasureFactory(outcome=well, kpi=KPIFactory(programme=programme, name="Waiting"), is_proxy=False)
    assert safe.domain is None
    return made


def who(role, programme):
    person = person_with(role, programme=programme)
    return {"by": person, "grants": grants_for(person, TODAY)}


@pytest.fixture
def manager(framework):
    return who(Role.PROGRAMME_MANAGER, framework.programme)


def test_a_new_version_holds_what_the_old_one_held_and_no_copy_of_any_kpi(framework, manager):
    before = KPI.objects.count()
    draft = new_version(framework, reason=WHY, **manager)
    assert (draft.edition, draft.state, draft.replaces, draft.strategy) == (
        2,
        "draft",
        framework,
        framework.strategy,
    )
    assert draft.agreed_on is None
    assert draft.developed_by.count() == 1
    assert [(d.name, d.copied_from.framework_id) for d in draft.domains.all()] == [
        ("Early years", framework.pk),
        ("Adolescence", framework.pk),
    ]
    held = {
        row.text: (row.domain.name if row.domain else "", row.copied_from.text)
        for row in draft.outcomes.select_related("domain", "copied_from")
    }
    assert held == {
        "School readiness": ("Early years", "School readiness"),
        "Emotional wellbeing": ("Adolescence", "Emotional wellbeing"),
        "Fewer admissions": ("", "Fewer admissions"),
    }
    ties = {
        (tie.outcome.text, tie.kpi.name, tie.is_proxy)
        for row in draft.outcomes.all()
        for tie in row.measures.select_related("kpi", "outcome")
    }
    assert ties == {("School readiness", "Development", True), ("Emotional wellbeing", "Waiting", False)}
    assert KPI.objects.count() == before
    assert framework_changes(draft).changes == ()
    framework.refresh_from_db()
    assert framework.state == "agreed"


def test_references_of_copies_are_new_and_unique(framework, manager):
    draft = new_version(framework, reason=WHY, **manager)
    references = [row.reference for row in Outcome.objects.filter(programme=framework.programme)]
    assert len(references) == len(set(references)) == 6
    assert draft.reference == "FRM-OF-1"
    assert sorted(row.reference for row in draft.outcomes.all()) == ["FRM-OUT-1", "FRM-OUT-2", "FRM-OUT-3"]


def test_the_page_keeps_showing_the_agreed_version_until_the_draft_is_agreed(framework, manager):
    draft = new_version(framework, reason=WHY, **manager)
    assert framework_of(framework.programme).framework == framework
    assert framework_of(framework.programme, draft.reference).framework == draft
    agree(draft, on=date(2026, 6, 1), where=PLACE, reason=WHY, today=TODAY, **manager)
    assert framework_of(framework.programme).framework == draft
    framework.refresh_from_db()
    assert framework.state == "superseded"
    assert [e.state for e in framework_of(framework.programme).editions] == ["agreed", "superseded"]


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.FINANCE_LEAD, Role.BOARD_MEMBER, Role.ANALYST])
def test_only_managers_make_versions(framework, role):
    with pytest.raises(PermissionDenied):
        new_version(framework, reason=WHY, **who(role, framework.programme))
    assert OutcomesFramework.objects.count() == 1


def test_a_manager_of_another_programme_makes_and_agrees_none(framework, manager):
    stranger = who(Role.PROGRAMME_MANAGER, ProgrammeFactory())
    with pytest.raises(PermissionDenied):
        new_version(framework, reason=WHY, **stranger)
    draft = new_version(framework, reason=WHY, **manager)
    with pytest.raises(PermissionDenied):
        agree(draft, on=TODAY, where=PLACE, reason=WHY, today=TODAY, **stranger)
    with pytest.raises(PermissionDenied):
        new_strategy_version(framework.strategy, reason=WHY, **stranger)


def test_without_a_reason_nothing_is_made(framework, manager):
    with pytest.raises(ValidationError) as refused:
        new_version(framework, reason="  ", **manager)
    assert set(refused.value.error_dict) == {"reason"}
    assert new_version(framework, reason=WHY, **manager).pk


def test_there_is_one_draft_at_a_time_and_none_is_made_from_a_draft(framework, manager):
    draft = new_version(framework, reason=WHY, **manager)
    with pytest.raises(ValidationError, match="replaces it already"):
        new_version(framework, reason=WHY, **manager)
    with pytest.raises(ValidationError, match="a draft itself"):
        new_version(draft, reason=WHY, **manager)
    agree(draft, on=TODAY, where=PLACE, reason=WHY, today=TODAY, **manager)
    assert new_version(draft, reason=WHY, **manager).edition == 3


def test_a_version_that_changed_since_it_was_looked_at_is_not_copied(framework, manager):
    seen = framework_stamp(framework)
    outcome = framework.outcomes.get(text="School readiness")
    outcome.text = "Ready for school at five"
    outcome.save()
    with pytest.raises(StaleEdit):
        new_version(framework, reason=WHY, expected=seen, **manager)
    assert new_version(framework, reason=WHY, expected=framework_stamp(framework), **manager).pk


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": date(2026, 7, 1)}, "on"),
        ({"on": date(2024, 3, 31)}, "on"),
        ({"on": None}, "on"),
        ({"where": " "}, "where"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_agreement_is_refused_by_field(framework, manager, given, field):
    draft = new_version(framework, reason=WHY, **manager)
    whole = {"on": date(2026, 6, 1), "where": PLACE, "reason": WHY, "today": TODAY}
    with pytest.raises(ValidationError) as refused:
        agree(draft, **{**whole, **given}, **manager)
    assert set(refused.value.error_dict) == {field}
    assert agree(draft, **whole, **manager).state == "agreed"


def test_what_is_agreed_or_holds_no_outcome_cannot_be_agreed(framework, manager):
    whole = {"on": TODAY, "where": PLACE, "reason": WHY, "today": TODAY}
    with pytest.raises(ValidationError, match="cannot be agreed again"):
        agree(framework, **whole, **manager)
    empty = OutcomesFrameworkFactory(programme=framework.programme, name="Another framework")
    with pytest.raises(ValidationError, match="It holds no outcome"):
        agree(empty, **whole, **manager)


# --- what changed -------------------------------------------------------------------------------------------------


def test_every_kind_of_change_is_named_with_both_wordings(framework, manager):
    draft = new_version(framework, reason=WHY, **manager)
    early, later = draft.domains.all()
    early.name = "The first five years"
    early.save()
    new = OutcomeDomainFactory(programme=draft.programme, framework=draft, name="Families")
    ready, well = (draft.outcomes.get(text=text) for text in ("School readiness", "Emotional wellbeing"))
    ready.text = "Ready for school at five"
    ready.save()
    tie = ready.measures.get()
    tie.is_proxy = False
    tie.save()
    well.domain = new
    well.save()
    well.measures.all().delete()
    later.delete()
    draft.outcomes.get(text="Fewer admissions").delete()
    added = OutcomeFactory(programme=draft.programme, framework=draft, text="Families in work")
    OutcomeMeasureFactory(
        outcome=added, kpi=KPIFactory(programme=draft.programme, name="Jobs"), is_proxy=True
    )
    aim = framework.strategy.aims.get()
    OutcomeAimFactory(outcome=well, aim=aim)
    ready.outcome_aims.all().delete()

    found = [(each.kind, each.before, each.after) for each in framework_changes(draft).changes]
    assert sorted(found) == sorted(
        [
            (ChangeKind.DOMAIN_ADDED, "", "Families"),
            (ChangeKind.DOMAIN_REMOVED, "Adolescence", ""),
            (ChangeKind.DOMAIN_RENAMED, "Early years", "The first five years"),
            (ChangeKind.OUTCOME_ADDED, "", "Families in work"),
            (ChangeKind.OUTCOME_REMOVED, "Fewer admissions", ""),
            (ChangeKind.OUTCOME_REWORDED, "School readiness", "Ready for school at five"),
            (ChangeKind.OUTCOME_MOVED, "Adolescence", "Families"),
            (ChangeKind.AIM_ADDED, "", "Every child ready for school"),
            (ChangeKind.AIM_REMOVED, "Every child ready for school", ""),
            (ChangeKind.KPI_ADDED, "", "Jobs (proxy)"),
            (ChangeKind.KPI_REMOVED, "Waiting (direct)", ""),
            (ChangeKind.KPI_MARKED, "Development (proxy)", "Development (direct)"),
        ]
    )


def test_the_first_version_has_nothing_to_be_compared_with(framework):
    found = framework_changes(framework)
    assert (found.before, found.changes) == (None, ())


# --- strategies ---------------------------------------------------------------------------------------------------


def test_a_strategy_gets_a_version_with_its_aims_and_supersedes_the_old_one_once_agreed(framework, manager):
    old = framework.strategy
    draft = new_strategy_version(old, reason=WHY, expected=strategy_stamp(old), **manager)
    assert (draft.edition, draft.state, [a.text for a in draft.aims.all()]) == (
        2,
        "draft",
        ["Every child ready for school"],
    )
    assert StrategyAim.objects.filter(programme=framework.programme).count() == 2
    with pytest.raises(ValidationError, match="replaces it already"):
        new_strategy_version(old, reason=WHY, **manager)
    agree_strategy(draft, reason=WHY, **manager)
    assert list(Strategy.objects.order_by("edition").values_list("state", flat=True)) == [
        "superseded",
        "agreed",
    ]
    framework.refresh_from_db()
    assert framework.strategy == old


def test_a_strategy_that_changed_is_not_copied_nor_agreed_without_a_reason(framework, manager):
    old = framework.strategy
    seen = strategy_stamp(old)
    StrategyAimFactory(programme=framework.programme, strategy=old)
    with pytest.raises(StaleEdit):
        new_strategy_version(old, reason=WHY, expected=seen, **manager)
    draft = new_strategy_version(old, reason=WHY, **manager)
    with pytest.raises(ValidationError):
        agree_strategy(draft, reason="", **manager)
    assert agree_strategy(draft, reason=WHY, **manager).state == "agreed"
