"""Every name that a programme's services go by, so that one name never stands for two of them."""

from programmes.models import Programme, ServiceAlias, ServiceScope
from programmes.models.services import ScopeState
from programmes.rules import NameHolder, name_key


def names_of_programme(programme: Programme) -> dict[str, NameHolder]:
    """Names and other names by `rules.name_key`, each with the service that holds it; a name wins over an alias.

    Two queries.
    """
    taken: dict[str, NameHolder] = {}
    aliases = ServiceAlias.objects.filter(programme=programme).select_related("service")
    for alias in aliases:
        holder = NameHolder(alias.service_id, alias.service.reference, alias.service.name, is_alias=True)
        taken.setdefault(name_key(alias.name), holder)
    for scope in ServiceScope.objects.filter(programme=programme).select_related("service"):
        service, removed = scope.service, scope.state == ScopeState.REMOVED
        taken[name_key(service.name)] = NameHolder(
            service.pk, service.reference, service.name, removed=removed
        )
    return taken
