"""Versions of a framework: make one from the one before, see what changed, agree it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.forms_frameworks import AgreeForm
from outcomes.models import OutcomeMeasure, OutcomesFramework
from outcomes.models.frameworks import FrameworkState
from outcomes.selectors.framework import framework_of
from outcomes.selectors.framework_changes import FrameworkChanges, framework_changes
from outcomes.selectors.framework_stamp import framework_stamp
from outcomes.services.frameworks import agree, new_version
from outcomes.tables_framework import sentence_case
from outcomes.views.version_page import VersionPage, made_by_same_hand
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.tables import day_words
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.recorded import recorded_entry


def _framework(request: HttpRequest, key: str, ref: str) -> tuple[Programme, OutcomesFramework]:
    programme = programme_or_404(request, key)
    rows = OutcomesFramework.objects.select_related("replaces__strategy", "strategy")
    return programme, record_or_404(request, rows, programme=programme, reference=ref)


@require_http_methods(["GET", "HEAD", "POST"])
def framework_new_version(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; with step=preview what the draft will hold, with step=confirm the draft."""
    programme, framework = _framework(request, key, ref)
    require(request, Permission.EDIT_KPIS, programme)
    return NewVersionPage(request, programme, framework).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def framework_agree(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; with step=preview what changes by it, with step=confirm the agreement."""
    programme, framework = _framework(request, key, ref)
    require(request, Permission.EDIT_KPIS, programme)
    return AgreePage(request, programme, framework).answer()


@require_safe
def framework_changes_page(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """What is different in a version from the one that it replaces, in both wordings."""
    programme, framework = _framework(request, key, ref)
    found = framework_changes(framework)
    trail = (Link("Outcomes and KPIs", Addresses(programme.key).of("outcomes")),)
    frame = programme_frame(request, programme, "outcomes", trail=trail)
    to = Addresses(programme.key, frame["keep_day"])
    may = grants_of(request).may(Permission.EDIT_KPIS, programme.pk)
    context = {
        **frame,
        "framework": framework,
        "found": found,
        "summary": changes_summary(found),
        "table": changes_table(found),
        "read_url": to.of("outcomes", edition=framework.reference),
        "before_url": to.of("outcomes", edition=found.before.reference) if found.before else "",
        "agree_url": to.of("framework_agree", framework.reference)
        if may and framework.state == FrameworkState.DRAFT
        else "",
        "recorded": recorded_entry(framework),
        "illustrative": framework.illustrative,
    }
    return render(request, "outcomes/framework_changes.html", context)


def changes_summary(found: FrameworkChanges) -> str:
    """ "4 differences from version 1: 1 outcome reworded, …"."""
    if found.before is None:
        return "This is the first version; there is nothing to compare it with."
    if not found.changes:
        return f"Nothing is different from version {found.before.edition}."
    count = len(found.changes)
    kinds = ", ".join(f"{number} × {str(kind.label).lower()}" for kind, number in found.counts)
    return f"{count} difference{'' if count == 1 else 's'} from version {found.before.edition}: {kinds}."


def changes_table(found: FrameworkChanges) -> Table:
    before = f"Version {found.before.edition}" if found.before else "Before"
    rows = [
        Row(
            (
                Cell(str(change.kind.label)),
                Cell(sentence_case(change.about)),
                Cell(change.before or "–", words="" if change.before else "nothing"),
                Cell(change.after or "–", words="" if change.after else "nothing"),
            )
        )
        for change in found.changes
    ]
    columns = (
        Column("Change"),
        Column("Of"),
        Column(before),
        Column(f"Version {found.framework.edition}"),
    )
    return Table("What changed", columns, tuple(rows), empty="Nothing is different.", row_header=False)


def holds_table(framework: OutcomesFramework, caption: str) -> Table:
    counts = (
        ("Domains", framework.domains.count()),
        ("Outcomes", framework.outcomes.count()),
        ("Ties to KPIs", OutcomeMeasure.objects.filter(outcome__framework=framework).count()),
    )
    rows = tuple(Row((Cell(words), Cell(str(count)))) for words, count in counts)
    return Table(caption, (Column("What"), Column("How many", numeric=True)), rows)


class NewVersionPage(VersionPage):
    heading = "Make a new version of the framework"
    check_heading = "Check this new version before you make it"

    def stamp(self) -> str:
        return framework_stamp(self.record)

    def intro(self) -> list[str]:
        words = (
            "A draft is made with the same domains, outcomes, aims and measures. KPIs stay as they are and keep "
            "their history. The version in force stays in force until the draft is agreed."
        )
        return [words]

    def write(self, form: Any) -> OutcomesFramework:
        return new_version(
            self.record,
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=form.why,
            expected=form.seen,
        )

    def act_words(self, written: OutcomesFramework, form: Any) -> str:  # noqa: ARG002
        return f"Make version {written.edition} of “{written.name}” as a draft"

    def changes(self, written: OutcomesFramework) -> Table:
        return holds_table(written, "What the draft will hold")

    def saved_words(self, written: OutcomesFramework) -> str:
        return (
            f"Version {written.edition} is made as a draft, {written.reference}. Change it in data entry; then look "
            "here at what changed, and agree it."
        )

    def after(self, written: OutcomesFramework) -> str:
        return Addresses(self.programme.key).of("outcomes", edition=written.reference)

    def already_done(self, form: Any) -> OutcomesFramework | None:
        made = OutcomesFramework.objects.filter(replaces=self.record).first()
        same = made is not None and made_by_same_hand(made, form.why, user_of(self.request))
        return made if same else None


class AgreePage(VersionPage):
    heading = "Agree this version of the framework"
    check_heading = "Check this agreement before you save it"
    form_class = AgreeForm

    def stamp(self) -> str:
        return framework_stamp(self.record)

    def intro(self) -> list[str]:
        old = self.record.replaces
        found = framework_of(self.programme, self.record.reference)
        gaps = len(found.outcomes_without_kpi)
        held = f"It holds {len(found.outcomes)} outcomes, of which no KPI measures {gaps}."
        return [f"{old} is superseded by it. {held}" if old else held]

    def write(self, form: Any) -> OutcomesFramework:
        return agree(
            self.record,
            on=form.day,
            where=form.place,
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=form.why,
            today=self.request.today,  # type: ignore[attr-defined]
            expected=form.seen,
        )

    def act_words(self, written: OutcomesFramework, form: Any) -> str:
        return f"“{written}” is agreed: {day_words(form.day)}, {form.place}"

    def changes(self, written: OutcomesFramework) -> Table:
        """What it changes; the first version changes nothing, and the summary says what it holds."""
        if written.replaces is None:
            return holds_table(written, "What it holds")
        return changes_table(framework_changes(written))

    def saved_words(self, written: OutcomesFramework) -> str:
        old = f" {written.replaces} is superseded." if written.replaces else ""
        return f"{written} is agreed.{old}"

    def after(self, written: OutcomesFramework) -> str:
        return Addresses(self.programme.key).of("outcomes", edition=written.reference)

    def already_done(self, form: Any) -> OutcomesFramework | None:
        now = OutcomesFramework.objects.select_related("replaces").get(pk=self.record.pk)
        ours = (FrameworkState.AGREED, form.day, form.place)
        return now if (now.state, now.agreed_on, now.agreed_where) == ours else None
