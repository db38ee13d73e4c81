"""Stated values, budget lines and funding."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.access import Permission
from commissioning.core.admin_forms import REASON, RecordForm, RecordFormSet
from commissioning.core.admin_inline import RecordInline
from procurement.models import (
    BudgetLine,
    BudgetLineFunder,
    BudgetLineService,
    Contribution,
    Funding,
    StatedValue,
    StatedValueReading,
)
from procurement.rules import (
    AMOUNT_NOT_TBC,
    CONFIRMED_NEEDS_AMOUNT,
    line_amount_problem,
    settled_status_problem,
    settling_amount_problem,
)
from procurement.selectors.line_funders import funders_for
from procurement.services.budget import settle_budget_line
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .base import MONEY


class StatedValueReadingInline(RecordInline):
    model = StatedValueReading
    verbose_name = "reading"
    verbose_name_plural = "readings: which budget lines the amount covers"


@admin.register(StatedValue)
class StatedValueAdmin(RecordedAdmin):
    listed_under = MONEY
    edit_permission = Permission.EDIT_MONEY_DATA
    word = "SV"
    list_display = ("covers", "reference", "money_printed", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("covers", "money_text", "reference")
    inlines = (StatedValueReadingInline,)


class BudgetLineServiceInline(RecordInline):
    model = BudgetLineService
    verbose_name = "service"
    verbose_name_plural = "services that the line pays for"


class BudgetLineFunderFormSet(RecordFormSet):
    def clean(self) -> None:
        """By the rule of the line's door: whose money it is commissions in the line's programme."""
        super().clean()
        programme = getattr(self.instance, "programme", None) if self.instance.programme_id else None
        if programme is None:
            return
        for form in self.forms:
            funder = getattr(form, "cleaned_data", {}).get("organisation")
            if funder is not None and not funders_for(programme).filter(pk=funder.pk).exists():
                form.add_error("organisation", f"{funder.name} is not a commissioner of this programme.")


class BudgetLineFunderInline(RecordInline):
    model = BudgetLineFunder
    formset = BudgetLineFunderFormSet
    verbose_name = "funder"


class BudgetLineForm(RecordForm):
    """A line to be confirmed gets its amount and a settled status together, by the rules of its own page."""

    constraint_words = {
        "budget_line_tbc_has_no_amount": AMOUNT_NOT_TBC,
        "budget_line_confirmed_has_an_amount": CONFIRMED_NEEDS_AMOUNT,
    }

    @property
    def settles(self) -> bool:
        """Whether the edit puts an amount to an existing line that had none."""
        money = self.cleaned_data.get("money")
        return bool(self.instance.pk and money and money.is_known and not self.initial["money"].is_known)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.settles:
            line = self.instance
            typed, before = self.cleaned_data["money"], self.initial["money"]
            amount = settling_amount_problem(typed, before, may_be_negative=line.may_be_negative)
            for name, problem in (
                ("money", amount),
                ("status", settled_status_problem(self.cleaned_data.get("status", ""))),
            ):
                if problem:
                    self.add_error(name, problem)
        elif "money" in self.cleaned_data and {"money", "may_be_negative"} & set(self.changes):
            negative = bool(self.cleaned_data.get("may_be_negative"))
            if problem := line_amount_problem(self.cleaned_data["money"], may_be_negative=negative):
                self.add_error("money", problem)
        return self.cleaned_data


@admin.register(BudgetLine)
class BudgetLineAdmin(RecordedAdmin):
    listed_under = MONEY
    edit_permission = Permission.EDIT_MONEY_DATA
    word = "BL"
    form = BudgetLineForm
    list_display = ("label", "reference", "phase", "money_printed", "status", "programme")
    list_filter = (OWN_PROGRAMME, "status", "money_basis", "illustrative")
    list_select_related = ("phase", "programme")
    search_fields = ("label", "money_text", "reference", "line_services__service__name")
    inlines = (BudgetLineServiceInline, BudgetLineFunderInline)

    def save_model(self, request: HttpRequest, obj: BudgetLine, form: Any, change: bool) -> None:
        """An amount for a line to be confirmed goes through the settling door; the other fields are saved before."""
        if not (change and form.settles):
            super().save_model(request, obj, form, change)
            return
        money, status = obj.money, obj.status
        obj.money, obj.status = form.initial["money"], form.initial["status"]
        if set(form.changes) - {"money", "status"}:
            obj.save()
        by: Any = request.user
        settled = settle_budget_line(
            obj,
            money=money,
            status=status,
            reason=form.cleaned_data[REASON],
            by=by,
            grants=request.grants,  # type: ignore[attr-defined]
            on=request.today,  # type: ignore[attr-defined]
            expected=obj.version,
        )
        obj.money, obj.status, obj.version = settled.money, settled.status, settled.version


class ContributionForm(RecordForm):
    constraint_words = {
        "contribution_is_somebodys": "Choose the funder, or write who gives it in the paper’s own words.",
    }


class ContributionInline(RecordInline):
    model = Contribution
    form = ContributionForm
    fields = ("funder", "funder_as_printed", "money", "money_basis", "money_year", "money_note", "position")
    verbose_name = "contribution"
    verbose_name_plural = "contributions: who gives what, and TBC where nobody says how much"


@admin.register(Funding)
class FundingAdmin(RecordedAdmin):
    listed_under = MONEY
    edit_permission = Permission.EDIT_MONEY_DATA
    word = "FUND"
    list_display = ("name", "reference", "nature", "period_printed", "money_printed", "summary", "programme")
    list_filter = (OWN_PROGRAMME, "nature", "illustrative")
    list_select_related = ("summary", "programme")
    search_fields = ("name", "nature_as_printed", "note", "contributions__funder__name", "reference")
    inlines = (ContributionInline,)
