"""The tiles of a programme's dashboard beyond phases and money: one for each thing it has, each opening its list."""

from collections.abc import Iterable
from decimal import Decimal

from commissioning.core.components import Tile, Tone
from commissioning.reporting.dashboards.address import address
from commissioning.reporting.dashboards.words import days_until, plural
from commissioning.reporting.selectors.plans import Plans
from programmes.models.commissioning_models import IntegrationLevel


def plan_tiles(plans: Plans, keep: str) -> list[Tile]:
    """In the order in which a reader asks: who leads, how together, with whom, what is planned, what is late."""
    return [
        *_leads(plans, keep),
        *_models(plans, keep),
        *_posts(plans, keep),
        *_intentions(plans, keep),
        *_complete(plans, keep),
        *_late(plans, keep),
        *_undated(plans, keep),
        *_actions(plans, keep),
        *_areas(plans, keep),
        *_themes(plans, keep),
    ]


def plan_lede(plans: Plans) -> str:
    """What a programme without money holds, in a sentence or two: what is settled, and what is missing or late."""
    said = [*_settled(plans), *_wanting(plans)]
    if not said:
        return ""
    sentence = "; ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _settled(plans: Plans) -> Iterable[str]:
    if plans.who is not None and plans.has_leads:
        led = sum(row.lead is not None for row in plans.who.services)
        yield f"{led} of {plural(len(plans.who.services), 'service')} have a lead on this day"
    if plans.groups:
        yield f"{plural(len(plans.groups), 'group')} of services are commissioned together: {level_words(plans)}"
    if plans.posts:
        yield f"posts of {fte_words(plans.post_costs.fte)} FTE cost {cost_words(plans)}"
    if plans.intentions:
        yield (
            f"{len(plans.complete.with_summary)} of {plural(len(plans.intentions), 'intention')} "
            "have a project summary"
        )
    if plans.areas:
        yield f"{plural(len(plans.areas), 'area')} compared"
    if plans.themes is not None and plans.themes.rows:
        yield f"{plural(len(plans.themes.rows), 'theme')} drawn from them"


def _wanting(plans: Plans) -> Iterable[str]:
    if plans.late:
        one = len(plans.late) == 1
        yield f"{plural(len(plans.late), 'milestone')} past {'its date' if one else 'their dates'}"
    if missed := sum(view.missed_count for view in plans.actions):
        yield f"{plural(missed, 'report')} promised to a board missing"


def _leads(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.who is None or not plans.has_leads:
        return
    led = [row for row in plans.who.services if row.lead is not None]
    each = ", ".join(f"{count.commissioner.short} {count.leads}" for count in plans.who.counts if count.leads)
    nobody = len(plans.who.nobody_leads)
    yield Tile(
        "Services with a lead",
        f"{len(led)} of {len(plans.who.services)}",
        each or "Nobody leads on this day",
        address(plans.at, "commissioners", keep=keep),
        "Who commissions what",
        tone=Tone.WARN if nobody else Tone.INFO,
        status=f"{nobody} without a lead" if nobody else "",
    )


def level_words(plans: Plans) -> str:
    """ "5 co-ordinated, 4 joint, 8 integrated"."""
    counts = {level: sum(group.level == level for group in plans.groups) for level in IntegrationLevel}
    return ", ".join(f"{count} {level.label.lower()}" for level, count in counts.items() if count)


def _models(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.groups:
        bare = sum(group.lacks_pooling for group in plans.groups)
        yield Tile(
            "Groups of services by model",
            str(len(plans.groups)),
            level_words(plans),
            address(plans.at, "commissioning_models", keep=keep),
            "The models compared",
            tone=Tone.WARN if bare else Tone.INFO,
            status=f"{bare} integrated without a pooled fund" if bare else "",
        )


def _posts(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.posts:
        costs = plans.post_costs
        yield Tile(
            "Posts",
            f"{fte_words(costs.fte)} FTE",
            cost_words(plans),
            address(plans.at, "hub", keep=keep),
            plural(costs.post_count, "post"),
            tone=Tone.UNKNOWN if costs.minimum is None else Tone.INFO,
        )


def cost_words(plans: Plans) -> str:
    """ "£115,505 to £129,652 a year, 1 of 5 posts without a cost"; what is unknown is said, never 0."""
    costs = plans.post_costs
    if costs.minimum is None or costs.maximum is None:
        return "Cost not known"
    least, most = _pounds(costs.minimum), _pounds(costs.maximum)
    range_ = least if least == most else f"{least} to {most}"
    unknown = (
        f", {costs.unknown_count} of {plural(costs.post_count, 'post')} without a cost"
        if costs.unknown_count
        else ""
    )
    return f"{range_} a year{unknown}"


def fte_words(fte: Decimal) -> str:
    """ "3.5", "4": without noughts that the paper does not print."""
    return f"{fte:f}".rstrip("0").rstrip(".") if "." in f"{fte:f}" else f"{fte:f}"


def _pounds(amount: object) -> str:
    """To the pound: the papers print salary ranges so."""
    return f"£{amount:,.0f}"


def _intentions(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.intentions:
        rows = plans.intentions
        priorities = sum(row.is_top_priority for row in rows)
        said = [f"{priorities} named a top priority"] if priorities else []
        vacant = sum(row.has_vacancy for row in rows)
        yield Tile(
            "Intentions",
            str(len(rows)),
            ", ".join(said) or "As the plan numbers them",
            address(plans.at, "intentions", keep=keep),
            plural(len(rows), "intention"),
            tone=Tone.WARN if vacant else Tone.INFO,
            status=f"{vacant} with a vacancy" if vacant else "",
        )


def _complete(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.intentions:
        there, without = plans.complete.with_summary, plans.complete.without_summary
        yield Tile(
            "Intentions with a project summary",
            f"{len(there)} of {len(plans.intentions)}",
            f"{plural(plans.complete.summary_count, 'summary', 'summaries')}; "
            f"{plans.complete.metrics_with_target} of {plural(plans.complete.metric_count, 'metric')} with a target",
            address(plans.at, "intentions", "summary=no", keep),
            f"{plural(len(without), 'intention')} without one",
            tone=Tone.WARN if without else Tone.GOOD,
        )


def buys_services(plans: Plans) -> bool:
    """Whether the programme's phases say which services they buy, so that phases tell its story and not milestones."""
    return any(phase.services for phase in plans.at.phases)


def _late(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.at.milestones and not buys_services(plans):
        first = plans.late[0] if plans.late else None
        yield Tile(
            "Late",
            str(len(plans.late)),
            f"Longest: {first.text}, {days_until(first.when, plans.at.on)}"
            if first
            else "Nothing is past its date",
            address(plans.at, "milestones", "dates=overdue", keep),
            "Past their date, not done",
            tone=Tone.WARN if first else Tone.GOOD,
        )


def _undated(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.undated and not buys_services(plans):
        yield Tile(
            "Undated",
            str(len(plans.undated)),
            f"of {plural(len(plans.at.milestones), 'milestone')}; never called late",
            address(plans.at, "milestones", "dates=undated", keep),
            plural(len(plans.undated), "undated milestone"),
            tone=Tone.UNKNOWN,
        )


def _actions(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.actions:
        missed = sum(view.missed_count for view in plans.actions)
        weak = sum(view.weakened for view in plans.actions)
        unanswered = sum(not view.is_answered for view in plans.actions)
        trouble = [
            f"{missed} promised reports missing" if missed else "",
            f"{weak} weakened" if weak else "",
        ]
        yield Tile(
            "Board actions",
            str(len(plans.actions)),
            f"{plural(sum(view.is_open for view in plans.actions), 'action')} open, {unanswered} without an answer",
            address(plans.at, "actions", keep=keep),
            plural(len(plans.actions), "action"),
            tone=Tone.WARN if missed or weak else Tone.INFO,
            status=", ".join(filter(None, trouble)),
        )


def _areas(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.areas:
        thin = sum(row.is_thin for row in plans.areas)
        yield Tile(
            "Areas compared",
            str(len(plans.areas)),
            f"{sum(row.learning for row in plans.areas)} learning points; {sum(row.impacts for row in plans.areas)} "
            f"impact figures, {sum(row.quantified for row in plans.areas)} with a value",
            address(plans.at, "areas", keep=keep),
            plural(len(plans.areas), "area"),
            status=f"{thin} interviewed, with no findings" if thin else "",
            tone=Tone.UNKNOWN if thin else Tone.INFO,
        )


def _themes(plans: Plans, keep: str) -> Iterable[Tile]:
    if plans.themes is not None and plans.themes.rows:
        most = plans.themes.most_cited
        yield Tile(
            "Themes",
            str(len(plans.themes.rows)),
            f"Cited by most areas: {most[0].text}" if most else "No area is cited yet",
            address(plans.at, "themes", keep=keep),
            plural(len(plans.themes.rows), "theme"),
        )
