from django.apps import AppConfig


class SeedingConfig(AppConfig):
    """Loads fixtures of facts with their sources. Stands beside reporting: it may import every app, none imports it."""

    name = "commissioning.seeding"
    label = "seeding"
    verbose_name = "Loaded data"
