"""Every address, every verb, everyone: held to the table. An address that is not in the table fails here."""

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse

from tests.authz.admin_table import ENTRANTS, KINDS, SITE
from tests.authz.cast import EVERYONE, SIGNED_IN
from tests.authz.row import VERBS
from tests.authz.table import OPEN, OPEN_ARGS, ROWS

pytestmark = pytest.mark.no_cover  # the whole product many times over: other tests say what is covered

# An address refuses the other verbs before it asks who is there: one person of each sort shows that.
WHO_MATTERS = {"GET", "HEAD", "POST"}
ONE_OF_EACH = {"manager", "board", "elsewhere_manager", "no_role", "anonymous"}
PER_KIND = ("changelist", "add", "change", "delete", "history")


def resolver_names(patterns=None, prefix=""):
    """The name of every address the product answers, with its namespace; nameless ones by their pattern."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"
        else:
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from resolver_names(entry.url_patterns, prefix + space)


def table_names():
    yield from (row.name for row in ROWS)
    yield from OPEN
    yield from (f"admin:{name}" for name in SITE)
    yield from ("admin:app_list", "admin:(?P<url>.*)$", "admin:<path:object_id>/")
    for label in KINDS:
        app, model = label.lower().split(".")
        yield from (f"admin:{app}_{model}_{page}" for page in PER_KIND)


def test_every_address_is_in_the_table_and_the_table_names_no_other():
    assert set(resolver_names()) == set(table_names())


def test_every_kind_of_record_is_in_the_table():
    assert {model._meta.label for model in admin.site._registry} == set(KINDS)


def test_nobody_is_left_out_of_the_cast():
    named = {who for row in ROWS for who in row.reads | (row.writes or frozenset()) | row.refused}
    assert named == SIGNED_IN


def who_asks(row, verb):
    """Everyone; HEAD, which is answered by making the whole page as for GET, is asked by all whom it refuses."""
    if verb not in WHO_MATTERS:
        return sorted(ONE_OF_EACH)
    return sorted(
        who
        for who in EVERYONE
        if verb != "HEAD" or who in ONE_OF_EACH or row.expected("HEAD", who) not in {200, 405}
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_who_may_do_what(row, own, answer):
    address = reverse(row.name, args=row.args(own))
    wrong = []
    for verb in VERBS:
        for who in who_asks(row, verb):
            data = row.sends if verb == "POST" else None
            response = answer(who, verb, address, data)
            expected = row.expected(verb, who)
            if response.status_code != expected:
                wrong.append(f"{verb} as {who}: {response.status_code}, expected {expected}")
            elif (
                expected == 302
                and who not in SIGNED_IN
                and not response["Location"].startswith("/accounts/login/")
            ):
                wrong.append(f"{verb} as {who} leads to {response['Location']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", OPEN)
def test_what_answers_without_signing_in(name, answer):
    address = reverse(name, args=OPEN_ARGS.get(name, []))
    wrong = []
    for verb, (signed_out, signed_in) in OPEN[name].items():
        for who in sorted(EVERYONE):
            response = answer(who, verb, address, {} if verb == "POST" else None)
            expected = signed_in if who in SIGNED_IN else signed_out
            if response.status_code != expected:
                wrong.append(f"{verb} as {who}: {response.status_code}, expected {expected}")
    assert not wrong, "\n".join(wrong)


# --- data entry -----------------------------------------------------------------------------------------------------


def entry_expected(kind, page, verb, who):  # noqa: PLR0911  # one line for each rule
    """What a page of a kind of record answers; `own` is the programme of the record asked for."""
    if who not in SIGNED_IN:
        return 302
    if who not in kind.lists:
        return 404
    if page == "changelist":
        return 200
    if page == "add":
        return 200 if who in kind.adds else 403
    if who not in kind.reads:
        # Where nobody may write a kind, the refusal comes before anyone looks whose the record is.
        never = (page == "delete" and not kind.deletes and not kind.kept) or (
            page == "change" and verb == "POST" and not kind.changes
        )
        return 403 if never else 404
    if page == "history":
        return 200 if verb == "GET" else 405
    if page == "delete":
        return 200 if who in kind.deletes else 403
    return 200 if verb == "GET" or who in kind.changes else 403


@pytest.mark.parametrize("label", KINDS)
def test_who_enters_data_of_each_kind(label, own, answer):
    app, name = label.lower().split(".")
    model = next(model for model in admin.site._registry if model._meta.label == label)
    record = own.records.get(model) or model._default_manager.order_by("pk").first()
    wrong = []
    for page in PER_KIND:
        args = [record.pk] if page in {"change", "delete", "history"} else []
        address = reverse(f"admin:{app}_{name}_{page}", args=args)
        for verb in ("GET", "POST"):
            for who in sorted(EVERYONE):
                response = answer(who, verb, address, {} if verb == "POST" else None)
                expected = entry_expected(KINDS[label], page, verb, who)
                if response.status_code not in ({expected, 409} if page == "change" else {expected}):
                    wrong.append(f"{page} {verb} as {who}: {response.status_code}, expected {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", SITE)
def test_who_enters_the_site(name, answer):
    for who in sorted(EVERYONE):
        expected = 302 if who not in SIGNED_IN else SITE[name] if who in ENTRANTS else 404
        assert answer(who, "GET", reverse(f"admin:{name}")).status_code == expected, who


@pytest.mark.parametrize("app", sorted({label.split(".")[0] for label in KINDS}))
def test_who_sees_a_group_of_records(app, answer):
    see = frozenset().union(*(kind.lists for label, kind in KINDS.items() if label.startswith(f"{app}.")))
    for who in sorted(SIGNED_IN):
        expected = 200 if who in see else 404
        assert answer(who, "GET", reverse("admin:app_list", args=[app])).status_code == expected, who


def test_the_short_address_of_a_record_tells_nothing(own, answer):
    """It only leads on to the record's page, whether or not there is such a record."""
    for who in sorted(SIGNED_IN):
        for pk in (own.service.pk, 999_999):
            response = answer(who, "GET", f"/admin/programmes/service/{pk}/")
            assert response.status_code == (302 if who in ENTRANTS else 404), who
    assert answer("administrator", "GET", "/admin/no/such/page/").status_code == 404
