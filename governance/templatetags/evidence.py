"""`{% evidence_from_elsewhere intention %}`: what reviews say that bears on the record of a page of any floor."""

from typing import Any

from django import template
from django.db.models import Model

from commissioning.core.access import Permission
from governance.selectors.evidence_links import evidence_for_targets
from programmes.access import NOTHING

register = template.Library()


@register.inclusion_tag("governance/_evidence.html", takes_context=True)
def evidence_from_elsewhere(context: dict[str, Any], record: Model) -> dict[str, Any]:
    """The evidence attached to an intention, a risk or a recommendation; one query.

    `record` may be the record itself, or anything with its `pk` and `programme_id` that names its `_meta.model`.
    """
    grants = getattr(context.get("request"), "grants", NOTHING)
    programme_id = record.programme_id  # type: ignore[attr-defined]
    model = record._meta.model
    found = evidence_for_targets(model, [record.pk], grants)
    return {
        "evidence": found.get(record.pk, ()),
        "may_attach": grants.may(Permission.ATTACH_EVIDENCE, programme_id),
        "level": 2,
        "show_empty": True,
    }
