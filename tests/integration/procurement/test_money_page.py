"""Money: the paper's figures, each leading to exactly its rows, and bases that are never added silently."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from tests.factories import (
    BudgetLineFactory,
    CommissionerCodeFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    StatedValueFactory,
    StatedValueReadingFactory,
    cite,
    service_in_scope,
)

from .pages import open_page, signed_in, signed_in_as

MONEY = "/programmes/hampshire/money/"
LINES = f"{MONEY}lines/"
ON = "on=2018-12-13"


@pytest.fixture(scope="module")
def analyst(hampshire):
    return signed_in_as("analyst@example.org")


@pytest.fixture(scope="module")
def page(analyst):
    return open_page(analyst, f"{MONEY}?{ON}")


def total_of(page):
    found = re.search(r'id="total">(.*?)</p>', page.html)
    assert found
    return found[1].removesuffix(".")


# --- Hampshire ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "stated", "known", "difference", "verdict"),
    [
        (0, "~£20.5m", "£20.95m", "+£0.45m", "Differs"),
        (1, "approximately £20.5m", "£20.95m", "+£0.45m", "Differs"),
        (2, "~£13m", "£12.47m 2 of 8 lines not known", "−£0.53m", "Cannot be judged yet"),
        (3, "£13m", "£11.60m 1 of 6 lines not known", "−£1.40m", "Cannot be judged yet"),
        (4, "£0.87m", "£0.87m 1 of 2 lines not known", "£0", "Cannot be judged yet"),
        (5, "~£12m", "£13.70m 1 of 4 lines not known", "+£1.70m", "Cannot reconcile"),
        (6, "£12m p.a.", "£13.70m 1 of 4 lines not known", "+£1.70m", "Cannot reconcile"),
        (7, "£12m p.a.", "£12.30m", "+£0.30m", "Reconciles"),
        (8, "over £45m p.a.", "£47.12m 3 of 14 lines not known", "£2.12m headroom above the floor", "Met"),
    ],
)
def test_stated_values_against_their_lines(page, place, stated, known, difference, verdict):
    row = page.tables[0][place]
    assert row[0].startswith(stated + " ")
    assert row[2] == known
    assert row[3] == difference
    assert row[4] == f"{verdict}, across bases"
    assert row[5].endswith("The amounts are not all stated for one basis and year.")
    assert "para" in row[6]


def test_an_ambiguous_value_has_a_row_for_each_reading(page):
    first, second = page.tables[0][6:8]
    assert "Ambiguous read as: Phase 3, every service" in first[1]
    assert "Ambiguous read as: Phase 3, the CAMHS service alone" in second[1]


def test_bounds_are_printed(page):
    assert "stands for £20.45m to £20.55m" in page.tables[0][0][0]
    assert "stands for £865,000 to £875,000" in page.tables[0][4][0]
    assert "stands for anything above £45.00m" in page.tables[0][8][0]


def test_what_one_places_values_add_up_to(page):
    sums = {(row[0].split(" ~")[0].split(" £")[0].split(" approx")[0], row[2]): row for row in page.tables[1]}
    assert sums["para 2.4", "The whole programme"][1] == "about £45.50m"
    assert sums["para 4.4", "The whole programme"][1] == "about £46.37m"
    assert sums["para 4.4", "Phase 2"][1] == "about £13.87m"
    assert sums["para 4.4", "Phase 2"][4] == "−£1.40m"


def test_tiles(page):
    assert "Budget lines come to £47.12m 11 of 14 lines have an amount" in page.words
    assert (
        "Added since September 2018 £17.10m 8 services, 7 lines; 2 not known; 36.29% of the known £47.12m"
        in page.words
    )
    assert "Amount not known 3 lines Wheel chair assessment; Portage; Behaviour support" in page.words


def test_totals(page):
    commissioner, phase, year, basis = (
        {row[0].split(" Budget for")[0]: row[1:] for row in table} for table in page.tables[2:]
    )
    assert {name.split(" –")[0]: row for name, row in commissioner.items()} == {
        "PH HCC": ["£19.50m", "none", "1 lines of PH HCC – Hampshire County Council Public Health"],
        "NHS E": ["£1.45m", "none", "1 lines of NHS E – NHS England"],
        "CCG": ["£25.30m", "1 TBC", "9 lines of CCG – Hampshire CCGs"],
        "HCC CS": ["£0.87m", "2 TBC", "3 lines of HCC CS – Hampshire County Council Children's Services"],
    }
    assert [row[0] for row in phase.values()] == ["£20.95m", "£12.47m", "£13.70m"]
    assert year["2020/21"][:2] == ["£47.12m", "3 TBC"]
    assert [row[:2] for row in basis.values()] == [["£47.12m", "3 TBC"]]


def test_every_figure_opens_exactly_its_rows(analyst, page):
    seen = 0
    for table, links in zip(page.tables, page.links, strict=True):
        for row, cells in zip(table, links, strict=True):
            for text, hrefs in zip(row, cells, strict=True):
                for href in hrefs:
                    if "/money/lines/" not in href:
                        continue
                    seen += 1
                    assert "on=2018-12-13" in href
                    total = total_of(open_page(analyst, href))
                    known = re.match(r"£[\d.]+m", text)
                    unknown = re.match(r"(\d+) TBC$", text)
                    count = re.match(r"(\d+) lines of", text)
                    assert known or unknown or count, text
                    if known:
                        assert total.split(",")[0] == known[0], (text, href, total)
                    if unknown:
                        assert f"{unknown[1]} of " in total, (text, href, total)
                    if count:
                        shown = open_page(analyst, href).tables[0]
                        assert len([row for row in shown if "HAM-BL-" in row[0]]) == int(count[1])
    assert seen >= 30


def test_the_tiles_open_their_rows(analyst, page):
    hrefs = re.findall(r'app-tile__link"><a href="([^"]+)"', page.html)
    totals = [total_of(open_page(analyst, href.replace("&amp;", "&"))) for href in hrefs]
    assert totals == ["£47.12m, 3 of 14 lines TBC", "£17.10m, 2 of 7 lines TBC", "Not known (3 of 3 TBC)"]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", "£47.12m, 3 of 14 lines TBC"),
        ("phase=1", "£20.95m"),
        ("phase=2", "£12.47m, 2 of 8 lines TBC"),
        ("commissioner=CCG", "£25.30m, 1 of 9 lines TBC"),
        ("phase=2&commissioner=CCG", "£11.60m, 1 of 6 lines TBC"),
        ("status=confirmed", "£47.12m"),
        ("status=tbc", "Not known (3 of 3 TBC)"),
        ("amount=unknown", "Not known (3 of 3 TBC)"),
        ("amount=known", "£47.12m"),
        ("added=September+2018", "£17.10m, 2 of 7 lines TBC"),
        ("added=yes", "£17.10m, 2 of 7 lines TBC"),
        ("service=HAM-SVC-02", "£19.50m"),
        ("shared=yes", "£22.50m"),
        ("shared=no", "£24.62m, 3 of 12 lines TBC"),
        ("basis=budget_year&year=2020/21", "£47.12m, 3 of 14 lines TBC"),
        ("basis=per_annum", "No lines"),
        ("funders=several", "No lines"),
    ],
)
def test_lines_by_filter(analyst, query, total):
    assert total_of(open_page(analyst, f"{LINES}?{ON}&{query}")) == total


def test_a_line_says_what_was_read_into_its_figure(analyst):
    page = open_page(analyst, f"{LINES}?{ON}&service=HAM-SVC-07")
    (line, foot) = page.tables[0]
    assert line[4] == "0.87 read as £0.87m; budget for a year, 2020/21"
    assert line[6].startswith("Appendix B (table), Appendix B (stage diagram)")
    assert foot[4] == "£0.87m"


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("amount", "Continence", "Behaviour support"),
        ("-amount", "Health visiting", "Behaviour support"),
        ("label", "Behaviour", "Wheel chair"),
    ],
)
def test_lines_sort_with_the_unknown_last(analyst, sort, first, last):
    rows = open_page(analyst, f"{LINES}?{ON}&sort={sort}").tables[0][:-1]
    assert rows[0][0].startswith(first)
    assert rows[-1][0].startswith(last)


@pytest.mark.parametrize(
    ("email", "may_settle", "may_take"),
    [
        ("finance@example.org", True, True),
        ("manager@example.org", True, True),
        ("analyst@example.org", False, True),
        ("board@example.org", False, False),
        ("commissioner@example.org", False, True),
    ],
)
def test_who_may_settle_and_take_away(hampshire, email, may_settle, may_take):
    page = open_page(signed_in_as(email), f"{LINES}?{ON}")
    assert page.html.count("/settle/") == (3 if may_settle else 0)
    assert ("budget_lines.csv" in page.html) is may_take
    assert ("reconciliation.csv" in open_page(signed_in_as(email), MONEY).html) is may_take


# --- any programme ------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(db):
    """Two bases, two years, several funders of one line, none of another, a nil, and an amount without a basis."""
    programme = ProgrammeFactory()
    phase = ProcurementPhaseFactory(programme=programme, number=1)
    ccg, council = OrganisationFactory(name="CCG of A"), OrganisationFactory(name="Council of A")
    CommissionerCodeFactory(programme=programme, organisation=ccg, code="CCG")
    make = {"programme": programme, "phase": phase}
    BudgetLineFactory(**make, money="£1m p.a.", funders=[ccg], label="A")
    BudgetLineFactory(**make, money="£2m in 2020/21", funders=[council], label="B")
    BudgetLineFactory(**make, money="£4m in 2021/22", funders=[ccg, council], label="C")
    BudgetLineFactory(programme=programme, phase=None, money="TBC", label="D")
    BudgetLineFactory(**make, money="nil", funders=[ccg], label="E", status="confirmed")
    return programme


def test_several_bases_are_never_added_silently(mixed):
    client = signed_in(Role.ANALYST, mixed)
    url = f"/programmes/{mixed.key}/money/"
    page = open_page(client, url)
    assert "bases, not added" in page.words
    assert "£7.00m" not in page.words
    assert "Add them together all the same" in page.words
    combined = open_page(client, f"{url}?combine=1")
    assert "Added across bases, because you chose to" in combined.words
    assert "£7.00m" in combined.words
    assert "Show one total for each basis" in combined.words


def test_a_line_of_several_funders_counts_once(mixed):
    page = open_page(signed_in(Role.ANALYST, mixed), f"/programmes/{mixed.key}/money/?combine=1")
    by_commissioner = page.tables[-4]
    labels = [row[0] for row in by_commissioner]
    assert [label for label in labels if label.startswith("Several funders, shares not stated")]
    assert labels[-1].startswith("Funder not stated")
    known = {row[0][:9]: row[1] for row in by_commissioner}
    assert (known["CCG – CCG"], known["Council o"], known["Several f"]) == ("£1.00m", "£2.00m", "£4.00m")


@pytest.mark.parametrize("combine", ["", "?combine=1"])
def test_mixed_figures_open_exactly_their_rows(mixed, combine):
    client = signed_in(Role.ANALYST, mixed)
    page = open_page(client, f"/programmes/{mixed.key}/money/{combine}")
    checked = 0
    for table, links in zip(page.tables[-4:], page.links[-4:], strict=True):
        for row, cells in zip(table, links, strict=True):
            lines = int(row[3].split()[0])
            (href,) = set(cells[3])
            behind = open_page(client, href)
            assert len([cell for cell in behind.first_column if not cell.startswith("Total")]) == lines
            if row[1].startswith("£"):
                assert total_of(behind).startswith(row[1]), (row, total_of(behind))
                checked += 1
    assert checked >= 8


def test_the_choice_to_combine_is_printed_on_the_lines_too(mixed):
    client = signed_in(Role.ANALYST, mixed)
    url = f"/programmes/{mixed.key}/money/lines/"
    assert "so each basis has its own total" in open_page(client, url).words
    combined = open_page(client, f"{url}?combine=1")
    assert total_of(combined).startswith("£7.00m, 1 of 5 lines TBC, across")
    assert "Added across bases, because you chose to" in combined.words


def test_lines_without_phase_or_funder_are_found(mixed):
    client = signed_in(Role.ANALYST, mixed)
    url = f"/programmes/{mixed.key}/money/lines/"
    assert [cell[:2] for cell in open_page(client, f"{url}?phase=none").first_column[:-1]] == ["D "]
    assert [cell[:2] for cell in open_page(client, f"{url}?funders=none").first_column[:-1]] == ["D "]
    assert [cell[:2] for cell in open_page(client, f"{url}?funders=several").first_column[:-1]] == ["C "]


@pytest.mark.django_db
def test_an_empty_programme_says_so():
    programme = ProgrammeFactory()
    client = signed_in(Role.ANALYST, programme)
    page = open_page(client, f"/programmes/{programme.key}/money/")
    assert "No lines" in page.words
    assert "No paper states a value for this programme or a part of it." in page.words
    assert "£0" not in page.words
    lines = open_page(client, f"/programmes/{programme.key}/money/lines/")
    assert "No budget lines yet" in lines.words
    assert total_of(lines) == "No lines"


@pytest.mark.django_db
def test_a_stated_value_that_nobody_read_is_still_shown():
    programme = ProgrammeFactory()
    StatedValueFactory(programme=programme, money="TBC", covers="phase 4")
    page = open_page(signed_in(Role.ANALYST, programme), f"/programmes/{programme.key}/money/")
    (row,) = page.tables[0]
    assert row[4] == "Nothing to compare"
    assert "Nobody has recorded which budget lines this value covers." in row[5]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stated", "line", "bounds", "known", "difference", "verdict"),
    [
        (
            "under £5m",
            "£4m",
            "anything below £5.00m",
            "£4.00m",
            "£1.00m headroom inside the limit",
            "Reconciles",
        ),
        ("£3m to £5m", "£4m", "£3.00m to £5.00m", "£4.00m", "£0", "Reconciles"),
        ("£4,000,000", "£4,000,000", "", "£4.00m", "£0", "Reconciles"),
        ("over £5m", "£4m", "anything above £5.00m", "£4.00m", "−£1.00m", "Differs"),
        (
            "~£5m",
            "TBC",
            "£4.50m to £5.50m",
            "not known 1 of 1 lines not known",
            "– no difference to state",
            "Cannot be judged yet",
        ),
    ],
)
def test_limits_ranges_and_unknown_lines(stated, line, bounds, known, difference, verdict):
    programme = ProgrammeFactory()
    BudgetLineFactory(programme=programme, phase=None, money=line)
    value = StatedValueFactory(programme=programme, money=stated)
    StatedValueReadingFactory(stated_value=value)
    page = open_page(signed_in(Role.ANALYST, programme), f"/programmes/{programme.key}/money/")
    (row,) = page.tables[0]
    assert (row[2], row[3]) == (known, difference)
    assert row[4].startswith(verdict)
    assert (f"stands for {bounds}" in row[0]) if bounds else ("stands for" not in row[0])


@pytest.mark.django_db
def test_a_reading_without_lines_leads_nowhere():
    programme = ProgrammeFactory()
    value = StatedValueFactory(programme=programme, money="£5m")
    StatedValueReadingFactory(stated_value=value, commissioner=OrganisationFactory())
    page = open_page(signed_in(Role.ANALYST, programme), f"/programmes/{programme.key}/money/")
    assert page.tables[0][0][2] == "no lines"
    assert page.links[0][0][2] == []


@pytest.mark.django_db
def test_another_programme_is_not_found():
    own, other = ProgrammeFactory(), ProgrammeFactory()
    client = signed_in(Role.FINANCE_LEAD, own)
    for page in ("money/", "money/lines/"):
        assert client.get(f"/programmes/{other.key}/{page}").status_code == 404
        assert client.get(f"/programmes/{own.key}/{page}").status_code == 200


@pytest.mark.django_db
def test_queries_do_not_depend_on_rows():
    programme = ProgrammeFactory()
    client = signed_in(Role.FINANCE_LEAD, programme)
    few, many = (_queries(client, programme, count) for count in (1, 15))
    assert few == many


def _queries(client, programme, count):
    for _ in range(count):
        phase, funder = ProcurementPhaseFactory(programme=programme), OrganisationFactory()
        service = service_in_scope(funder, programme=programme, phase=phase, added="September 2018")
        cite(BudgetLineFactory(programme=programme, phase=phase, services=[service], funders=[funder]))
        value = StatedValueFactory(programme=programme)
        cite(value)
        StatedValueReadingFactory(stated_value=value, phase=phase, commissioner=funder)
    counts = []
    for page in ("money/", "money/lines/"):
        url = f"/programmes/{programme.key}/{page}"
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    return counts
