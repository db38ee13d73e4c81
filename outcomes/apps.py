from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"
    verbose_name = "Outcomes and KPIs"

    def ready(self) -> None:
        from programmes.facts import register

        from .facts import MODELS, RELATED

        register(MODELS, RELATED)
