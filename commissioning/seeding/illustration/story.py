"""What people of the illustrative county did: returns, comments and reports, decisions, sealed records and reviews.

The demonstration accounts did it all. It is loaded after them and never without: production has no such accounts, and
so has none of this.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from commissioning.core.models import User
from commissioning.seeding.load import Draft, Load, RecordGoneError, one_at_a_time, with_values
from commissioning.seeding.records import Record, read_fixture
from outcomes.models import KPI, ChartDecision, ExceptionReport, KPIChange, KPIComment
from outcomes.services.summaries import refresh
from programmes.models import Programme

from .drafts import a_date, found
from .governing import load_governance_of_people
from .issuing import load_issues
from .procuring import load_of_people
from .reporting import load_reports
from .sent import load_returns

People = Mapping[str, User]
REASON = "Made up, to show what people do with KPIs"


def load_story(path: Path, *, command: str) -> int:
    """Load what is new of it; returns how many records. Nothing while the programme or an account is not there."""
    seed = read_fixture(path)
    with one_at_a_time(command, REASON):
        load = Load(seed=seed, reading=Record({}, path.name), fixture=path.name)
        load.programme = Programme.objects.filter(reference=seed.record("programme").id).first()
        people = _people(seed.record("people"))
        if load.programme is None or people is None:
            return 0
        _load_words(load, people)
        load_of_people(load, people)
        load_governance_of_people(load, path.parent, people)
        load_issues(load, people)
        changed = _name_deciders(load, people) | load_returns(load, people)
        load_reports(load, people)
        load.finish()
        if changed:
            refresh(changed)
    return load.created


def _people(record: Record) -> People | None:
    """The demonstration accounts by their part; None while one is not there."""
    found = {part: User.objects.filter(email=record.text(part)).first() for part in record.data}
    people = {part: user for part, user in found.items() if user is not None}
    return people if len(people) == len(found) else None


def _load_words(load: Load, people: People) -> None:
    load.save(KPIChange, _each(load, "changes", partial(_change, load, people["manager"])))
    load.save(KPIComment, _each(load, "comments", partial(_comment, load, people)))
    load.save(ExceptionReport, _each(load, "exceptions", partial(_report, load, people)))


def _each(load: Load, section: str, make: Any) -> Iterator[Draft]:
    for record in load.seed.records(section):
        yield Draft(record.id, partial(make, record))


def _shared(load: Load, record: Record) -> dict[str, Any]:
    return {"programme": load.programme, "illustrative": True, "kpi": found(load, KPI, record, "kpi")}


def _change(load: Load, by: User, record: Record) -> KPIChange:
    texts = {name: record.words(name) for name in ("kind", "field", "before", "after", "reason")}
    return KPIChange(**_shared(load, record), **texts, made_by=by)


def _comment(load: Load, people: People, record: Record) -> KPIComment:
    return KPIComment(**_shared(load, record), text=record.text("text"), made_by=people[record.text("by")])


def _report(load: Load, people: People, record: Record) -> ExceptionReport:
    texts = {name: record.words(name) for name in ("meaning", "cause", "action", "action_owner")}
    period = a_date(record, "period")["period"]
    return with_values(
        ExceptionReport,
        **_shared(load, record),
        **texts,
        **a_date(record, "due"),
        period_text=period.text,
        period_end=period.end,
        made_by=people[record.text("by")],
    )


def _name_deciders(load: Load, people: People) -> set[int]:
    """Chart decisions are loaded before there is anybody; now the manager made them. Returns the keys of their KPIs."""
    named: set[int] = set()
    for record in load.seed.records("decisions"):
        reference = f"{record.id}-BY"
        if not load.is_new(reference):
            load.kept += 1
            continue
        load.enter(reference)
        try:
            decision = load.find(ChartDecision, record.id, record=record, field="id")
        except RecordGoneError:
            continue
        decision.made_by = decision.made_by or people["manager"]
        decision.save()
        named.add(decision.kpi_id)
    return named
