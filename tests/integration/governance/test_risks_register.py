"""The register of risks: as printed where nobody assessed anything, by score and band where somebody did."""

import csv
import io
from datetime import date

import pytest

from commissioning.core.access import Role
from governance.selectors.risks import risks, top_risks
from tests.factories import (
    BodyFactory,
    MitigationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    RiskActFactory,
    RiskAssessmentFactory,
    RiskBandFactory,
    RiskBandingFactory,
    RiskFactory,
    RiskMitigationFactory,
)
from tests.integration.procurement.pages import open_page, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 13)
LIST = "/programmes/plan/risks/"
ON = "?on=2018-12-13"


# --- the paper ----------------------------------------------------------------------------------------------------


def test_the_hubs_three_risks_are_as_printed_and_none_is_low(nottinghamshire):
    """Hub report, risk section: three risks, no score, no owner, and nothing is done about the first."""
    views = risks(nottinghamshire, date(2015, 3, 1))
    assert [view.reference for view in views] == ["NOT-RISK-1", "NOT-RISK-2", "NOT-RISK-3"]
    assert {(view.score, view.band, view.owner_role, view.state) for view in views} == {
        (None, None, "", "identified")
    }
    assert [bool(view.mitigation) for view in views] == [False, True, True]
    page = open_page(
        signed_in(Role.BOARD_MEMBER, nottinghamshire), "/programmes/nottinghamshire/risks/?on=2015-03-01"
    )
    assert "3 risks: 3 not assessed, 3 without an owner, 1 without a mitigation." in page.words
    assert "3 risks, none assessed." in page.words
    assert not [row for table in page.tables for row in table if "Low" in row]
    assert "not set its own" in page.words  # whose the bands are
    one = open_page(
        signed_in(Role.BOARD_MEMBER, nottinghamshire), "/programmes/nottinghamshire/risks/NOT-RISK-1/"
    )
    assert "Nobody has assessed this risk" in one.words
    assert "it is not a low risk" in one.words
    assert "No mitigation is recorded." in one.words
    assert "with differing views and priorities" in one.words


# --- a register ---------------------------------------------------------------------------------------------------


@pytest.fixture
def plan():
    return ProgrammeFactory(key="plan", place="Planton")


@pytest.fixture
def register(plan):
    """Five risks: 20, 12 and 3 by current score, one that nobody has assessed, one closed that stood at 25."""
    phase = ProcurementPhaseFactory(programme=plan, number=2, name="Community")
    top = RiskFactory(
        programme=plan,
        title="Provider withdraws",
        owner_role="Director",
        phase=phase,
        review_due=date(2018, 12, 1),
        state="mitigating",
    )
    mid = RiskFactory(programme=plan, title="Staff leave", owner_role="Lead", review_due=date(2019, 1, 1))
    low = RiskFactory(programme=plan, title="Leaflets late", owner_role="Lead")
    bare = RiskFactory(programme=plan, title="Rules change")
    over = RiskFactory(programme=plan, title="Building not found", state="closed")
    for risk, likelihood, impact in ((top, 4, 5), (mid, 3, 4), (low, 3, 1), (over, 5, 5)):
        RiskAssessmentFactory(risk=risk, likelihood=likelihood, impact=impact, on=date(2018, 11, 1))
    RiskAssessmentFactory(risk=top, level="target", likelihood=2, impact=5, on=date(2018, 11, 1))
    shared = MitigationFactory(programme=plan, text="monthly talks")
    for risk in (top, mid):
        RiskMitigationFactory(risk=risk, mitigation=shared)
    RiskMitigationFactory(risk=low, mitigation=MitigationFactory(programme=plan, state="dropped"))
    return {"top": top, "mid": mid, "low": low, "bare": bare, "over": over}


@pytest.fixture
def board(plan):
    return signed_in(Role.BOARD_MEMBER, plan)


def test_open_risks_come_first_by_score_then_those_not_assessed_then_closed_ones(plan, register):
    views = risks(plan, DAY)
    assert [(view.title, view.score) for view in views] == [
        ("Provider withdraws", 20),
        ("Staff leave", 12),
        ("Leaflets late", 3),
        ("Rules change", None),
        ("Building not found", 25),
    ]
    assert [view.band.name if view.band else None for view in views] == [
        "Extreme",
        "High",
        "Low",
        None,
        "Extreme",
    ]
    assert [view.title for view in top_risks(plan, DAY, 2)] == ["Provider withdraws", "Staff leave"]
    assert len(top_risks(plan, DAY, 9)) == 4  # the closed one is no top risk, the unassessed one may be


def test_a_day_before_any_assessment_shows_none(plan, register, board):
    assert {view.score for view in risks(plan, date(2018, 10, 31))} == {None}
    page = open_page(board, f"{LIST}?on=2018-10-31")
    assert "4 risks, none assessed." in page.words
    assert "Extreme" not in page.results.split("Bands:")[0]


def test_the_page_says_what_wants_doing_and_each_count_leads_to_its_rows(plan, register, board):
    page = open_page(board, LIST + ON)
    said = "5 risks: 1 not assessed, 1 without an owner, 2 without a mitigation; 1 is closed."
    assert said in page.words
    assert "1 to be escalated" in page.words
    assert "1 with a review overdue" in page.words
    assert (
        "4 risks: 1 extreme, 1 high, 1 low; 1 not assessed; none of 1 has reached its target." in page.words
    )
    assert open_page(board, f"{LIST}{ON}&attention=to_escalate").results.count("To be escalated") >= 1


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("state=open", "Provider withdraws; Staff leave; Leaflets late; Rules change"),
        ("state=closed", "Building not found"),
        ("state=mitigating", "Provider withdraws"),
        ("band=Extreme", "Provider withdraws; Building not found"),
        ("band=High", "Staff leave"),
        ("owner=Lead", "Staff leave; Leaflets late"),
        ("phase=2", "Provider withdraws"),
        ("phase=none", "Staff leave; Leaflets late; Rules change; Building not found"),
        ("attention=unassessed", "Rules change"),
        ("attention=unowned", "Rules change"),
        ("attention=unmitigated", "Leaflets late; Rules change"),
        ("attention=overdue", "Provider withdraws"),
        ("attention=to_escalate", "Provider withdraws"),
        ("attention=escalated", ""),
        ("q=monthly", "Provider withdraws; Staff leave"),
        ("q=leave+lead", "Staff leave"),
        ("sort=risk", "Building not found; Leaflets late; Provider withdraws; Rules change; Staff leave"),
        ("sort=now", "Leaflets late; Staff leave; Provider withdraws; Building not found; Rules change"),
        ("sort=-target", "Provider withdraws; Staff leave; Leaflets late; Rules change; Building not found"),
        ("sort=review&state=open", "Provider withdraws; Staff leave; Leaflets late; Rules change"),
    ],
)
def test_filters_and_order_are_the_same_on_the_page_and_in_the_file(plan, register, query, titles):
    wanted = [title for title in titles.split("; ") if title]
    analyst = signed_in(Role.ANALYST, plan)
    page = open_page(analyst, f"{LIST}{ON}&{query}")
    rows = [row[0] for table in page.tables for row in table if row and not row[0].startswith("Impact")]
    assert [next(t for t in titles.split("; ") if row.startswith(t)) for row in rows] == wanted
    answer = analyst.get(f"/programmes/plan/tables/risks.csv{ON}&{query}")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    head = next(number for number, line in enumerate(lines) if line[:2] == ["Reference", "Risk"])
    assert [line[1] for line in lines[head + 1 :] if line] == wanted


def test_a_filter_that_cannot_be_read_is_said_and_no_file_is_made_of_it(plan, register):
    analyst = signed_in(Role.ANALYST, plan)
    page = open_page(analyst, f"{LIST}{ON}&band=Purple")
    assert "“Purple” is not one of the choices" in page.words
    assert "Take this away" not in page.words
    assert analyst.get(f"/programmes/plan/tables/risks.csv{ON}&band=Purple").status_code == 400


def test_the_file_holds_scores_bands_mitigations_review_and_escalation(plan, register):
    RiskActFactory(
        risk=register["mid"], kind="escalated", body=BodyFactory(programme=plan, name="Joint Board")
    )
    analyst = signed_in(Role.ANALYST, plan)
    rows = {row["Risk"]: row for row in _csv(analyst, "risks")}
    top, bare = rows["Provider withdraws"], rows["Rules change"]
    assert [top[name] for name in ("Inherent score", "Score", "Target score")] == ["", "20", "10"]
    assert (top["Likelihood"], top["Impact"], top["Band"], top["Assessed on"]) == (
        "4",
        "5",
        "Extreme",
        "2018-11-01",
    )
    assert (top["Review due"], top["Review overdue"], top["To be escalated"]) == ("2018-12-01", "yes", "yes")
    assert (rows["Staff leave"]["Escalated to"], top["Escalated to"]) == ("Joint Board", "")
    assert (bare["Score"], bare["Band"], bare["Assessment marker"]) == (
        "",
        "",
        "[not assessed]",
    )
    each = _csv(analyst, "mitigations")
    assert [(row["Risk"], row["Also for"]) for row in each if row["Mitigation"] == "monthly talks"] == [
        ("Provider withdraws", register["mid"].reference),
        ("Staff leave", register["top"].reference),
    ]
    assert [row["State"] for row in each if row["Risk"] == "Leaflets late"] == ["Dropped"]


def _csv(client, table):
    text = client.get(f"/programmes/plan/tables/{table}.csv{ON}").content.decode("utf-8-sig")
    lines = text.splitlines(keepends=True)
    first = {"risks": "Reference,Risk,", "mitigations": "Risk reference,Risk,"}[table]
    head = next(number for number, line in enumerate(lines) if line.startswith(first))
    return list(csv.DictReader(io.StringIO("".join(lines[head:]))))


def test_the_bands_of_the_day_name_the_scores_and_none_is_orphaned(plan, register):
    """From June 2019 the programme names 1 to 9 fine and the rest bad: 20, 12 and 3 are then bad, bad and fine."""
    banding = RiskBandingFactory(programme=plan, starts_on=date(2019, 6, 1))
    RiskBandFactory(banding=banding, name="Fine", from_score=1)
    RiskBandFactory(banding=banding, name="Bad", from_score=10)

    def named(day):
        return [view.band.name if view.band else None for view in risks(plan, day)]

    assert named(date(2019, 5, 31)) == ["Extreme", "High", "Low", None, "Extreme"]
    assert named(date(2019, 6, 1)) == ["Bad", "Bad", "Fine", None, "Bad"]
    assert not any(view.needs_escalation for view in risks(plan, date(2019, 6, 1)))


def test_a_risk_raised_after_the_day_is_on_its_page_only(plan, board):
    later = RiskFactory(programme=plan, title="Storm", raised="3 January 2019")
    assert "No risk is recorded." in open_page(board, LIST + ON).words
    assert (
        "raised only after this day: 3 January 2019"
        in open_page(board, f"{LIST}{later.reference}/{ON}").words
    )
    assert "1 risk: 1 not assessed" in open_page(board, f"{LIST}?on=2019-01-03").words


def test_what_is_made_up_is_marked(plan, board):
    RiskFactory(programme=plan, illustrative=True)
    assert "llustrative" in open_page(board, LIST + ON).html


def test_queries_do_not_grow_with_the_register(plan, register, board, django_assert_max_num_queries):
    for number in range(12):
        risk = RiskFactory(programme=plan)
        RiskAssessmentFactory(risk=risk, likelihood=1 + number % 5)
        RiskMitigationFactory(risk=risk)
        RiskActFactory(risk=risk)
    with django_assert_max_num_queries(11):
        risks(plan, DAY)


def test_who_may_export_takes_the_list_as_filtered_and_every_mitigation(plan, register, board):
    page = open_page(signed_in(Role.ANALYST, plan), f"{LIST}{ON}&state=open")
    links = [link.href for link in page.response.context["downloads"] if ".csv" in link.href]
    assert links == [
        "/programmes/plan/tables/risks.csv?on=2018-12-13&state=open",
        "/programmes/plan/tables/mitigations.csv?on=2018-12-13",
    ]
    assert "Take this away" not in open_page(board, LIST + ON).words
