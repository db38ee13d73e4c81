"""Stacked values: Hampshire's known lines beside what the paper states (HWB report para 2.4, Appendix B)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.charts import NARROW, WIDE, Funder, StackedValues, StackRow, draw_one
from commissioning.core.money import Money, Qualifier, parse_money
from tests.unit.core import svg

FUNDERS = (
    Funder("PH HCC", "Public Health"),
    Funder("NHS E", "NHS England"),
    Funder("CCG", "Hampshire CCGs"),
    Funder("HCC CS", "Children’s Services"),
)
PHASE_1 = StackRow(
    "Phase 1", {"PH HCC": Decimal(19500000), "NHS E": Decimal(1450000)}, 0, parse_money("~£20.5m")
)
PHASE_2 = StackRow("Phase 2", {"CCG": Decimal(11600000), "HCC CS": Decimal(870000)}, 2, parse_money("~£13m"))
PHASE_3 = StackRow("Phase 3", {"CCG": Decimal(13700000)}, 1, parse_money("~£12m"))


def chart(*rows: StackRow, funders=FUNDERS) -> StackedValues:
    return StackedValues("v", "Known lines", "What it shows", rows, funders)


def hampshire(width: int = WIDE):
    return chart(PHASE_1, PHASE_2, PHASE_3).at(width)


def x_of_line(path: str) -> float:
    return float(path.removeprefix("M").split()[0])


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_totals_and_unknowns_are_printed_beside_each_bar(width):
    rows = hampshire(width).rows
    assert [row.total.text for row in rows] == ["£20.95m", "£12.47m", "£13.70m"]
    long, short = ["", "2 lines to be confirmed", "1 line to be confirmed"], ["", "2 TBC", "1 TBC"]
    assert [row.note.text if row.note else "" for row in rows] == (long if width == WIDE else short)
    assert [row.chip is not None for row in rows] == [False, True, True]


def test_lengths_are_in_proportion_to_money():
    public_health, nhs_england = hampshire().rows[0].segments
    assert float(public_health.w) / float(nhs_england.w) == pytest.approx(19.5 / 1.45, rel=0.01)
    assert float(nhs_england.x) == pytest.approx(float(public_health.x) + float(public_health.w), abs=0.2)


def test_an_unknown_adds_nothing_to_a_bar():
    settled = StackRow("All known", PHASE_2.known, 0, PHASE_2.stated)
    with_unknown, without = chart(PHASE_2, settled).at(WIDE).rows
    assert [part.w for part in with_unknown.segments] == [part.w for part in without.segments]
    assert with_unknown.total.text == without.total.text


def test_the_black_line_stands_at_the_stated_value_and_its_bracket_at_how_far_it_is_rounded():
    row = hampshire().rows[1]
    ccg = row.segments[0]
    per_million = float(ccg.w) / 11.6
    assert x_of_line(row.stated) == pytest.approx(float(ccg.x) + 13 * per_million, abs=0.3)
    left = x_of_line(row.bracket)
    right = float(row.bracket.split("H")[1].split("V")[0])
    assert (left, right) == pytest.approx(
        (float(ccg.x) + 12.5 * per_million, float(ccg.x) + 13.5 * per_million), abs=0.3
    )


def test_over_points_right_and_under_points_left_because_neither_has_another_end():
    def bracket(stated: str) -> tuple[float, float]:
        path = (
            chart(StackRow("All", {"CCG": Decimal(47120000)}, 3, parse_money(stated)))
            .at(WIDE)
            .rows[0]
            .bracket
        )
        return x_of_line(path), float(path.split("H")[1].split("M")[0])

    start, tip = bracket("over £45m")
    assert tip > start
    start, tip = bracket("under £45m")
    assert tip < start


def test_a_figure_printed_in_full_has_no_bracket():
    row = chart(StackRow("All", {"CCG": Decimal(685000)}, 0, parse_money("£685,000"))).at(WIDE).rows[0]
    assert row.stated != ""
    assert row.bracket == ""


def test_a_stated_value_that_is_unknown_draws_no_line_and_no_note():
    drawing = chart(StackRow("All", {"CCG": Decimal(1000000)}, 0, parse_money("TBC"))).at(WIDE)
    assert drawing.rows[0].stated == ""
    assert drawing.notes == []


def test_a_row_of_which_nothing_is_known_says_so_and_never_prints_nought():
    drawing = chart(PHASE_1, StackRow("Phase 4", {}, 3)).at(WIDE)
    assert drawing.rows[1].total.text == "Not known"
    assert drawing.rows[1].segments == []


def test_every_part_is_named_with_its_funder_and_amount_inside_or_beneath():
    row = hampshire().rows[0]
    assert row.segments[0].label == "PH HCC £19.50m"
    assert row.segments[1].label == ""
    assert [words.text for words in row.small] == ["↑ NHS E £1.45m"]


def test_words_in_a_bar_keep_clear_of_the_black_line():
    for drawing in (hampshire(WIDE), hampshire(NARROW)):
        for row in drawing.rows:
            at = x_of_line(row.stated)
            for segment in (segment for segment in row.segments if segment.label):
                half = len(segment.label) * 6 / 2  # letters of 12 px are about 6 wide
                assert not float(segment.text_x) - half < at < float(segment.text_x) + half


def test_a_fifth_funder_gets_a_pattern_so_that_greyscale_tells_it_from_the_first():
    funders = (*FUNDERS, Funder("ICB", "Integrated care board"))
    drawing = draw_one(
        chart(StackRow("All", {"PH HCC": Decimal(5_000_000), "ICB": Decimal(5_000_000)}), funders=funders)
    )
    fills = [node.attrib["fill"] for node in svg.elements(drawing, "rect") if node.attrib["height"] == "32"]
    assert fills == ["#12314f", "url(#v-p5)"]
    assert 'id="v-p5"' in drawing


def test_a_funder_without_a_legend_entry_is_refused_by_name():
    with pytest.raises(ValueError, match="ICB"):
        chart(StackRow("All", {"ICB": Decimal(1)}))


def test_a_chart_without_rows_still_draws():
    assert svg.outside(draw_one(chart())) == []


AMOUNTS = st.decimals(min_value=0, max_value=90_000_000, places=2)
STATED = st.none() | st.builds(
    lambda amount, qualifier: Money("", amount, qualifier),
    AMOUNTS,
    st.sampled_from([Qualifier.EXACT, Qualifier.APPROX, Qualifier.OVER, Qualifier.UNDER]),
)
CODES = [f"F{number}" for number in range(1, 10)]
NAMES = st.text(st.sampled_from("abcdefgh MW&<>’1"), min_size=1, max_size=50).map(
    lambda text: text.strip() or "x"
)
ROWS = st.lists(
    st.builds(
        StackRow,
        NAMES,
        st.dictionaries(st.sampled_from(CODES), AMOUNTS, max_size=9),
        st.integers(0, 12),
        STATED,
    ),
    max_size=5,
)


@given(ROWS, st.lists(NAMES, min_size=9, max_size=9), st.sampled_from([WIDE, NARROW]))
def test_no_label_ever_overprints_another_or_leaves_the_drawing(rows, names, width):
    funders = [Funder(code, name) for code, name in zip(CODES, names, strict=True)]
    drawing = draw_one(StackedValues("v", "T", "D", rows, funders), width)
    assert svg.collisions(drawing) == []
    assert svg.outside(drawing) == []


@given(ROWS, st.sampled_from([WIDE, NARROW]))
def test_every_known_part_is_drawn_and_named_once(rows, width):
    funders = [Funder(code, code) for code in CODES]
    for row, drawn in zip(rows, StackedValues("v", "T", "D", rows, funders).at(width).rows, strict=True):
        assert len(drawn.segments) == sum(amount > 0 for amount in row.known.values())
        assert len([s for s in drawn.segments if s.label]) + len(drawn.small) == len(drawn.segments)
