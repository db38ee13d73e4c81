"""The posts of a joint team and what they cost: salaries weighted by full-time equivalents, before on-costs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commissioning.core.money import Money
from programmes.models import Post, Programme
from programmes.models.teams import OnCosts, PostState
from programmes.selectors.sources import Place, places_of

SEPARATORS = re.compile(r"\s*[;\n]\s*")


@dataclass(frozen=True)
class PostRow:
    """A post as printed. `fte` is None where the paper gives no number; `salary` is that of a full-time holder."""

    reference: str
    title: str
    fte: Decimal | None
    band: str
    scale_points: str
    salary: Money
    on_costs: str
    on_costs_label: str
    is_new: bool
    counted_as_new_in: tuple[str, ...]
    state: str
    state_label: str
    duties: tuple[str, ...]
    note: str
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def is_costed(self) -> bool:
        return self.fte is not None and self.salary.is_known

    @property
    def minimum(self) -> Decimal | None:
        """The foot of the scale for the part of a year's work that the post is; None where either is not known."""
        if self.fte is None or self.salary.amount is None:
            return None
        return self.fte * self.salary.amount

    @property
    def maximum(self) -> Decimal | None:
        """The top of the scale likewise; a salary that is no range has one figure for both."""
        if self.fte is None or self.salary.amount is None:
            return None
        return self.fte * (self.salary.upper if self.salary.upper is not None else self.salary.amount)


@dataclass(frozen=True)
class PostCosts:
    """Sums over the posts that have both a number and a salary; the others are counted in `unknown_count`.

    `minimum` and `maximum` are pounds a year before on-costs, None where no post can be costed. `new_count` and `fte`
    count only posts whose number is known.
    """

    fte: Decimal
    new_fte: Decimal
    minimum: Decimal | None
    maximum: Decimal | None
    post_count: int
    new_count: int
    unknown_count: int
    existing_count: int

    def over(self, months: int | None) -> tuple[Decimal, Decimal] | None:
        """The range over a number of whole months at the same scales, without pay awards; None where unknown."""
        if months is None or self.minimum is None or self.maximum is None:
            return None
        return self.minimum * months / 12, self.maximum * months / 12


def posts(programme: Programme) -> tuple[PostRow, ...]:
    """Every post of the programme's team, new and existing, in the order of the paper; two queries."""
    rows = list(Post.objects.filter(programme=programme))
    places = places_of([post.fact_id for post in rows])
    return tuple(_row(post, places.get(post.fact_id or 0, ())) for post in rows)


def post_costs(rows: Programme | Iterable[PostRow]) -> PostCosts:
    """What the posts come to, from the programme or from rows already read.

    Weighted by FTE: half a post costs half its scale (HWB hub report, paras 20 to 24).
    """
    found: Sequence[PostRow] = posts(rows) if isinstance(rows, Programme) else tuple(rows)
    costed = [row for row in found if row.is_costed]
    numbered = [row for row in found if row.fte is not None]
    return PostCosts(
        fte=_fte(numbered),
        new_fte=_fte(row for row in numbered if row.is_new),
        minimum=_sum(row.minimum for row in costed) if costed else None,
        maximum=_sum(row.maximum for row in costed) if costed else None,
        post_count=len(found),
        new_count=sum(row.is_new for row in numbered),
        unknown_count=len(found) - len(costed),
        existing_count=sum(not row.is_new for row in found),
    )


def counted_new(rows: Iterable[PostRow]) -> dict[str, tuple[PostRow, ...]]:
    """The new posts by each place that counts them as new: para 20 counts three, recommendation 2 counts four."""
    found: dict[str, list[PostRow]] = {}
    for row in rows:
        for place in row.counted_as_new_in:
            found.setdefault(place, []).append(row)
    return {place: tuple(own) for place, own in found.items()}


def _row(post: Post, places: tuple[Place, ...]) -> PostRow:
    return PostRow(
        reference=post.reference,
        title=post.title,
        fte=post.fte,
        band=post.band,
        scale_points=post.scale_points,
        salary=post.salary,
        on_costs=post.on_costs,
        on_costs_label=str(OnCosts(post.on_costs).label),
        is_new=post.is_new,
        counted_as_new_in=tuple(filter(None, SEPARATORS.split(post.counted_as_new_in.strip()))),
        state=post.state,
        state_label=str(PostState(post.state).label),
        duties=tuple(filter(None, (duty.strip() for duty in post.duties.splitlines()))),
        note=post.note,
        places=tuple(place for place in places if not place.field),
        fact_id=post.fact_id,
        illustrative=post.illustrative,
    )


def _fte(rows: Iterable[PostRow]) -> Decimal:
    return _sum(row.fte for row in rows)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
