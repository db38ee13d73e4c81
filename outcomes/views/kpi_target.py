"""Set a target: in numbers or in words, from a day on; the one before ends and stays."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from commissioning.core.components import ConflictField, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.forms_kpi_chart import TargetForm
from outcomes.models import KPI, Target
from outcomes.models.targets import KPIChangeKind
from outcomes.selectors.kpi_stamp import as_edits, changes_after, newest_change
from outcomes.selectors.series import Series
from outcomes.services.kpis import set_target, target_words
from outcomes.services.summaries import lock_kpis
from outcomes.tables_kpi import NO_TARGET
from outcomes.views.kpi_act import ActPage, changeable, same_hand, series_now
from outcomes.words import assurance_words
from programmes.selectors.edits import FieldEdit
from programmes.views.base import grants_of, user_of
from programmes.views.stale import THEIRS, conflict_field

KIND = KPIChangeKind.TARGET


@require_http_methods(["GET", "HEAD", "POST"])
def kpi_target(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; a summary of which target ends, which begins and what is then judged; 409 and 422 as elsewhere."""
    return TargetPage(request, *changeable(request, key, ref)).answer()


class TargetPage(ActPage):
    heading = "Set a target"
    check_heading = "Check this target before you save it"
    overtaken = "Somebody else set a target of this KPI while you had it open"

    def form(self, data: QueryDict | None = None) -> TargetForm:
        return TargetForm(data, initial={"stamp": newest_change(self.kpi, KIND)})

    def intro(self) -> str:
        return (
            "Each point is judged against the target of its own day. The target that stands now ends the day before "
            "the new one begins, and both stay to be read."
        )

    def record_rows(self) -> Sequence[SummaryRow]:
        targets = self.before.targets
        if not targets:
            return [SummaryRow("Now", Cell(NO_TARGET, unknown=True))]
        return [SummaryRow("Stands now", Cell(target_words(self.kpi, one))) for one in targets]

    def write(self, form: TargetForm) -> Target:
        """Raises StaleEdit where a target was set since the form was opened, and what the door raises."""
        given = form.cleaned_data
        with transaction.atomic():
            lock_kpis([self.kpi.pk])
            if newest_change(self.kpi, KIND) != form.seen:
                raise StaleEdit(self.kpi)
            return set_target(
                self.kpi,
                value=given["value"],
                words=given["words"],
                date=given["date"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                origin=given["origin"],
                by=user_of(self.request),
                grants=grants_of(self.request),
                reason=form.why,
                on=self.request.today,  # type: ignore[attr-defined]
            )

    def summary(self, _form: TargetForm, written: Target) -> dict[str, Any]:
        after = series_now(self.kpi)
        return {
            "act": f"Target of {self.kpi.name}: {target_words(self.kpi, written)}",
            "changes": self._changes(written),
            "told": [judged_words(self.before, after)],
        }

    def _changes(self, written: Target) -> Table:
        """Every target that ends, is replaced or begins: what it says now, and after the change."""
        before = {one.pk: one for one in self.before.targets}
        rows = []
        for one in Target.objects.filter(kpi=self.kpi).order_by(F("starts_on").asc(nulls_first=True), "pk"):
            was = before.get(one.pk)
            if one.pk == written.pk:
                rows.append(_row("New target", "none", _with_origin(self.kpi, one)))
            elif was is not None and (was.ends_on, was.withdrawn) != (one.ends_on, one.withdrawn):
                ends = "replaced" if one.withdrawn else target_words(self.kpi, one)
                rows.append(_row("Target that gives way", target_words(self.kpi, was), ends))
        columns = (Column("What changes"), Column("Now"), Column("After the change"))
        return Table("Which target ends and which begins", columns, rows)

    def is_done(self, form: TargetForm) -> bool:
        return same_hand(changes_after(self.kpi, KIND, form.seen), self.request, form)

    def now_and_yours(
        self, form: TargetForm
    ) -> tuple[Sequence[FieldEdit], Sequence[ConflictField], Sequence[tuple[str, str]]]:
        edits = as_edits(changes_after(self.kpi, KIND, form.seen), "target")
        now = "; ".join(target_words(self.kpi, one) for one in self.before.targets) or NO_TARGET
        field = conflict_field("target", "Target", now=now, yours=_typed_words(self.kpi, form), edits=edits)
        hidden = [
            (name, str(newest_change(self.kpi, KIND)) if name == "stamp" else value)
            for name, value in form.typed
        ]
        return edits, [field], hidden

    def chosen(self, data: QueryDict) -> QueryDict | None:
        return None if data.get("keep_target", THEIRS) == THEIRS else data


def _row(what: str, now: str, after: str) -> Row:
    return Row((Cell(what), Cell(now), Cell(after)))


def _with_origin(kpi: KPI, target: Target) -> str:
    origin = f"origin: {target.origin}" if target.origin else "origin not stated"
    by = f"to be reached by {target.date.printed}" if target.date.printed else "no date to reach it by"
    return "; ".join((target_words(kpi, target), by, origin))


def _typed_words(kpi: KPI, form: TargetForm) -> str:
    given = form.cleaned_data
    typed = Target(
        kpi=kpi,
        value=given["value"],
        words=given["words"],
        starts_on=given["starts_on"],
        ends_on=given["ends_on"],
    )
    return target_words(kpi, typed)


def judged_words(before: Series, after: Series) -> str:
    """What the new target does to the judgement: the assurance now and after, or why it does not move."""
    was, becomes = before.analysis, after.analysis
    if (was.assurance, was.target) == (becomes.assurance, becomes.target):
        return (
            "The judgement stays as it is: no point with a value lies in the new target’s days yet, or the target is "
            "in words."
        )
    return f"Assurance now: {_assured(before)}. After the change: {_assured(after)}."


def _assured(series: Series) -> str:
    analysis = series.analysis
    if analysis.target is None:
        return "none, without a target at the latest point"
    target = series.wording.target(analysis.target)
    if analysis.assurance is None:
        return f"none against {target}, without enough points or a direction that is better"
    words = assurance_words(analysis.assurance).full
    return f"{words[0].lower()}{words[1:]} ({target})"
