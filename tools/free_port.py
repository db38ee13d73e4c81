"""Say at once when the port is taken, before anything slow is done. Standard library only: .venv may not exist yet."""

import errno
import os
import socket
import sys
import time

# A server that was just killed lets its port go when its workers notice, a second or two later.
PATIENCE_SECONDS = 4.0


def refusal(port: int) -> OSError | None:
    """Why 127.0.0.1:port cannot be listened on, or None when it can."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(1)
        except OSError as error:
            return error
    return None


def next_free(port: int) -> int:
    """The nearest higher port that is free, to suggest."""
    return next((other for other in range(port + 1, min(port + 100, 65_536)) if refusal(other) is None), 0)


def main(text: str) -> str:
    """An explanation when `text` is not a port this can serve on, otherwise an empty string."""
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        return f"PORT={text} is not a port number. Choose one from 1024 to 65535, for example:  make run PORT=8001"
    port = int(text)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (error := refusal(port)) and error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
        time.sleep(0.2)
    if error is None:
        return ""
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program (or this site is running already: `make stop` ends it).\n"
            f"Choose another, for example:  make run PORT={next_free(port) or 9000}"
        )
    return f"Port {port} cannot be used: {error.strerror}. Choose another, for example:  make run PORT=8001"


if __name__ == "__main__":
    sys.exit(main(os.environ.get("PORT", "8000")) or 0)
