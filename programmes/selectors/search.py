"""Full-text search over the records that the reader may see, ranked, with the words found marked in their place."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from programmes.access import Grants
from programmes.found import KINDS, Found, every_found, found_for
from programmes.models import Programme, SearchEntry
from programmes.models.search import INVOLVED_BY, ORGANISATION, SearchQuerySet

SHORTEST, LONGEST = 2, 200
NAMED = ("programmes.service", ORGANISATION)  # people look these up by name, and expect them first
CONFIG = "english"
START, STOP = "\x02", "\x03"  # no record holds them, so the marks cannot be forged by what is written in one
REFERENCE = re.compile(r"[A-Za-z0-9._]+(-[A-Za-z0-9._]+)+-?")
PLAIN = re.compile(r"[\w\s.,]+")
OPERATORS = {"or"}
NO_ONE = (0,)  # an empty list would skip the query, and the page would take another number of them


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked where the words looked for stand in it."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Hit:
    """One record found. `argument` is what stands in its page's address; `programme` where it is read."""

    found: Found
    programme: Programme
    reference: str
    title: tuple[Piece, ...]
    body: tuple[Piece, ...]
    illustrative: bool
    argument: str


@dataclass(frozen=True)
class Search:
    """What is asked: words, and where given one programme and one heading of KINDS."""

    text: str
    programme: Programme | None = None
    kind: str = ""

    @property
    def is_too_short(self) -> bool:
        return len(self.text) < SHORTEST


@dataclass(frozen=True)
class Counted:
    """How many records the words find under each heading of KINDS, whichever heading is chosen."""

    by_kind: Mapping[str, int]

    def total(self, kind: str = "") -> int:
        return self.by_kind.get(kind, 0) if kind else sum(self.by_kind.values())


def counted(grants: Grants, search: Search) -> Counted:
    """One query, whatever is asked."""
    counts: Counter[str] = Counter()
    if not search.is_too_short:
        rows = _matching(grants, search).order_by().values_list("model").annotate(rows=Count("pk"))
        for model, number in rows:
            if found := found_for(model):
                counts[found.kind] += number
    return Counted({kind: counts[kind] for kind in KINDS if counts[kind]})


def hits(
    grants: Grants, search: Search, programmes: Mapping[int, Programme], start: int, stop: int
) -> tuple[Hit, ...]:
    """The hits from `start` up to `stop`: a reference typed in full first, then a name, then by rank; two queries.

    A service or an organisation whose own name holds the words comes before whatever else speaks of it.

    `programmes` are those that the reader may see, by key.
    """
    if search.is_too_short:
        return ()
    wanted = [each.model for each in every_found() if not search.kind or each.kind == search.kind]
    query = _query(search.text)
    rows = (
        _matching(grants, search)
        .filter(model__in=wanted)
        .annotate(
            first=Case(
                When(reference__iexact=search.text, then=Value(0)),
                When(Q(model__in=NAMED) & Q(title__icontains=search.text), then=Value(1)),
                default=Value(2),
                output_field=IntegerField(),
            ),
            rank=SearchRank(F("words"), query),
            marked_title=_marked("title", query, highlight_all=True),
            marked_body=_marked("body", query, max_words=40, min_words=15, max_fragments=2),
            argument=_argument(),
        )
        .order_by("first", "-rank", "pk")
    )
    names = (
        "model",
        "record_id",
        "programme_id",
        "reference",
        "marked_title",
        "marked_body",
        "illustrative",
        "argument",
    )
    page = list(rows.values(*names)[start:stop])
    homes = _homes_of({row["record_id"] for row in page if row["model"] == ORGANISATION}, programmes)
    found = []
    for row in page:
        home = homes.get(row["record_id"]) if row["model"] == ORGANISATION else row["programme_id"]
        if home is not None and home in programmes:
            found.append(_hit(row, programmes[home]))
    return tuple(found)


def _matching(grants: Grants, search: Search) -> SearchQuerySet:
    """Visible records that hold the words, or whose reference begins as typed."""
    seen = grants
    if search.programme is not None:
        seen = Grants(by_programme={search.programme.pk: ()})
    matches = Q(words=_query(search.text))
    if REFERENCE.fullmatch(search.text):
        matches |= Q(reference__istartswith=search.text)
    rows: SearchQuerySet = SearchEntry.objects.visible_to(seen).filter(matches)
    return rows


def _query(text: str) -> Any:
    """As people search the web: quotes, “or” and a minus work; plain words also find longer words they begin."""
    asked = SearchQuery(text, search_type="websearch", config=CONFIG)
    words = re.findall(r"\w+", text)
    if PLAIN.fullmatch(text) and words and not OPERATORS & {word.lower() for word in words}:
        beginnings = " & ".join(f"{word}:*" for word in words)
        return asked | SearchQuery(beginnings, search_type="raw", config=CONFIG)
    return asked


def _marked(column: str, query: Any, **options: Any) -> SearchHeadline:
    return SearchHeadline(column, query, config=CONFIG, start_sel=START, stop_sel=STOP, **options)


def _argument() -> Case:
    """What stands in the address of each record’s page, read from the record, so that it is never out of date."""
    whens = []
    for found in every_found():
        if found.argument and found.argument != "reference":
            way = F(found.argument) if isinstance(found.argument, str) else found.argument
            own = apps.get_model(found.model)._default_manager.filter(pk=OuterRef("record_id"))
            value = own.order_by().annotate(argument_=Cast(way, TextField())).values("argument_")[:1]
            whens.append(When(model=found.model, then=Subquery(value, output_field=TextField())))
    return Case(*whens, default=Cast(F("reference"), TextField()), output_field=TextField())


def _hit(row: Mapping[str, Any], programme: Programme) -> Hit:
    found = found_for(row["model"])
    assert found is not None  # noqa: S101  (only registered kinds were asked for)
    return Hit(
        found=found,
        programme=programme,
        reference=row["reference"],
        title=pieces(row["marked_title"]),
        body=pieces(row["marked_body"]),
        illustrative=row["illustrative"],
        argument=row["argument"] or "",
    )


def _homes_of(organisations: Collection[int], programmes: Mapping[int, Programme]) -> dict[int, int]:
    """For each organisation, the first of the programmes in which it plays a part; always one query."""
    asked = None
    for name, field in INVOLVED_BY:
        rows = apps.get_model("programmes", name)._default_manager.order_by()
        path: str = rows.programme_path
        part = rows.filter(**{f"{field}__in": organisations or NO_ONE, f"{path}__in": programmes or NO_ONE})
        pairs = part.values_list(field, path)
        asked = pairs if asked is None else asked.union(pairs)
    order = {pk: place for place, pk in enumerate(programmes)}
    homes: dict[int, int] = {}
    for organisation, programme in sorted(asked or (), key=lambda pair: order[pair[1]]):
        homes.setdefault(organisation, programme)
    return homes


def pieces(marked: str) -> tuple[Piece, ...]:
    """The database's answer, cut at its marks: no markup, so that a page escapes each piece as it prints it."""
    cut = []
    for number, part in enumerate(re.split(f"[{START}{STOP}]", marked)):
        if part:
            cut.append(Piece(part, marked=number % 2 == 1))
    return tuple(cut)
