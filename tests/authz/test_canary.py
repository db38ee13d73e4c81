"""Nothing of another programme shows anywhere: not in a page, a file, a choice, a filter, a search or an error."""

import io
import re
import zipfile
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from procurement.models import BudgetLine
from programmes.models import Document, Organisation, Service
from tests.authz.cast import MEMBERS, browsers
from tests.authz.table import ROWS
from tests.authz.world import every_record

pytestmark = pytest.mark.no_cover  # the whole product many times over: other tests say what is covered

WORD = "zanzi"
CANARIES = (WORD, "7,654,321", "7654321", "7.65m", "2047")
HREF = re.compile(r'(?:href|action|src|hx-get)="([^"#]+)')
READERS = sorted(MEMBERS - {"administrator", "superuser"})
LEFT_ALONE = ("/accounts/logout", "/static/", "/brand.css")
# Another record of a kind that has been opened already.
RECORD = re.compile(r"^/admin/\w+/\w+/\d+/")
MOST_PAGES = 600
# Files that carry the moment at which they were made.
FILES = {"workbook", "table_xlsx", "table_zip", "return_template", "import_template"}


def text_of(response):
    """What the answer says, files opened."""
    body = response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return "\n".join(file.read(name).decode(errors="replace") for name in file.namelist())
    # The number of a request is hexadecimal, and may hold any figure by chance.
    return re.sub(r"quote [0-9a-f]{12}", "", body.decode(errors="replace"))


def crawl(client, start="/", left_alone=LEFT_ALONE):
    """(address, text) of every page and file that can be reached from `start`, each once whatever its query."""
    waiting, seen = [start], set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        path = urlsplit(address).path
        if path in seen:
            continue
        seen.add(path)
        response = client.get(address)
        text = text_of(response)
        yield address, response.status_code, text
        if "html" in response.get("Content-Type", ""):
            waiting += [link for link in links_in(text, address) if not link.startswith(left_alone)]


def links_in(text, address):
    """The addresses of our own that a page leads to."""
    for link in HREF.findall(text.replace("&amp;", "&")):
        target = urlsplit(urljoin(address, link))
        if not target.netloc:
            yield f"{target.path}?{target.query}" if target.query else target.path


def without_shared(text):
    """The text in lower case without organisations, their other names and references: every programme shares those.

    They may stand in data entry, where they can be chosen, and nowhere else.
    """
    text = text.lower()
    for name in Organisation.objects.filter(name__icontains=WORD).values_list("name", flat=True):
        text = text.replace(name.lower(), "")
    return re.sub(rf"{WORD}\w* organisation\w* \w+|{WORD}-org-\d", "", text)


@pytest.mark.parametrize("who", READERS)
def test_no_word_of_another_programme_is_found_by_walking(who, own, other, people):
    found, visited = [], []
    with transaction.atomic():
        # Data entry is opened kind by kind below: walking it would open each kind many times over.
        for address, status, text in crawl(people[who], left_alone=(*LEFT_ALONE, "/admin/")):
            visited.append(address)
            # No page links to what its reader may not open; 405 is a form's own address, read as if it were a link.
            assert status < 400 or status == 405, (status, address)
            found += [f"{canary} at {address}" for canary in CANARIES if canary in text.lower()]
        transaction.set_rollback(True)
    assert not found, "\n".join(found)
    assert 20 < len(visited) < MOST_PAGES, len(visited)
    assert own.programme.place in text_of(people[who].get("/"))


@pytest.mark.parametrize("who", ["manager", "finance"])
def test_no_word_of_another_programme_is_offered_on_data_entry(who, own, other, people):
    """Every list, add form and record of every kind, opened by those who enter data for the one programme."""
    found, opened, leads_to = [], set(), {"/admin/": "/"}
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        if model in own.records:
            addresses += [
                reverse(f"{name}_{page}", args=[own.of(model).pk]) for page in ("change", "delete", "history")
            ]
        for address in addresses:
            response = people[who].get(address)
            text = text_of(response)
            found += canaries_in(text, address)
            if response.status_code == 200:
                opened.add(address)
                leads_to |= {urlsplit(link).path: address for link in links_in(text, address)}
    assert not found, "\n".join(found)
    assert len(opened) > 4
    # What the forms and lists lead to: lists of other kinds, records of the same ones, pages of the product.
    for path, address in leads_to.items():
        if path not in opened and not path.startswith(LEFT_ALONE) and not RECORD.search(path):
            response = people[who].get(path)
            assert response.status_code < 400, (response.status_code, path, address)
            found += canaries_in(text_of(response), path)
    assert not found, "\n".join(found)


def canaries_in(text, address):
    """Where a page of data entry says a word of the other programme; shared records aside."""
    seen = without_shared(text)
    return [f"{canary} at {address}" for canary in CANARIES if canary in seen]


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("procurement.budgetline", "phase"),
        ("programmes.sourcereference", "document"),
        ("programmes.service", "programme"),
    ],
)
def test_the_completion_of_choices_offers_no_other_programme(model, field, own, other, people):
    app, name = model.split(".")
    address = reverse("admin:autocomplete")
    response = people["manager"].get(
        address, {"app_label": app, "model_name": name, "field_name": field, "term": ""}
    )
    assert response.status_code == 200
    assert WORD not in response.content.decode().lower()
    assert "ownshire" in response.content.decode().lower()  # the twin: one's own are offered


@pytest.mark.parametrize("path", ["services/", "money/lines/", "discrepancies/"])
def test_searching_for_another_programmes_words_finds_as_much_as_searching_for_nonsense(path, own, people):
    address = f"/programmes/{own.programme.key}/{path}"
    answers = [
        re.sub(term, "TERM", text_of(people["analyst"].get(address, {"q": term})), flags=re.IGNORECASE)
        for term in ("Zanzibar", "Qqxxyyzz")
    ]
    tokens = re.compile(r'value="[A-Za-z0-9]{64}"')
    assert tokens.sub("", answers[0]) == tokens.sub("", answers[1])


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        (BudgetLine, {"programme__id__exact": "other"}),
        (BudgetLine, {"label__contains": "Zanzibar"}),
        (Service, {"programme__name__contains": "Zanzibar"}),
        (Document, {"o": "-1", "title__contains": "Zanzibar"}),
    ],
)
def test_filtering_lists_by_another_programme_finds_nothing(model, lookup, own, other, people):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    lookup = {key: other.programme.pk if value == "other" else value for key, value in lookup.items()}
    response = people["manager"].get(address, lookup)
    assert response.status_code in {200, 302, 400}
    if response.status_code == 200:
        assert all(row.programme == own.programme for row in response.context["cl"].result_list)
        assert response.context["cl"].result_count < 3


def normal(text):
    """A page without what differs between any two answers."""
    for pattern in (
        r'value="[A-Za-z0-9]{64}"',
        r'value="\d{4}-\d\d-\d\dT[^"]+"',
        r'value="[^"]+:[A-Za-z0-9]{6}:[\w-]{43}"',  # signed, with the moment
        r"quote [0-9a-f]{12}",
    ):
        text = re.sub(pattern, "", text)
    return text


@pytest.mark.django_db
def test_every_page_is_the_same_without_the_other_programme():
    """Totals, counts, positions and choices: nothing of one programme depends on another being there."""

    def pages(people, own):
        for row in ROWS:
            if row.name in {*FILES, "changes_seen"}:
                continue
            for who in sorted(row.reads & {"manager", "board", "commissioner", "finance"}):
                yield row.name, who, normal(text_of(people[who].get(reverse(row.name, args=row.args(own)))))

    alone = every_record("Ownshire", key="own", amount="£1,234,567", day="12 March 2031")
    people = browsers(alone, alone)
    before = list(pages(people, alone))
    every_record("Zanzibar", key="zanzi", amount="£7,654,321", day="23 May 2047")
    for (name, who, was), (_, _, now) in zip(before, pages(people, alone), strict=True):
        assert was == now, (name, who)
