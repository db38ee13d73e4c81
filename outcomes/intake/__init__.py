"""What people paste and upload, read into rows of texts. Small on purpose: nothing here knows a rule of returns."""
