"""Commissioning intentions, the projects that carry them out, and what happens to their milestones."""

from datetime import date

import factory

from commissioning.core.fuzzydate import parse_fuzzy_date
from programmes.models import (
    CommissioningIntention,
    IntentionLine,
    MilestoneChange,
    MilestoneDependency,
    ProjectSummary,
    SummaryLine,
)
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme
from tests.factories.people import UserFactory
from tests.factories.programmes import MilestoneFactory


class CommissioningIntentionFactory(ScopedFactory[CommissioningIntention]):
    class Meta:
        model = CommissioningIntention

    reference = reference("CI")
    number = factory.Sequence(lambda number: number + 1)
    title = factory.Sequence(lambda number: f"Intention {number}")


class IntentionLineFactory(ValueFactory[IntentionLine]):
    class Meta:
        model = IntentionLine

    intention = factory.SubFactory(CommissioningIntentionFactory)
    kind = "lead"
    text = "Head of commissioning"


class ProjectSummaryFactory(ScopedFactory[ProjectSummary]):
    class Meta:
        model = ProjectSummary

    reference = reference("PRJ")
    intention = same_programme("tests.factories.intentions.CommissioningIntentionFactory")
    name = factory.Sequence(lambda number: f"Project {number}")


class SummaryLineFactory(ValueFactory[SummaryLine]):
    class Meta:
        model = SummaryLine

    summary = factory.SubFactory(ProjectSummaryFactory)
    kind = "objective"
    text = factory.Sequence(lambda number: f"Objective {number}")


class MilestoneChangeFactory(ValueFactory[MilestoneChange]):
    """A re-forecast from what the milestone says; `kind="state", state_after="done"` for another."""

    class Meta:
        model = MilestoneChange

    milestone = factory.SubFactory(MilestoneFactory)
    kind = "reforecast"
    date_before = factory.LazyAttribute(lambda change: change.milestone.date)
    date_after = factory.LazyFunction(lambda: parse_fuzzy_date("December 2019"))
    effective_on = date(2019, 3, 3)
    reason = "The supplier needs longer"
    made_by = factory.SubFactory(UserFactory)


class MilestoneDependencyFactory(ValueFactory[MilestoneDependency]):
    class Meta:
        model = MilestoneDependency

    milestone = factory.SubFactory(MilestoneFactory)
    needs = factory.SubFactory(MilestoneFactory, programme=factory.SelfAttribute("..milestone.programme"))
