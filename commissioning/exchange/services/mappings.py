"""The door of remembered columns."""

from collections.abc import Mapping

from django.db import transaction

from commissioning.core.audit import acting
from commissioning.exchange.models import ColumnMapping
from commissioning.exchange.registers.base import Act


def remember(
    register: str, headings: str, columns: Mapping[str, str], act: Act, *, name: str, shared: bool
) -> ColumnMapping:
    """Remember which heading of one's own sheets is which column, in the place of what was remembered for them before.

    `headings` is the fingerprint of the sheet's headings, `columns` maps each heading to a column's name.
    """
    with transaction.atomic(), acting(by=act.by, reason=f"Columns of “{name}” remembered"):
        found = ColumnMapping.objects.select_for_update().filter(
            programme=act.programme, register=register, headings=headings, made_by=act.by
        )
        mapping = found.first() or ColumnMapping(
            programme=act.programme, register=register, headings=headings, made_by=act.by
        )
        mapping.name, mapping.columns, mapping.shared = name[:120], dict(columns), shared
        mapping.full_clean()
        mapping.save()
    return mapping
