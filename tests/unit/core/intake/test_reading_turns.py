"""Reading takes memory, so few files are read at once; who waits in vain is told."""

from dataclasses import replace

import pytest

from commissioning.core.intake import reading
from commissioning.core.intake.cells import FileRefused
from commissioning.core.intake.limits import LIMITS

pytestmark = pytest.mark.intake


def test_a_file_waits_its_turn_and_is_refused_when_it_does_not_come():
    impatient = replace(LIMITS, wall_seconds=0)
    for _ in range(reading.AT_ONCE):
        assert reading._TURNS.acquire(timeout=1)
    try:
        with pytest.raises(FileRefused, match="Other files are being read"):
            reading.read_file(b"a,b\r\n1,2\r\n", "plan.csv", limits=impatient)
    finally:
        for _ in range(reading.AT_ONCE):
            reading._TURNS.release()


def test_every_turn_is_given_back():
    for _ in range(reading.AT_ONCE + 1):
        assert reading.read_file(b"a,b\r\n1,2\r\n", "plan.csv").kind == "csv"
