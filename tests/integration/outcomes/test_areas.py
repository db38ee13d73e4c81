"""What the selectors read of the review, against the review's own file."""

from collections import Counter
from decimal import Decimal

import pytest

from outcomes.rules import Recomputed
from outcomes.selectors.areas import area_profile, areas, compared
from outcomes.selectors.evidence import EvidenceFilter, evidence
from outcomes.selectors.figures import FigureFilter, figures_of, impacts
from outcomes.selectors.populations import populations
from outcomes.selectors.themes import learning_where_cited, theme_matrix, theme_of

KEYS = [
    *("BNSSG", "CC4C", "EVELINA", "GM", "HWE", "CORNWALL"),
    *("SURREY", "WY", "NORTHANTS", "SHEFFIELD", "SUSSEX", "WSUFFOLK"),
]


def test_twelve_areas_in_the_reviews_order(essex, review):
    rows = areas(essex)
    assert [row.key for row in rows] == KEYS == list(review["areas"])
    assert {row.key: row.interviewees for row in rows if row.interviewees} == review["methodology"][
        "interviewees"
    ]
    assert sum(row.interviewees for row in rows) == 16
    assert [row.key for row in rows if row.is_thin] == ["BNSSG"]


def test_learning_and_partners_as_the_review_has_them(essex, review):
    rows = {row.key: row for row in areas(essex)}
    assert {key: row.learning for key, row in rows.items()} == review["derived"]["learning_points"]
    assert {key: row.partners for key, row in rows.items()} == review["derived"]["partners_listed"]
    assert rows["SUSSEX"].partners == 12
    quantified = [key for key, row in rows.items() if row.quantified]
    assert quantified == review["derived"]["areas_with_quantified_impacts"]


def test_every_list_of_an_area_is_in_its_profile(essex, review):
    lists = {
        "partner": ["partners"],
        "component": ["service_components", "integrated_provision_characteristics"],
        "principle": ["principles", "leadership_values"],
        "priority": ["priorities", "board_priority_areas", "ics_ambitions", "focus_areas"],
        "objective": ["framework_aims", "objectives"],
        "locality": ["district_councils", "local_authorities_named", "places"],
        "building_block": ["building_blocks"],
        "measure": ["measures", "priority_measures"],
        "governance": ["governance"],
        "enabler": ["enablers"],
    }
    for key, printed in review["areas"].items():
        profile = area_profile(essex, key)
        for kind, fields in lists.items():
            said = [row.text for row in profile.said(kind)]
            expected = [
                item if isinstance(item, str) else item["text"]
                for field in fields
                for item in printed.get(field, [])
            ]
            assert said == expected, (key, kind)
        assert [point.text for point in profile.learning] == [item["text"] for item in printed["learning"]]


def test_chairs_and_targets_are_kept(essex):
    evelina = area_profile(essex, "EVELINA").said("governance")
    assert evelina[0].roles == (("Chair", ("provider", "commissioner", "parent")),)
    targets = [row.targets for row in area_profile(essex, "HWE").said("objective")[:2]]
    assert targets == [
        ("10,615 children per year, By 2023-24",),
        ("464 young people per year, By 2023-24",),
    ]


def test_what_the_review_does_not_say_is_an_empty_heading(essex):
    profile = area_profile(essex, "BNSSG")
    empty = {heading.kind for heading in profile.headings if not heading.said}
    assert {"governance", "information", "enabler", "objective"} <= empty
    assert profile.learning == profile.risks == ()
    assert area_profile(essex, "NOWHERE") is None


def test_five_mitigations_of_cornwall_apply_to_all_three_risks(essex, review):
    risks = area_profile(essex, "CORNWALL").risks
    texts = tuple(item["text"] for item in review["areas"]["CORNWALL"]["mitigations"])
    assert len(texts) == 5
    assert [set(risk.mitigations) for risk in risks] == [set(texts)] * 3
    assert all(risk.shared for risk in risks)
    unmitigated = [risk.text for risk in area_profile(essex, "CC4C").risks if not risk.mitigations]
    assert unmitigated == ["financial disincentives (payment by results, commissioning approaches)"]


def test_profiles_side_by_side_keep_the_reviews_order_and_leave_unknown_keys_out(essex):
    assert [p.row.key for p in compared(essex, ["GM", "CC4C", "NOWHERE"])] == ["CC4C", "GM"]


def test_themes_cited_by_seven_areas(essex, review):
    matrix = theme_matrix(essex)
    assert (len(matrix.rows), len(matrix.areas)) == (23, 12)
    assert [(row.key, row.headlines) for row in matrix.most_cited] == [
        ("child-centric", 7),
        ("partner-engagement", 7),
        ("trust-relationships", 7),
    ]
    derived = review["derived"]
    assert {area.key: area.headlines for area in matrix.areas} == derived["theme_headline_citations"]
    assert {area.key: area.touched for area in matrix.areas} == derived[
        "themes_touching_area_incl_sub_points"
    ]


def test_headline_and_sub_points_are_apart_and_as_printed(essex):
    theme = theme_of(essex, "go-slowly")
    assert [citation.area_key for citation in theme.headline] == ["CC4C", "EVELINA", "SURREY"]
    (point,) = theme.points
    assert (point.text, [c.as_printed for c in point.citations]) == (
        "start small or quick wins",
        ["Hertfordshire/W Essex"],
    )
    assert theme_of(essex, "no-such-theme") is None


def test_a_theme_leads_to_the_learning_of_the_areas_that_it_cites(essex):
    theme = theme_of(essex, "quality-improvement")
    points = Counter(point.area_key for point in learning_where_cited(essex, theme.area_keys))
    assert points == {"EVELINA": 13, "GM": 18, "WY": 12}


def test_population_of_the_twelve_leaves_the_comparator_out(essex):
    found = populations(essex)
    assert (len(found.table), found.total) == (12, Decimal(3_250_449))
    assert [(row.place, row.value) for row in found.comparators] == [
        ("Mid and South Essex (comparator)", Decimal(274_293))
    ]
    west_yorkshire = [row for row in found.others if row.area_key == "WY"]
    assert {(row.value, row.place) for row in west_yorkshire} == {
        (Decimal(570_000), "West Yorkshire and Harrogate"),
        (Decimal(2_700_000), "West Yorkshire and Harrogate"),
    }
    hubs = next(row for row in found.others if row.area_key == "CC4C")
    assert hubs.printed == "about 30,000 to 40,000"


def test_impacts_are_sorted_by_what_they_rest_on(essex):
    bases = list(dict.fromkeys(row.basis for row in impacts(essex)))
    assert bases == ["observed", "assumed", "projected", "interview", "not_stated"]
    observed = impacts(essex, FigureFilter(area="CC4C", basis="observed"))
    assert [row.printed for row in observed] == ["39%", "22%", "17%"]


def test_one_measure_has_its_several_figures(essex):
    of_measure = [row for row in figures_of(essex) if row.measure == "outpatient-appointments"]
    assert {(row.basis, row.printed) for row in of_measure} == {
        ("observed", "39%"),
        ("assumed", "30%"),
        ("interview", "40%"),
        ("not_stated", "81%"),
    }


def test_comparator_and_target_in_points(essex):
    figures = {row.reference: row for row in figures_of(essex)}
    assert figures["ESX-GM-M-01"].comparator_gap == Decimal("-3.5")
    assert figures["ESX-GM-M-02"].target_gap == Decimal("10.8")
    assert figures["ESX-GM-M-05"].value is None
    assert figures["ESX-GM-M-05"].printed == ""


@pytest.mark.parametrize(
    ("reference", "verdict", "arithmetic"),
    [
        ("ESX-CC4C-M-10", Recomputed.WITHIN_ROUNDING, "£320K − £153K = £167,000"),
        ("ESX-CC4C-M-11", Recomputed.WITHIN_ROUNDING, "£166K ÷ 8,672 = £19.14"),
        ("ESX-A-02-FIG-5", Recomputed.NO, "24 ÷ 7 = 3.43"),
        ("ESX-A-08-FIG-3", Recomputed.NO, "23 % of about 2,700,000 = 621,000"),
    ],
)
def test_stated_figures_beside_their_arithmetic(essex, reference, verdict, arithmetic):
    figures = {row.reference: row for row in figures_of(essex)}
    found = figures[reference].recomputing
    assert (found.result.verdict, found.arithmetic) == (verdict, arithmetic)
    assert figures["ESX-CC4C-M-01"].recomputing is None


def test_search_reads_every_kind_of_text_and_words_in_any_form(essex):
    found = evidence(essex, EvidenceFilter(words="admission"))
    assert {"impact", "learning"} & {row.kind for row in found}
    assert "ESX-CC4C-M-03" in {row.reference for row in found}  # “admissions”
    breastfed = evidence(essex, EvidenceFilter(words="breastfed infants"))
    assert [row.reference for row in breastfed] == ["ESX-SUS-Q-02"]
    assert evidence(essex, EvidenceFilter(words="zebra")) == ()


def test_search_narrows_by_area_kind_and_basis(essex):
    every = evidence(essex, EvidenceFilter())
    of_surrey = evidence(essex, EvidenceFilter(area="SURREY", kind="learning"))
    assert len(of_surrey) == 17
    assert {row.area_key for row in of_surrey} == {"SURREY"}
    interviewed = evidence(essex, EvidenceFilter(basis="interview"))
    assert [row.reference for row in interviewed] == ["ESX-CC4C-M-14", "ESX-CC4C-M-15"]
    assert len(of_surrey) < len(every)


def test_targets_that_count_people_in_a_year_are_added_and_percentages_are_not(essex):
    (found,) = area_profile(essex, "HWE").target_sums
    assert (found.total, found.by) == (11_079, "By 2023-24")
    assert found.printed == (
        "10,615 children per year and 464 young people per year, By 2023-24: 11,079 in all"
    )
    assert area_profile(essex, "WY").target_sums == ()


def test_the_largest_area_has_5_89_times_the_children_of_the_smallest(essex):
    found = populations(essex)
    assert (found.largest.area_key, found.smallest.area_key) == ("GM", "CORNWALL")
    assert found.ratio == Decimal("5.89")


def test_a_figure_is_set_against_the_one_of_all_children(essex):
    figures = {row.reference: row for row in figures_of(essex)}
    free_meals = figures["ESX-A-07-FIG-7"]
    assert free_meals.comparator == "good level of development, Surrey average: 78%"
    assert free_meals.comparator_gap == -49


def test_learning_for_each_interviewee(essex):
    each = {row.key: row.learning_each for row in areas(essex)}
    assert (each["CC4C"], each["BNSSG"], each["SUSSEX"]) == (Decimal("5.5"), 0, None)
