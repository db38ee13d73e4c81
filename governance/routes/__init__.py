"""The addresses of this app, by subject."""
