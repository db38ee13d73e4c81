from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Imports, saved exports and the API. Stands above reporting: it may import every app, none imports it."""

    name = "commissioning.exchange"
    label = "exchange"
    verbose_name = "Imports and exports"
