"""The pages of benefits: the register and its filters, one benefit, its forms, and what papers only name."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from commissioning.core.access import Role
from governance.models import Benefit, BenefitRealised
from governance.selectors.benefits_named import counts_by_audience, named_benefits
from tests.factories import (
    BenefitFactory,
    BenefitRealisedFactory,
    ProgrammeFactory,
    cite,
)
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
ON = date(2020, 4, 15)
AT = "?on=2020-04-15"


@pytest.fixture
def programme():
    return ProgrammeFactory(key="benefits-of-wilton", reference="WIL-PROG", place="Wilton")


def url(programme, name="benefits", *args, query=AT):
    return reverse(name, args=[programme.key, *args]) + query


@pytest.fixture
def register(programme):
    """One benefit of each state, by hand: the last value, baseline and target in its title."""

    def one(title, *, value=None, **given):
        row = BenefitFactory(programme=programme, title=title, unit="families", **given)
        if value is not None:
            BenefitRealisedFactory(benefit=row, by_date="March 2020", value=value, text="")
        return row

    levels = {"baseline_value": 40, "target_value": 60}
    return {
        "realised": one("61 of 40 to 60", value=61, audience="users", owner_role="Head of A", **levels),
        "way": one("45 of 40 to 60", value=45, audience="users", target_by="March 2021", **levels),
        "behind": one("55 of 40 to 60, late", value=55, audience="staff", target_by="March 2020", **levels),
        "early": one("none of 40 to 60", audience="staff", target_by="2021/22", **levels),
        "no_baseline": one("61 of nobody knows", value=61, audience="organisation", target_value=60),
        "no_target": one("61 of 40", value=61, audience="", baseline_value=40),
        "words": one("words", audience="public", baseline_text="few", target_text="most"),
    }


# --- the register -------------------------------------------------------------------------------------------------


def test_the_register_stands_by_audience_with_the_state_of_each(programme, register):
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme))
    assert (
        "7 benefits: 1 behind, 1 without a baseline, 1 without a target, 1 that cannot be worked out, "
        "1 too early to say, 1 on the way and 1 realised." in page.words
    )
    assert [row[0].split(" T-BEN")[0] for table in page.tables for row in table] == [
        "61 of 40 to 60",
        "45 of 40 to 60",
        "55 of 40 to 60, late",
        "none of 40 to 60",
        "61 of nobody knows",
        "words",
        "61 of 40",
    ]
    for caption in (
        "Service users and families",
        "Staff",
        "Organisations",
        "The public",
        "Audience not stated",
    ):
        assert caption in page.words
    way = page.tables[0][1]
    assert way[1:5] == ["no owner", "40 families", "60 families by March 2021", "45 families by March 2020"]
    assert (
        way[5]
        == "On the way The last value lies between baseline and target. 25 % of the way from baseline to target."
    )
    assert "nothing reported" in page.words
    assert "Record a benefit" not in page.words


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("&state=behind", ["55 of 40 to 60, late"]),
        ("&audience=staff", ["55 of 40 to 60, late", "none of 40 to 60"]),
        ("&audience=none", ["61 of 40"]),
        ("&owner=with", ["61 of 40 to 60"]),
        ("&q=nobody+61", ["61 of nobody knows"]),
        (
            "&owner=with&sort=-title&audience=users",
            ["61 of 40 to 60"],
        ),
        ("&audience=users&sort=title", ["45 of 40 to 60", "61 of 40 to 60"]),
        ("&audience=users&sort=-title", ["61 of 40 to 60", "45 of 40 to 60"]),
        ("&audience=staff&sort=target", ["55 of 40 to 60, late", "none of 40 to 60"]),
        ("&audience=staff&sort=-target", ["none of 40 to 60", "55 of 40 to 60, late"]),
    ],
)
def test_filters_and_sorts_leave_exactly_what_fits(programme, register, query, titles):
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme) + query)
    assert [row[0].split(" T-BEN")[0] for table in page.tables for row in table] == titles


def test_a_filter_that_cannot_be_read_is_said_and_files_are_not_offered(programme, register):
    client = signed_in(Role.ANALYST, programme)
    page = open_page(client, url(programme) + "&state=splendid")
    assert "“splendid” is not one of the choices, so this filter is not used" in page.words
    assert len([row for table in page.tables for row in table]) == 7
    assert "as a workbook" not in page.words
    assert "This list as a workbook" in open_page(client, url(programme) + "&state=behind").words
    nothing = open_page(client, url(programme) + "&q=zebra")
    assert "No benefit fits these filters" in nothing.words


def test_each_count_leads_to_exactly_its_benefits(programme, register):
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme))
    assert "6 without an owner" in page.words
    address = f"{reverse('benefits', args=[programme.key])}{AT}&owner=without"
    assert address in unescape(page.html)
    found = open_page(signed_in(Role.BOARD_MEMBER, programme), address)
    assert "Showing 6 benefits: Without an owner" in found.words


def test_without_any_the_page_says_what_a_benefit_needs(programme):
    board = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme))
    assert "No benefits yet" in board.words
    assert "Benefits that papers name" not in board.words
    assert "Record a benefit" in open_page(signed_in(Role.PROGRAMME_MANAGER, programme), url(programme)).words


# --- what papers name ---------------------------------------------------------------------------------------------


def test_derbys_summaries_name_32_benefits_and_the_papers_say_no_more_of_any(derby):
    """Appendix 3: users 5+0+1+5+2, staff 3+0+0+3+1, organisation 5+0+1+1+1, general 0+4+0+0+0."""
    named = named_benefits(derby)
    assert dict(counts_by_audience(named)) == {
        "Service users and families": 13,
        "Staff": 7,
        "Organisations": 8,
        "Not stated": 4,
    }
    page = open_page(signed_in(Role.BOARD_MEMBER, derby), "/programmes/derby/benefits/")
    assert (
        "32 benefits are named: 13 for service users and families, 7 for staff, 8 for organisations and 4 without an "
        "audience. The papers print no owner, no baseline and no measure for any of the 32." in page.words
    )
    assert "No benefit is recorded with an owner, a baseline or a target." in page.words
    (rows,) = page.tables
    first = rows[0]
    assert first[0] == "Improved wellbeing and life chances"
    assert first[1] == "Service users and families"
    assert "Appendix 3" in first[3]


def test_hampshires_paper_names_six_and_no_audience(hampshire):
    """Para 2.1."""
    page = open_page(signed_in(Role.BOARD_MEMBER, hampshire), "/programmes/hampshire/benefits/")
    assert (
        "6 benefits are named: 6 without an audience. The papers print no owner, no baseline and no measure for any of "
        "the 6." in page.words
    )
    assert [row[2] for row in page.tables[0]] == ["The programme as a whole"] * 6
    assert all("para 2.1" in row[3] for row in page.tables[0])


# --- one benefit --------------------------------------------------------------------------------------------------


def test_a_corrected_value_stays_struck_through_with_words(programme):
    row = BenefitFactory(programme=programme, unit="%", baseline_value=40, target_value=60)
    first = BenefitRealisedFactory(benefit=row, by_date="March 2019", value=58, text="")
    second = BenefitRealisedFactory(benefit=row, by_date="March 2019", value=48, text="", corrects=first)
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme, "benefit", row.reference))
    assert "<s>58 %</s>" in page.html
    assert "<s>48 %</s>" not in page.html
    assert f"Corrected by {second.reference}: it no longer counts." in page.words
    assert f"Corrects {first.reference}." in page.words
    assert "1 value reported, 48 % by March 2019; baseline 40 %, target 60 %." in page.words
    assert "40 % of the way from baseline to target" in page.words


def test_the_drawing_joins_no_points_and_claims_no_change(programme):
    row = BenefitFactory(programme=programme, unit="%", baseline_value=40, target_value=60)
    for when, value in (("2017/18", 42), ("31 March 2019", 58)):
        BenefitRealisedFactory(benefit=row, by_date=when, value=value, text="")
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme, "benefit", row.reference))
    drawing = page.html[page.html.index('<svg class="app-chart app-chart--realised') :].split("</svg>")[0]
    assert drawing.count("<circle") == 2
    assert "<polyline" not in drawing
    assert "They are not joined: nothing is known of the time between them." in page.words
    for claim in ("improve", "increase", "decrease", "rose", "fell", "up from", "trend"):
        assert claim not in page.words.lower().replace("claims no trend", "")


def test_a_benefit_without_a_number_has_no_drawing(programme):
    row = BenefitFactory(programme=programme)
    assert (
        "app-chart--realised"
        not in open_page(
            signed_in(Role.BOARD_MEMBER, programme), url(programme, "benefit", row.reference)
        ).html
    )
    BenefitRealisedFactory(benefit=row, text="Parents say so.")
    page = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme, "benefit", row.reference))
    assert "app-chart--realised" not in page.html
    assert page.tables[0][0][1:3] == ["no number", "Parents say so."]


def test_what_is_not_stated_is_said_to_be_so_and_sources_are_named(programme):
    row = BenefitFactory(programme=programme, title="Fewer admissions")
    bare = open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme, "benefit", row.reference))
    assert "no baseline" in bare.words
    assert "no source recorded" in bare.words
    cite(row, "para 7.7")
    assert (
        "para 7.7"
        in open_page(signed_in(Role.BOARD_MEMBER, programme), url(programme, "benefit", row.reference)).words
    )


# --- forms --------------------------------------------------------------------------------------------------------

GIVEN = {
    "title": "More families seen early",
    "audience": "users",
    "unit": "%",
    "direction": "up",
    "baseline_value": "40",
    "baseline_on": "2017/18",
    "target_value": "62.5",
    "target_by": "by March 2021",
    "is_cash_releasing": "no",
    "reason": "Agreed by the board.",
}


def test_a_benefit_is_recorded_by_its_form_and_refused_at_its_fields(programme):
    manager = signed_in(Role.PROGRAMME_MANAGER, programme)
    address = reverse("benefit_add", args=[programme.key])
    wrong = manager.post(address, {**GIVEN, "baseline_value": "40 %", "target_by": "soon", "title": ""})
    assert wrong.status_code == 422
    words = Page(wrong).words
    assert "Say what the benefit is" in words
    assert "Baseline as a number: enter a plain number, such as 40 or 62.5, without its unit" in words
    assert "“soon” is not a date" in words
    assert not Benefit.objects.filter(programme=programme).exists()

    answer = manager.post(address, GIVEN)
    row = Benefit.objects.get(programme=programme)
    assert answer.url == reverse("benefit", args=[programme.key, row.reference])
    assert (row.target_value, row.is_cash_releasing, row.target_by.printed) == (
        Decimal("62.5"),
        False,
        "by March 2021",
    )


def test_a_change_keeps_what_the_form_does_not_touch_and_tells_what_it_changed(programme):
    manager = signed_in(Role.PROGRAMME_MANAGER, programme)
    manager.post(reverse("benefit_add", args=[programme.key]), GIVEN)
    row = Benefit.objects.get(programme=programme)
    address = reverse("benefit_change", args=[programme.key, row.reference])
    shown = open_page(manager, address).html
    assert 'value="62.5"' in shown
    assert 'value="40"' in shown
    sent = {**GIVEN, "owner_role": "Head of Early Help", "version": row.version, "reason": "Named at last."}
    answer = manager.post(address, sent, follow=True)
    assert "Saved. Changed: Owner." in Page(answer).words
    words = Page(answer).words
    assert "Owner role: from “(blank)” to “Head of Early Help”." in words
    assert "Named at last." in words


def test_who_was_overtaken_sees_both_and_may_keep_either(programme):
    manager = signed_in(Role.PROGRAMME_MANAGER, programme)
    manager.post(reverse("benefit_add", args=[programme.key]), GIVEN)
    row = Benefit.objects.get(programme=programme)
    address = reverse("benefit_change", args=[programme.key, row.reference])
    seen = row.version
    manager.post(address, {**GIVEN, "owner_role": "Theirs", "target_value": "70", "version": seen})
    late = {**GIVEN, "owner_role": "Mine", "version": seen, "reason": "My reason"}
    conflict = manager.post(address, late)
    assert conflict.status_code == 409
    words = Page(conflict).words
    for part in ("Theirs", "Mine", "My reason", "Target as a number"):
        assert part in words
    row.refresh_from_db()
    chosen = {"keep_owner_role": "yours", "keep_target_value": "theirs", "step": "resolve"}
    manager.post(address, {**late, **chosen, "version": row.version})
    row.refresh_from_db()
    assert (row.owner_role, row.target_value) == ("Mine", 70)


def test_what_was_realised_is_added_and_corrected_by_its_form(programme):
    manager = signed_in(Role.PROGRAMME_MANAGER, programme)
    row = BenefitFactory(programme=programme, unit="families")
    address = reverse("benefit_realised_add", args=[programme.key, row.reference])
    wrong = manager.post(address, {"by_date": "", "value": "", "text": "", "reason": "", "version": 1})
    assert wrong.status_code == 422
    assert "Enter by when it was realised, such as March 2020" in Page(wrong).words
    sent = {"by_date": "March 2020", "value": "12", "text": "", "reason": "Return of March", "version": 1}
    manager.post(address, sent)
    first = BenefitRealised.objects.get(benefit=row)
    overtaken = manager.post(address, sent)
    assert overtaken.status_code == 409
    assert "Nothing of yours was saved." in Page(overtaken).words
    assert BenefitRealised.objects.filter(benefit=row).count() == 1

    asked = open_page(manager, f"{address}?corrects={first.reference}").html
    assert f'<option value="{first.reference}" selected>' in asked
    row.refresh_from_db()
    manager.post(address, {**sent, "value": "11", "corrects": first.reference, "version": row.version})
    assert [each.value for each in BenefitRealised.objects.filter(benefit=row)] == [12, 11]


# --- files --------------------------------------------------------------------------------------------------------


def test_files_hold_the_view_and_never_nought_for_the_unknown(programme, register):
    analyst = signed_in(Role.ANALYST, programme)
    body = analyst.get(url(programme, "table_csv", "benefits") + "&state=no_baseline").content.decode(
        "utf-8-sig"
    )
    heading, row = body.strip().splitlines()
    cells = dict(zip(heading.split(","), row.split(","), strict=False))
    assert cells["Benefit"] == "61 of nobody knows"
    assert (cells["Baseline"], cells["Target"]) == ("", "60")
    values = analyst.get(url(programme, "table_csv", "benefits_realised")).content.decode("utf-8-sig")
    assert len(values.strip().splitlines()) == 1 + 5
    refused = analyst.get(url(programme, "table_csv", "benefits") + "&state=splendid")
    assert refused.status_code == 400
