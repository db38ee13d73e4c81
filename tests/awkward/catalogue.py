"""Every awkward file there is, for whatever takes files: `for file in awkward(): …`, each with what must come of it."""

from collections.abc import Iterator
from functools import cache

from tests.awkward.kinds import Awkward, Read, Refused
from tests.awkward.packages import packages
from tests.awkward.registers import registers
from tests.awkward.strangers import strangers
from tests.awkward.texts import texts
from tests.awkward.workbooks import workbooks

__all__ = ["Awkward", "Read", "Refused", "awkward"]


def _all() -> Iterator[Awkward]:
    yield from texts()
    yield from strangers()
    yield from workbooks()
    yield from packages()
    yield from registers()


@cache
def awkward() -> tuple[Awkward, ...]:
    return tuple(_all())
