"""Long files of figures as one set: staged, compared and written by a few statements, whatever their number of rows.

What becomes of a row is what `services.planning` and the doors would make of it; a test runs random sheets both ways.
Rows that are not plainly one thing (refused, hidden, sent as a return, said twice) do go that way, in the same
transaction. A KPI's summary is left stale, as for anything written in bulk, and worked out before it is next read.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.intake.cells import ReadRow
from commissioning.exchange.models import ImportRow, ImportRun, Verdict
from commissioning.exchange.registers.base import Act
from commissioning.exchange.registers.measurements import MeasurementResource
from commissioning.exchange.selectors.planned import Planned
from commissioning.exchange.services import sets_sql as sql
from commissioning.exchange.services.rows import kept_row
from commissioning.exchange.services.sets_changes import WORDS, ChangedRow
from commissioning.exchange.services.sets_odd import OddRows
from commissioning.exchange.services.sets_rows import Stager, period_lines
from commissioning.exchange.services.writing import Progress, unheard
from outcomes.models import Measurement
from outcomes.rules_due import REPORTS
from outcomes.selectors.hidden_figures import hidden_figures
from outcomes.services.summaries import lock_kpis
from programmes.references import next_reference

AT_ONCE: Final = 2_000
TRIES: Final = 3


@dataclass
class SetPlan:
    """What became of a file. Its rows are kept with the run already, where there is one; `odd` are those planned one by
    one. `seen` is the fingerprint of it all, but for the references of new rows.
    """

    counts: dict[str, int]
    total: int
    seen: str
    told: tuple[str, ...] = ()
    odd: list[Planned] = field(default_factory=list)


def plan(
    run: ImportRun | None,
    resource: MeasurementResource,
    rows: Iterable[ReadRow],
    places: Mapping[int, str],
    letters: Mapping[str, str],
    percent: Set[tuple[int, int]],
    act: Act,
    *,
    mark: str = "",
    progress: Progress = unheard,
) -> SetPlan:
    """Preview a file, or with a mark write it, inside the caller's transaction if there is one.

    `rows` may be gone through twice. With a run its rows are put in the place of those kept before.
    """
    with transaction.atomic(), acting(by=act.by, reason=act.reason, **({"import": mark} if mark else {})):
        return _Set(run, resource, rows, places, letters, percent, act, mark, progress).plan()


class _Set:
    def __init__(
        self,
        run: ImportRun | None,
        resource: MeasurementResource,
        rows: Iterable[ReadRow],
        places: Mapping[int, str],
        letters: Mapping[str, str],
        percent: Set[tuple[int, int]],
        act: Act,
        mark: str,
        progress: Progress,
    ) -> None:
        if act.programme is None:
            raise PermissionDenied
        self.run, self.resource, self.rows, self.act, self.mark = run, resource, rows, act, mark
        self.places, self.letters, self.percent, self.progress = places, letters, percent, progress
        self.programme = act.programme
        self.total = 0

    def plan(self) -> SetPlan:
        with connection.cursor() as cursor:
            kpi_ids = self._stage(cursor)
            hidden = hidden_figures(self.programme, kpi_ids)
            _copy(cursor, sql.COPY_HIDDEN, (f"{pk}\n" for pk in hidden))
            cursor.execute(sql.READY)
            self._judge(cursor)
            odd = self._odd(cursor, hidden)  # planned beside what stands before anything is written
            self._settle_changes(cursor)
            counts = self._counts(cursor)
            cursor.execute(sql.SEEN)
            seen = str(cursor.fetchone()[0])
            naming = self._naming(counts) if self.mark else None
            if naming and not self._write(cursor, naming, counts):
                seen = ""
            self._keep(cursor, naming)
            odd.write(self.letters, mark=self.mark)
            self._keep_odd(odd.plan.rows)
            cursor.execute(sql.DROP)
        counts.pop("odd", None)
        for row in odd.plan.rows:
            counts[str(row.verdict)] += 1
        self.progress(self.total, self.total)
        return SetPlan(counts, self.total, _digest(seen, odd.plan.rows), odd.plan.told, odd.plan.rows)

    # --- what the file says -------------------------------------------------------------------------------------------

    def _stage(self, cursor: Any) -> set[int]:
        """Fill the staging tables; the keys of the KPIs that the file names, locked from here on for a write."""
        for _ in range(TRIES):
            measured = self.resource.measured(self.act)
            stager = Stager(measured, self.places, self.percent)
            cursor.execute(f"{sql.DROP}; {sql.STAGE}")
            _copy(cursor, sql.COPY_STAGE, stager.lines(self._counted()))
            _copy(cursor, sql.COPY_PERIODS, period_lines(stager.periods))
            if not self.mark:
                return stager.kpi_ids
            locked = lock_kpis(stager.kpi_ids)
            if all(measured.kpis[kpi.pk].version == kpi.version for kpi in locked):
                return stager.kpi_ids
            self.resource.forget()  # a definition changed while the file was read: by its rules, once more
        raise StaleEdit(locked[0])

    def _counted(self) -> Iterator[ReadRow]:
        """Progress is not told from here: while rows are copied, their connection can do nothing else."""
        self.total = 0
        for row in self.rows:
            self.total += 1
            yield row

    def _judge(self, cursor: Any) -> None:
        headings = set(self.places.values())
        has = {f"has_{name.lower()}": name in headings for name in ("Value", "Numerator", "Denominator")}
        may = self.act.grants.may(Permission.EDIT_DATA, self.programme.pk) and bool(self.act.reason.strip())
        cursor.execute(
            sql.JUDGE, {"programme": self.programme.pk, "reports": list(REPORTS), "may_write": may, **has}
        )
        cursor.execute(sql.JUDGED)

    def _counts(self, cursor: Any) -> dict[str, int]:
        cursor.execute(sql.COUNTS)
        return {str(verdict): 0 for verdict in Verdict} | dict(cursor.fetchall())

    # --- rows that change something -----------------------------------------------------------------------------------

    def _settle_changes(self, cursor: Any) -> None:
        """Find words that only look otherwise, and keep what the other rows change, many at a time."""
        keeps = self.run is not None and not self.mark
        if keeps:
            cursor.execute(sql.FORGET_ROWS, {"run": self.run.pk})  # type: ignore[union-attr]  # as just asked
        if not keeps and not set(WORDS.values()) & set(self.places.values()):
            return
        cursor.execute(f"DECLARE changed NO SCROLL CURSOR FOR {sql.CHANGED}")
        while rows := _fetched(cursor):
            lines = []
            settled = _Settled()
            for row in rows:
                change = ChangedRow(*row)
                settled.take(change)
                if keeps and (said := change.changes(self.resource.measured(self.act).kpis[change.kpi_id])):
                    lines.append(self._line(change, said))
            settled.tell(cursor)
            if lines:
                _copy(cursor, sql.COPY_ROWS, lines)
        cursor.execute("CLOSE changed")

    def _line(self, change: ChangedRow, said: list[list[str]]) -> str:
        kpi = self.resource.measured(self.act).kpis[change.kpi_id]
        assert self.run is not None  # noqa: S101  # its caller has seen to it
        words = json.dumps(said, ensure_ascii=False).replace("\\", "\\\\")
        return "\t".join(
            (
                str(self.run.pk),
                str(change.number),
                "changed",
                change.reference,
                kpi.reference,
                "{}",
                words,
                "[]",
                "",
                "\n",
            )
        )

    # --- writing ------------------------------------------------------------------------------------------------------

    def _naming(self, counts: Mapping[str, int]) -> dict[str, Any]:
        """How new figures are called, from the first on; the programme's numbers are held from here on."""
        if not counts[Verdict.NEW]:
            return {"stem": "", "first": 1, "digits": 1}
        stem, _, first = next_reference(Measurement, "MEA", self.programme).rpartition("-")
        return {"stem": f"{stem}-", "first": int(first), "digits": len(first)}

    def _write(self, cursor: Any, naming: Mapping[str, Any], counts: Mapping[str, int]) -> bool:
        """Whether everything was written; not where somebody changed a figure beside the doors just now."""
        cursor.execute(sql.LEAVE_OUT_NO_TRIGGER)
        if counts[Verdict.NEW]:
            cursor.execute(sql.ADD, {"programme": self.programme.pk, **naming})
        if counts[Verdict.CHANGED]:
            cursor.execute(sql.CHANGE)
            if cursor.rowcount != counts[Verdict.CHANGED]:
                return False
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        return True

    # --- rows of the run ----------------------------------------------------------------------------------------------

    def _keep(self, cursor: Any, naming: Mapping[str, Any] | None) -> None:
        """Keep the rows of a preview; once they are written, only the references of new ones are yet to be told."""
        if self.run is None:
            return
        if naming is None:
            cursor.execute(sql.KEEP_ROWS, {"run": self.run.pk})
        elif naming["stem"]:
            cursor.execute(sql.NAME_ROWS, {"run": self.run.pk, **naming})

    def _odd(self, cursor: Any, hidden: frozenset[int]) -> OddRows:
        cursor.execute(sql.ODD)
        about = dict(cursor.fetchall())
        rows = [row for row in self.rows if row.number in about] if about else []
        ids = {pk for pk in about.values() if pk is not None}
        return OddRows(self.resource, rows, ids, hidden, self.places, self.letters, self.percent, self.act)

    def _keep_odd(self, rows: Sequence[Planned]) -> None:
        if self.run is None:
            return
        for first in range(0, len(rows), AT_ONCE):
            some = rows[first : first + AT_ONCE]
            ImportRow.objects.filter(run=self.run, number__in=[row.number for row in some]).delete()
            ImportRow.objects.bulk_create(kept_row(self.run, row) for row in some)


class _Settled:
    """Rows whose words only look otherwise, many at a time."""

    def __init__(self) -> None:
        self.unchanged: list[int] = []
        self.keep: dict[str, list[int]] = {}

    def take(self, change: ChangedRow) -> None:
        for name in change.drop_alike():
            self.keep.setdefault(name, []).append(change.number)
        if not change.changes_anything():
            self.unchanged.append(change.number)

    def tell(self, cursor: Any) -> None:
        for name, numbers in self.keep.items():
            cursor.execute(sql.KEEP_WORDS.format(column=name), [numbers])
        if self.unchanged:
            cursor.execute(sql.UNCHANGED, [self.unchanged])


def _fetched(cursor: Any) -> list[tuple[Any, ...]]:
    cursor.execute(f"FETCH {AT_ONCE} FROM changed")
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _copy(cursor: Any, statement: str, lines: Iterable[str]) -> None:
    with cursor.copy(statement) as copy:
        for line in lines:
            if line:
                copy.write(line)


def _digest(seen: str, odd: Sequence[Planned]) -> str:
    """Of what is seen, but for the references of new rows; "" where the plain rows were overtaken."""
    if not seen:
        return ""
    said = [[row.number, row.verdict, row.changes, [each.as_list() for each in row.problems]] for row in odd]
    return hashlib.sha256(f"{seen}{json.dumps(said)}".encode()).hexdigest()
