"""The four registers beside the risks: the list of each, and the page of one row with its links and its history."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, HistoryEntry, Link, SummaryRow, Tag, Tone
from commissioning.core.history import Change, changes_of
from commissioning.core.tables import Cell, pagination_of, query_with
from governance.listing_registers import needs, register_listing
from governance.rules.register_fields import REGISTERS, Kind, Register
from governance.rules.registers import UNDECIDED
from governance.selectors.register_rows import printed_value, register_rows, row_of
from governance.selectors.registers import ChangeRequestRow, RegisterRow
from governance.tables_registers import due_cell, known, register_table, severity_tag, state_tag
from procurement.views.register import downloads_of, may_take
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.tables import source_cell
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

SECTION = "risks"  # the registers stand beside the risks, in their room
PAGE_SIZE = 50


@require_safe
def register_list(request: HttpRequest, key: str, page: str) -> HttpResponse:
    """Every row of one register as at the day, as the address asks for it."""
    register = REGISTERS[page]
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = programme_frame(request, programme, SECTION, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    listing = register_listing(register, programme, request.GET, on)
    shown = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = tuple(shown.object_list)
    takes = may_take(frame, listing.form) and listing.every
    context = {
        **frame,
        "register": register,
        "heading": register.many.capitalize(),
        "summary": summary_of(register, listing.every),
        "summary_links": summary_links(register, listing.every, to),
        "filter": filter_of(request, listing.form),
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "table": register_table(register, rows, request.GET, to, empty="Nothing fits these filters."),
        "pagination": pagination_of(
            shown, request.GET, register.one if len(listing.rows) == 1 else register.many
        ),
        "empty": None if rows else _empty(register, listing.every, request),
        "downloads": downloads_of(programme, page, request.GET) if takes else (),
        "add_url": reverse(f"{register.noun}_add", args=[programme.key]),
        "may_edit": grants_of(request).may(Permission.EDIT_RISKS, programme.pk),
        "illustrative": any(row.illustrative for row in rows),
    }
    return render(request, "governance/register.html", context)


def summary_of(register: Register, rows: Sequence[RegisterRow]) -> str:
    """ "3 issues: 2 open, 1 resolved or closed." In the words of the register for none."""
    if not rows:
        return f"No {register.one} is recorded."
    still = sum(row.is_open for row in rows)
    named = register.one if len(rows) == 1 else register.many
    return f"{len(rows)} {named}: {still} open, {len(rows) - still} settled."


def summary_links(register: Register, rows: Sequence[RegisterRow], to: Addresses) -> list[Link]:
    """Each count that wants looking at, as a link to exactly its rows."""
    said = {
        "overdue": "past their date and open",
        "unowned": "open with nobody named",
        "clash": "whose date does not fit the milestone",
        "awaited": "not decided yet",
    }
    if not register.due:
        said.pop("overdue")
    counts = ((code, words, sum(needs(row, code) for row in rows)) for code, words in said.items())
    return [
        Link(f"{count} {words}", to.of(register.page, attention=code))
        for code, words, count in counts
        if count
    ]


def _empty(register: Register, every: Sequence[RegisterRow], request: HttpRequest) -> Empty:
    if not every:
        return Empty(f"No {register.one} yet", "None is recorded for this programme on this day.")
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    text = "Nothing fits every filter at once. Take one away, or clear them all."
    return Empty(f"No {register.one} fits these filters", text, Link("Clear filters", clear))


# --- one row ------------------------------------------------------------------------------------------------------


def entry_or_404(request: HttpRequest, programme: Programme, register: Register, ref: str) -> Any:
    return record_or_404(request, register.model.objects.all(), programme=programme, reference=ref)


def trail_of(register: Register, to: Addresses, row: RegisterRow | None = None) -> list[Link]:
    """From the risks to the register, and to one row of it."""
    trail = [Link("Risks", to.of("risks")), Link(register.many.capitalize(), to.of(register.page))]
    if row is not None:
        trail.append(Link(row.reference, to.of(register.noun, row.reference)))
    return trail


@require_safe
def register_entry(request: HttpRequest, key: str, ref: str, page: str) -> HttpResponse:
    """Everything that is recorded of one row, what it hangs on, and every change of it."""
    register = REGISTERS[page]
    programme = programme_or_404(request, key)
    on = as_at(request)
    record = entry_or_404(request, programme, register, ref)
    row = row_of(register_rows(register, programme, on, include_later=True), ref)
    if row is None:
        raise Http404("No such record.")
    frame = programme_frame(request, programme, SECTION, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    grants = grants_of(request)
    undecided = page == "change_requests" and row.state in UNDECIDED
    context = {
        **frame,
        "breadcrumbs": [*frame["breadcrumbs"], *trail_of(register, to)],
        "register": register,
        "row": row,
        "caption": f"{programme.place}: {register.one}, position at",
        "tags": tags_of(row),
        "summary_rows": summary_rows(register, record, row, to),
        "history": [entry_of(change) for change in changes_of(record)],
        "may_edit": grants.may(Permission.EDIT_RISKS, programme.pk),
        "may_decide": undecided and grants.may(Permission.RECORD_DECISIONS, programme.pk),
        "change_url": reverse(f"{register.noun}_change", args=[programme.key, ref]),
        "decide_url": reverse("change_request_decide", args=[programme.key, ref]) if undecided else "",
        "illustrative": row.illustrative,
    }
    return render(request, "governance/register_entry.html", context)


def tags_of(row: RegisterRow) -> list[Tag]:
    """The state, and what of the row wants looking at."""
    found = [state_tag(row)]
    if row.is_overdue:
        found.append(Tag("Past its date", Tone.WARN))
    if getattr(row, "clash", "") and row.is_open:
        found.append(Tag("Does not fit its milestone", Tone.WARN))
    return found


def summary_rows(register: Register, record: Any, row: RegisterRow, to: Addresses) -> list[SummaryRow]:
    """Every field of the register in its order; what is not said is said to be so. Then age and source."""
    shown = [
        SummaryRow(field.label, _value(register, record, row, field.name, to))
        for field in register.fields
        if field.name not in {"title", "state"}
        and not (field.name in {"resolution", "resolved"} and row.is_open)
    ]
    if isinstance(row, ChangeRequestRow) and row.decided_because:
        shown += _decided(row, to)
    if row.age is not None:
        shown.append(SummaryRow("Age", Cell(row.age.printed)))
    return [*shown, SummaryRow("Printed in", source_cell(row.places, row.fact_id, to))]


def _value(register: Register, record: Any, row: Any, name: str, to: Addresses) -> Cell:
    if name == "severity":
        return Cell(tags=(severity_tag(row.severity, row.severity_label),))
    if name in {"due", "review_due"}:
        return due_cell(row)
    if name in _LINKS and getattr(record, f"{name}_id") is not None:
        return _LINKS[name](row, to)
    text = printed_value(register, record, name)
    if register.kind(name) == Kind.LINK:
        return Cell(text or "none")
    return known(text, "nobody named" if register.field(name).is_role else "not stated")


_LINKS: dict[str, Callable[[Any, Addresses], Cell]] = {
    "risk": lambda row, to: Cell(row.risk_title, to.of("risk", row.risk_reference), row.risk_reference),
    "phase": lambda row, to: Cell(row.phase, to.of("phase", row.phase_number)),
    "escalated_to": lambda row, to: Cell(row.escalated_to, to.of("body", row.escalated_reference)),
    "milestone": lambda row, to: Cell(
        row.milestone_text,
        to.of("milestone", row.milestone_reference),
        " ".join(part for part in (row.milestone_when.printed, row.clash) if part),
    ),
}


def _decided(row: ChangeRequestRow, to: Addresses) -> list[SummaryRow]:
    found = [SummaryRow("Decided because", Cell(row.decided_because))]
    if row.decision_reference:
        decision = Cell(row.decision_title, to.of("decision", row.decision_reference), row.decision_reference)
        found.append(SummaryRow("Decision", decision))
    return found


def entry_of(change: Change) -> HistoryEntry:
    """One save in words; the beginning without its values, which the page itself shows."""
    when = timezone.localtime(change.at)
    if change.label == "Added":
        return HistoryEntry("Recorded.", when, change.who, change.why)
    details = [
        f"{each.label}: from “{each.before or '(blank)'}” to “{each.after or '(blank)'}”"
        for each in change.fields
    ]
    labels = ", ".join(each.label for each in change.fields)
    return HistoryEntry(
        f"Changed: {labels or 'nothing that is shown'}.", when, change.who, change.why, details
    )
