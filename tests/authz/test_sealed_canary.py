"""No way out of the product lets out what is sealed: every address, read by those who may not know.

The addresses are those of the table of who may do what, which names every address that there is, with data entry, the
search, every table and the workbook. A page that is added to the table is read here without another word.
"""

import re
from urllib.parse import quote, quote_plus

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils.html import escape

from commissioning.reporting.exports import TABLES
from procurement.models import Contract, DecisionRecord, ProcurementPhase
from procurement.views.evaluation_acts import ACTS
from programmes.models import Organisation
from tests.authz.table import ROWS
from tests.authz.test_canary import normal, text_of
from tests.factories import OrganisationFactory
from tests.factories.phases import BidFactory
from tests.integration.procurement.sealed_world import (
    CANARIES,
    EVERYBODY,
    MOMENTS,
    PEOPLE,
    found_in,
    reads,
    sealed_world,
)

pytestmark = pytest.mark.no_cover  # the whole product many times over: other tests say what is covered

# One of each role, and one whose role would show much and whose conflict takes it away: they read the whole product.
ROLES = ("board", "analyst", "evaluator", "commissioner", "finance", "manager", "administrator", "conflicted")
# Where something sealed may be shown to somebody: read at every moment.
NEAR = re.compile(
    r"evaluation|procurement|phase|contract|pipeline|stage|gateway|notice|runway|calendar|ocds|golden|kpi$|spending"
    r"|market|search|programme$|register|portfolio|money"
)
CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*(?:Z|[+-]\d\d:\d\d)?")  # when a file was made
# Of those, the pages that show sealed fields to somebody; the others are read by everybody while most is at stake.
CLOSEST = re.compile(
    r"^evaluation$|^contract|pipeline|^phase|ocds|^search$|^table_csv$|^procurement$|golden|^runway$"
)
UNSELECTED = re.compile(r'<option value="[^"]*">[^<]*</option>')
ENTRANTS = ("manager", "administrator", "finance", "conflicted")
# One's own declaration, and the names of those who may be appointed, to those who appoint and who keep accounts.
OWN = {"conflicted": {"conflicts"}, "conflicted_finance": {"conflicts"}}


@pytest.fixture(scope="module")
def world(own):
    return sealed_world(own.of(ProcurementPhase), own.of(Contract))


@pytest.fixture
def moved(world):
    """Move the phase to a moment, and back after the test."""
    with transaction.atomic():
        yield world.at
        transaction.set_rollback(True)


def addresses(own, world):
    """(name, address) of everything that can be asked for in the programme."""
    for row in ROWS:
        yield row.name, reverse(row.name, args=row.args(own))
    for name in TABLES:
        yield "table_csv", reverse("table_csv", args=[world.key, name])
    for act in ACTS:
        yield "evaluation_act", f"{world.room}{act}/"
    for row in ROWS:
        if row.name.startswith("ocds_"):
            yield row.name, f"{reverse(row.name, args=row.args(own))}?preview=1"


def leaks(world, who, asked, moment):
    """Where somebody finds a word of what they may not know."""
    client, allowed = world.client(who), reads(who, moment) | OWN.get(who, set())
    for _, address in asked:
        with transaction.atomic():
            response = client.get(address)
            if response.streaming:
                response.content = b"".join(response.streaming_content)
            text = text_of(response) + str(response.headers)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            yield f"{response.status_code} for {who} at {address} ({moment})"
        # organisations that programmes share stand there by their own names: what they do is not said
        shared = {"contract_provider"} if address == reverse("api_shared", args=["organisations"]) else set()
        for secret in found_in(text) - allowed - shared:
            yield f"{secret} for {who} at {address} ({moment})"


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_finds_more_than_their_place_allows_at_any_moment(who, own, world, moved):
    """Once decided, ROLES read every address there is and the others those near to what is sealed.

    At each other moment everybody reads the closest. Nobody is asked for an address twice at one moment: those near
    are among all addresses, which ROLES have read.
    """
    every = list(addresses(own, world))
    near = [each for each in every if NEAR.search(each[0])]
    closest = [each for each in near if CLOSEST.search(each[0])]
    assert len(every) > len(near) > len(closest) > 10
    for moment in MOMENTS:
        moved(moment)
        asked = closest if moment != "decided" else every if who in ROLES else near
        assert not list(leaks(world, who, asked, moment))


def test_one_of_each_role_reads_the_whole_product():
    """The twin of reading only what is near: every role is among ROLES, and each of ROLES is somebody."""
    assert {PEOPLE[who][0] for who in ROLES} == {role for role, _ in PEOPLE.values()}


@pytest.mark.parametrize("who", ["board", "lead", "former", "next_week"])
def test_asking_about_a_day_to_come_or_long_gone_shows_no_more(who, own, world, moved):
    moved("closed")
    near = [(name, address) for name, address in addresses(own, world) if NEAR.search(name)]
    for day in ("2099-12-31", "2000-01-01"):
        later = [(name, f"{address}?on={day}") for name, address in near if "?" not in address]
        assert not list(leaks(world, who, later, "closed"))


@pytest.mark.parametrize("who", ["analyst", "undeclared"])
def test_nothing_outside_depends_on_what_is_sealed(who, own, world, moved):
    """Other amounts, other bidders and more of them, another provider: no page, total, count, order or file is another.

    So nothing that is hidden can be worked out: not from a total less another, nor from an order or a filter.
    """
    moved("decided")
    client = world.client(who)

    def pages():
        for name, address in addresses(own, world):
            if (
                NEAR.search(name) and name not in {"workbook", "table_xlsx"} and "preview" not in address
            ):  # files carry their moment
                sorts = SORTS if name in SEARCHED else ()
                for asked in (address, *(f"{address}?sort={sort}" for sort in sorts)):
                    yield asked, CLOCK.sub("", normal(text_of(client.get(asked))))

    before = list(pages())
    altered(world)
    for (address, was), (_, now) in zip(before, pages(), strict=True):
        assert was == now, address


@pytest.mark.parametrize("who", ["board", "manager", "administrator", "conflicted"])
def test_searching_for_what_is_sealed_finds_what_searching_for_nonsense_finds(who, own, world, moved):
    moved("decided")
    client = world.client(who)
    lists = [reverse("search"), *(reverse(name, args=[world.key]) for name in SEARCHED if name in NAMES)]
    hidden = [words for secret, words in CANARIES.items() if secret not in reads(who, "decided")]

    def answer(address, term):
        text = normal(text_of(client.get(address, {"q": term})))
        # also within an address that stands within another: the filter that an export is saved with
        within = quote_plus(quote_plus(term))
        for said in {term, quote(term), quote_plus(term), escape(term), within}:
            text = re.sub(re.escape(said), "TERM", text, flags=re.IGNORECASE)
        return text

    for address in lists:
        nonsense = answer(address, "Qqxxyyzz")
        for words in hidden:
            for term in words[:1]:
                assert answer(address, term) == nonsense, (address, term)
    assert len(hidden) > 5
    assert answer(lists[0], "Ownshire") != answer(lists[0], "Qqxxyyzz")  # the twin


NAMES = {row.name for row in ROWS}
SEARCHED = ("contracts", "pipeline", "procurement", "services", "budget_lines", "kpis", "evidence_search")
SORTS = ("value", "-value", "provider", "-estimate")


def altered(world):
    """The sealed fields, each with something else in it, and more of what is counted."""
    phase, contract = world.phase, world.contract
    phase.estimates.update(money_amount=99, money_text="£99", reason="Another")
    phase.bids.update(price_amount=77, price_text="£77", standing="unsuccessful")
    for number in range(4):
        BidFactory(programme=phase.programme, phase=phase, bidder=f"One more {number}", price="£12m")
    contract.values.update(money_amount=55, money_text="£55")
    other = OrganisationFactory(name="Ziggurat’s rival")
    contract.parties.filter(role="lead_provider").update(organisation=other)
    phase.criteria.update(weight=1)
    DecisionRecord.objects.filter(phase=phase).update(provider="Another", process_reasons="Others")


def test_the_crawl_would_find_what_is_not_sealed(own, world, moved):
    """The twin: once published, the contract's provider is read by anybody on the pages that name it."""
    moved("published")
    client = world.client("board")
    shown = set()
    for name, address in addresses(own, world):
        if NEAR.search(name):
            shown |= found_in(text_of(client.get(address)))
    assert {"estimate", "contract_provider"} <= shown <= {"estimate", "contract_provider", "contract_value"}


@pytest.mark.parametrize("who", ENTRANTS)
def test_data_entry_lets_nothing_out(who, own, world, moved):
    """Lists, forms, deletions and histories of every kind of record; organisations not chosen aside."""
    moved("decided")
    client, found = world.client(who), []
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        asked = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        records = [own.records[model]] if model in own.records else []
        if model is Organisation:
            records += list(Organisation.objects.filter(name__startswith="Ziggurat"))
        for record in records:
            asked += [reverse(f"{name}_{page}", args=[record.pk]) for page in ("change", "delete", "history")]
        for address in asked:
            text = UNSELECTED.sub("", text_of(client.get(address)))
            secrets = found_in(text) - reads(who, "decided") - OWN.get(who, set())
            if model._meta.label in {"programmes.Organisation", "core.User", "programmes.RoleAssignment"}:
                secrets -= {"contract_provider", "evaluators"}  # their own names: what they do is not said
            if model is Organisation and "/delete/" in address:
                assert "Bid" not in text
                assert world.contract.reference not in text
            found += [f"{secret} for {who} at {address}" for secret in secrets]
            words = ("Bid ", "Estimate, phase", "Decision record", "Declaration, phase", "Score of")
            found += [
                f"{word} for {who} at {address}" for word in words if word in text and "delete" in address
            ]
    assert not found, "\n".join(found)
