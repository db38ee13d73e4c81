"""Where the embedded PostgreSQL for tests keeps its data, and what it does not promise.

Tests copy a whole database, three thousand files, for every journey in a browser. A disk takes seconds for that, and
ext4 without a journal the longer, the more files were removed in the last minutes; memory takes a tenth of a second.
"""

import hashlib
import os
import shutil
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of its owner's alone is made inside)
ROOM_NEEDED = 6 * 2**30  # several times what a run has been seen to need

SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
}


def data_folder(base_dir: Path) -> Path:
    """The data folder for the tests of this project folder: in memory where there is plenty, otherwise under var/."""
    on_disk, in_memory = data_folders(base_dir)
    return in_memory if _has_place(in_memory.parent) else on_disk


def data_folders(base_dir: Path) -> tuple[Path, Path]:
    """Every place where `data_folder` may have put it: on disk, in memory."""
    who = hashlib.sha256(f"{os.geteuid()} {base_dir.resolve()}".encode()).hexdigest()[:12]
    return base_dir / "var" / "postgres-test", SHARED_MEMORY / f"commissioning-{who}" / "postgres-test"


def remove(data: Path) -> None:
    """Throw the data away, and the folder made for them in memory."""
    shutil.rmtree(data, ignore_errors=True)
    if data.parent.parent == SHARED_MEMORY:
        shutil.rmtree(data.parent, ignore_errors=True)


def _has_place(folder: Path) -> bool:
    """Whether the folder is there, and nobody else's, or could be made where there is room."""
    try:
        if not folder.exists():
            if shutil.disk_usage(SHARED_MEMORY).free < ROOM_NEEDED:
                return False
            folder.mkdir(
                mode=0o711, exist_ok=True
            )  # passed through, not listed, by the account of the server
        found = folder.lstat()
    except OSError:  # no such place, or not for us
        return False
    return found.st_uid == os.geteuid() and not folder.is_symlink()
