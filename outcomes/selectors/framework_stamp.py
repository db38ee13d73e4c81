"""A short stamp of everything that a version of a framework or strategy holds, to tell whether it has moved on."""

from hashlib import sha256
from typing import Any

from outcomes.models import (
    Outcome,
    OutcomeAim,
    OutcomeDomain,
    OutcomeMeasure,
    OutcomesFramework,
    Strategy,
    StrategyAim,
)


def framework_stamp(framework: OutcomesFramework) -> str:
    """Changes with the framework, its domains and outcomes, and what they serve and are measured by; five queries."""
    return _stamp(
        OutcomesFramework.objects.filter(pk=framework.pk),
        OutcomeDomain.objects.filter(framework=framework),
        Outcome.objects.filter(framework=framework),
        OutcomeAim.objects.filter(outcome__framework=framework),
        OutcomeMeasure.objects.filter(outcome__framework=framework),
    )


def strategy_stamp(strategy: Strategy) -> str:
    """Changes with the strategy and its aims; two queries."""
    return _stamp(Strategy.objects.filter(pk=strategy.pk), StrategyAim.objects.filter(strategy=strategy))


def _stamp(*parts: Any) -> str:
    seen = [sorted(rows.order_by().values_list("pk", "version")) for rows in parts]
    return sha256(repr(seen).encode()).hexdigest()[:16]
