"""Spreadsheets in and out, and the API: every register through one pipeline and the doors of its own app."""
