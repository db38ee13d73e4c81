"""The process that reads one file: started by `reading.read_file` as a script, with its paths as arguments.

It takes the file from standard input, answers on standard output, and may hold only so much memory, run only so long,
write no file and leave no image of itself behind when it is stopped.
"""

import gc
import marshal
import resource
import sys
from typing import Any


def main() -> None:
    gc.disable()  # the process is gone before there is anything to collect; looking takes a third of the time
    sys.path[:0] = sys.argv[1:3]
    incoming = sys.stdin.buffer
    name, limits = marshal.loads(incoming.read(int.from_bytes(incoming.read(4), "big")))  # noqa: S302 - from our parent

    from commissioning.core.intake.limits import Limits

    allowed = Limits(*limits)
    confine(allowed)

    from commissioning.core.intake.frames import write
    from commissioning.core.intake.reading import answer

    write(answer(incoming.read(), name, allowed), sys.stdout.buffer.write)
    sys.stdout.buffer.flush()


def confine(limits: Any) -> None:
    """Limits that hold for the rest of the process; a system that does not know one of them goes without.

    Of processor time there is a second more before the process is killed: the first signal says why.
    """
    for kind, most, last in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds, limits.seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(kind, (most, last))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    main()
