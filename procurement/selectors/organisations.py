"""Organisations as lists and exports have them: names, codes, numbers in registers, what became of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from commissioning.core.access import Permission
from procurement.models import OrganisationIdentifier
from programmes.access import Grants
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    Organisation,
    OrganisationAlias,
    OrganisationSuccession,
    ProgrammePartner,
)


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation. `succeeded_by` and `succeeds` are references; `succeeded_on` is None while it stands."""

    reference: str
    name: str
    kind_label: str
    parent_reference: str
    parent_name: str
    other_names: tuple[str, ...]
    codes: tuple[str, ...]
    identifiers: tuple[str, ...]
    succeeded_by: tuple[str, ...]
    succeeded_on: date | None
    succeeds: tuple[str, ...]
    illustrative: bool


def organisations_of(programmes: Collection[int]) -> QuerySet[Organisation]:
    """Those with a part in the programmes: in a service, as a partner, or named by a paper of theirs."""
    held = CommissioningResponsibility.objects.filter(programme__in=programmes).values("organisation")
    partners = ProgrammePartner.objects.filter(programme__in=programmes).values("organisation")
    known = Q(pk__in=held) | Q(pk__in=partners) | Q(fact__programme__in=programmes)
    return Organisation.objects.filter(known).order_by("name")


def organisations_seen(grants: Grants) -> QuerySet[Organisation]:
    """Every organisation for who keeps them; for others those of the programmes that they may see."""
    if grants.may(Permission.EDIT_REFERENCE):
        return Organisation.objects.order_by("name")
    return organisations_of(grants.programme_ids)


def organisation_rows(
    organisations: QuerySet[Organisation], programmes: Collection[int] | None
) -> tuple[OrganisationRow, ...]:
    """The rows in the order given, with the codes of those programmes' papers, None for all; five queries."""
    rows = list(organisations.select_related("parent"))
    keys = [row.pk for row in rows]
    aliases = _listed(OrganisationAlias.objects.filter(organisation__in=keys), "organisation_id", "name")
    codes = CommissionerCode.objects.filter(organisation__in=keys, is_variant=False)
    if programmes is not None:
        codes = codes.filter(programme__in=programmes)
    printed = _listed(codes, "organisation_id", "code")
    numbers: defaultdict[int, list[str]] = defaultdict(list)
    for each in OrganisationIdentifier.objects.filter(organisation__in=keys):
        numbers[each.organisation_id].append(str(each))
    successions = OrganisationSuccession.objects.filter(
        Q(predecessor__in=keys) | Q(successor__in=keys)
    ).select_related("predecessor", "successor")
    return tuple(
        _row(row, aliases[row.pk], printed[row.pk], numbers[row.pk], tuple(successions)) for row in rows
    )


def _listed(rows: QuerySet[Any], key: str, value: str) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, word in rows.values_list(key, value):
        found[pk].append(word)
    return found


def _row(
    row: Organisation,
    aliases: Iterable[str],
    codes: Iterable[str],
    numbers: Iterable[str],
    successions: tuple[OrganisationSuccession, ...],
) -> OrganisationRow:
    out = [each for each in successions if each.predecessor_id == row.pk]
    came = [each for each in successions if each.successor_id == row.pk]
    return OrganisationRow(
        reference=row.reference,
        name=row.name,
        kind_label=row.get_kind_display(),
        parent_reference=row.parent.reference if row.parent else "",
        parent_name=row.parent.name if row.parent else "",
        other_names=tuple(aliases),
        codes=tuple(dict.fromkeys(codes)),
        identifiers=tuple(numbers),
        succeeded_by=tuple(each.successor.reference for each in out),
        succeeded_on=out[0].took_effect_on if out else None,
        succeeds=tuple(each.predecessor.reference for each in came),
        illustrative=row.illustrative,
    )
