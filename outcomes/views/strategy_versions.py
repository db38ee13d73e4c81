"""Versions of a strategy: make one from the one before, and agree it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.models import Strategy
from outcomes.models.frameworks import FrameworkState
from outcomes.selectors.framework_stamp import strategy_stamp
from outcomes.services.strategies import agree_strategy, new_strategy_version
from outcomes.tables_framework import sentence_case
from outcomes.views.version_page import VersionPage, made_by_same_hand
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of


def _strategy(request: HttpRequest, key: str, ref: str) -> tuple[Programme, Strategy]:
    programme = programme_or_404(request, key)
    rows = Strategy.objects.select_related("replaces")
    strategy = record_or_404(request, rows, programme=programme, reference=ref)
    require(request, Permission.EDIT_KPIS, programme)
    return programme, strategy


@require_http_methods(["GET", "HEAD", "POST"])
def strategy_new_version(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; with step=preview the aims that the draft will hold, with step=confirm the draft."""
    return NewStrategyPage(request, *_strategy(request, key, ref)).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def strategy_agree(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; with step=preview the aims that come into force, with step=confirm the agreement."""
    return AgreeStrategyPage(request, *_strategy(request, key, ref)).answer()


class _StrategyPage(VersionPage):
    def stamp(self) -> str:
        return strategy_stamp(self.record)

    def changes(self, written: Strategy) -> Table:
        rows = tuple(Row((Cell(sentence_case(aim.text)),)) for aim in written.aims.all())
        return Table("Aims", (Column("Aim"),), rows, empty="It holds no aim.")

    def after(self, written: Strategy) -> str:  # noqa: ARG002
        return self.back


class NewStrategyPage(_StrategyPage):
    heading = "Make a new version of the strategy"
    check_heading = "Check this new version before you make it"

    def intro(self) -> list[str]:
        words = (
            "A draft is made with the same aims. Frameworks stay under the version that they serve now; a draft of a "
            "framework is put under the new one in data entry."
        )
        return [words]

    def write(self, form: Any) -> Strategy:
        return new_strategy_version(
            self.record,
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=form.why,
            expected=form.seen,
        )

    def act_words(self, written: Strategy, form: Any) -> str:  # noqa: ARG002
        return f"Make version {written.edition} of “{written.name}” as a draft"

    def saved_words(self, written: Strategy) -> str:
        return f"{written} is made as a draft, {written.reference}. Change its aims in data entry; then agree it."

    def already_done(self, form: Any) -> Strategy | None:
        made = Strategy.objects.filter(replaces=self.record).first()
        same = made is not None and made_by_same_hand(made, form.why, user_of(self.request))
        return made if same else None


class AgreeStrategyPage(_StrategyPage):
    heading = "Agree this version of the strategy"
    check_heading = "Check this agreement before you save it"

    def intro(self) -> list[str]:
        old = self.record.replaces
        return [f"{old} is superseded by it." if old else "It is the first version."]

    def write(self, form: Any) -> Strategy:
        return agree_strategy(
            self.record,
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=form.why,
            expected=form.seen,
        )

    def act_words(self, written: Strategy, form: Any) -> str:  # noqa: ARG002
        return f"“{written}” is agreed"

    def saved_words(self, written: Strategy) -> str:
        old = f" {written.replaces} is superseded." if written.replaces else ""
        return f"{written} is agreed.{old}"

    def already_done(self, form: Any) -> Strategy | None:  # noqa: ARG002
        now: Strategy = Strategy.objects.select_related("replaces").get(pk=self.record.pk)
        return now if now.state == FrameworkState.AGREED else None
