"""The recommendations of a paper written here: one record each, shown at its top and its bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from governance.models import BoardPaper, Recommendation
from governance.models.recommendations import CommitteeVerb, RecommendationState
from programmes.references import next_reference

OPEN_STATES = frozenset({RecommendationState.DRAFTED, RecommendationState.ASKED})


@dataclass(frozen=True)
class AskGiven:
    """A recommendation as somebody wrote it. Without a reference it is new; without words it is taken away."""

    reference: str = ""
    verb: str = ""
    text: str = ""

    @property
    def says_nothing(self) -> bool:
        return not self.text.strip()


def ask_problems(paper: BoardPaper, given: Sequence[AskGiven]) -> dict[str, str]:
    """What is wrong with each, by "ask_<its place>", counted from 1; empty where nothing is."""
    rows = _rows(paper)
    return {f"ask_{place}": _problem(each, rows) for place, each in enumerate(given, start=1)}


def keep_asks(paper: BoardPaper, given: Sequence[AskGiven]) -> None:
    """Write the recommendations in the order given. One that was asked and reads otherwise now is drafted again.

    One that the paper has and that is not among them stays, behind the others. Call it inside the transaction of the
    paper, once `ask_problems` has found nothing.
    """
    rows = _rows(paper)
    position = 0
    for each in given:
        row = rows.pop(each.reference, None)
        if each.says_nothing:
            if row is not None:
                row.delete()
            continue
        position += 1
        _write(paper, row, each, position)
    for row in rows.values():
        position += 1
        if row.position != position:
            row.position = position
            row.save()


def _write(paper: BoardPaper, row: Recommendation | None, given: AskGiven, position: int) -> None:
    text = given.text.replace("\r\n", "\n").strip()
    if row is None:
        row = Recommendation(
            reference=next_reference(Recommendation, "REC", paper.programme),
            programme=paper.programme,
            body=paper.body,
            paper=paper,
            state=RecommendationState.DRAFTED,
            illustrative=paper.illustrative,
        )
    elif (row.verb, row.text, row.position) == (given.verb, text, position):
        return
    elif (row.verb, row.text) != (given.verb, text):
        row.state = RecommendationState.DRAFTED
    row.verb, row.text, row.position = given.verb, text, position
    row.full_clean()
    row.save()


def _problem(given: AskGiven, rows: dict[str, Recommendation]) -> str:
    if given.reference and given.reference not in rows:
        return "This recommendation is no longer in the paper. Clear its words, or write it anew in an empty row."
    row = rows.get(given.reference)
    if given.says_nothing:
        return _removal_problem(row) if row is not None else ""
    if given.verb not in CommitteeVerb.values:
        return f"Choose what the body is asked to do, to agree, to note …, with “{given.text.strip()[:60]}”."
    if row is None or (row.verb, row.text) == (given.verb, given.text.replace("\r\n", "\n").strip()):
        return ""
    return _answered(row)


def _removal_problem(row: Recommendation) -> str:
    if row.evidence_links.exists():
        return (
            f"Evidence is attached to {row.reference}. Take that off before you take the recommendation away."
        )
    if (answered := _answered(row)) or row.state == RecommendationState.DRAFTED:
        return answered
    return (
        f"{row.reference} has been asked in an issue of this paper, so it stays on the record. "
        "Put its words back; say in the paper that it is no longer asked."
    )


def _answered(row: Recommendation) -> str:
    """A recommendation that a decision has answered stays as it was asked."""
    if row.state in OPEN_STATES and not row.decisions.exists():
        return ""
    return (
        f"{row.reference} has been answered ({row.get_state_display().lower()}), so it stays as it was asked: "
        f"“{row.get_verb_display()} {row.text}”. Put these words back and ask what is new in a row of its own."
    )


def _rows(paper: BoardPaper) -> dict[str, Recommendation]:
    if not paper.pk:
        return {}
    rows = Recommendation.objects.filter(paper=paper).select_for_update(of=("self",))
    return {row.reference: row for row in rows.order_by("position", "reference")}
