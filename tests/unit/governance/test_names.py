"""Check 5: names of one service that differ in more than capitals and punctuation."""

from governance.rules.evidence import PrintedName
from governance.rules.names import name_findings
from tests.unit.governance.rows import paper, place

IMMS = "Childhood imms and screening"


def findings(*names, places):
    return list(name_findings(paper(names=names, places=places)))


def test_screening_is_printed_in_para_2_4_only():
    names = (
        PrintedName("HAM-SVC-03", IMMS, 1),
        PrintedName("HAM-SVC-03", "School aged imms", 2),
        PrintedName("HAM-SVC-03", "School age imms", 3),
        PrintedName("HAM-SVC-03", "school aged immunisations", 4),
    )
    label = "School aged imms (NHSE) / School age imms"
    places = {
        1: (
            place("para 2.4", label="Childhood imms and screening (NHS E)"),
            place("Appendix B", label=label),
        ),
        2: (place("Appendix B (table)"),),
        3: (place("Appendix B (stage diagram)"),),
        4: (place("para 6.4"),),
    }
    (finding,) = findings(*names, places=places)
    assert finding.computed["names"] == 4
    assert finding.service_reference == "HAM-SVC-03"
    assert finding.phase_number == 1
    assert "Only para 2.4 has “Childhood” and “screening”." in finding.arithmetic
    assert (finding.statements[0].text, finding.statements[0].place) == (IMMS, "para 2.4")


def test_the_occupational_therapy_line_is_labelled_differently():
    names = (
        PrintedName("HAM-SVC-07", "Therapies - occupational therapy", 1),
        PrintedName("HAM-SVC-07", "OT plus spot purchased Therapies", 2),
    )
    places = {1: (place("Appendix B (table)"),), 2: (place("Appendix B (stage diagram)"),)}
    (finding,) = findings(*names, places=places)
    assert "Only Appendix B (stage diagram) has “OT”, “spot” and “purchased”." in finding.arithmetic


def test_capitals_dashes_spaces_and_apostrophes_are_no_other_name():
    names = (
        PrintedName("HAM-SVC-12", "Wheelchair assessment", 1),
        PrintedName("HAM-SVC-12", "Wheel chair Assessment", 2),
        PrintedName("HAM-SVC-07", "Therapies - occupational therapy", 1),
        PrintedName("HAM-SVC-07", "Therapies – Occupational Therapy", 2),
        PrintedName("HAM-SVC-10", "Community Childrens Nursing", 1),
        PrintedName("HAM-SVC-10", "Community Children’s Nursing", 2),
    )
    assert not findings(*names, places={1: (place("para 2.4"),), 2: (place("Appendix B"),)})


def test_the_name_of_a_line_that_two_services_share_is_no_spelling_of_either():
    shared = "Community Nursing/Paediatrics"
    names = (
        PrintedName("HAM-SVC-10", "Community Children's Nursing", 1),
        PrintedName("HAM-SVC-10", shared, 2),
        PrintedName("HAM-SVC-11", "Community paediatrics", 1),
        PrintedName("HAM-SVC-11", shared, 3),
    )
    assert not findings(*names, places={n: (place("para 2.4"),) for n in (1, 2, 3)})


def test_names_of_two_documents_are_not_compared():
    names = (PrintedName("HAM-SVC-05", "Parenting", 1), PrintedName("HAM-SVC-05", "Family help", 2))
    assert not findings(
        *names, places={1: (place("para 2.4"),), 2: (place("para 1", document="HAM-2019-03"),)}
    )
    assert findings(*names, places={1: (place("para 2.4"),), 2: (place("para 1"),)})


def test_a_name_without_a_source_is_left_out():
    names = (PrintedName("HAM-SVC-05", "Parenting", 1), PrintedName("HAM-SVC-05", "Family help"))
    assert not findings(*names, places={1: (place("para 2.4"),)})


def test_names_that_have_the_same_words_in_another_order_still_differ():
    names = (
        PrintedName("HAM-SVC-05", "Parenting support", 1),
        PrintedName("HAM-SVC-05", "Support parenting", 2),
    )
    (finding,) = findings(*names, places={1: (place("para 2.4"),), 2: (place("Appendix B"),)})
    assert finding.arithmetic == "“Parenting support” and “Support parenting” differ in their wording."
