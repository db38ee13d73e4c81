"""Whatever an import wrote, undoing it leaves every table of the database as it was: imports made at random."""

import os
import random
from datetime import date

import pytest

from commissioning.core.spreadsheets import Kind
from commissioning.exchange.models import RunState, Verdict
from commissioning.exchange.registers import CLASSES, resource_of
from commissioning.exchange.registers.fields import ChoiceColumn
from commissioning.exchange.services import receiving, runs, undo
from tests.integration.exchange.sheets import act, changed, xlsx_of
from tests.integration.exchange.whole_database import differing, fingerprints

pytestmark = [pytest.mark.django_db, pytest.mark.intake]
SEEDS = int(os.environ.get("UNDO_SEEDS", "2"))
ADMINISTRATOR = "administrator@example.org"
ROWS, CELLS, NEW = 12, 1, 3
NEVER_AT_RANDOM = {"responsibilities", "contracts", "actions"}  # whose doors refuse what is made up
WORDS = ("Changed by a file", "Agreed in October", "Head of service", "Ärzte & “quotes”", "=1+1")
DAYS = (date(2014, 4, 1), date(2027, 3, 31))


def some_value(dice, column):
    if isinstance(column.field, ChoiceColumn) or column.choices:
        return dice.choice([label for _, label in column.choices])
    if column.kind == Kind.DATE:
        return dice.choice(DAYS)
    if column.kind in {Kind.INTEGER, Kind.NUMBER, Kind.POUNDS, Kind.PERCENT}:
        return dice.choice([1, 20, 7])
    return f"{dice.choice(WORDS)} {dice.randrange(100)}"


def scrambled(dice, register, who):
    """The register's own export with some cells changed and some rows added."""
    resource = resource_of(register)
    table = resource.table(who)
    columns = [each for each in resource.columns(table) if each.writable]
    order = [column.heading for column in table.columns]

    def change(sheet, at):
        last = sheet.max_row
        for row in dice.sample(range(4, last + 1), min(ROWS, last - 3)):
            for column in dice.sample(columns, min(CELLS, len(columns))):
                sheet.cell(row, at[column.heading]).value = some_value(dice, column)
        for place in range(NEW):
            copied = dice.randrange(4, last + 1)
            for heading in order:
                value = sheet.cell(copied, at[heading]).value
                if heading in resource.key and not resource.adds_by_key:
                    value = None
                elif heading == resource.label and isinstance(value, str):
                    value = f"{value} {dice.randrange(1000)}"
                sheet.cell(last + 1 + place, at[heading]).value = value

    return changed(xlsx_of(table), change)


def imported(register, programme, content):
    who = act(programme if resource_of(register).of_programme else None, ADMINISTRATOR)
    run = receiving.receive(register, who, content=content, file_name="random.xlsx")
    if run.state != RunState.CHECKING:
        return run
    run = runs.check(run, who)
    if not run.counts[Verdict.NEW] + run.counts[Verdict.CHANGED]:
        return run
    return runs.commit(runs.confirm(run, who, version=run.version, reason="At random", leave_out=True), who)


@pytest.mark.parametrize("register", list(CLASSES))
def test_an_undone_import_leaves_every_table_as_it_was(illustration, register):
    written = 0
    who = act(illustration if resource_of(register).of_programme else None, ADMINISTRATOR)
    if not len(list(resource_of(register).table(who).rows)):
        pytest.skip("This programme has no such record.")
    for seed in range(SEEDS):
        dice = random.Random(f"{register} {seed}")  # noqa: S311
        content = scrambled(dice, register, who)
        before = fingerprints()
        run = imported(register, illustration, content)
        if run.state != RunState.DONE:
            assert differing(before) == set(), f"seed {seed} wrote without being done"
            continue
        written += 1
        assert differing(before)
        undone = undo.undo(run, who, reason="At random")
        assert undone.state == RunState.UNDONE
        assert differing(before) == set(), f"{register}, seed {seed}: {run.counts}"
    assert written or register in NEVER_AT_RANDOM
