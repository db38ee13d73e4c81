"""Five thousand files with random bytes changed: each is read or refused in words, quickly and in little memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.intake

FILES = 5_000
ROOT = Path(__file__).parents[4]


def test_five_thousand_fuzzed_files_are_read_or_refused():
    """In a process of their own: a reader that brings its process down is found out, and the tests go on."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.awkward.fuzzing", str(FILES), "7"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert sum(found["outcomes"].values()) == FILES
    assert set(found["outcomes"]) == {"read", "refused"}
    assert (
        min(found["outcomes"].values()) > FILES // 10
    )  # neither everything nor nothing is caught by one check
    assert found["longest"] < 10
    assert found["grown"] < 300
