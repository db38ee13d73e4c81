"""What every test shares: nothing but the pace of property tests."""

import os

from hypothesis import HealthCheck, settings

# On a busy machine an example may take long without being wrong; EXAMPLES=2000 searches harder.
settings.register_profile(
    "project",
    deadline=None,
    max_examples=int(os.environ.get("EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")
