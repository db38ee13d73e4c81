"""A file handed in, previewed, confirmed, done again, overtaken, undone: through the services that all doors share."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from commissioning.core.history import history_model
from commissioning.exchange import access
from commissioning.exchange.models import ImportRun, RunState, Verdict
from commissioning.exchange.services import columns, receiving, runs, undo
from programmes.models import Milestone
from programmes.models.delivery import MilestoneChange
from tests.integration.exchange.sheets import act, changed, csv_rows, exported, row_of, xlsx_of

pytestmark = [pytest.mark.django_db, pytest.mark.intake]
REFERENCE = "DER-PRJ-3-M-1"


def handed_in(programme, content, *, name="plan.xlsx", email="manager@example.org", register="milestones"):
    who = act(programme, email)
    run = receiving.receive(register, who, content=content, file_name=name)
    return runs.check(run, who) if run.state == RunState.CHECKING else run


def confirmed(run, programme, *, email="manager@example.org", leave_out=False, reason="Agreed in October"):
    who = act(programme, email, reason)
    return runs.commit(runs.confirm(run, who, version=run.version, reason=reason, leave_out=leave_out), who)


def own_sheet(programme):
    return xlsx_of(exported("milestones", act(programme)))


def say_undoing(run):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('commissioning.undo', %s, true)", [run])


def with_owner(words):
    def change(sheet, at):
        sheet.cell(row_of(sheet, REFERENCE), at["Owner"]).value = words

    return change


def test_an_untouched_export_is_no_change(derby):
    run = handed_in(derby, own_sheet(derby))
    assert run.state == RunState.PREVIEWED
    assert run.counts == {"rows": 50, "new": 0, "changed": 0, "same": 50, "refused": 0}
    with pytest.raises(ValidationError, match="nothing to import"):
        runs.confirm(run, act(derby), version=run.version, reason="Nothing")


def test_a_changed_cell_is_shown_field_by_field_and_nothing_is_written_before_the_yes(derby):
    before = Milestone.objects.get(reference=REFERENCE)
    run = handed_in(derby, changed(own_sheet(derby), with_owner("Head of children’s services")))
    assert run.counts["changed"] == 1
    row = run.rows.get(verdict=Verdict.CHANGED)
    assert row.key == REFERENCE
    assert row.changes == [["Owner", "", "Head of children’s services"]]
    after = Milestone.objects.get(reference=REFERENCE)
    assert (after.version, after.owner_role) == (before.version, before.owner_role)
    assert not MilestoneChange.objects.filter(milestone=after).exists()


def test_a_confirmed_import_goes_through_the_door_and_leaves_a_receipt(derby):
    run = confirmed(handed_in(derby, changed(own_sheet(derby), with_owner("Head of service"))), derby)
    assert run.state == RunState.DONE
    assert (run.confirmed_by.email, run.reason) == ("manager@example.org", "Agreed in October")
    milestone = Milestone.objects.get(reference=REFERENCE)
    assert milestone.owner_role == "Head of service"
    change = MilestoneChange.objects.get(milestone=milestone)
    assert change.reason == "Agreed in October"
    event = history_model(Milestone).objects.filter(pgh_obj=milestone).latest("pgh_id")
    assert event.pgh_context["import"] == str(run.pk)
    assert event.pgh_context["reason"] == "Agreed in October"


def test_the_same_file_again_is_no_change(derby):
    content = changed(own_sheet(derby), with_owner("Head of service"))
    confirmed(handed_in(derby, content), derby)
    again = handed_in(derby, content)
    assert again.counts["changed"] == again.counts["new"] == again.counts["refused"] == 0


def test_a_second_yes_writes_nothing(derby):
    run = handed_in(derby, changed(own_sheet(derby), with_owner("Head of service")))
    done = confirmed(run, derby)
    version = Milestone.objects.get(reference=REFERENCE).version
    assert runs.commit(done, act(derby)).state == RunState.DONE
    with pytest.raises(ValidationError, match="not waiting to be confirmed: imported"):
        runs.confirm(done, act(derby), version=done.version, reason="Twice")
    assert Milestone.objects.get(reference=REFERENCE).version == version


def test_what_changed_after_the_preview_stops_the_import_and_makes_a_new_preview(derby):
    run = handed_in(derby, changed(own_sheet(derby), with_owner("Head of service")))
    milestone = Milestone.objects.get(reference=REFERENCE)
    milestone.owner_role = "Somebody else"
    milestone.save()
    back = confirmed(run, derby)
    assert back.state == RunState.PREVIEWED
    assert runs.MOVED_ON in back.told
    assert Milestone.objects.get(reference=REFERENCE).owner_role == "Somebody else"


def test_a_file_taken_before_somebody_changed_the_record_is_refused_at_its_cell(derby):
    taken = own_sheet(derby)
    milestone = Milestone.objects.get(reference=REFERENCE)
    milestone.owner_role = "Somebody else"
    milestone.save()
    run = handed_in(derby, changed(taken, with_owner("Head of service")))
    row = run.rows.get(verdict=Verdict.REFUSED)
    _letter, heading, found, message = row.problems[0]
    assert (heading, found) == ("Owner", "Head of service")
    assert "changed after the file was taken; today it says “Somebody else”" in message
    assert run.counts["changed"] == 0


def test_one_refused_row_stops_all_unless_it_is_left_out(derby):
    def two(sheet, at):
        with_owner("Head of service")(sheet, at)
        sheet.cell(row_of(sheet, "DER-PRJ-3-M-2"), at["State"]).value = "Nearly"

    run = handed_in(derby, changed(own_sheet(derby), two))
    assert (run.counts["changed"], run.counts["refused"]) == (1, 1)
    with pytest.raises(ValidationError, match="1 row is refused"):
        runs.confirm(run, act(derby), version=run.version, reason="Half")
    assert Milestone.objects.get(reference=REFERENCE).owner_role == ""
    assert confirmed(run, derby, leave_out=True).state == RunState.DONE
    assert Milestone.objects.get(reference=REFERENCE).owner_role == "Head of service"


def test_every_problem_of_a_file_is_told_at_once_where_the_person_sees_it(derby):
    content = csv_rows(
        ["Plan of the year", "", "", ""],
        ["Reference", "What", "Due date", "State"],
        [REFERENCE, "", "31/02/2013", ""],
        ["DER-PRJ-99-M-1", "Unknown", "", ""],
        ["", "A new one", "01/13/2027", "Nearly"],
    )
    run = handed_in(derby, content, name="plan.csv")
    found = {(row.number, problem[0]) for row in run.rows.all() for problem in row.problems}
    assert {(3, "C"), (4, "A"), (5, "C"), (5, "D")} <= found
    assert run.counts["refused"] == 3


def test_who_may_not_import_is_refused_and_a_colleague_is_not(derby):
    with pytest.raises(PermissionDenied, match="Your role does not allow"):
        handed_in(derby, own_sheet(derby), email="board@example.org")
    assert not ImportRun.objects.exists()
    assert handed_in(derby, own_sheet(derby)).state == RunState.PREVIEWED


def test_an_import_is_undone_as_a_whole_by_door_history_included(derby):
    def several(sheet, at):
        with_owner("Head of service")(sheet, at)
        row = sheet.max_row + 1
        sheet.cell(row, at["What"]).value = "A pathway is agreed"
        sheet.cell(row, at["Date as printed"]).value = "Autumn 2027"

    table = exported("milestones", act(derby)).rows
    run = confirmed(handed_in(derby, changed(own_sheet(derby), several)), derby)
    assert (run.counts["new"], run.counts["changed"]) == (1, 1)
    assert Milestone.objects.filter(text="A pathway is agreed").exists()
    undone = undo.undo(run, act(derby), reason="Wrong file")
    assert undone.state == RunState.UNDONE
    assert not Milestone.objects.filter(text="A pathway is agreed").exists()
    assert not MilestoneChange.objects.filter(milestone__reference=REFERENCE).exists()
    assert list(exported("milestones", act(derby)).rows) == list(table)
    events = history_model(Milestone).objects.filter(text="A pathway is agreed")
    assert {event.pgh_label for event in events} >= {"insert", "delete"}


def test_an_import_that_something_later_rests_on_is_not_undone(derby):
    run = confirmed(handed_in(derby, changed(own_sheet(derby), with_owner("Head of service"))), derby)
    milestone = Milestone.objects.get(reference=REFERENCE)
    milestone.note = "Changed since"
    milestone.save()
    with pytest.raises(ValidationError, match="was changed after the import"):
        undo.undo(run, act(derby), reason="Too late")
    assert Milestone.objects.get(reference=REFERENCE).owner_role == "Head of service"
    assert ImportRun.objects.get(pk=run.pk).state == RunState.DONE


def test_only_who_confirmed_it_or_keeps_the_data_may_undo(derby):
    run = confirmed(handed_in(derby, changed(own_sheet(derby), with_owner("Head of service"))), derby)
    with pytest.raises(PermissionDenied, match="undone by whoever confirmed it"):
        undo.undo(run, act(derby, "commissioner.derby@example.org"), reason="Mine")
    assert undo.undo(run, act(derby), reason="Wrong file").state == RunState.UNDONE


def test_the_database_lets_an_undo_take_nothing_but_what_that_import_wrote(derby):
    run = confirmed(handed_in(derby, changed(own_sheet(derby), with_owner("Head of service"))), derby)
    change = MilestoneChange.objects.get(milestone__reference=REFERENCE)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        change.delete()
    say_undoing("another")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        change.delete()
    say_undoing(str(run.pk))
    change.delete()
    assert not MilestoneChange.objects.filter(milestone__reference=REFERENCE).exists()


def test_other_headings_are_asked_about_once_and_then_remembered(derby):
    content = csv_rows(["Ref no", "Wht", "Lead person responsible"], [REFERENCE, "", "Head of service"])
    run = handed_in(derby, content, name="ours.csv")
    assert run.state == RunState.COLUMNS
    who = act(derby)
    places = {0: "Reference", 2: "Owner"}
    matched = columns.match(run, places, who, remember=True, shared=True)
    checked = runs.check(matched, who)
    assert checked.counts["changed"] == 1
    again = handed_in(derby, content, name="next month.csv")
    assert again.state == RunState.PREVIEWED
    assert again.counts["changed"] == 1
    assert "The columns were read as remembered: “Columns of ours.csv”." in again.told


def test_effective_day_is_kept_with_the_run(derby):
    who = act(derby)
    later = access.act_of(derby, who.by, who.on, effective_on=date(2026, 4, 1))
    run = receiving.receive("milestones", later, content=own_sheet(derby), file_name="plan.xlsx")
    assert run.effective_on == date(2026, 4, 1)
    assert access.act_for(run, who.by, who.on).effective_on == date(2026, 4, 1)


def test_the_very_same_file_is_no_change_even_where_its_other_cells_have_become_old(derby):
    def dated(sheet, at):
        row = row_of(sheet, REFERENCE)
        sheet.cell(row, at["Date from"]).value = date(2027, 5, 1)
        sheet.cell(row, at["Date to"]).value = date(2027, 5, 31)
        new = sheet.max_row + 1
        sheet.cell(new, at["What"]).value = "A pathway is agreed"

    content = changed(own_sheet(derby), dated)
    done = confirmed(handed_in(derby, content), derby)
    assert (done.counts["new"], done.counts["changed"]) == (1, 1)
    again = handed_in(derby, content)
    assert {again.counts[each] for each in ("new", "changed", "refused")} == {0}
    undo.undo(done, act(derby), reason="Wrong file")
    assert handed_in(derby, content).counts["changed"] == 1


def test_a_day_that_another_country_reads_otherwise_is_told(derby):
    content = csv_rows(["Reference", "What", "Date"], ["", "A pathway is agreed", "01/02/2027"])
    run = handed_in(derby, content, name="plan.csv")
    assert run.counts["new"] == 1
    assert any("01/02/2027" in words and "1 February 2027" in words for words in run.told)


def test_a_letter_that_only_looks_right_is_named(derby):
    content = csv_rows(
        ["Reference", "Owner"], ["D\u0415R-PRJ-3-M-1", "Head of service"], [REFERENCE, "Head of service"]
    )
    run = handed_in(derby, content, name="plan.csv")
    problem = run.rows.get(verdict=Verdict.REFUSED).problems[0]
    assert "in it is a Cyrillic letter: type it anew" in problem[3]
    assert run.counts["changed"] == 1
