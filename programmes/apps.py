from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Programmes, organisations and services"

    def ready(self) -> None:
        from programmes.facts import MODELS, RELATED, register

        register(MODELS, RELATED)
