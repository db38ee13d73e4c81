"""Stages, contracts that end and pooled money, as far as the four papers print them, each with its place."""

from datetime import date
from typing import Any

from procurement.models import ExistingContracts, PooledFund, ProcurementPhase, ProcurementStage
from procurement.rules_cover import cover_gap
from procurement.selectors.stages import stages_of

PAPER_DAY = date(2018, 12, 13)


def places(row: Any, field: str = "") -> set[str]:
    return set(row.fact.source_references.filter(field=field).values_list("locator", flat=True))


def test_hampshires_stages_as_printed(all_four: Any) -> None:
    dated = {
        (stage.phase.number, stage.kind.code): (stage.planned.text, str(stage.planned.end), places(stage))
        for stage in ProcurementStage.objects.filter(programme__key="hampshire")
        if stage.planned.is_dated
    }
    diagram = "Appendix B (stage diagram)"
    assert dated == {
        (1, "engagement"): ("January 2019", "2019-01-31", {"para 6.4"}),
        (1, "specification"): ("February 2019", "2019-02-28", {"para 6.4"}),
        (1, "tender"): ("February 2019", "2019-02-28", {"para 6.4"}),
        (1, "go_live"): ("Aug 2020", "2020-08-31", {diagram}),
        (2, "tender"): ("July 2019", "2019-07-31", {"para 6.4"}),
        (2, "go_live"): ("April 2021", "2021-04-30", {diagram}),
        (3, "go_live"): ("April 2022", "2022-04-30", {diagram, "para 6.2"}),
    }


def test_stages_that_no_paper_dates_are_there_and_blank(all_four: Any) -> None:
    hampshire = ProcurementPhase.objects.get(reference="HAM-PH-3").programme
    third = next(phase for phase in stages_of(hampshire, PAPER_DAY) if phase.number == 3)
    blank = [row.code for row in third.rows if not row.planned.is_dated]
    assert {"need", "route", "award", "mobilisation", "extension"} <= set(blank)
    assert all(not row.forecast.is_dated and not row.actual.is_dated for row in third.rows)
    assert third.regime == ""  # no paper says under which rules it buys


def test_derbys_contract_ends_in_march_and_its_successor_is_due_by_april(all_four: Any) -> None:
    contracts = ExistingContracts.objects.get(programme__key="derby")
    assert "Transforming Community Services" in contracts.text
    assert (contracts.ends.text, places(contracts)) == ("March 2015", {"para 1.8"})
    phase = contracts.replaced_by.get()
    assert (phase.go_live.text, places(phase, "go_live")) == ("By April 2015", {"para 4.8"})
    gap = cover_gap(contracts.ends, phase.go_live)
    # to 31 March, and from 1 April at the earliest and 30 April at the latest
    assert (gap.days_low, gap.days_high) == (0, 29)
    by_october = ProcurementStage.objects.get(phase=phase, kind__code="award").planned
    assert (by_october.text, by_october.year_inferred) == ("By October", True)


def test_nottinghamshire_pools_and_aligns_without_an_amount_or_a_host(all_four: Any) -> None:
    pooled, aligned = PooledFund.objects.filter(programme__key="nottinghamshire").order_by("reference")
    assert (pooled.arrangement, aligned.arrangement) == ("pooled", "aligned")
    assert "Section 75" in pooled.agreement
    assert (pooled.schemes.count(), aligned.schemes.count()) == (8, 4)  # Appendix 2
    for fund in (pooled, aligned):
        assert fund.host is None
        assert fund.variance_carried_by == "not_stated"
        assert places(fund) == {"para 25", "Appendix 2"}
        assert not any(row.money.is_known for row in (*fund.schemes.all(), *fund.contributions.all()))
        assert {row.money.qualifier for row in fund.contributions.all()} == {"not_stated"}


def test_the_reviews_pooled_money_is_that_of_other_places(all_four: Any) -> None:
    funds = PooledFund.objects.filter(programme__key="essex")
    assert {fund.arrangement for fund in funds} == {"in_view"}
    assert {fund.name.split(":")[0] for fund in funds} == {"Greater Manchester", "Cornwall", "West Yorkshire"}
    assert not any(fund.contributions.exists() for fund in funds)
    assert all(places(fund) for fund in funds)
