"""Checks 6 and 10: figures that do not recompute, one measure or one population with several values."""

from decimal import Decimal
from itertools import count

from commissioning.core.money import Money, Qualifier, parse_money
from governance.rules.evidence_areas import DerivationRow, FigureRow, PopulationRow
from governance.rules.figures import arithmetic_findings, measure_findings
from governance.rules.populations import near_population_findings, population_findings
from tests.unit.governance.evidence import areas

NUMBERS = count(1)
NONE = Money("", None, Qualifier.NOT_STATED)
WORDS = {"observed": "Observed", "assumed": "Assumed", "interview": "Said in an interview"}


def figure(text, value=None, unit="", *, money="", measure="", basis="observed", upper=None, site=""):
    number = next(NUMBERS)
    return FigureRow(
        number,
        f"M-{number}",
        text,
        "ESX-A-02",
        "CC4C",
        measure,
        site,
        None if value is None else Decimal(value),
        None if upper is None else Decimal(upper),
        unit,
        "exact",
        parse_money(money) if money else NONE,
        basis,
        WORDS[basis],
    )


SAVING, COST = figure("tariff savings", money="£320K"), figure("cost", money="£153K")
NET, CHILDREN = figure("net saving", money="£166K"), figure("children", 8672, "children")
EACH = figure("saving per child", money="£19.20")


def arithmetic(*rows):
    return list(arithmetic_findings(areas(derivations=rows)))


def test_a_saving_that_is_off_by_its_rounding_and_what_follows_from_it():
    (finding,) = arithmetic(
        DerivationRow(NET, "difference", SAVING, COST), DerivationRow(EACH, "quotient", NET, CHILDREN)
    )
    assert finding.title == ("CC4C, net saving: £166K stated, £167,000 worked out; rounding can explain it")
    assert finding.computed["within_rounding"] == "yes"
    assert "£320K − £153K = £167,000, £166K stated; what rounding allows is £166,000 to £168,000." in (
        finding.arithmetic
    )
    assert "£166K ÷ 8,672 children = £19.14" in finding.arithmetic


def test_a_quotient_that_no_rounding_explains():
    """24 practices in seven hubs are 3.43 each; four to five are stated."""
    stated = figure("practices per hub", 4, "GP practices", upper=5)
    row = DerivationRow(
        stated, "quotient", figure("practices", 24, "GP practices"), figure("hubs", 7, "hubs")
    )
    (finding,) = arithmetic(row)
    assert finding.computed["within_rounding"] == "no"
    assert finding.title.endswith("4 to 5 GP practices stated, 3.43 worked out; rounding cannot explain it")


def test_figures_that_follow_exactly_are_nothing():
    assert arithmetic(DerivationRow(figure("net", money="£167K"), "difference", SAVING, COST)) == []


def measured(*rows):
    return list(measure_findings(areas(figures=rows)))


OUTPATIENTS = "outpatient-appointments"


def test_one_measure_with_three_values():
    rows = (
        figure("hub practices", 39, "percent", measure=OUTPATIENTS),
        figure("comparison of sites", 81, "percent", measure=OUTPATIENTS, site="London"),
        figure("moved", 40, "percent", measure=OUTPATIENTS, basis="interview"),
        figure("disappeared", 40, "percent", measure=OUTPATIENTS, basis="interview"),
    )
    (finding,) = measured(*rows)
    assert finding.key == "measure-esx-a-02-outpatient-appointments"
    assert finding.title == "CC4C, outpatient appointments: 39%, 81% and 40%"
    assert "From 39 to 81 is 42 percentage points." in finding.arithmetic
    assert "40% and 40%, said in an interview, add up to 80%." in finding.arithmetic
    assert "Likely reason: they rest on different things" in finding.arithmetic


def test_an_assumption_does_not_contradict_an_observation():
    observed = figure("ED attendances", 22, "percent", measure="ed")
    assumed = figure("assumed", 8, "percent", measure="ed", basis="assumed")
    assert measured(observed, assumed) == []


def test_the_same_value_twice_and_another_unit_are_nothing():
    one = figure("admissions", 17, "percent", measure="admissions")
    assert measured(one, figure("again", 17, "percent", measure="admissions")) == []
    assert measured(one, figure("admitted", 154, "children", measure="admissions")) == []


def people(reference, value, *, place="Evelina", ages="0-18", basis="ONS 2019", area="ESX-A-03", **more):
    upper = more.pop("upper", None)
    return PopulationRow(
        reference,
        area,
        "Evelina",
        place,
        ages,
        Decimal(value),
        None if upper is None else Decimal(upper),
        more.pop("qualifier", "exact"),
        basis,
        more.pop("in_table", False),
    )


TABLE = people("P-1", 133221, in_table=True)


def test_two_populations_of_one_area_with_the_likely_reason():
    (finding,) = population_findings(areas(populations=(TABLE, people("P-2", 120000, basis="as costed"))))
    assert finding.title == "Evelina: population 133,221 against 120,000"
    assert finding.arithmetic == "133,221 and 120,000 are 13,221 apart. Likely reason: the basis differs."


def test_a_range_that_reaches_it_or_all_ages_is_nothing():
    near = people("P-2", 130000, upper=140000, qualifier="range")
    everyone = people("P-3", 1500000, ages="all ages")
    assert list(population_findings(areas(populations=(TABLE, near, everyone)))) == []


def test_two_areas_of_the_table_that_are_all_but_the_same():
    hubs = people("P-2", 124645, area="ESX-A-02", in_table=True)
    city = people("P-10", 124647, area="ESX-A-10", in_table=True)
    (finding,) = near_population_findings(areas(populations=(hubs, city, TABLE)))
    assert finding.key == "near-populations-p-2-p-10"
    assert finding.computed == {"difference": 2}


def test_the_same_number_twice_and_numbers_well_apart_are_nothing():
    hubs = people("P-2", 124645, area="ESX-A-02", in_table=True)
    same = people("P-10", 124645, area="ESX-A-10", in_table=True)
    assert list(near_population_findings(areas(populations=(hubs, same, TABLE)))) == []
