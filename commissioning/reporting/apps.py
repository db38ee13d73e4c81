from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Dashboards and workbooks: composes what the other apps' selectors say, and has no models of its own."""

    name = "commissioning.reporting"
    label = "reporting"

    def ready(self) -> None:
        from programmes.rooms import register_room

        from .rooms import ROOMS

        for room in ROOMS:
            register_room(room)
