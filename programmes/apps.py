from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Programmes, organisations and services"

    def ready(self) -> None:
        import programmes.converters  # noqa: F401 (an address converter is known from when it is imported)
        from programmes.facts import MODELS, RELATED, register
        from programmes.found import FOUND_HERE, register_found
        from programmes.rooms import register_room
        from programmes.rooms_here import ROOMS

        register(MODELS, RELATED)
        register_found(FOUND_HERE)
        for room in ROOMS:
            register_room(room)
