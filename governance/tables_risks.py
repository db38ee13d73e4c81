"""Risks as tables and as the 5×5 map: a score with its band in words, and what nobody has said marked as unknown."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.http import QueryDict

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.components_risk import MappedRisk, RiskMap
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell
from governance.models.risks import RiskState
from governance.rules.risk_words import IMPACT_WORDS, LIKELIHOOD_WORDS
from governance.rules.scoring import Band
from governance.rules.words import joined
from governance.selectors.risk_bands import Banding
from governance.selectors.risks import Assessed, MitigationShown, RiskView
from programmes.addresses import Addresses
from programmes.tables import day_words, source_cell

RISK_COLUMNS: Final = (
    Column("Risk", "risk"),
    Column("Now", "now"),
    Column("Inherent", "inherent"),
    Column("Target", "target"),
    Column("Owner", "owner"),
    Column("What is done"),
    Column("Review due", "review"),
    Column("State"),
    Column("Printed in"),
)
STATE_TONES: Final = {
    RiskState.IDENTIFIED: Tone.INFO,
    RiskState.ASSESSED: Tone.INFO,
    RiskState.MITIGATING: Tone.INFO,
    RiskState.ACCEPTED: Tone.NEUTRAL,
    RiskState.CLOSED: Tone.NEUTRAL,
}
NOT_ASSESSED: Final = Cell("not assessed", unknown=True)
NOBODY: Final = Cell("none named", unknown=True)


def risks_table(
    rows: Sequence[RiskView], banding: Banding, params: QueryDict, on: date, to: Addresses
) -> Table:
    """The register; a column in which no risk of the view has anything is left out, the risk's page says so of each."""
    kept = [place for place, column in enumerate(RISK_COLUMNS) if _is_used(column.text, rows)]
    columns = sorted_columns(RISK_COLUMNS, params, default="")
    return Table(
        "Risks",
        tuple(columns[place] for place in kept),
        tuple(_row(view, banding, on, to, kept) for view in rows),
        caption_hidden=True,
        empty="No risk fits these filters.",
    )


def _is_used(column: str, rows: Sequence[RiskView]) -> bool:
    used = {
        "Inherent": lambda: any(view.inherent for view in rows),
        "Target": lambda: any(view.target for view in rows),
        "Printed in": lambda: any(view.fact_id for view in rows),
    }
    return used[column]() if column in used else True


def _row(view: RiskView, banding: Banding, on: date, to: Addresses, kept: Sequence[int]) -> Row:
    cells = (
        Cell(view.title, to.of("risk", view.reference), _beside(view)),
        score_cell(view.current, banding),
        _short_score(view.inherent),
        _short_score(view.target),
        Cell(view.owner_role) if view.owner_role else NOBODY,
        done_cell(view),
        review_cell(view.review_due, on, overdue=view.review_overdue),
        state_cell(view),
        source_cell(view.places, view.fact_id, to),
    )
    return Row(tuple(cells[place] for place in kept), id=view.reference, highlight=view.needs_escalation)


def _short_score(judged: Assessed | None) -> Cell:
    """A score beside the one that counts now: its band in a quieter line."""
    if judged is None:
        return NOT_ASSESSED
    note = f"{judged.band.name}, {judged.likelihood} × {judged.impact}"
    return Cell(str(judged.score), note=note, sort_value=str(judged.score))


def _beside(view: RiskView) -> str:
    said = view.text if view.text and view.text != view.title else ""
    return " · ".join(filter(None, (view.reference, view.phase_name, _capital(said))))


def score_cell(judged: Assessed | None, banding: Banding) -> Cell:
    """ "12 High", with likelihood and impact beneath; what nobody has assessed is a chip and no low score."""
    if judged is None:
        return NOT_ASSESSED
    return Cell(
        str(judged.score),
        tags=(band_tag(judged.band, banding.bands),),
        note=f"likelihood {judged.likelihood} × impact {judged.impact}",
        sort_value=str(judged.score),
    )


def band_tag(band: Band, bands: Sequence[Band]) -> Tag:
    """The band's word; its tone follows what is to be done with it and not a colour somebody may have meant."""
    if band.escalates:
        return Tag(band.name, Tone.ALERT)
    place = [each.name for each in bands].index(band.name)
    return Tag(band.name, Tone.WARN if place * 2 >= len(bands) else Tone.NEUTRAL)


def done_cell(view: RiskView) -> Cell:
    """What is done about a risk in a few words, and how much of it serves others too."""
    counted = [each for each in view.mitigations if each.counts]
    if not counted:
        return NOBODY
    shared = sum(bool(each.shared_with) for each in counted)
    more = f"{shared} of {len(counted)} also for other risks" if shared else ""
    text = "; ".join(_capital(each.text) for each in counted)
    return Cell(text, note=" · ".join(filter(None, (view.response_label, more))))


def review_cell(due: date | None, on: date, *, overdue: bool) -> Cell:
    if due is None:
        return Cell("none set", unknown=True)
    return Cell(
        day_words(due),
        note=f"{(on - due).days} days ago" if overdue else "",
        tags=(Tag("Overdue", Tone.ALERT),) if overdue else (),
        sort_value=due.isoformat(),
    )


def state_tags(view: RiskView) -> tuple[Tag, ...]:
    """Its state, where it has been taken, and whether it should have been."""
    tags = [Tag(view.state_label, STATE_TONES[RiskState(view.state)])]
    if view.escalated_to:
        tags.append(Tag("Escalated", Tone.WARN))
    if view.needs_escalation:
        tags.append(Tag("To be escalated", Tone.ALERT))
    return tuple(tags)


def state_cell(view: RiskView) -> Cell:
    return Cell(tags=state_tags(view), note=f"to {view.escalated_to}" if view.escalated_to else "")


def risk_map(rows: Sequence[RiskView], banding: Banding, to: Addresses) -> RiskMap:
    """The open risks of the view on five by five; those that nobody has assessed are listed beneath it."""
    return RiskMap(
        tuple(
            MappedRisk(
                view.reference,
                view.title,
                view.likelihood,
                view.impact,
                view.target.likelihood if view.target else None,
                view.target.impact if view.target else None,
                to.of("risk", view.reference),
            )
            for view in rows
            if view.is_open
        ),
        banding.bands,
        likelihood_words=LIKELIHOOD_WORDS,
        impact_words=IMPACT_WORDS,
    )


# --- one risk -----------------------------------------------------------------------------------------------------


def scores_table(view: RiskView, banding: Banding) -> Table:
    """Inherent, current and target, each with the day and the reason of its latest assessment."""
    rows = [
        Row(
            (
                Cell(label, note=note),
                score_cell(judged, banding),
                Cell(judged.rationale) if judged else Cell("–", words="no assessment, so no reason"),
                Cell(day_words(judged.on), note=judged.made_by) if judged else Cell("–", words="no day"),
            )
        )
        for label, note, judged in (
            ("Inherent", "before anything is done", view.inherent),
            ("Current", "with the mitigations in place", view.current),
            ("Target", "what is aimed at", view.target),
        )
    ]
    columns = (Column("Level"), Column("Score"), Column("Why"), Column("Judged on"))
    return Table("Scores", columns, rows, caption_hidden=True)


def mitigations_table(rows: Sequence[MitigationShown], to: Addresses, *, caption: str) -> Table:
    """What is done, with the other risks that each serves as links."""
    body = [
        Row(
            (
                Cell(_capital(each.text), to.of("mitigation", each.reference), each.reference),
                _shared_cell(each, to),
                Cell(each.owner_role) if each.owner_role else NOBODY,
                _due_cell(each.due),
                Cell(tags=(mitigation_tag(each),)),
            ),
            id=each.reference,
        )
        for each in rows
    ]
    columns = (
        Column("Mitigation"),
        Column("Also for"),
        Column("Owner"),
        Column("By when"),
        Column("State"),
    )
    return Table(caption, columns, body, caption_hidden=True, empty="Nothing is recorded.")


def _shared_cell(each: MitigationShown, to: Addresses) -> Cell:
    if not each.shared_with:
        return Cell("this risk only")
    return Cell(links=tuple(Link(title, to.of("risk", ref), ref) for ref, title in each.shared_with))


def _due_cell(due: FuzzyDate) -> Cell:
    return date_cell(due)


def mitigation_tag(each: MitigationShown) -> Tag:
    tones = {"in_place": Tone.GOOD, "under_way": Tone.INFO, "proposed": Tone.INFO, "dropped": Tone.NEUTRAL}
    return Tag(each.state_label, tones.get(each.state, Tone.UNKNOWN))


def bands_table(banding: Banding) -> Table:
    """Each band with its scores, what is to be done with a risk in it, and whether such a risk goes further up."""
    body = [
        Row(
            (
                Cell(band.name),
                Cell(banding.scores(band)),
                Cell(band.words or "–", words="" if band.words else "nothing said"),
                Cell("yes" if band.escalates else "no"),
            )
        )
        for band in reversed(banding.bands)
    ]
    columns = (Column("Band"), Column("Scores"), Column("What is to be done"), Column("To be escalated"))
    return Table("Bands", columns, body, caption_hidden=True)


def bands_line(banding: Banding) -> str:
    """ "Low 1 to 3, Moderate 4 to 6, High 8 to 12 and Extreme 15 to 25"."""
    return joined(f"{band.name} {banding.scores(band)}" for band in banding.bands)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
