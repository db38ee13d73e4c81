"""The illustrative county's highlight reports: made through the doors, the same whenever they are loaded."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from commissioning.core.documents.blocks import canonical_bytes
from governance.models import HighlightReport, WorkstreamStatus
from governance.selectors.reports import content_hash, latest_report
from governance.selectors.workstreams import score_words, workstream_rows
from tests.integration.seeding.test_loading_again import events

pytestmark = pytest.mark.django_db


def test_one_report_is_approved_and_the_next_is_a_draft_after_it(illustration):
    october, november = HighlightReport.objects.filter(programme=illustration).order_by("period_end")
    assert (october.state, november.state) == ("approved", "draft")
    assert (october.author.email, october.approved_by.email) == (
        "commissioner.illustration@example.org",
        "manager@example.org",
    )
    assert november.previous_id == october.pk
    assert content_hash(october.content) == october.content_sha256
    assert latest_report(illustration).pk == october.pk
    assert latest_report(illustration, date(2026, 10, 30)) is None


def test_what_is_frozen_does_not_depend_on_the_day_of_loading(illustration):
    report = HighlightReport.objects.get(programme=illustration, state="approved")
    assert report.content["report"]["approved_on"] == "5 November 2026"
    assert report.content["filters"]["on"] == "2026-10-31"
    today = timezone.localdate()
    if today not in {date(2026, 10, 31), date(2026, 11, 5)}:
        assert today.isoformat().encode() not in canonical_bytes(report.content)


def test_an_overruled_rating_stands_beside_the_suggestion_with_its_reason(illustration):
    report = HighlightReport.objects.get(programme=illustration, state="approved")
    scope = next(row for row in report.content["ratings"] if row["dimension"] == "scope")
    assert scope["stated"] == "red"
    assert scope["suggested"] != "red"
    assert "two providers have asked for more time" in scope["because"]
    assert all(row["because"] for row in report.content["ratings"] if row["stated"] != row["suggested"])


def test_loading_again_adds_nothing_and_brings_back_no_deleted_draft(illustration):
    before = events()
    call_command("load_demo", programme=["illustration"])
    assert events() == before
    HighlightReport.objects.get(programme=illustration, state="draft").delete()
    call_command("load_demo", programme=["illustration"])
    assert HighlightReport.objects.filter(programme=illustration).count() == 1


def test_the_scale_of_the_county_goes_on_after_completed_and_its_history_shows_it(illustration):
    rows = {row.reference: row for row in workstream_rows(illustration, date(2026, 11, 20))}
    nursing = rows["ILL-WS-2"]
    # Completed from 1 April 2023 to April 2024: 12 months. Embedded from April 2024 to 20 November 2026: 31 months.
    assert [each.stay.words for each in nursing.statuses] == [
        "Completed for 12 months",
        "Embedded for 31 months so far",
    ]
    assert nursing.is_complete
    workforce = rows["ILL-WS-4"]
    assert [gap.label for gap in workforce.score.gaps] == ["Lead", "Status"]
    assert score_words(workforce.score) == "0 of 2 there, none stale"
    assert WorkstreamStatus.objects.filter(programme=illustration).count() == 5
