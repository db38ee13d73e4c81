"""What a stated number is compared with: the records of the same kind, counted once for all numbers of that kind."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from governance.models.papers import Counted
from governance.rules.evidence_plans import IntentionRow, Listed, StatedNumber, SummaryRow
from governance.rules.words import counted
from outcomes.models import AreaStatement
from outcomes.models.areas import AreaStatementKind
from programmes.models import Organisation, Post, Programme

OF_AREAS = {
    Counted.AREA_LOCALITIES: (AreaStatementKind.LOCALITY, "places or authorities"),
    Counted.AREA_PARTNERS: (AreaStatementKind.PARTNER, "partners"),
}


def listed(
    programme: Programme,
    numbers: Sequence[StatedNumber],
    intentions: Sequence[IntentionRow],
    summaries: Sequence[SummaryRow],
) -> tuple[Listed, ...]:
    """The members of each thing that some number counts; at most one query for each sort of thing."""
    wanted = {number.counts for number in numbers}
    found: list[Listed] = []
    if Counted.NEW_POSTS in wanted:
        found.append(_new_posts(programme))
    if Counted.PARTS_OF_ORGANISATION in wanted:
        found += _parts(
            number.subject for number in numbers if number.counts == Counted.PARTS_OF_ORGANISATION
        )
    if Counted.INTENTIONS_WITH_SUMMARY in wanted:
        found.append(_with_summary(intentions, summaries))
    if wanted & set(OF_AREAS):
        found += _of_areas(programme, numbers)
    return tuple(found)


def _new_posts(programme: Programme) -> Listed:
    """The places that count a post as new stand with it, since papers differ in which posts they mean."""
    posts = list(Post.objects.filter(programme=programme, is_new=True))
    places = {post.title: post.counted_as_new_in for post in posts}
    most = Counter(places.values()).most_common(1)[0][0] if places else ""
    odd = [
        f"{title} is counted as new in {where}." for title, where in places.items() if where and where != most
    ]
    return Listed(
        counts=Counted.NEW_POSTS,
        subject="",
        noun="new post",
        of="New posts",
        members=tuple(places),
        fact_ids=_facts(post.fact_id for post in posts),
        note=" ".join(odd),
    )


def _parts(subjects: Iterable[str]) -> Iterator[Listed]:
    rows = Organisation.objects.filter(parent__reference__in=set(subjects)).select_related("parent")
    groups: dict[str, list[Organisation]] = {}
    names: dict[str, str] = {}
    for row in rows:
        if row.parent is not None:
            names[row.parent.reference] = row.parent.name
            groups.setdefault(row.parent.reference, []).append(row)
    for reference, parts in groups.items():
        yield Listed(
            counts=Counted.PARTS_OF_ORGANISATION,
            subject=reference,
            noun="part",
            of=names[reference],
            members=tuple(part.name for part in parts),
            fact_ids=_facts(part.fact_id for part in parts),
        )


def _with_summary(intentions: Sequence[IntentionRow], summaries: Sequence[SummaryRow]) -> Listed:
    projects = Counter(row.intention_reference for row in summaries)
    own = [row for row in intentions if projects[row.reference]]
    several = [row for row in own if projects[row.reference] > 1]
    note = f"{counted(len(summaries), 'summary', 'summaries')} for {counted(len(own), 'intention')}"
    for row in several:
        note += f"; intention {row.number} has {projects[row.reference]}"
    return Listed(
        counts=Counted.INTENTIONS_WITH_SUMMARY,
        subject="",
        noun="intention",
        of="Intentions with a project summary",
        members=tuple(f"intention {row.number}" for row in own),
        fact_ids=_facts(row.fact_id for row in summaries),
        note=f"{note}." if own else "",
    )


def _of_areas(programme: Programme, numbers: Sequence[StatedNumber]) -> Iterator[Listed]:
    subjects = {number.subject for number in numbers if number.counts in OF_AREAS}
    kinds = [kind for kind, _ in OF_AREAS.values()]
    groups: dict[tuple[str, str], list[AreaStatement]] = {}
    rows = AreaStatement.objects.filter(programme=programme, area__key__in=subjects, kind__in=kinds)
    for row in rows.select_related("area"):
        groups.setdefault((row.area.key, row.kind), []).append(row)
    for counts, (kind, words) in OF_AREAS.items():
        for (key, own), statements in groups.items():
            if own == kind:
                yield Listed(
                    counts=counts,
                    subject=key,
                    noun=kind.label.lower() if counts == Counted.AREA_PARTNERS else "place",
                    of=f"{statements[0].area.short_name}, {words}",
                    members=tuple(row.text for row in statements),
                    fact_ids=_facts(row.fact_id for row in statements),
                )


def _facts(fact_ids: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(fact_id for fact_id in fact_ids if fact_id is not None)
