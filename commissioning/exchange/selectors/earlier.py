"""The same file once more: what an earlier import of it made of each row."""

from collections.abc import Mapping

from commissioning.exchange.models import ImportRow, ImportRun, RunState, Verdict

Earlier = Mapping[int, tuple[str, str]]  # number of a row → (key in words, fingerprint that the import left)


def imported_before(run: ImportRun) -> Earlier:
    """Rows that the last import of the very same file, read the same way, added or changed; two queries.

    Nothing where there was none, or it was undone.
    """
    same = ImportRun.objects.filter(
        programme=run.programme_id,
        register=run.register,
        sha256=run.sha256,
        sheet=run.sheet,
        heading_row=run.heading_row,
        columns=run.columns,
        state=RunState.DONE,
    ).exclude(pk=run.pk)
    last = same.order_by("-done_at").values_list("pk", flat=True).first()
    if last is None:
        return {}
    rows = ImportRow.objects.filter(run=last, verdict__in=[Verdict.NEW, Verdict.CHANGED]).exclude(
        check_after=""
    )
    return {number: (key, check) for number, key, check in rows.values_list("number", "key", "check_after")}
