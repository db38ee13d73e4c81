"""The team of a hub: its posts as posts and never as names, the law that obliges it, and the money that pays for it."""

from collections.abc import Iterator
from functools import partial

from commissioning.core.money import Basis, Money, Qualifier
from commissioning.seeding.load import Draft, Load, sources_of, with_values
from commissioning.seeding.records import Record
from procurement.models import Contribution, Funding
from programmes.models import Duty, Organisation, Post, ProjectSummary
from programmes.models.teams import PostState

from .documents import lines


def load_team(load: Load) -> None:
    load.save(Post, [*_posts(load), *_existing(load)])
    duties = load.seed.records("duties_and_legislation")
    load.save(Duty, [Draft(r.id, partial(_duty, load, r), sources_of(r)) for r in duties])


def load_funding(load: Load) -> None:
    """The programme's own funding with a row for each funder, and that of projects that the paper speaks of."""
    _load_programme_funding(load)
    load.save(Funding, _project_funding(load))


def _posts(load: Load) -> Iterator[Draft]:
    for record in load.seed.records("posts"):
        yield Draft(record.id, partial(_post, load, record), sources_of(record))


def _post(load: Load, record: Record) -> Post:
    """A post that one place counts as new and another does not keeps the places that do."""
    places = load.reading.record("new_posts_counted")
    counted = places.text("all" if record.flag("count_in_para_20") else "not_in_para_20")
    return with_values(
        Post,
        programme=load.programme,
        title=record.text("title"),
        fte=record.decimal("fte"),
        band=record.words("band"),
        scale_points=record.record("scp").text("text"),
        salary=_salary(record.record("salary")),
        is_new=record.flag("new"),
        counted_as_new_in=counted,
        state=PostState.EVALUATED if record.data.get("evaluated") else PostState.PROPOSED,
        duties=lines(record, "duties"),
        note=record.words("new_note"),
    )


def _salary(record: Record) -> Money:
    return Money(
        text=record.text("text"),
        amount=record.decimal("min"),
        upper=record.decimal("max"),
        qualifier=Qualifier.RANGE,
        basis=Basis.PER_ANNUM,
        note=record.words("basis"),
    )


def _existing(load: Load) -> Iterator[Draft]:
    """Posts that move into the team: one row for all of them, because the paper gives no number."""
    if "posts_existing" not in load.seed:
        return
    record, tied = load.seed.record("posts_existing"), load.reading.record("posts_existing")
    make = partial(
        with_values,
        Post,
        programme=load.programme,
        title=tied.text("title"),
        salary=Money("", None, Qualifier.NOT_STATED),
        is_new=False,
        state=PostState.EXISTING,
        note=record.text("text"),
    )
    yield Draft(tied.id, make, sources_of(record))


def _duty(load: Load, record: Record) -> Duty:
    row = Duty(
        programme=load.programme,
        name=record.text("name"),
        effect=record.text("effect"),
        stage=record.words("stage"),
    )
    if "date" in record:
        row.date = record.date("date")
    return row


def _load_programme_funding(load: Load) -> None:
    if "funding" not in load.seed:
        return
    record, tied = load.seed.record("funding"), load.reading.record("funding")
    make = partial(
        with_values,
        Funding,
        programme=load.programme,
        name=tied.text("name"),
        nature=tied.text("nature"),
        nature_as_printed=record.words("nature"),
        period=record.date("period"),
        money=_unstated(record.words("amount_note")),
        note=f"{record.number('years')} years; {record.text('funders')}",
    )
    made = load.save(Funding, [Draft(record.id, make, sources_of(record))])
    if made:
        _make_contributions(load, record, tied, made[record.id])


def _unstated(note: str = "") -> Money:
    return Money("", None, Qualifier.NOT_STATED, note=note)


def _make_contributions(load: Load, record: Record, tied: Record, funding: Funding) -> None:
    """As many as the paper counts: the funders it names, then “not named” for the others."""
    funders = load.those_left(Organisation, tied.strings("named_funders"), record=tied, field="named_funders")
    unnamed = [None] * (record.number("funder_count") - len(tied.strings("named_funders")))
    Contribution.objects.bulk_create(
        with_values(
            Contribution,
            funding=funding,
            funder=funder,
            funder_as_printed="" if funder else tied.text("unnamed_funder"),
            money=_unstated(),
            position=position,
        )
        for position, funder in enumerate([*funders, *unnamed], 1)
    )


def _project_funding(load: Load) -> Iterator[Draft]:
    for tied in load.reading.records("project_funding"):
        for summary in load.seed.records("project_summaries"):
            if summary.id == tied.text("summary"):
                yield Draft(tied.id, partial(_for_project, load, tied, summary), sources_of(summary))


def _for_project(load: Load, tied: Record, summary: Record) -> Funding:
    """What a project's linked project is to cost; the paper says that it is agreed or awaited, and no amount."""
    linked = summary.record("linked_project")
    printed, qualifier = linked.text(tied.text("field")), tied.text("qualifier")
    if qualifier not in Qualifier.values:
        raise tied.error("qualifier", f"{qualifier!r} is not one of those for money")
    return with_values(
        Funding,
        programme=load.programme,
        name=f"{linked.text('name')}: {tied.text('label')}",
        nature=tied.text("nature"),
        nature_as_printed=tied.text("label"),
        money=Money(printed, None, Qualifier(qualifier)),
        summary=load.find(ProjectSummary, summary.id, record=summary, field="id"),
    )
