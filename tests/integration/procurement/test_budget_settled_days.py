"""A settled line by day: earlier days keep what was recorded then, and a person is the source of the amount."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client

from commissioning.core.access import Role
from commissioning.core.money import parse_money
from commissioning.reporting.selectors.position import position
from governance.selectors.discrepancies import findings
from governance.selectors.evidence import evidence_for
from procurement.models import BudgetLine, BudgetLineChange
from procurement.rules import kept_money, line_values
from procurement.selectors.lines import LineRow, budget_lines
from procurement.selectors.pipeline import pipeline
from procurement.selectors.sealed import PUBLIC
from procurement.selectors.service_page import service_events
from procurement.services.budget import settle_budget_line
from programmes.access import Grants
from programmes.models import Programme, Service
from tests.factories import (
    BudgetLineFactory,
    DocumentFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ServiceScopeFactory,
    StatedValueFactory,
    StatedValueReadingFactory,
    cite,
    person_with,
)
from tests.integration.procurement.pages import Page, open_page

pytestmark = pytest.mark.django_db
DAY_BEFORE, SETTLED_ON = date(2019, 3, 2), date(2019, 3, 3)
REASON = "Agreed by the finance group."
WORDS = "settled by Finance lead on 3 March 2019: Agreed by the finance group; the paper prints TBC"
SENTENCE = "Portage: amount settled, TBC → £0.2m"


@pytest.fixture
def programme() -> Programme:
    programme: Programme = ProgrammeFactory(key="hampshire")
    return programme


@pytest.fixture
def service(programme: Programme) -> Service:
    scope = ServiceScopeFactory(programme=programme, added="")
    found: Service = scope.service
    return found


@pytest.fixture
def portage(programme: Programme, service: Service) -> BudgetLine:
    """As the paper prints Portage, TBC, and settled since."""
    line: BudgetLine = BudgetLineFactory(
        programme=programme,
        label="Portage",
        reference="HAM-BL-10",
        phase=ProcurementPhaseFactory(programme=programme, number=2),
        money=parse_money("TBC", basis="budget_year", year="2020/21"),
        services=[service],
    )
    cite(line, "para 2.4", document=DocumentFactory(programme=programme))
    line.refresh_from_db()
    return settle(line)


def settle(line: BudgetLine, text: str = "£0.2m", on: date = SETTLED_ON, reason: str = REASON) -> BudgetLine:
    by = person_with(Role.FINANCE_LEAD, programme=line.programme, job_title="Finance lead")
    return settle_budget_line(
        line,
        money=parse_money(text),
        status="confirmed",
        reason=reason,
        by=by,
        grants=Grants(everything=True),
        on=on,
        expected=line.version,
    )


def row_on(programme: Programme, on: date | None) -> LineRow:
    (row,) = budget_lines(programme, on)
    return row


def client_of(programme: Programme, role: Role = Role.ANALYST) -> Client:
    client = Client()
    client.force_login(person_with(role, programme=programme))
    return client


@pytest.mark.parametrize("on", [SETTLED_ON, date(2019, 3, 4), None])
def test_from_its_day_on_the_line_has_the_amount_and_who_settled_it(
    portage: BudgetLine, on: date | None
) -> None:
    row = row_on(portage.programme, on)

    assert (row.money.amount, row.status, row.status_label) == (
        Decimal(200_000),
        "confirmed",
        "Confirmed",
    )
    assert row.settled is not None
    assert (row.settled.who, row.settled.on, row.settled.why, row.settled.before) == (
        "Finance lead",
        SETTLED_ON,
        REASON,
        "TBC",
    )


def test_the_pipeline_counts_the_line_as_it_stood_on_the_day(portage: BudgetLine) -> None:
    def lines_on(day: date) -> list[str]:
        (row,) = pipeline(portage.programme, day, PUBLIC).rows
        return [total.printed for total in row.lines]

    assert lines_on(SETTLED_ON) == ["£0.20m"]
    assert lines_on(DAY_BEFORE) == ["not known (1 of 1 TBC)"]


def test_on_the_day_before_it_is_what_the_paper_prints(portage: BudgetLine) -> None:
    row = row_on(portage.programme, DAY_BEFORE)

    assert (row.money.printed, row.money.amount, row.status, row.status_label) == (
        "TBC",
        None,
        "tbc",
        "To be confirmed",
    )
    assert (row.money.basis, row.money.year, row.settled) == ("budget_year", "2020/21", None)


def test_a_line_settled_twice_is_taken_back_one_settlement_at_a_time(portage: BudgetLine) -> None:
    BudgetLine.objects.filter(pk=portage.pk).update(
        money_text="awaited", money_amount=None, money_qualifier="awaited", status="tbc"
    )
    portage.refresh_from_db()
    assert row_on(portage.programme, SETTLED_ON).settled is None  # data entry took the amount away again
    settle(portage, "£0.3m", on=date(2019, 6, 1), reason="Again.")

    printed = [
        row_on(portage.programme, day).money.printed
        for day in (DAY_BEFORE, SETTLED_ON, date(2019, 5, 31), date(2019, 6, 1))
    ]

    assert printed == ["TBC", "awaited", "awaited", "£0.3m"]


def test_every_total_of_an_earlier_day_counts_the_line_as_not_known(portage: BudgetLine) -> None:
    before, after = (position(portage.programme, on) for on in (DAY_BEFORE, SETTLED_ON))

    assert [total.unknown_count for total in before.totals] == [1]
    assert [total.unknown_count for total in after.totals] == [0]
    assert [total.known for total in after.totals] == [Decimal(200_000)]
    assert [line.money.printed for line in evidence_for(portage.programme, DAY_BEFORE).lines] == ["TBC"]


@pytest.mark.parametrize("text", ["£0.2m", "~£1.5m", "£0.4m to £0.6m", "TBC", "nil"])
def test_money_is_kept_as_it_was(text: str) -> None:
    money = parse_money(text, basis="budget_year", year="2020/21")
    assert kept_money(line_values(money, "tbc")) == money


def test_a_refused_settlement_leaves_no_change(portage: BudgetLine) -> None:
    with pytest.raises(Exception, match="has an amount already"):
        settle(portage, "£0.9m")
    assert BudgetLineChange.objects.count() == 1


def test_a_change_is_written_once(portage: BudgetLine) -> None:
    change = portage.changes.get()
    for write in (change.save, change.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            write()


@pytest.mark.parametrize("path", ["money/lines/", "services/{service}/"])
def test_pages_say_who_settled_it_from_its_day_on_and_what_is_printed_before(
    portage: BudgetLine, service: Service, path: str
) -> None:
    client = client_of(portage.programme)
    address = f"/programmes/hampshire/{path.format(service=service.reference)}"

    before, after = (open_page(client, f"{address}?on={on}") for on in (DAY_BEFORE, SETTLED_ON))

    assert WORDS[1:] in after.words
    assert "£0.2m" in cells(after)
    assert WORDS[1:] not in before.words
    assert "£0.2m" not in cells(before)
    assert "para 2.4" in cells(before)


def cells(page: Page) -> str:
    return " | ".join(cell for table in page.tables for row in table for cell in row)


def test_the_file_names_the_person_beside_the_place_that_prints_tbc(portage: BudgetLine) -> None:
    client = client_of(portage.programme)

    before, after = (
        next(
            csv.DictReader(
                io.StringIO(
                    client.get(f"/programmes/hampshire/tables/budget_lines.csv?on={on}").content.decode(
                        "utf-8-sig"
                    )
                )
            )
        )
        for on in (DAY_BEFORE, SETTLED_ON)
    )

    assert (before["Settled"], after["Settled"]) == ("", WORDS)
    assert before["Printed in"] == after["Printed in"] != ""


def test_home_lists_it_for_those_who_read_the_programme_and_for_nobody_else(portage: BudgetLine) -> None:
    page = client_of(portage.programme).get("/").content.decode()
    other = client_of(ProgrammeFactory()).get("/").content.decode()

    assert SENTENCE in page
    assert REASON in page
    assert 'href="/programmes/hampshire/money/lines/#HAM-BL-10"' in page
    assert SENTENCE not in other


def test_the_services_history_tells_it(portage: BudgetLine, service: Service) -> None:
    (entry,) = [entry for entry in service_events(service) if "amount settled" in entry.sentence]

    assert entry.full == f"Budget line {SENTENCE}, by Finance lead on 3 March 2019: {REASON}"


@pytest.mark.parametrize("path", ["", "phases/2/", "money/", "money/lines/"])
def test_a_page_of_an_earlier_day_says_what_does_not_follow_the_day(portage: BudgetLine, path: str) -> None:
    client = client_of(portage.programme)
    note = "Stated values and corrections made in data entry are those recorded now."

    assert note in client.get(f"/programmes/hampshire/{path}?on={SETTLED_ON}").content.decode()
    assert note not in client.get(f"/programmes/hampshire/{path}").content.decode()


def test_a_finding_names_the_person_and_not_the_paper_as_the_source_of_the_amount(
    portage: BudgetLine,
) -> None:
    stated = StatedValueFactory(
        programme=portage.programme, money=parse_money("£5m", basis="budget_year", year="2020/21")
    )
    StatedValueReadingFactory(stated_value=stated, phase=portage.phase)

    (finding,) = [
        found
        for found in findings(portage.programme, SETTLED_ON)
        if found.title.startswith("Phase 2: £5m stated")
    ]
    of_lines = finding.statements[-1]

    assert of_lines.text == f"£0.2m; Portage: {WORDS}"
    assert (of_lines.places, of_lines.fact_id) == ((), None)
