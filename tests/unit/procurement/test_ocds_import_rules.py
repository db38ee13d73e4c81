"""What becomes of a field, a party, an option: rules without a database, with values written out by hand."""

from datetime import date
from pathlib import Path

import pytest

from procurement.ocds.hazards import read_package
from procurement.ocds.received import processes_of
from procurement.rules_import import (
    OURS,
    THEIRS,
    Ask,
    Fate,
    Given,
    Held,
    content_hash,
    field_plan,
    key_for,
)
from procurement.rules_import_plan import plan_import
from procurement.rules_import_read import contracts_of, lots_of, notices_of
from procurement.rules_import_snapshot import HeldContract, HeldPhase, Kind, Snapshot
from procurement.rules_import_values import options_of, text

SAMPLES = Path(__file__).resolve().parents[3] / "fixtures" / "samples"
ON = date(2026, 11, 20)
REGIMES = {"pcr2015": "2015", "pa2023": "2023", "psr": "PSR"}


def sample(name):
    return read_package((SAMPLES / f"ocds_{name}.json").read_bytes())


def planned(ours, theirs, *, base=None, answer="", **held):
    known = Held("R", {"name": Given(ours)}, base={} if base is None else {"name": base}, **held)
    return field_plan("name", "name", known, Given(theirs), ask_key="q", answers={"q": answer})


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "fate"),
    [
        ("A", "A", None, Fate.UNCHANGED),
        ("", "B", None, Fate.CHANGED),  # empty here
        ("A", "B", None, Fate.CONFLICT),  # entered here, never imported
        ("A", "B", "A", Fate.CHANGED),  # untouched since the last import
        ("A", "B", "B", Fate.KEPT),  # the file says what it said; changed here
        ("A", "B", "C", Fate.CONFLICT),  # changed on both sides
        ("", "B", "B", Fate.KEPT),  # emptied here on purpose
        ("", "B", "C", Fate.CONFLICT),
        ("B", "B", "C", Fate.UNCHANGED),  # both came to say the same
    ],
)
def test_ours_theirs_and_what_was_read_last_decide(ours, theirs, base, fate):
    assert planned(ours, theirs, base=base).fate == fate


@pytest.mark.parametrize(
    ("answer", "fate"), [(OURS, Fate.KEPT), (THEIRS, Fate.CHANGED), ("other", Fate.CONFLICT)]
)
def test_a_conflict_goes_as_the_person_says(answer, fate):
    assert planned("A", "B", answer=answer).fate == fate


def test_what_a_paper_prints_stays_even_where_the_person_says_otherwise():
    plan = planned("A", "B", answer=THEIRS, printed=frozenset({"name"}))
    assert (plan.fate, plan.why) == (Fate.KEPT, "a paper prints it, so it stays")
    assert planned("", "B", printed=frozenset({"name"})).fate == Fate.CHANGED


def test_what_changes_by_an_act_is_kept_with_where_to_change_it():
    plan = planned("A", "B", base="A", fixed={"name": "a signing is an act"})
    assert (plan.fate, plan.why) == (Fate.KEPT, "a signing is an act")


def test_what_our_own_release_says_is_no_change():
    assert planned(
        "A", "A, in the words of a release", published={"name": "A, in the words of a release"}
    ).fate == (Fate.UNCHANGED)


@pytest.mark.parametrize(
    ("ends", "last", "renewals", "months"),
    [
        (date(2029, 3, 31), date(2031, 3, 31), 2, (12, 12)),
        (date(2029, 3, 31), date(2031, 3, 31), None, (24,)),
        (date(2029, 3, 31), date(2031, 3, 31), 5, (24,)),  # does not divide evenly
        (date(2027, 2, 28), date(2028, 2, 29), 1, (12,)),  # to the end of February
        (date(2029, 3, 31), date(2031, 3, 30), 2, ()),  # not whole months
        (date(2029, 3, 31), date(2029, 3, 31), 2, ()),
        (date(2029, 3, 31), None, 2, ()),
        (None, date(2029, 3, 31), 2, ()),
    ],
)
def test_options_are_worked_out_from_two_ends_in_whole_months(ends, last, renewals, months):
    assert options_of(ends, last, renewals) == months


def test_a_text_too_long_is_cut_and_said():
    given = text("x" * 300, 200)
    assert (len(given.canon), given.canon[-1], given.note) == (200, "…", "cut to 200 letters")


def test_a_question_is_open_until_one_of_its_choices_is_chosen():
    ask = Ask("q", "Which?", "", (("a", "A"), ("b", "B")))
    assert ask.is_open
    assert Ask("q", "Which?", "", ask.choices, "c").is_open
    assert not Ask("q", "Which?", "", ask.choices, "b").is_open


def test_hashes_and_keys_depend_on_content_alone():
    assert content_hash({"a": "1", "b": "2"}) == content_hash({"b": "2", "a": "1"})
    assert content_hash({"a": "1"}) != content_hash({"a": "2"})
    assert key_for("x", "y") == key_for("x", "y") != key_for("xy", "")


# --- reading the samples ---------------------------------------------------------------------------------------------


def test_unlimited_renewals_are_said_and_never_a_number():
    received = sample("find_a_tender")
    groups, digital = lots_of(processes_of(received)[0])
    assert "Up to two further years, one year at a time (illustrative); at most 2 renewals" in groups.notes
    assert "Yearly, without an end (illustrative); renewals without a maximum" in digital.notes


def test_a_contract_reads_as_first_published_and_as_amended():
    received = sample("find_a_tender")
    process = processes_of(received)[0]
    contract, amendment = contracts_of(process, received.releases[process.ocid])
    assert (contract.fields["net"].canon, contract.fields["gross"].canon) == ("1605000.00", "1926000.00")
    assert (contract.first["net"].canon, contract.first["gross"].canon) == ("1425000.00", "1710000.00")
    assert (amendment.fields["dated"].canon, amendment.fields["net"].canon) == ("2026-09-10", "1605000.00")


def test_an_award_without_a_contract_is_read_as_one_to_come():
    received = sample("contracts_finder")
    (contract,) = contracts_of(processes_of(received)[0], ())
    assert (contract.path, contract.fields["net"].canon) == ("awards/SCC-2024-017-1", "612500.00")
    assert (contract.facts["award_state"], contract.facts["awarded_on"]) == ("awarded", "2024-05-13")
    assert "rounded to the penny" in " ".join(contract.notes)


def test_notices_are_the_releases_with_the_type_and_address_of_their_document():
    received = sample("find_a_tender")
    process = processes_of(received)[0]
    found = notices_of(process, received.releases[process.ocid])
    told = [(notice.fields["external_id"].canon, notice.facts["code"]) for notice in found]
    assert told == [("090001-2025", "UK4"), ("090450-2026", ""), ("091200-2026", ""), ("096007-2026", "")]


# --- plans -----------------------------------------------------------------------------------------------------------


def snapshot(**more):
    kinds = (
        Kind("UK4", "Tender notice", "pa2023", frozenset({"tender"})),
        Kind("UK6", "Award notice", "pa2023", frozenset({"award"}), True),
    )
    return Snapshot(on=ON, regimes=REGIMES, kinds=kinds, **more)


def test_a_phase_is_found_by_its_ocid_and_nothing_is_asked_of_where():
    phase = HeldPhase(Held("P-1", {}), 4, "Parenting", "ocds-h6vhtk-0fffa1", regime="pa2023")
    plan = plan_import(sample("find_a_tender"), snapshot(phases=[phase]), {}).processes[0]
    assert plan.target == "P-1"
    assert plan.records[0].reference == "P-1"


def test_an_ocid_held_elsewhere_is_refused_with_its_cure():
    plan = plan_import(
        sample("find_a_tender"), snapshot(elsewhere=frozenset({"ocds-h6vhtk-0fffa1"})), {}
    ).processes[0]
    assert plan.is_left_out
    assert plan.refusal[0] == "ocid"
    assert "Import it where that phase is" in plan.refusal[2]


def test_a_sealed_contract_is_neither_compared_nor_shown():
    phase = HeldPhase(Held("P-1", {}), 1, "Parenting", "ocds-h6vhtk-0fffa1", regime="pa2023")
    fields = {"name": Given("As we call it")}
    open_one, sealed = (
        HeldContract(Held("C-1", fields), "SCC-2025-042-1", "P-1", is_signed=True, sealed=words)
        for words in ("", "Not shown before award")
    )
    received, plans = sample("find_a_tender"), []
    for contract in (open_one, sealed):
        plan = plan_import(received, snapshot(phases=[phase], contracts=[contract]), {})
        plans.append(next(record for record in plan.records if record.kind == "contract"))
    assert (plans[0].fate, plans[1].fate) == (Fate.CONFLICT, Fate.REFUSED)
    assert plans[1].fields == ()
    assert "award is not public yet" in plans[1].refusal[1]


def test_a_regime_is_offered_with_its_reason_and_never_decided():
    plan = plan_import(sample("find_a_tender"), snapshot(), {})
    asked = [ask for process in plan.processes for ask in process.asks if "regime" in ask.question]
    assert [ask.chosen for ask in asked] == ["", ""]
    assert asked[0].hint == "It seems to be 2023: it names the Procurement Act 2023."
    assert asked[1].hint == "It seems to be PSR: its text names the Provider Selection Regime."


def test_the_plan_is_the_same_for_the_same_and_another_for_another_answer():
    received, held = sample("find_a_tender"), snapshot()
    first = plan_import(received, held, {})
    key = first.processes[0].asks[0].key
    assert plan_import(received, held, {}).fingerprint == first.fingerprint
    assert plan_import(received, held, {key: "leave"}).fingerprint != first.fingerprint
