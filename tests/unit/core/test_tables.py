"""Tables: escaped cells, headings for phones, unknown values apart from numbers, and addresses that carry the view."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string

from commissioning.core.comparison import Verdict, compare
from commissioning.core.components import Link, PageLink, Tag, Tone
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.money import Basis, Money, Qualifier, parse_money, total
from commissioning.core.tables import (
    Cell,
    Column,
    Row,
    Table,
    chosen_sort,
    pagination_of,
    query_with,
    sorted_columns,
)
from commissioning.core.values_html import date_cell, link_cell, links_cell, money_cell, verdict_tag
from tests.unit.core.page_reader import Reader

HOSTILE = "<script>alert('x')</script>\"&"
COLUMNS = (Column("Service", key="name"), Column("Value", key="value", numeric=True), Column("State"))


def drawn(table: Table) -> Reader:
    return Reader(render_to_string("components/app-table.html", {"table": table}))


def one_row(*cells: Cell, columns=COLUMNS, **options) -> Reader:
    return drawn(Table("Services", columns, (Row(cells),), **options))


class TestCells:
    @pytest.mark.parametrize(
        "cell",
        [
            Cell(HOSTILE),
            Cell("x", note=HOSTILE),
            Cell("x", words=HOSTILE),
            Cell("x", href=f"/?q={HOSTILE}"),
            Cell(tags=(Tag(HOSTILE, Tone.ALERT),)),
            Cell(links=(Link(HOSTILE, HOSTILE, HOSTILE),)),
            Cell(chart=HOSTILE),
            Cell("x", sort_value=HOSTILE),
        ],
    )
    def test_words_of_people_stay_words(self, cell):
        reader = one_row(cell, Cell("y"), Cell("z"))
        assert reader.all("script") == []

    def test_an_unknown_amount_is_a_chip_with_its_word_and_sorts_apart_from_numbers(self):
        reader = one_row(Cell("Portage"), money_cell(parse_money("TBC")), Cell(""))
        assert {"class": "app-unknown"} in reader.all("span")
        assert "TBC" in reader.words
        assert "data-sort-value" not in reader.all("td")[0]

    def test_a_known_amount_is_as_printed_and_sorts_by_its_pounds(self):
        cell = money_cell(parse_money("~£20.5m"))
        assert (cell.text, cell.sort_value, cell.unknown) == ("~£20.5m", "20500000.00", False)

    def test_a_blank_amount_still_says_something(self):
        assert money_cell(parse_money("")).text != ""

    def test_an_amount_printed_without_its_unit_says_how_it_is_read(self):
        as_printed = Money("0.87", Decimal(870_000), Qualifier.EXACT)
        assert (money_cell(as_printed).text, money_cell(as_printed).note) == ("0.87", "read as £0.87m")
        assert money_cell(as_printed, note="para 4.4").note == "para 4.4"

    def test_a_total_keeps_known_money_and_unknown_lines_apart(self):
        cell = money_cell(total([parse_money("£11.6m"), parse_money("£0.87m"), parse_money("TBC")]))
        assert cell.text == "£12.47m"
        assert [tag.text for tag in cell.tags] == ["1 of 3 lines TBC"]

    def test_a_total_of_which_nothing_is_known_is_a_chip_and_never_nought(self):
        cell = money_cell(total([parse_money("TBC")] * 3))
        assert (cell.text, cell.unknown, cell.sort_value) == ("not known (3 of 3 TBC)", True, "")

    def test_a_total_of_no_lines_says_so(self):
        cell = money_cell(total([]))
        assert (cell.text, cell.unknown) == ("no lines", False)

    def test_dates_sort_by_their_first_day_and_undated_ones_are_chips(self):
        autumn = FuzzyDate(
            "Autumn 2013", date(2013, 9, 1), date(2013, 11, 30), Precision.SEASON, DateStatus.STATED
        )
        assert date_cell(autumn).sort_value == "2013-09-01"
        assert date_cell(autumn, overdue=True).tags == (Tag("Overdue", Tone.ALERT),)
        awaited = date_cell(FuzzyDate("", None, None, Precision.NONE, DateStatus.AWAITED))
        assert (awaited.text, awaited.unknown, awaited.sort_value) == ("awaited", True, "")

    def test_every_verdict_has_words_and_none_rests_on_colour(self):
        tags = [verdict_tag(verdict) for verdict in Verdict]
        assert [tag.text for tag in tags] == [
            "Nothing to compare", "Reconciles", "Met", "Differs", "Cannot reconcile", "Cannot be judged yet",
        ]  # fmt: skip

    def test_a_comparison_gives_its_verdict(self):
        assert verdict_tag(compare([parse_money("~£12m")], [parse_money("£13.7m")])).text == "Differs"

    def test_a_comparison_across_bases_says_so_with_its_verdict(self):
        stated = parse_money("~£12m", basis=Basis.TOTAL_CONTRACT_VALUE)
        assert verdict_tag(compare([stated], [parse_money("£13.7m")])).text == "Differs, across bases"

    def test_several_links_stand_in_one_cell(self):
        reader = one_row(Cell("x"), Cell("y"), links_cell(Link("Edit", "/1", "CAMHS"), Link("History", "/2")))
        assert [a["href"] for a in reader.all("a")] == ["/1", "/2"]
        assert "Edit CAMHS" in reader.words


class TestTable:
    def test_each_cell_repeats_its_heading_for_phones_without_saying_it_twice(self):
        reader = one_row(link_cell("CAMHS", "/camhs"), Cell("£12.3m"), Cell("In scope"))
        headings = [attrs for attrs in reader.all("span") if attrs.get("class") == "nhsuk-table__heading"]
        assert len(headings) == 2  # the first cell is the row's header
        assert all(attrs["aria-hidden"] == "true" for attrs in headings)

    def test_the_first_cell_is_the_header_of_its_row_unless_it_is_said_not_to_be(self):
        cells = (Cell("a"), Cell("b"), Cell("c"))
        assert [h["scope"] for h in one_row(*cells).all("th")] == ["col", "col", "col", "row"]
        assert len(one_row(*cells, row_header=False).all("td")) == 3

    def test_a_table_without_rows_is_a_sentence_and_not_an_empty_table(self):
        reader = drawn(Table("Discrepancies", COLUMNS, (), empty="None open at this date."))
        assert reader.all("table") == []
        assert "Discrepancies: None open at this date." in reader.words

    def test_a_row_of_another_width_is_refused(self):
        with pytest.raises(ValueError, match="“Services”: every row needs 3 cells"):
            Table("Services", COLUMNS, (Row((Cell("a"),)),))
        with pytest.raises(ValueError, match="3 cells"):
            Table("Services", COLUMNS, (), foot=Row((Cell("a"),)))

    def test_totals_stand_in_a_foot(self):
        reader = one_row(Cell("a"), Cell("b"), Cell("c"), foot=Row((Cell("All"), Cell("£1m"), Cell(""))))
        assert len(reader.all("tfoot")) == 1

    def test_columns_sorted_on_the_server_are_links_and_say_which_way(self):
        columns = sorted_columns(COLUMNS, QueryDict("sort=-value&phase=2&page=3"), default="name")
        reader = one_row(Cell("a"), Cell("b"), Cell("c"), columns=columns)
        assert [h.get("aria-sort") for h in reader.all("th")[:3]] == [None, "descending", None]
        assert [a["href"] for a in reader.all("a")] == ["?sort=name&phase=2", "?sort=value&phase=2"]

    def test_a_highlighted_row_and_an_id_can_be_linked_to(self):
        table = Table("T", (Column("A"),), (Row((Cell("a"),), id="row-7", highlight=True),))
        assert {"class": "nhsuk-table__row app-row--highlight", "role": "row", "id": "row-7"} in drawn(
            table
        ).all("tr")


class TestSorting:
    def test_a_click_sorts_upwards_and_a_second_downwards(self):
        first = sorted_columns(COLUMNS, QueryDict(""), default="name")
        assert (first[0].sort, first[0].sort_url) == ("ascending", "?sort=-name")
        assert (first[1].sort, first[1].sort_url) == ("none", "?sort=value")
        assert first[2].sort_url == ""  # no key: not sortable

    @pytest.mark.parametrize("asked", ["password", "-", "", "name;drop", "--name"])
    def test_only_a_column_can_be_asked_for(self, asked):
        assert chosen_sort(QueryDict(f"sort={asked}"), COLUMNS, "-value") == ("value", True)

    def test_without_any_sortable_column_nothing_is_chosen(self):
        assert chosen_sort(QueryDict("sort=name"), (Column("State"),), "") == ("", False)


class TestAddresses:
    def test_a_change_keeps_the_rest_of_the_view(self):
        params = QueryDict("q=nurse&phase=1&phase=2&empty=&page=4")
        assert query_with(params, page=None) == "?q=nurse&phase=1&phase=2"
        assert query_with(params, phase=3, page=1) == "?q=nurse&phase=3&page=1"

    def test_an_address_without_parameters_still_replaces_the_old_ones(self):
        assert query_with(QueryDict("page=2"), page=None) == "?"

    def test_words_are_encoded(self):
        assert query_with(QueryDict(""), q="a&b=c d") == "?q=a%26b%3Dc+d"


class TestPages:
    def test_a_page_in_the_middle(self):
        page = Paginator(range(314), 50).page(2)
        pagination = pagination_of(page, QueryDict("q=x&page=2"), "services")
        assert pagination.summary == "Showing 51 to 100 of 314 services"
        assert (pagination.previous_url, pagination.next_url) == ("?q=x", "?q=x&page=3")
        assert PageLink(2, "?q=x&page=2", current=True) in pagination.pages
        assert PageLink(0) in pagination.pages  # the gap before the last page

    def test_one_page_has_no_links(self):
        pagination = pagination_of(Paginator(range(16), 50).page(1), QueryDict(""), "services")
        assert (pagination.summary, pagination.pages) == ("Showing all 16 services", ())

    def test_nothing_found(self):
        assert pagination_of(Paginator([], 50).page(1), QueryDict(""), "services").summary == "No services"

    def test_large_numbers_have_separators(self):
        page = Paginator(range(12_345), 1000).page(2)
        assert pagination_of(page, QueryDict("")).summary == "Showing 1,001 to 2,000 of 12,345 rows"
