from django.contrib import admin

from programmes.models import Challenge, Engagement, Feedback

from .base import OWN_PROGRAMME, RecordedAdmin
from .plans import PLANS


@admin.register(Challenge)
class ChallengeAdmin(RecordedAdmin):
    listed_under = PLANS
    word = "CH"
    list_display = ("title", "reference", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("title", "text", "mitigation", "reference")


@admin.register(Engagement)
class EngagementAdmin(RecordedAdmin):
    listed_under = PLANS
    word = "ENG"
    list_display = ("kind", "reference", "date_printed", "responses_text", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("kind", "audience", "reference")


@admin.register(Feedback)
class FeedbackAdmin(RecordedAdmin):
    listed_under = PLANS
    word = "FB"
    list_display = ("text", "reference", "sentiment", "response")
    list_filter = (OWN_PROGRAMME,)
    search_fields = ("text", "response", "reference")
