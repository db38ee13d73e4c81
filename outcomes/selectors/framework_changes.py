"""What changed between a version of a framework and the one before: domains, outcomes, and what measures them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices

from outcomes.models import Outcome, OutcomeAim, OutcomeDomain, OutcomeMeasure, OutcomesFramework


class ChangeKind(TextChoices):
    """In the order in which pages list them."""

    STRATEGY = "strategy", "Strategy changed"
    DOMAIN_ADDED = "domain_added", "Domain added"
    DOMAIN_REMOVED = "domain_removed", "Domain removed"
    DOMAIN_RENAMED = "domain_renamed", "Domain renamed"
    OUTCOME_ADDED = "outcome_added", "Outcome added"
    OUTCOME_REMOVED = "outcome_removed", "Outcome removed"
    OUTCOME_REWORDED = "outcome_reworded", "Outcome reworded"
    OUTCOME_MOVED = "outcome_moved", "Outcome moved to another domain"
    AIM_ADDED = "aim_added", "Aim of the strategy newly served"
    AIM_REMOVED = "aim_removed", "Aim of the strategy no longer served"
    KPI_ADDED = "kpi_added", "KPI tied"
    KPI_REMOVED = "kpi_removed", "KPI untied"
    KPI_MARKED = "kpi_marked", "Direct or proxy changed"


@dataclass(frozen=True)
class Change:
    """One difference. `about` names the domain or outcome by its new words; `before` or `after` is empty for none."""

    kind: ChangeKind
    about: str
    before: str
    after: str


@dataclass(frozen=True)
class FrameworkChanges:
    """`before` is None for the first version: there is nothing to compare it with."""

    framework: OutcomesFramework
    before: OutcomesFramework | None
    changes: tuple[Change, ...]

    @property
    def counts(self) -> tuple[tuple[ChangeKind, int], ...]:
        found = [(kind, sum(change.kind == kind for change in self.changes)) for kind in ChangeKind]
        return tuple((kind, count) for kind, count in found if count)


@dataclass(frozen=True)
class _Version:
    """What one version holds, by the primary keys of that version."""

    domains: dict[int, OutcomeDomain]
    outcomes: dict[int, Outcome]
    aims: dict[int, dict[int, str]]
    kpis: dict[int, dict[int, tuple[str, bool]]]


def framework_changes(framework: OutcomesFramework) -> FrameworkChanges:
    """The version beside the one that it replaces; ten queries for any number of outcomes.

    A copy is recognised by what it was copied from, not by its words. An outcome entered anew with the old words is
    one added and one removed. The order of outcomes is not compared.
    """
    old = framework.replaces
    if old is None:
        return FrameworkChanges(framework, None, ())
    before, after = _read(old), _read(framework)
    found = [
        *_strategy(old, framework),
        *_domains(before, after),
        *_outcomes(before, after),
        *_ties(before, after),
    ]
    order = list(ChangeKind)
    return FrameworkChanges(framework, old, tuple(sorted(found, key=lambda change: order.index(change.kind))))


def _read(framework: OutcomesFramework) -> _Version:
    aims: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for served in OutcomeAim.objects.filter(outcome__framework=framework).select_related("aim"):
        aims[served.outcome_id][served.aim_id] = served.aim.text
    kpis: defaultdict[int, dict[int, tuple[str, bool]]] = defaultdict(dict)
    for tie in OutcomeMeasure.objects.filter(outcome__framework=framework).select_related("kpi"):
        kpis[tie.outcome_id][tie.kpi_id] = (tie.kpi.name, tie.is_proxy)
    rows = Outcome.objects.filter(framework=framework).select_related("domain").order_by("position", "pk")
    return _Version(
        {row.pk: row for row in OutcomeDomain.objects.filter(framework=framework)},
        {row.pk: row for row in rows},
        aims,
        kpis,
    )


def _strategy(old: OutcomesFramework, new: OutcomesFramework) -> Iterator[Change]:
    if old.strategy_id != new.strategy_id:
        was, now = (str(each.strategy) if each.strategy else "" for each in (old, new))
        yield Change(ChangeKind.STRATEGY, str(new), was, now)


def _domains(before: _Version, after: _Version) -> Iterator[Change]:
    kept = {row.copied_from_id for row in after.domains.values()}
    for row in after.domains.values():
        old = before.domains.get(row.copied_from_id or 0)
        if old is None:
            yield Change(ChangeKind.DOMAIN_ADDED, row.name, "", row.name)
        elif old.name != row.name:
            yield Change(ChangeKind.DOMAIN_RENAMED, row.name, old.name, row.name)
    for pk, row in before.domains.items():
        if pk not in kept:
            yield Change(ChangeKind.DOMAIN_REMOVED, row.name, row.name, "")


def _outcomes(before: _Version, after: _Version) -> Iterator[Change]:
    kept = {row.copied_from_id for row in after.outcomes.values()}
    for row in after.outcomes.values():
        old = before.outcomes.get(row.copied_from_id or 0)
        if old is None:
            yield Change(ChangeKind.OUTCOME_ADDED, row.text, "", row.text)
            continue
        if old.text != row.text:
            yield Change(ChangeKind.OUTCOME_REWORDED, row.text, old.text, row.text)
        if old.domain_id != (row.domain.copied_from_id if row.domain else None) or (
            old.domain is None and row.domain is not None
        ):
            yield Change(ChangeKind.OUTCOME_MOVED, row.text, _domain(old), _domain(row))
    for pk, row in before.outcomes.items():
        if pk not in kept:
            yield Change(ChangeKind.OUTCOME_REMOVED, row.text, row.text, "")


def _domain(outcome: Outcome) -> str:
    return outcome.domain.name if outcome.domain else "no domain"


def _ties(before: _Version, after: _Version) -> Iterator[Change]:
    """What every outcome of the new version serves and is measured by, beside the outcome that it was copied from."""
    for pk, row in after.outcomes.items():
        was = row.copied_from_id if row.copied_from_id in before.outcomes else 0
        yield from _aims(row.text, before.aims.get(was or 0, {}), after.aims.get(pk, {}))
        yield from _kpis(row.text, before.kpis.get(was or 0, {}), after.kpis.get(pk, {}))


def _aims(about: str, before: dict[int, str], after: dict[int, str]) -> Iterator[Change]:
    for pk, text in after.items():
        if pk not in before:
            yield Change(ChangeKind.AIM_ADDED, about, "", text)
    for pk, text in before.items():
        if pk not in after:
            yield Change(ChangeKind.AIM_REMOVED, about, text, "")


def _kpis(
    about: str, before: dict[int, tuple[str, bool]], after: dict[int, tuple[str, bool]]
) -> Iterator[Change]:
    for pk, (name, is_proxy) in after.items():
        if pk not in before:
            yield Change(ChangeKind.KPI_ADDED, about, "", f"{name} ({_how(is_proxy)})")
        elif before[pk][1] != is_proxy:
            was = before[pk][1]
            yield Change(ChangeKind.KPI_MARKED, about, f"{name} ({_how(was)})", f"{name} ({_how(is_proxy)})")
    for pk, (name, is_proxy) in before.items():
        if pk not in after:
            yield Change(ChangeKind.KPI_REMOVED, about, f"{name} ({_how(is_proxy)})", "")


def _how(is_proxy: bool) -> str:
    return "proxy" if is_proxy else "direct"
