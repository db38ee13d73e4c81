from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"
    verbose_name = "Procurement and money"

    def ready(self) -> None:
        from outcomes.selectors.kpi_page import read_adoptions_with
        from programmes.facts import register
        from programmes.found import register_found
        from programmes.rooms import register_room
        from programmes.selectors.intentions_summary import read_funding_with

        from .facts import MODELS, RELATED
        from .found import FOUND
        from .rooms import ROOMS
        from .selectors.kpi_adoptions import adoptions_of
        from .selectors.project_funding import funding_of_project

        register(MODELS, RELATED)
        register_found(FOUND)
        for room in ROOMS:
            register_room(room)
        read_funding_with(funding_of_project)
        read_adoptions_with(adoptions_of)
