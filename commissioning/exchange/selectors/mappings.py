"""Mappings of columns that people remembered for their own sheets, or share with the programme."""

from collections.abc import Mapping

from django.db.models import Q

from commissioning.exchange.models import ColumnMapping
from commissioning.exchange.registers.base import Act


def remembered_for(register: str, act: Act) -> Mapping[str, ColumnMapping]:
    """By fingerprint of headings: one's own first, then those that others of the programme share. One query."""
    rows = ColumnMapping.objects.filter(Q(made_by=act.by) | Q(shared=True), register=register).filter(
        programme=act.programme
    )
    found: dict[str, ColumnMapping] = {}
    for mapping in sorted(rows, key=lambda row: (row.made_by_id != act.by.pk, -row.pk)):
        found.setdefault(mapping.headings, mapping)
    return found
