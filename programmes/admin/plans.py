"""Commissioning intentions, the projects that carry them out, and milestones."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_forms import RecordForm
from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from programmes.models import (
    CommissioningIntention,
    IntentionLine,
    Milestone,
    MilestoneChange,
    MilestoneDependency,
    ProjectSummary,
    SummaryLine,
)

from .base import OWN_PROGRAMME, RecordedAdmin, link_to

PLANS = "Intentions, milestones and delivery"
# The letters that the references of each kind of milestone carry.
MILESTONE_WORDS = {
    "milestone": "MS",
    "next_step": "NS",
    "planned_action": "ACT",
    "timeline": "TL",
    "deadline": "DL",
    "linked_project": "LINK",
}


class IntentionLineInline(RecordInline):
    model = IntentionLine
    verbose_name = "lead or priority"
    verbose_name_plural = "leads and priorities"


class CommissioningIntentionForm(RecordForm):
    constraint_words = {
        "commissioning_intention_number_once": "The programme has an intention of this number already.",
    }


@admin.register(CommissioningIntention)
class CommissioningIntentionAdmin(RecordedAdmin):
    listed_under = PLANS
    word = "CI"
    form = CommissioningIntentionForm
    list_display = ("title", "number", "reference", "group", "state", "maturity", "programme")
    list_filter = (OWN_PROGRAMME, "state", "is_top_priority", "illustrative")
    list_select_related = ("group", "programme")
    search_fields = ("title", "progress", "lines__text", "reference")
    inlines = (IntentionLineInline,)


class SummaryLineInline(RecordInline):
    model = SummaryLine
    verbose_name = "line"
    verbose_name_plural = "lines: owners, objectives, scope, benefits, metrics"


@admin.register(ProjectSummary)
class ProjectSummaryAdmin(RecordedAdmin):
    listed_under = PLANS
    word = "PRJ"
    list_display = ("name", "reference", "intention", "period_printed", "lead_vacant")
    list_filter = (OWN_PROGRAMME, ("intention", admin.RelatedOnlyFieldListFilter), "lead_vacant")
    list_select_related = ("intention",)
    search_fields = ("name", "aim", "history", "lines__text", "reference")
    inlines = (SummaryLineInline,)


class MilestoneChangeInline(ReadOnlyMixin, RecordInline):
    """Written once, by the milestone's own door."""

    model = MilestoneChange
    verbose_name = "change"
    verbose_name_plural = "changes of state, date and owner (made on the milestone’s page)"
    fields = ("kind", "before", "after", "effective_on", "reason", "by", "made_at")
    readonly_fields = ("before", "after", "by", "made_at")
    extra = 0

    @admin.display(description="before")
    def before(self, change: MilestoneChange) -> str:
        return change.get_state_before_display() or change.owner_before or change.date_before.printed

    @admin.display(description="after")
    def after(self, change: MilestoneChange) -> str:
        return change.get_state_after_display() or change.owner_after or change.date_after.printed

    @admin.display(description="made by")
    def by(self, change: MilestoneChange) -> str:
        return str(change.made_by)


class MilestoneDependencyInline(ReadOnlyMixin, RecordInline):
    model = MilestoneDependency
    fk_name = "milestone"
    verbose_name = "milestone that it waits for"
    verbose_name_plural = "waits for (changed on the milestone’s page)"
    extra = 0


class MilestoneForm(RecordForm):
    constraint_words = {
        "milestone_one_parent": "A milestone belongs to a project summary or to an intention: choose one of them.",
    }


@admin.register(Milestone)
class MilestoneAdmin(RecordedAdmin):
    """State, date and owner of what exists change on the milestone's page, where each change keeps its reason."""

    listed_under = PLANS
    form = MilestoneForm
    fixed_fields = (*RecordedAdmin.fixed_fields, "date", "state", "owner_role")
    list_display = ("text", "reference", "kind", "date_printed", "state", "owner_role")
    list_filter = (
        OWN_PROGRAMME,
        "kind",
        "state",
        ("summary", admin.RelatedOnlyFieldListFilter),
        ("intention", admin.RelatedOnlyFieldListFilter),
        "illustrative",
    )
    search_fields = ("text", "reference", "owner_role", "note")
    date_hierarchy = "date_end"
    readonly_fields = ("change_it",)
    inlines = (MilestoneDependencyInline, MilestoneChangeInline)

    def reference_word(self, record: Any) -> str:
        return MILESTONE_WORDS[record.kind]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What has a history of changes stays, with its reasons."""
        kept = obj is not None and obj.changes.exists()
        return not kept and super().has_delete_permission(request, obj)

    @admin.display(description="Change state, date or owner")
    def change_it(self, milestone: Milestone) -> str:
        if not milestone.pk:
            return "Given here once; changed on the milestone’s page afterwards."
        here = milestone.programme.key, milestone.reference
        return link_to("milestone_change", "On the milestone’s page", *here)
