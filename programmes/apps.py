from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Programmes, organisations and services"

    def ready(self) -> None:
        import programmes.converters  # noqa: F401 (an address converter is known from when it is imported)
        from programmes.facts import MODELS, RELATED, register

        register(MODELS, RELATED)
