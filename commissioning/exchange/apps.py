from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Imports, saved exports and the API. Stands above reporting: it may import every app, none imports it."""

    name = "commissioning.exchange"
    label = "exchange"
    verbose_name = "Imports and exports"

    def ready(self) -> None:
        from programmes.rooms import register_room

        from . import jobs  # noqa: F401 (a worker knows a job from when it is declared)
        from .rooms import ROOMS

        for room in ROOMS:
            register_room(room)
