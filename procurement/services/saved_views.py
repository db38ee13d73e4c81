"""Keep a view of a list under a name, for oneself or shared; take it away again."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.models import User
from procurement.models import ContractParty, SavedView
from procurement.selectors.contract_list import NONE, SEALED
from programmes.access import Grants
from programmes.models import Programme
from programmes.services.scope_door import refuse

NOT_KEPT = ("page", "on", "csrfmiddlewaretoken")
MOST_VIEWS = 50
SEALED_PROVIDER = (
    "This view names a provider whose award is not public. Keep it to yourself, or take the provider out."
)


def save_view(
    programme: Programme,
    page: str,
    *,
    name: str,
    query: str,
    is_shared: bool,
    by: User,
    grants: Grants,
    on: date,
) -> SavedView:
    """Keep filters and order under a name; the same name again replaces one's own view of that name.

    Neither the page number nor the day is kept: a view opens as at today. A shared one names no
    sealed provider. Raises PermissionDenied for who may not see
    the programme, and ValidationError by field.
    """
    if not grants.may(Permission.VIEW, programme.pk):
        raise PermissionDenied("You may not see this programme.")
    name = " ".join(name.split())
    own = SavedView.objects.filter(user=by, programme=programme, page=page)
    taken = own.exclude(name=name).count()
    refuse(
        {
            "name": "Enter a name for the view."
            if not name
            else f"You have {MOST_VIEWS} views of this list already. Delete one first."
            if taken >= MOST_VIEWS
            else "",
            "is_shared": SEALED_PROVIDER
            if is_shared and not _provider_is_public(programme, query, on)
            else "",
        }
    )
    with transaction.atomic(), acting(by=by):
        view = own.select_for_update().filter(name=name).first() or SavedView(
            user=by, programme=programme, page=page, name=name
        )
        view.query, view.is_shared = plain_query(query), is_shared
        view.full_clean()
        view.save()
        kept: SavedView = view
        return kept


def _provider_is_public(programme: Programme, query: str, on: date) -> bool:
    """Whether the address names no provider, or one that a public contract of the programme has had."""
    name = QueryDict(query.removeprefix("?")).get("provider", "")
    if not name or name in (NONE, SEALED):
        return True
    parts = ContractParty.objects.filter(contract__programme=programme, organisation__name=name)
    return bool(parts.filter(contract__public_from__lte=on).exists())


def delete_view(view: SavedView, *, by: User, grants: Grants) -> None:
    """Take a view away: one's own, or any shared one for who runs the programme. Raises PermissionDenied."""
    runs = view.is_shared and grants.may(Permission.CHANGE_SCOPE, view.programme_id)
    if view.user_id != by.pk and not runs:
        raise PermissionDenied(
            "A view is deleted by whoever made it, or, where it is shared, by a programme manager."
        )
    with transaction.atomic(), acting(by=by):
        view.delete()


def views_of(programme: Programme, page: str, reader: User) -> tuple[SavedView, ...]:
    """One's own views and those that others share, by name; one query."""
    rows = SavedView.objects.filter(programme=programme, page=page).select_related("user")
    return tuple(row for row in rows.order_by("name", "pk") if row.is_shared or row.user_id == reader.pk)


def plain_query(query: str) -> str:
    """Filters and order of an address, without the day, the page number and empty values."""
    params = QueryDict(query.removeprefix("?"), mutable=True)
    for name in list(params):
        if name in NOT_KEPT or not any(params.getlist(name)):
            del params[name]
    return params.urlencode()
