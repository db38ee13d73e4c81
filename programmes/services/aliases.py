from datetime import date

from programmes.models import Service, ServiceAlias
from programmes.references import next_reference_of


def keep_former_name(service: Service, name: str, *, ended_on: date) -> ServiceAlias:
    """The name as one of the service's other names that ended on a day.

    Where it is one already (the service had taken it back, or a paper prints it), that record is given the end.
    """
    alias = ServiceAlias.objects.select_for_update(of=("self",)).filter(service=service, name=name).first()
    if alias is None:
        alias = ServiceAlias(
            reference=next_reference_of(service, ServiceAlias, "ALIAS"),
            programme=service.programme,
            service=service,
            name=name,
            illustrative=service.illustrative,
        )
    if alias.starts_on is not None and alias.starts_on >= ended_on:
        alias.starts_on = None
    alias.ends_on = ended_on
    alias.full_clean()
    alias.save()
    return alias
