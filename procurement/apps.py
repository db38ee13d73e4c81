from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"
    verbose_name = "Procurement and money"

    def ready(self) -> None:
        from programmes.facts import register
        from programmes.rooms import register_room

        from .facts import MODELS, RELATED
        from .rooms import ROOMS

        register(MODELS, RELATED)
        for room in ROOMS:
            register_room(room)
