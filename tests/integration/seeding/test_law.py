"""The tables of procurement law: complete, sourced, loaded once, and never loaded over what people changed."""

import json
from datetime import date
from decimal import Decimal

import pytest

from commissioning.seeding.law import LAW, TABLES, load_law
from commissioning.seeding.models import LoadedRecord
from commissioning.seeding.records import FixtureError
from procurement.models import (
    GatewayRequirement,
    NoticeKind,
    ProcurementProcess,
    RegimeRule,
    StageKind,
    Threshold,
)
from tests.factories.phases import NoticeKindFactory, StageKindFactory

pytestmark = pytest.mark.django_db
BEFORE_2026, FROM_2026 = date(2025, 12, 31), date(2026, 1, 1)


# The table of amounts as the guidance of central government gives it, VAT included.
@pytest.mark.parametrize(
    ("category", "until_2025", "from_2026"),
    [
        ("goods_services_sub_central", 214_904, 207_720),
        ("goods_services_central", 139_688, 135_018),
        ("works_concessions", 5_372_609, 5_193_000),
        ("light_touch", 663_540, 663_540),
        ("light_touch_concession", 5_372_609, 5_372_609),
        ("below_council", 30_000, 30_000),
        ("below_central", 12_000, 12_000),
    ],
)
def test_thresholds_of_both_periods(law, category, until_2025, from_2026):
    def amount(day):
        return Threshold.objects.on(day).get(category=category).amount

    assert (amount(BEFORE_2026), amount(FROM_2026)) == (Decimal(until_2025), Decimal(from_2026))
    assert not Threshold.objects.on(date(2023, 12, 31)).filter(category=category).exists()


def test_the_nineteen_stages_in_order_with_their_gateways(law):
    stages = list(StageKind.objects.order_by("position"))
    assert [stage.name for stage in stages] == [
        "Need and options",
        "Decision to procure",
        "Market engagement",
        "Specification and KPIs",
        "Route chosen",
        "Tender issued",
        "Clarification closes",
        "Bids due",
        "Evaluation and moderation",
        "Award decision",
        "Standstill",
        "Contract signed",
        "Mobilisation",
        "Go-live",
        "Review and KPIs",
        "Variation",
        "Extension decision",
        "Re-procurement trigger",
        "Expiry or termination",
    ]
    gateways = {stage.code for stage in stages if stage.is_gateway}
    assert gateways == {"need", "decision", "route", "award", "mobilisation", "go_live", "extension"}
    assert {stage.requirements.exists() for stage in stages if stage.is_gateway} == {True}
    assert not GatewayRequirement.objects.filter(stage__is_gateway=False).exists()
    phases = "scoping, market engagement, specification, procurement, award, mobilisation, live, under review, ended"
    assert list(dict.fromkeys(stage.phase_status for stage in stages)) == phases.split(", ")


def test_every_notice_of_each_regime(law):
    def codes(regime):
        return set(NoticeKind.objects.filter(regime=regime).values_list("code", flat=True))

    assert {f"UK{number}" for number in range(1, 18)} < codes("pa2023")
    assert {"F01", "F02", "F03", "F14", "F15", "F20", "F21"} < codes("pcr2015")
    assert len(codes("psr")) == 8
    # secrecy ends with these alone, and a standstill starts with these alone
    assert set(NoticeKind.objects.filter(opens_award=True).values_list("code", flat=True)) == {
        "UK6",
        "F03",
        "PSR-INTENT",
        "PSR-CONFIRM",
        "PSR-URGENT",
    }
    assert set(NoticeKind.objects.filter(starts_standstill=True).values_list("code", flat=True)) == {
        "UK6",
        "R86",
        "PSR-INTENT",
    }


@pytest.mark.parametrize(
    ("code", "anchor", "count", "light_touch"),
    [
        ("UK7", "signed", 30, 120),
        ("UK7-TEXT", "signed", 90, 180),
        ("UK8", "quarter_end", 30, None),
        ("UK11", "ended", 30, None),
        ("UK17", "half_year_end", 30, None),
        ("F03", "awarded", 30, None),
        ("PSR-FOLLOW", "stage", -14, None),
        ("PSR-CONFIRM", "awarded", 30, None),
    ],
)
def test_when_notices_are_due(law, code, anchor, count, light_touch):
    kind = NoticeKind.objects.get(code=code)
    assert (kind.anchor, kind.count, kind.light_touch_count) == (anchor, count, light_touch)


def test_what_is_not_settled_says_so_and_why(law):
    for table in TABLES:
        if "is_certain" not in {column.name for column in table.model._meta.fields}:
            continue
        for row in table.model.objects.all():
            assert row.source, row.reference
            assert row.is_certain or row.note, row.reference
    unsettled = set(NoticeKind.objects.filter(is_certain=False).values_list("code", flat=True))
    assert unsettled == {"UK7-TEXT", "UK9", "PSR-FOLLOW"}


def test_processes_of_each_regime(law):
    def codes(regime):
        return set(ProcurementProcess.objects.filter(regime=regime).values_list("code", flat=True))

    assert codes("psr") == {"da_a", "da_b", "da_c", "msp", "competitive"}
    assert {"open", "restricted", "competitive_negotiation", "light_touch"} < codes("pcr2015")
    assert {"open", "competitive_flexible", "direct_award", "framework", "below_threshold"} < codes("pa2023")


def test_each_requirement_of_a_notice_names_one_of_its_own_regime(law):
    for requirement in GatewayRequirement.objects.filter(check_kind="notice"):
        (regime,) = requirement.regimes
        assert NoticeKind.objects.filter(regime=regime, code=requirement.notice_code).exists()


def test_regimes_are_named_as_open_contracting_data_names_them(law):
    named = {rule.regime: (rule.legal_basis_scheme, rule.legal_basis_id) for rule in RegimeRule.objects.all()}
    assert named == {
        "pcr2015": ("CELEX", "32014L0024"),
        "pa2023": ("UKPGA", "2023/54"),
        "psr": ("UKSI", "2023/1348"),
        "exempt": ("", ""),
    }


def test_loading_again_adds_nothing_and_keeps_what_people_changed(law):
    total = law.created
    kind = NoticeKind.objects.get(code="UK7")
    kind.count = 28
    kind.save()
    Threshold.objects.get(reference="LAW-THR-LIGHT-TOUCH-2026").delete()
    again = load_law(command="load_reference")
    assert (again.created, again.kept) == (0, total)
    kind.refresh_from_db()
    assert kind.count == 28
    assert not Threshold.objects.filter(reference="LAW-THR-LIGHT-TOUCH-2026").exists()


def test_a_row_that_a_person_entered_before_a_release_brought_it_is_used():
    theirs = StageKindFactory(code="award", name="Award, our way", position=50)
    also = NoticeKindFactory(regime="pa2023", code="UK6", name="Our award notice")
    load_law(command="load_reference")
    assert StageKind.objects.get(code="award") == theirs
    assert NoticeKind.objects.get(regime="pa2023", code="UK6") == also
    assert NoticeKind.objects.get(code="PSR-INTENT").stage == theirs
    assert LoadedRecord.objects.get(reference="LAW-STAGE-AWARD").found_as == theirs.reference


@pytest.mark.parametrize(
    ("section", "change", "problem"),
    [
        ("thresholds", {"category": "magic"}, "LAW-THR-GOODS-SERVICES-SUB-CENTRAL-2024, category"),
        ("thresholds", {"starts_on": "1 January"}, "is not a day: write it as 2026-01-01"),
        ("thresholds", {"amuont": 1}, "amuont: is not a column of thresholds"),
        ("notices", {"stage": "nowhere"}, "LAW-NOTICE-UK1, stage: there is no stage nowhere"),
        ("regime_rules", {"ends_on": "2015-01-01"}, "LAW-RULE-PCR2015"),
    ],
)
def test_a_row_that_is_not_right_is_named_and_nothing_is_loaded(tmp_path, section, change, problem):
    tables = json.loads(LAW.read_text(encoding="utf-8"))
    tables[section][0] |= change
    path = tmp_path / "procurement.json"
    path.write_text(json.dumps(tables), encoding="utf-8")
    with pytest.raises(FixtureError, match=problem.replace("(", r"\(")):
        load_law(path, command="load_reference")
    assert not RegimeRule.objects.exists()
