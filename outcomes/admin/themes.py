"""Themes that a review draws from its areas, with their sub-points and the areas cited with each."""

from typing import Any

from django.contrib import admin

from commissioning.core.admin_forms import RecordForm
from commissioning.core.admin_inline import RecordInline
from outcomes.models import Theme, ThemeCitation, ThemePoint
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .areas import COMPARED


class ThemeForm(RecordForm):
    constraint_words = {"theme_key_once": "The programme has a theme of this key already."}


class ThemeCitationForm(RecordForm):
    constraint_words = {"theme_citation_once": "The area is cited there already."}

    def clean(self) -> dict[str, Any]:
        """A sub-point is one of the theme's own; no sub-point means the headline."""
        super().clean()
        point = self.cleaned_data.get("point")
        if point is not None and point.theme_id != self.instance.theme_id:
            self.add_error("point", "Choose a sub-point of this theme, or none for its headline.")
        return self.cleaned_data


class ThemeCitationInline(RecordInline):
    model = ThemeCitation
    form = ThemeCitationForm
    verbose_name = "citation"
    verbose_name_plural = "areas cited: with a sub-point, or with the headline where none is chosen"


@admin.register(Theme)
class ThemeAdmin(RecordedAdmin):
    listed_under = COMPARED
    word = "TH"
    form = ThemeForm
    list_display = ("text", "number", "reference", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("text", "key", "points__text", "reference")
    inlines = (ThemeCitationInline,)


@admin.register(ThemePoint)
class ThemePointAdmin(RecordedAdmin):
    listed_under = COMPARED
    word = "TP"
    list_display = ("text", "reference", "theme", "position")
    list_filter = (OWN_PROGRAMME, ("theme", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("theme",)
    search_fields = ("text", "theme__text", "reference")
