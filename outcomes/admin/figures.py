"""Figures of the areas: impacts with what they rest on, how some follow from others, and populations."""

from typing import Any

from django.contrib import admin

from commissioning.core.admin_forms import RecordForm
from commissioning.core.admin_inline import RecordInline
from outcomes.models import FigureDerivation, ImpactFigure, PopulationFigure
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .areas import COMPARED, OWN_AREA


class ImpactFigureForm(RecordForm):
    constraint_words = {"impact_figure_range_has_a_start": "A range needs its lower value too."}

    def clean(self) -> dict[str, Any]:
        """One number to a figure: pounds, or a value with its unit."""
        super().clean()
        money = self.cleaned_data.get("money")
        if money is not None and money.is_known and self.cleaned_data.get("value") is not None:
            self.add_error("value", "Give pounds in the money box or a number here, not both.")
        return self.cleaned_data


class FigureDerivationForm(RecordForm):
    constraint_words = {"figure_not_derived_from_itself": "A figure does not follow from itself."}


class FigureDerivationInline(RecordInline):
    model = FigureDerivation
    form = FigureDerivationForm
    fk_name = "result"
    verbose_name = "derivation"
    verbose_name_plural = "follows from: recomputed wherever the figure shows"


@admin.register(ImpactFigure)
class ImpactFigureAdmin(RecordedAdmin):
    listed_under = COMPARED
    word = "FIG"
    form = ImpactFigureForm
    list_display = ("text", "reference", "area", "kind", "value", "unit", "money_printed", "basis")
    list_filter = (OWN_PROGRAMME, OWN_AREA, "kind", "basis", "direction")
    list_select_related = ("area",)
    search_fields = ("text", "domain", "measure", "site", "note", "reference")
    inlines = (FigureDerivationInline,)


@admin.register(PopulationFigure)
class PopulationFigureAdmin(RecordedAdmin):
    listed_under = COMPARED
    word = "POP"
    list_display = ("place", "reference", "area", "ages", "value", "qualifier", "basis", "in_table")
    list_filter = (OWN_PROGRAMME, OWN_AREA, "in_table")
    list_select_related = ("area",)
    search_fields = ("place", "basis", "ages", "reference")
