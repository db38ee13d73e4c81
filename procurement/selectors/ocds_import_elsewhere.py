"""Which contracting processes of a file belong to another programme, and so are never imported into this one."""

from collections.abc import Collection

from procurement.models import ProcurementPhase, Publication
from procurement.ocds.ocid import EXAMPLE_PREFIX
from programmes.models import Programme


def processes_elsewhere(programme: Programme, prefix: str, ocids: Collection[str]) -> frozenset[str]:
    """The ocids among these that other programmes have, or that their processes would be published under.

    A phase gets its ocid on first publication: whoever imported that number first, elsewhere, would take it away from
    it for good. Anybody may use the prefix of the standard's examples, so under it nothing is kept free. Four queries.
    """
    phases = ProcurementPhase.objects.exclude(programme=programme)
    plannings = Publication.objects.exclude(programme=programme)
    others = Programme.objects.exclude(pk=programme.pk)
    start = f"{prefix}-"
    own = [] if prefix == EXAMPLE_PREFIX else [ocid for ocid in ocids if ocid.startswith(start)]
    local = [ocid.removeprefix(start) for ocid in own]
    return frozenset(
        [
            *phases.filter(ocid__in=ocids).values_list("ocid", flat=True),
            *plannings.filter(ocid__in=ocids).values_list("ocid", flat=True),
            *(
                f"{start}{one}"
                for one in phases.filter(reference__in=local).values_list("reference", flat=True)
            ),
            *(
                f"{start}{one}"
                for one in others.filter(reference__in=local).values_list("reference", flat=True)
            ),
        ]
    )
