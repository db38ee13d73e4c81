"""Change a KPI's definition, or the settings of its chart: both are fields of its own record."""

from collections.abc import Sequence
from copy import copy
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from commissioning.core.components import ConflictField
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.forms_kpi import ChartForm, DefinitionForm, RecordForm
from outcomes.models import KPI, KPIChange
from outcomes.models.kpis import KPIState
from outcomes.selectors.kpi_page import owners_for
from outcomes.services.kpi_door import EDITABLE, label_of, printed
from outcomes.services.kpis import change_definition
from outcomes.views.kpi_act import ActPage, changeable, same_hand
from programmes.selectors.edits import FieldEdit, WatchedField, edits_since
from programmes.views.base import grants_of, user_of
from programmes.views.stale import THEIRS, conflict_field

WATCHED = [WatchedField(name, label_of(name), partial(printed, name=name)) for name in EDITABLE]
NOTHING = "Nothing differs from what stands now. Change something, or cancel."


@require_http_methods(["GET", "HEAD", "POST"])
def kpi_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The definition: form, summary with before and after, save; 409 for who was overtaken, 422 with what is wrong."""
    return DefinitionPage(request, *changeable(request, key, ref)).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def kpi_chart(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The chart's settings; the summary draws the chart before and after. Answers as `kpi_change` does."""
    return ChartPage(request, *changeable(request, key, ref)).answer()


class RecordPage(ActPage):
    """A change of fields of the KPI's own record, guarded by its version."""

    form_class: ClassVar[type[RecordForm]] = RecordForm
    noun = ""

    def form(self, data: QueryDict | None = None) -> RecordForm:
        return self.form_class(data, kpi=self.kpi, owners=self._owners())

    def _owners(self) -> Any:
        return owners_for(self.kpi, grants_of(self.request))

    def write(self, form: RecordForm) -> tuple[KPIChange, ...]:
        changes = change_definition(
            self.kpi,
            form.values(),
            version=form.seen,
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=form.why,
            on=self.request.today,  # type: ignore[attr-defined]
        )
        if not changes:
            raise ValidationError(NOTHING)
        return changes

    def summary(self, _form: RecordForm, written: Sequence[KPIChange]) -> dict[str, Any]:
        many = f"{len(written)} things change" if len(written) > 1 else "One thing changes"
        return {"act": f"{many} in {self.noun} of {self.kpi.name}", "changes": changes_table(written)}

    def is_done(self, form: RecordForm) -> bool:
        now = KPI.objects.get(pk=self.kpi.pk)
        newest = KPIChange.objects.filter(kpi=now).order_by("-pk").first()
        return now.version == form.seen + 1 and newest is not None and same_hand([newest], self.request, form)

    def now_and_yours(
        self, form: RecordForm
    ) -> tuple[Sequence[FieldEdit], Sequence[ConflictField], Sequence[tuple[str, str]]]:
        now = KPI.objects.select_related("owner").get(pk=self.kpi.pk)
        edits = edits_since(now, form.seen, WATCHED)
        touched = {edit.name: edit.before for edit in reversed(edits)}
        mine = yours(now, form)
        data: QueryDict = self.request.POST.copy()
        fields = []
        for name in form.names:
            shown = printed(now, name)
            if mine[name] == shown:
                continue
            if name in touched and mine[name] == touched[name]:  # left as it was found: theirs stands
                put_back(data, now, form, name)
                continue
            fields.append(
                conflict_field(
                    name, label_of(name), now=shown or "(blank)", yours=mine[name] or "(blank)", edits=edits
                )
            )
        data["stamp"] = str(now.version)
        again = self.form_class(data, kpi=now, owners=self._owners())
        return edits, fields, again.typed

    def chosen(self, data: QueryDict) -> QueryDict | None:
        form = self.form(data)
        kept = [name for name in form.names if f"keep_{name}" in data]
        for name in kept:
            if data[f"keep_{name}"] == THEIRS:
                put_back(data, self.kpi, form, name)
        return data if any(data[f"keep_{name}"] != THEIRS for name in kept) else None


class DefinitionPage(RecordPage):
    heading = "Change this KPI’s definition"
    form_class = DefinitionForm
    noun = "the definition"

    def intro(self) -> str:
        if self.kpi.state == KPIState.PROPOSED:
            return (
                "While it is only proposed, the definition may be worked on without a reason. From the moment it is "
                "baselined or reported, every change says why."
            )
        return (
            "This KPI is in use. Figures already reported stay as they are: where a new definition counts differently, "
            "set the limits anew from the first period counted so, or make a new KPI."
        )


class ChartPage(RecordPage):
    heading = "Change how this KPI is charted"
    form_class = ChartForm
    noun = "the chart"

    def intro(self) -> str:
        return (
            "These settings are kept with the KPI, so every page, export and pack draws the same chart. The next page "
            "shows the chart before and after; nothing is saved until you confirm."
        )


def changes_table(changes: Sequence[KPIChange]) -> Table:
    rows = tuple(
        Row((Cell(one.field), Cell(one.before or "(blank)"), Cell(one.after or "(blank)"))) for one in changes
    )
    return Table("What changes", (Column("Field"), Column("Now"), Column("After the change")), rows)


def yours(now: KPI, form: RecordForm) -> dict[str, str]:
    """What the person typed, in the words in which the page shows it."""
    typed = copy(now)
    for name, value in form.values().items():
        setattr(typed, name, value.strip() if isinstance(value, str) else value)
    return {name: printed(typed, name) for name in form.names}


def put_back(data: QueryDict, now: KPI, form: RecordForm, name: str) -> None:
    """Make the form say what stands now."""
    value = getattr(now, name)
    if isinstance(value, bool):
        data.pop(name, None)
        if value:
            data[name] = "on"
        return
    prepared = form.fields[name].prepare_value(value)
    data[name] = "" if prepared is None else str(prepared)
