"""The product's own settings under ENVIRONMENT=test, whatever the shell that starts the tests says."""

import os

os.environ["ENVIRONMENT"] = "test"

from commissioning.settings import *  # noqa: F403
