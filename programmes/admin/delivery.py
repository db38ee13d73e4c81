from typing import Any

from django.contrib import admin

from programmes.models import Challenge, Engagement, Feedback, Milestone

from .base import OWN_PROGRAMME, RecordedAdmin

MILESTONE_WORDS = {"milestone": "MS", "next_step": "NS", "planned_action": "ACT"}


@admin.register(Milestone)
class MilestoneAdmin(RecordedAdmin):
    list_display = ("text", "reference", "kind", "date_printed", "state", "owner_role")
    list_filter = (OWN_PROGRAMME, "kind", "state", "illustrative")
    search_fields = ("text", "reference", "owner_role")
    date_hierarchy = "date_end"

    def reference_word(self, record: Any) -> str:
        return MILESTONE_WORDS[record.kind]


@admin.register(Challenge)
class ChallengeAdmin(RecordedAdmin):
    word = "CH"
    list_display = ("title", "reference", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("title", "text", "mitigation", "reference")


@admin.register(Engagement)
class EngagementAdmin(RecordedAdmin):
    word = "ENG"
    list_display = ("kind", "reference", "date_printed", "responses_text", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("kind", "audience", "reference")


@admin.register(Feedback)
class FeedbackAdmin(RecordedAdmin):
    word = "FB"
    list_display = ("text", "reference", "sentiment", "response")
    list_filter = (OWN_PROGRAMME,)
    search_fields = ("text", "response", "reference")
