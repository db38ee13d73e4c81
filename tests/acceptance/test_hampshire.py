"""Hampshire's public questions, answered from the database through the selectors that the pages use.

Each test names the page that shows its answer, and the page is asked too: its text must hold the answer's figures.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.core.comparison import Verdict
from commissioning.core.models import User
from commissioning.core.money import total
from commissioning.reporting.selectors.position import position
from governance.selectors.asks import asks
from governance.selectors.bodies import board_seats
from governance.selectors.discrepancies import discrepancies
from outcomes.selectors.framework import framework_of
from programmes.models.services import ScopeState
from tests.acceptance.questions import BY_ID, answer, pounds

PAPER_DAY = date(2018, 12, 13)


@pytest.fixture(scope="module")
def at(hampshire):
    return position(hampshire, PAPER_DAY)


@pytest.fixture(scope="module")
def page(hampshire):
    client = Client()
    client.force_login(User.objects.get(email="manager@example.org"))

    def text(name: str, *args: object, query: str = "on=2018-12-13") -> str:
        response = client.get(f"{reverse(name, args=['hampshire', *args])}?{query}")
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return text


def phase(at, number):
    return next(each for each in at.phases if each.number == number)


def test_q01_phase_2_confirmed_lines_against_the_stated_13m(at, page):
    """Page: phase 2."""
    expected = answer("Q-01")
    own = phase(at, 2)
    assert own.reading.comparison.known == pounds(expected["sum"])
    assert own.reading.comparison.difference == pounds(expected["difference"])
    assert own.reading.comparison.unknown_count == expected["tbc_lines"]
    assert {line.label for line in own.unknown_lines} == {"Wheel chair assessment", "Portage"}
    shown = page("phase", 2)
    assert "£12.47m" in shown
    assert "cannot be judged yet, £0.53m below, across bases" in shown
    assert "2 of 8 lines to be confirmed" in shown


def test_q02_phase_3_exceeds_what_is_stated_and_tbc_cannot_explain_it(at, page):
    """Page: phase 3."""
    expected = answer("Q-02")
    comparison = phase(at, 3).reading.comparison
    assert comparison.known == pounds(expected["sum"])
    assert comparison.difference == pounds(expected["difference"])
    assert comparison.unknown_count == expected["tbc_lines"]
    assert (comparison.verdict == Verdict.CANNOT_BE_JUDGED) == expected["explained_by_tbc"]
    assert comparison.verdict == Verdict.CANNOT_RECONCILE
    assert "cannot reconcile, £1.70m above, across bases" in page("phase", 3)


def test_q03_all_lines_and_how_far_above_45m(at, page):
    """Page: programme dashboard."""
    expected = answer("Q-03")
    _, reading = at.heading
    assert reading.comparison.known == pounds(expected["total"])
    assert reading.comparison.unknown_count == expected["tbc_lines"]
    assert reading.comparison.headroom == pounds(expected["above_45m"])
    shown = page("programme")
    assert "£47.12m" in shown
    assert "3 of 14 lines to be confirmed" in shown
    assert "met, £2.12m above, across bases" in shown


def test_q04_services_with_a_tbc_flag_and_their_provisional_lead(at, page):
    """Page: service register, filtered to what is to be confirmed."""
    found = [[row.name, row.lead_code] for row in at.services_tbc]
    assert sorted(found) == sorted(answer("Q-04")["services"])
    shown = page("services", query="on=2018-12-13&state=in_scope_tbc")
    assert all(name in shown for name, _ in found)
    assert "Health Visiting</a>" not in shown


def test_q05_added_in_september_2018(at, page):
    """Page: programme dashboard, and the money page's rows behind it."""
    expected = answer("Q-05")
    added = at.services_added
    ids = {row.service_id for row in added}
    lines = [line for line in at.lines if ids & {service.service_id for service in line.services}]
    worth = total([line.money for line in lines])
    assert at.added_by_month == {"2018-09": expected["services"]}
    assert worth.known == pounds(expected["budget"])
    assert worth.unknown_count == expected["tbc_lines"]
    everything = total([line.money for line in at.lines])
    share = (worth.known / everything.known * 100).quantize(Decimal("0.01"))
    assert share == Decimal(str(expected["percent_of_confirmed"]))
    assert "£17.10m known" in page("programme")


def test_q06_months_from_procurement_start_to_go_live(at, page):
    """Page: each phase's dates."""
    expected = answer("Q-06")
    for number in (1, 2):
        span = phase(at, number).lead_time
        assert (span.low, span.high) == (expected[f"phase_{number}"],) * 2
        assert f"{expected[f'phase_{number}']} months" in page("phase", number)
    assert phase(at, 3).lead_time is expected["phase_3"] is None
    assert "not known" in page("phase", 3)


def test_q07_cover_gap_before_phase_1(at, page):
    """Page: phase 1."""
    expected = answer("Q-07")
    (gap,) = phase(at, 1).cover_gaps
    assert (gap.months.low, gap.months.high) == (expected["months"],) * 2
    assert gap.uncovered_from.isoformat() == expected["from"]
    assert gap.uncovered_to.isoformat() == expected["to"]
    assert gap.conditional  # the paper does not say which contracts phase 1 replaces
    assert "Existing contracts end March 2020" in page("phase", 1)


def test_q07_the_later_phases_if_they_replace_the_same_contracts(at):
    """Page: phases 2 and 3. The design's own figures: 4, 12 and 24 months."""
    assert [phase(at, n).cover_gaps[0].months.low for n in (1, 2, 3)] == [4, 12, 24]


def test_q08_lead_commissioner_without_a_programme_board_seat(hampshire, at, page):
    """Page: asks and board seats."""
    unseated = [seat.organisation for seat in board_seats(hampshire, PAPER_DAY) if not seat.is_seated]
    assert unseated == [answer("Q-08")["organisation"]]
    assert any("NHS England" in view.title for view in discrepancies(hampshire, PAPER_DAY))


def test_q09_services_led_by_each_commissioner(at, page):
    """Page: service register, by commissioner."""
    assert dict(at.services_by_lead) == answer("Q-09")
    assert "10 services" in page("services", query="on=2018-12-13&commissioner=CCG&state=counted")


def test_q10_lines_that_cover_more_than_one_service(at, page):
    """Page: budget lines."""
    shared = [[line.label, int(line.money.amount)] for line in at.lines if line.is_shared]
    assert shared == answer("Q-10")["lines"]
    shown = page("budget_lines")
    assert all(label in shown for label, _ in shared)


def test_q11_breastfeeding_at_6_to_8_weeks(hampshire, page):
    """Page: outcomes."""
    expected = answer("Q-11")
    (kpi,) = [row for row in framework_of(hampshire).kpis if "reastfeeding" in row.name]
    assert (kpi.value, kpi.qualifier, kpi.target) == (
        expected["value"],
        expected["qualifier"],
        expected["target"],
    )
    assert kpi.unit == expected["unit"]
    shown = page("outcomes")
    assert "about 55%" in shown
    assert "no target stated" in shown


def test_q12_what_the_board_is_asked(hampshire, page):
    """Page: asks."""
    verbs = [ask.verb for ask in asks(hampshire)]
    assert {verb: verbs.count(verb) for verb in set(verbs)} == answer("Q-12")
    assert "No outcome recorded" in page("asks")


def test_q13_aligned_service_in_appendix_b_only(at, page):
    """Page: discrepancies."""
    expected = answer("Q-13")["name"]
    aligned = {row.name for row in at.scope if row.state == ScopeState.ALIGNED}
    assert len(aligned) == 5
    (view,) = [v for v in at.discrepancies if v.finding and v.finding.check == 13]
    assert expected in view.title + view.arithmetic
    assert expected in page("discrepancies", query="")


def test_q42_who_measures_breastfeeding_hampshires_part(hampshire):
    """Page: outcomes. Hampshire alone; test_across asks all four side by side."""
    (kpi,) = [row for row in framework_of(hampshire).kpis if "reastfeeding" in row.name]
    assert kpi.value == answer("Q-42")["hampshire"]


@pytest.mark.parametrize(("question", "service"), [("Q-43", "CAMHS"), ("Q-44", "School Nursing")])
def test_q43_q44_who_leads_hampshires_part(at, question, service):
    """Page: service."""
    (row,) = [row for row in at.services if row.name == service]
    assert row.lead_code == answer(question)["hampshire"]


def test_q45_recorded_inconsistencies_hampshires_part(at):
    """Page: discrepancies."""
    assert (
        sum(view.origin in {"recorded", "both"} for view in at.discrepancies) == answer("Q-45")["hampshire"]
    )


def test_every_hampshire_question_is_asked_here():
    """A question added to the file must be added here too."""
    asked = {f"Q-{name[6:8]}" for name in globals() if name.startswith("test_q")} | {"Q-44"}
    assert {number for number, question in BY_ID.items() if "hampshire" in question["documents"]} == asked
