"""Puts the facts of published papers, and the demonstration accounts, into the database."""
