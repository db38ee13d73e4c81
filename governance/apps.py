from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Governance"

    def ready(self) -> None:
        from programmes.facts import register

        from .facts import MODELS, RELATED

        register(MODELS, RELATED)
