"""What search reads: one row for each record that holds words, kept by database triggers as the record changes.

Every path that writes (form, data entry, import, shell, SQL) therefore keeps it true. Each app says in its
models/searched.py which of its records are found by which of their columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from .base import ScopedQuerySet

ORGANISATION = "programmes.organisation"
# Records that give an organisation a part in a programme, and the field of each that names it.
INVOLVED_BY = (
    ("ProgrammePartner", "organisation"),
    ("CommissionerCode", "organisation"),
    ("CommissioningResponsibility", "organisation"),
    ("ServiceGroupLead", "organisation"),
    ("IntentionLine", "organisation"),
    ("CommissioningIntention", "group"),
)


class SearchQuerySet(ScopedQuerySet):
    def visible_to(self, grants: Any) -> Self:
        """Rows of the programmes the grants allow, and the organisations that play a part in one of them.

        Organisations are shared and belong to no programme; one that plays a part only elsewhere is not shown.
        """
        from django.apps import apps

        taking_part = Q()
        for name, field in INVOLVED_BY:
            involved = apps.get_model("programmes", name)._default_manager.visible_to(grants)
            named = involved.filter(**{f"{field}__isnull": False}).order_by()
            taking_part |= Q(record_id__in=named.values(f"{field}_id"))
        own = Q(programme__isnull=False) if grants.everything else Q(programme__in=grants.programme_ids)
        return self.filter(own | Q(Q(model=ORGANISATION) & taking_part))


class SearchEntry(models.Model):
    """The words of one record: its title weighs more than its body, and its reference is found as it is written."""

    programme = models.ForeignKey(
        "programmes.Programme", null=True, on_delete=models.CASCADE, related_name="+"
    )
    model = models.CharField(max_length=60, help_text="The record's kind, such as programmes.service.")
    record_id = models.BigIntegerField()
    reference = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    body = models.TextField(blank=True)
    illustrative = models.BooleanField(default=False)
    words = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("body", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = SearchQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["model", "record_id"], name="search_entry_once_per_record")
        ]
        indexes = [GinIndex(fields=["words"], name="search_entry_words")]

    def __str__(self) -> str:
        return self.title[:80]


@dataclass(frozen=True)
class Gathered:
    """Rows beneath a record whose words are found with it, such as the aliases of a service."""

    model: type[models.Model]
    key: str  # their column that points at the record
    column: str


@dataclass(frozen=True)
class Followed:
    """A record whose name stands in another's title, such as the organisation of a responsibility."""

    model: type[models.Model]
    key: str  # the other's column that points at it


def searched(
    model: type[models.Model],
    title: str,
    body: Sequence[str] = (),
    *,
    programme: str = "r.programme_id",
    gathers: Sequence[Gathered] = (),
    follows: Sequence[Followed] = (),
) -> None:
    """Make the model's records findable: `title` and `body` are SQL over the row `r`.

    Adds the triggers to the model, to those whose rows it gathers, and to those whose names it shows.
    """
    names = [*body, *(_gathered(gathered) for gathered in gathers)]
    write = _write(model, programme, title, names)
    kind = model._meta.label_lower
    own = (
        f"IF TG_OP = 'DELETE' THEN DELETE FROM programmes_searchentry WHERE model = '{kind}' AND record_id = OLD.id;"
        f" ELSE {write} WHERE r.id = NEW.id {UPSERT}; END IF; RETURN NULL;"
    )
    changes = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    pgtrigger.register(_trigger("search", changes, own))(model)
    suffix = model._meta.model_name
    for gathered in gathers:
        key = gathered.key
        beneath = (
            f"IF TG_OP <> 'INSERT' THEN {write} WHERE r.id = OLD.{key} {UPSERT}; END IF;"
            f" IF TG_OP <> 'DELETE' THEN {write} WHERE r.id = NEW.{key} {UPSERT}; END IF; RETURN NULL;"
        )
        pgtrigger.register(_trigger(f"search_{suffix}", changes, beneath))(gathered.model)
    for followed in follows:
        above = f"{write} WHERE r.{followed.key} = NEW.id {UPSERT}; RETURN NULL;"
        pgtrigger.register(_trigger(f"search_{suffix}", pgtrigger.Update, above))(followed.model)
    WRITES[kind] = f"{write} {UPSERT}"


# Each record's statement for all of its rows, for a migration to copy: triggers only see rows that change.
WRITES: dict[str, str] = {}
UPSERT = (
    "ON CONFLICT (model, record_id) DO UPDATE SET programme_id = EXCLUDED.programme_id,"
    " reference = EXCLUDED.reference, title = EXCLUDED.title, body = EXCLUDED.body,"
    " illustrative = EXCLUDED.illustrative"
)


def _trigger(name: str, operation: Any, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.After, operation=operation, func=func)


def _gathered(gathered: Gathered) -> str:
    table = gathered.model._meta.db_table
    return (
        f"(SELECT string_agg(c.{gathered.column}, E'\\n' ORDER BY c.id) FROM {table} c"
        f" WHERE c.{gathered.key} = r.id)"
    )


def _write(model: type[models.Model], programme: str, title: str, body: Sequence[str]) -> str:
    given = [f"NULLIF({column}, '')" for column in body]
    words = f"concat_ws(E'\\n', {', '.join(given)})" if given else "''"
    return (
        "INSERT INTO programmes_searchentry"
        " (programme_id, model, record_id, reference, title, body, illustrative)"
        f" SELECT {programme}, '{model._meta.label_lower}', r.id, r.reference, {title}, {words}, r.illustrative"
        f" FROM {model._meta.db_table} r"
    )
