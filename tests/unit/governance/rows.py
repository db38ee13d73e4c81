"""Rows of the Hampshire paper as the checks read them, made by hand: no database. Figures are of its Appendix B."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision, months_between, parse_fuzzy_date
from commissioning.core.money import Basis, Money, parse_money
from governance.rules.evidence import BoardView, Evidence, LeadSeat, PrintedName
from procurement.selectors.lines import LineFunder, LineRow, LineService, filter_lines
from procurement.selectors.phases import CoverGap, PhaseSummary
from procurement.selectors.stated import Reading, StatedRow, compare_with_lines, stated_sums
from programmes.models.services import ScopeState
from programmes.selectors.scope import ScopeRow
from programmes.selectors.sources import Place

ON = date(2018, 12, 13)
PAPER = "HAM-2018-12"
BLANK = FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)
CODES = {"PH HCC": 1, "HCC CS": 2, "CCG": 3, "NHS E": 4}
NAMES = {
    "PH HCC": "Hampshire County Council Public Health",
    "HCC CS": "Hampshire County Council Children's Services",
    "CCG": "Hampshire CCGs",
    "NHS E": "NHS England",
}
# number, printed name, phase, lead, TBC beside the commissioner
SERVICES = (
    (1, "Health Visiting", 1, "PH HCC", False),
    (2, "School Nursing", 1, "PH HCC", False),
    (3, "Childhood imms and screening", 1, "NHS E", False),
    (4, "Integrated therapies", 2, "CCG", False),
    (5, "Parenting", 2, "CCG", False),
    (6, "Continence", 2, "CCG", False),
    (7, "Therapies - occupational therapy", 2, "HCC CS", False),
    (8, "Portage", 2, "HCC CS", True),
    (9, "Special School Nursing", 2, "CCG", False),
    (10, "Community Children's Nursing", 2, "CCG", False),
    (11, "Community paediatrics", 2, "CCG", False),
    (12, "Wheelchair assessment", 2, "CCG", True),
    (13, "CAMHS", 3, "CCG", False),
    (14, "Counselling", 3, "CCG", False),
    (15, "Neuro development", 3, "CCG", False),
    (16, "Behaviour support", 3, "HCC CS", True),
)
ALIGNED = (
    "Early help",
    "Family Support Service",
    "Supporting Families",
    "Transforming Social Care",
    "School readiness",
)
# number, label, phase, funder, as printed, services
LINES = (
    (1, "Health visiting and school nursing", 1, "PH HCC", "19.5m", (1, 2)),
    (2, "School aged imms", 1, "NHS E", "1.45m", (3,)),
    (3, "Integrated Therapies", 2, "CCG", "6.45m", (4,)),
    (4, "Parenting", 2, "CCG", "1.45m", (5,)),
    (5, "Continence", 2, "CCG", "0.3m", (6,)),
    (6, "Special School Nursing", 2, "CCG", "0.4m", (9,)),
    (7, "Community Nursing/Paediatrics", 2, "CCG", "3.0m", (10, 11)),
    (8, "Wheel chair assessment", 2, "CCG", "TBC", (12,)),
    (9, "Therapies - occupational therapy", 2, "HCC CS", "0.87m", (7,)),
    (10, "Portage", 2, "HCC CS", "TBC", (8,)),
    (11, "CAMHS", 3, "CCG", "12.3m", (13,)),
    (12, "Counselling", 3, "CCG", "0.8m", (14,)),
    (13, "Neuro development", 3, "CCG", "0.6m", (15,)),
    (14, "Behaviour support", 3, "HCC CS", "TBC", (16,)),
)
DATES = {1: ("February 2019", "Aug 2020"), 2: ("July 2019", "April 2021"), 3: ("", "April 2022")}


def when(text: str) -> FuzzyDate:
    return parse_fuzzy_date(text) if text else BLANK


def place(
    locator: str, fact_id: int = 0, *, field: str = "", label: str = "", document: str = PAPER
) -> Place:
    return Place(fact_id, field, document, "Report", locator, "", label)


def pounds(text: str, basis: Basis = Basis.UNSTATED, year: str = "") -> Money:
    """Money with the unit that the paper prints, with or without its £."""
    bare = text.replace("~", "").strip()
    read = parse_money(text if "£" in text or not bare[0].isdigit() else text.replace(bare, f"£{bare}"))
    return replace(read, text=text, basis=basis, year=year)


def budget(text: str) -> Money:
    return pounds(text, Basis.BUDGET_YEAR, "2020/21")


def scope_row(number: int, name: str, lead: str, *, tbc: bool = False, state: str = "") -> ScopeRow:
    row_state = ScopeState(state or (ScopeState.IN_SCOPE_TBC if tbc else ScopeState.IN_SCOPE))
    return ScopeRow(
        scope_id=number,
        service_id=number,
        reference=f"HAM-SVC-{number:02}",
        name=name,
        state=row_state,
        state_label=str(row_state.label),
        inclusion_tbc=None if tbc else False,
        commissioner_tbc=tbc,
        added=BLANK,
        lead_id=CODES.get(lead),
        lead_code=lead,
        lead_name=NAMES.get(lead, ""),
        illustrative=False,
        version=1,
        position=number,
        aliases=(),
    )


def line(
    number: int, label: str, phase: int | None, funder: str, amount: str | Money, services: Sequence[int] = ()
) -> LineRow:
    names = {each[0]: each[1] for each in SERVICES}
    money = amount if isinstance(amount, Money) else budget(amount)
    return LineRow(
        line_id=number,
        reference=f"HAM-BL-{number:02}",
        label=label,
        phase_id=phase,
        phase_number=phase,
        money=money,
        status="confirmed" if money.is_known else "tbc",
        status_label="",
        services=tuple(LineService(n, f"HAM-SVC-{n:02}", names.get(n, f"Service {n}")) for n in services),
        funders=(LineFunder(CODES[funder], funder, NAMES[funder]),),
        may_be_negative=False,
        note="",
        illustrative=False,
        version=1,
        fact_id=100 + number,
    )


def stated(
    reference: str,
    text: str,
    covers: str,
    locator: str,
    lines: Sequence[LineRow],
    *coverages: dict[str, Any],
    basis: Basis = Basis.UNSTATED,
) -> StatedRow:
    """A stated value with one reading for each coverage: {"phase": 2, "commissioner": "CCG", "service": 13}."""
    money = pounds(text, basis)
    return StatedRow(
        reference=reference,
        covers=covers,
        money=money,
        readings=tuple(_reading(money, coverage, lines) for coverage in coverages),
        places=(place(locator),),
        fact_id=None,
    )


def _reading(money: Money, coverage: dict[str, Any], lines: Sequence[LineRow]) -> Reading:
    phase, code, service = (coverage.get(name) for name in ("phase", "commissioner", "service"))
    own = filter_lines(
        lines, phase_id=phase, organisation_id=CODES[code] if code else None, service_id=service
    )
    label = ", ".join(
        str(part) for part in (phase and f"phase {phase}", code, service and f"service {service}") if part
    )
    return Reading(
        label=label or "every line",
        phase_id=phase,
        phase_number=phase,
        commissioner_id=CODES[code] if code else None,
        commissioner_code=code or "",
        service_id=service,
        lines=own,
        comparison=compare_with_lines([money], own),
    )


def gap(ends: str, go_live: str, *, conditional: bool = True, extension: str = "") -> CoverGap:
    end, start = when(ends), when(go_live)
    assert end.end is not None
    assert start.start is not None
    uncovered = date.fromordinal(end.end.toordinal() + 1)
    first = FuzzyDate("", uncovered, uncovered, Precision.DAY, DateStatus.INFERRED)
    return CoverGap(
        reference="HAM-EXC-1",
        contracts="a number of existing contracts end",
        ends=end,
        go_live=start,
        months=months_between(first, start),
        uncovered_from=uncovered,
        uncovered_to=start.start,
        conditional=conditional,
        extension=extension,
        places=(place("para 3.11"),),
    )


def phase_row(number: int, start: str, go_live: str, completion: str = "", **more: Any) -> PhaseSummary:
    values: dict[str, Any] = {
        "phase_id": number,
        "reference": f"HAM-PH-{number}",
        "number": number,
        "name": f"Phase {number} services",
        "led_by": "",
        "procurement_start": when(start),
        "go_live": when(go_live),
        "completion": when(completion),
        "services": (),
        "lines": (),
        "totals": (),
        "stated": None,
        "reading": None,
        "lead_time": None,
        "cover_gaps": (),
        "places": (),
        "fact_id": 200 + number,
        "illustrative": False,
    }
    return PhaseSummary(**{**values, **more})


def paper_lines(*changed: LineRow) -> tuple[LineRow, ...]:
    """The fourteen lines, with those given in place of the ones of the same reference."""
    by_reference = {row.reference: row for row in changed}
    rows = (line(*each) for each in LINES)
    return tuple(by_reference.get(row.reference, row) for row in rows)


def paper_scope() -> tuple[ScopeRow, ...]:
    in_scope = tuple(scope_row(n, name, lead, tbc=tbc) for n, name, _, lead, tbc in SERVICES)
    aligned = tuple(scope_row(20 + n, name, "", state="aligned") for n, name in enumerate(ALIGNED, 1))
    return (*in_scope, *aligned)


def paper_phases(lines: Sequence[LineRow], scope: Sequence[ScopeRow]) -> tuple[PhaseSummary, ...]:
    phase_of = {n: phase for n, _, phase, _, _ in SERVICES}
    return tuple(
        phase_row(
            number,
            start,
            go_live,
            services=tuple(row for row in scope if phase_of.get(row.scope_id) == number),
            lines=filter_lines(lines, phase_id=number),
            cover_gaps=(gap("March 2020", go_live),),
        )
        for number, (start, go_live) in DATES.items()
    )


def paper_stated(lines: Sequence[LineRow]) -> tuple[StatedRow, ...]:
    contract, yearly = Basis.TOTAL_CONTRACT_VALUE, Basis.PER_ANNUM
    ccg, cs = {"phase": 2, "commissioner": "CCG"}, {"phase": 2, "commissioner": "HCC CS"}
    camhs = ({"phase": 3}, {"phase": 3, "service": 13})
    return (
        stated("HAM-SV-1", "~20.5m", "phase 1", "para 2.4", lines, {"phase": 1}, basis=contract),
        stated("HAM-SV-2", "approximately £20.5m", "phase 1", "para 4.4", lines, {"phase": 1}),
        stated("HAM-SV-3", "~£13m", "phase 2", "para 2.4", lines, {"phase": 2}, basis=contract),
        stated("HAM-SV-4", "£13m", "phase 2 CCG services", "para 4.4", lines, ccg),
        stated("HAM-SV-5", "£0.87m", "phase 2 Children's Services", "para 4.4", lines, cs),
        stated("HAM-SV-6", "~£12m", "phase 3", "para 2.4", lines, {"phase": 3}, basis=contract),
        stated("HAM-SV-7", "£12m p.a.", "phase 3 CAMHS", "para 4.4", lines, *camhs, basis=yearly),
        stated("HAM-SV-P", "over £45m p.a.", "the system", "para 7.2", lines, {}, basis=yearly),
    )


def paper(*changed_lines: LineRow, **changes: Any) -> Evidence:
    """The paper's own evidence, with some lines or anything else changed."""
    lines, scope = paper_lines(*changed_lines), paper_scope()
    values = paper_stated(lines)
    services, line_places = _places(scope), {100 + each[0]: (place("Appendix B (table)"),) for each in LINES}
    evidence = Evidence(
        reference="HAM-PRG",
        on=ON,
        scope=scope,
        lines=lines,
        stated=values,
        sums=stated_sums(values, lines, [1, 2, 3]),
        phases=paper_phases(lines, scope),
        names=tuple(PrintedName(row.reference, row.name, row.scope_id) for row in scope),
        scope_facts={row.scope_id: (row.scope_id,) for row in scope},
        places={**services, **line_places},
    )
    return replace(evidence, **changes)


def _places(scope: Sequence[ScopeRow]) -> dict[int, tuple[Place, ...]]:
    """Services in scope stand in para 2.4 and Appendix B; aligned ones in para 4.3, except School readiness."""
    found = {}
    for row in scope:
        first = "para 2.4" if row.is_counted else "para 4.3"
        only_appendix = row.name == "School readiness"
        found[row.scope_id] = (*(() if only_appendix else (place(first),)), place("Appendix B"))
    return found


def board(*seats: str) -> BoardView:
    return BoardView("HAM-GOV-2", "Programme board", seats, None)


def lead(code: str, *numbers: int, own: Sequence[str] = (), through: Sequence[str] = ()) -> LeadSeat:
    rows = tuple(row for row in paper_scope() if row.scope_id in numbers)
    return LeadSeat(CODES[code], NAMES[code], code, rows, tuple(own), tuple(through))
