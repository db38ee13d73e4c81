"""How long files are kept: receipts stay, what people handed in or had made for them goes after some weeks.

A register's own records and their history are not touched: an import can still be undone when its file has gone.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from commissioning.exchange.api.idempotency import KEPT_FOR
from commissioning.exchange.models import (
    WORKING,
    ExportFile,
    ImportRow,
    ImportRun,
    KeptAnswer,
    RunState,
)

TOO_OLD: Final = "Nobody confirmed it in time, so it was discarded. Hand the file in again."


def tidy(at: datetime) -> dict[str, int]:
    """Remove what has been kept long enough; how many of each."""
    with transaction.atomic():
        return {
            "imports": _contents_of_imports(at - timedelta(days=settings.IMPORT_FILE_DAYS)),
            "exports": _files_of_exports(at - timedelta(days=settings.EXPORT_FILE_DAYS)),
            "answers": KeptAnswer.objects.filter(made_at__lt=at - KEPT_FOR).delete()[0],
        }


def _contents_of_imports(before: datetime) -> int:
    """Files of old imports, and cells of their refused rows; what waited to be confirmed is discarded."""
    old: Any = ImportRun.objects.filter(made_at__lt=before).exclude(state__in=WORKING).exclude(content=b"")
    keys = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
    waiting = [RunState.RECEIVED, RunState.COLUMNS, RunState.PREVIEWED, RunState.INTERRUPTED]
    runs: Any = ImportRun.objects.filter(pk__in=keys)
    runs.filter(state__in=waiting).update(state=RunState.DISCARDED, problem=TOO_OLD)
    runs.update(content=b"")
    ImportRow.objects.filter(run__in=keys).exclude(cells={}).update(cells={})
    return len(keys)


def _files_of_exports(before: datetime) -> int:
    return int(ExportFile.objects.filter(made_at__lt=before).delete()[0])
