"""The site, its kernel and its reports."""

import os

# Word copies bring lxml, and openpyxl would take it for its XML reader without being asked. Workbooks that people hand
# in are checked with the errors of the standard library's reader in mind, so that one stays. Read once, at import.
os.environ.setdefault("OPENPYXL_LXML", "False")
