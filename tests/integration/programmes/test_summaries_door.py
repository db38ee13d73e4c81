"""The doors through which plans are written: what they refuse beside what passes, and the history they leave."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from programmes.models import CommissioningIntention, Milestone, ProjectSummary, SummaryLine
from programmes.models.intentions import SummaryLineKind
from programmes.selectors.intentions_history import plan_history
from programmes.selectors.intentions_plan import PlanLine, SummaryPlan, stamp_of, summary_plan
from programmes.services.intentions import NewMilestone, add_summary, change_summary
from tests.factories import ProgrammeFactory, person_with
from tests.factories.intentions import (
    CommissioningIntentionFactory,
    ProjectSummaryFactory,
    SummaryLineFactory,
)

pytestmark = pytest.mark.django_db
ON = date(2013, 9, 1)
REASON = "Agreed by the commissioning group on 15 May."


@pytest.fixture
def programme():
    return ProgrammeFactory(reference="DER-PRG", key="derby-t", place="Derby")


@pytest.fixture
def commissioner(programme):
    return person_with(Role.COMMISSIONER, programme=programme)


@pytest.fixture
def summary(programme):
    row = ProjectSummaryFactory(programme=programme, reference="DER-PRJ-1", name="Children in Care")
    for place, text in enumerate(("Report on activity", "Review placements", "Broaden brokerage"), 1):
        SummaryLineFactory(summary=row, kind="scope", text=text, position=place)
    SummaryLineFactory(summary=row, kind="lead", text="Commissioning Manager (name tbc)", position=1)
    return row


def lines_of(summary):
    return list(SummaryLine.objects.filter(summary=summary))


def plan_with(summary, **changed):
    """The summary's plan as recorded, with some lists or fields changed."""
    now = summary_plan(summary, lines_of(summary))
    lists = {name: value for name, value in changed.items() if name in SummaryLineKind.values}
    own = {name: value for name, value in changed.items() if name not in lists}
    fields = ("name", "period", "lead_vacant", "aim", "history", "note")
    return SummaryPlan(
        **{**{name: getattr(now, name) for name in fields}, **own},
        lists={
            **now.lists,
            **{kind: tuple(PlanLine(*line) for line in lines) for kind, lines in lists.items()},
        },
    )


def change(summary, by, plan=None, reason=REASON, expected=None, **more):
    summary.refresh_from_db()
    return change_summary(
        summary,
        plan or plan_with(summary, aim="Savings and quality"),
        by=by,
        reason=reason,
        on=ON,
        expected=expected or stamp_of(summary, lines_of(summary)),
        **more,
    )


def refused(summary, by, **given):
    with pytest.raises(ValidationError) as refusal:
        change(summary, by, **given)
    return refusal.value.message_dict


def test_what_differs_is_written_and_named(summary, commissioner):
    saved = change(
        summary,
        commissioner,
        plan_with(
            summary, aim="Savings", period=parse_fuzzy_date("April 2013 to March 2014"), lead_vacant=True
        ),
    )
    row = ProjectSummary.objects.get(pk=summary.pk)
    assert saved.changed == ("Lead is a vacancy", "Start and end", "Aim")
    assert (row.aim, row.period.end, row.lead_vacant) == ("Savings", date(2014, 3, 31), True)


def test_nothing_is_written_where_nothing_differs(summary, commissioner):
    assert change(summary, commissioner, plan_with(summary)).changed == ()
    assert ProjectSummary.objects.get(pk=summary.pk).version == summary.version


def test_only_the_line_that_differs_is_rewritten(summary, commissioner):
    before = {line.pk: line.version for line in lines_of(summary)}
    scope = (("Report on activity",), ("Review high cost placements",), ("Broaden brokerage",))
    change(summary, commissioner, plan_with(summary, scope=scope))
    after = {line.pk: (line.text, line.version) for line in lines_of(summary)}
    assert after.keys() == before.keys()
    touched = [text for pk, (text, version) in after.items() if version != before[pk]]
    assert touched == ["Review high cost placements"]


def test_a_line_that_is_moved_or_left_out_keeps_the_others(summary, commissioner):
    kept = {line.text: line.pk for line in lines_of(summary)}
    change(summary, commissioner, plan_with(summary, scope=(("Broaden brokerage",), ("Report on activity",))))
    scope = [(line.text, line.pk) for line in lines_of(summary) if line.kind == "scope"]
    assert scope == [
        ("Broaden brokerage", kept["Broaden brokerage"]),
        ("Report on activity", kept["Report on activity"]),
    ]


def test_the_history_tells_one_save_as_one_change(summary, commissioner):
    scope = (
        ("Report on activity",),
        ("Review placements",),
        ("Broaden brokerage",),
        ("Confirm Exit from Care",),
    )
    change(
        summary, commissioner, plan_with(summary, scope=scope, aim="Savings", metric=(("Timescales", "90%"),))
    )
    newest = plan_history(ProjectSummary.objects.get(pk=summary.pk))[0]
    assert (newest.who, newest.why) == (str(commissioner), REASON)
    assert newest.details == [
        "Aim: from “(blank)” to “Savings”",
        "Scope added: “Confirm Exit from Care”",
        "Metric added: “Timescales, target 90%”",
    ]


def test_who_may_not_edit_plans_is_refused(summary, programme):
    board = person_with(Role.BOARD_MEMBER, programme=programme)
    elsewhere = person_with(Role.COMMISSIONER, programme=ProgrammeFactory())
    for person in (board, elsewhere):
        with pytest.raises(PermissionDenied):
            change(summary, person)
    assert change(summary, person_with(Role.PROGRAMME_MANAGER, programme=programme)).changed == ("Aim",)


def test_a_change_says_why(summary, commissioner):
    assert refused(summary, commissioner, reason="  ") == {
        "reason": ["Say why, for those who read the history later."]
    }
    assert change(summary, commissioner, reason="Agreed.").changed == ("Aim",)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Head of Service, head@example.org", "head@example.org” looks like an e-mail address"),
        ("Commissioning Manager 01332 640000", "01332 640000” looks like a telephone number"),
        ("Lead, +44 (0)1332 640 000", "looks like a telephone number"),
    ],
)
@pytest.mark.parametrize("kind", ["sro", "lead"])
def test_people_are_roles_and_not_names(summary, commissioner, kind, typed, seen):
    problems = refused(
        summary, commissioner, plan=plan_with(summary, **{kind: (("Head of Service",), (typed,))})
    )
    [problem] = problems[kind]
    assert problem.startswith("Line 2: write a role, not a name: ")
    assert seen in problem
    passing = plan_with(summary, **{kind: (("Head of Service, 0-25 commissioning, band 8a",),)})
    assert change(summary, commissioner, passing).changed


def test_a_project_keeps_its_name(summary, commissioner):
    assert refused(summary, commissioner, plan=plan_with(summary, name=" ")) == {
        "name": ["Enter the project’s name."]
    }
    assert refused(summary, commissioner, plan=plan_with(summary, name="x" * 201)) == {
        "name": ["This is 201 characters long; 200 at most."]
    }
    assert change(summary, commissioner, plan_with(summary, name="x" * 200)).changed == ("Name",)


def test_a_target_that_is_too_long_is_refused_at_its_line(summary, commissioner):
    metrics = (("Timescales", "90%"), ("Savings", "x" * 201))
    assert refused(summary, commissioner, plan=plan_with(summary, metric=metrics)) == {
        "metric": ["Line 2: the target is 201 characters long; 200 at most."]
    }


def test_whoever_was_overtaken_is_told_and_nothing_is_written(summary, commissioner):
    seen = stamp_of(summary, lines_of(summary))
    change(summary, commissioner, plan_with(summary, aim="Theirs"), expected=seen)
    with pytest.raises(StaleEdit):
        change(summary, commissioner, plan_with(summary, aim="Mine"), expected=seen)
    assert ProjectSummary.objects.get(pk=summary.pk).aim == "Theirs"


def test_a_line_edited_elsewhere_counts_as_a_change_of_the_page(summary, commissioner):
    seen = stamp_of(summary, lines_of(summary))
    line = lines_of(summary)[0]
    line.text = "Edited under Data entry"
    line.save()
    with pytest.raises(StaleEdit):
        change(summary, commissioner, expected=seen)


def test_all_or_nothing(summary, commissioner, monkeypatch):
    """A milestone that fails takes the words of the page back with it."""

    def fail(*_given, **_more):
        raise ValidationError({"when": "no"})

    monkeypatch.setattr("programmes.services.intentions.add_milestone", fail)
    new = (NewMilestone("Review", parse_fuzzy_date("April 2014")),)
    with pytest.raises(ValidationError):
        change(summary, commissioner, plan_with(summary, aim="Mine"), milestones=new)
    assert ProjectSummary.objects.get(pk=summary.pk).aim == ""


def test_milestones_are_added_with_the_page(summary, commissioner):
    new = (
        NewMilestone("Review of panels", parse_fuzzy_date("April 2014")),
        NewMilestone("Benchmark", parse_fuzzy_date("TBC")),
    )
    saved = change(summary, commissioner, plan_with(summary), milestones=new)
    rows = Milestone.objects.filter(summary=summary).order_by("position")
    assert saved.changed == ("Milestones",)
    assert [(row.text, row.date.printed, row.state) for row in rows] == [
        ("Review of panels", "April 2014", "planned"),
        ("Benchmark", "TBC", "undated"),
    ]
    problems = refused(summary, commissioner, milestones=(NewMilestone(" ", parse_fuzzy_date("TBC")),))
    assert problems == {"milestones": ["Line 1: say what is to be done or reached, before the bar."]}


def test_a_second_summary_of_one_intention(summary, commissioner):
    plan = SummaryPlan(name="A report", period=parse_fuzzy_date("3 months from May 2013"))
    saved = add_summary(summary.intention, plan, by=commissioner, reason=REASON, on=ON)
    assert saved.record.reference == "DER-PRJ-2"
    assert summary.intention.summaries.count() == 2


def test_markup_is_kept_as_written(summary, commissioner):
    text = "<script>alert(1)</script> & “quoted”"
    change(summary, commissioner, plan_with(summary, scope=((text,),)))
    assert [line.text for line in lines_of(summary) if line.kind == "scope"] == [text]


def test_the_intention_of_a_new_summary_is_that_of_its_programme(commissioner):
    other = CommissioningIntentionFactory()
    plan = SummaryPlan(name="A report", period=parse_fuzzy_date(""))
    with pytest.raises(PermissionDenied):
        add_summary(other, plan, by=commissioner, reason=REASON, on=ON)
    assert CommissioningIntention.objects.get(pk=other.pk).summaries.count() == 0
