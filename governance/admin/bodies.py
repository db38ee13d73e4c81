"""Boards and other bodies, their seats, other names, and the lines between them."""

from django.contrib import admin

from commissioning.core.admin_forms import RecordForm
from commissioning.core.admin_inline import RecordInline
from governance.models import Body, BodyAlias, BodySeat, GovernanceLink
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

BOARDS = "Boards, asks and risks"


class BodySeatForm(RecordForm):
    constraint_words = {
        "body_seat_is_somebodys": "Choose the organisation that has the seat, or write whose it is."
    }


class BodySeatInline(RecordInline):
    model = BodySeat
    form = BodySeatForm
    verbose_name = "seat"


class BodyForm(RecordForm):
    constraint_words = {"one_programme_board": "The programme has a programme board already."}


@admin.register(Body)
class BodyAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "GOV"
    form = BodyForm
    list_display = ("name", "reference", "organisation", "is_programme_board", "programme")
    list_filter = (OWN_PROGRAMME, "is_programme_board")
    list_select_related = ("organisation", "programme")
    search_fields = ("name", "role", "aliases__name", "reference")
    inlines = (BodySeatInline,)


class GovernanceLinkForm(RecordForm):
    constraint_words = {"governance_link_two_bodies": "A link joins two different bodies."}


@admin.register(GovernanceLink)
class GovernanceLinkAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "LINK"
    form = GovernanceLinkForm
    list_display = ("source", "kind", "target", "reference")
    list_display_links = ("source",)
    list_filter = (OWN_PROGRAMME, "kind")
    list_select_related = ("source", "target")
    search_fields = ("source__name", "target__name", "reference")


@admin.register(BodyAlias)
class BodyAliasAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "BA"
    list_display = ("name", "reference", "body")
    list_filter = (OWN_PROGRAMME, ("body", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("body",)
    search_fields = ("name", "body__name", "reference")
