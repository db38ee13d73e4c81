"""The pages that change a KPI: what each shows before it saves, what it refuses, and who was overtaken."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.core.fuzzydate import parse_fuzzy_date
from outcomes.models import KPI, ChartDecision, KPIChange, KPIComment, KPISummary, Target
from outcomes.services.charts import rebase
from outcomes.services.kpis import change_definition, set_target
from tests.integration.outcomes.kpi_series import measure, month, numbers
from tests.integration.outcomes.returning import by, cast
from tests.pageforms import shown_in

pytestmark = pytest.mark.django_db

TAG = re.compile(r"<[^>]+>")
# Worked example 5: a level of 95/3 for twelve months, then 34.75. Limits 26.104848 to 37.228485, then 28.29 to 41.21.
TWO_LEVELS = numbers("30 33 31 34 30 32 31 33 30 31 32 33 34 35 36 33 36 34 37 33")
UP = numbers("71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84")
WHY = "A second clinic opened; the data group agreed it"


@pytest.fixture
def world():
    found = cast(
        measure="number", unit="points", decimals=1, polarity="higher", suppress_below=None, ceiling=None
    )
    measure(found.kpi, UP)
    return found


@pytest.fixture
def levels():
    found = cast(
        measure="number", unit="points", decimals=1, polarity="higher", suppress_below=None, ceiling=None
    )
    measure(found.kpi, TWO_LEVELS)
    return found


class Browser:
    """A manager at one of the pages that change the KPI."""

    def __init__(self, world, name, *args, person=None):
        self.client = Client()
        self.client.force_login(person or world.manager)
        self.where = reverse(name, args=[world.programme.key, world.kpi.reference, *args])
        self.fields = {}
        self.words = ""
        self.status = 0

    def open(self):
        return self._seen(self.client.get(self.where))

    def send(self, step="preview", **typed):
        return self._seen(self.client.post(self.where, {**self.fields, **typed, "step": step}))

    def confirm(self):
        return self._seen(self.client.post(self.where, {**self.fields, "step": "confirm"}, follow=True))

    def _seen(self, response):
        self.status = response.status_code
        self.words = " ".join(html.unescape(TAG.sub(" ", response.content.decode())).split())
        if "stamp" in response.content.decode():
            self.fields = shown_in(response, "stamp")
        return self


def changes(world):
    return list(world.kpi.changes.order_by("pk").values_list("field", "before", "after", "reason"))


# --- definition ---------------------------------------------------------------------------------------------------


def test_a_definition_is_previewed_with_before_and_after_and_saved_with_its_reason(world):
    page = Browser(world, "kpi_change").open().send(numerator="Children seen in 14 days", reason=WHY)
    assert page.status == 200
    assert "Numerator Now (blank) After the change Children seen in 14 days" in page.words
    assert "Nothing has been saved yet" in page.words
    assert "The chart and its finding stay as they are." in page.words
    assert not changes(world)
    page.confirm()
    assert "Saved. What stood before is kept in the history, with your reason." in page.words
    assert changes(world) == [("Numerator", "", "Children seen in 14 days", WHY)]


def test_a_live_definition_needs_a_reason_and_a_proposed_one_does_not(world):
    page = Browser(world, "kpi_change").open().send(numerator="Children seen", reason="")
    assert page.status == 422
    assert "Say why, for those who read the history later" in page.words
    KPI.objects.filter(pk=world.kpi.pk).update(state="proposed")
    page = Browser(world, "kpi_change").open().send(numerator="Children seen", reason="")
    assert page.status == 200
    page.confirm()
    assert changes(world) == [("Numerator", "", "Children seen", "")]


def test_a_change_of_direction_shows_both_findings_before_it_is_saved(world):
    page = Browser(world, "kpi_change").open().send(polarity="lower", reason=WHY)
    assert "The chart before and after" in page.words
    assert "Latest 84.0 points (July 2024), improving, high" in page.words
    assert "Latest 84.0 points (July 2024), concerning, high" in page.words
    assert KPI.objects.get(pk=world.kpi.pk).polarity == "higher"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"decimals": "9"}, "Decimals: enter a whole number from 0 to 4"),
        ({"decimals": "-1"}, "Decimals: enter a whole number from 0 to 4"),
        ({"tolerance": "a bit"}, "Tolerance: “a bit” is not a number"),
        ({"reported_from": "spring 2025"}, "Reported from: “spring 2025” is not one day"),
        ({"reported_from": "2 April 2025"}, "Give the first day of a period: 1 April 2025."),
        ({"measure": "rate"}, "A rate says for every how many it is, such as 1000."),
        ({"owner_role": "head@example.org"}, "e-mail address"),
        ({"name": ""}, "Enter the name"),
        ({}, "Nothing differs from what stands now."),
    ],
)
def test_a_refusal_names_the_field_and_the_cure_and_keeps_what_was_typed(world, typed, problem):
    page = Browser(world, "kpi_change").open().send(reason=WHY, **typed)
    assert page.status == 422
    assert problem in page.words
    assert page.fields["reason"].strip() == WHY
    assert not changes(world)


def test_going_back_from_the_summary_keeps_what_was_typed(world):
    page = Browser(world, "kpi_change").open().send(numerator="Children seen", reason=WHY)
    page.send("edit")
    assert page.status == 200
    assert page.fields["numerator"].strip() == "Children seen"


def test_a_second_press_of_confirm_saves_nothing_twice_and_is_no_conflict(world):
    page = Browser(world, "kpi_change").open().send(numerator="Children seen", reason=WHY)
    page.confirm()
    page.confirm()
    assert "it was not saved twice" in page.words
    assert len(changes(world)) == 1


def overtake(world, **values):
    kpi = KPI.objects.get(pk=world.kpi.pk)
    change_definition(
        kpi,
        values,
        version=kpi.version,
        **by(world.other_manager),
        reason="The regulator asked",
        on=date(2025, 8, 15),
    )


def test_who_is_overtaken_sees_both_versions_and_loses_nothing(world):
    page = Browser(world, "kpi_change").open()
    overtake(world, numerator="Children seen in ten days", unit="visits")
    page.send(numerator="Children seen in 14 days", method="By hand", reason=WHY)
    assert page.status == 409
    for words in (
        "Children seen in 14 days",
        "Children seen in ten days",
        "By hand",
        WHY,
        "The regulator asked",
    ):
        assert words in page.words
    page.send("resolve", keep_numerator="yours", keep_method="yours")
    assert page.status == 200
    page.confirm()
    row = KPI.objects.get(pk=world.kpi.pk)
    # What I had left as I found it stays as the other made it.
    assert (row.numerator, row.method, row.unit) == ("Children seen in 14 days", "By hand", "visits")


def test_who_is_overtaken_may_leave_the_other_version(world):
    page = Browser(world, "kpi_change").open()
    overtake(world, numerator="Children seen in ten days")
    page.send(numerator="Children seen in 14 days", reason=WHY)
    page.send("resolve", keep_numerator="theirs")
    assert page.status == 302
    assert KPI.objects.get(pk=world.kpi.pk).numerator == "Children seen in ten days"


# --- chart settings -----------------------------------------------------------------------------------------------


def test_chart_settings_show_the_chart_of_the_worked_example_before_and_after(world):
    """Worked example 1: limits 64.4 and 81.8; with extreme ranges left out 66.1 and 80.2."""
    set_target(world.kpi, value=Decimal(65), **by(world.manager), reason=WHY, on=date(2023, 4, 1))
    page = Browser(world, "kpi_chart").open().send(spc_screening="on", reason=WHY)
    assert page.status == 200
    assert "Leave out extreme moving ranges Now no After the change yes" in page.words
    assert "hit or miss against 65 points" in page.words
    assert "will consistently pass 65 points if nothing changes" in page.words
    for line in ("64.4", "81.8", "66.1", "80.2"):
        assert line in page.words
    assert KPISummary.objects.get(kpi=world.kpi).assurance == "hit_or_miss"
    page.confirm()
    assert KPISummary.objects.get(kpi=world.kpi).assurance == "pass"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"spc_shift": "5"}, "Points in a shift: enter a whole number from 6 to 8"),
        ({"spc_profile": "ptd", "spc_shift": "8"}, "knows runs of 7"),
        ({"floor": "90", "ceiling": "10"}, "The most a value can be is above the least, 90."),
    ],
)
def test_settings_that_contradict_are_refused_in_words(world, typed, problem):
    page = Browser(world, "kpi_chart").open().send(reason=WHY, **typed)
    assert page.status == 422
    assert problem in page.words


# --- targets ------------------------------------------------------------------------------------------------------


def test_a_target_says_which_one_ends_and_what_is_then_judged(world):
    """Worked example 1: 64.435667 and 81.814333 are the limits, so 65 is hit or miss and 60 will be passed."""
    set_target(world.kpi, value=Decimal(65), **by(world.manager), reason=WHY, on=date(2023, 4, 1))
    page = Browser(world, "kpi_target").open()
    assert "Stands now 65 points" in page.words
    page.send(value="60", starts_on="1 April 2024", date="March 2026", origin="National standard", reason=WHY)
    assert "Target that gives way Now 65 points After the change 65 points, to 31 March 2024" in page.words
    assert (
        "60 points, from 1 April 2024; to be reached by March 2026; origin: National standard" in page.words
    )
    assert "Assurance now: will not consistently pass or fail (hit or miss) (65 points)." in page.words
    assert (
        "After the change: will consistently (P)ass the target if nothing changes (60 points)." in page.words
    )
    assert Target.objects.filter(kpi=world.kpi).count() == 1
    page.confirm()
    old, new = Target.objects.filter(kpi=world.kpi).order_by("pk")
    assert (old.value, old.ends_on) == (65, date(2024, 3, 31))
    assert (new.value, new.starts_on, new.date) == (60, date(2024, 4, 1), parse_fuzzy_date("March 2026"))


def test_a_target_in_words_is_kept_and_judges_nothing(world):
    page = Browser(world, "kpi_target").open().send(words="a 16% rise in take-up", reason=WHY)
    assert "The judgement stays as it is" in page.words
    page.confirm()
    assert Target.objects.get(kpi=world.kpi).words == "a 16% rise in take-up"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "Give the target in numbers or in words"),
        ({"value": "eighty"}, "Target in numbers: “eighty” is not a number"),
        ({"value": "85.12345"}, "at most four decimals"),
        ({"value": "85", "starts_on": "soon"}, "Holds from: “soon” is not a date"),
        ({"value": "85", "date": "when it suits"}, "To be reached by: “when it suits” is not a date"),
        (
            {"value": "85", "starts_on": "1 April 2025", "ends_on": "1 March 2025"},
            "The last day is not before the first.",
        ),
        ({"value": "85", "reason": ""}, "Say why, for those who read the history later"),
    ],
)
def test_a_target_that_says_nothing_or_cannot_be_read_is_refused(world, typed, problem):
    page = Browser(world, "kpi_target").open().send(**{"reason": WHY, **typed})
    assert page.status == 422
    assert problem in page.words
    assert not Target.objects.filter(kpi=world.kpi).exists()


def test_a_target_as_people_write_numbers(world):
    Browser(world, "kpi_target").open().send(value="1,204.5 %", reason=WHY).confirm()
    assert Target.objects.get(kpi=world.kpi).value == Decimal("1204.5")


def test_two_who_set_a_target_at_once_do_not_overwrite_each_other(world):
    page = Browser(world, "kpi_target").open()
    set_target(
        world.kpi, value=Decimal(70), **by(world.other_manager), reason="The board", on=date(2023, 4, 1)
    )
    page.send(value="80", starts_on="1 April 2024", reason=WHY)
    assert page.status == 409
    assert "80 points, from 1 April 2024" in page.words
    assert "70 points" in page.words
    page.send("resolve", keep_target="yours")
    assert page.status == 200
    page.confirm()
    assert sorted(Target.objects.filter(kpi=world.kpi).values_list("value", flat=True)) == [70, 80]


# --- decisions about the chart ------------------------------------------------------------------------------------


def test_a_rebase_shows_the_worked_example_before_it_is_decided(levels):
    page = Browser(levels, "kpi_decision_add").open()
    page.send(kind="rebase", on=month(12).isoformat(), reason=WHY)
    assert page.status == 200
    assert "Limits set anew from April 2024. Nothing has been saved yet." in page.words
    assert "limits 28.3 points to 41.2 points" in page.words
    assert "Common cause, no significant change" in page.words
    assert not ChartDecision.objects.exists()
    page.confirm()
    row = ChartDecision.objects.get()
    assert (row.kind, row.on, row.reason, row.made_by) == ("rebase", month(12), WHY, levels.manager)


def test_a_rebase_without_a_named_cause_is_refused(levels):
    page = Browser(levels, "kpi_decision_add").open()
    assert "Without a known cause the limits stay" in page.words
    page.send(kind="rebase", on=month(12).isoformat(), reason="")
    assert page.status == 422
    assert "Name the known cause and who agreed this" in page.words
    assert not ChartDecision.objects.exists()


def test_a_decision_that_would_take_a_concern_off_the_page_is_warned_of(levels):
    KPI.objects.filter(pk=levels.kpi.pk).update(polarity="lower")
    page = Browser(levels, "kpi_decision_add").open()
    page.send(kind="rebase", on=month(12).isoformat(), reason=WHY)
    assert "A concern would no longer be shown" in page.words
    KPI.objects.filter(pk=levels.kpi.pk).update(polarity="higher")
    page.open().send(kind="rebase", on=month(12).isoformat(), reason=WHY)
    assert "A concern would no longer be shown" not in page.words


def test_a_ghost_moves_the_limits_to_those_of_the_worked_example(world):
    """Worked example 1 with its last point left out: mean 72.4, limits 65.37 and 79.43."""
    page = Browser(world, "kpi_decision_add").open()
    page.send(kind="ghost", on=month(15).isoformat(), reason="The clinic was closed")
    assert "Left out of the limits: July 2024" in page.words
    assert "mean 72.4 points, limits 65.4 points to 79.4 points" in page.words
    page.confirm()
    assert ChartDecision.objects.get().kind == "ghost"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"on": month(12).isoformat()}, "Choose what is decided"),
        ({"kind": "rebase"}, "Choose a period"),
        ({"kind": "rebase", "on": "2030-01-01"}, "Choose a period from the list"),
        ({"kind": "rebase", "on": month(0).isoformat()}, "This is the first period of the chart"),
    ],
)
def test_a_decision_says_what_it_lacks(levels, typed, problem):
    page = Browser(levels, "kpi_decision_add").open().send(reason=WHY, **typed)
    assert page.status == 422
    assert problem in page.words


def test_withdrawing_draws_the_chart_as_before_and_keeps_the_decision(levels):
    decision = rebase(levels.kpi, on_period_start=month(12), **by(levels.manager), reason=WHY)
    page = Browser(levels, "kpi_decision_withdraw", decision.reference).open()
    assert "Limits set anew from April 2024" in page.words
    assert page.send(reason="").status == 422
    page.send(reason="The clinic never opened")
    assert page.status == 200
    assert ChartDecision.objects.get().withdrawn_at is None
    page.confirm()
    row = ChartDecision.objects.get()
    assert (row.withdrawn_by, row.withdrawn_reason) == (levels.manager, "The clinic never opened")
    assert Browser(levels, "kpi_decision_withdraw", decision.reference).open().status == 302


def test_two_who_decide_at_once_are_shown_to_each_other(levels):
    page = Browser(levels, "kpi_decision_add").open()
    rebase(levels.kpi, on_period_start=month(12), **by(levels.other_manager), reason="The other clinic")
    page.send(kind="ghost", on=month(3).isoformat(), reason=WHY)
    assert page.status == 409
    assert "The other clinic" in page.words
    page.send("resolve", keep_decision="yours")
    page.confirm()
    assert sorted(ChartDecision.objects.values_list("kind", flat=True)) == ["ghost", "rebase"]


# --- comments -----------------------------------------------------------------------------------------------------


def comment_of(world, person, text):
    client = Client()
    client.force_login(person)
    return client.post(
        reverse("kpi_comment", args=[world.programme.key, world.kpi.reference]), {"text": text}
    )


def test_an_analyst_comments_and_a_board_member_does_not(world):
    assert comment_of(world, world.analyst, "Winter closures").status_code == 302
    assert comment_of(world, world.board, "Winter closures").status_code == 403
    assert list(KPIComment.objects.values_list("text", "made_by")) == [("Winter closures", world.analyst.pk)]


def test_an_empty_comment_is_refused_on_the_page_itself(world):
    response = comment_of(world, world.analyst, "  ")
    assert response.status_code == 422
    assert "Write the comment" in response.content.decode()
    assert not KPIComment.objects.exists()


# --- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["kpi_change", "kpi_chart", "kpi_target", "kpi_decision_add"])
def test_only_a_manager_changes_a_kpi(world, name):
    assert Browser(world, name).open().status == 200
    for person in (world.commissioner, world.analyst, world.board):
        refused = Browser(world, name, person=person)
        assert refused.open().status == 403
        assert refused.send("confirm", value="60", reason=WHY).status == 403
    assert not KPIChange.objects.exists()
