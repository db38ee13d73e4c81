from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Imports, saved exports and the API. Stands above reporting: it may import every app, none imports it."""

    name = "commissioning.exchange"
    label = "exchange"
    verbose_name = "Imports and exports"

    def ready(self) -> None:
        from commissioning.core.admin_sheets import lead_to
        from commissioning.reporting.exports.row_checks import cover_with
        from programmes.rooms import register_room

        from . import jobs  # noqa: F401 (a worker knows a job from when it is declared)
        from .admin_links import links_for
        from .registers import written_headings
        from .rooms import ROOMS

        cover_with(written_headings)
        lead_to(links_for)

        for room in ROOMS:
            register_room(room)
