"""What every list with a filter shows of it: the form, a removable chip for each side in use, the same in words."""

from collections.abc import Sequence

from django.http import HttpRequest, QueryDict

from commissioning.core.components import Filter, Link
from commissioning.core.forms.filters import ViewForm
from commissioning.core.tables import query_with

BEFORE = {"q": "Search: ", "added": "Added since ", "state": "State: ", "tbc": "TBC: ", "amount": "Amount: "}


def filter_of(
    request: HttpRequest, form: ViewForm, *, carried: Sequence[str] = (), also_id: str = ""
) -> Filter:
    """The filter with a removable chip for each side in use. `carried` are sides that links set and no field shows."""
    params = request.GET
    keep = ("on", "sort", "combine")
    hidden = tuple((name, params[name]) for name in (*keep, *carried) if params.get(name))
    applied = tuple(
        Link(_chip(form, name), query_with(params, **{name: None, "page": None}))
        for name in form.fields
        if form.value_label(name)
    )
    clear = query_with(QueryDict(mutable=True), on=params.get("on"), sort=params.get("sort"))
    return Filter(
        form,
        action=request.path,
        hidden=hidden,
        applied=applied,
        clear_url=clear if applied else "",
        also_id=also_id,
    )


def chips_of(form: ViewForm) -> list[str]:
    """What of the filter is in use, in words: for the chips, and for a printed page that has no filter."""
    return [_chip(form, name) for name in form.fields if form.value_label(name)]


def _chip(form: ViewForm, name: str) -> str:
    return BEFORE.get(name, "") + form.value_label(name)
