"""The bands of a programme's risks: those in force, those before, and new ones with what each risk's band becomes."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import HistoryEntry
from commissioning.core.preview import undone
from commissioning.core.tables import Cell, Column, Row, Table
from governance.forms_risk_bands import BandsForm
from governance.models import RiskBanding
from governance.rules.scoring import Band, band_of
from governance.rules.words import counted
from governance.selectors.risk_bands import OURS, Banding, bandings, in_force
from governance.selectors.risks import RiskView, risks
from governance.services.risk_bands import set_bands
from governance.tables_risks import NOT_ASSESSED, band_tag, bands_line, bands_table
from governance.views.risk_edit import INVALID, risks_trail
from programmes.models import Programme
from programmes.tables import day_words
from programmes.views.base import grants_of, programme_or_404, require, user_of
from programmes.views.page import programme_frame


@require_http_methods(["GET", "HEAD", "POST"])
def risk_bands(request: HttpRequest, key: str) -> HttpResponse:
    """The bands in force; POST step=preview shows what each risk's band becomes, step=confirm sets them."""
    programme = programme_or_404(request, key)
    page = BandsPage(request, programme)
    if request.method != "POST":
        return page.show(page.form() if page.may_set else None)
    require(request, Permission.SET_SCALES, programme)
    return page.answer()


class BandsPage:
    """One request to see or set the bands of one programme."""

    def __init__(self, request: HttpRequest, programme: Programme) -> None:
        self.request = request
        self.programme = programme
        self.today: date = request.today  # type: ignore[attr-defined]
        self.url = reverse("risk_bands", args=[programme.key])
        self.may_set = grants_of(request).may(Permission.SET_SCALES, programme.pk)

    @cached_property
    def every(self) -> tuple[Banding, ...]:
        return bandings(self.programme)

    @property
    def now(self) -> Banding:
        return in_force(self.every, self.today)

    @cached_property
    def views(self) -> tuple[RiskView, ...]:
        return risks(self.programme, self.today)

    @property
    def newest(self) -> str:
        """The reference of the banding set last, by when it was made; references count up."""
        rows = RiskBanding.objects.filter(programme=self.programme).order_by("made_at", "pk")
        return str(rows.values_list("reference", flat=True).last() or "")

    def form(self, data: QueryDict | None = None) -> BandsForm:
        return BandsForm(data, bands=self.now.bands, initial={"seen": self.newest})

    def answer(self) -> HttpResponse:
        form = self.form(self.request.POST)
        step = self.request.POST.get("step", "")
        if not form.is_valid() or step not in ("preview", "confirm"):
            return self.show(form, refused=step != "edit")
        try:
            if step == "preview":
                undone(lambda: self._write(form))
                return self.preview(form)
            self._write(form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            fresh = self.request.POST.copy()
            fresh["seen"] = self.newest
            form.data = fresh
            return self.show(form)
        messages.success(
            self.request,
            f"Saved. The bands count from {day_words(form.cleaned_data['starts_on'])}; no score has changed.",
        )
        return redirect(self.url)

    def _write(self, form: BandsForm) -> RiskBanding:
        return set_bands(
            self.programme,
            form.bands,
            starts_on=form.cleaned_data["starts_on"],
            seen=form.cleaned_data["seen"],
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=form.cleaned_data["reason"],
        )

    def frame(self) -> dict[str, Any]:
        return {
            **programme_frame(
                self.request, self.programme, "risks", trail=risks_trail(self.programme), on=None
            ),
            "caption": f"{self.programme.place}: {self.programme.name}",
        }

    def show(self, form: BandsForm | None, *, refused: bool = True) -> HttpResponse:
        invalid = refused and form is not None and form.is_bound and bool(form.errors)
        context = {
            **self.frame(),
            "heading": "Risk bands",
            "now": self.now,
            "now_words": OURS if self.now.is_ours else _since(self.now),
            "table": bands_table(self.now),
            "others": [
                (each, _since(each), bands_line(each))
                for each in self.every
                if each.reference != self.now.reference
            ],
            "form": form,
            "illustrative": self.now.illustrative,
        }
        return render(self.request, "governance/risk_bands.html", context, status=INVALID if invalid else 200)

    def preview(self, form: BandsForm) -> HttpResponse:
        then = Banding(form.bands, starts_on=form.cleaned_data["starts_on"])
        context = {
            **self.frame(),
            "heading": "Check these bands before you set them",
            "act": f"Sets {bands_line(then)} from {day_words(form.cleaned_data['starts_on'])}",
            "later": moved_words(self.views, then.bands),
            "changes": moves_table(self.views, self.now.bands, then.bands),
            "entries": [
                HistoryEntry(f"Bands set: {bands_line(then)}.", None, "", form.cleaned_data["reason"])
            ],
            "hidden": form.typed,
            "cancel_url": self.url,
        }
        return render(self.request, "layouts/confirm_page.html", context)


def _since(banding: Banding) -> str:
    """ "From 1 April 2027, set by Programme manager: agreed by the board." """
    assert banding.starts_on is not None  # noqa: S101 (only ours have no day)
    return f"From {day_words(banding.starts_on)}, set by {banding.made_by}: {banding.reason}"


def moved_words(views: Sequence[RiskView], then: Sequence[Band]) -> str:
    """How many risks get another band: "2 of 5 assessed risks change band; every score stays as it is." """
    scored = [view for view in views if view.score is not None]
    moved = sum(_name(band_of(view.score, then)) != _name(view.band) for view in scored)
    if not scored:
        return "No risk has been assessed, so none changes band."
    verb = "changes" if moved == 1 else "change"
    return f"{moved or 'None'} of {counted(len(scored), 'assessed risk')} {verb} band; every score stays as it is."


def moves_table(views: Sequence[RiskView], now: Sequence[Band], then: Sequence[Band]) -> Table:
    """Each risk with its score, its band now and its band then; what nobody has assessed has none before or after."""
    rows = []
    for view in views:
        new = band_of(view.score, then)
        if view.score is None or view.band is None or new is None:
            cells = (NOT_ASSESSED, Cell("–", words="none"), Cell("–", words="none"), Cell("no band"))
        else:
            told = "to be escalated from then on" if new.escalates and not view.band.escalates else ""
            cells = (
                Cell(str(view.score)),
                Cell(tags=(band_tag(view.band, now),)),
                Cell(tags=(band_tag(new, then),)),
                Cell("stays" if new.name == view.band.name else "changes", note=told),
            )
        rows.append(Row((Cell(view.title, note=view.reference), *cells), id=view.reference))
    columns = (
        Column("Risk"),
        Column("Score"),
        Column("Band now"),
        Column("Band then"),
        Column("What changes"),
    )
    return Table("What each risk’s band becomes", columns, rows, empty="No risk is recorded.")


def _name(band: Band | None) -> str:
    return band.name if band else ""
