"""What is asked of a table is answered, or refused by name; nothing is ignored, nothing hidden is let out."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.cache import cache

from commissioning.core.access import Role
from commissioning.exchange.api.tables import PROGRAMME_TABLES
from tests.factories.people import person_with
from tests.integration.exchange.api.asking import READ, Program, assert_problem, program_of, somebody

pytestmark = [pytest.mark.django_db]
SERVICES = "programmes/hampshire/services/"
LINES = "programmes/hampshire/budget_lines/"
MILESTONES = "programmes/hampshire/milestones/"
DAY = "as_at=2018-12-13"


@pytest.fixture(autouse=True)
def fresh_counts(db):
    cache.clear()


@pytest.fixture
def manager(derby) -> Program:
    return somebody("manager@example.org", READ)


def results(program, address):
    answer = program.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.json()["results"]


def references(program, address):
    return [each["reference"] for each in results(program, address)]


# --- what is there ----------------------------------------------------------------------------------------------------


def test_the_index_leads_to_everything(manager):
    index = manager.get("").json()
    programmes = manager.get(index["programmes"]).json()["results"]
    assert {"derby", "hampshire"} <= {each["key"] for each in programmes}
    programme = manager.get(programmes[0]["url"]).json()
    assert {each["name"] for each in programme["tables"]} == set(PROGRAMME_TABLES)
    for each in programme["tables"]:
        assert manager.get(f"{each['url']}?limit=1").status_code == 200, each["name"]
        cache.clear()
    assert manager.get(index["openapi"]).json()["openapi"] == "3.1.0"
    assert manager.get(index["organisations"]).json()["count"] > 5


def test_every_row_of_every_table_that_has_an_address_is_found_there(manager):
    for name in PROGRAMME_TABLES:
        for key in ("hampshire", "derby"):
            cache.clear()
            found = results(manager, f"programmes/{key}/{name}/?limit=1000")
            addresses = [each["url"] for each in found if "url" in each]
            assert len(set(addresses)) == len(addresses), f"{name} repeats a key"
            for address in addresses[:2]:
                assert manager.get(address).json() == next(row for row in found if row["url"] == address)


def test_values_are_typed_and_an_empty_cell_is_null_with_its_marker_beside(manager):
    row = next(each for each in results(manager, f"{LINES}?{DAY}&amount__isnull=true"))
    assert row["amount"] is None
    assert row["amount_marker"].startswith("[")
    known = results(manager, f"{LINES}?{DAY}&amount__isnull=false")[0]
    assert isinstance(known["amount"], str)
    assert Decimal(known["amount"]) > 0
    assert known["position_at"] == "2018-12-13"
    assert isinstance(known["illustrative"], bool)


def test_as_at_gives_the_rows_of_the_day(manager):
    then = manager.get(f"{MILESTONES}?{DAY}").json()
    now = manager.get(MILESTONES).json()
    assert then["as_at"] == "2018-12-13"
    assert {each["position_at"] for each in then["results"]} == {"2018-12-13"}
    assert {each["position_at"] for each in now["results"]} == {now["as_at"]}


def test_json_and_csv_hold_the_same_rows(manager):
    answer = manager.get(f"{LINES}?{DAY}&format=csv&order=-reference")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="hampshire-budget-lines-2018-12-13.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    as_json = results(manager, f"{LINES}?{DAY}&order=-reference")
    assert [row["Reference"] for row in rows] == [row["reference"] for row in as_json]
    assert [row["Amount"] for row in rows] == [row["amount"] or "" for row in as_json]
    by_header = manager.get(f"{LINES}?{DAY}&order=-reference", Accept="text/csv")
    assert by_header.content == answer.content
    two = manager.get(f"{LINES}?{DAY}&format=csv&limit=2&fields=reference,amount")
    assert two.content.decode("utf-8-sig").splitlines()[0] == "Reference,Amount"
    assert len(two.content.splitlines()) == 3
    assert 'rel="next"' in two["Link"]


def test_one_row_is_read_by_its_reference_with_its_etag(manager):
    answer = manager.get(f"{SERVICES}HAM-SVC-01/?{DAY}")
    row = answer.json()
    assert row["reference"] == "HAM-SVC-01"
    assert answer["ETag"] == f'"{row["row_check"]}"'
    few = manager.get(f"{SERVICES}HAM-SVC-01/?fields=service,reference")
    assert list(few.json()) == ["service", "reference"]
    assert_problem(manager.get(f"{SERVICES}HAM-SVC-99/"), 404, "not-found")
    assert_problem(manager.get("programmes/hampshire/totals/x/"), 404, "not-found")


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("reference=ham-bl-01", lambda row: row["reference"] == "HAM-BL-01"),
        ("reference__contains=-0", lambda row: "-0" in row["reference"]),
        ("reference__in=HAM-BL-01,HAM-BL-02", lambda row: row["reference"] in {"HAM-BL-01", "HAM-BL-02"}),
        ("amount__gte=1000000", lambda row: row["amount"] and Decimal(row["amount"]) >= 1_000_000),
        (
            "amount__gt=1000000&amount__lt=9000000",
            lambda row: row["amount"] and 1e6 < float(row["amount"]) < 9e6,
        ),
        ("amount__isnull=true", lambda row: row["amount"] is None),
        ("illustrative=false", lambda row: row["illustrative"] is False),
        ("position_at=2018-12-13", lambda row: True),
        ("position_at__lt=2018-12-13", lambda row: False),
        (
            "search=health+visiting",
            lambda row: "health" in str(row).lower() and "visiting" in str(row).lower(),
        ),
    ],
)
def test_a_filter_gives_the_rows_that_fit_and_no_others(manager, asked, fits):
    every = results(manager, f"{LINES}?{DAY}&limit=1000")
    expected = [row["reference"] for row in every if fits(row)]
    assert references(manager, f"{LINES}?{DAY}&limit=1000&{asked}") == expected


def test_a_value_with_a_comma_stands_in_quotes(manager):
    every = results(manager, f"{SERVICES}?{DAY}")
    label = next(row["state"] for row in every if "," in row["state"])
    asked = results(manager, f'{SERVICES}?{DAY}&state__in="{label}",Nothing')
    assert {row["state"] for row in asked} == {label}
    assert len(asked) == sum(row["state"] == label for row in every)


def test_rows_come_in_the_order_asked_for_empty_cells_last_either_way(manager):
    for sign in ("", "-"):
        found = [row["amount"] for row in results(manager, f"{LINES}?{DAY}&order={sign}amount,reference")]
        known = [Decimal(each) for each in found if each is not None]
        assert known == sorted(known, reverse=bool(sign))
        assert found[len(known) :] == [None] * (len(found) - len(known))
        assert 0 < len(known) < len(found)


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ("stat=x", "stat", "unknown_parameter"),
        ("reference__like=x", "reference__like", "unknown_operator"),
        ("reference__gt=x", "reference__gt", "unknown_operator"),
        ("amount__contains=1", "amount__contains", "unknown_operator"),
        ("amount=lots", "amount", "unreadable"),
        ("amount=NaN", "amount", "unreadable"),
        ("amount=1e999999", "amount", "unreadable"),
        ("position_at__gte=13/12/2018", "position_at__gte", "unreadable"),
        ("position_at__gte=2018-02-30", "position_at__gte", "unreadable"),
        ("illustrative=maybe", "illustrative", "unreadable"),
        ("amount__isnull=", "amount__isnull", "unreadable"),
        ("reference=", "reference", "unreadable"),
        ("reference=a&reference=b", "reference", "given_twice"),
        ("order=nothing", "order", "unknown_column"),
        ("order=reference,-reference", "order", "given_twice"),
        ("order=", "order", "unknown_column"),
        ("fields=reference,secret", "fields", "unknown_column"),
        ("limit=0", "limit", "unreadable"),
        ("limit=1001", "limit", "unreadable"),
        ("limit=٣", "limit", "unreadable"),
        ("cursor=abc", "cursor", "unreadable"),
        ("as_at=yesterday", "as_at", "unreadable"),
        ("as_at=", "as_at", "unreadable"),
        ("as_at=9999-01-01", "as_at", "unreadable"),
        ("format=xml", "format", "unknown_format"),
        ("search=" + "a" * 201, "search", "too_long"),
        ("version=3", "version", "unknown_parameter"),
        ("pk=3", "pk", "unknown_parameter"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(manager, asked, field, code):
    assert manager.get(LINES).status_code == 200
    body = assert_problem(manager.get(f"{LINES}?{asked}"), 400, "bad-parameter", field)
    assert [each["code"] for each in body["errors"]] == [code]


def test_everything_wrong_is_said_at_once(manager):
    answer = manager.get(f"{LINES}?stat=x&limit=0&order=nothing&fields=secret&amount=lots")
    assert_problem(answer, 400, "bad-parameter", "stat", "limit", "order", "fields", "amount")


def test_an_address_that_takes_no_parameters_refuses_them(manager):
    for address in ("", "programmes/hampshire/", f"{SERVICES}HAM-SVC-01/", "openapi.json"):
        assert manager.get(address).status_code == 200
        assert_problem(manager.get(f"{address}?order=x"), 400, "bad-parameter", "order")


def test_another_format_is_refused(manager):
    assert manager.get(LINES, Accept="application/json").status_code == 200
    assert_problem(manager.get(LINES, Accept="application/xml"), 406, "not-acceptable")
    assert_problem(manager.get(f"{SERVICES}HAM-SVC-01/", Accept="text/csv"), 406, "not-acceptable")
    assert_problem(manager.get(f"{SERVICES}HAM-SVC-01/?format=csv"), 400, "bad-parameter", "format")


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "order", ["", "&order=amount", "&order=-amount", "&order=-illustrative,amount_marker"]
)
def test_walking_the_pages_gives_each_row_once_in_order_and_back_again(manager, order):
    whole = references(manager, f"{LINES}?{DAY}&limit=1000{order}")
    walked, back = [], []
    address = f"{LINES}?{DAY}&limit=4{order}"
    while address:
        page = manager.get(address).json()
        assert page["count"] == len(whole)
        walked += [row["reference"] for row in page["results"]]
        address, last = page["next"], page
    assert walked == whole
    while last:
        back = [row["reference"] for row in last["results"]] + back
        last = manager.get(last["previous"]).json() if last["previous"] else None
    assert back == whole


def test_a_cursor_serves_its_own_question_only(manager):
    following = manager.get(f"{LINES}?{DAY}&limit=2").json()["next"]
    assert manager.get(f"{following}&fields=reference").status_code == 200
    assert_problem(manager.get(f"{following}&search=health"), 400, "bad-parameter", "cursor")
    elsewhere = following.replace("budget_lines", "services")
    assert_problem(manager.get(elsewhere), 400, "bad-parameter", "cursor")


# --- who --------------------------------------------------------------------------------------------------------------


def test_whoever_may_not_take_tables_away_may_not_read_them_here(derby):
    board = program_of(person_with(Role.BOARD_MEMBER, programme=derby))
    assert board.get("programmes/derby/").status_code == 200
    for form in ("", "?format=csv"):
        assert_problem(board.get(f"programmes/derby/milestones/{form}"), 403, "forbidden")
    assert_problem(board.get("programmes/derby/milestones/DER-PRJ-3-M-1/"), 403, "forbidden")
    assert_problem(board.get("organisations/"), 403, "forbidden")


def test_another_programme_is_as_absent_as_one_that_is_not(derby):
    analyst = program_of(person_with(Role.ANALYST, programme=derby))
    assert analyst.get("programmes/derby/services/").status_code == 200
    for rest in ("", "services/", "services/HAM-SVC-01/", "services/?order=x"):
        foreign = assert_problem(analyst.get(f"programmes/hampshire/{rest}"), 404, "not-found")
        absent = assert_problem(analyst.get(f"programmes/nowhere/{rest}"), 404, "not-found")
        assert {**foreign, "request_id": ""} == {**absent, "request_id": ""}
    assert_problem(analyst.get("programmes/derby/services/HAM-SVC-01/"), 404, "not-found")
    assert [each["key"] for each in analyst.get("programmes/").json()["results"]] == ["derby"]


def test_whoever_has_no_programme_knows_no_shared_register(derby):
    nobody = program_of(person_with(None))
    assert nobody.get("").status_code == 200
    assert nobody.get("programmes/").json()["count"] == 0
    assert_problem(nobody.get("organisations/"), 404, "not-found")
