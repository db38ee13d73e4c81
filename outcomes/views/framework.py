"""The framework page: strategy, version, domains, outcomes and KPIs; promises; what nothing measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, query_with
from outcomes.models import OutcomesFramework, Strategy
from outcomes.models.frameworks import FrameworkState
from outcomes.selectors.area_aims import area_aims
from outcomes.selectors.framework import FrameworkView, framework_of
from outcomes.selectors.measurability import MeasurabilityView, measurability
from outcomes.selectors.other_strategies import other_strategies
from outcomes.tables_area_aims import area_aims_tables, sums_words
from outcomes.tables_framework import domain_table, kpi_table, marks, promise_table, sentence_case
from outcomes.tables_strategies import strategies_table
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.models import Programme
from programmes.tables import day_words, source_cell
from programmes.views.base import grants_of, programme_or_404
from programmes.views.page import programme_frame

STATE_TONES = {
    FrameworkState.DRAFT: Tone.WARN,
    FrameworkState.AGREED: Tone.GOOD,
    FrameworkState.SUPERSEDED: Tone.NEUTRAL,
}


@dataclass(frozen=True)
class Choice:
    """A version in the chooser; the one shown has no address."""

    words: str
    href: str


@require_safe
def outcomes(request: HttpRequest, key: str) -> HttpResponse:
    """What the programme is to change and how that is to be seen, with every gap named; `?edition=` chooses."""
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "outcomes")
    to = Addresses(programme.key, frame["keep_day"])
    asked = request.GET.get("edition", "")
    view = framework_of(programme, asked or None)
    promised, aims = measurability(programme), area_aims(programme)
    loose, others = view.kpis_of_no_outcome, other_strategies(programme, view.strategy)
    context = {
        **frame,
        "view": view,
        "lede": lede(view, promised, review=not aims.is_empty),
        "unknown_edition": asked if asked and asked not in {e.reference for e in view.editions} else "",
        "choices": _choices(request, view),
        "summary_rows": _summary(view, to),
        "actions": _actions(request, programme, view, to),
        "aims_table": _aims_table(view) if view.aims else None,
        "strategies_table": strategies_table(others, view, to),
        "domain_tables": [domain_table(domain, view, to) for domain in view.domains],
        "kpi_table": kpi_table(loose, to, caption=_loose_caption(view)) if loose else None,
        "gaps": _gaps(view, promised),
        **_promises(promised, to),
        "aims_tables": area_aims_tables(aims, to),
        "aims_sums": sums_words(aims),
        "downloads": _downloads(frame, to, view, promised),
        "illustrative": _is_illustrative(view, promised),
    }
    return render(request, "outcomes/outcomes.html", context)


def lede(view: FrameworkView, promised: MeasurabilityView, *, review: bool) -> str:
    """The finding: which version stands, and how much of it nothing measures directly."""
    if view.framework is None:
        others = (
            "What papers say besides stands below." if view.kpis or promised.areas.total or review else ""
        )
        return f"No outcomes framework is recorded for this programme yet. {_named(view)} {others}".strip()
    state = view.framework.state_as_printed or view.framework.get_state_display()
    total, none = len(view.outcomes), len(view.outcomes_without_kpi)
    proxies = len(view.outcomes_by_proxy_only)
    return (
        f"{view.framework}: {state}. {none} of {total} outcomes {'has' if none == 1 else 'have'} no KPI, "
        f"direct or proxy; {proxies} {'has' if proxies == 1 else 'have'} only a proxy."
    )


def _named(view: FrameworkView) -> str:
    """How many KPIs are named without a framework, and how many of them have a target; nothing where there is none."""
    total, aimed = len(view.kpis), sum(kpi.target is not None for kpi in view.kpis)
    noun = "KPI is named" if total == 1 else "KPIs are named"
    return f"{total} {noun}, {aimed or 'none'} with a target." if total else ""


def _choices(request: HttpRequest, view: FrameworkView) -> list[Choice]:
    """Nothing to choose where there is one version."""
    if len(view.editions) < 2 or view.framework is None:
        return []
    return [
        Choice(
            f"{each.name}, version {each.edition} ({each.state_label.lower()})",
            ""
            if each.reference == view.framework.reference
            else query_with(request.GET, edition=each.reference),
        )
        for each in view.editions
    ]


def _summary(view: FrameworkView, to: Addresses) -> list[SummaryRow]:
    framework = view.framework
    if framework is None:
        return []
    tag = Tag(framework.get_state_display(), STATE_TONES[FrameworkState(framework.state)])
    rows = [
        SummaryRow("Strategy", strategy_cell(view.strategy)),
        SummaryRow("Version", Cell(str(framework.edition), note=framework.state_as_printed, tags=(tag,))),
    ]
    if framework.agreed_on:
        rows.append(SummaryRow("Agreed", Cell(day_words(framework.agreed_on), note=framework.agreed_where)))
    developers = Cell(", ".join(view.developers)) if view.developers else Cell("not stated", unknown=True)
    rows.append(SummaryRow("Developed by", developers))
    if framework.kpi_approach:
        rows.append(SummaryRow("How KPIs are used", Cell(sentence_case(framework.kpi_approach))))
    source = source_cell(view.places.get(framework.fact_id or 0, ()), framework.fact_id, to)
    return [*rows, SummaryRow("Printed in", source)]


def strategy_cell(strategy: Strategy | None) -> Cell:
    if strategy is None:
        return Cell(
            "no strategy named", unknown=True, note="The framework serves no strategy that is recorded."
        )
    state = FrameworkState(strategy.state)
    note = "; ".join(filter(None, [strategy.owner, strategy.period.printed]))
    tags = (Tag(str(state.label), STATE_TONES[state]), *marks(strategy.illustrative))
    return Cell(strategy.name, note=f"Version {strategy.edition}{f'; {note}' if note else ''}", tags=tags)


def _actions(request: HttpRequest, programme: Programme, view: FrameworkView, to: Addresses) -> list[Link]:
    """What may be done with the version shown, by those who may; what changed is for everyone."""
    framework, grants = view.framework, grants_of(request)
    if framework is None:
        return []
    links = []
    if framework.replaces is not None:
        links.append(
            Link(f"What changed since {_short(framework.replaces)}", _of(framework, "framework_changes", to))
        )
    if not grants.may(Permission.EDIT_KPIS, programme.pk):
        return links
    if framework.state == FrameworkState.DRAFT:
        links.append(Link("Agree this version", _of(framework, "framework_agree", to)))
    elif framework.state == FrameworkState.AGREED:
        links.append(Link("Make a new version", _of(framework, "framework_new_version", to)))
    if view.strategy is not None:
        links += _strategy_links(view.strategy, to)
    if grants.may(Permission.EDIT_DATA, programme.pk):
        links.append(Link("Edit it in data entry", _data_entry(framework)))
    return links


def _strategy_links(strategy: Strategy, to: Addresses) -> list[Link]:
    if strategy.state == FrameworkState.DRAFT:
        return [Link("Agree this version of the strategy", to.of("strategy_agree", strategy.reference))]
    if strategy.state == FrameworkState.AGREED:
        text = "Make a new version of the strategy"
        return [Link(text, to.of("strategy_new_version", strategy.reference))]
    return []


def _short(framework: OutcomesFramework) -> str:
    return f"version {framework.edition}"


def _of(framework: OutcomesFramework, name: str, to: Addresses) -> str:
    return to.of(name, framework.reference)


def _data_entry(framework: OutcomesFramework) -> str:
    """Its outcomes and domains are edited there one by one; the framework's own page leads to none of them."""
    if framework.state == FrameworkState.DRAFT:
        return reverse("admin:outcomes_outcome_changelist") + f"?q={framework.reference}"
    return reverse("admin:outcomes_outcomesframework_change", args=[framework.pk])


def _aims_table(view: FrameworkView) -> Table:
    served = {
        aim.pk: [outcome.text for outcome in view.outcomes if aim.pk in outcome.aim_ids] for aim in view.aims
    }
    rows = [
        Row(
            (
                Cell(sentence_case(aim.text), tags=marks(aim.illustrative)),
                Cell("; ".join(sentence_case(text) for text in served[aim.pk]))
                if served[aim.pk]
                else Cell("no outcome serves it", unknown=True),
            )
        )
        for aim in view.aims
    ]
    columns = (Column("Aim"), Column("Outcomes that serve it"))
    return Table("Aims of the strategy", columns, tuple(rows))


def _loose_caption(view: FrameworkView) -> str:
    return "KPIs that measure no outcome of this version" if view.outcomes else "KPIs"


def _gaps(view: FrameworkView, promised: MeasurabilityView) -> list[tuple[str, Sequence[str]]]:
    """What nothing measures, by kind; a kind without any is left out."""
    found = [
        ("Outcomes that no KPI measures", [sentence_case(o.text) for o in view.outcomes_without_kpi]),
        (
            "Outcomes that only a proxy measures",
            [sentence_case(o.text) for o in view.outcomes_by_proxy_only],
        ),
        ("Aims of the strategy that no outcome serves", [aim.text for aim in view.unserved_aims]),
        ("Hard to measure, and no plan for it", [promise.text for promise in promised.unplanned]),
    ]
    return [(heading, items) for heading, items in found if items]


def _promises(promised: MeasurabilityView, to: Addresses) -> dict[str, Any]:
    return {
        "areas_table": promise_table(
            promised.areas.promises,
            to,
            caption="High impact areas",
            noun="Area",
            sort="Origin",
            empty="No high impact area is recorded yet.",
        ),
        "commitments_table": promise_table(
            promised.commitments.promises,
            to,
            caption="Commitments",
            noun="Commitment",
            sort="Kind",
            empty="No commitment is recorded yet.",
        ),
    }


def _downloads(
    frame: dict[str, Any], to: Addresses, view: FrameworkView, promised: MeasurabilityView
) -> Sequence[Any]:
    tables = {}
    if view.framework is not None:
        tables["framework"] = "Every line of the framework"
    if promised.commitments.total:
        tables["commitments"] = "Every commitment"
    return whole_downloads(frame, to, **tables)


def _is_illustrative(view: FrameworkView, promised: MeasurabilityView) -> bool:
    rows: tuple[Any, ...] = (*view.outcomes, *view.kpis, *view.aims)
    rows += (*promised.areas.promises, *promised.commitments.promises)
    own = [view.framework.illustrative] if view.framework else []
    return any([*own, *(row.illustrative for row in rows)])
