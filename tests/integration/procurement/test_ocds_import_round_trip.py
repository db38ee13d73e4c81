"""Out and in again: what is exported changes nothing where it came from, and says the same from where it went."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from commissioning.core.access import Role
from procurement.models import Contract, ContractChange, Notice, OcdsImport, ProcurementPhase
from procurement.publishing.material import Material
from procurement.publishing.packages import record_package_of, release_package_of
from procurement.publishing.releases import phase_release, releases_of
from procurement.rules_import import NEW, Fate
from procurement.selectors.ocds_import import plan_of
from procurement.services.ocds_import import decide_parties, receive
from procurement.services.ocds_import_apply import Decisions, apply_import
from programmes.access import grants_for
from programmes.models import Programme
from tests.factories import ProgrammeFactory, person_with
from tests.integration.procurement.ocds_world import AT, ON, URI, OcdsWorld

pytestmark = [pytest.mark.django_db, pytest.mark.intake]
TODAY = date(2026, 11, 22)


def as_file(releases, build=release_package_of):
    return json.dumps(build(releases, uri=URI, at=AT)).encode()


def manager_of(programme, on):
    user = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return {"by": user, "grants": grants_for(user, on)}


@pytest.mark.parametrize("build", [release_package_of, record_package_of])
def test_every_programme_comes_back_without_a_change(all_five, build):
    for programme in Programme.objects.order_by("key"):
        who = manager_of(programme, TODAY)
        releases = releases_of(Material(programme, TODAY), AT)
        record = receive(programme, "export.json", as_file(releases, build), **who)
        _received, plan = plan_of(record, {}, on=TODAY, **who)
        assert [r for p in plan.processes for r in p.records if r.fate == Fate.REFUSED] == [], programme.key
        changed = [(r.path, e.label, e.before, e.after) for r in plan.records for e in r.changes]
        assert (changed, plan.writes, plan.open_questions) == ([], 0, ()), programme.key
        assert len(plan.processes) == len(releases)
        apply_import(record, Decisions({}), on=TODAY, **who)
        assert OcdsImport.objects.get(pk=record.pk).state == "previewed"


@pytest.fixture
def world(settings):
    settings.OCID_PREFIX = "ocds-k4m2x9"
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    return OcdsWorld()


def test_a_phase_with_everything_published_of_it_comes_back_without_a_change(world):
    record = receive(
        world.programme, "export.json", as_file([world.release()]), by=world.by, grants=world.grants
    )
    _received, plan = plan_of(record, {}, on=ON, by=world.by, grants=world.grants)
    changed = [(r.path, e.label, e.before, e.after) for r in plan.records for e in r.changes]
    assert (changed, plan.writes, plan.open_questions) == ([], 0, ())
    assert plan.counts["refused"] == 0


def answered(record, who, on):
    """Everything new, the regime of the file, options recorded, releases that are no notices left out."""
    answers = {}
    for _ in range(3):
        _received, plan = plan_of(OcdsImport.objects.get(pk=record.pk), answers, on=on, **who)
        parties = {party.key: party for party in plan.parties if party.is_open}
        decide_parties(record, parties, dict.fromkeys(parties, NEW), **who)
        for process in plan.processes:
            for ask in process.asks:
                offered = [value for value, _ in ask.choices]
                wanted = [value for value in (NEW, "pa2023", "options", "firm") if value in offered]
                answers.setdefault(ask.key, wanted[0] if wanted else offered[-1])
    return answers


def imported_elsewhere(world):
    """The phase's release, imported into an empty programme; the release of what it became.

    As on another site, where no phase has the reference from which its number was made.
    """
    other = ProgrammeFactory(key="other", reference="O-PRG", name="Start well")
    who = manager_of(other, ON)
    sent = as_file([world.release()])
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(reference="C-PH-NOT-HERE")
    record = receive(other, "export.json", sent, **who)
    receipt = apply_import(record, Decisions(answered(record, who, ON)), on=ON, **who)
    phase = ProcurementPhase.objects.select_related("process").get(programme=other)
    return receipt, phase_release(Material(other, ON), phase, AT)


def without(node, *names):
    return {name: value for name, value in node.items() if name not in names}


def test_an_empty_programme_says_the_same_of_what_it_was_sent(world):
    ours = world.release()
    receipt, theirs = imported_elsewhere(world)
    # a phase, a lot, three notices and a contract
    assert receipt == {"created": 6, "updated": 0, "unchanged": 0, "refused": 0}
    assert theirs["ocid"] == ours["ocid"]
    same = ("title", "legalBasis", "specialRegime", "classification", "suitability", "procurementMethod")
    same += ("procurementMethodDetails", "procuringEntity", "id")
    for name in same:
        assert theirs["tender"].get(name) == ours["tender"].get(name), name
    for name in ("rationale", "noEngagementNoticeRationale"):
        assert theirs["planning"].get(name) == ours["planning"].get(name), name
    (contract,), (sent,) = theirs["contracts"], ours["contracts"]
    for name in ("title", "description", "status", "period", "value", "dateSigned"):
        assert contract.get(name) == sent.get(name), name
    (award,), (given,) = theirs["awards"], ours["awards"]
    assert [one["name"] for one in award["suppliers"]] == ["Sample Children’s Trust"]
    for name in ("title", "status", "value", "contractPeriod", "suppliers"):
        assert award.get(name) == given.get(name), name


def test_the_notices_sent_are_published_on_their_days_and_open_the_award(world):
    imported_elsewhere(world)
    phase = ProcurementPhase.objects.get(programme__key="other")
    assert phase.award_public_from == date(2026, 3, 26)
    told = set(Notice.objects.filter(phase=phase).values_list("kind__code", "published_on"))
    assert told == {
        ("UK4", date(2025, 9, 1)),
        ("UK6", date(2026, 3, 26)),
        ("UK7", date(2026, 4, 22)),
    }
    contract = Contract.objects.get(phase=phase)
    assert contract.public_from == date(2026, 3, 26)
    assert set(ContractChange.objects.filter(contract=contract).values_list("kind", flat=True)) == {
        "awarded",
        "signed",
    }
