"""How gunicorn serves the product. `make run` and production use the same file; the environment sets what differs."""

import os
import subprocess
import sys
from pathlib import Path

_port = os.environ.get("PORT", "8000")
_evaluation = os.environ.get("ENVIRONMENT") == "evaluation"

# Only this machine is served; a reverse proxy with HTTPS stands in front in production (docs/operations.md).
bind = os.environ.get("BIND", f"127.0.0.1:{_port}")
# Threads, because requests wait for the database more than they compute.
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
keepalive = 5
# Workers are renewed now and then, not all at once, so that a slow leak never matters.
max_requests = 5000
max_requests_jitter = 500
# Heartbeats must not wait for a busy disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK) else None
limit_request_line = 8190
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
# It would write into the home folder of whoever runs this, and nobody uses it.
control_socket_disable = True
loglevel = "warning" if _evaluation else "info"
accesslog = None


def on_starting(server: object) -> None:
    """Refuse to serve production on insecure settings or on a database that may lose what was saved."""
    if os.environ.get("ENVIRONMENT", "production") == "production":
        check = [sys.executable, "manage.py", "check", "--deploy", "--database", "default"]
        if subprocess.run(check, check=False).returncode:
            sys.exit("Not started: see above. docs/operations.md explains each setting.")


def when_ready(server: object) -> None:
    """Say where the site is once it really answers there, and note the process for `make stop`.

    Not gunicorn's own pidfile: it refuses to start when the number in an old one now belongs to anything else.
    """
    if _evaluation:
        Path(f"var/site-{_port}.pid").write_text(str(os.getpid()))
        print(
            f"The site is ready:  http://127.0.0.1:{_port}/   (Ctrl-C stops it)", file=sys.stderr, flush=True
        )
