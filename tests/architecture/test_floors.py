"""Nothing imports upwards or sideways."""

import os
import subprocess
import sys

from tests.architecture.source import ROOT


def test_the_floors_hold():
    run = "from importlinter.cli import lint_imports_command as main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "ENVIRONMENT": "test"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
