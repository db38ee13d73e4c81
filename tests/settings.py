"""The product's own settings under ENVIRONMENT=test, whatever the shell that starts the tests says."""

import os

os.environ["ENVIRONMENT"] = "test"

from commissioning.settings import *  # noqa: F403

# One real hash takes longer than most tests; sign-in itself is tested with whatever hasher is set.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files come straight from the source folders: nothing has to be collected before a test.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# Tests that need real commits are followed by TRUNCATE, which tracked tables refuse otherwise.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c commissioning.truncate=allowed"  # noqa: F405

# Tests roll everything back, so progress is written where the work is.
PROGRESS_APART = False
