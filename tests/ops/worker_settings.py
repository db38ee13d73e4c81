"""What a worker started by a test works with: the test's own database, and the sample jobs."""

import os

from tests.settings import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]  # noqa: F405
PROCRASTINATE_IMPORT_PATHS = ["tests.ops.sample_jobs"]
PROGRESS_APART = True
JOBS_AT_ONCE = 2
JOB_SECONDS = {"end": 1.0, "look": 1.0, "poll": 0.5}  # the same, sooner
