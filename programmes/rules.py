"""Rules of a programme's scope, as pure functions: no database, no clock."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate

NOT_IN_PROGRAMME = None  # the state before a service was added


def effective_day(effective: FuzzyDate) -> date | None:
    """The first day a stated date can mean: a change of "September 2019" takes effect on 1 September 2019.

    A date without a first day ("up to 31 March 2020") takes effect on its last. None for an undated one.
    """
    return effective.start or effective.end


def rewind(values: Mapping[str, Any], later: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The values as they stood before the changes of `later`, which come in time order, each as its `before`.

    For every field the earliest change that names it decides. A change that does not name it leaves it alone.
    """
    earlier: dict[str, Any] = {}
    for before in later:
        for name, value in before.items():
            earlier.setdefault(name, value)
    return {**values, **earlier}
