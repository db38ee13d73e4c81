"""Checks 13 and 17: printed lists that disagree, one service under two models, integrated without pooled money."""

from governance.rules.evidence_commissioning import ConsiderationRow, GroupRow, ListItem, PrintedList
from governance.rules.findings import ServiceName
from governance.rules.placement import pooling_findings, printed_list_findings, two_model_findings
from tests.unit.governance.evidence import BLANK, commissioning, when

MATERNITY, NURSING, CAMHS, MEASURING, OBESITY = (
    ServiceName(f"NOT-{number}", name)
    for number, name in enumerate(("Maternity", "School nursing", "CAMHS", "Child measurement", "Obesity"), 1)
)


def printed(reference, name, *services):
    return PrintedList(reference, name, tuple(ListItem(each.name, (each,)) for each in services))


TABLE_3 = printed("T3", "Table 3", NURSING, CAMHS)
APPENDIX_2 = printed("A2", "Appendix 2", NURSING, CAMHS, MATERNITY, OBESITY)
TABLE_1 = printed("T1", "Table 1", NURSING, CAMHS, MEASURING)


def keys(*lists, considerations=()):
    evidence = commissioning(lists=lists, considerations=considerations)
    return {finding.key: finding for finding in printed_list_findings(evidence)}


def test_the_fullest_list_is_set_against_each_other_both_ways():
    found = keys(TABLE_1, TABLE_3, APPENDIX_2)
    assert set(found) == {"only-in-a2-t1", "only-in-t1-a2", "only-in-a2-t3"}
    assert found["only-in-a2-t3"].title == "In Appendix 2 but not in Table 3: 2 entries"
    assert "Maternity; Obesity" in found["only-in-a2-t3"].arithmetic
    assert found["only-in-t1-a2"].computed == {"entries": 1, "of": 3, "other_entries": 4}


def test_lists_that_name_the_same_services_are_no_discrepancy():
    assert keys(TABLE_3, printed("A2", "Appendix 2", CAMHS, NURSING)) == {}


def test_an_entry_is_there_when_one_of_its_services_is():
    """“Teenage pregnancy / sexual health” is in a list that has only the first."""
    both = PrintedList("A2", "Appendix 2", (ListItem("Nursing and measuring", (NURSING, MEASURING)),))
    assert keys(both, printed("T3", "Table 3", NURSING)) == {}


def test_a_list_about_something_else_is_not_compared():
    other = printed("T9", "Table 9", MEASURING)
    assert keys(APPENDIX_2, other) == {}


def later(service, date=BLANK):
    return ConsiderationRow("NOT-FUT-1", f"Hub may lead {service.name}", date, (service,))


def test_listed_now_and_for_later():
    found = keys(APPENDIX_2, considerations=(later(MATERNITY),))
    assert found["now-and-later-not-prg"].computed == {"considerations": 1, "entries": 1}


def test_a_change_with_a_date_is_decided_and_no_possibility():
    assert keys(APPENDIX_2, considerations=(later(MATERNITY, when("April 2015")),)) == {}


def test_a_list_of_considerations_alone_is_no_list_of_scope():
    paragraph = printed("P31", "para 31", MATERNITY)
    assert set(keys(APPENDIX_2, paragraph, considerations=(later(MATERNITY),))) == {"now-and-later-not-prg"}


def group(reference, model, level, *services, lacks=False):
    return GroupRow(reference, f"Group {reference}", model, level, lacks, services)


def test_components_of_one_service_under_two_models():
    groups = (group("SG-08", "Joint", 2, CAMHS), group("SG-14", "Integrated", 3, CAMHS))
    (finding,) = two_model_findings(commissioning(groups=groups))
    assert finding.key == "models-not-3"
    assert finding.arithmetic == "2 components under Joint and Integrated."


def test_two_components_under_one_model_are_nothing():
    groups = (group("SG-11", "Integrated", 3, CAMHS), group("SG-13", "Integrated", 3, CAMHS))
    assert list(two_model_findings(commissioning(groups=groups))) == []


def test_integrated_without_pooled_money_is_found_and_with_it_not():
    groups = (group("SG-10", "Integrated", 3, CAMHS, lacks=True), group("SG-11", "Integrated", 3, NURSING))
    assert [finding.key for finding in pooling_findings(commissioning(groups=groups))] == ["pooling-sg-10"]
