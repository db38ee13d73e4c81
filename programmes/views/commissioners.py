"""Who commissions what: the matrix of a day, with counts, overlapping claims and each service's history."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Download, Empty, Filter, Link
from commissioning.core.tables import query_with
from programmes.addresses import Addresses
from programmes.downloads import filtered_downloads, whole_downloads
from programmes.forms.commissioning import PartsForm
from programmes.listing_commissioning import asks_for_parts, parts_listing
from programmes.models import Programme
from programmes.models.services import ScopeState
from programmes.selectors.matrix import NOBODY, WhoCommissions
from programmes.strips import strip_figure, terms_table
from programmes.tables import day_words
from programmes.tables_commissioning import EMPTY, counts_table, matrix_table, rivals_table
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.page import programme_frame


@require_safe
def commissioners(request: HttpRequest, key: str) -> HttpResponse:
    """The matrix on the day of the address: “who led on 1 March 2015?” is one address."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, "commissioners", on=on)
    to = Addresses(programme.key, frame["keep_day"])
    listing = parts_listing(programme, request.GET, on)
    every, form, who = listing.every, listing.form, listing.who
    context = {
        **frame,
        "heading": "Who commissions what",
        "lede": lede(every),
        "filter": _filter(request, form),
        "problems": form.problems,
        "summary": _summary(who, every, form),
        "flags": _flags(who, to),
        "matrix": matrix_table(who, to),
        "counts": counts_table(who.counts, to),
        "rivals": rivals_table(who.overlapping, on, to) if who.overlapping else None,
        "strips": _strips(who, to),
        "downloads": _downloads(frame, to, request.GET) if listing.terms and not form.problems else (),
        "empty": None if who.services else _empty(request, every),
        "links": _links(request, programme, to),
        "illustrative": any(row.service.illustrative for row in who.services),
    }
    return render(request, "programmes/commissioners.html", context)


def lede(who: WhoCommissions) -> str:
    """ "13 of 19 services have a lead on 1 March 2015: NHSE AT 3, CCG 5, PH LA 5. Nobody leads 6 of them."

    Aligned services and those for future consideration follow apart: that the programme has no lead for them is right.
    """
    if not who.services:
        return f"No service was recorded on {day_words(who.on)}."
    led = len(who.services) - len(who.nobody_leads)
    each = ", ".join(f"{count.commissioner.short} {count.leads}" for count in who.counts if count.leads)
    nobody = f" Nobody leads {len(who.nobody_leads)} of them." if who.nobody_leads else ""
    told = f"{led} of {len(who.services)} services have a lead on {day_words(who.on)}"
    return f"{told}{': ' if each else ''}{each}.{nobody}{elsewhere_words(who)}"


def elsewhere_words(who: WhoCommissions) -> str:
    """ " 5 aligned services are led outside the programme." with a leading space; "" where there are none."""
    states = [row.service.state for row in who.led_elsewhere]
    aligned, future = states.count(ScopeState.ALIGNED), states.count(ScopeState.FUTURE)
    said = []
    if aligned:
        which = "1 aligned service is" if aligned == 1 else f"{aligned} aligned services are"
        said.append(f" {which} led outside the programme.")
    if future:
        which = "1 service is" if future == 1 else f"{services(future)} are"
        said.append(f" {which} for future consideration and {'has' if future == 1 else 'have'} no lead yet.")
    return "".join(said)


def _flags(who: WhoCommissions, to: Addresses) -> list[Link]:
    """What needs looking at, in words, each leading to it."""
    overlapping, nobody, two = len(who.overlapping), len(who.nobody_leads), len(who.under_two_models)
    flags = []
    if overlapping:
        flags.append(Link(f"{services(overlapping)} claimed by more than one lead", "#overlapping"))
    if nobody:
        flags.append(
            Link(f"{services(nobody)} that nobody leads", to.of("commissioners", commissioner=NOBODY))
        )
    if two:
        address = to.of("commissioning_models") + "#two-models"
        flags.append(Link(f"{services(two)} with components under two models", address))
    return flags


def services(count: int) -> str:
    return f"{count} service{'' if count == 1 else 's'}"


def _strips(who: WhoCommissions, to: Addresses) -> Any:
    rows = [(row.service.name, row.claims) for row in who.services]
    claims = [claim for _, each in rows for claim in each]
    table = terms_table(claims, who.on, to, caption="Every term of every service", by_service=True)
    return strip_figure(
        rows, who.on, uid="strips", heading="From when to when each has its part", table=table
    )


def _filter(request: HttpRequest, form: PartsForm) -> Filter:
    params = request.GET
    applied = tuple(Link(words, query_with(params, **{side: None})) for side, words in form.chips)
    hidden = (("on", params["on"]),) if params.get("on") else ()
    clear = query_with(QueryDict(mutable=True), on=params.get("on"))
    return Filter(
        form, action=request.path, hidden=hidden, applied=applied, clear_url=clear if applied else ""
    )


def _summary(who: WhoCommissions, every: WhoCommissions, form: PartsForm) -> str:
    if len(who.services) == len(every.services):
        return f"All {services(len(every.services))}, {len(who.commissioners)} commissioners"
    return f"{len(who.services)} of {services(len(every.services))}: {'; '.join(words for _, words in form.chips)}"


def _empty(request: HttpRequest, every: WhoCommissions) -> Empty:
    if not every.services:
        return Empty("No services yet", "This programme had no service recorded on this day.")
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty(EMPTY, "Take a side of the filter away, or clear them all.", Link("Clear filters", clear))


def _downloads(frame: dict[str, Any], to: Addresses, params: QueryDict) -> tuple[Download, ...]:
    """The terms of the services that the filter leaves; without a filter those of every service ever recorded."""
    if asks_for_parts(params):
        return filtered_downloads(frame, to, params, "responsibilities", "Every term of these services")
    return whole_downloads(frame, to, responsibilities="Every term of every service")


def _links(request: HttpRequest, programme: Programme, to: Addresses) -> list[Link]:
    """The successions, and the act that records one for those who may do it."""
    links = [Link("Successions of organisations", to.of("successions"))]
    if grants_of(request).may(Permission.CHANGE_SCOPE, programme.pk):
        links.append(Link("Record a succession", reverse("succession_add", args=[programme.key])))
    return links
