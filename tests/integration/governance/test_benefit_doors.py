"""The doors of benefits: what they record, what they refuse beside what they take, and who may."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.history import changes_of
from governance.models import Benefit, BenefitRealised
from governance.selectors.benefits import benefit_of, benefits
from governance.services.benefits import BenefitPlan, add_benefit, add_realised, change_benefit
from programmes.access import Grants, grants_for
from tests.factories import (
    BenefitFactory,
    BenefitRealisedFactory,
    DocumentFactory,
    KPIFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
TODAY = date(2020, 4, 15)
EVERYTHING = Grants(everything=True)
WHY = "The programme board of 14 April agreed it."


def plan(**given):
    return BenefitPlan(
        **{
            "title": "More families seen early",
            "baseline_on": parse_fuzzy_date("2017/18"),
            "target_by": parse_fuzzy_date("March 2021"),
            "audience": "users",
            "owner_role": "Head of Early Help",
            "unit": "families",
            "direction": "up",
            "baseline_value": Decimal(400),
            "target_value": Decimal(600),
            **given,
        }
    )


def refused(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        call(*args, **{"by": UserFactory(), "grants": EVERYTHING, "reason": WHY, **kwargs})
    return {name: messages[0] for name, messages in refusal.value.message_dict.items()}


def realised(benefit, by="March 2020", value="450", **given):
    return add_realised(
        benefit,
        **{
            "by_date": parse_fuzzy_date(by),
            "value": None if value is None else Decimal(value),
            "text": "",
            "today": TODAY,
            "by": UserFactory(),
            "grants": EVERYTHING,
            "reason": WHY,
            **given,
        },
    )


# --- the profile --------------------------------------------------------------------------------------------------


def test_a_benefit_is_recorded_with_its_reason_and_a_reference_of_its_programme():
    programme, person = ProgrammeFactory(reference="HAM-PROG"), UserFactory(job_title="Benefits lead")
    made = add_benefit(programme, plan(), by=person, grants=EVERYTHING, reason=WHY)

    row = Benefit.objects.get(pk=made.pk)
    assert row.reference == "HAM-BEN-1"
    assert (row.baseline_value, row.target_value, row.baseline_on.printed) == (400, 600, "2017/18")
    assert [(change.label, change.who, change.why) for change in changes_of(row)] == [
        ("Added", "Benefits lead", WHY)
    ]


def test_a_benefit_may_say_nothing_but_what_it_is_and_nothing_is_taken_for_nought():
    bare = plan(audience="", owner_role="", unit="", direction="", baseline_value=None, target_value=None)
    made = add_benefit(ProgrammeFactory(), bare, by=UserFactory(), grants=EVERYTHING, reason=WHY)
    made.refresh_from_db()
    assert (made.baseline_value, made.target_value, made.is_cash_releasing) == (None, None, None)
    nought = plan(baseline_value=Decimal(0), target_value=Decimal(5))
    other = add_benefit(made.programme, nought, by=UserFactory(), grants=EVERYTHING, reason=WHY)
    other.refresh_from_db()
    assert other.baseline_value == 0


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"title": "  "}, "title", "Say what the benefit is."),
        ({"audience": "everybody"}, "audience", "Choose for whom from the list."),
        ({"direction": "sideways"}, "direction", "Choose from the list."),
        ({"owner_role": "Dr Smith"}, "owner_role", "This looks like a person’s name."),
        ({"owner_role": "lead@example.org"}, "owner_role", "Write a role, not a name"),
        (
            {"direction": "down"},
            "target_value",
            "Less is said to be better, and the target is above the baseline.",
        ),
        (
            {"target_value": Decimal(300)},
            "target_value",
            "More is said to be better, and the target is below the baseline.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(given, field, says):
    found = refused(add_benefit, ProgrammeFactory(), plan(**given))
    assert list(found) == [field]
    assert found[field].startswith(says)
    assert not Benefit.objects.exists()


def test_a_reason_is_needed_and_phases_and_kpis_are_of_the_programme():
    programme = ProgrammeFactory()
    foreign = plan(phase=ProcurementPhaseFactory(), kpi=KPIFactory(unit="families"))
    assert refused(add_benefit, programme, foreign, reason=" ") == {
        "phase": "Choose a phase of this programme.",
        "kpi": "Choose a KPI of this programme.",
        "reason": "Say why, for those who read the history later.",
    }
    own = plan(
        phase=ProcurementPhaseFactory(programme=programme),
        kpi=KPIFactory(programme=programme, unit="families"),
    )
    assert add_benefit(programme, own, by=UserFactory(), grants=EVERYTHING, reason=WHY).pk


def test_a_kpi_that_counts_something_else_is_refused():
    programme = ProgrammeFactory()
    kpi = KPIFactory(programme=programme, unit="children")
    assert refused(add_benefit, programme, plan(kpi=kpi)) == {
        "unit": "The benefit is counted in “families” and its KPI in “children”. "
        "Leave the unit empty, or enter the KPI’s."
    }
    assert add_benefit(programme, plan(kpi=kpi, unit=""), by=UserFactory(), grants=EVERYTHING, reason=WHY).pk


def test_a_kpi_of_which_the_other_way_is_better_is_refused():
    programme = ProgrammeFactory()
    kpi = KPIFactory(programme=programme, unit="families", polarity="lower")
    found = refused(add_benefit, programme, plan(kpi=kpi))
    assert found == {
        "direction": "The benefit says that more is better, and its KPI that less is. "
        "Leave it not stated, or correct one of them."
    }
    assert list(refused(add_benefit, programme, plan(kpi=kpi, direction=""))) == ["target_value"]
    fewer = plan(kpi=kpi, direction="", target_value=Decimal(300))
    assert add_benefit(programme, fewer, by=UserFactory(), grants=EVERYTHING, reason=WHY).pk


def test_what_hangs_on_a_made_up_phase_is_made_up():
    programme = ProgrammeFactory()
    phase = ProcurementPhaseFactory(programme=programme, illustrative=True)
    assert add_benefit(
        programme, plan(phase=phase), by=UserFactory(), grants=EVERYTHING, reason=WHY
    ).illustrative
    assert not add_benefit(programme, plan(), by=UserFactory(), grants=EVERYTHING, reason=WHY).illustrative


def test_a_change_names_its_fields_and_nothing_is_no_change():
    programme = ProgrammeFactory()
    made = add_benefit(programme, plan(), by=UserFactory(), grants=EVERYTHING, reason=WHY)
    assert refused(change_benefit, made, plan()) == {
        "act": "Nothing differs from what is recorded. Change something, or cancel."
    }
    changed = change_benefit(
        made,
        plan(owner_role="Director of Nursing", target_by=parse_fuzzy_date("March 2022")),
        by=UserFactory(),
        grants=EVERYTHING,
        reason="The owner left.",
    )
    assert changed == ("target_by", "owner_role")
    latest = changes_of(Benefit.objects.get(pk=made.pk))[0]
    assert latest.why == "The owner left."
    assert {(each.before, each.after) for each in latest.fields} == {
        ("Head of Early Help", "Director of Nursing"),
        ("March 2021", "March 2022"),
    }


def test_the_unit_of_reported_numbers_stays_and_a_missing_one_may_be_added():
    programme = ProgrammeFactory()
    made = add_benefit(programme, plan(), by=UserFactory(), grants=EVERYTHING, reason=WHY)
    realised(made)
    made.refresh_from_db()
    assert refused(change_benefit, made, plan(unit="children")) == {
        "unit": "Values are on the record in “families”, and would be read in “children”. "
        "Keep the unit, or record another benefit."
    }
    kpi = KPIFactory(programme=programme, unit="%")
    assert list(refused(change_benefit, made, plan(kpi=kpi, unit="", direction=""))) == ["unit"]
    bare = BenefitFactory(programme=programme, title="Bare")
    realised(bare)
    bare.refresh_from_db()
    changed = change_benefit(bare, plan(), by=UserFactory(), grants=EVERYTHING, reason=WHY)
    assert "unit" in changed


def test_who_was_overtaken_is_told_and_nothing_is_written_over():
    made = add_benefit(ProgrammeFactory(), plan(), by=UserFactory(), grants=EVERYTHING, reason=WHY)
    seen = made.version
    change_benefit(
        made, plan(owner_role="Analyst"), by=UserFactory(), grants=EVERYTHING, reason=WHY, version=seen
    )
    with pytest.raises(StaleEdit):
        change_benefit(
            made, plan(owner_role="Director"), by=UserFactory(), grants=EVERYTHING, reason=WHY, version=seen
        )
    assert Benefit.objects.get(pk=made.pk).owner_role == "Analyst"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.PROGRAMME_MANAGER, True),
        (Role.COMMISSIONER, True),
        (Role.BOARD_MEMBER, False),
        (Role.ANALYST, False),
        (Role.FINANCE_LEAD, False),
    ],
)
def test_those_who_keep_risks_keep_benefits(role, may):
    programme = ProgrammeFactory()
    person = person_with(role, programme=programme)
    grants = grants_for(person, TODAY)
    if may:
        assert add_benefit(programme, plan(), by=person, grants=grants, reason=WHY).pk
        with pytest.raises(PermissionDenied):
            add_benefit(ProgrammeFactory(), plan(), by=person, grants=grants, reason=WHY)
        return
    benefit = BenefitFactory(programme=programme)
    with pytest.raises(PermissionDenied):
        add_benefit(programme, plan(), by=person, grants=grants, reason=WHY)
    with pytest.raises(PermissionDenied):
        change_benefit(benefit, plan(), by=person, grants=grants, reason=WHY)
    with pytest.raises(PermissionDenied):
        realised(benefit, by_date=parse_fuzzy_date("March 2020"), grants=grants)


# --- what was realised --------------------------------------------------------------------------------------------


def test_entries_are_added_and_a_correction_names_the_one_it_replaces():
    benefit = add_benefit(ProgrammeFactory(), plan(), by=UserFactory(), grants=EVERYTHING, reason=WHY)
    first = realised(benefit, value="540")
    benefit.refresh_from_db()
    second = realised(benefit, value="450", corrects=first, text="Two teams had been counted twice.")

    view = benefit_of(benefits(benefit.programme, TODAY), benefit.reference)
    assert [(row.reference, row.corrected_by, row.corrects) for row in view.realised] == [
        (first.reference, second.reference, ""),
        (second.reference, "", first.reference),
    ]
    assert [row.value for row in view.standing_values] == [450]
    assert (view.last.number, view.last.words) == (450, "450 families")
    assert (view.state, view.standing.share) == ("on_the_way", 25)


def test_an_entry_is_never_changed_or_deleted():
    entry = BenefitRealisedFactory()
    for write in (
        lambda: BenefitRealised.objects.filter(pk=entry.pk).update(text="Better"),
        lambda: entry.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert BenefitRealised.objects.get(pk=entry.pk).text == "As reported"


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"by": "TBC"}, "by_date", "Enter by when it was realised"),
        ({"by": "May 2020"}, "by_date", "May 2020 is still to come. Enter 15 April 2020 or an earlier day."),
        ({"value": None}, "text", "Enter a number, or say it in words."),
        ({"reason": ""}, "reason", "Say why"),
    ],
)
def test_an_entry_says_something_of_a_time_that_has_come(given, field, says):
    benefit = BenefitFactory()
    with pytest.raises(ValidationError) as refusal:
        realised(benefit, **given)
    assert list(refusal.value.message_dict) == [field]
    assert refusal.value.message_dict[field][0].startswith(says)
    assert realised(benefit, value=None, text="Parents say so.", by="April 2020").value is None


def test_a_correction_is_of_this_benefit_and_of_what_still_stands():
    benefit = BenefitFactory()
    other = BenefitRealisedFactory(benefit=BenefitFactory(programme=benefit.programme))
    with pytest.raises(ValidationError, match="Choose an entry of this benefit"):
        realised(benefit, corrects=other)
    first = realised(benefit)
    second = realised(Benefit.objects.get(pk=benefit.pk), corrects=first)
    with pytest.raises(ValidationError, match=f"Correct {second.reference} instead"):
        realised(Benefit.objects.get(pk=benefit.pk), corrects=first)


def test_a_paper_is_of_the_programme():
    benefit = BenefitFactory()
    with pytest.raises(ValidationError, match="Choose a paper of this programme"):
        realised(benefit, document=DocumentFactory())
    assert realised(benefit, document=DocumentFactory(programme=benefit.programme)).document_id


def test_figures_of_a_kpi_come_as_returns_and_words_are_still_taken():
    programme = ProgrammeFactory()
    kpi = KPIFactory(programme=programme, reference="T-KPI-9")
    benefit = BenefitFactory(programme=programme, kpi=kpi)
    with pytest.raises(
        ValidationError, match="T-KPI-9 measures this benefit: send its figures in as a return"
    ):
        realised(benefit)
    assert realised(benefit, value=None, text="Staff notice it.").text == "Staff notice it."


def test_two_who_add_at_once_are_told_of_each_other():
    benefit = BenefitFactory()
    realised(benefit, version=1)
    with pytest.raises(StaleEdit):
        realised(benefit, version=1)
    assert BenefitRealised.objects.filter(benefit=benefit).count() == 1


# --- as at a day --------------------------------------------------------------------------------------------------


def test_on_an_earlier_day_later_entries_have_not_been_reported():
    benefit = BenefitFactory(
        baseline_value=10, target_value=20, target_by="March 2021", baseline_on="2017/18", unit="%"
    )
    BenefitRealisedFactory(benefit=benefit, by_date="March 2019", value=12, text="")
    BenefitRealisedFactory(benefit=benefit, by_date="March 2020", value=21, text="")

    def on(day):
        return benefit_of(benefits(benefit.programme, day), benefit.reference)

    assert on(date(2019, 2, 28)).last is None
    assert on(date(2019, 2, 28)).state == "too_early"
    assert (on(date(2019, 3, 1)).last.words, on(date(2019, 3, 1)).state) == ("12 %", "on_the_way")
    assert (on(date(2020, 3, 31)).last.words, on(date(2020, 3, 31)).state) == ("21 %", "realised")


def test_words_after_a_number_do_not_hide_it():
    benefit = BenefitFactory(baseline_value=10, target_value=20, unit="%")
    BenefitRealisedFactory(benefit=benefit, by_date="March 2019", value=12, text="")
    BenefitRealisedFactory(benefit=benefit, by_date="March 2020", text="Staff say it is better.")
    view = benefit_of(benefits(benefit.programme, TODAY), benefit.reference)
    assert (view.last.number, view.last.when.printed) == (12, "March 2019")
