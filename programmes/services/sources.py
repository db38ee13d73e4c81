"""The door through which a record is tied to the places where papers print it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.models import User
from programmes.models import Document, Extraction, Fact, Programme, Recorded, SourceReference


def cite(
    record: Recorded,
    *,
    document: Document,
    locator: str,
    by: User,
    reason: str = "",
    extraction: Extraction | None = None,
    field: str = "",
    label: str = "",
) -> SourceReference:
    """Name a place where a paper prints the record, or one field of it. The first place gives the record its fact.

    Raises ValidationError by field for a place already named, an empty one, a paper of another programme than the
    record's, or an extraction of another paper.
    """
    with transaction.atomic(), acting(by=by, reason=reason):
        problems = citing_problems(record, document, extraction)
        if problems:
            raise ValidationError(problems)
        source = SourceReference(
            fact=_fact_of(record, document),
            field=field,
            document=document,
            extraction=extraction,
            locator=locator.strip(),
            label=label,
        )
        source.full_clean()
        source.save()
        return source


def citing_problems(record: Recorded, document: Document, extraction: Extraction | None) -> dict[str, str]:
    """What is wrong with a paper as a source of the record, by field."""
    owner = _owner_of(record)
    problems = {}
    if owner is not None and owner != document.programme_id:
        problems["document"] = "Choose a paper of the programme that the record belongs to."
    if extraction is not None and extraction.document_id != document.pk:
        problems["extraction"] = "Choose an extraction of the same paper, or leave it empty."
    return problems


def _owner_of(record: Recorded) -> int | None:
    """The programme whose papers may be its sources; a shared record's is that of its first source, if any."""
    if isinstance(record, Programme):
        return record.pk
    if hasattr(record, "programme_id"):
        key: int = record.programme_id
        return key
    return record.fact.programme_id if record.fact is not None else None


def _fact_of(record: Recorded, document: Document) -> Fact:
    if record.fact is None:
        record.fact = Fact.objects.create(programme=document.programme, kind=record._meta.label_lower)
        record.save(update_fields=["fact"])
    return record.fact
