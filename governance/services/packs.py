"""The door through which a board pack is kept, and the proof that a kept one can be set again to the same bytes.

A pack is written once: the database refuses to change or delete it. One made again for a meeting gets the next number.
"""

import hashlib
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.documents.blocks import Document, canonical_bytes, from_json
from commissioning.core.models import User
from governance.models import BoardPack, Meeting, PackRecipient
from governance.models.meetings import MeetingState
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.references import lock_programme, next_reference
from programmes.services.scope_door import refuse

MADE = "Made a board pack"


def next_number(meeting: Meeting) -> int:
    """The number of the meeting's next pack, which is printed on it.

    Call it inside the transaction that makes the pack: it holds the programme's lock until that ends, so that no two
    packs get one number, and so that nobody's change comes between the figures of one pack.
    """
    lock_programme(meeting.programme_id)
    highest: int = BoardPack.objects.filter(meeting=meeting).aggregate(Max("number"))["number__max"] or 0
    return highest + 1


def pack_problems(meeting: Meeting | None, as_at: date, today: date) -> dict[str, str]:
    """Why no pack can be made, by field; empty where one can."""
    return {
        "meeting": _meeting_problem(meeting),
        "as_at": "" if as_at <= today else "That day is still to come. Enter today or an earlier day.",
    }


def _meeting_problem(meeting: Meeting | None) -> str:
    if meeting is None:
        return "Choose the meeting that the pack is for."
    if meeting.state == MeetingState.CANCELLED:
        return "That meeting was cancelled. Choose another."
    return ""


@transaction.atomic
def make_pack(
    meeting: Meeting,
    content: Mapping[str, Any],
    pdf: bytes,
    template: str,
    options: Mapping[str, Any],
    *,
    by: User | None,
    grants: Grants,
    as_at: date,
    today: date,
) -> BoardPack:
    """Keep a pack as it was made: its content, its file of record and the SHA-256 of each.

    `by` is None for the command, whose name the history then has. Raises PermissionDenied (MAKE_PACKS) and
    ValidationError by field (meeting, as_at, content).
    """
    may(grants, Permission.MAKE_PACKS, meeting.programme_id)
    refuse({**pack_problems(meeting, as_at, today), "content": _content_problem(content, as_at)})
    number = next_number(meeting)
    with acting(by=by, reason=MADE) if by is not None else nullcontext():
        pack = BoardPack(
            reference=next_reference(BoardPack, "PACK", meeting.programme),
            programme=meeting.programme,
            meeting=meeting,
            number=number,
            as_at=as_at,
            options=dict(options),
            content=dict(content),
            content_sha256=sha256(canonical_bytes(content)),
            template=template,
            pdf=pdf,
            pdf_sha256=sha256(pdf),
            made_by=by,
            illustrative=meeting.illustrative or meeting.programme.illustrative,
        )
        pack.full_clean(exclude=["pdf"])
        pack.save()
    return pack


def _content_problem(content: Mapping[str, Any], as_at: date) -> str:
    """What was frozen must be readable again, or the pack could never be set again."""
    try:
        document = from_json(content.get("document", {}))
    except ValueError as error:
        return f"The content cannot be read back: {error}"
    return "" if document.on == as_at else "The content states the position of another day."


@dataclass(frozen=True)
class Regenerated:
    """A pack's file set again from its frozen content. `is_same`: byte for byte what was kept.

    `why` says what differs, empty where nothing does.
    """

    pdf: bytes
    is_same: bool
    why: str


def regenerate(pack: BoardPack) -> Regenerated:
    """Set the pack again and hold it against the stored hash.

    A content that no longer has its hash was altered outside the product. Bytes that differ under another template
    (a newer typesetter, a changed layout) are told apart from bytes that differ under the same one, which must not be.
    """
    from commissioning.core.documents import typeset

    made = typeset.pdf(document_of(pack))
    same = sha256(made) == pack.pdf_sha256
    if sha256(canonical_bytes(pack.content)) != pack.content_sha256:
        return Regenerated(
            made, is_same=False, why="The kept content no longer has the hash that was kept with it."
        )
    if same:
        return Regenerated(made, is_same=True, why="")
    if pack.template != typeset.TEMPLATE:
        why = f"It was set by “{pack.template}”, and this is “{typeset.TEMPLATE}”. The file of record stays as it was."
        return Regenerated(made, is_same=False, why=why)
    return Regenerated(made, is_same=False, why="The same content and template gave other bytes.")


def document_of(pack: BoardPack) -> Document:
    """The document as it was frozen. Raises ValueError for a content that is no document."""
    return from_json(pack.content["document"])


def word_of(pack: BoardPack) -> bytes:
    """The Word copy, made from the same frozen content whenever it is asked for."""
    from commissioning.core.documents import word

    return word.docx(document_of(pack))


def recipients_on(meeting: Meeting, on: date) -> list[PackRecipient]:
    """Who gets the packs of the meeting's body on a day, by role."""
    rows = PackRecipient.objects.on(on).filter(body=meeting.body)
    return list(rows.select_related("organisation").order_by("role_title", "reference"))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
