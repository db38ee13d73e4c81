"""What can be done in the evaluation room: each act with who may, when, its form, and the door that it goes through."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from procurement.forms import sealed as forms
from procurement.models.sealed import BidStanding
from procurement.rules_sealed import BARRED, HANDLES_CONFLICTS, PANEL, Moment, Seat, Secret, Standing
from procurement.selectors.evaluation import may_be_appointed
from procurement.selectors.sealed import PhaseSight
from procurement.services import sealed_bids, sealed_decision, sealed_scores, sealed_team
from procurement.services.sealed_door import seat_problem

ALWAYS = frozenset(Moment)
BIDS = frozenset({Secret.BIDDERS})


@dataclass(frozen=True)
class Act:
    """One act. `form` makes its form from what was sent, or None; `write` does it and says so.

    `seats` are None for what everybody may do who may be on a team at all; `reads` is what its form shows, and
    `about` the secret that whoever is barred from it does not write either.
    """

    heading: str
    button: str
    seats: frozenset[Seat] | None
    moments: frozenset[Moment]
    form: Callable[[Any, Any], forms.EvaluationForm]
    write: Callable[[Any, Any], str]
    intro: str = ""
    reads: frozenset[Secret] = frozenset()
    about: Secret | None = None

    def problem(self, sight: PhaseSight) -> str:
        """Why somebody may not do it, whatever their role in the programme; "" where they may."""
        barred = bool(sight.seats & BARRED.get(self.about, frozenset())) if self.about else False
        return "" if self.seats is None else seat_problem(sight, frozenset() if barred else self.seats)


def _lots(page: Any) -> dict[str, Any]:
    return {"lot": forms.lot_choices(page.lots)}


def _lot(page: Any, form: Any) -> Any:
    chosen = form.cleaned_data.get("lot", "")
    return next((lot for lot in page.lots if str(lot.pk) == chosen), None)


def _person(page: Any, form: Any) -> Any:
    chosen = form.cleaned_data["user"]
    return next(person for person in page.people if str(person.pk) == chosen)


def _judged(page: Any) -> list[Any]:
    out = (BidStanding.EXCLUDED, BidStanding.WITHDRAWN)
    return [bid for bid in page.room.bids or () if bid.standing not in out]


# --- team ---------------------------------------------------------------------------------------------------------


def member_form(page: Any, data: Any) -> forms.EvaluationForm:
    page.people = may_be_appointed(page.phase, page.today)
    return forms.MemberForm(data, choices={"user": forms.people_choices(page.people)})


def add_member(page: Any, form: Any) -> str:
    person = _person(page, form)
    sealed_team.add_member(page.phase, user=person, role=form.cleaned_data["role"], **page.who)
    return f"{person} is on the team, and reads nothing before declaring interests."


def member_end_form(page: Any, data: Any) -> forms.EvaluationForm:
    return forms.MemberEndForm(data, choices={"member": forms.team_choices(page.room.team or ())})


def end_member(page: Any, form: Any) -> str:
    ended = sealed_team.remove_member(page.phase, int(form.cleaned_data["member"]), **page.who)
    return f"{ended.user} is no longer on the team as {ended.get_role_display().lower()}."


def declare_form(page: Any, data: Any) -> forms.EvaluationForm:
    return forms.DeclareForm(data, choices=_lots(page))


def declare(page: Any, form: Any) -> str:
    given = form.cleaned_data
    has_conflict = given["has_conflict"] == "yes"
    sealed_team.declare(
        page.phase, has_conflict=has_conflict, text=given["text"], lot=_lot(page, form), **page.who
    )
    if has_conflict:
        return "Your conflict is declared. What is sealed in this phase is no longer available to you."
    return "You have declared that you have no interest."


def lift_form(page: Any, data: Any) -> forms.EvaluationForm:
    standings = page.room.standings or {}
    every = {row.user_id: row.user for row in page.room.declarations or ()}
    page.people = [
        person
        for pk, person in every.items()
        if standings[pk] == Standing.CONFLICTED and person != page.who["by"]
    ]
    return forms.LiftForm(data, choices={"user": forms.people_choices(page.people)})


def lift(page: Any, form: Any) -> str:
    person = _person(page, form)
    sealed_team.lift_conflict(page.phase, user=person, text=form.cleaned_data["text"], **page.who)
    return f"The conflict of {person} is lifted."


# --- bids ---------------------------------------------------------------------------------------------------------


def estimate_form(page: Any, data: Any) -> forms.EvaluationForm:
    return forms.EstimateForm(data, choices=_lots(page))


def record_estimate(page: Any, form: Any) -> str:
    given = form.cleaned_data
    sealed_bids.record_estimate(
        page.phase, money=given["money"], reason=given["reason"], lot=_lot(page, form), **page.who
    )
    return "The estimate is recorded. The one before it stays."


def criterion_form(_page: Any, data: Any) -> forms.EvaluationForm:
    return forms.CriterionForm(data)


def add_criterion(page: Any, form: Any) -> str:
    sealed_bids.add_criterion(page.phase, **form.cleaned_data, **page.who)
    return "The criterion is recorded."


def bid_form(page: Any, data: Any) -> forms.EvaluationForm:
    return forms.BidForm(data, choices=_lots(page))


def receive_bid(page: Any, form: Any) -> str:
    given = {**form.cleaned_data, "lot": _lot(page, form)}
    sealed_bids.receive_bid(page.phase, **given, **page.who)
    return "The bid is recorded."


def price_form(page: Any, data: Any) -> forms.EvaluationForm:
    return forms.PriceForm(data, choices={"bid": forms.bid_choices(page.room.bids or ())})


def price_bid(page: Any, form: Any) -> str:
    given = form.cleaned_data
    sealed_bids.price_bid(page.phase, int(given["bid"]), price=given["price"], **page.who)
    return "The price is recorded."


def standing_form(page: Any, data: Any) -> forms.EvaluationForm:
    return forms.StandingForm(data, choices={"bid": forms.bid_choices(page.room.bids or ())})


def set_standing(page: Any, form: Any) -> str:
    given = form.cleaned_data
    sealed_bids.set_standing(
        page.phase, int(given["bid"]), standing=given["standing"], reason=given["reason"], **page.who
    )
    return "The bid’s standing is recorded."


# --- scores and decision ------------------------------------------------------------------------------------------


def scores_form(page: Any, data: Any) -> forms.EvaluationForm:
    criteria = [row for row in page.room.criteria or () if sealed_scores.scored_by(page.room.sight, row)]
    return forms.ScoresForm(data, bids=_judged(page), criteria=criteria, own=page.room.own_scores)


def put_scores(page: Any, form: Any) -> str:
    kept = sealed_scores.put_scores(page.phase, form.given(), **page.who)
    return f"{len(kept)} of your scores are saved. Only you read them until you submit them."


def confirm_form(_page: Any, data: Any) -> forms.EvaluationForm:
    return forms.ConfirmForm(data)


def submit_scores(page: Any, _form: Any) -> str:
    count = sealed_scores.submit_scores(page.phase, **page.who)
    return f"{count} of your scores are submitted and locked."


def moderate_form(page: Any, data: Any) -> forms.EvaluationForm:
    criteria = [(str(row.pk), str(row)) for row in page.room.criteria or ()]
    return forms.ModerateForm(data, choices={"bid": forms.bid_choices(_judged(page)), "criterion": criteria})


def moderate(page: Any, form: Any) -> str:
    given = form.cleaned_data
    place = int(given["bid"]), int(given["criterion"])
    agreed = sealed_scores.Given(given["score"], given["comment"])
    sealed_scores.moderate(page.phase, place, agreed, reason=given["reason"], **page.who)
    return "The score that the panel agreed on is recorded."


def record_form(page: Any, data: Any) -> forms.EvaluationForm:
    return forms.RecordForm(data, initial=forms.RecordForm.initial_of(page.room.record))


def draft_record(page: Any, form: Any) -> str:
    sealed_decision.draft_record(page.phase, form.values(), **page.who)
    return "The decision record is saved as a draft."


def finalise(page: Any, _form: Any) -> str:
    sealed_decision.finalise_record(page.phase, **page.who)
    return "The decision record is final."


ACTS: Mapping[str, Act] = {
    "declare": Act(
        "Declare your interests", "Declare", None, ALWAYS, declare_form, declare,
        "Everybody on the team declares before reading anything, and again whenever something changes.",
    ),
    "member": Act(
        "Put somebody on the team", "Put on the team", sealed_team.APPOINTS, ALWAYS, member_form, add_member
    ),
    "member-end": Act(
        "End a place on the team", "End the place", sealed_team.APPOINTS, ALWAYS, member_end_form, end_member
    ),
    "lift": Act(
        "Lift a declared conflict", "Lift the conflict", HANDLES_CONFLICTS, ALWAYS, lift_form, lift,
        "It takes a second person, and a record of how the conflict was dealt with.",
        frozenset({Secret.CONFLICTS}),
    ),
    "estimate": Act(
        "Record an estimate", "Record the estimate", sealed_bids.ESTIMATES, sealed_bids.UNPUBLISHED,
        estimate_form, record_estimate, about=Secret.ESTIMATE,
    ),
    "criterion": Act(
        "Add an award criterion", "Add the criterion", sealed_bids.LEADS, sealed_bids.BEFORE_OPENING,
        criterion_form, add_criterion,
    ),
    "bid": Act(
        "Record a bid", "Record the bid", sealed_bids.LEADS, sealed_bids.UNDECIDED, bid_form, receive_bid,
        "Its price is entered after opening, not before.",
    ),
    "price": Act(
        "Enter a price", "Enter the price", sealed_bids.PRICES, sealed_bids.EVALUATION, price_form, price_bid,
        reads=BIDS, about=Secret.BID_PRICE,
    ),
    "standing": Act(
        "Change how a bid stands", "Save", PANEL, sealed_bids.EVALUATION, standing_form, set_standing,
        reads=BIDS,
    ),
    "score": Act(
        "Score the bids", "Save your scores", sealed_scores.SCORES, sealed_scores.EVALUATION,
        scores_form, put_scores, "Only you read your scores until you submit them. Leave a box empty to score later.",
        BIDS,
    ),
    "submit": Act(
        "Submit your scores", "Submit and lock", sealed_scores.SCORES, sealed_scores.EVALUATION,
        confirm_form, submit_scores, "Submitted scores are locked, and the panel reads them.",
    ),
    "moderate": Act(
        "Record a moderated score", "Record the score", sealed_scores.MODERATES, sealed_scores.EVALUATION,
        moderate_form, moderate, reads=BIDS,
    ),
    "record": Act(
        "Write the decision record", "Save the draft", sealed_decision.DRAFTS, sealed_decision.EVALUATION,
        record_form, draft_record, reads=frozenset({Secret.DECISION_RECORD}),
    ),
    "final": Act(
        "Make the decision record final", "Make it final", sealed_decision.DECIDES, sealed_decision.EVALUATION,
        confirm_form, finalise, "After this nothing of the evaluation changes: no bid, score, standing or record.",
    ),
}  # fmt: skip
