"""The 5×5 risk map: scores and bands in words, no risk lost, none placed that nobody has scored, legible in grey."""

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.template import Context, Template

from commissioning.core.branding import LEAST_TEXT_CONTRAST, contrast_ratio
from commissioning.core.components_risk import SHADES, MappedRisk, RiskMap
from tests.unit.core.page_reader import Reader

HOSTILE = """</td><script>alert(1)</script>"'& <b onload=x>"""
INK = "#212b32"


class Band(NamedTuple):
    name: str
    from_score: int


BANDS = (Band("Low", 1), Band("Moderate", 4), Band("High", 8), Band("Extreme", 15))
RISKS = (
    MappedRisk("R1", "Providers withdraw", 4, 5, 2, 4, "/risks/R1/"),
    MappedRisk("R2", "Staff leave", 3, 4, 3, 4, "/risks/R2/"),
    MappedRisk("R3", "Figures come late", 4, 5),
    MappedRisk("R4", "Partners disagree", None, 4, 1, 1),
    MappedRisk("R5", "Money falls short"),
)


def mapped(risks=RISKS, bands=BANDS, **given):
    return RiskMap(risks, bands, **given)


def page(risks):
    return Template("{% load app_components %}{% app_risk_map risks 2 %}").render(Context({"risks": risks}))


def table_of(html):
    return html.split("<table")[1].split("</table>")[0]


def test_impact_falls_from_the_top_and_likelihood_rises_to_the_right():
    rows = mapped().rows
    assert [row.impact for row in rows] == [5, 4, 3, 2, 1]
    assert [[cell.score for cell in row.cells] for row in rows] == [
        [5, 10, 15, 20, 25],
        [4, 8, 12, 16, 20],
        [3, 6, 9, 12, 15],
        [2, 4, 6, 8, 10],
        [1, 2, 3, 4, 5],
    ]


@pytest.mark.parametrize(
    ("likelihood", "impact", "band"),
    [
        (1, 3, "Low"),
        (1, 4, "Moderate"),
        (2, 3, "Moderate"),
        (2, 4, "High"),
        (3, 4, "High"),
        (3, 5, "Extreme"),
    ],
)
def test_a_band_begins_at_its_score(likelihood, impact, band):
    assert mapped().cell(likelihood, impact).band == band


def test_new_bands_move_no_risk():
    strict = mapped(bands=(Band("Green", 1), Band("Red", 10)))
    assert [cell.now for cell in strict.occupied] == [cell.now for cell in mapped().occupied]
    assert strict.cell(3, 4).band == "Red"
    assert (strict.cell(1, 1).shade, strict.cell(5, 5).shade) == (0, SHADES - 1)


def test_risks_stand_where_they_are_and_targets_where_they_are_to_come():
    chart = mapped()
    assert [risk.reference for risk in chart.cell(4, 5).now] == ["R1", "R3"]
    assert [risk.reference for risk in chart.cell(2, 4).target] == ["R1"]
    assert [risk.reference for risk in chart.cell(3, 4).now] == ["R2"]
    assert [risk.reference for risk in chart.cell(3, 4).target] == ["R2"]


def test_what_nobody_scored_is_listed_and_never_low():
    chart = mapped()
    assert [(risk.reference, risk.missing) for risk in chart.unassessed] == [
        ("R4", "likelihood not assessed"),
        ("R5", "likelihood and impact not assessed"),
    ]
    assert not any(
        risk.reference in {"R4", "R5"} for row in chart.rows for cell in row.cells for risk in cell.now
    )
    assert MappedRisk("R", "r", 2, None).missing == "impact not assessed"
    assert MappedRisk("R", "r", 2, 2).missing == ""


def test_the_finding_counts_by_band_and_apart_what_is_not_assessed():
    assert mapped().finding == "5 risks: 2 extreme, 1 high; 2 not assessed; 1 of 2 has reached its target."


@pytest.mark.parametrize(
    ("risks", "finding"),
    [
        ([], "No risk is recorded."),
        (RISKS[3:], "2 risks, none assessed."),
        (RISKS[4:], "1 risk, not assessed."),
        (RISKS[2:3], "1 risk: 1 extreme."),
        (RISKS[:1], "1 risk: 1 extreme; none of 1 has reached its target."),
    ],
)
def test_findings(risks, finding):
    assert mapped(risks).finding == finding


def test_every_header_has_its_scope_and_every_cell_its_score_and_word():
    html = page(mapped(likelihood_words=["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]))
    read = Reader(table_of(html))
    assert [th["scope"] for th in read.all("th")] == ["col"] * 5 + ["row"] * 5
    assert "Likelihood 5 Almost certain" in read.words
    cells = table_of(html).split('<td class="app-risk__cell')[1:]
    assert len(cells) == 25
    assert [int(re.search(r"<strong>(\d+)</strong> (\w+)", cell)[1]) for cell in cells][:5] == [
        5,
        10,
        15,
        20,
        25,
    ]
    assert {re.search(r"<strong>\d+</strong> (\w+)", cell)[1] for cell in cells} == {
        band.name for band in BANDS
    }


def test_marks_have_words_and_links_say_the_title():
    cells = table_of(page(mapped())).split('<td class="app-risk__cell')[1:]
    now = Reader("<td " + cells[3]).words
    assert now.split() == [
        "20",
        "Extreme",
        "Now",
        "R1",
        "Providers",
        "withdraw",
        "R3",
        "Figures",
        "come",
        "late",
    ]
    assert "Target R1 Providers withdraw: target" in " ".join(Reader("<td " + cells[6]).words.split())
    assert [a["href"] for a in Reader("<td " + cells[3]).all("a")] == ["/risks/R1/"]


def test_the_scrolling_region_can_be_reached_and_is_named():
    region = next(div for div in Reader(page(mapped())).all("div") if div.get("class") == "app-risks__scroll")
    assert (region["tabindex"], region["role"], region["aria-label"]) == (
        "0",
        "group",
        "Risk map: impact by likelihood",
    )


def test_the_list_for_phones_holds_the_occupied_cells_worst_first():
    html = page(mapped())
    listed = html.split('<ul class="app-risks__list"')[1].split("</ul>")[0]
    assert re.findall(r"<strong>(\d+)</strong>", listed) == ["20", "12", "8", "1"]
    assert "Providers withdraw" in Reader("<ul " + listed).words


def test_without_a_score_there_is_no_empty_grid():
    read = Reader(page(mapped(RISKS[4:])))
    assert read.all("table") == []
    assert "1 not assessed" in read.words
    assert "Money falls short" in read.words


def test_words_of_people_stay_words():
    html = page(mapped([MappedRisk(HOSTILE, HOSTILE, 1, 1, 1, 1, '/"><script>'), MappedRisk("x", HOSTILE)]))
    assert "<script" not in html
    assert "<b " not in html
    assert "style=" not in html


def shades():
    css = (Path(settings.BASE_DIR) / "static" / "css" / "governance.css").read_text()
    return [
        re.search(rf"\.app-risk__cell--{shade} {{ background: (#\w{{6}})", css)[1] for shade in range(SHADES)
    ]


def test_text_is_legible_on_every_shade_and_shades_fall_in_grey():
    found = shades()
    assert all(contrast_ratio(INK, shade) >= LEAST_TEXT_CONTRAST for shade in found)
    steps = [contrast_ratio(one, other) for one, other in pairwise(found)]
    assert all(step >= 1.25 for step in steps)
    assert [contrast_ratio(INK, shade) for shade in found] == sorted(
        (contrast_ratio(INK, shade) for shade in found), reverse=True
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"bands": ()}, "rise from a score of 1"),
        ({"bands": (Band("High", 2),)}, "rise from a score of 1"),
        ({"bands": (Band("Low", 1), Band("High", 8), Band("Mid", 4))}, "rise from a score of 1"),
        ({"impact_words": ["Minor"]}, "five words"),
        ({"risks": (RISKS[0], RISKS[0])}, "same reference"),
        ({"risks": (MappedRisk("R9", "r", 6, 1),)}, "1 to 5"),
        ({"risks": (MappedRisk("R9", "r", 1, 1, 0, 1),)}, "1 to 5"),
    ],
)
def test_what_cannot_be_mapped_is_refused(given, said):
    with pytest.raises(ValueError, match=said):
        mapped(**given)
    assert mapped().risks == RISKS
