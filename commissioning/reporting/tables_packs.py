"""Packs as tables: the list of them, what has since changed, what differs between two, and who gets them."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.reporting.forms_packs import meeting_words
from commissioning.reporting.pack.since import Since
from governance.models import BoardPack, Body, PackRecipient
from governance.rules.changed import Difference, DifferenceKind
from programmes.addresses import Addresses
from programmes.models import Programme

MOST_TEXT = 120  # lines of two packs that differ; more is another paper
KIND_TAGS = {
    DifferenceKind.CHANGED: Tag("Changed", Tone.WARN),
    DifferenceKind.NEW: Tag("New", Tone.INFO),
    DifferenceKind.GONE: Tag("Gone", Tone.NEUTRAL),
}


def packs_table(packs: Sequence[BoardPack], to: Addresses) -> Table:
    columns = (Column("Pack"), Column("Position at"), Column("Made"), Column("By"), Column("Files"))
    rows = [
        Row(
            (
                Cell(
                    f"{meeting_words(pack.meeting)}, pack {pack.number}",
                    to.of("pack", pack.reference),
                    tags=(Tag("Illustrative"),) if pack.illustrative else (),
                ),
                Cell(_day(pack.as_at)),
                Cell(_day(timezone.localtime(pack.made_at).date())),
                Cell(str(pack.made_by) if pack.made_by else "the command board_pack"),
                Cell(
                    links=(
                        Link("PDF", to.of("pack_pdf", pack.reference), f"of {pack.reference}"),
                        Link("Word", to.of("pack_docx", pack.reference), f"of {pack.reference}"),
                    )
                ),
            ),
            id=pack.reference,
        )
        for pack in packs
    ]
    return Table("Board packs", columns, tuple(rows), caption_hidden=True, empty="No pack has been made yet.")


def since_table(changes: Sequence[Since], pack: BoardPack) -> Table:
    """Each figure then and now, with its record on the pack's day and its record now."""
    rows = [
        Row(
            (
                Cell(each.difference.label, tags=(KIND_TAGS[each.difference.kind],)),
                _then(each.difference, pack),
                _now(each.difference),
                Cell(
                    f"The record of {_day(pack.as_at)} was changed afterwards"
                    if each.corrected
                    else "The position has moved on since"
                ),
            )
        )
        for each in changes
    ]
    columns = (Column("Figure"), Column("In this pack"), Column("Now"), Column("Why"))
    return Table("Figures that have since changed", columns, tuple(rows), caption_hidden=True, compact=True)


def _then(difference: Difference, pack: BoardPack) -> Cell:
    if not difference.then:
        return Cell("not in this pack", unknown=True)
    href = _on(difference.address, pack.as_at)
    links = (Link("Its record then", href, f"for {difference.label}"),) if href else ()
    return Cell(difference.then, links=links)


def _now(difference: Difference) -> Cell:
    if not difference.now:
        return Cell("no longer reported", unknown=True)
    links = (
        (Link("Its record now", difference.address, f"for {difference.label}"),) if difference.address else ()
    )
    return Cell(difference.now, links=links)


def _on(address: str, day: date) -> str:
    """The same page on the pack's day."""
    if not address:
        return ""
    return f"{address}{'&' if '?' in address else '?'}on={day.isoformat()}"


def compare_table(found: Sequence[Difference], earlier: BoardPack, later: BoardPack) -> Table:
    """What the later pack says otherwise, figure by figure."""
    rows = [
        Row(
            (
                Cell(each.label, each.address, tags=(KIND_TAGS[each.kind],)),
                Cell(each.then) if each.then else Cell("not in it", unknown=True),
                Cell(each.now) if each.now else Cell("not in it", unknown=True),
            )
        )
        for each in found
    ]
    columns = (
        Column("Figure"),
        Column(f"{_day(earlier.as_at)}, pack {earlier.number}"),
        Column(f"{_day(later.as_at)}, pack {later.number}"),
    )
    return Table("Figures that differ", columns, tuple(rows), caption_hidden=True, compact=True)


def text_table(changes: Sequence[tuple[str, str]]) -> Table:
    """Sentences and rows that one of the two alone has, in reading order; the first of them where there are many."""
    rows = [
        Row((Cell("Only in the later" if sign == "+" else "Only in the earlier"), Cell(text)))
        for sign, text in changes[:MOST_TEXT]
    ]
    left = len(changes) - len(rows)
    note = f"{left} more are not shown" if left > 0 else ""
    columns = (Column("Where"), Column("What it says"))
    return Table(
        "Text that differs",
        columns,
        tuple(rows),
        note,
        caption_hidden=not note,
        compact=True,
        empty="No text differs.",
    )


def recipients_table(rows: Sequence[PackRecipient], caption: str = "Who gets it") -> Table:
    columns = (Column("Role"), Column("Organisation"), Column("Copies"))
    return Table(
        caption,
        columns,
        tuple(
            Row(
                (
                    Cell(row.role_title, tags=(Tag("Illustrative"),) if row.illustrative else ()),
                    Cell(row.organisation.name) if row.organisation else Cell("not stated", unknown=True),
                    Cell("PDF and Word" if row.wants_word else "PDF"),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        compact=True,
        empty="Nobody is recorded to get the packs of this body.",
    )


def circulation_tables(programme: Programme, on: date) -> tuple[list[tuple[str, Table]], int]:
    """([(body, its table)], how many roles in all): every body that meets, or that has recipients; two queries."""
    rows = PackRecipient.objects.on(on).filter(programme=programme).select_related("organisation")
    by_body: dict[int, list[PackRecipient]] = {}
    for row in rows.order_by("role_title", "reference"):
        by_body.setdefault(row.body_id, []).append(row)
    bodies = Body.objects.filter(programme=programme, meetings__isnull=False).distinct()
    others = Body.objects.filter(pk__in=by_body.keys())
    found = sorted({body.pk: body for body in (*bodies, *others)}.values(), key=lambda body: body.name)
    tables = [
        (body.name, recipients_table(by_body.get(body.pk, []), f"Who gets the packs of {body.name}"))
        for body in found
    ]
    return tables, sum(len(rows) for rows in by_body.values())


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
