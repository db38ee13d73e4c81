"""The evaluation room as sections: a table where the reader may see one, and words where they may not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from commissioning.core.components import Link, SummaryRow
from commissioning.core.money import Money
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import money_cell
from procurement.forms.sealed import bid_words
from procurement.models import BidScore, DecisionRecord
from procurement.rules_sealed import Moment, Secret, Standing
from procurement.selectors.evaluation import Room
from procurement.selectors.sealed import NOT_SHOWN
from procurement.services.sealed_decision import KEY_CRITERIA

FOR_THE_TEAM = "Not shown: read by the procurement team alone"
UNOPENED = "Not shown before bids are opened"
BARRED_WORDS = "Not shown to those who judge quality"
STANDING_WORDS = {
    Standing.CLEAR: "Declared, no conflict",
    Standing.CONFLICTED: "Declared a conflict, reads nothing",
}


@dataclass(frozen=True)
class Section:
    """A part of the room. `hidden` says why there is no table; `acts` are what the reader may do here."""

    heading: str
    id: str
    table: Table | None = None
    rows: Sequence[SummaryRow] = ()
    hidden: str = ""
    note: str = ""
    acts: Sequence[Link] = ()


def sections_of(room: Room, links: Mapping[str, Link]) -> tuple[Section, ...]:
    """The sections in the order in which a procurement goes through them."""
    return (
        _team(room, _some(links, "member", "member-end")),
        _declarations(room, _some(links, "declare", "lift")),
        _estimates(room, _some(links, "estimate")),
        _criteria(room, _some(links, "criterion")),
        _bids(room, _some(links, "bid", "price", "standing")),
        _own_scores(room, _some(links, "score", "submit")),
        _scores(room, "Submitted scores", "scores", room.scores),
        _scores(
            room, "Moderated scores", "moderated", room.moderated,
            _some(links, "moderate"),
        ),
        _record(room, _some(links, "record", "final")),
        _readings(room),
    )  # fmt: skip


def _some(links: Mapping[str, Link], *names: str) -> list[Link]:
    return [links[name] for name in names if name in links]


def hidden_words(room: Room) -> str:
    """Why the reader is not shown it: not yet, or never to them."""
    if room.sight.moment == Moment.PUBLISHED:
        return FOR_THE_TEAM
    if room.sight.moment == Moment.CLOSED and room.sight.may(Secret.EVALUATORS):
        return UNOPENED
    return NOT_SHOWN


def _text(words: object) -> Cell:
    return Cell(str(words)) if words else Cell("–", words="none")


def _day(day: date | None) -> Cell:
    return Cell(f"{day.day} {day:%B %Y}") if day else Cell("Not stated", unknown=True)


def _money(money: Money) -> Cell:
    return money_cell(money)


def _team(room: Room, acts: list[Link]) -> Section:
    heading, ident = "The team", "team"
    if room.team is None:
        return Section(heading, ident, hidden=FOR_THE_TEAM, acts=acts)
    shows = room.standings is not None
    columns = [Column("Who"), Column("As"), Column("Since"), *([Column("Interests")] if shows else [])]
    rows = [
        Row(
            (
                Cell(str(member.user)),
                Cell(member.get_role_display()),
                _day(member.joined_on),
                *([_standing(room, member.user_id)] if shows else []),
            )
        )
        for member in room.team
    ]
    empty = "Nobody is on the team yet. A programme manager puts them on."
    return Section(heading, ident, Table(heading, columns, rows, empty=empty, caption_hidden=True), acts=acts)


def _standing(room: Room, user_id: int) -> Cell:
    standing = (room.standings or {}).get(user_id)
    if standing is None or standing not in STANDING_WORDS:
        return Cell("Has not declared", unknown=True)
    return Cell(STANDING_WORDS[standing])


def _declarations(room: Room, acts: list[Link]) -> Section:
    heading, ident = "Declared interests", "declarations"
    if room.declarations is None:
        own = "Your own stand above; those of others are read by the procurement lead and the decision maker"
        return Section(heading, ident, hidden=own, acts=acts)
    rows = [
        Row(
            (
                Cell(str(row.user)),
                Cell("Conflict" if row.has_conflict else "No conflict"),
                _text(row.lot),
                _text(row.text),
                Cell(_moment(row.made_at), note="" if row.made_by_id == row.user_id else f"by {row.made_by}"),
            )
        )
        for row in room.declarations
    ]
    columns = [Column("Who"), Column("Declared"), Column("Lot"), Column("In words"), Column("When")]
    return Section(
        heading, ident, Table(heading, columns, rows, caption_hidden=True, empty="None yet."), acts=acts
    )


def _estimates(room: Room, acts: list[Link]) -> Section:
    heading, ident = "Estimate", "estimate"
    if room.estimates is None:
        barred = "evaluator" in room.sight.seats
        return Section(heading, ident, hidden=BARRED_WORDS if barred else NOT_SHOWN, acts=acts)
    columns = [
        Column("Made on"), Column("Of"), Column("Whole life, options included", numeric=True), Column("Rests on"),
    ]  # fmt: skip
    rows = [
        Row(
            (_day(row.made_on), Cell(str(row.lot or "The whole phase")), _money(row.money), _text(row.reason))
        )
        for row in room.estimates
    ]
    table = Table(heading, columns, rows, caption_hidden=True, empty="Nobody has recorded an estimate.")
    return Section(
        heading, ident, table, note="The newest first; each stays when another follows.", acts=acts
    )


def _criteria(room: Room, acts: list[Link]) -> Section:
    heading, ident = "Award criteria", "criteria"
    if room.criteria is None:
        return Section(heading, ident, hidden=FOR_THE_TEAM, acts=acts)
    columns = [Column("Criterion"), Column("About"), Column("Weight", numeric=True)]
    rows = [
        Row(
            (
                Cell(row.name, note=KEY_CRITERIA.get(row.key_criterion, "")),
                Cell("Price" if row.is_price else "Quality"),
                Cell(f"{row.weight.normalize():f}%")
                if row.weight is not None
                else Cell("Not stated", unknown=True),
            )
        )
        for row in room.criteria
    ]
    table = Table(heading, columns, rows, caption_hidden=True, empty="None yet.")
    return Section(heading, ident, table, acts=acts)


def _bids(room: Room, acts: list[Link]) -> Section:
    heading, ident = "Bids", "bids"
    if room.bids is None:
        return Section(heading, ident, hidden=hidden_words(room), acts=acts)
    prices, standings = room.sight.may(Secret.BID_PRICE), room.sight.may(Secret.PREFERRED)
    columns = [
        Column("Bidder"), Column("Received"), Column("Price", numeric=True), Column("Standing"),
    ]  # fmt: skip
    why = BARRED_WORDS if "evaluator" in room.sight.seats else hidden_words(room)
    rows = [
        Row(
            (
                Cell(bid_words(bid)),
                _day(bid.received_on),
                _money(bid.price) if prices else Cell(why),
                Cell(bid.get_standing_display()) if standings else Cell(hidden_words(room)),
            )
        )
        for bid in room.bids
    ]
    table = Table(heading, columns, rows, caption_hidden=True, empty="No bid is recorded.")
    return Section(heading, ident, table, acts=acts)


def _own_scores(room: Room, acts: list[Link]) -> Section:
    locked = any(row.submitted_at for row in room.own_scores)
    note = "Submitted and locked." if locked else "Read by you alone until you submit them."
    if not (room.own_scores or acts):
        return Section("Your scores", "own-scores", hidden="You score no bids here")
    table = _score_table("Your scores", room.own_scores, own=True)
    return Section("Your scores", "own-scores", table, note=note, acts=acts)


def _scores(
    room: Room,
    heading: str,
    ident: str,
    scores: Sequence[BidScore] | None,
    acts: Sequence[Link] = (),
) -> Section:
    if scores is None:
        return Section(heading, ident, hidden=hidden_words(room), acts=acts)
    return Section(heading, ident, _score_table(heading, scores), acts=acts)


def _score_table(caption: str, scores: Sequence[BidScore], *, own: bool = False) -> Table:
    columns = [Column("Bid"), Column("Criterion"), Column("Score", numeric=True), Column("Comment")]
    rows = [
        Row(
            (
                Cell(row.bid.bidder),
                Cell(row.criterion.name, note="" if own or row.is_moderated else str(row.evaluator)),
                Cell(f"{row.score.normalize():f}"),
                _text(row.comment),
            )
        )
        for row in scores
    ]
    return Table(caption, columns, rows, caption_hidden=True, empty="None yet.")


def _record(room: Room, acts: list[Link]) -> Section:
    heading, ident = "Decision record", "decision-record"
    if not room.sight.may(Secret.DECISION_RECORD):
        return Section(heading, ident, hidden=hidden_words(room), acts=acts)
    if room.record is None:
        return Section(heading, ident, hidden="No decision record is written yet", acts=acts)
    final = room.record.final_on
    note = f"Final since {final.day} {final:%B %Y}. It changes no more." if final else "Draft."
    return Section(heading, ident, rows=_record_rows(room.record), note=note, acts=acts)


def _record_rows(record: DecisionRecord) -> list[SummaryRow]:
    weighed = [(KEY_CRITERIA[code], said) for code, said in record.weighing.items() if code in KEY_CRITERIA]
    pairs = [
        ("Provider", record.provider),
        ("Registered address", record.provider_address),
        ("Process and reasons", record.process_reasons),
        ("Decided by", record.decision_makers),
        *weighed,
        ("Other criteria", record.other_criteria),
        ("Conflicts, and how they were handled", record.conflicts),
    ]
    return [SummaryRow(key, Cell(said) if said else Cell("Not stated", unknown=True)) for key, said in pairs]


def _readings(room: Room) -> Section:
    heading, ident = "Who has read what is sealed", "readings"
    if room.readings is None:
        return Section(
            heading,
            ident,
            hidden="Shown to the procurement lead and the decision maker; your own reading is kept too",
        )
    columns = [Column("When"), Column("Who"), Column("Page"), Column("Values", numeric=True)]
    rows = [
        Row((Cell(_moment(row.read_at)), Cell(str(row.user)), Cell(row.what), Cell(f"{row.count:,}")))
        for row in room.readings
    ]
    table = Table(heading, columns, rows, caption_hidden=True, empty="Nobody yet.")
    return Section(heading, ident, table, note="The latest twenty.")


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M}"
