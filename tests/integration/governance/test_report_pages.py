"""The pages of highlight reports, work streams, scales and tolerances, as people of the made-up county use them."""

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.models import HighlightReport, StatusScale, Tolerance, Workstream, WorkstreamStatus
from tests.factories.papers import RiskFactory
from tests.factories.registers import IssueFactory, ReportRatingFactory
from tests.integration.governance.reading import signed_in, text_of

pytestmark = pytest.mark.django_db
AT = "/programmes/illustration/"
AUTHOR, REVIEWER, READER = "commissioner.illustration", "manager", "board"


@pytest.fixture
def october(illustration):
    return HighlightReport.objects.get(programme=illustration, state="approved")


@pytest.fixture
def november(illustration):
    return HighlightReport.objects.get(programme=illustration, state="draft")


def page(who, path, *, status=200):
    answer = signed_in(who).get(f"{AT}{path}")
    assert answer.status_code == status, text_of(answer)[:400]
    return text_of(answer)


def send(who, path, data, *, status):
    answer = signed_in(who).post(f"{AT}{path}", data)
    assert answer.status_code == status, text_of(answer)[:600]
    return text_of(answer)


# --- reports ----------------------------------------------------------------------------------------------------


def test_the_list_has_both_reports_with_their_states(october, november):
    words = page(READER, "reports/")
    assert "2 reports: 1 approved, 1 still open." in words
    assert "October 2026" in words
    assert "November 2026" in words
    assert "Draft a report" not in words
    assert "Draft a report" in page(AUTHOR, "reports/")


def test_the_approved_report_reads_as_it_was_and_lists_what_has_changed(october):
    path = f"reports/{october.reference}/?on=2026-10-31"
    assert "No figure has since changed" in page(READER, path)
    before = signed_in(READER).get(f"{AT}reports/{october.reference}/report.pdf").content
    IssueFactory(programme=october.programme, title="Lease not signed")
    words = page(READER, path)
    assert "1 figure has since changed" in words
    assert "Issues open" in words
    assert "its fingerprint matches" in words
    assert "Lease not signed" not in words
    assert signed_in(READER).get(f"{AT}reports/{october.reference}/report.pdf").content == before


def test_its_way_to_approval_stands_at_the_end_with_the_day_of_its_approval(october):
    words = page(READER, f"reports/{october.reference}/")
    end = words[words.index("Its way to approval") :]
    assert "Approved. Programme manager, 5 November 2026" in end
    assert "Agreed as written." in end
    assert "Sent for review." in end


def test_a_content_altered_past_the_product_is_told_of(october):
    content = {**october.content, "texts": {**october.content["texts"], "summary": "All is well."}}
    with pgtrigger.ignore("governance.HighlightReport:approved_stays"):  # as whoever owns the database could
        HighlightReport.objects.filter(pk=october.pk).update(content=content)
    words = page(READER, f"reports/{october.reference}/")
    assert "What was kept does not match its fingerprint" in words


def test_the_database_itself_keeps_an_approved_report_and_its_ratings(november, october):
    for rows in (HighlightReport.objects.filter(pk=october.pk), october.ratings.all()):
        for write in (lambda rows: rows.update(version=F("version") + 1), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                write(rows)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportRatingFactory(report=october, dimension="time")
    HighlightReport.objects.filter(pk=november.pk).update(summary="Still being written")
    assert november.ratings.all().delete()[0] == 7


def test_the_paper_of_an_approved_report_is_the_same_bytes_each_time(october):
    client = signed_in(READER)
    first, second = (client.get(f"{AT}reports/{october.reference}/report.pdf") for _ in range(2))
    assert first["Content-Type"] == "application/pdf"
    assert first.content[:5] == b"%PDF-"
    assert first.content == second.content


def test_the_next_report_opens_with_what_changed_since_the_one_before(november, october):
    words = page(READER, f"reports/{november.reference}/?on=2026-11-20")
    assert "What has changed since the report before" in words
    assert f"changed since {october.reference}, October 2026." in words


def test_the_author_writes_the_draft_and_a_rating_without_its_reason_is_refused(november):
    path = f"reports/{november.reference}/change/"
    data = {"summary": "We are on course.", "done": november.done, "coming": november.coming, "lessons": ""}
    for row in november.ratings.all():
        data |= {f"stated_{row.dimension}": row.stated, f"because_{row.dimension}": row.because}
    data |= {"version": november.version, "stated_risk": "green", "because_risk": ""}
    words = send(AUTHOR, path, data, status=422)
    assert "Risk: the records suggest" in words
    assert "We are on course." in words
    send(AUTHOR, path, {**data, "because_risk": "The provider has signed."}, status=302)
    stale = send(
        AUTHOR, path, {**data, "summary": "Written in another window", "because_risk": "x"}, status=409
    )
    assert "Written in another window" in stale
    assert "We are on course." in stale


def test_who_may_not_write_is_refused_and_a_step_that_does_not_fit_is_told(november, october):
    page(READER, f"reports/{november.reference}/change/", status=403)
    page(READER, f"reports/{november.reference}/steps/approve/", status=403)
    page(AUTHOR, f"reports/{november.reference}/steps/approve/", status=403)
    page(AUTHOR, f"reports/{november.reference}/steps/nonsense/", status=404)
    assert "not in review" in page(REVIEWER, f"reports/{november.reference}/steps/approve/")
    words = send(
        REVIEWER,
        f"reports/{october.reference}/steps/return/",
        {"note": "No", "version": october.version},
        status=422,
    )
    assert "an approved report is never altered" in words


def test_a_report_goes_to_review_and_comes_back_with_a_note(november):
    HighlightReport.objects.filter(pk=november.pk).update(summary="We are on course.")
    november.refresh_from_db()
    at = f"reports/{november.reference}/"
    send(AUTHOR, f"{at}change/", {"step": "redraft", "version": november.version}, status=302)
    november.refresh_from_db()
    send(AUTHOR, f"{at}steps/submit/", {"version": november.version}, status=302)
    november.refresh_from_db()
    assert november.state == "in_review"
    send(REVIEWER, f"{at}steps/return/", {"version": november.version, "note": ""}, status=422)
    send(
        REVIEWER,
        f"{at}steps/return/",
        {"version": november.version, "note": "Say more of costs."},
        status=302,
    )
    words = page(AUTHOR, at)
    assert "Say more of costs." in words
    assert "Returned" in words


def test_a_draft_is_made_for_a_period_and_one_that_is_covered_is_refused(october):
    data = {"period_start": "1 October 2026", "period_end": "31 October 2026", "phase": "", "body": ""}
    assert "covers October 2026 already" in send(AUTHOR, "reports/add/", data, status=422)
    phase = {**data, "phase": "1"}
    send(AUTHOR, "reports/add/", phase, status=302)
    made = HighlightReport.objects.get(programme=october.programme, phase__number=1)
    assert made.author.email == "commissioner.illustration@example.org"
    assert "Actions and decisions are of the whole programme" in page(READER, f"reports/{made.reference}/")


# --- work streams -----------------------------------------------------------------------------------------------


def test_work_streams_show_how_long_they_stood_and_name_each_gap(illustration):
    words = page(READER, "workstreams/?on=2026-11-20")
    assert "Embedded for 31 months so far" in words
    assert "Lead: missing" in words
    assert "%" not in words
    one = page(READER, "workstreams/ILL-WS-2/?on=2026-11-20")
    assert "Completed for 12 months" in one
    assert "Give a status" not in one


def test_a_status_is_given_and_stands_beside_those_before_it(illustration):
    row = Workstream.objects.get(reference="ILL-WS-4")
    path = "workstreams/ILL-WS-4/status/"
    today = timezone.localdate()
    data = {
        "point": "under-way",
        "since": f"{today.day} {today:%B %Y}",
        "text": "Began.",
        "version": row.version,
    }
    page(READER, path, status=403)
    assert "Say what was done" in send(AUTHOR, path, {**data, "text": ""}, status=422)
    send(AUTHOR, path, data, status=302)
    assert WorkstreamStatus.objects.filter(workstream=row).count() == 1
    overtaken = send(AUTHOR, path, {**data, "text": "Again."}, status=409)
    assert "Again." in overtaken
    assert "Began." in overtaken


# --- scales and tolerances --------------------------------------------------------------------------------------


def test_the_scale_page_says_that_completed_is_not_last_and_refuses_to_lose_a_point_in_use(illustration):
    assert "“Completed” is not the last point" in page(READER, "status-scales/")
    scale = StatusScale.objects.get(reference="ILL-SCALE-1")
    path = "status-scales/ILL-SCALE-1/"
    page(READER, path, status=403)
    data = {"name": scale.name, "is_default": "on", "reason": "Agreed in March.", "version": scale.version}
    points = list(scale.points.order_by("position"))
    for place, point in enumerate(points, 1):
        means = "complete" if point.is_complete else "stopped" if point.is_stopped else ""
        data |= {f"place_{place}": place, f"label_{place}": point.label, f"means_{place}": means}
    used = next(place for place, point in enumerate(points, 1) if point.code == "embedded")
    words = send(REVIEWER, path, {**data, f"label_{used}": ""}, status=422)
    assert "“Embedded” can not be removed" in words
    send(
        REVIEWER,
        path,
        {**data, f"label_{len(points) + 1}": "Archived", f"means_{len(points) + 1}": "complete"},
        status=302,
    )
    assert scale.points.order_by("position").last().label == "Archived"
    assert "Somebody changed this" in send(REVIEWER, path, data, status=409)


def test_a_tolerance_is_set_with_a_reason_and_the_others_are_said_to_be_ours(illustration):
    words = page(READER, "tolerances/")
    assert "2 of 6 set by this programme" in words
    assert "This product’s suggestion" in words
    assert "Set a tolerance" not in words
    data = {
        "dimension": "risk",
        "amber_from": "6",
        "red_from": "12",
        "words": "",
        "reason": "",
        "seen": "risk:0",
    }
    assert "Say why" in send(REVIEWER, "tolerances/", data, status=422)
    send(REVIEWER, "tolerances/", {**data, "reason": "Agreed in March."}, status=302)
    assert Tolerance.objects.get(programme=illustration, dimension="risk").amber_from == 6
    send(REVIEWER, "tolerances/", {**data, "reason": "Agreed in May."}, status=409)
    send(READER, "tolerances/", data, status=403)


def test_nobody_of_another_programme_sees_any_of_it(october):
    client = signed_in("commissioner")
    for path in (
        "reports/",
        f"reports/{october.reference}/",
        f"reports/{october.reference}/report.pdf",
        "workstreams/",
    ):
        assert client.get(f"{AT}{path}").status_code == 404


def test_queries_do_not_grow_with_the_records(illustration, october):
    """About 70 for a page that reads every register; the same with ten issues and ten risks more."""
    client = signed_in(READER)
    path = f"{AT}reports/{october.reference}/?on=2026-11-20"
    client.get(path)
    with CaptureQueriesContext(connection) as first:
        client.get(path)
    IssueFactory.create_batch(10, programme=illustration)
    RiskFactory.create_batch(10, programme=illustration)
    with CaptureQueriesContext(connection) as second:
        client.get(path)
    assert len(second) == len(first) < 120
