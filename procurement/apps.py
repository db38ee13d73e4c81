from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"
    verbose_name = "Procurement and money"

    def ready(self) -> None:
        from programmes.facts import register

        from .facts import MODELS, RELATED

        register(MODELS, RELATED)
