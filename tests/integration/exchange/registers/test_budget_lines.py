"""Budget lines from a sheet: added, put right, settled; what the doors refuse stands at its column."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from commissioning.core.access import Role
from commissioning.core.history import changes_of
from commissioning.exchange.models import Verdict
from procurement.models import BudgetLine, BudgetLineChange
from procurement.selectors.lines import budget_lines
from tests.factories import (
    BudgetLineFactory,
    CommissionerCodeFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ServiceFactory,
    person_with,
)
from tests.integration.exchange.registers.by_hand import (
    ON,
    WHY,
    act_of,
    added,
    assert_settled,
    changed,
    one,
    planned,
    refusal,
    row_of,
    told,
    with_cells,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]
LINES = "budget_lines"
KNOWN = {
    "Amount": Decimal(870_000),
    "Amount as printed": "£870,000",
    "Amount marker": None,
    "Amount qualifier": "exact",
}


@pytest.fixture
def world() -> SimpleNamespace:
    """Two phases, two commissioners with codes, two services, and a line with and one without an amount."""
    programme = ProgrammeFactory()
    phase, later = (ProcurementPhaseFactory(programme=programme, number=number) for number in (1, 2))
    council, trust = OrganisationFactory(name="County Council"), OrganisationFactory(name="Health Trust")
    CommissionerCodeFactory(programme=programme, organisation=council, code="CC")
    CommissionerCodeFactory(programme=programme, organisation=trust, code="HT")
    nursing, therapy = (ServiceFactory(programme=programme, name=name) for name in ("Nursing", "Therapy"))
    of_phase = {"programme": programme, "phase": phase, "services": [nursing], "funders": [council]}
    known = BudgetLineFactory(label="Nursing", money="£1.5m p.a.", **of_phase)
    unknown = BudgetLineFactory(label="Portage", money="TBC", **of_phase)
    lead = person_with(Role.FINANCE_LEAD, programme=programme)
    return SimpleNamespace(
        programme=programme,
        later=later,
        council=council,
        trust=trust,
        nursing=nursing,
        therapy=therapy,
        known=known,
        unknown=unknown,
        act=act_of(lead, programme),
    )


def line(label: str) -> BudgetLine:
    found: BudgetLine = BudgetLine.objects.get(label=label)
    return found


# --- what is added and changed ------------------------------------------------------------------------------------


def test_a_new_row_is_a_line_with_its_ties(world: SimpleNamespace) -> None:
    row = {
        "Line": "Audiology",
        "Phase": 2,
        "Funder codes": "HT; CC",
        "Service references": world.therapy.reference,
        "Amount": "£0.2m p.a.",
        "Status": "Indicative",
        "Note": "From the finance group",
    }

    added(LINES, world.act, row)

    made = line("Audiology")
    assert (made.phase, made.money.printed, made.status, made.note) == (
        world.later,
        "£0.2m p.a.",
        "indicative",
        "From the finance group",
    )
    assert set(made.funders.all()) == {world.council, world.trust}
    assert list(made.services.all()) == [world.therapy]
    assert changes_of(made)[0].why == WHY


def test_a_row_of_words_as_people_write_them_is_the_same_line_again(world: SimpleNamespace) -> None:
    """Names for codes, a number for words: read, kept, and unchanged the next time."""
    row = {
        "Reference": None,
        "Line": "Audiology",
        "Phase": "2",
        "Funder codes": None,
        "Funders": "health trust",
        "Service references": None,
        "Services": "Therapy; Nursing",
        "Amount": 250000,
        "Amount as printed": None,
        "Amount marker": None,
        "Amount qualifier": None,
        "Amount basis": None,
        "Amount year": None,
        "Status": "forecast",
        "May be negative": None,
        "Note": None,
    }

    added(LINES, world.act, row)

    made = line("Audiology")
    assert (made.money.amount, made.money.text, made.status) == (250_000, "£250,000", "forecast")
    assert set(made.services.all()) == {world.therapy, world.nursing}
    assert list(made.funders.all()) == [world.trust]


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"Line": "School nursing"}, "label", "School nursing"),
        ({"Phase": 2}, "phase.number", 2),
        ({"Status": "Forecast"}, "status", "forecast"),
        ({"May_be_negative": "yes"}, "may_be_negative", True),
        ({"Note": "As printed in para 4"}, "note", "As printed in para 4"),
        ({"Amount": 1_600_000, "Amount_as_printed": "£1.6m p.a."}, "money.text", "£1.6m p.a."),
        ({"Amount": 1_600_000, "Amount_as_printed": "£1,600,000 p.a."}, "money.basis", "per_annum"),
        ({"Amount_year": "2020/21"}, "money.year", "2020/21"),
    ],
)
def test_what_was_entered_wrongly_is_put_right(
    world: SimpleNamespace, cells: dict[str, Any], name: str, value: object
) -> None:
    found = changed(LINES, world.act, row_of(LINES, world.act, Line="Nursing"), **cells)

    now: Any = BudgetLine.objects.get(pk=world.known.pk)
    for part in name.split("."):
        now = getattr(now, part)
    assert now == value
    assert {change[0] for change in found.changes} <= {heading.replace("_", " ") for heading in cells}
    assert changes_of(BudgetLine.objects.get(pk=world.known.pk))[0].why == WHY
    assert not BudgetLineChange.objects.exists()


@pytest.mark.parametrize(
    "cells",
    [{"Funder_codes": "HT", "Funders": "Health Trust"}, {"Funder_codes": None, "Funders": "Health Trust"}],
)
def test_funders_become_those_named(world: SimpleNamespace, cells: dict[str, Any]) -> None:
    changed(LINES, world.act, row_of(LINES, world.act, Line="Nursing"), **cells)

    assert list(line("Nursing").funders.all()) == [world.trust]


def test_services_become_those_named_in_any_order(world: SimpleNamespace) -> None:
    row = row_of(LINES, world.act, Line="Nursing")
    both = f"{world.therapy.reference}; {world.nursing.reference}"

    changed(LINES, world.act, row, Service_references=both, Services="Therapy; Nursing")

    assert set(line("Nursing").services.all()) == {world.therapy, world.nursing}
    row = row_of(LINES, world.act, Line="Nursing")
    backwards = f"{world.nursing.reference}; {world.therapy.reference}"
    assert_settled(LINES, world.act, [with_cells(row, Service_references=backwards)])
    assert_settled(LINES, world.act, [with_cells(row, Service_references=both)])


def test_references_and_names_that_do_not_agree_are_refused(world: SimpleNamespace) -> None:
    """Whichever of the two was changed: neither is taken without a word."""
    row = row_of(LINES, world.act, Line="Nursing")

    for cells, at in (
        ({"Services": "Therapy"}, "Services"),
        ({"Service_references": world.therapy.reference}, "Service references"),
    ):
        heading, message = refusal(LINES, world.act, row, **cells)
        assert heading == at
        assert "do not mean the same" in message
    changed(LINES, world.act, row, Services="Therapy", Service_references=None)


# --- settling -------------------------------------------------------------------------------------------------------


def test_an_amount_for_a_line_to_be_confirmed_settles_it(world: SimpleNamespace) -> None:
    row = row_of(LINES, world.act, Line="Portage")

    changed(LINES, world.act, {**row, **KNOWN}, Status="Confirmed", Note="Minute 4")

    kept = BudgetLineChange.objects.get()
    assert (kept.line, kept.settled_on, kept.reason, kept.made_by) == (world.unknown, ON, WHY, world.act.by)
    assert (line("Portage").money.amount, line("Portage").note) == (870_000, "Minute 4")
    before = next(row for row in budget_lines(world.programme, ON.replace(day=1)) if row.label == "Portage")
    assert (before.money.is_known, before.status) == (False, "tbc")


@pytest.mark.parametrize("amount", [Decimal(870_000), 870_000, "870000", "£0.87m"])
def test_only_the_amount_has_to_be_typed_over_to_settle(world: SimpleNamespace, amount: object) -> None:
    """The old “TBC” beside it is no contradiction, now or when the same file is handed in again."""
    row = row_of(LINES, world.act, Line="Portage")

    changed(LINES, world.act, row, Amount=amount, Status="Indicative")

    assert line("Portage").money.amount == 870_000


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({}, "Status", "confirmed or indicative"),
        ({"Status": "Outturn"}, "Status", "confirmed or indicative"),
        ({"Status": "Confirmed", "Amount_basis": "per annum"}, "Amount", "on the line’s own basis"),
        (
            {"Status": "Confirmed", "Amount": Decimal(-5), "Amount_as_printed": "-£5"},
            "Amount",
            "£0 or more",
        ),
    ],
)
def test_what_settles_no_line_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, Any], heading: str, part: str
) -> None:
    row = {**row_of(LINES, world.act, Line="Portage"), **KNOWN}

    found = refusal(LINES, world.act, row, **cells)

    assert found[0] == heading
    assert part in found[1]
    assert not BudgetLineChange.objects.exists()
    assert one(LINES, world.act, with_cells(row, Status="Confirmed")).verdict == Verdict.CHANGED


def test_a_settled_line_is_not_unsettled_by_an_older_file(world: SimpleNamespace) -> None:
    old = row_of(LINES, world.act, Line="Portage")
    one(LINES, world.act, {**old, **KNOWN, "Status": "Confirmed"})

    heading, message = refusal(LINES, world.act, {**old, "Row check": None})

    assert heading == "Amount"
    assert "a file does not take it away" in message
    changed(
        LINES,
        world.act,
        row_of(LINES, world.act, Line="Portage"),
        Amount=Decimal(880_000),
        Amount_as_printed="£880,000",
    )
    assert BudgetLineChange.objects.count() == 1


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Line": " "}, "Line", "needs this"),
        ({"Status": "To be confirmed"}, "Status", "choose another status"),
        ({"Status": None}, "Status", "Say how sure"),
        ({"Phase": 9}, "Phase", "has no phase 9. Its phases: 1, 2."),
        ({"Funder codes": "XY"}, "Funder codes", "“XY” is not a commissioner of this programme"),
        ({"Service references": "T-SVC-99999"}, "Service references", "is not a service of this programme"),
        ({"Services": "Nursling"}, "Services", "Did you mean Nursing"),
        ({"Amount": "about half"}, "Amount", "is not an amount"),
    ],
)
def test_a_new_row_is_refused_at_the_column_to_put_right(
    world: SimpleNamespace, cells: dict[str, Any], heading: str, part: str
) -> None:
    good = {"Line": "Audiology", "Phase": 1, "Amount": "£0.2m p.a.", "Status": "Indicative"}

    found = refusal(LINES, world.act, {**good, **cells})

    assert found[0] == heading
    assert part in found[1]
    added(LINES, world.act, good)


def test_the_services_and_commissioners_of_another_programme_are_unknown(world: SimpleNamespace) -> None:
    theirs = ServiceFactory(name="Elsewhere")
    stranger = CommissionerCodeFactory(programme=theirs.programme, code="ELS").organisation
    good = {"Line": "Audiology", "Phase": 1, "Service references": world.therapy.reference}

    for heading, word in (("Service references", theirs.reference), ("Funders", stranger.name)):
        assert refusal(LINES, world.act, {**good, heading: word})[0] == heading
    added(LINES, world.act, good)


def test_a_line_of_another_programme_is_unknown(world: SimpleNamespace) -> None:
    theirs = BudgetLineFactory(label="Theirs")
    row = row_of(LINES, world.act, Line="Nursing")

    heading, message = refusal(LINES, world.act, row, Reference=theirs.reference, Note="Mine now")

    assert heading == "Reference"
    assert "No budget line with this reference is known here" in message
    assert one(LINES, world.act, with_cells(row, Note="Mine now")).verdict == Verdict.CHANGED


def test_a_sheet_without_references_finds_its_lines_by_name_and_phase(world: SimpleNamespace) -> None:
    BudgetLineFactory(programme=world.programme, label="Nursing", phase=world.later)
    cells = {"Note": "Checked"}

    assert one(LINES, world.act, {"Line": "nursing", "Phase": 2, **cells}).verdict == Verdict.CHANGED
    assert one(LINES, world.act, {"Line": "Portage", **cells}).verdict == Verdict.CHANGED
    heading, message = refusal(LINES, world.act, {"Line": "Nursing", **cells})
    assert heading == "Line"
    assert "Write its reference" in message
    assert BudgetLine.objects.count() == 3


def test_both_edits_of_one_file_are_told_together(world: SimpleNamespace) -> None:
    rows = [row_of(LINES, world.act, Line=label) for label in ("Nursing", "Portage")]

    plan = written(LINES, world.act, [{**rows[0], "Phase": 9}, {**rows[1], "Status": "Confirmed"}])

    assert [told(row)[0][1] for row in plan.rows] == ["Phase", "Status"]


# --- who may --------------------------------------------------------------------------------------------------------


@pytest.mark.authz
@pytest.mark.parametrize("role", [Role.ANALYST, Role.COMMISSIONER, Role.BOARD_MEMBER])
def test_who_keeps_no_money_is_refused_where_finance_passes(world: SimpleNamespace, role: Role) -> None:
    theirs = act_of(person_with(role, programme=world.programme), world.programme)
    row = row_of(LINES, world.act, Line="Nursing")
    settling = {**row_of(LINES, world.act, Line="Portage"), **KNOWN, "Status": "Confirmed"}

    for cells in ({**row, "Note": "Mine"}, settling, {"Line": "Audiology", "Phase": 1}):
        found = one(LINES, theirs, cells)
        assert found.verdict == Verdict.REFUSED
        assert "finance leads and programme managers" in told(found)[0][3]
    passed = written(LINES, world.act, [{**row, "Note": "Mine"}, settling])
    assert [found.verdict for found in passed.rows] == [Verdict.CHANGED, Verdict.CHANGED]


def test_a_rehearsal_writes_nothing(world: SimpleNamespace) -> None:
    row = row_of(LINES, world.act, Line="Nursing")

    plan = written(LINES, world.act, [with_cells(row, Note="Soon")], rehearsed=True)

    assert plan.rows[0].changes == [["Note", "", "Soon"]]
    assert line("Nursing").note == ""
    assert planned(LINES, world.act, [row]).count(Verdict.SAME) == 1
