"""Highlight reports: drafted from the records, edited by their author, approved by another, and frozen."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.documents.blocks import from_json, plain_text
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.rag import ThreePointConfidence as Confidence
from governance.models import HighlightReport
from governance.rules.report_steps import Step
from governance.selectors.reports import content_hash, report_content, since_approval
from governance.services.report_steps import take_step
from governance.services.reports import ReportPlan, ReportText, Stated, draft_report, edit_report, redraft
from programmes.access import grants_for
from tests.factories import MilestoneFactory, ProgrammeFactory
from tests.factories.papers import RiskFactory
from tests.factories.people import person_with
from tests.factories.registers import IssueFactory, RiskAssessmentFactory

pytestmark = pytest.mark.django_db
OCTOBER = ReportPlan(date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = ReportPlan(date(2026, 11, 1), date(2026, 11, 30))
ON = date(2026, 11, 3)


@pytest.fixture
def programme(db):
    return ProgrammeFactory()


@pytest.fixture
def author(programme):
    return person_with(Role.COMMISSIONER, programme=programme)


@pytest.fixture
def reviewer(programme):
    return person_with(Role.PROGRAMME_MANAGER, programme=programme)


def grants(user):
    return grants_for(user, timezone.localdate())


def drafted(programme, by, plan=OCTOBER, on=ON):
    return draft_report(programme, plan, by=by, grants=grants(by), on=on)


def written(report, by, summary="On course.", **stated):
    text = ReportText(
        summary,
        report.done,
        report.coming,
        "",
        {code: Stated(Confidence(value), because) for code, (value, because) in stated.items()},
    )
    return edit_report(report, text, by=by, grants=grants(by), on=ON)


def step(report, kind, by, note="", on=ON):
    report.refresh_from_db()
    return take_step(report, kind, by=by, grants=grants(by), on=on, at=timezone.now(), note=note)


def approved(programme, author, reviewer, plan=OCTOBER, on=ON):
    report = drafted(programme, author, plan, on)
    written(report, author)
    step(report, Step.SUBMIT, author, on=on)
    return step(report, Step.APPROVE, reviewer, on=on)


def figure(content, key):
    return content["figures"][key]["printed"]


# --- drafting ---------------------------------------------------------------------------------------------------


def test_a_draft_tells_what_was_due_as_at_the_last_day_of_its_period(programme, author):
    MilestoneFactory(programme=programme, text="contracts signed", date="15 September 2026")
    MilestoneFactory(programme=programme, text="service opens", date="20 November 2026")
    MilestoneFactory(programme=programme, text="review held", date="1 March 2027")
    report = drafted(programme, author)
    content = report_content(report, ON)
    assert figure(content, "milestones.overdue") == "1"
    assert figure(content, "milestones.coming") == "1"
    assert report.coming.splitlines()[0].startswith("Contracts signed: 15 September 2026, overdue (")
    assert report.coming.splitlines()[1].startswith("Service opens: 20 November 2026 (")
    assert "Review held" not in report.coming
    # One of three milestones is 1 month late (15 September to 31 October): amber from 1 month, red from 3.
    time = report.ratings.get(dimension="time")
    assert (time.suggested, time.stated) == ("amber", "amber")
    assert "1 of 3 milestones overdue" in time.suggested_because


def test_nothing_known_is_not_rated_and_never_green(programme, author):
    report = drafted(programme, author)
    assert {row.suggested for row in report.ratings.all()} == {"not_rated"}
    assert report.ratings.count() == 7


def test_a_period_must_have_begun_and_may_be_reported_once(programme, author):
    drafted(programme, author)
    with pytest.raises(ValidationError) as refusal:
        drafted(programme, author, ReportPlan(date(2026, 10, 15), date(2026, 11, 2)))
    assert "covers October 2026 already" in refusal.value.message_dict["period_end"][0]
    with pytest.raises(ValidationError) as refusal:
        drafted(programme, author, ReportPlan(date(2026, 12, 1), date(2026, 12, 31)))
    assert "still to come" in refusal.value.message_dict["period_end"][0]
    assert drafted(programme, author, NOVEMBER).reference.endswith("-HR-2")


def test_who_only_reads_drafts_nothing(programme):
    reader = person_with(Role.BOARD_MEMBER, programme=programme)
    with pytest.raises(PermissionDenied):
        drafted(programme, reader)


def test_drafting_again_adds_what_is_new_and_keeps_every_word_typed(programme, author):
    first = MilestoneFactory(programme=programme, text="service opens", date="20 November 2026")
    report = drafted(programme, author)
    report = written(report, author, time=("red", "The provider has told us that it will withdraw."))
    text = ReportText(report.summary, "We held a workshop.", report.coming, "", {})
    report = edit_report(report, text, by=author, grants=grants(author), on=ON)
    MilestoneFactory(programme=programme, text="contracts signed", date="25 November 2026")
    told = redraft(report, by=author, grants=grants(author), on=ON)
    report.refresh_from_db()
    assert told.lines == 1
    assert report.done == "We held a workshop."
    assert report.coming.count(f"({first.reference})") == 1
    assert "Contracts signed: 25 November 2026" in report.coming
    time = report.ratings.get(dimension="time")
    assert (time.stated, time.because) == ("red", "The provider has told us that it will withdraw.")
    # A rating that followed the rule follows it still.
    assert redraft(report, by=author, grants=grants(author), on=ON).lines == 0


# --- editing ----------------------------------------------------------------------------------------------------


def test_a_rating_other_than_the_suggested_one_is_refused_without_its_reason(programme, author):
    report = drafted(programme, author)
    with pytest.raises(ValidationError) as refusal:
        written(report, author, cost=("green", " "))
    assert (
        "Cost: the records suggest not rated and you state green"
        in refusal.value.message_dict["because_cost"][0]
    )
    written(report, author, cost=("green", "The finance group has agreed the forecast."))
    assert report.ratings.get(dimension="cost").stated == "green"


def test_only_its_author_edits_and_two_windows_are_told_apart(programme, author, reviewer):
    report = drafted(programme, author)
    with pytest.raises(ValidationError, match="Only its author"):
        written(report, reviewer)
    stale = HighlightReport.objects.get(pk=report.pk)
    written(report, author)
    with pytest.raises(StaleEdit):
        written(stale, author, "Another summary")


# --- the way to approval ----------------------------------------------------------------------------------------


def test_it_goes_to_review_complete_and_its_author_never_approves_it(programme, author, reviewer):
    report = drafted(programme, author)
    with pytest.raises(ValidationError, match="It has no summary"):
        step(report, Step.SUBMIT, author)
    written(report, author)
    step(report, Step.SUBMIT, author)
    with pytest.raises(PermissionDenied):
        step(report, Step.APPROVE, author)
    manager_as_author = HighlightReport.objects.filter(pk=report.pk)
    manager_as_author.update(author=reviewer)
    with pytest.raises(ValidationError, match="You wrote this report"):
        step(report, Step.APPROVE, reviewer)
    manager_as_author.update(author=author)
    assert step(report, Step.APPROVE, reviewer).state == "approved"


def test_a_reviewer_returns_it_with_a_note_and_only_so(programme, author, reviewer):
    report = written(drafted(programme, author), author)
    with pytest.raises(ValidationError, match="not in review"):
        step(report, Step.RETURN, reviewer, "Say more.")
    step(report, Step.SUBMIT, author)
    with pytest.raises(ValidationError, match="what the author has to mend"):
        step(report, Step.RETURN, reviewer, " ")
    step(report, Step.RETURN, reviewer, "Say more of the costs.")
    report.refresh_from_db()
    assert report.state == "returned"
    assert report.steps.get(kind="returned").note == "Say more of the costs."
    written(report, author, "Longer.")
    step(report, Step.SUBMIT, author)
    assert step(report, Step.WITHDRAW, author).state == "draft"


def test_in_review_nobody_edits_it(programme, author):
    report = written(drafted(programme, author), author)
    step(report, Step.SUBMIT, author)
    report.refresh_from_db()
    with pytest.raises(ValidationError, match="in review"):
        written(report, author, "Late thoughts")


def test_it_is_not_approved_while_its_period_runs(programme, author, reviewer):
    report = written(drafted(programme, author, NOVEMBER), author)
    step(report, Step.SUBMIT, author)
    with pytest.raises(ValidationError, match="runs until 30 November 2026"):
        step(report, Step.APPROVE, reviewer)
    assert step(report, Step.APPROVE, reviewer, on=date(2026, 12, 1)).state == "approved"


def test_ratings_are_held_to_what_the_records_suggest_when_it_is_sent(programme, author):
    report = written(drafted(programme, author), author)
    MilestoneFactory(programme=programme, text="contracts signed", date="15 January 2026")
    with pytest.raises(ValidationError, match="Time: the records suggest red and you state not rated"):
        step(report, Step.SUBMIT, author)
    report.refresh_from_db()
    redraft(report, by=author, grants=grants(author), on=ON)
    assert step(report, Step.SUBMIT, author).state == "in_review"


# --- frozen -----------------------------------------------------------------------------------------------------


def test_an_approved_report_says_what_it_said_whatever_becomes_of_the_records(programme, author, reviewer):
    milestone = MilestoneFactory(programme=programme, text="service opens", date="20 November 2026")
    risk = RiskFactory(programme=programme, title="Staff leave")
    RiskAssessmentFactory(risk=risk, programme=programme, likelihood=2, impact=3, on=date(2026, 10, 1))
    report = approved(programme, author, reviewer)
    before = dict(report_content(report, ON))
    sealed = report.content_sha256
    assert since_approval(report, date(2026, 10, 31)) == ()

    milestone.refresh_from_db()
    milestone.date = parse_fuzzy_date("4 December 2026")
    milestone.save()
    RiskAssessmentFactory(risk=risk, programme=programme, likelihood=4, impact=5, on=date(2026, 10, 20))
    IssueFactory(programme=programme, title="Lease not signed")

    report = HighlightReport.objects.get(pk=report.pk)
    assert report_content(report, ON) == before
    assert content_hash(report.content) == sealed == report.content_sha256
    found = {each.key: (each.then, each.now) for each in since_approval(report, date(2026, 10, 31))}
    assert found["issues.open"] == ("0", "1")
    assert found["milestones.coming"] == ("1", "0")
    assert found[f"risk.{risk.reference}"][0].startswith("6")
    assert found[f"risk.{risk.reference}"][1].startswith("20")


def test_no_door_alters_an_approved_report(programme, author, reviewer):
    report = approved(programme, author, reviewer)
    with pytest.raises(ValidationError, match="never altered"):
        written(report, author, "Better words")
    with pytest.raises(ValidationError, match="never altered"):
        redraft(report, by=author, grants=grants(author), on=ON)
    for kind, by in (
        (Step.SUBMIT, author),
        (Step.WITHDRAW, author),
        (Step.RETURN, reviewer),
        (Step.APPROVE, reviewer),
    ):
        with pytest.raises(ValidationError, match="never altered"):
            step(report, kind, by, "No")


def test_its_paper_is_set_from_what_was_frozen_byte_for_byte(programme, author, reviewer):
    from commissioning.core.documents.typeset import pdf

    milestone = MilestoneFactory(programme=programme, text="service opens", date="20 November 2026")
    report = approved(programme, author, reviewer)
    first = pdf(from_json(report.content["document"]))
    milestone.refresh_from_db()
    milestone.date = parse_fuzzy_date("4 December 2026")
    milestone.save()
    report = HighlightReport.objects.get(pk=report.pk)
    assert pdf(from_json(report.content["document"])) == first
    words = plain_text(from_json(report.content["document"]))
    assert "20 November 2026" in words
    assert "4 December 2026" not in words


def test_the_next_report_opens_with_what_changed_since_the_one_before(programme, author, reviewer):
    MilestoneFactory(programme=programme, text="service opens", date="20 November 2026")
    first = approved(programme, author, reviewer)
    report = drafted(programme, author, NOVEMBER, on=date(2026, 12, 1))
    assert report.previous_id == first.pk
    content = report_content(report, date(2026, 12, 1))
    changed = {row["label"]: (row["then"], row["now"]) for row in content["since_previous"]}
    assert changed["Milestones overdue"] == ("0", "1")
    time = next(row for row in content["ratings"] if row["dimension"] == "time")
    assert time["last"] == "green"
    assert Decimal(content["figures"]["milestones.overdue"]["printed"]) == 1
