"""The dates of a programme's papers, in their own words: a programme is most often read beside its paper."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import DateStatus, FuzzyDate
from programmes.models import Document, Programme


@dataclass(frozen=True)
class PaperDay:
    """The date of a paper in its own words, and the day to read the programme on: the last that the date can mean."""

    words: str
    day: date
    is_stated: bool

    @property
    def said(self) -> str:
        """The words, with a remark where the paper itself is undated and its date was worked out."""
        return self.words if self.is_stated else f"about {self.words} (the paper is undated)"


def paper_day(dated: FuzzyDate) -> PaperDay | None:
    """None for a paper of which nobody knows the date; a worked-out range is told as its two months."""
    if dated.start is None or dated.end is None:
        return None
    if dated.status == DateStatus.INFERRED:
        first, last = dated.start, dated.end
        months = [f"{first:%B}", *([f"{first.year}"] if first.year != last.year else [])]
        one_month = (first.year, first.month) == (last.year, last.month)
        words = f"{last:%B %Y}" if one_month else f"{' '.join(months)} to {last:%B %Y}"
        return PaperDay(words, dated.end, is_stated=False)
    return PaperDay(dated.printed, dated.end, is_stated=True)


def latest_papers(programme_ids: Collection[int]) -> dict[int, PaperDay]:
    """The newest dated paper of each programme; one query. A programme without one is left out."""
    found: dict[int, PaperDay] = {}
    for document in Document.objects.filter(programme__in=programme_ids).order_by("dated_end", "reference"):
        paper = paper_day(document.dated)
        if paper is not None:
            found[document.programme_id] = paper
    return found


def paper_days(programme: Programme) -> tuple[PaperDay, ...]:
    """The dates of the programme's papers, latest first, each day once."""
    found = {
        paper.day: paper
        for document in Document.objects.filter(programme=programme)
        if (paper := paper_day(document.dated)) is not None
    }
    return tuple(found[day] for day in sorted(found, reverse=True))
