"""Home, and the button that marks its changes as seen."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from commissioning.core.components import Link
from commissioning.core.models import User
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.reporting.dashboards.words import plural
from commissioning.reporting.portfolio import ILLUSTRATIVE
from commissioning.reporting.selectors.home import (
    MOST_CHANGES,
    Change,
    Need,
    ProgrammeCard,
    changes_since,
    needs,
    programme_cards,
)
from programmes.views.base import grants_of
from programmes.views.page import account_links, role_words


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My programmes, what needs me, and what changed since I last looked."""
    grants = grants_of(request)
    user: User = request.user  # type: ignore[assignment]
    cards = programme_cards(grants, request.today)  # type: ignore[attr-defined]
    changes = changes_since(grants, user.last_looked_at)
    context = {
        "cards": cards,
        "programmes_table": _programmes(cards),
        "needs_table": _needs(needs(grants, [card.programme for card in cards], request.today, user)),  # type: ignore[attr-defined]
        "changes": changes,
        "changes_table": _changes(changes),
        "last_looked_at": user.last_looked_at,
        "seen_until": timezone.now().isoformat(),
        "account_role": role_words(request, grants.roles()),
        "account_links": account_links(request),
    }
    return render(request, "reporting/home.html", context)


@require_POST
def changes_seen(request: HttpRequest) -> HttpResponse:
    """Marks as seen what Home showed, and nothing that happened after it was shown."""
    user: User = request.user  # type: ignore[assignment]
    User.objects.filter(pk=user.pk).update(last_looked_at=_shown_until(request.POST.get("until", "")))
    return redirect("home")


def _shown_until(given: str) -> datetime:
    now = timezone.now()
    try:
        shown = parse_datetime(given)
    except ValueError:
        shown = None
    return min(shown, now) if shown and timezone.is_aware(shown) else now


def _programmes(cards: tuple[ProgrammeCard, ...]) -> Table:
    columns = (
        Column("Programme"),
        Column("My role"),
        Column("What it holds"),
        Column("Latest paper"),
    )
    return Table(
        "My programmes",
        columns,
        tuple(_programme_row(card) for card in cards),
        caption_hidden=True,
        empty="You hold no role in any programme yet. Ask a platform administrator for one.",
    )


def _programme_row(card: ProgrammeCard) -> Row:
    url = reverse("programme", args=[card.programme.key])
    paper = card.latest_paper
    return Row(
        (
            Cell(
                card.programme.place,
                url,
                note=card.programme.name,
                tags=ILLUSTRATIVE if card.programme.illustrative else (),
            ),
            Cell(", ".join(card.roles)),
            Cell("; ".join(holds))
            if (holds := holding(card))
            else Cell("nothing recorded yet", unknown=True),
            Cell(links=(Link(paper.said, f"{url}?on={paper.day.isoformat()}", "position on that day"),))
            if paper
            else Cell("no paper: made up")
            if card.programme.illustrative
            else Cell("undated", unknown=True),
        )
    )


def holding(card: ProgrammeCard) -> list[str]:
    """What of each sort the programme has, with what of it is open; sorts that it has none of are left out."""
    said = [plural(card.phases, "phase")] if card.phases else []
    if card.services:
        tbc = f" ({card.services_tbc} TBC)" if card.services_tbc else ""
        said.append(f"{plural(card.services, 'service')} in scope{tbc}")
    elif card.named:
        said.append(f"{plural(card.named, 'service')} named")
    if card.lines:
        unknown = f" ({card.lines_unknown} without an amount)" if card.lines_unknown else ""
        said.append(f"{plural(card.lines, 'budget line')}{unknown}")
    others = (
        (card.groups, "group of services", "groups of services"),
        (card.intentions, "intention", ""),
        (card.milestones, "milestone or next step", "milestones and next steps"),
        (card.areas, "area compared", "areas compared"),
        (card.kpis, "KPI", ""),
    )
    return [*said, *(plural(count, noun, many) for count, noun, many in others if count)]


def _needs(found: tuple[Need, ...]) -> Table:
    columns = (Column("What"), Column("Programme"))
    rows = tuple(
        Row(
            (Cell(need.text, reverse(need.url_name, args=need.args) + need.query), Cell(need.programme.place))
        )
        for need in found
    )
    return Table("What needs me", columns, rows, caption_hidden=True, empty="Nothing waits for you.")


def _changes(found: tuple[Change, ...]) -> Table:
    newest = f"The newest {MOST_CHANGES}; marking them as seen marks older ones too."
    return Table(
        "What people changed",
        (Column("What"), Column("Who"), Column("When"), Column("Why")),
        tuple(_change_row(change) for change in found),
        caption_note=newest if len(found) == MOST_CHANGES else "",
        caption_hidden=len(found) < MOST_CHANGES,
    )


def _change_row(change: Change) -> Row:
    at = timezone.localtime(change.at)
    return Row(
        (
            Cell(
                change.sentence,
                reverse(change.url_name, args=change.args) + change.query,
                note=change.programme.place,
            ),
            Cell(change.who),
            Cell(f"{at.day} {at:%B %Y, %H:%M}"),
            Cell(change.why),
        )
    )
