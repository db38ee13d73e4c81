"""The product's own settings under ENVIRONMENT=test, whatever the shell that starts the tests says."""

import os

os.environ["ENVIRONMENT"] = "test"

from commissioning.settings import *  # noqa: F403

# Tests that need real commits are followed by TRUNCATE, which tracked tables refuse otherwise.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c commissioning.truncate=allowed"  # noqa: F405
