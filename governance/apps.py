from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Governance"

    def ready(self) -> None:
        from programmes.facts import register
        from programmes.found import register_found
        from programmes.rooms import register_room

        from .facts import MODELS, RELATED
        from .found import FOUND
        from .rooms import ROOMS

        register(MODELS, RELATED)
        register_found(FOUND)
        for room in ROOMS:
            register_room(room)
