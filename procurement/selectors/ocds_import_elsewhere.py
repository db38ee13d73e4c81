"""Which contracting processes of a file belong to another programme, and so are never imported into this one."""

from collections.abc import Collection

from procurement.models import ProcurementPhase, Publication
from procurement.ocds.ocid import EXAMPLE_PREFIX
from programmes.models import Programme


def processes_elsewhere(programme: Programme, prefix: str, ocids: Collection[str]) -> frozenset[str]:
    """The ocids among these that other programmes have, or that their processes would be published under.

    A phase gets its ocid on first publication: whoever imported that number first, elsewhere, would take it away from
    it for good. Anybody may use the prefix of the standard's examples, so under it nothing is kept free. One query.
    """
    phases = ProcurementPhase.objects.exclude(programme=programme)
    plannings = Publication.objects.exclude(programme=programme)
    others = Programme.objects.exclude(pk=programme.pk)
    start = f"{prefix}-"
    own = [] if prefix == EXAMPLE_PREFIX else [ocid for ocid in ocids if ocid.startswith(start)]
    local = [ocid.removeprefix(start) for ocid in own]
    has = [rows.filter(ocid__in=ocids).order_by().values_list("ocid") for rows in (phases, plannings)]
    would = [
        rows.filter(reference__in=local).order_by().values_list("reference") for rows in (phases, others)
    ]
    found = {written for (written,) in has[0].union(has[1], *would)}
    return frozenset(
        ocid for ocid in ocids if ocid in found or (ocid in own and ocid.removeprefix(start) in found)
    )
